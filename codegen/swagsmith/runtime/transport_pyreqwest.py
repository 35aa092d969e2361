"""The default transport: pyreqwest, which is Rust's reqwest.

Proxies come from `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, certificates from the
system or from `SSL_CERT_FILE` and `SSL_CERT_DIR`.
"""

from __future__ import annotations

from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from pyreqwest.client import BaseClientBuilder, ClientBuilder, SyncClientBuilder
from pyreqwest.exceptions import BuilderError, DetailedPyreqwestError, PyreqwestError
from pyreqwest.exceptions import RequestTimeoutError as PyreqwestTimeoutError
from pyreqwest.request import BaseRequestBuilder

from .content import read_in_thread
from .errors import ApiError, ConfigError, ConnectError, RequestTimeoutError, TransportError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyreqwest.http import HeaderMap
    from pyreqwest.request import StreamRequest, SyncStreamRequest
    from pyreqwest.response import Response, SyncResponse

    from .transport import HttpRequest

_C = TypeVar("_C")
# The only sign that no byte was sent: pyreqwest gives its ConnectError, and its
# ConnectTimeoutError, for connections that broke after the request as well.
_NOT_CONNECTED: Final = "client error (Connect)"


def _failure(error: Exception) -> ApiError:
    """An exception of ours. The library's own is not kept: its messages hold the whole URL."""
    if not isinstance(error, PyreqwestError):
        return ConfigError(f"the request cannot be sent: {error}")
    details = error.details if isinstance(error, DetailedPyreqwestError) else {"causes": None}
    causes = [cause["message"] for cause in details["causes"] or ()]
    reason = causes[-1] if causes and "://" not in causes[-1] else error.message
    if _NOT_CONNECTED in causes:
        return ConnectError(reason)
    if isinstance(error, PyreqwestTimeoutError):
        return RequestTimeoutError(reason)
    if isinstance(error, BuilderError):
        return ConfigError(f"the request cannot be sent: {reason}")
    return TransportError(reason)


def _headers(headers: HeaderMap) -> list[tuple[str, str]]:
    try:
        return list(headers.items())
    except ValueError:
        # A value that is not ASCII cannot be had; the others can.
        return [(name, text) for name in dict.fromkeys(headers) for text in _texts(headers, name)]


def _texts(headers: HeaderMap, name: str) -> list[str]:
    try:
        return headers.getall(name)
    except ValueError:
        return ["\N{REPLACEMENT CHARACTER}"]


class _Clients(Generic[_C]):
    """One client for whole answers, and one for each timeout that streams use.

    pyreqwest limits single reads for a client as a whole only, and its limit for a request is a
    total, which would cut a long download off.
    """

    def __init__(self, build: Callable[[timedelta | None], _C]) -> None:
        self._build = build
        self._clients: dict[float | None, _C] = {}
        self._lock = Lock()

    def get(self, request: HttpRequest) -> _C:
        timeout = (request.timeout or None) if request.stream else None
        with self._lock:
            client = self._clients.get(timeout)
            if client is None:
                limit = None if timeout is None else timedelta(seconds=timeout)
                client = self._clients[timeout] = self._build(limit)
            return client

    def release(self) -> list[_C]:
        with self._lock:
            clients = list(self._clients.values())
            self._clients.clear()
            return clients


_B = TypeVar("_B", bound=BaseClientBuilder)
_R = TypeVar("_R", bound=BaseRequestBuilder)


def _configured(builder: _B, read_timeout: timedelta | None) -> _B:
    builder = builder.follow_redirects(False)
    if read_timeout is None:
        return builder
    return builder.connect_timeout(read_timeout).read_timeout(read_timeout)


def _prepared(builder: _R, request: HttpRequest) -> _R:
    builder = builder.headers(request.headers)
    if isinstance(request.body, bytes):
        builder = builder.body_bytes(request.body)
    if request.timeout and not request.stream:
        builder = builder.timeout(timedelta(seconds=request.timeout))
    return builder


class _SyncResponse:
    def __init__(self, opened: SyncStreamRequest, response: SyncResponse) -> None:
        self._opened = opened
        self._reader = response.body_reader
        self.status = response.status
        self.headers = _headers(response.headers)

    def read_chunk(self) -> bytes:
        try:
            # A piece can be empty before the end, when all of it was compression.
            while (chunk := self._reader.read_chunk()) is not None:
                if chunk:
                    return bytes(chunk)
        except PyreqwestError as error:
            failure = _failure(error)
        else:
            return b""
        raise failure

    def close(self) -> None:
        self._opened.__exit__(None, None, None)


class PyreqwestTransport:
    """Sends requests over a pool of connections, from any thread."""

    def __init__(self) -> None:
        self._clients = _Clients(lambda limit: _configured(SyncClientBuilder(), limit).build())

    def send(self, request: HttpRequest) -> _SyncResponse:
        """Sends a request and waits for the header of the answer."""
        try:
            client = self._clients.get(request)
            builder = _prepared(client.request(request.method, request.url), request)
            if request.body is not None and not isinstance(request.body, bytes):
                builder = builder.body_stream(iter(request.body))
            opened = builder.build_streamed()
            return _SyncResponse(opened, opened.__enter__())
        except (PyreqwestError, ValueError) as error:
            failure = _failure(error)
        raise failure

    def close(self) -> None:
        """Closes all connections."""
        for client in self._clients.release():
            client.close()


class _AsyncResponse:
    def __init__(self, opened: StreamRequest, response: Response) -> None:
        self._opened = opened
        self._reader = response.body_reader
        self.status = response.status
        self.headers = _headers(response.headers)

    async def read_chunk(self) -> bytes:
        try:
            # A piece can be empty before the end, when all of it was compression.
            while (chunk := await self._reader.read_chunk()) is not None:
                if chunk:
                    return bytes(chunk)
        except PyreqwestError as error:
            failure = _failure(error)
        else:
            return b""
        raise failure

    async def close(self) -> None:
        await self._opened.__aexit__(None, None, None)


class AsyncPyreqwestTransport:
    """Sends requests over a pool of connections, from any asyncio loop."""

    def __init__(self) -> None:
        self._clients = _Clients(lambda limit: _configured(ClientBuilder(), limit).build())

    async def send(self, request: HttpRequest) -> _AsyncResponse:
        """Sends a request and waits for the header of the answer."""
        try:
            client = self._clients.get(request)
            builder = _prepared(client.request(request.method, request.url), request)
            if request.body is not None and not isinstance(request.body, bytes):
                builder = builder.body_stream(read_in_thread(request.body))
            opened = builder.build_streamed()
            return _AsyncResponse(opened, await opened.__aenter__())
        except (PyreqwestError, ValueError) as error:
            failure = _failure(error)
        raise failure

    async def close(self) -> None:
        """Closes all connections."""
        for client in self._clients.release():
            await client.close()
