"""The hostile requests as a page, made from the tables they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.fuzz.hostile import bodies, requests
from swagsmith.fuzz.hostile.attack import Sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_INTRODUCTION: Final = """# Hostile requests

`swagsmith fuzz` makes these of a good request for each operation. Whatever they are, no answer may
be 5xx (but for 503, and 501 or 505 where a method or coding may be unknown), take more than two seconds three times
in a row, show internals, or turn a text into a header. A body of which the document does not say
that it is an object need not be refused. This page is made by `make fuzz-docs`.
"""


def page() -> str:
    """The page in Markdown."""
    return "\n".join([_INTRODUCTION, *_sections()])


def _sections() -> Iterator[str]:
    yield from _section("Bodies in JSON", ((name, sound) for name, sound, _ in bodies.JSON))
    yield from _section("Bodies in XML", ((name, sound) for name, sound, _ in bodies.XML))
    yield from _section("Forms", ((name, sound) for name, sound, _ in bodies.FORM))
    yield from _section("Size of a body", requests.SIZES)
    yield from _section("Framing", ((name, sound) for name, sound, _ in requests.FRAMING))
    yield from _section("Media type", ((name, sound) for name, sound, _ in requests.TYPES))
    values = [(name, Sound.ANYTHING) for name, _ in requests.VALUES]
    yield from _section("Each path parameter", [*values, *requests.PATH_VALUES])
    yield from _section("Each query parameter", values)
    yield from _section("Query", ((name, Sound.ANYTHING_OR_CLOSE) for name, _ in requests.QUERIES))
    yield from _section("Method", ((name, Sound.REFUSAL_OR_CLOSE) for name, _ in requests.METHODS))
    yield from _section(
        "Headers", ((name, Sound.ANYTHING_OR_CLOSE) for name, _ in requests.HEADERS)
    )
    refused = ((name, Sound.REFUSAL) for name, _ in requests.CREDENTIALS)
    yield from _section("Authorization, where it is needed", refused)


def _section(title: str, rows: Iterable[tuple[str, Sound]]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| what | a sound service answers |\n| --- | --- |"
    yield from (f"| {name} | {sound.value} |" for name, sound in rows)
    yield ""
