"""Changes as an entry of a changelog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.compat.report import Group
from swagsmith.compat.words import quoted

if TYPE_CHECKING:
    from swagsmith.compat.change import Change
    from swagsmith.compat.report import Report

#: How many operations are named one by one.
_MOST: Final = 5
_TITLES: Final = {
    Group.WIRE: "Breaking: calls fail or mean something else",
    Group.SOURCE: "Breaking: code that uses the client has to change",
    Group.WARNING: "Worth a look",
    Group.SAFE: "Also changed",
}
#: What Markdown would take for markup, in text that is no code (CommonMark section 2.4).
_MARKUP: Final = re.compile(r"[\\`*_{}\[\]<>#|~&!]")


def render(report: Report) -> str:
    """A heading with the new version, then a list for each group."""
    lines = [f"## {_escaped(report.title)}", ""]
    for group, changes in report.grouped():
        lines += [f"### {_TITLES[group]}", "", *(_line(change, report) for change in changes), ""]
    if not report.changes:
        lines += ["No changes for callers.", ""]
    return "\n".join(lines)


def _line(change: Change, report: Report) -> str:
    """Names and values stand in code spans, in which nothing is markup."""
    text = _readable(change.message)
    text = text[:1].upper() + text[1:]
    found = change.operations
    if not found or any(quoted(label) in change.message for label in found):
        return f"- {text}."
    if len(found) > _MOST and len(found) >= report.operations:
        return f"- {text} (every operation)."
    more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return f"- {text} ({', '.join(_readable(quoted(one)) for one in found[:_MOST])}{more})."


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", " ".join(_readable(text).split()))


def _readable(text: str) -> str:
    """Text without characters that would hide or reorder what stands around them."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
