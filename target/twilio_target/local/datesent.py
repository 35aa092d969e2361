"""The three DateSent filters of a message list, as SQL conditions."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from twilio_target.errors import twilio_error
from twilio_target.local.clock import DAY, SECOND, start_of

_DATE: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def date_conditions(filters: Mapping[str, str], now: int) -> list[tuple[str, object]]:
    """Give the conditions on the column ``sent``.

    ``DateSent`` takes a whole day in GMT; ``DateSent<`` (``DateSent<=…`` in a URL) is on or before
    the midnight that begins the day and ``DateSent>`` on or after it. A moment such as
    ``2009-07-06T12:00:00Z``, which Twilio's own libraries send, is taken to the second.

    Args:
        filters: the query parameters that are present.
        now: what is not sent yet has no date, and no filter finds it.

    Raises:
        RestError: 400/20001, where a value is no such date.
    """
    conditions: list[tuple[str, object]] = []
    if "DateSent" in filters:
        start, length = _moment("DateSent", filters["DateSent"])
        conditions += [("sent >= ?", start), ("sent < ?", start + length)]
    if "DateSent<" in filters:
        conditions.append(("sent <= ?", _moment("DateSent<", filters["DateSent<"])[0]))
    if "DateSent>" in filters:
        conditions.append(("sent >= ?", _moment("DateSent>", filters["DateSent>"])[0]))
    if conditions:
        conditions.append(("sent <= ?", now))
    return conditions


def parse_date(name: str, text: str) -> date:
    """Read ``YYYY-MM-DD``.

    Raises:
        RestError: 400/20001, naming the parameter.
    """
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise twilio_error(20001, name)


def _moment(name: str, text: str) -> tuple[int, int]:
    """Give the first microsecond that a value means, and how many."""
    if not _MOMENT.fullmatch(text):
        return start_of(parse_date(name, text)), DAY
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise twilio_error(20001, name) from None
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * SECOND, SECOND
