"""Offsets to lines and columns."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from io import StringIO
from itertools import accumulate

from swagsmith.diagnostics import Span


class Lines:
    """The lines of one text; a line ends at CR, LF or CRLF."""

    def __init__(self, text: str) -> None:
        self._text = text

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    @cached_property
    def _starts(self) -> list[int]:
        ends = accumulate(map(len, StringIO(self._text, newline="")))
        starts = [0, *ends]
        if not self._text.endswith(("\n", "\r")):
            starts[1:] = starts[1:-1]
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset in code points."""
        offset = max(0, min(offset, len(self._text)))
        if self._text[offset - 1 : offset + 1] == "\r\n":
            offset -= 1  # nothing stands within a line break
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The inverse of `position`."""
        return min(self._starts[min(line, len(self._starts)) - 1] + column - 1, len(self._text))

    def span(self, file: str, start: int, end: int) -> Span:
        """The span between two offsets."""
        return Span(file, *self.position(start), *self.position(max(start, end)))

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line break."""
        if not 1 <= number <= len(self._starts):
            return ""
        stop = self._starts[number] if number < len(self._starts) else len(self._text)
        return self._text[self._starts[number - 1] : stop].rstrip("\r\n")
