"""Schemas that `allOf` puts together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from swagsmith.check.context import Context
    from swagsmith.check.walk import Site
    from swagsmith.source import Node

#: More parts than any composition has; it bounds the work on a chain without an end.
_MOST: Final = 200


def parts(context: Context, schema: Node) -> list[Node]:
    """A schema and all that it is composed of, references followed, each once."""
    found: list[Node] = []
    waiting, seen = [schema], set[int]()
    while waiting and len(found) < _MOST:
        part = context.resolved(waiting.pop())
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
