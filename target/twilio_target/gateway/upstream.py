"""Calling Twilio's own wire: over HTTP, where `embedded` has it in this process."""

import ipaddress
import json
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol
from urllib.parse import urlencode, urlsplit

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import PyreqwestError, RequestTimeoutError
from pyreqwest.response import Response

from twilio_target.errors import RestError
from twilio_target.watch import current_request

_CONNECT_SECONDS: Final = 5.0
_IDLE_SECONDS: Final = 60.0
_MOST_ANSWER: Final = 16 * 1024 * 1024
"""Bytes of an answer, decompressed: more than the 1,000 longest messages a page can have."""
# RFC 9110, sections 10.2.3 and 5.6.7: seconds, or a date in the one form that is sent today.
_RETRY_AFTER: Final = re.compile(
    "[0-9]{1,9}|[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT"
)

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class UpstreamAnswer:
    """What Twilio answered.

    Attributes:
        status: HTTP status.
        document: its JSON; None also where it is none, as the pages are that proxies write.
        retry_after: ``Retry-After``, where it is one.
    """

    status: int
    document: object
    retry_after: str | None


@dataclass(frozen=True, slots=True)
class UpstreamRequest:
    """What Twilio is asked.

    Attributes:
        method: GET or POST.
        path: from "/2010-04-01" on, percent-encoded.
        query: query parameters.
        form: fields of the body; None for no body.
        authorization: the caller's own header, passed through.
    """

    method: str
    path: str
    query: Pairs
    form: Pairs | None
    authorization: str

    def __repr__(self) -> str:
        return f"UpstreamRequest({self.method!r}, {self.path!r})"


class Upstream(Protocol):
    """A Twilio."""

    async def send(self, request: UpstreamRequest) -> UpstreamAnswer:
        """Ask Twilio.

        Raises:
            RestError: 500, where Twilio cannot be reached, is too slow or answers too much.
        """
        ...


@dataclass(frozen=True, slots=True)
class RemoteTwilio:
    """A Twilio, reached over connections that are kept open between requests."""

    client: Client
    base_url: str

    async def send(self, request: UpstreamRequest) -> UpstreamAnswer:
        """Ask Twilio.

        Raises:
            RestError: 500, where Twilio cannot be reached, is too slow or answers too much.
        """
        query = f"?{urlencode(request.query)}" if request.query else ""
        url = f"{self.base_url}{request.path}{query}"
        try:
            builder = self.client.request(request.method, url)
            builder = builder.header("authorization", request.authorization)
            builder = builder.header("x-request-id", current_request.get())
            if request.form is not None:
                builder = builder.header("content-type", "application/x-www-form-urlencoded")
                builder = builder.body_bytes(urlencode(request.form).encode())
            async with builder.build_streamed() as response:
                body = await _read(response)
                wait = _retry_after(response)
        except RequestTimeoutError:
            raise RestError(500, "Twilio did not answer in time.", 20500) from None
        except PyreqwestError:
            raise RestError(500, "Twilio cannot be reached, or broke off.", 20500) from None
        return UpstreamAnswer(response.status, parse_document(body), wait)


def _retry_after(response: Response) -> str | None:
    try:
        return retry_after(response.get_header("retry-after") or "")
    except ValueError:  # it holds bytes beyond ASCII
        return None


def retry_after(value: str) -> str | None:
    """Give a ``Retry-After`` header's value, where it is one."""
    return value if _RETRY_AFTER.fullmatch(value) else None


async def _read(response: Response) -> bytes:
    body = bytearray()
    while (chunk := await response.body_reader.read_chunk()) is not None:
        body += chunk
        if len(body) > _MOST_ANSWER:
            raise RestError(500, "Twilio's answer is too long.", 20500)
    return bytes(body)


def parse_document(body: str | bytes) -> object:
    """Read the JSON of an answer; None where it is none."""
    try:
        document: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return document


@asynccontextmanager
async def open_upstream(base_url: str, timeout_seconds: float) -> AsyncGenerator[RemoteTwilio]:
    """Make the connection pool, and close it at the end.

    Args:
        base_url: scheme, host and port of a Twilio.
        timeout_seconds: for one request, from connecting to the end of the answer.
    """
    builder = (
        ClientBuilder()
        .timeout(timedelta(seconds=timeout_seconds))
        .connect_timeout(timedelta(seconds=min(_CONNECT_SECONDS, timeout_seconds)))
        .pool_idle_timeout(timedelta(seconds=_IDLE_SECONDS))
        .follow_redirects(False)
        .user_agent("twilio-connector-gateway")
    )
    if _is_loopback(base_url):
        # A proxy from the environment leads out of this machine.
        builder = builder.no_proxy()
    async with builder.build() as client:
        yield RemoteTwilio(client, base_url.rstrip("/"))


def _is_loopback(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
