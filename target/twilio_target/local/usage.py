"""The UsageRecord resource: what an account has used, from the messages and numbers it has.

https://www.twilio.com/docs/usage/api/usage-record
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from twilio_target.errors import twilio_error
from twilio_target.local.accounts import Accounts
from twilio_target.local.call import API_VERSION, Answer, Call
from twilio_target.local.clock import DAY, SECOND, Clock, day_of, microseconds, start_of
from twilio_target.local.database import Database
from twilio_target.local.paging import Listing, parse_page, write_page
from twilio_target.local.periods import PERIODS, Period, periods_of

_FILTERS: Final = ("Category", "StartDate", "EndDate")


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of usage.

    Attributes:
        name: as the filter and the record have it.
        description: for people.
        sources: which tallies count: "sms", "mms", "numbers".
        usage_unit: unit of ``usage``.
        count_unit: unit of ``count``.
    """

    name: str
    description: str
    sources: Sequence[str]
    usage_unit: str
    count_unit: str


CATEGORIES: Final = (
    Category("mms", "MMS Messages", ("mms",), "messages", "messages"),
    Category("mms-outbound", "Outbound MMS Messages", ("mms",), "messages", "messages"),
    Category("phonenumbers", "Phone Numbers", ("numbers",), "numbers", "numbers"),
    Category("sms", "SMS", ("sms",), "segments", "messages"),
    Category("sms-outbound", "Outbound SMS", ("sms",), "segments", "messages"),
    Category("totalprice", "Total Price", ("mms", "numbers", "sms"), "usd", ""),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one source was used for on one day, or on several added up."""

    count: int = 0
    usage: int = 0
    price: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.count + other.count, self.usage + other.usage, self.price + other.price)


Tallies = Mapping[tuple[str, date], Tally]
"""Tallies by source and day."""


@dataclass(frozen=True, slots=True)
class Usage:
    """The usage of every account."""

    database: Database
    accounts: Accounts
    clock: Clock

    async def list(self, call: Call) -> Answer:
        """Give a page of usage records: one per category and period, the newest period first.

        Raises:
            RestError: 404/20404 for an unknown sub-resource, 400/20001 for a malformed date.
        """
        asked = parse_page(call.query)
        now = microseconds(self.clock)
        name = call.path.get("Period", "")
        if name not in PERIODS:
            raise twilio_error(20404, call.uri(call.resource))
        first = day_of(self.accounts.created(call.account_sid))
        periods = periods_of(name, call.query, first, day_of(now))
        filters = {name: call.query[name] for name in _FILTERS if call.query.get(name)}
        kept = [one for one in CATEGORIES if filters.get("Category", one.name) == one.name]
        total = len(periods) * len(kept)
        wanted = range(total)[asked.offset : asked.offset + asked.size]
        tallies: Tallies = {}
        if wanted:
            tallies = await self.database.scan(
                lambda link: _tallies(link, call.account_sid, periods)
            )
        places = (divmod(index, len(kept)) for index in wanted)
        records = [
            _write(call, kept[category], periods[period], tallies, now)
            for period, category in places
        ]
        following = "" if wanted and wanted[-1] + 1 < total else None
        uri = call.uri(call.resource)
        listing = Listing(uri, filters, "usage_records", records, total, following)
        return Answer("UsageRecords", write_page(listing, asked), items="usage_records")


_MESSAGES: Final = """
SELECT created / 86400000000 AS day, media_count > 0 AS has_media,
       COUNT(*) AS count, SUM(segments) AS segments, SUM(price) AS price
FROM (
    SELECT account_sid, created, segments, media_count, price FROM messages UNION ALL
    SELECT account_sid, created, segments, media_count, price FROM deleted WHERE is_number = 0
) WHERE account_sid = ? AND created >= ? AND created < ? GROUP BY 1, 2
"""
_NUMBERS: Final = """
SELECT created / 86400000000 AS day, COUNT(*) AS count, SUM(price) AS price
FROM (
    SELECT account_sid, created, price FROM numbers UNION ALL
    SELECT account_sid, created, price FROM deleted WHERE is_number = 1
) WHERE account_sid = ? AND created >= ? AND created < ? GROUP BY 1
"""


def _tallies(link: sqlite3.Connection, account_sid: str, periods: Sequence[Period]) -> Tallies:
    first = min(period.first for period in periods)
    last = max(period.last for period in periods)
    span = (account_sid, start_of(first), start_of(last) + DAY)
    tallies: dict[tuple[str, date], Tally] = {}
    for row in link.execute(_MESSAGES, span):
        source = "mms" if row["has_media"] else "sms"
        usage = row["count"] if row["has_media"] else row["segments"]
        tallies[source, day_of(row["day"] * DAY)] = Tally(row["count"], usage, row["price"])
    for row in link.execute(_NUMBERS, span):
        tallies["numbers", day_of(row["day"] * DAY)] = Tally(
            row["count"], row["count"], row["price"]
        )
    return tallies


def _write(
    call: Call, category: Category, period: Period, tallies: Tallies, now: int
) -> dict[str, object]:
    total = sum(
        (
            tally
            for (source, day), tally in tallies.items()
            if source in category.sources and period.first <= day <= period.last
        ),
        Tally(),
    )
    is_money = category.usage_unit == "usd"
    price = total.price / 100_000
    return {
        "account_sid": call.account_sid,
        "api_version": API_VERSION,
        "as_of": datetime.fromtimestamp(now // SECOND, UTC).isoformat(),
        "category": category.name,
        "description": category.description,
        "usage": f"{price:.5f}" if is_money else str(total.usage),
        "usage_unit": category.usage_unit,
        "count": None if is_money else str(total.count),
        "count_unit": category.count_unit,
        "price": price,
        "price_unit": "usd",
        "start_date": period.first.isoformat(),
        "end_date": period.last.isoformat(),
        "uri": _uri(call, "", category, period),
        "subresource_uris": {
            key: _uri(call, f"/{name}", category, period) for name, key in PERIODS.items() if name
        },
    }


def _uri(call: Call, below: str, category: Category, period: Period) -> str:
    uri = f"{call.uri(f'/Usage/Records{below}')}?Category={category.name}"
    return uri if below else f"{uri}&StartDate={period.first}&EndDate={period.last}"
