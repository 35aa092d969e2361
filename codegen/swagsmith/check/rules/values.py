"""Values that stand beside a schema: defaults, examples, nulls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.fitting import unfit
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.values import same
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node


@rule("schema-default-valid", Severity.ERROR, Pack.CORE)
def schema_default_valid(context: Context) -> Iterator[Finding]:
    """A default does not fit the type, enum or limits it stands beside.

    ## Why
    In 2.0 a default must conform, unlike in plain JSON Schema. A client that shows or sends it
    would be refused.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: limit, in: query, type: integer, default: twenty}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: limit, in: query, type: integer, default: 20}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.having("default"):
        default = site.node.child("default")
        if not _is_option(site.node, default):
            yield from unfit(context, site.node, default, "default")


@rule("schema-example-valid", Severity.ERROR, Pack.CORE)
def schema_example_valid(context: Context) -> Iterator[Finding]:
    """An example does not fit the schema it stands in.

    ## Why
    Readers copy it, and mock servers and tests send it. An object may leave out what is
    required and read-only, as a request does.

    ## Bad
    ```yaml
    definitions:
      Widget: {type: object, properties: {name: {type: string}}, example: {name: 5}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```

    ## Good
    ```yaml
    definitions:
      Widget: {type: object, properties: {name: {type: string}}, example: {name: Cog}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```
    """
    for site in context.having("example"):
        example = site.node.child("example")
        # A parameter or header has no examples, and null is none.
        if site.kind is not Kind.SCHEMA or example.value is None:
            continue
        if not _is_option(site.node, example):
            yield from unfit(context, site.node, example, "example", partial=True)


def _is_option(schema: Node, value: Node) -> bool:
    """Whether a value is one of an enum: what else is wrong with it is wrong with the enum."""
    options = schema.get("enum")
    return is_array(options) and any(same(value.value, option) for option in options)


@rule("schema-null-value", Severity.ERROR, Pack.CORE)
def schema_null_value(context: Context) -> Iterator[Finding]:
    """A field is null.

    ## Why
    2.0 has no fields that may be null. Mostly it is a key of a YAML file with nothing behind it.
    Only values are free to be null: those of examples, enums and extensions.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          description:
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          description: Gives all widgets.
          responses: {"200": {description: All widgets.}}
    ```
    """
    yield from context.structure.get("schema-null-value", ())
