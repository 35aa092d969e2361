"""The two ways by which document text enters Python: as a literal and as a docstring."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def pyrepr(value: Any) -> str:
    """A JSON value as a Python literal of printable ASCII and ordinary letters."""
    if isinstance(value, str):
        return repr(value) if value.isprintable() else ascii(value)
    if isinstance(value, (list, tuple)):
        items = cast("Sequence[Any]", value)
        return f"[{', '.join(map(pyrepr, items))}]"
    if isinstance(value, dict):
        members = cast("Mapping[str, Any]", value)
        return f"{{{', '.join(f'{pyrepr(key)}: {pyrepr(item)}' for key, item in members.items())}}}"
    return repr(value)


def prose(text: str) -> str:
    """Document text made safe inside a triple-quoted string: backslashes, quotes and control characters escaped."""
    lines = [line.rstrip() for line in text.expandtabs(4).splitlines()]
    safe = "\n".join(_line(line) for line in lines).strip()
    return f"{safe} " if safe.endswith('"') else safe


def _line(line: str) -> str:
    escaped = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return "".join(char if char.isprintable() else _written_out(char) for char in escaped)


def _written_out(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


#: controls, bidirectional controls, separators, tags and halves of surrogate pairs: unseen, they change what is seen
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\uffff"
    "\U000e0000-\U0010ffff]"
)


def readable(text: str) -> str:
    """Text for people: line ends are line feeds, and characters that hide or reorder others are written out."""
    unified = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return _UNSEEN.sub(lambda found: _written_out(found[0]), unified)


def hanging(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` characters where words allow it, all but the first indented."""
    return textwrap.wrap(
        text, width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def one_line(text: str, width: int = 0) -> str:
    """The text with its white space folded, cut at `width` characters where that is given."""
    folded = " ".join(text.split())
    return textwrap.shorten(folded, width, placeholder="…") if width else folded
