"""Text of documents on a terminal: nothing in it may drive, hide or reorder what is shown."""

from __future__ import annotations


def visible(text: str) -> str:
    """Text safe to print: what is not printable is escaped as Python would; a tab stays."""
    return text if text.isprintable() else "".join(map(shown, text))


def shown(character: str) -> str:
    """How one character is shown."""
    if character.isprintable() or character == "\t":
        return character
    return character.encode("unicode_escape").decode()


def columns(text: str) -> int:
    """How many columns a terminal gives to text that is visible."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width  # noqa: PLC0415 -- rarely needed

    return sum(
        0 if category(c) in ("Mn", "Me") else 2 if east_asian_width(c) in ("W", "F") else 1
        for c in text
    )
