"""`x-swagsmith-ignore`: rules that a document says do not hold for an object and all below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from swagsmith.source.node import escape, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.source.place import Positions

KEY: Final = "x-swagsmith-ignore"


@dataclass(frozen=True, slots=True)
class Ignore:
    """One name in a list of ignored rules.

    Attributes:
        name: what is written there; a text if the author knew how.
        pointer: of the name.
        start, end: where it stands in the text of its file.
    """

    name: Any
    pointer: str
    start: int
    end: int


def take(root: Any, positions: Positions) -> dict[int, tuple[Ignore, ...]]:
    """Takes the extension out of a document; nothing after the reader has to know it.

    Gives what is ignored by the identity of the object it stands in, so that an object which
    aliases repeat keeps it at all its places.
    """
    holders = list(_holders(root))
    found = {id(holder): tuple(_names(holder[KEY], at, positions)) for at, holder in holders}
    for _, holder in holders:
        del holder[KEY]
    return found


def _holders(root: Any) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every object that has the key, each once, in document order."""
    stack: list[tuple[tuple[str, ...], Any]] = [((), root)]
    seen: set[int] = set()
    while stack:
        tokens, value = stack.pop()
        if id(value) in seen:
            continue
        children: list[tuple[str, Any]] = []
        if is_mapping(value):
            seen.add(id(value))
            if KEY in value:
                yield tokens, value
            children = list(value.items())
        elif is_array(value):
            seen.add(id(value))
            children = [(str(index), child) for index, child in enumerate(value)]
        stack += [((*tokens, key), child) for key, child in reversed(children)]


def _names(value: Any, holder: tuple[str, ...], positions: Positions) -> Iterator[Ignore]:
    listed = list(enumerate(value)) if is_array(value) else [(None, value)]
    for index, name in listed:
        tokens = (*holder, KEY) if index is None else (*holder, KEY, str(index))
        pointer = "".join(f"/{escape(token)}" for token in tokens)
        # What is no list is no name either.
        yield Ignore(name if index is not None else None, pointer, *positions.find(tokens).value)
