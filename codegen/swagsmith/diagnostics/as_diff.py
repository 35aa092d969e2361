"""Changes of files as a unified diff."""

from __future__ import annotations

import re
from difflib import unified_diff
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from swagsmith.diagnostics.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A line with its break; the splitting of the standard library knows many more breaks.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_RESET: Final = "\x1b[0m"
_COLOURS: Final = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}
#: Lines of context before and after a change.
_CONTEXT: Final = 3


def render(name: str, old: bytes, new: bytes, *, colour: bool = False) -> str:
    """The change of one file, as `patch` reads it; only what would drive a terminal is replaced."""
    return "".join(
        f"{_COLOURS.get(line[:1], '')}{line}{_RESET}\n" if colour else f"{line}\n"
        for line in _lines(visible(name), old, new)
    )


def _lines(name: str, old: bytes, new: bytes) -> Iterator[str]:
    before, after = (_split(data) for data in (old, new))
    # What is alike at the ends is not compared: documents can be long and changes are few.
    pairs = zip(before, after, strict=False)
    start = max(0, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)) - _CONTEXT)
    pairs = zip(reversed(before[start:]), reversed(after[start:]), strict=False)
    end = max(0, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)) - _CONTEXT)
    found = unified_diff(
        before[start : len(before) - end],
        after[start : len(after) - end],
        f"a/{name.lstrip('/')}",
        f"b/{name.lstrip('/')}",
        n=_CONTEXT,
        lineterm="",
    )
    for line in found:
        if line.startswith("@@"):
            yield _moved(line, start)
            continue
        yield visible(line.rstrip("\r\n")) + ("\r" if line.endswith("\r\n") else "")
        if line[:1] in " +-" and not line.endswith("\n") and not line.startswith(("+++", "---")):
            yield "\\ No newline at end of file"


def _split(data: bytes) -> list[str]:
    return _LINE.findall(data.decode("utf-8", "replace"))


def _moved(header: str, lines: int) -> str:
    """A hunk's header, for a text that begins some lines further down."""
    parts = header.split()
    for index in (1, 2):
        number, comma, count = parts[index][1:].partition(",")
        parts[index] = f"{parts[index][0]}{int(number) + lines}{comma}{count}"
    return " ".join(parts)
