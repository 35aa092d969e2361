"""What the platform of connectors does not support, or only so much of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check import reach
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

_URLENCODED: Final = "application/x-www-form-urlencoded"
#: Names of parameters that the platform uses itself.
_RESERVED: Final = ("connectionId",)


@rule("ms-multi-format", Severity.ERROR, Pack.CONNECTOR)
def ms_multi_format(context: Context) -> Iterator[Finding]:
    """`collectionFormat` is another than csv.

    ## Why
    The platform refuses it. A key that has to be repeated needs a script, or a field of its own
    for each value.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - {name: kind, in: query, type: array, items: {type: string}, collectionFormat: multi}
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - {name: kind, in: query, type: array, items: {type: string}, collectionFormat: csv}
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.sites(Kind.PARAMETER, Kind.ITEMS):
        found = site.node.get("collectionFormat")
        repeated = found == "multi" and site.node.get("in") in ("query", "formData")
        if repeated or found in ("ssv", "tsv", "pipes"):
            message = f"the platform has no `collectionFormat: {found}`, only csv"
            yield Finding(site.node.child("collectionFormat"), message)


@rule("ms-param-name", Severity.ERROR, Pack.CONNECTOR)
def ms_param_name(context: Context) -> Iterator[Finding]:
    """A parameter has a name that the platform uses itself.

    ## Why
    `connectionId` is part of every call through the platform; a parameter of that name hides it.

    ## Bad
    ```yaml
    paths:
      /links:
        get:
          parameters: [{name: connectionId, in: query, type: string}]
          responses: {"200": {description: All links.}}
    ```

    ## Good
    ```yaml
    paths:
      /links:
        get:
          parameters: [{name: linkId, in: query, type: string}]
          responses: {"200": {description: All links.}}
    ```
    """
    for site in context.sites(Kind.PARAMETER):
        name = site.node.get("name")
        if isinstance(name, str) and name.lower() in map(str.lower, _RESERVED):
            message = f"the platform has a parameter `{name}` of its own"
            yield Finding(site.node.child("name"), message, "call it something else")


@rule("ms-binary", Severity.ERROR, Pack.CONNECTOR)
def ms_binary(context: Context) -> Iterator[Finding]:
    """Binary content stands inside of something, or in a URL-encoded form.

    ## Why
    Designers can fill in a file only as a whole body or as a field of a multipart form.

    ## Bad
    ```yaml
    paths:
      /pictures:
        post:
          parameters:
            - name: picture
              in: body
              schema: {type: object, properties: {content: {type: string, format: binary}}}
          responses: {"204": {description: Stored.}}
    ```

    ## Good
    ```yaml
    paths:
      /pictures:
        post:
          parameters:
            - {name: picture, in: body, schema: {type: string, format: binary}}
          responses: {"204": {description: Stored.}}
    ```
    """
    yield from _binary_parts(context)
    for site in context.sites(Kind.PARAMETER, Kind.ITEMS):
        inside = site.kind is Kind.ITEMS or site.node.get("in") in ("query", "header", "path")
        if inside and _is_binary(site.node):
            message = "binary content is a whole body or a form parameter"
            yield Finding(site.node.child("format"), message)
    for operation in context.operations:
        if operation.media_types("consumes") == [_URLENCODED]:
            for parameter in operation.located("formData"):
                if _is_binary(parameter.node):
                    message = f"a URL-encoded form carries no binary `{parameter.name}`"
                    advice = "consume multipart/form-data"
                    yield Finding(parameter.node.child("format"), message, advice)


def _binary_parts(context: Context) -> Iterator[Finding]:
    """Binary content inside of a body."""
    roots = [context.resolved(root) for root in reach.bodies(context.operations)]
    tops = {id(root.value) for root in roots if root is not None}
    done: set[int] = set()
    for schema in reach.schemas(context.document, reach.bodies(context.operations)):
        for part in reach.parts(schema):
            target = context.resolved(part)
            if target is not None and _is_binary(target) and id(target.value) not in done:
                done.add(id(target.value))
                # What is right as a whole body is wrong where it is a part.
                at = part if id(target.value) in tops else target.child("format")
                yield Finding(at, "binary content is a whole body or a form parameter, not a part")


def _is_binary(node: Node) -> bool:
    return node.text("format") == "binary" and node.get("type") in (None, "string")


@rule("ms-composition", Severity.WARNING, Pack.CONNECTOR)
def ms_composition(context: Context) -> Iterator[Finding]:
    """A schema uses `allOf` or `discriminator`.

    ## Why
    Designers ignore both, so that the fields that come through them are not shown.

    ## Bad
    ```yaml
    definitions:
      Part: {type: object, properties: {id: {type: string}}}
      Widget: {allOf: [{$ref: "#/definitions/Part"}]}
    paths:
      /widgets:
        get:
          responses:
            "200": {description: The widget., schema: {$ref: "#/definitions/Widget"}}
    ```

    ## Good
    ```yaml
    definitions:
      Widget: {type: object, properties: {id: {type: string}}}
    paths:
      /widgets:
        get:
          responses:
            "200": {description: The widget., schema: {$ref: "#/definitions/Widget"}}
    ```
    """
    for site in context.sites(Kind.SCHEMA):
        if is_array(site.node.get("allOf")):
            message = "designers ignore `allOf`"
            advice = "write the properties into one object"
            yield Finding(site.node.child("allOf"), message, advice, key=True)
        if isinstance(site.node.get("discriminator"), str):
            message = "designers ignore `discriminator`"
            yield Finding(site.node.child("discriminator"), message, key=True)
