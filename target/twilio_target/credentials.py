"""HTTP Basic as Twilio takes it: the user is the account sid, the password its token."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import Final

from twilio_target.errors import twilio_error

_ACCOUNT_SID: Final = re.compile("AC[0-9a-fA-F]{32}")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an ``Authorization: Basic`` header carries (RFC 7617).

    Attributes:
        account_sid: the user, "AC" and 32 hexadecimal digits.
        token: the password, never empty.
    """

    account_sid: str
    token: str = field(repr=False)


def parse_basic(header: str | None) -> Credentials:
    """Read an ``Authorization`` header.

    Raises:
        RestError: 401/20003, where it is missing or malformed, the user is not an account sid or
            the password is empty.
    """
    scheme, _, encoded = (header or "").partition(" ")
    if scheme.lower() != "basic":
        raise twilio_error(20003)
    try:
        user, _, token = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        raise twilio_error(20003) from None
    if not _ACCOUNT_SID.fullmatch(user) or not token:
        raise twilio_error(20003)
    return Credentials(user, token)
