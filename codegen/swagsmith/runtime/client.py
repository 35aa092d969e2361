"""The base classes of emitted clients: two thin shells around one flow."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

from . import flow
from .errors import ApiError
from .flow import Drop, Flow, Opened, Read, Send, Sleep, Step, located
from .omit import OMIT
from .prepare import Prepared, prepare
from .settings import (
    DEFAULT_RESPONSE_LIMIT,
    DEFAULT_RETRIES,
    DEFAULT_TIMEOUT,
    Settings,
    check_base_url,
)
from .transport import Pool, async_pool, sync_pool

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator, Mapping
    from typing import Self

    import httpx2

    from .auth import Auth
    from .headers import Headers
    from .operation import Options, Request, Response
    from .transport import AsyncHttpResponse, AsyncTransport, HttpResponse, Transport

T = TypeVar("T")
R = TypeVar("R")
P = TypeVar("P")


class _Client:
    """What both clients have in common."""

    _pool: Pool[Any]
    _owner: bool
    _settings: Settings
    _arguments: tuple[tuple[Any, ...], Mapping[str, Any]]

    if not TYPE_CHECKING:
        # Hidden from type checkers, which would hold it against each subclass's constructor.
        def __new__(cls, *positional: Any, **named: Any) -> Self:
            """Remembers the constructor's arguments, from which `_with` makes copies."""
            client = super().__new__(cls)
            client._arguments = (positional, named)
            client._owner = True
            return client

    @property
    def base_url(self) -> str:
        """Where operations are called, without a trailing slash."""
        return self._settings.base_url

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r})"

    def _with(self, changes: Mapping[str, Any]) -> Self:
        """A client with some constructor arguments changed, on the same connections.

        Closing the copy does nothing; closing this client closes the connections of both. A copy
        with a `transport` of its own stands alone.
        """
        positional, named = self._arguments
        copy = type(self)(*positional, **{**named, **changes})
        if "transport" not in changes:
            copy._pool, copy._owner = self._pool, False  # noqa: SLF001 - a client of the same class
        return copy


class SyncClient(_Client):
    """Calls operations, from any thread.

    Args:
        credentials: by name of the security scheme.
        base_url: absolute http or https URL.
        user_agent: the User-Agent header, `<package>/<version>`.
        media_type: preferred for bodies and answers, where an operation offers it; such as
            `application/xml`.
        timeout: seconds for one attempt, from connecting to the last byte of the answer; None for
            no limit. A passed transport keeps its own unless this is not the default.
        max_retries: how often a failed attempt is repeated where that is safe.
        headers: sent with every call; they win over computed ones.
        transport: a `Transport` or an httpx2 client, which stays the caller's to close.
        response_limit: bytes that an answer may have; streams are not limited.

    Raises:
        ConfigError: an argument is not usable.
    """

    def __init__(  # noqa: PLR0913 - each is one setting
        self,
        *,
        credentials: Mapping[str, Auth],
        base_url: str,
        user_agent: str,
        media_type: str | None = None,
        timeout: float | None = DEFAULT_TIMEOUT,
        max_retries: int = DEFAULT_RETRIES,
        headers: Mapping[str, str] | None = None,
        transport: Transport | httpx2.Client | None = None,
        response_limit: int = DEFAULT_RESPONSE_LIMIT,
    ) -> None:
        self._settings = Settings(
            base_url=check_base_url(base_url),
            credentials=credentials,
            media_type=media_type,
            timeout=_timeout(timeout, transport),
            max_retries=max_retries,
            headers=dict(headers or {}),
            user_agent=user_agent,
            response_limit=response_limit,
        )
        self._pool: Pool[Transport] = sync_pool(transport)

    def send(self, request: Request[T], options: Options | None = None) -> Response[T]:
        """Calls an operation and decodes its answer.

        Raises:
            ApiError: of the kind the error tree says.
        """
        call = prepare(self._settings, request, options, stream=False)
        return cast("Response[T]", self._run(flow.whole(call)))

    @contextmanager
    def stream(
        self, request: Request[Any], options: Options | None = None
    ) -> Generator[StreamedResponse]:
        """Calls an operation and gives its answer unread, until the end of the `with` block.

        The timeout limits connecting and each single read.

        Raises:
            ApiError: of the kind the error tree says.
        """
        call = prepare(self._settings, request, options, stream=True)
        answer = self._run(flow.opened(call))
        try:
            yield StreamedResponse(answer, call)
        finally:
            answer.response.close()

    def close(self) -> None:
        """Closes the connections, unless this is a copy or the transport is the caller's."""
        transport = self._pool.release() if self._owner else None
        if transport is not None:
            transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def _run(self, course: Flow[R]) -> R:
        outcome: Any = None
        try:
            while True:
                outcome = self._do(course.send(outcome))
        except StopIteration as end:
            return cast("R", end.value)

    def _do(self, step: Step) -> Any:
        match step:
            case Send(http=http):
                try:
                    return self._pool.get().send(http)
                except ApiError as error:
                    return error
            case Read(response=response):
                return self._read(response)
            case Drop(response=response):
                response.close()
            case Sleep(seconds=seconds):
                self._sleep(seconds)
        return None

    def _read(self, response: HttpResponse) -> bytes | ApiError | None:
        chunks: list[bytes] = []
        left = self._settings.response_limit
        try:
            while chunk := response.read_chunk():
                left -= len(chunk)
                if left < 0:
                    return None
                chunks.append(chunk)
            return b"".join(chunks)
        except ApiError as error:
            return error
        finally:
            response.close()


