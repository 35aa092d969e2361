"""Texts that pages are made of (GFM, section Rich Text Formatting)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from swagsmith.check.grammar import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

#: What a browser runs: the name of it, a part that each has, and how it looks in lower case. A
#: search for a fixed text costs a fraction of one for a shape.
_UNSAFE: Final = (
    ("a script", "<", r"<\s*/?\s*script\b"),
    ("an event handler", "<", r"<[a-z][^<>]*[\s\"'/]on[a-z]+\s*="),
    ("a link that runs a script", "script:", r"(?:javascript|vbscript):"),
    ("a call of eval", "eval(", r"\beval\("),
)
_CODE: Final = r"(?s)(```|~~~).*?(?:\1|\Z)|(`+)(?!`).*?(?<!`)\2(?!`)"
#: The kinds of objects that have texts.
_KINDS: Final = (
    Kind.OPERATION,
    Kind.PARAMETER,
    Kind.RESPONSE,
    Kind.HEADER,
    Kind.SCHEMA,
    Kind.SECURITY_SCHEME,
)
_FIELDS: Final = ("title", "summary", "description", "x-ms-summary")


def unescaped(text: str) -> str:
    """The text of a JSON file with those characters that begin an element."""
    return text.replace("\\u003c", "<").replace("\\u003C", "<")


def unsafe_in(text: Any, *, whole: bool = False) -> str | None:
    """What of a text a browser would run; None for most.

    What stands in code does not count, unless the text is a `whole` file.
    """
    if not isinstance(text, str):
        return None
    lower = text.lower()
    for name, mark, looks in _UNSAFE:
        if mark in lower and re.search(looks, lower if whole else re.sub(_CODE, " ", lower)):
            return name
    return None


def markdown_fields(context: Context) -> Iterator[Node]:
    """Every field that holds a text for people."""
    root = context.root
    holders = [root.child("info"), root.child("externalDocs")]
    for tag in root.child("tags").elements():
        holders += [tag, tag.child("externalDocs")]
    for site in context.sites(*_KINDS):
        holders += [site.node, site.node.child("externalDocs")]
    for holder in holders:
        for field in _FIELDS:
            if field in holder:
                yield holder.child(field)
    for scheme in root.child("securityDefinitions").members():
        yield from scheme.child("scopes").members()
