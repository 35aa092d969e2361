"""Requests to the servers of callers: signed, and only where they may go.

A caller chooses the URL, so this is where a server could be made to call what only it can reach.
Unless it is told otherwise it calls loopback addresses and ``localhost``. No other name is looked
up, so that none can mean another machine a moment after it was checked. Redirects are not followed,
proxies not used, and what is answered is not read.
"""

import asyncio
import base64
import hmac
import ipaddress
import uuid
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import PyreqwestError
from pyreqwest.http import Url

_AT_ONCE: Final = 64
_TIMEOUT: Final = timedelta(seconds=5)
# Seconds before each attempt.
_WAITS: Final = (0.0, 0.5, 2.0)
NOT_HERE: Final = "its host is not on this machine, and --callbacks-anywhere is not set"
"""Why a server is not called at all."""


@dataclass(frozen=True, slots=True)
class Webhooks:
    """A bounded number of requests at once. Made by `open_webhooks`.

    Attributes:
        client: makes them.
        anywhere: whether other machines may be called, not only this one.
    """

    client: Client
    anywhere: bool
    _slots: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(_AT_ONCE), init=False
    )

    async def post(self, url: str, fields: Mapping[str, str], token: str) -> str | None:
        """Post a signed form, up to three times where the server fails or cannot be reached.

        Args:
            url: http or https.
            fields: of the form.
            token: signs the request.

        Returns:
            What went wrong, in words without the URL; None where the server took it.
        """
        try:
            target = Url(url).with_fragment(None)
        except ValueError:
            return "its URL cannot be requested"
        if not self.anywhere and not _is_here(target.host_str or ""):
            return NOT_HERE
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "x-twilio-signature": signature(token, str(target), fields),
            "i-twilio-idempotency-token": str(uuid.uuid4()),
        }
        status: int | None = None
        for wait in _WAITS:
            await asyncio.sleep(wait)
            status = await self._send(target, headers, urlencode(fields).encode())
            if status is not None and status < 500:
                break
        if status is None:
            return "the server cannot be reached"
        return None if 200 <= status < 300 else f"the server answered {status}"

    async def _send(self, target: Url, headers: Mapping[str, str], body: bytes) -> int | None:
        """Make one request, and give the status; None where there was no answer."""
        request = self.client.post(target).headers(dict(headers)).body_bytes(body)
        status: int | None = None
        async with self._slots:
            try:
                async with request.build_streamed() as response:
                    status = response.status
            except PyreqwestError:
                pass
        _require_wanted()
        return status


def _require_wanted() -> None:
    """Raise the cancellation that the client loses when it comes together with the answer."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@asynccontextmanager
async def open_webhooks(*, anywhere: bool) -> AsyncGenerator[Webhooks]:
    """Make requests while the block runs, and close the connections at its end."""
    builder = ClientBuilder().no_proxy().follow_redirects(False).timeout(_TIMEOUT)
    async with builder.user_agent("TwilioProxy/1.1").build() as client:
        yield Webhooks(client, anywhere)


def signature(token: str, url: str, fields: Mapping[str, str]) -> str:
    """Sign a form as Twilio does: HMAC-SHA1 over the URL and the sorted fields, in Base64.

    https://www.twilio.com/docs/usage/security#validating-requests

    Args:
        token: the key.
        url: as it is requested.
        fields: of the form.
    """
    text = url + "".join(name + fields[name] for name in sorted(fields))
    digest = hmac.digest(token.encode(), text.encode(), "sha1")
    return base64.b64encode(digest).decode()
