"""Bytes to text: encodings, byte order marks, characters that do not belong in a document."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from swagsmith.diagnostics import Severity
from swagsmith.source.problem import MAX_BYTES, MAX_CHARACTERS, Problem, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

_RULE = "file-encoding"
_HELP = "save the file as UTF-8"
#: C0 and C1 controls other than tab and line breaks, DEL, U+FFFD, and the non-characters.
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff]+")
_CONTROL_BYTES = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D}) + b"\x7f"
#: Longest first: the mark of UTF-32 begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """The text of a file without a byte order mark, and what is wrong with its encoding.

    UTF-8 is what a document has to be in; UTF-16, UTF-32 and Windows-1252 are read all the same
    and reported. Raises `Unreadable` for what is no text.
    """
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise unreadable("file-limit", f"the file is larger than {limit} MB, the most that is read")
    problems: list[Problem] = []
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
        problems.append(
            Problem(
                "file-bom",
                Severity.WARNING,
                "the file starts with a UTF-8 byte order mark",
                help="save the file as UTF-8 without a byte order mark",
            )
        )
    text = _wide(data, problems)
    if text is None:
        if b"\0" in data:
            raise unreadable(_RULE, "this is a binary file, not a JSON or YAML document")
        text = _narrow(data, problems)
    if _may_be_broken(data, text):
        problems += _broken(text)
    return text, problems


def _wide(data: bytes, problems: list[Problem]) -> str | None:
    """The text of a UTF-16 or UTF-32 file; None for any other."""
    for mark, codec, name in (*_MARKS, *_unmarked(data)):
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(codec)
            except UnicodeDecodeError:
                raise unreadable(_RULE, f"the file is neither UTF-8 nor valid {name}") from None
            problems.append(
                Problem(_RULE, Severity.ERROR, f"the file is in {name}, not UTF-8", help=_HELP)
            )
            return text
    return None


def _unmarked(data: bytes) -> Iterator[tuple[bytes, str, str]]:
    """UTF-16 without a mark shows in its first character, which is ASCII in any document."""
    if len(data) >= 4 and (data[0] == 0) != (data[1] == 0) and (data[2] == 0) != (data[3] == 0):
        yield b"", "utf-16-be" if data[0] == 0 else "utf-16-le", "UTF-16"


def _narrow(data: bytes, problems: list[Problem]) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error.start
    if data.translate(None, _CONTROL_BYTES) != data:
        raise unreadable(_RULE, "this is a binary file, not a JSON or YAML document")
    # Windows-1252 leaves five bytes undefined; Latin-1 has none left over. Either keeps one
    # character per byte, so the offset of the byte is the offset of the character.
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    problems.append(
        Problem(
            _RULE,
            Severity.ERROR,
            f"byte 0x{data[broken]:02X} is not valid UTF-8; the file was read as Windows-1252",
            broken,
            broken + 1,
            _HELP,
        )
    )
    return text


def _may_be_broken(data: bytes, text: str) -> bool:
    """A cheap look at the bytes, so that a clean ASCII document is not searched by expression."""
    return not text.isascii() or data.translate(None, _CONTROL_BYTES) != data


def _broken(text: str) -> Iterator[Problem]:
    for count, found in enumerate(_BROKEN.finditer(text)):
        if count == MAX_CHARACTERS:
            return
        yield broken_character(found.group()[0], found.start(), found.end())


def is_broken(character: str) -> bool:
    """Whether a character has no place in a document."""
    return _BROKEN.match(character) is not None


def broken_character(character: str, start: int, end: int) -> Problem:
    """The finding for a character that no text should hold."""
    code = ord(character)
    if code == 0xFFFD:
        message = "the text holds U+FFFD, the mark of a character that was lost in conversion"
    elif 0xD800 <= code <= 0xDFFF:
        message = f"U+{code:04X} is half of a surrogate pair and stands for no character"
    else:
        message = f"the text holds the control character U+{code:04X}"
    return Problem(_RULE, Severity.ERROR, message, start, end, "write the character that was meant")


def printable(text: str) -> str:
    """The text with what YAML cannot hold replaced, character by character, by U+FFFD."""
    return _BROKEN.sub(lambda found: "\ufffd" * len(found.group()), text).replace(
        "\ufeff", "\ufffd"
    )
