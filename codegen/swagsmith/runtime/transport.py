"""The seam between a client and the library that speaks HTTP.

A transport sends one request and gives one answer: no retries, no redirects, no status errors.
It raises `ConnectError` only when nothing was sent, `RequestTimeoutError` and `TransportError`
otherwise, each with a reason that holds no part of the URL.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from .errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .content import Bytes
    from .omit import Omit

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as it goes out.

    Attributes:
        method: in upper case.
        url: absolute, encoded.
        headers: names and texts in order.
        body: bytes, or chunks with a length if known.
        timeout: seconds from connecting to the last byte of the answer; None for no limit, OMIT
            for the transport's own. With `stream` it limits connecting and each read instead.
        stream: the answer is read piece by piece.
    """

    method: str
    url: str = field(repr=False)
    headers: Sequence[tuple[str, str]] = field(repr=False)
    body: Bytes | None = field(default=None, repr=False)
    timeout: float | Omit | None = None
    stream: bool = False

    def at(self, url: str) -> HttpRequest:
        """The same request to another URL."""
        return replace(self, url=url)


class HttpResponse(Protocol):
    """An answer whose body has not been read."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def headers(self) -> Sequence[tuple[str, str]]:
        """Names and texts."""
        ...

    def read_chunk(self) -> bytes:
        """The next piece of the decompressed body; empty at its end."""
        ...

    def close(self) -> None:
        """Gives the connection back, whether or not the body was read."""
        ...


class AsyncHttpResponse(Protocol):
    """An answer whose body has not been read."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def headers(self) -> Sequence[tuple[str, str]]:
        """Names and texts."""
        ...

    async def read_chunk(self) -> bytes:
        """The next piece of the decompressed body; empty at its end."""
        ...

    async def close(self) -> None:
        """Gives the connection back, whether or not the body was read."""
        ...


class Transport(Protocol):
    """Sends requests."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """Sends a request and waits for the header of the answer."""
        ...

    def close(self) -> None:
        """Closes all connections."""
        ...


class AsyncTransport(Protocol):
    """Sends requests."""

    async def send(self, request: HttpRequest) -> AsyncHttpResponse:
        """Sends a request and waits for the header of the answer."""
        ...

    async def close(self) -> None:
        """Closes all connections."""
        ...


class Pool(Generic[T]):
    """A transport that a client and its copies share, made when it is first needed.

    Args:
        given: the caller's transport, which the caller closes.
        make: makes one where none was given.
    """

    def __init__(self, given: T | None, make: Callable[[], T]) -> None:
        self._transport = given
        self._make = make
        self._lock = Lock()
        self._closed = False
        self._ours = given is None

    def get(self) -> T:
        """The transport.

        Raises:
            ConfigError: the client is closed.
        """
        with self._lock:
            if self._closed:
                raise ConfigError("the client is closed")
            if self._transport is None:
                self._transport = self._make()
            return self._transport

    def release(self) -> T | None:
        """Ends the use of the transport; what it gives is to be closed."""
        with self._lock:
            self._closed = True
            transport, self._transport = self._transport, None
            return transport if self._ours else None


def sync_pool(given: Any) -> Pool[Transport]:
    """The pool of a client; `given` is None, a `Transport` or an httpx2 client.

    Raises:
        ConfigError: it is something else.
    """
    if _is_httpx2(given, "Client"):
        from .transport_httpx2 import Httpx2Transport  # noqa: PLC0415 - optional

        given = Httpx2Transport(given)
    _check(given, "a Transport or an httpx2.Client")

    def make() -> Transport:
        from .transport_pyreqwest import PyreqwestTransport  # noqa: PLC0415 - slow to load

        return PyreqwestTransport()

    return Pool(given, make)


def async_pool(given: Any) -> Pool[AsyncTransport]:
    """The pool of a client; `given` is None, an `AsyncTransport` or an asynchronous httpx2 client.

    Raises:
        ConfigError: it is something else.
    """
    if _is_httpx2(given, "AsyncClient"):
        from .transport_httpx2 import AsyncHttpx2Transport  # noqa: PLC0415 - optional

        given = AsyncHttpx2Transport(given)
    _check(given, "an AsyncTransport or an httpx2.AsyncClient")

    def make() -> AsyncTransport:
        from .transport_pyreqwest import AsyncPyreqwestTransport  # noqa: PLC0415 - slow to load

        return AsyncPyreqwestTransport()

    return Pool(given, make)


def _is_httpx2(given: object, name: str) -> bool:
    # By name, so that httpx2 need not be installed.
    return any(
        kind.__name__ == name and kind.__module__.partition(".")[0] == "httpx2"
        for kind in type(given).__mro__
    )


def _check(given: object, wanted: str) -> None:
    usable = callable(getattr(given, "send", None)) and callable(getattr(given, "close", None))
    foreign = any(_is_httpx2(given, name) for name in ("Client", "AsyncClient"))
    if given is not None and (foreign or not usable):
        raise ConfigError(f"transport must be {wanted}, not a {type(given).__name__}")
