"""Where a value stands in the text of its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Place:
    """Offsets, in code points, of a value and of its key; an array element has no key.

    Attributes:
        value: start and end of the value.
        key: start and end of the key.
        found: how many tokens of the pointer exist; fewer than asked for when it leads nowhere.
    """

    value: tuple[int, int]
    key: tuple[int, int] | None
    found: int


class Positions(Protocol):
    """Finds places by pointer. Work is done per question, so a clean document pays nothing."""

    def find(self, tokens: Sequence[str], *, key: bool = False) -> Place:
        """The place of a value, or of the nearest existing parent of a missing one.

        With `key`, only the place of the key is asked for; the end of the value may be its start
        where there is a key.
        """
        ...
