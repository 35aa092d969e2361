"""Messages that are sent later.

https://www.twilio.com/docs/messaging/features/message-scheduling
"""

import re
from datetime import UTC, datetime
from typing import Final

from twilio_target.errors import twilio_error
from twilio_target.local.call import Call
from twilio_target.local.clock import DAY, SECOND

_MOMENT: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_SOONEST: Final = 300 * SECOND
_LATEST: Final = 35 * DAY


def read_schedule(call: Call, now: int) -> int | None:
    """Give the moment a message is to be queued, by ScheduleType and SendAt; None is at once.

    Raises:
        RestError: 400/20001 for another ScheduleType than "fixed", 400/35118 without a messaging
            service, 400/35111 without SendAt, 400/35114 for a time that cannot be read, is less
            than five minutes away or more than 35 days.
    """
    kind, text = call.field("ScheduleType"), call.field("SendAt")
    if not kind:
        return None
    if kind != "fixed":
        raise twilio_error(20001, "ScheduleType")
    if not call.field("MessagingServiceSid"):
        raise twilio_error(35118)
    if not text:
        raise twilio_error(35111)
    moment = _parse(text)
    if moment is None or not _SOONEST <= moment - now <= _LATEST:
        raise twilio_error(35114)
    return moment


def _parse(text: str) -> int | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * SECOND
