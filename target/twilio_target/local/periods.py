"""The spans of time that usage is told for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from twilio_target.errors import twilio_error
from twilio_target.local.datesent import parse_date

PERIODS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "": "",
        "AllTime": "all_time",
        "Daily": "daily",
        "LastMonth": "last_month",
        "Monthly": "monthly",
        "ThisMonth": "this_month",
        "Today": "today",
        "Yearly": "yearly",
        "Yesterday": "yesterday",
    }
)
"""Sub-resources of the usage records, and what ``subresource_uris`` calls them."""

_DAYS_AWAY: Final = re.compile("([+-])([0-9]{1,5})days")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole days in GMT, both ends within it."""

    first: date
    last: date


def periods_of(name: str, query: Mapping[str, str], created: date, today: date) -> Sequence[Period]:
    """Give the periods of a sub-resource, the newest first.

    Args:
        name: a key of `PERIODS`.
        query: may have StartDate and EndDate, ``YYYY-MM-DD`` or ``-30days``.
        created: when the account came to be; Daily, Monthly and Yearly begin no earlier and end
            no later than today, however far apart the two dates are.
        today: the current day in GMT.

    Raises:
        RestError: 400/20001, where a date is malformed or the end is before the start.
    """
    first = _read(query, "StartDate", created, today)
    last = _read(query, "EndDate", max(today, first), today)
    if not query.get("StartDate"):
        first = min(first, last)  # an end before the account's first day: nothing was used by then
    if last < first:
        raise twilio_error(20001, "EndDate")
    month = today.replace(day=1)
    match name:
        case "Today":
            return [Period(today, today)]
        case "Yesterday":
            return [Period(today - _DAY, today - _DAY)]
        case "ThisMonth":
            return [Period(month, today)]
        case "LastMonth":
            return [Period((month - _DAY).replace(day=1), month - _DAY)]
        case "Daily" | "Monthly" | "Yearly":
            return _split(name, max(first, created), min(last, today))
        case _:
            return [Period(first, last)]


def _read(query: Mapping[str, str], name: str, default: date, today: date) -> date:
    text = query.get(name)
    if not text:
        return default
    away = _DAYS_AWAY.fullmatch(text)
    if away is None:
        return parse_date(name, text)
    days = int(away[2]) * (-1 if away[1] == "-" else 1)
    return today + timedelta(days=days)


def _split(name: str, first: date, last: date) -> Sequence[Period]:
    periods: list[Period] = []
    while first <= last:
        start = last
        if name == "Monthly":
            start = max(last.replace(day=1), first)
        elif name == "Yearly":
            start = max(last.replace(month=1, day=1), first)
        periods.append(Period(start, last))
        last = start - _DAY
    return periods
