"""Enums, and null as one more value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.rule import Pack, rule
from swagsmith.check.values import canonical, is_type
from swagsmith.check.words import ARTICLES, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_array

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node


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
    for site in context.having("enum"):
        kind = site.node.text("type")
        if kind is None or kind == "file":
            continue
        nullable = site.node.get("x-nullable") is True
        wrong = [
            option
            for option in site.node.child("enum").elements()
            if not is_type(option.value, kind) and not (nullable and option.value is None)
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


@rule("schema-enum-unique", Severity.ERROR, Pack.CORE)
def schema_enum_unique(context: Context) -> Iterator[Finding]:
    """An enum is empty, or has a value twice.

    ## Why
    Generators make a constant of each value. Two that differ only by case collide in many
    languages and give a warning; an empty text has no name to make a constant of and gives an
    advice.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: size, in: query, type: string, enum: [small, large, small]}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: size, in: query, type: string, enum: [small, large]}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.having("enum"):
        enum = site.node.child("enum")
        if is_array(enum.value) and not enum.value:
            yield Finding(enum, "`enum` is empty, so there is no value", "list the values")
        yield from _repeats(enum)
        for option in enum.elements():
            if option.value == "" and site.node.get("allowEmptyValue") is not True:
                message = "an enum value is the empty text"
                yield Finding(option, message, severity=Severity.INFO)


def _repeats(enum: Node) -> Iterator[Finding]:
    exact: dict[Hashable, Node] = {}
    folded: dict[str, Node] = {}
    for option in enum.elements():
        key, text = canonical(option.value), option.value
        if key in exact:
            related = (("first listed here", exact[key]),)
            yield Finding(option, f"the enum holds {shown(text)} twice", related=related, key=False)
            continue
        exact[key] = option
        if not isinstance(text, str):
            continue
        other = folded.setdefault(text.casefold(), option)
        if other is not option:
            message = f"the enum values {shown(other.value)} and {shown(text)} differ only by case"
            related = (("first listed here", other),)
            yield Finding(option, message, related=related, severity=Severity.WARNING)


@rule("schema-x-nullable", Severity.INFO, Pack.CORE)
def schema_x_nullable(context: Context) -> Iterator[Finding]:
    """`x-nullable` is no boolean, or is true beside an enum without null.

    ## Why
    It is the common way of 2.0 to say that a value may be null. Tools compare it with `true`,
    and a null that the enum does not list is refused by every validator.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200": {description: A name., schema: {type: string, x-nullable: "true"}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200": {description: A name., schema: {type: string, x-nullable: true}}
    ```
    """
    for site in context.having("x-nullable"):
        node = site.node.child("x-nullable")
        enum = site.node.child("enum")
        if not isinstance(node.value, bool):
            message = f"`x-nullable` is a boolean; this is {shown(node.value)}"
            yield Finding(node, message)
        elif node.value and enum.value and is_array(enum.value) and None not in enum.value:
            message = "`x-nullable` is true, and the enum does not list null"
            related = (("`x-nullable`", node),)
            yield Finding(enum, message, "add null to the enum", related)
