"""Formats whose texts can be told right from wrong (section Data Types)."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII).fullmatch
_DATE_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:)(\d\d)(?:\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
).fullmatch
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE).fullmatch
_RANGES: Final = {"int32": 31, "int64": 63}

#: By type: the formats of 2.0 (section Data Types), and those that several tools know besides.
KNOWN: Final = {
    "integer": frozenset(
        ("int32", "int64", "int8", "int16", "uint", "uint8", "uint16", "uint32", "uint64",
         "unixtime")
    ),
    "number": frozenset(("float", "double", "decimal")),
    "string": frozenset(
        ("byte", "binary", "date", "date-time", "password", "uuid", "email", "uri",
         "uri-reference", "uri-template", "iri", "iri-reference", "idn-email", "hostname",
         "idn-hostname", "ipv4", "ipv6", "ip", "cidr", "mac", "time", "duration", "regex",
         "json-pointer", "relative-json-pointer", "char", "base64url", "decimal",
         "date-time-rfc1123", "date-no-tz", "html", "markdown", "int-or-string", "quantity",
         "uuid1", "uuid3", "uuid4", "uuid5", "ulid", "bsonobjectid", "isbn", "isbn10", "isbn13",
         "creditcard", "ssn", "hexcolor", "rgbcolor", "arm-id")
    ),
}  # fmt: skip


def fits(format_name: str, value: Any) -> bool:
    """Whether a value has a format; true for formats that say nothing about it."""
    if isinstance(value, int) and not isinstance(value, bool) and format_name in _RANGES:
        limit = 1 << _RANGES[format_name]
        return -limit <= value < limit
    if isinstance(value, str) and format_name in _TEXTS:
        return _TEXTS[format_name](value)
    return True


def _is_date(text: str) -> bool:
    if not _DATE(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_date_time(text: str) -> bool:
    """RFC 3339 section 5.6. A leap second is one, though Python has no such time."""
    found = _DATE_TIME(text)
    if found is None or int(found[2]) > 60:
        return False
    try:
        datetime.fromisoformat(f"{found[1]}{min(int(found[2]), 59):02}{found[3].upper()}")
    except ValueError:
        return False
    return True


def _is_base64(text: str) -> bool:
    try:
        b64decode(text, validate=True)
    except ValueError:
        return False
    return True


_TEXTS: Final[dict[str, Callable[[str], bool]]] = {
    "date": _is_date,
    "date-time": _is_date_time,
    "byte": _is_base64,
    "uuid": lambda text: _UUID(text) is not None,
}
