"""Changes of objects and arrays in brackets: all of JSON, and the flow style of YAML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from swagsmith.source.rewrite.layout import Change, Member, TextEdit, Unsafe, check_gaps, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEPARATOR = re.compile(r"\s*,\s*")


def edits(
    text: str, place: tuple[int, int], members: list[Member], change: Change, added: list[str]
) -> Iterator[TextEdit]:
    """The edits of the text for one change. Raises `Unsafe`.

    Args:
        text: of the file.
        place: from the opening bracket to after the closing one.
        members: in the order of the text.
        change: what to do.
        added: the texts of the members that are added.
    """
    separator = _separator(text, place[0], members)
    tail = "".join(separator + one for one in added)
    left = [member for member in members if member.token not in change.removed]
    if not left:
        check_gaps(text, members, ",")
        inner = separator.join(added)
        if members and added:
            yield TextEdit(members[0].start, members[-1].end, inner)
            return
        lead = text[place[0] + 1 : members[0].start] if members else ""
        rest = text[members[-1].end if members else place[0] + 1 : place[1] - 1]
        if (lead + rest).strip(", \t\r\n"):
            raise Unsafe
        yield TextEdit(place[0] + 1, place[1] - 1, inner)
        return
    for first, last in runs(members, change.removed):
        if last + 1 < len(members):
            check_gaps(text, members[first : last + 2], ",")
            yield TextEdit(members[first].start, members[last + 1].start)
        else:
            check_gaps(text, members[first - 1 :], ",")
            yield TextEdit(members[first - 1].end, members[last].end, tail)
            tail = ""
    if tail:
        yield TextEdit(left[-1].end, left[-1].end, tail)


def _separator(text: str, opening: int, members: list[Member]) -> str:
    """What stands between two members: as it does already, or as the first one suggests."""
    if len(members) > 1:
        between = text[members[-2].end : members[-1].start]
        return between if _SEPARATOR.fullmatch(between) else ", "
    lead = text[opening + 1 : members[0].start] if members else ""
    if "\n" in lead and not lead.strip():
        return "," + lead
    compact = members and re.search(r'":\S', text[members[0].start : members[0].end])
    return "," if compact else ", "
