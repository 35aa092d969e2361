"""Changes of objects and arrays that YAML writes in lines of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from swagsmith.source.rewrite.layout import Change, Member, TextEdit, Unsafe, check_gaps, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

_REST = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=\r|\n|\Z)")
_BREAK = re.compile(r"\r\n|\r|\n|\Z")
_DASH = re.compile(r"-[ \t]+(?:[&!][^ \t\r\n]+[ \t]+)*\Z")


def edits(
    text: str,
    colon: int | None,
    members: list[Member],
    change: Change,
    added: list[str],
    *,
    keyed: bool,
) -> Iterator[TextEdit]:
    """The edits of the text for one change. Raises `Unsafe`. Comments on lines that go, go too.

    Args:
        text: of the file.
        colon: the end of the colon before it; None where it is no member of a mapping.
        members: in the order of the text, at least one.
        change: what to do.
        added: the texts of the members that are added.
        keyed: whether it is a mapping.
    """
    if not keyed:
        members = [Member(m.token, _dash(text, m.start), m.end) for m in members]
    left = [member for member in members if member.token not in change.removed]
    if not left:
        if added or colon is None:
            raise Unsafe
        check_gaps(text, members, "")
        yield TextEdit(colon, colon, " {}" if keyed else " []")
        yield _removed(text, members, 0, len(members) - 1)
        return
    for first, last in runs(members, change.removed):
        yield _removed(text, members, first, last)
    if added:
        lead = " " * _column(text, members[0].start) + ("" if keyed else "- ")
        yield _inserted(text, _line_end(text, left[-1].end), [lead + one for one in added])


def _removed(text: str, members: list[Member], first: int, last: int) -> TextEdit:
    start, end = members[first].start, members[last].end
    line = start - _column(text, start)
    if not text[line:start].strip(" "):
        stop = _BREAK.search(text, _line_end(text, end))
        return TextEdit(line, stop.end() if stop else len(text))
    # The first key of an element, behind its dash: the next key takes its place.
    if last + 1 == len(members):
        raise Unsafe
    check_gaps(text, members[last : last + 2], "")
    return TextEdit(start, members[last + 1].start)


def _inserted(text: str, line_end: int, lines: list[str]) -> TextEdit:
    """New lines below a line; at the start of the next one, so that the line itself may go."""
    found = _BREAK.match(text, line_end)
    if found is not None and found.group():
        return TextEdit(found.end(), found.end(), "".join(line + found.group() for line in lines))
    some = _BREAK.search(text)
    line_break = (some.group() if some else "") or "\n"
    return TextEdit(line_end, line_end, "".join(line_break + line for line in lines))


def _dash(text: str, start: int) -> int:
    """Where the dash of an element stands."""
    line = text[start - _column(text, start) : start]
    found = _DASH.search(line)
    if found is None:
        raise Unsafe
    return start - len(line) + found.start()


def _column(text: str, offset: int) -> int:
    return offset - max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) - 1


def _line_end(text: str, offset: int) -> int:
    """The end of the line of an offset; only a comment may stand before it."""
    found = _REST.match(text, offset)
    if found is None:
        raise Unsafe
    return found.end()
