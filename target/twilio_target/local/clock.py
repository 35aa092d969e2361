"""Time: a clock that tests can replace, and the two ways Twilio writes a moment."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Final

Clock = Callable[[], float]
"""Gives seconds since 1970, as `time.time` does."""

SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()


def microseconds(clock: Clock) -> int:
    """Read a clock in the unit the database keeps."""
    return round(clock() * SECOND)


def rfc2822(moment: int) -> str:
    """Write a moment as Twilio does: ``Fri, 24 May 2019 17:18:27 +0000``."""
    return _rfc2822(moment // SECOND)


@lru_cache(maxsize=4096)
def _rfc2822(second: int) -> str:
    # A page of messages has three dates in each, few of them different.
    return format_datetime(datetime.fromtimestamp(second, UTC))


def day_of(moment: int) -> date:
    """Give the day, in GMT, of a moment."""
    return date.fromordinal(_EPOCH_ORDINAL + moment // DAY)


def start_of(day: date) -> int:
    """Give the midnight, in GMT, that begins a day."""
    return (day.toordinal() - _EPOCH_ORDINAL) * DAY
