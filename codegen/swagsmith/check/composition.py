"""Schemas that `allOf` puts together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.operations import resolved
from swagsmith.check.structure.misspelt import is_hidden
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from swagsmith.check.walk import Site
    from swagsmith.source import Document, Node

#: More parts than compositions have; it bounds the work on a chain of very many.
_MOST: Final = 50


def parts(document: Document, schema: Node) -> list[Node]:
    """A schema and what it is composed of, references followed, each once, up to a limit."""
    found: list[Node] = []
    waiting, seen = [schema], set[int]()
    while waiting and len(found) < _MOST:
        part = resolved(document, waiting.pop())
        if part is not None and is_mapping(part.value) and id(part.value) not in seen:
            seen.add(id(part.value))
            found.append(part)
            waiting += reversed(list(part.child("allOf").elements()))
    return found


def outermost(site: Site) -> Site:
    """The schema that a schema is a part of through `allOf`; itself when it is none."""
    while site.field == "allOf" and site.parent is not None:
        site = site.parent
    return site


def is_known(document: Document, composed: list[Node]) -> bool:
    """Whether all properties of a composition can be told from its parts."""
    return len(composed) < _MOST and all(_is_closed(document, part) for part in composed)


def _is_closed(document: Document, part: Node) -> bool:
    members = part.child("allOf").elements()
    broken = not is_mapping(part.get("properties", {})) or is_hidden(part, "properties")
    return not broken and all(resolved(document, member) is not None for member in members)
