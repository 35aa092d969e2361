"""What is common to changing objects and arrays in either style of writing them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any


class Unsafe(Exception):  # noqa: N818 -- control flow: the change is left to people
    """A change cannot be made without touching what does not belong to it."""


@dataclass(frozen=True, slots=True, order=True)
class TextEdit:
    """A piece of text, by offsets in code points, and what stands there instead."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object or array in the text: from its key, if it has one, to its end."""

    token: str
    start: int
    end: int


@dataclass(slots=True)
class Change:
    """What happens to one object or array.

    Attributes:
        removed: the tokens of members that go.
        added: keys (None in an array) and values of members that come to its end.
    """

    removed: set[str] = field(default_factory=set[str])
    added: list[tuple[str | None, Any]] = field(default_factory=list[tuple[str | None, Any]])


def runs(members: list[Member], removed: set[str]) -> list[tuple[int, int]]:
    """The first and last index of every run of members that go."""
    found: list[tuple[int, int]] = []
    for index, member in enumerate(members):
        if member.token not in removed:
            continue
        if found and found[-1][1] == index - 1:
            found[-1] = (found[-1][0], index)
        else:
            found.append((index, index))
    return found


def check_gaps(text: str, members: list[Member], allowed: str) -> None:
    """Raises `Unsafe` when more than some characters stand between members, such as a comment."""
    for one, other in pairwise(members):
        if text[one.end : other.start].strip(allowed + " \t\r\n"):
            raise Unsafe
