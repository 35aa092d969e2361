"""Media types as text."""

from __future__ import annotations

import re

_WORD = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_VALUE = rf'(?:{_WORD}|"(?:[^"\\]|\\.)*")'
#: RFC 9110 section 8.3.1; `*` stands for any type, as in the header Accept.
_MEDIA_TYPE = re.compile(rf"{_WORD}/{_WORD}(?:[ \t]*+;[ \t]*+(?:{_WORD}={_VALUE})?)*[ \t]*")
_DATA_XML = re.compile(r"application/[^/]*\+xml").fullmatch


def is_media_type(text: str) -> bool:
    """Whether a text is a media type or a range of them, with or without parameters."""
    return _MEDIA_TYPE.fullmatch(text) is not None


def bare_type(text: str) -> str:
    """A media type as it is compared: without parameters, in lower case."""
    return text.partition(";")[0].strip().lower()


def is_json(name: str) -> bool:
    """Whether a bare media type is JSON."""
    return name in ("application/json", "text/json") or name.endswith("+json")


def is_xml(name: str) -> bool:
    """Whether a bare media type is XML that stands for data, not for a picture."""
    return name in ("application/xml", "text/xml") or _DATA_XML(name) is not None


def is_within(name: str, known: str) -> bool:
    """Whether a bare media type is another one, or within the range that the other one is."""
    kind = known.removesuffix("*")
    return name == known or (known.endswith("/*") and (kind == "*/" or name.startswith(kind)))
