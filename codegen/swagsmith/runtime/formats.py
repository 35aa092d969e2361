"""Text forms of the formats `date-time`, `date` and `byte`, without pydantic."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from datetime import UTC, date, datetime, timedelta
from typing import Final

# Python's fromisoformat also takes week dates and dates without separators, RFC 3339 does not.
# The offset is optional here: servers leave it out often, and the text is remembered anyway.
_DATE_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII
)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class TextDatetime(datetime):
    """A datetime that remembers the text it was read from."""

    text: str | None = None


class TextBytes(bytes):
    """Bytes that remember the base64 text they were read from."""

    text: str | None = None


def read_datetime(text: str) -> datetime | str:
    """Reads RFC 3339 `date-time`; digits beyond microseconds stay in the remembered text only."""
    if _DATE_TIME.fullmatch(text) is None:
        return text
    try:
        value = TextDatetime.fromisoformat(text.upper())
    except ValueError:
        return text
    value.text = text
    return value


def read_date(text: str) -> date | str:
    """Reads RFC 3339 `full-date`."""
    if _DATE.fullmatch(text) is None:
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def read_base64(text: str) -> bytes | str:
    """Reads base64 with the standard alphabet (RFC 4648 section 4); line breaks are skipped."""
    try:
        value = TextBytes(b64decode("".join(text.split()), validate=True))
    except ValueError:
        return text
    value.text = text
    return value


def datetime_text(value: datetime) -> str:
    """Writes RFC 3339 `date-time`, UTC as `Z`.

    Raises:
        ValueError: the value has no offset.
    """
    if isinstance(value, TextDatetime) and value.text is not None:
        return value.text
    offset = value.utcoffset()
    if offset is None:
        raise ValueError("a datetime without a time zone; give it one, such as datetime.UTC")
    if offset % timedelta(minutes=1):
        # RFC 3339 offsets have no seconds.
        value = value.astimezone(UTC)
    text = value.isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def date_text(value: date) -> str:
    """Writes RFC 3339 `full-date`.

    Raises:
        ValueError: the value has a time of day, which would be lost.
    """
    if isinstance(value, datetime):
        raise ValueError("a datetime where a date is expected; call its date()")  # noqa: TRY004 - as other unusable values
    return value.isoformat()


def base64_text(value: bytes) -> str:
    """Writes base64 with the standard alphabet, padded, on one line."""
    if isinstance(value, TextBytes) and value.text is not None:
        return value.text
    return b64encode(value).decode("ascii")
