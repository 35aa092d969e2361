"""What it takes to send a message: the parameters, checked, with Twilio's error codes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from urllib.parse import urlsplit

from twilio_target.errors import twilio_error
from twilio_target.local.call import Call
from twilio_target.local.capabilities import capabilities_of
from twilio_target.local.database import Database
from twilio_target.local.magic import MAGIC_NUMBER, RECIPIENTS, SENDERS, refuse_magic
from twilio_target.local.schedule import read_schedule
from twilio_target.local.segments import count_segments

E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")

_MESSAGING_SERVICE: Final = re.compile("MG[0-9a-fA-F]{32}")
_PRICE: Final = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
_LONGEST_BODY: Final = 1600
_LONGEST_URL: Final = 4000
_MOST_MEDIA: Final = 10
_PRICE_OF_SEGMENT: Final = 790
_PRICE_OF_MEDIA_MESSAGE: Final = 2000


@dataclass(frozen=True, slots=True)
class Outbound:
    """A message that may be sent; absent parameters are None, moments microseconds."""

    sender: str
    recipient: str
    body: str
    media: Sequence[str]
    segments: int
    price: int
    messaging_service_sid: str | None
    application_sid: str | None
    status_callback: str | None
    max_price: str | None
    scheduled: int | None

    @property
    def is_too_dear(self) -> bool:
        """Whether it costs more than MaxPrice allows: it is taken, and fails later."""
        return self.max_price is not None and self.price > Decimal(self.max_price) * 100_000


def read_outbound(database: Database, call: Call, now: int) -> Outbound:
    """Check the parameters of a new message.

    Args:
        database: knows whose number is whose.
        call: the request.
        now: its moment, in microseconds.

    Raises:
        RestError: the first thing that does not fit, with Twilio's code.
    """
    call.require_clean_form()
    media = [url for url in call.form.get("MediaUrl", ()) if url]
    body = call.field("Body")
    service = call.field("MessagingServiceSid") or None
    _check_presence(call, service, body, media)
    _check_recipient(call.field("To"))
    sender = _sender(database, call, service)
    refuse_magic(RECIPIENTS, call.field("To"), sender)
    _check_content(body, media)
    _check_options(call)
    segments = count_segments(body)
    return Outbound(
        sender=sender,
        recipient=call.field("To"),
        body=body,
        media=media,
        segments=segments,
        price=_PRICE_OF_MEDIA_MESSAGE if media else _PRICE_OF_SEGMENT * segments,
        messaging_service_sid=service,
        application_sid=call.field("ApplicationSid") or None,
        status_callback=call.field("StatusCallback") or None,
        max_price=call.field("MaxPrice") or None,
        scheduled=read_schedule(call, now),
    )


def _check_presence(call: Call, service: str | None, body: str, media: Sequence[str]) -> None:
    if not call.field("To"):
        raise twilio_error(21604)
    if not call.field("From") and service is None:
        raise twilio_error(21603)
    if not body and not media:
        raise twilio_error(21602)


def _check_recipient(recipient: str) -> None:
    if not E164.fullmatch(recipient):
        raise twilio_error(21211, recipient)


def _sender(database: Database, call: Call, service: str | None) -> str:
    if service is not None and not _MESSAGING_SERVICE.fullmatch(service):
        raise twilio_error(21701, service)
    # A messaging service has senders of its own; here they all send from the test number.
    sender = call.field("From") or MAGIC_NUMBER
    if not E164.fullmatch(sender):
        raise twilio_error(21212, sender)
    refuse_magic(SENDERS, sender)
    if not _may_send(database, call.account_sid, sender):
        raise twilio_error(21606, sender)
    return sender


def _may_send(database: Database, account_sid: str, number: str) -> bool:
    if number == MAGIC_NUMBER:
        return True
    owned = database.read(
        "SELECT 1 FROM numbers WHERE account_sid = ? AND phone_number = ?", (account_sid, number)
    )
    return bool(owned) and capabilities_of(number).sms


def _check_content(body: str, media: Sequence[str]) -> None:
    if len(body) > _LONGEST_BODY:
        raise twilio_error(21617)
    if len(media) > _MOST_MEDIA:
        raise twilio_error(21623)
    for url in media:
        if not is_web_url(url):
            raise twilio_error(21620, url)


def _check_options(call: Call) -> None:
    callback, max_price = call.field("StatusCallback"), call.field("MaxPrice")
    if callback and not is_web_url(callback):
        raise twilio_error(21609, callback)
    if max_price and not _PRICE.fullmatch(max_price):
        raise twilio_error(20001, "MaxPrice")


def is_web_url(text: str) -> bool:
    """Tell whether a text is an absolute http or https URL of at most 4,000 characters."""
    if len(text) > _LONGEST_URL or any(character.isspace() for character in text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port  # a port out of range shows only when it is asked for
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