class AsyncClient(_Client):
    """Calls operations in asyncio; arguments and errors are those of `SyncClient`."""

    def __init__(  # noqa: PLR0913 - each is one setting
        self,
        *,
        credentials: Mapping[str, Auth],
        base_url: str,
        user_agent: str,
        media_type: str | None = None,
        timeout: float | None = DEFAULT_TIMEOUT,
        max_retries: int = DEFAULT_RETRIES,
        headers: Mapping[str, str] | None = None,
        transport: AsyncTransport | httpx2.AsyncClient | None = None,
        response_limit: int = DEFAULT_RESPONSE_LIMIT,
    ) -> None:
        self._settings = Settings(
            base_url=check_base_url(base_url),
            credentials=credentials,
            media_type=media_type,
            timeout=_timeout(timeout, transport),
            max_retries=max_retries,
            headers=dict(headers or {}),
            user_agent=user_agent,
            response_limit=response_limit,
        )
        self._pool: Pool[AsyncTransport] = async_pool(transport)

    async def send(self, request: Request[T], options: Options | None = None) -> Response[T]:
        """Calls an operation and decodes its answer.

        Raises:
            ApiError: of the kind the error tree says.
        """
        call = prepare(self._settings, request, options, stream=False)
        return cast("Response[T]", await self._run(flow.whole(call)))

    @asynccontextmanager
    async def stream(
        self, request: Request[Any], options: Options | None = None
    ) -> AsyncGenerator[AsyncStreamedResponse]:
        """Calls an operation and gives its answer unread, until the end of the `with` block.

        The timeout limits connecting and each single read.

        Raises:
            ApiError: of the kind the error tree says.
        """
        call = prepare(self._settings, request, options, stream=True)
        answer = await self._run(flow.opened(call))
        try:
            yield AsyncStreamedResponse(answer, call)
        finally:
            await answer.response.close()

    async def aclose(self) -> None:
        """Closes the connections, unless this is a copy or the transport is the caller's."""
        transport = self._pool.release() if self._owner else None
        if transport is not None:
            await transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def _sleep(self, seconds: float) -> None:
        import asyncio  # noqa: PLC0415 - slow to load, and synchronous clients do not need it

        await asyncio.sleep(seconds)

    async def _run(self, course: Flow[R]) -> R:
        outcome: Any = None
        try:
            while True:
                outcome = await self._do(course.send(outcome))
        except StopIteration as end:
            return cast("R", end.value)

    async def _do(self, step: Step) -> Any:
        match step:
            case Send(http=http):
                try:
                    return await self._pool.get().send(http)
                except ApiError as error:
                    return error
            case Read(response=response):
                return await self._read(response)
            case Drop(response=response):
                await response.close()
            case Sleep(seconds=seconds):
                await self._sleep(seconds)
        return None

    async def _read(self, response: AsyncHttpResponse) -> bytes | ApiError | None:
        chunks: list[bytes] = []
        left = self._settings.response_limit
        try:
            while chunk := await response.read_chunk():
                left -= len(chunk)
                if left < 0:
                    return None
                chunks.append(chunk)
            return b"".join(chunks)
        except ApiError as error:
            return error
        finally:
            await response.close()


def _timeout(timeout: float | None, transport: object) -> Any:
    return OMIT if transport is not None and timeout == DEFAULT_TIMEOUT else timeout


class _Streamed:
    """A successful answer whose body is read piece by piece."""

    def __init__(self, answer: Opened, call: Prepared) -> None:
        self._response = answer.response
        self._call = call
        self.status = answer.status
        self.headers: Headers = answer.headers

    @property
    def request_id(self) -> str | None:
        """What the server calls this exchange, if it says."""
        return self.headers.request_id

    def __repr__(self) -> str:
        return f"{type(self).__name__}(status={self.status})"


class StreamedResponse(_Streamed):
    """A successful answer whose body is read piece by piece."""

    def iter_bytes(self) -> Iterator[bytes]:
        """The decompressed body in pieces, once.

        Raises:
            TransportError: the connection broke or a read took too long.
        """
        response: HttpResponse = self._response
        while True:
            try:
                chunk = response.read_chunk()
            except ApiError as error:
                failure = located(error, self._call)
                break
            if not chunk:
                return
            yield chunk
        raise failure


class AsyncStreamedResponse(_Streamed):
    """A successful answer whose body is read piece by piece."""

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """The decompressed body in pieces, once.

        Raises:
            TransportError: the connection broke or a read took too long.
        """
        response: AsyncHttpResponse = self._response
        while True:
            try:
                chunk = await response.read_chunk()
            except ApiError as error:
                failure = located(error, self._call)
                break
            if not chunk:
                return
            yield chunk
        raise failure


class Resource:
    """A group of operations of a client."""

    def __init__(self, client: SyncClient) -> None:
        self._client = client


class AsyncResource:
    """A group of operations of a client."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
