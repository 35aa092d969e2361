"""Requests to the servers of callers: signed, and only where they may go.

A caller chooses the URL, so this is where a server could be made to call what only it can reach.
A host is resolved first and the connection goes to the very address that was checked, so that a
name cannot mean another machine a moment later; redirects are not followed, proxies not used, and
what is answered is not read.
"""

import asyncio
import base64
import hmac
import ipaddress
import socket
import uuid
from collections.abc import AsyncGenerator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import ConnectError, PyreqwestError
from pyreqwest.http import Url

_AT_ONCE: Final = 64
_SECONDS: Final = 5.0
# Before each attempt.
_WAITS: Final = (0.0, 0.5, 2.0)
_MOST_ADDRESSES: Final = 4
# RFC 6761, section 6.3: no server of names is asked for it.
_LOCALHOST: Final = ("127.0.0.1", "::1")
_MOST_CLIENTS: Final = 64
_NOT_LOOPBACK: Final = "its host is not on this machine, and --callbacks-anywhere is not set"


class _RefusedError(Exception):
    """A URL that may not be called."""


@dataclass(frozen=True, slots=True)
class Webhooks:
    """A bounded number of requests at once. Made by `open_webhooks`.

    Attributes:
        anywhere: whether other machines may be called, not only this one.
    """

    anywhere: bool
    _slots: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(_AT_ONCE), init=False
    )
    # Threads of its own: names that nobody answers for must not keep anything else waiting.
    _resolver: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(4, thread_name_prefix="twilio-target-names"),
        init=False,
    )
    # By host and address, each with the connections to it.
    _clients: dict[tuple[str, str], Client] = field(
        default_factory=dict[tuple[str, str], Client], init=False
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
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "x-twilio-signature": signature(token, str(target), fields),
            "i-twilio-idempotency-token": str(uuid.uuid4()),
        }
        body = urlencode(fields).encode()
        fault: str | None = None
        for wait in _WAITS:
            await asyncio.sleep(wait)
            async with self._slots:
                try:
                    async with asyncio.timeout(_SECONDS):
                        status = await self._send(target, headers, body)
                except _RefusedError as error:
                    return str(error)
                except (PyreqwestError, OSError):
                    fault = "the server cannot be reached"
                    continue
            if status < 500:
                return None if status < 300 else f"the server answered {status}"
            fault = f"the server answered {status}"
        return fault

    async def close(self) -> None:
        """Close the connections, and wait for no name any longer."""
        self._resolver.shutdown(wait=False, cancel_futures=True)
        for client in self._clients.values():
            await client.close()

    async def _send(self, target: Url, headers: Mapping[str, str], body: bytes) -> int:
        """Post to the first address of the host that takes a connection.

        Raises:
            OSError: the host is not known, or nothing takes a connection.
            PyreqwestError: the server does not answer.
            _RefusedError: an address of the host may not be called.
        """
        host = target.host_str or ""
        addresses = await self._addresses(host.strip("[]"))
        if not self.anywhere and not all(map(_is_loopback, addresses)):
            raise _RefusedError(_NOT_LOOPBACK)
        for address in addresses[:_MOST_ADDRESSES]:
            client = self._client(host, address)
            request = client.post(target).headers(dict(headers)).body_bytes(body)
            try:
                async with request.build_streamed() as response:
                    return response.status
            except ConnectError:  # a name such as localhost has an IPv6 address too
                continue
        raise OSError("no address takes a connection")

    async def _addresses(self, host: str) -> Sequence[str]:
        if host == "localhost" or host.endswith(".localhost"):
            return _LOCALHOST
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._resolver, _resolve, host)

    def _client(self, host: str, address: str) -> Client:
        client = self._clients.get((host, address))
        if client is None:
            if len(self._clients) >= _MOST_CLIENTS:
                self._clients.clear()
            client = _connect(host, address)
            self._clients[host, address] = client
        return client


def _resolve(host: str) -> list[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:  # an address with a zone, which loopback does not have
        return False


def _connect(host: str, address: str) -> Client:
    return (
        ClientBuilder()
        .resolve(host, address, 0)
        .no_proxy()
        .follow_redirects(False)
        .timeout(timedelta(seconds=_SECONDS))
        .user_agent("TwilioProxy/1.1")
        .build()
    )


@asynccontextmanager
async def open_webhooks(*, anywhere: bool) -> AsyncGenerator[Webhooks]:
    """Make requests while the block runs, and close the connections at its end."""
    webhooks = Webhooks(anywhere)
    try:
        yield webhooks
    finally:
        await webhooks.close()


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
