"""Twilio's magic test numbers: what each of them is refused with, for every account.

https://www.twilio.com/docs/iam/test-credentials
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from twilio_target.errors import twilio_error

MAGIC_NUMBER: Final = "+15005550006"
"""The test number that every account may send from, and buy."""

EMPTY_AREA_CODE: Final = "533"
"""The area code with no numbers on offer; the test area code 500 has some."""

Refusals = Mapping[str, int]

SENDERS: Final[Refusals] = MappingProxyType(
    {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}
)
RECIPIENTS: Final[Refusals] = MappingProxyType(
    {
        "+15005550001": 21211,
        "+15005550002": 21612,
        "+15005550003": 21408,
        "+15005550004": 21610,
        "+15005550009": 21614,
    }
)
PURCHASES: Final[Refusals] = MappingProxyType({"+15005550000": 21422, "+15005550001": 21421})


def refuse_magic(refusals: Refusals, number: str, *others: str) -> None:
    """Refuse a magic number; any other number passes.

    Args:
        refusals: the numbers and their error codes.
        number: what the caller sent.
        others: what the messages of some codes repeat after it.

    Raises:
        RestError: with Twilio's code for the number.
    """
    code = refusals.get(number)
    if code is not None:
        raise twilio_error(code, number, *others)
