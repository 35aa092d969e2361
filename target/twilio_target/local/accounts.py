"""Accounts: whoever comes first with a well-formed account fixes its token."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from twilio_target.credentials import Credentials, parse_basic
from twilio_target.errors import twilio_error
from twilio_target.local.call import Answer, Call
from twilio_target.local.clock import Clock, microseconds, rfc2822
from twilio_target.local.database import Database

_SUBRESOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "available_phone_numbers": "/AvailablePhoneNumbers",
        "incoming_phone_numbers": "/IncomingPhoneNumbers",
        "messages": "/Messages",
        "usage": "/Usage",
    }
)

_MOST_SEEN: Final = 4096


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who is known, by account sid and a salted hash of the token, neither of which ever changes."""

    database: Database
    clock: Clock
    _seen: dict[str, tuple[bytes, bytes]] = field(
        default_factory=dict[str, tuple[bytes, bytes]], init=False, repr=False
    )

    def authenticate(self, header: str | None, account_sid: str) -> str:
        """Let the owner of an account pass.

        Args:
            header: the ``Authorization`` header.
            account_sid: the account whose resources are asked for.

        Returns:
            The token that was sent. What is kept of it is a hash.

        Raises:
            RestError: 401/20003; 404/20404, where the account is another one, whether or not there
                is such an account.
        """
        credentials = parse_basic(header)
        known = self._known(credentials.account_sid)
        if known is not None:
            salt, digest = known
            if not hmac.compare_digest(digest, _digest(salt, credentials.token)):
                raise twilio_error(20003)
        if credentials.account_sid != account_sid:
            raise twilio_error(20404, f"/Accounts/{account_sid}")
        if known is None:
            self._add(credentials)
        return credentials.token

    async def fetch(self, call: Call) -> Answer:
        """Give the account itself: https://www.twilio.com/docs/iam/api/account."""
        created = rfc2822(self.created(call.account_sid))
        document = {
            "sid": call.account_sid,
            "owner_account_sid": call.account_sid,
            "friendly_name": "Local Twilio",
            "status": "active",
            "type": "Full",
            "auth_token": None,  # it is not kept
            "date_created": created,
            "date_updated": created,
            "uri": call.uri(""),
            "subresource_uris": {name: call.uri(path) for name, path in _SUBRESOURCES.items()},
        }
        return Answer("Account", document)

    def created(self, account_sid: str) -> int:
        """Give the moment an account was first seen, in microseconds."""
        rows = self.database.read("SELECT created FROM accounts WHERE sid = ?", (account_sid,))
        return int(rows[0]["created"])

    def _known(self, account_sid: str) -> tuple[bytes, bytes] | None:
        known = self._seen.get(account_sid)
        if known is None:
            query = "SELECT salt, digest FROM accounts WHERE sid = ?"
            for salt, digest in self.database.read(query, (account_sid,)):
                if len(self._seen) >= _MOST_SEEN:
                    self._seen.clear()
                known = self._seen[account_sid] = (salt, digest)
        return known

    def _add(self, credentials: Credentials) -> None:
        salt = secrets.token_bytes(16)
        row = (
            credentials.account_sid,
            salt,
            _digest(salt, credentials.token),
            microseconds(self.clock),
        )
        with self.database.transaction() as connection:
            connection.execute("INSERT INTO accounts VALUES (?, ?, ?, ?)", row)


def _digest(salt: bytes, token: str) -> bytes:
    # Tokens are long and random, so a fast hash will do; it is computed for every request.
    return hashlib.sha256(salt + token.encode()).digest()
