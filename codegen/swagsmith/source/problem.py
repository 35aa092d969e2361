"""What a reader finds in one file: offsets into its text, turned into places later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from swagsmith.diagnostics import Severity

#: Largest file that is read. The largest published documents have a tenth of it.
MAX_BYTES: Final = 64 * 1024 * 1024
#: Deepest nesting that is read; it keeps every recursive reader after this one safe.
MAX_DEPTH: Final = 200
#: How many values all aliases of one file together may repeat (the "billion laughs" limit).
MAX_ALIASED: Final = 250_000
#: Longest single key or text value.
MAX_SCALAR: Final = 8 * 1024 * 1024
#: Longest file that is read leniently when it is meant as JSON and is not.
MAX_LENIENT: Final = 8 * 1024 * 1024
#: How many broken characters of one file are reported one by one.
MAX_CHARACTERS: Final = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding whose place is still a pair of offsets, in code points, into the file's text."""

    rule: str
    severity: Severity
    message: str
    start: int = 0
    end: int = 0
    help: str | None = None
    pointer: str = ""
    related: tuple[tuple[str, int, int], ...] = ()


class Unreadable(Exception):  # noqa: N818 -- control flow between reader and loader, not an error of its own
    """The file cannot be read any further; `problem` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def unreadable(rule: str, message: str, start: int = 0, end: int | None = None) -> Unreadable:
    """The exception for a fatal problem at an offset."""
    return Unreadable(Problem(rule, Severity.ERROR, message, start, start if end is None else end))
