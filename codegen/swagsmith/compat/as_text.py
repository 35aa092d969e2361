"""Changes for people: grouped by who gets hurt, each with its place in both documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.compat.report import Group
from swagsmith.diagnostics.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from swagsmith.compat.change import Change
    from swagsmith.compat.report import Report

    Painter = Callable[[str, str], str]

#: How many operations are named one by one.
_MOST: Final = 3
_RESET: Final = "\x1b[0m"
_BOLD: Final = "\x1b[1m"
_DIM: Final = "\x1b[2m"
_COLOURS: Final = {
    Group.WIRE: "\x1b[1;31m",
    Group.SOURCE: "\x1b[1;31m",
    Group.WARNING: "\x1b[1;33m",
    Group.SAFE: "\x1b[1;36m",
}
_TITLES: Final = {
    Group.WIRE: "breaking on the wire: existing calls fail or mean something else",
    Group.SOURCE: "breaking in source: existing callers of the client stop type-checking",
    Group.WARNING: "warnings: may hurt",
    Group.SAFE: "safe",
}
_SUMMARY: Final = {
    Group.WIRE: "breaking on the wire",
    Group.SOURCE: "breaking in source",
    Group.WARNING: "to look at",
    Group.SAFE: "safe",
}


def render(report: Report, *, colour: bool = False) -> str:
    """The groups and a summary line. `colour` adds terminal escapes."""
    paint = _paint if colour else _plain
    lines: list[str] = []
    for group, changes in report.grouped():
        lines.append(paint(f"{_TITLES[group]} ({len(changes)})", _COLOURS[group]))
        for change in changes:
            lines += _change(change, report, paint)
        lines.append("")
    return "\n".join([*lines, _summary(report), ""])


def _plain(text: str, _style: str) -> str:
    return text


def _paint(text: str, style: str) -> str:
    return f"{style}{text}{_RESET}"


def _change(change: Change, report: Report, paint: Painter) -> Iterator[str]:
    rule = paint(f"[{change.rule}]", _DIM)
    yield f"  {visible(change.message)} {rule}"
    places = f"{change.old.span} -> {change.new.span}"
    yield f"    {paint(visible(places), _BOLD)}"
    if change.operations:
        yield f"    {paint(visible(operations(change, report)), _DIM)}"


def operations(change: Change, report: Report) -> str:
    """The operations that reach a change, as words."""
    found = change.operations
    if len(found) > _MOST and len(found) >= report.operations:
        return f"in every operation ({len(found)})"
    more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return f"in {', '.join(found[:_MOST])}{more}"


def _summary(report: Report) -> str:
    if not report.changes:
        return "no changes"
    return ", ".join(f"{len(found)} {_SUMMARY[group]}" for group, found in report.grouped())
