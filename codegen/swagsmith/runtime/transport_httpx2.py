"""A caller's httpx2 client as a transport: its proxies, certificates, cookies and timeouts."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx2

from .content import read_in_thread
from .errors import ApiError, ConfigError, ConnectError, RequestTimeoutError, TransportError
from .omit import OMIT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from .transport import HttpRequest


def _failure(error: Exception) -> ApiError:
    """An exception of ours. The library's own is not kept: it holds the request."""
    match error:
        case httpx2.ConnectError() | httpx2.ConnectTimeout() | httpx2.PoolTimeout():
            return ConnectError(_reason(error))
        case httpx2.TimeoutException():
            return RequestTimeoutError(_reason(error))
        case httpx2.UnsupportedProtocol() | httpx2.InvalidURL():
            return ConfigError("the request cannot be sent: its URL is not valid")
        case _:
            return TransportError(_reason(error))


def _reason(error: Exception) -> str:
    text = str(error)
    return text if text and "://" not in text else type(error).__name__


def _options(request: HttpRequest) -> dict[str, Any]:
    options: dict[str, Any] = {"headers": list(request.headers)}
    if request.timeout is not OMIT:
        options["timeout"] = request.timeout
    return options


def _check_open(client: httpx2.Client | httpx2.AsyncClient) -> None:
    if client.is_closed:
        raise ConfigError("the httpx2 client is closed")


class _Deadline:
    """A limit for a whole answer, which httpx2 does not have: its timeouts are for single reads."""

    def __init__(self, request: HttpRequest) -> None:
        limited = bool(request.timeout) and not request.stream
        self._end = time.monotonic() + request.timeout if limited and request.timeout else None

    def check(self) -> None:
        if self._end is not None and time.monotonic() > self._end:
            raise RequestTimeoutError("the answer was not complete in time")


class _SyncResponse:
    def __init__(self, response: httpx2.Response, deadline: _Deadline) -> None:
        self._response = response
        self._deadline = deadline
        self._chunks: Iterator[bytes] | None = None
        self.status = response.status_code
        self.headers = response.headers.multi_items()

    def read_chunk(self) -> bytes:
        if self._chunks is None:
            self._chunks = self._response.iter_bytes()
        try:
            chunk = next(self._chunks, b"")
        except (httpx2.HTTPError, httpx2.StreamError) as error:
            failure = _failure(error)
        else:
            self._deadline.check()
            return chunk
        raise failure

    def close(self) -> None:
        self._response.close()


class Httpx2Transport:
    """Sends requests with an `httpx2.Client`, which stays the caller's to close."""

    def __init__(self, client: httpx2.Client) -> None:
        self._client = client

    def send(self, request: HttpRequest) -> _SyncResponse:
        """Sends a request and waits for the header of the answer."""
        _check_open(self._client)
        deadline = _Deadline(request)
        body = request.body
        content = body if body is None or isinstance(body, bytes) else iter(body)
        try:
            sent = self._client.build_request(
                request.method, request.url, content=content, **_options(request)
            )
            response = self._client.send(sent, stream=True, follow_redirects=False)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            failure = _failure(error)
        else:
            return _SyncResponse(response, deadline)
        raise failure

    def close(self) -> None:
        """Leaves the caller's client open."""


class _AsyncResponse:
    def __init__(self, response: httpx2.Response, deadline: _Deadline) -> None:
        self._response = response
        self._deadline = deadline
        self._chunks: AsyncIterator[bytes] | None = None
        self.status = response.status_code
        self.headers = response.headers.multi_items()

    async def read_chunk(self) -> bytes:
        if self._chunks is None:
            self._chunks = self._response.aiter_bytes()
        try:
            chunk = await anext(self._chunks, b"")
        except (httpx2.HTTPError, httpx2.StreamError) as error:
            failure = _failure(error)
        else:
            self._deadline.check()
            return chunk
        raise failure

    async def close(self) -> None:
        await self._response.aclose()


class AsyncHttpx2Transport:
    """Sends requests with an `httpx2.AsyncClient`, which stays the caller's to close."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client

    async def send(self, request: HttpRequest) -> _AsyncResponse:
        """Sends a request and waits for the header of the answer."""
        _check_open(self._client)
        deadline = _Deadline(request)
        body = request.body
        content = body if body is None or isinstance(body, bytes) else read_in_thread(body)
        try:
            sent = self._client.build_request(
                request.method, request.url, content=content, **_options(request)
            )
            response = await self._client.send(sent, stream=True, follow_redirects=False)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            failure = _failure(error)
        else:
            return _AsyncResponse(response, deadline)
        raise failure

    async def close(self) -> None:
        """Leaves the caller's client open."""
