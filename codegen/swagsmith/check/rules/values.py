"""Schemas, and the values that stand in them: defaults, enums, required names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check import values
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure.misspelt import is_hidden
from swagsmith.check.words import ARTICLES, did_you_mean, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.walk import Site
    from swagsmith.source import Node

#: Objects that describe a value with `type`, `enum` and `default`.
_TYPED: Final = (Kind.SCHEMA, Kind.PARAMETER, Kind.HEADER, Kind.ITEMS)


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
    for site in context.sites(*_TYPED):
        if "default" not in site.node or _body(site):
            continue
        default = site.node.child("default")
        why = values.misfit(context.document, site.node, default.value)
        if why is not None and not _enum_fault(site.node, default):
            simple = not isinstance(default.value, (dict, list))
            what = f"the default {shown(default.value)}" if simple else "the default"
            yield Finding(default, f"{what} {why}", key=False)


def _body(site: Site) -> bool:
    return site.kind is Kind.PARAMETER and site.node.get("in") == "body"


def _enum_fault(schema: Node, default: Node) -> bool:
    """Whether the default is one of enum values that are themselves of the wrong type."""
    options = schema.get("enum")
    return is_array(options) and any(values.same(default.value, option) for option in options)


@rule("schema-enum-type", Severity.ERROR, Pack.CORE)
def schema_enum_type(context: Context) -> Iterator[Finding]:
    """An enum value is not of the type it stands beside.

    ## Why
    No value can be equal to it and fit the type. A null fits where `x-nullable` is true.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: size, in: query, type: string, enum: [small, 3]}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: size, in: query, type: string, enum: [small, "3"]}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.sites(*_TYPED):
        kind = site.node.text("type")
        if kind is None or kind == "file" or _body(site):
            continue
        nullable = site.node.get("x-nullable") is True
        wrong = [
            option
            for option in site.node.child("enum").elements()
            if not values.is_type(option.value, kind) and not (nullable and option.value is None)
        ]
        if wrong:
            advice = _enum_advice(site.node, wrong)
            message = f"the enum value {shown(wrong[0].value)} is not {ARTICLES[kind]}"
            if len(wrong) > 1:
                message += f", nor are {len(wrong) - 1} more"
            yield Finding(wrong[0], message, advice, key=False)


def _enum_advice(schema: Node, wrong: list[Node]) -> str | None:
    if schema.get("type") == "array":
        return "to list the allowed elements, move the enum into `items`"
    if schema.get("type") == "string" and not isinstance(wrong[0].value, (dict, list)):
        return "write it in quotes" if wrong[0].value is not None else "write `x-nullable: true`"
    return None


@rule("schema-required-defined", Severity.WARNING, Pack.CORE)
def schema_required_defined(context: Context) -> Iterator[Finding]:
    """A name in `required` is no property of the schema.

    ## Why
    Mostly it is misspelt, and then no value is ever valid. Properties count that come through
    `allOf`, and those of the schema whose `allOf` the list stands in.

    ## Bad
    ```yaml
    definitions:
      Widget: {type: object, required: [nmae], properties: {name: {type: string}}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```

    ## Good
    ```yaml
    definitions:
      Widget: {type: object, required: [name], properties: {name: {type: string}}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```
    """
    for site in context.sites(Kind.SCHEMA):
        names = site.node.child("required")
        if not is_array(names.value):
            continue
        known = _known(context, site)
        for name in names.elements() if known is not None else ():
            if isinstance(name.value, str) and known is not None and name.value not in known:
                message = f"`{name.value}` is required and no property"
                yield Finding(name, message, did_you_mean(name.value, known))


def _known(context: Context, site: Site) -> set[str] | None:
    """The properties a schema can have; None when it leaves them open."""
    names: set[str] = set()
    if not _collect(context, site.node, names, set()):
        return None
    while site.field == "allOf" and site.parent is not None:
        site = site.parent
        if not _collect(context, site.node, names, set()):
            return None
    return names


def _collect(context: Context, schema: Node, names: set[str], seen: set[int]) -> bool:
    """Adds the properties of a schema and its `allOf`; false when they cannot all be known."""
    target = context.resolved(schema)
    if target is None or is_mapping(target.get("additionalProperties")):
        return False
    if not is_mapping(target.get("properties", {})) or is_hidden(target, "properties"):
        return False
    if id(target.value) in seen:
        return True
    seen.add(id(target.value))
    names.update(target.child("properties").names())
    known = True
    for member in target.child("allOf").elements():
        known = _collect(context, member, names, seen) and known
    return known
