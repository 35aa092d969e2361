"""The texts of a document that makers of flows read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

_FIELDS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.OPERATION: ("summary", "description"),
    Kind.PARAMETER: ("description", "x-ms-summary"),
    Kind.RESPONSE: ("description",),
    Kind.HEADER: ("description", "x-ms-summary"),
    Kind.SCHEMA: ("title", "description", "x-ms-summary"),
}

#: The whole of a text that a template has left behind, in lower case.
_PLACEHOLDERS: Final = frozenset(
    ("string", "tbd", "tba", "todo", "fixme", "xxx", "name of connector", "connector name",
     "name of the connector", "default title", "your description here", "enter description",
     "description here", "add description", "description of connector", "lorem ipsum")
)  # fmt: skip
_LEFT_BEHIND: Final = r"\b(?:TODO|FIXME|TBD|(?i:lorem ipsum))\b"


def texts(context: Context) -> Iterator[tuple[Kind, Node]]:
    """Titles, summaries and descriptions, under their fields, with the kind of their object."""
    root = context.root
    yield from _of(Kind.ROOT, root.child("info"), ("title", "description"))
    for tag in root.child("tags").elements():
        yield from _of(Kind.ROOT, tag, ("description",))
    for kind, fields in _FIELDS.items():
        for site in context.sites(kind):
            yield from _of(kind, site.node, fields)


def _of(kind: Kind, holder: Node, fields: tuple[str, ...]) -> Iterator[tuple[Kind, Node]]:
    for field in fields:
        if isinstance(holder.get(field), str):
            yield kind, holder.child(field)


def placeholder(text: str) -> str | None:
    """What a template has left behind in a text, or as the whole of it."""
    if text.strip().lower().rstrip(".") in _PLACEHOLDERS:
        return text.strip()
    found = re.search(_LEFT_BEHIND, text)
    return found.group() if found else None
