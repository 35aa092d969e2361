"""The text of a rule as data: why it is there, and documents that break it and keep it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

_SECTION = re.compile(r"^## (Why|Bad|Good)$", re.MULTILINE)
_BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MEGABYTE: Final = 1024 * 1024
#: The form of a block that holds the connection file beside the document of the block before it.
_CONNECTION: Final = "apiProperties"
#: What a fragment leaves out because every document has it.
_FRAME: Final = (
    ("swagger", 'swagger: "2.0"\n'),
    ("info", "info: {title: Widgets, version: 1.0.0, description: All about widgets.}\n"),
    ("paths", "paths: {}\n"),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A document of an explanation.

    Attributes:
        shown: the text as people read it; for YAML without what every document has.
        suffix: `.yaml` or `.json`.
        data: the bytes of the complete file.
        connection: the text of the connection file beside it; "" when there is none.
    """

    shown: str
    suffix: str
    data: bytes
    connection: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The text of a rule, taken apart."""

    summary: str
    why: str
    bad: tuple[Example, ...]
    good: tuple[Example, ...]


def explanation(text: str) -> Explanation:
    """Takes the text of a rule apart. Raises `ValueError` when a section is missing."""
    summary, *rest = _SECTION.split(text)
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    missing = [name for name in ("Why", "Bad", "Good") if not sections.get(name, "").strip()]
    if missing or not summary.strip():
        raise ValueError(f"the text of a rule lacks {', '.join(missing) or 'its first sentence'}")
    bad, good = (tuple(_examples(sections[name])) for name in ("Bad", "Good"))
    return Explanation(summary.strip(), sections["Why"].strip(), bad, good)


def _examples(section: str) -> list[Example]:
    examples: list[Example] = []
    for found in _BLOCK.finditer(section):
        language, form, text = found.groups()
        if form == _CONNECTION:
            examples[-1] = replace(examples[-1], connection=text)
        else:
            examples.append(_example(language, form, text))
    return examples


def _example(language: str, form: str | None, text: str) -> Example:
    if form == "escaped":
        # Bytes that a page cannot show are written as escapes, such as the byte order mark.
        data = text.strip().encode().decode("unicode_escape").encode("latin-1")
        return Example(text, f".{language}", data)
    if form == "large":
        # So is what fills a megabyte.
        text += "# and so on\n" * (_MEGABYTE // len("# and so on\n"))
    if language == "yaml":
        frame = "".join(line for key, line in _FRAME if f"\n{key}:" not in f"\n{text}")
        return Example(text, ".yaml", (text + frame).encode())
    return Example(text, f".{language}", text.encode())
