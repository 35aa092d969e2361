"""Which paths match a common request."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from swagsmith.check import templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: How many comparisons are made for one document. Real ones need a few for each path; a document
#: where every path may overlap every other would need the square of their number.
_MOST_STEPS: Final = 200_000
#: How many pairs are found: nobody reads more, and there may be as many as comparisons.
_MOST_PAIRS: Final = 1_000


@dataclass(slots=True)
class _Branch:
    """What can follow the same beginning of a path: literal segments, and those with templates."""

    literals: dict[str, _Branch] = field(default_factory=dict[str, "_Branch"])
    patterns: dict[str, _Branch] = field(default_factory=dict[str, "_Branch"])
    path: str | None = None

    def next(self, segment: str) -> _Branch:
        """The branch below a segment, made if need be."""
        shelf = self.patterns if "{" in segment else self.literals
        return shelf.setdefault(segment, _Branch())

    def steps(self, segment: str) -> int:
        """How many comparisons `matching` makes."""
        return 1 + len(self.patterns) + (len(self.literals) if "{" in segment else 0)

    def matching(self, segment: str) -> Iterator[_Branch]:
        """The branches whose segment has a text in common with another one."""
        if "{" in segment:
            yield from (b for other, b in self.literals.items() if _matches(other, segment))
            yield from (b for other, b in self.patterns.items() if _overlap(segment, other))
            return
        if segment in self.literals:
            yield self.literals[segment]
        yield from (b for other, b in self.patterns.items() if _matches(segment, other))


def overlaps(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of different paths that match a common request, each once, the earlier path first.

    Of paths that differ by the names of their templates only, the first is compared.
    """
    return islice(_overlaps(paths), _MOST_PAIRS)


def _overlaps(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    root, steps = _Branch(), 0
    for path in paths:
        segments = templates.plain(path).split("/")
        found = [root]
        for segment in segments:
            steps += sum(branch.steps(segment) for branch in found)
            if steps > _MOST_STEPS:
                return
            found = [next_ for branch in found for next_ in branch.matching(segment)]
        end = root
        for segment in segments:
            end = end.next(segment)
        if end.path is None:
            yield from ((other.path, path) for other in found if other.path is not None)
            end.path = path


def _matches(text: str, pattern: str) -> bool:
    """Whether a pattern, in which `{}` stands for any text but none, matches a text."""
    first, *middle, last = pattern.split("{}")
    if not text.startswith(first) or not text.endswith(last):
        return False
    position, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, position + 1, end)
        if found < 0:
            return False
        position = found + len(piece)
    return position < end


def _overlap(one: str, other: str) -> bool:
    """Whether two patterns match a common text: what is between their ends can be anything."""
    (start, *_, end), (start2, *_, end2) = one.split("{}"), other.split("{}")
    starts = start.startswith(start2) or start2.startswith(start)
    return starts and (end.endswith(end2) or end2.endswith(end))
