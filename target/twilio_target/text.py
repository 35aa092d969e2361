"""Text in and out: which strings can be taken (every character must survive UTF-8 and XML 1.0), JSON."""

import json
import re
from typing import Final
from urllib.parse import parse_qsl

from pydantic_core import to_json

from twilio_target.errors import RestError

# XML 1.0, section 2.2, production [2] Char, negated. A character outside it could be sent as JSON
# and never be given back as XML, so both wires refuse it.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_FIELDS: Final = 1000
_UTF8: Final = frozenset({"utf-8", "utf8", "us-ascii"})
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def write_json(document: object) -> bytes:
    """Write a document as JSON in UTF-8, U+FFFD in the place of half a surrogate pair."""
    try:
        return to_json(document)
    except ValueError:
        return encode(json.dumps(document, ensure_ascii=False, separators=(",", ":")))


def encode(text: str) -> bytes:
    """Encode a text in UTF-8, with U+FFFD in the place of half a surrogate pair.

    JSON can escape one, which no UTF-8 has (RFC 8259, section 8.2).
    """
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text).encode()


def require_clean(value: str, name: str) -> str:
    """Give the value back, or refuse it.

    Args:
        value: a string from a request body.
        name: what the caller knows it as.

    Raises:
        RestError: 400, where it holds NUL, a lone surrogate or another character XML 1.0 excludes.
    """
    found = _NOT_XML.search(value)
    if found is not None:
        character = f"U+{ord(found[0]):04X}"
        raise RestError(
            400, f"{name} holds the character {character}, which cannot be taken.", 20001
        )
    return value


def replace_unclean(value: str) -> str:
    """Put U+FFFD in the place of what XML 1.0 excludes."""
    return _NOT_XML.sub("\ufffd", value)


def parse_pairs(encoded: bytes, what: str) -> list[tuple[str, str]]:
    """Decode ``application/x-www-form-urlencoded`` data (WHATWG URL, section 5.1).

    Args:
        encoded: the query string or body as it came.
        what: "query" or "form", for the message.

    Raises:
        RestError: 400, where the data is not UTF-8, holds NUL or has over 1,000 fields.
    """
    if not encoded:
        return []
    try:
        pairs = parse_qsl(
            encoded.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise RestError(400, f"The {what} cannot be decoded as UTF-8 fields.", 20001) from error
    if any("\0" in name or "\0" in value for name, value in pairs):
        raise RestError(400, f"The {what} holds NUL, which cannot be taken.", 20001)
    return pairs


def require_utf8(content_type: str) -> None:
    """Refuse a body in another character encoding.

    Args:
        content_type: the ``Content-Type`` header.

    Raises:
        RestError: 415.
    """
    for parameter in content_type.lower().split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip().strip('"') not in _UTF8:
            raise RestError(415, "The request body must be in UTF-8.")
