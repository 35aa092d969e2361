"""What a request is refused with: Twilio's error body, on either wire."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, repeat
from types import MappingProxyType
from typing import Final

_LONGEST_ECHO: Final = 200

CHALLENGE: Final = 'Basic realm="Twilio API"'
"""The ``WWW-Authenticate`` header of every 401 (RFC 9110, section 11.6.1)."""

_NOT_A_SENDER: Final = (
    "The 'From' phone number {} is not a valid, SMS-capable inbound phone number "
    "or short code for your account."
)
_NO_PERMISSION: Final = (
    "Permission to send an SMS has not been enabled for the region "
    "indicated by the 'To' number: {}."
)
_NOT_REACHABLE: Final = (
    "The 'To' phone number: {}, is not currently reachable using the 'From' phone number: {} "
    "via SMS."
)
_NOT_SCHEDULED: Final = (
    "SendAt time must be between 300 seconds and 35 days (3024000 seconds) in the future, inclusive"
)
# Twilio's error dictionary, https://www.twilio.com/docs/api/errors: code -> status, message.
# A "{}" takes what the caller sent.
CATALOGUE: Final[Mapping[int, tuple[int, str]]] = MappingProxyType(
    {
        20001: (400, "Invalid {}."),
        20002: (400, "Invalid FriendlyName: it has more than 64 characters."),
        20003: (401, "Authenticate"),
        20004: (405, "Method not allowed"),
        20404: (404, "The requested resource {} was not found"),
        20429: (429, "Too Many Requests"),
        20500: (500, "Internal Server Error"),
        21211: (400, "Invalid 'To' Phone Number: {}"),
        21212: (400, "Invalid 'From' Phone Number: {}"),
        21402: (400, "{} is not a valid URL: {}"),
        21408: (400, _NO_PERMISSION),
        21421: (400, "PhoneNumber is invalid: {}"),
        21422: (400, "{} is not available."),
        21450: (400, "PhoneNumber or AreaCode is required."),
        21451: (400, "AreaCode is not a valid North American area code: {}"),
        21452: (400, "No phone numbers found in area code {}"),
        21502: (400, "{} is not a valid URL: {}"),
        21602: (400, "Message body is required."),
        21603: (400, "A 'From' phone number is required."),
        21604: (400, "A 'To' phone number is required."),
        21606: (400, _NOT_A_SENDER),
        21609: (400, "The StatusCallback URL {} is not a valid URL."),
        21610: (400, "Attempt to send to unsubscribed recipient"),
        21611: (429, "SMS queue is full."),
        21612: (400, _NOT_REACHABLE),
        21614: (400, "To number: {}, is not a mobile number"),
        21617: (400, "The concatenated message body exceeds the 1600 character limit."),
        21620: (400, "Invalid media URL: {}"),
        21623: (400, "Number of media files exceeds allowed limit"),
        21701: (400, "The Messaging Service {} does not exist"),
        30400: (400, "Parameters are not valid: {}"),
        30409: (409, "This message cannot be canceled"),
        35111: (400, "SendAt timestamp is missing."),
        35114: (400, _NOT_SCHEDULED),
        35118: (400, "MessagingServiceSid is required to schedule a message"),
    }
)


# Not frozen: contextlib assigns __traceback__ of an exception that passes through it.
@dataclass(eq=False)
class RestError(Exception):
    """A request that is answered with an error body.

    Attributes:
        status: HTTP status, 400 to 599.
        message: one line for a person.
        code: Twilio's error code, where there is one.
        more_info: URL of the code's page; made from the code unless given.
        headers: further response headers.
    """

    status: int
    message: str
    code: int | None = None
    more_info: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def body(self) -> dict[str, object]:
        """Give the error as Twilio writes it, without the members that are not known."""
        more_info = self.more_info
        if more_info is None and self.code is not None:
            more_info = f"https://www.twilio.com/docs/errors/{self.code}"
        members = {
            "code": self.code,
            "message": self.message,
            "more_info": more_info,
            "status": self.status,
        }
        return {name: value for name, value in members.items() if value is not None}


def twilio_error(code: int, *sent: str, headers: Mapping[str, str] | None = None) -> RestError:
    """Make the error that Twilio's dictionary has under a code.

    Args:
        code: a key of `CATALOGUE`.
        sent: what the caller sent, one for each "{}" of the message; long values are cut.
        headers: further response headers.
    """
    status, template = CATALOGUE[code]
    first, *others = template.split("{}")
    values = chain(map(_cut, sent), repeat(""))
    message = first + "".join(value + text for text, value in zip(others, values, strict=False))
    if status == 401:
        headers = {"WWW-Authenticate": CHALLENGE}
    return RestError(status, message, code, headers=headers or {})


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_ECHO else text[:_LONGEST_ECHO] + "…"
