"""Turning single values of Twilio's JSON into the connector's types.

Each function takes a JSON value that is not null and raises ValueError where it has no such value.
"""

import re
import sys
from collections.abc import Mapping
from typing import Final, cast

_TWILIO_PATH: Final = re.compile(r"(?:https?://[^/?#\\\s]*)?/2010-04-01/Accounts/[^/?#\s]+(?=/)")
# A path of one's own server: "//host" and, to browsers, "/\host" lead to another.
_OWN_PATH: Final = re.compile(r"/(?:[^/\\\x00-\x20\x7f][^\\\x00-\x20\x7f]*)?")
# JSON can write numbers beyond it, infinity among them, which most readers cannot take.
_MOST_NUMBER: Final = sys.float_info.max
_DIGITS: Final = re.compile("-?[0-9]{1,18}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?")


def text(value: object) -> str:
    """Give a string; numbers and booleans are written as JSON has them."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) and abs(value) <= _MOST_NUMBER:
        return str(value)
    raise ValueError("a string is expected")


def whole(value: object) -> int:
    """Give an integer, which Twilio also writes as a string of digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    raise ValueError("an integer is expected")


def number(value: object) -> int | float:
    """Give a number, which Twilio also writes as a string."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value)
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and abs(value) <= _MOST_NUMBER
    ):
        return value
    raise ValueError("a number is expected")


def flag(value: object) -> bool:
    """Give a boolean."""
    if isinstance(value, bool):
        return value
    raise ValueError("a boolean is expected")


def connector_path(value: object) -> str:
    """Give a URI of Twilio's as a path of the connector.

    A query is kept, so that the URI of a page still leads to that page. A URI that leads to another
    server is refused: whoever followed it would send that server the account's credentials.
    """
    uri = text(value)
    found = _TWILIO_PATH.match(uri)
    path = uri[found.end() :] if found else uri
    if not _OWN_PATH.fullmatch(path):
        raise ValueError("a path of Twilio's is expected")
    return path


def connector_text(value: object) -> str:
    """Give a text, with the connector's path in the place of a URI of Twilio's."""
    return _TWILIO_PATH.sub("", text(value), count=1)


def uris(value: object) -> list[str]:
    """Give the URIs that are the values of an object, as paths of the connector."""
    if isinstance(value, Mapping):
        values = cast("Mapping[str, object]", value).values()
        return [connector_path(one) for one in values if one is not None]
    raise ValueError("an object of URIs is expected")
