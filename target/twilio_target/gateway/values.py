"""Turning single values of Twilio's JSON into the connector's types.

Each function takes a JSON value that is not null and raises ValueError where it has no such value.
"""

import math
import re
from collections.abc import Mapping
from typing import Final, cast

_TWILIO_PATH: Final = re.compile(r"(?:https?://[^/?#]*)?/2010-04-01/Accounts/[^/?#]+(?=/)")


def text(value: object) -> str:
    """Give a string; numbers and booleans are written as JSON has them."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    raise ValueError("a string is expected")


def whole(value: object) -> int:
    """Give an integer, which Twilio also writes as a string of digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        return int(value)
    raise ValueError("an integer is expected")


def number(value: object) -> int | float:
    """Give a number, which Twilio also writes as a string."""
    if isinstance(value, str):
        value = float(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return value
    raise ValueError("a number is expected")


def flag(value: object) -> bool:
    """Give a boolean."""
    if isinstance(value, bool):
        return value
    raise ValueError("a boolean is expected")


def connector_path(value: object) -> str:
    """Give a URI of Twilio's, or a text with one, with the connector's path in its place.

    A query is kept, so that the URI of a page still leads to that page.
    """
    return _TWILIO_PATH.sub("", text(value), count=1)


def uris(value: object) -> list[str]:
    """Give the URIs that are the values of an object, as paths of the connector."""
    if isinstance(value, Mapping):
        values = cast("Mapping[str, object]", value).values()
        return [connector_path(one) for one in values if one is not None]
    raise ValueError("an object of URIs is expected")
