"""Limits of numbers, texts, arrays and objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import Kind
from swagsmith.check.reach import schemas
from swagsmith.check.rule import Pack, rule
from swagsmith.check.values import is_number
from swagsmith.check.words import listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

_PAIRS: Final = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
)
#: Section Schema Object, as JSON Schema has it: which types a limit is for.
_FOR: Final = {
    "minLength": ("string",),
    "maxLength": ("string",),
    "pattern": ("string",),
    "minimum": ("integer", "number"),
    "maximum": ("integer", "number"),
    "multipleOf": ("integer", "number"),
    "minItems": ("array",),
    "maxItems": ("array",),
    "minProperties": ("object",),
    "maxProperties": ("object",),
}
_TYPES: Final = ("string", "integer", "number", "array", "object", "boolean")
#: Formats of texts that have a length of their own.
_SHORT: Final = ("date", "date-time", "time", "uuid", "ipv4", "ipv6")


@rule("schema-limits-order", Severity.ERROR, Pack.CORE)
def schema_limits_order(context: Context) -> Iterator[Finding]:
    """A minimum is above its maximum, or a limit is one that nothing can keep.

    ## Why
    No value fits. Lengths and numbers of elements are not negative, and `multipleOf` is above
    zero.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: colour, in: query, type: string, minLength: 5, maxLength: 2}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: colour, in: query, type: string, minLength: 2, maxLength: 5}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    yield from context.structure.get("schema-limits-order", ())
    for least, most in _PAIRS:
        for site in context.having(least):
            low, high = site.node.child(least), site.node.child(most)
            if not is_number(low.value) or not is_number(high.value):
                continue
            related = ((f"`{most}`", high),)
            if low.value > high.value:
                message = f"`{least}` {low.value} is above `{most}` {high.value}"
                yield Finding(low, message, "swap them", related)
            elif low.value == high.value and least == "minimum" and _is_open(site.node):
                message = f"no number is both above and below {low.value}"
                yield Finding(low, message, related=related)


def _is_open(schema: Node) -> bool:
    return any(schema.get(key) is True for key in ("exclusiveMinimum", "exclusiveMaximum"))


@rule("schema-limits-type", Severity.WARNING, Pack.CORE)
def schema_limits_type(context: Context) -> Iterator[Finding]:
    """A limit is for another type than the one it stands beside.

    ## Why
    Validators ignore it, so what it should keep out comes in.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: limit, in: query, type: integer, minLength: 1}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: limit, in: query, type: integer, minimum: 1}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.having(*_FOR):
        node, kind = site.node, site.node.text("type")
        if kind not in _TYPES:
            continue
        wrong = [key for key in _FOR if key in node and kind not in _FOR[key]]
        wrong = [key for key in wrong if not context.is_faulty(node.child(key))]
        if wrong:
            names = listed((f"`{key}`" for key in wrong), "and")
            message = f"{names} {'have' if len(wrong) > 1 else 'has'} no effect on the type {kind}"
            yield Finding(node.child(wrong[0]), message, _instead(wrong[0], kind), key=True)


def _instead(limit: str, kind: str) -> str | None:
    """The limit of the other type that is meant."""
    for index in range(2):
        if limit in [pair[index] for pair in _PAIRS]:
            meant = next((pair[index] for pair in _PAIRS if kind in _FOR[pair[index]]), None)
            return f"did you mean `{meant}`?" if meant else "remove it"
    return "remove it"


@rule("schema-exclusive", Severity.ERROR, Pack.CORE)
def schema_exclusive(context: Context) -> Iterator[Finding]:
    """`exclusiveMinimum` or `exclusiveMaximum` is no boolean, or stands without its limit.

    ## Why
    In 2.0 it says whether the limit itself is allowed; alone it says nothing. Later versions of
    JSON Schema have a number there.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: size, in: query, type: number, exclusiveMinimum: true}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: size, in: query, type: number, minimum: 0, exclusiveMinimum: true}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    yield from context.structure.get("schema-exclusive", ())
    for limit in ("minimum", "maximum"):
        key = f"exclusive{limit.capitalize()}"
        for site in context.having(key):
            node = site.node.child(key)
            if isinstance(node.value, bool) and limit not in site.node:
                message = f"`{key}` stands without `{limit}`"
                yield Finding(node, message, f"say `{limit}`, or remove it", key=True)


@rule("schema-array-limits", Severity.WARNING, Pack.SECURITY, default=False)
def schema_array_limits(context: Context) -> Iterator[Finding]:
    """An array or a text of a request has no upper limit.

    ## Why
    What a server has to take without limit can be made to fill its memory.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: colour, in: query, type: string}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: colour, in: query, type: string, maxLength: 20}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    for node in _of_requests(context):
        kind = node.get("type")
        if kind == "array" and "maxItems" not in node:
            yield Finding(node, "this array has no `maxItems`")
        elif kind == "string" and not _is_bounded(node):
            yield Finding(node, "this text has no `maxLength`")


def _of_requests(context: Context) -> Iterator[Node]:
    """The objects that describe a value of a request."""
    for site in context.sites(Kind.PARAMETER):
        if site.node.get("in") != "body":
            yield site.node
    for site in context.sites(Kind.ITEMS):
        holder = site
        while holder.kind is Kind.ITEMS and holder.parent is not None:
            holder = holder.parent
        if holder.kind is Kind.PARAMETER:
            yield site.node
    bodies = (it for it in context.sites(Kind.PARAMETER) if it.node.get("in") == "body")
    yield from schemas(context.document, [body.node.child("schema") for body in bodies])


def _is_bounded(schema: Node) -> bool:
    is_short = "enum" in schema or schema.get("format") in _SHORT
    return is_short or "maxLength" in schema or shown(schema.get("pattern")).endswith('$"')
