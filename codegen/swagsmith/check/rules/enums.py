"""Display names of enum values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check import values
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import ARTICLES, json_type, listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

_KEY: Final = "x-ms-enum-values"
_TYPED: Final = (Kind.SCHEMA, Kind.PARAMETER, Kind.HEADER, Kind.ITEMS)


@rule("ms-enum-values", Severity.ERROR, Pack.CONNECTOR)
def ms_enum_values(context: Context) -> Iterator[Finding]:
    """`x-ms-enum-values` does not name each enum value once.

    ## Why
    The list of choices has raw values in it, or choices that the service refuses.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - name: colour
              in: query
              type: string
              enum: [red, green]
              x-ms-enum-values:
                - {value: red, displayName: Red}
                - {value: blue, displayName: Blue}
                - {value: green, displayName: Green}
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - name: colour
              in: query
              type: string
              enum: [red, green]
              x-ms-enum-values:
                - {value: red, displayName: Red}
                - {value: green, displayName: Green}
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.sites(*_TYPED):
        if _KEY not in site.node:
            continue
        names = site.node.child(_KEY)
        if is_array(names.value):
            yield from _names(names, site.node.child("enum"))
        else:
            kind = ARTICLES[json_type(names.value)]
            yield Finding(names, f"`{_KEY}` is an array of values with their names, not {kind}")


def _names(names: Node, enum: Node) -> Iterator[Finding]:
    options = enum.value if is_array(enum.value) else None
    first: dict[str, Node] = {}
    faulty = False
    for entry in names.elements():
        value = entry.child("value")
        if not is_mapping(entry.value) or "value" not in entry:
            yield Finding(entry, "an entry names one `value` of the enum")
            faulty = True
            continue
        other = first.setdefault(shown(value.value), value)
        if other is not value and values.same(other.value, value.value):
            message = f"the value {shown(value.value)} is named twice"
            yield Finding(value, message, related=(("first named here", other),), key=False)
        elif options is not None and not any(values.same(value.value, each) for each in options):
            faulty = True
            message = f"{shown(value.value)} is no value of the enum"
            advice = f"it has {listed(map(shown, options[:10]), 'and')}"
            yield Finding(value, message, advice, (("the enum", enum),), key=False)
        if not entry.text("displayName"):
            at = entry.child("displayName") if "displayName" in entry else entry
            yield Finding(at, f"the value {shown(value.value)} has no `displayName`")
    missing = [each for each in options or () if shown(each) not in first]
    if missing and not faulty:
        message = f"`{_KEY}` does not name {listed(map(shown, missing[:10]), 'and')}"
        yield Finding(names, message, related=(("the enum", enum),))
