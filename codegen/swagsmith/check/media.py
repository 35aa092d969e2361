"""Media types as text."""

from __future__ import annotations

import re

_WORD = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_VALUE = rf'(?:{_WORD}|"(?:[^"\\]|\\.)*")'
#: RFC 9110 section 8.3.1; `*` stands for any type, as in the header Accept.
_MEDIA_TYPE = re.compile(rf"{_WORD}/{_WORD}(?:[ \t]*+;[ \t]*+(?:{_WORD}={_VALUE})?)*[ \t]*")


def is_media_type(text: str) -> bool:
    """Whether a text is a media type or a range of them, with or without parameters."""
    return _MEDIA_TYPE.fullmatch(text) is not None
