"""Proxies, certificates, threads, event loops, transports of the caller's own."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from swagsmith.runtime import (
    AsyncClient,
    ConnectError,
    Content,
    Operation,
    Options,
    Request,
    RequestTimeoutError,
    SyncClient,
)
from swagsmith.runtime.omit import OMIT
from swagsmith.runtime.transport import HttpRequest

Caller = Any  # conftest.py has the class
Server = Any  # conftest.py has the class

GET = Operation("Get", "GET", "/x", responses={"200": Content(file=True)})
TLS = Path(__file__).parent / "tls"


def get() -> Request[Any]:
    return Request(GET, {})


def bare(url: str, **more: Any) -> SyncClient:
    return SyncClient(credentials={}, base_url=url, user_agent="t/1", **more)


def bare_async(url: str, **more: Any) -> AsyncClient:
    return AsyncClient(credentials={}, base_url=url, user_agent="t/1", **more)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_proxies_come_from_the_environment(
    server: Server, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    server.answer(b"proxied")
    monkeypatch.setenv(name, server.url)
    with bare("http://nowhere.invalid") as client:
        assert client.send(get()).value == b"proxied"
    assert server.last.target == "http://nowhere.invalid/x"

    async def call() -> bytes:
        async with bare_async("http://nowhere.invalid") as client:
            return (await client.send(get())).body

    assert asyncio.run(call()) == b"proxied"
    monkeypatch.setenv("NO_PROXY", "nowhere.invalid")
    with bare("http://nowhere.invalid", max_retries=0) as client, pytest.raises(ConnectError):
        client.send(get())


@pytest.fixture
def secure_url() -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "server.pem")
    listener = socketserver_over_tls(context)
    threading.Thread(target=listener.serve_forever, args=(0.01,), daemon=True).start()
    yield f"https://localhost:{listener.server_address[1]}"
    listener.shutdown()
    listener.server_close()


def socketserver_over_tls(context: ssl.SSLContext) -> Any:
    import socketserver

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            try:
                with context.wrap_socket(self.request, server_side=True) as secured:
                    secured.recv(65536)
                    secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecure")
            except OSError:
                # A client that does not trust us hangs up.
                pass

    class Listener(socketserver.ThreadingTCPServer):
        daemon_threads = True

    return Listener(("127.0.0.1", 0), Handler)


@pytest.mark.parametrize("bundle", [True, False])
def test_certificates_come_from_the_environment(
    secure_url: str,
    monkeypatch: pytest.MonkeyPatch,
    bundle: bool,  # noqa: FBT001 - a case of the test
) -> None:
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    if bundle:
        monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "ca.pem"))
        with bare(secure_url) as client:
            assert client.send(get()).value == b"secure"
    else:
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        refused = pytest.raises(ConnectError, match="^Get: GET localhost:.*certificate")
        with bare(secure_url, max_retries=0) as client, refused:
            client.send(get())


def test_many_threads_share_a_client(server: Server) -> None:
    server.answer(b"x" * 1000)
    results: list[Any] = []
    with bare(server.url) as client:

        def work() -> None:
            results.extend(client.send(get()).value for _ in range(10))

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert results == [b"x" * 1000] * 80


def test_many_tasks_share_a_client_and_loops_do_too(server: Server) -> None:
    server.answer(b"x" * 1000)
    client = bare_async(server.url)

    async def work() -> list[Any]:
        answers = await asyncio.gather(*(client.send(get()) for _ in range(20)))
        return [answer.value for answer in answers]

    async def end() -> None:
        await client.aclose()

    assert asyncio.run(work()) == [b"x" * 1000] * 20
    assert asyncio.run(work()) == [b"x" * 1000] * 20
    asyncio.run(end())


@pytest.mark.parametrize("caller", ["async-pyreqwest", "async-httpx2"], indirect=True)
def test_a_cancelled_call_ends_at_once(caller: Caller, server: Server) -> None:
    server.answer(b"x", delay=3)
    server.answer(b"y")
    client = caller.client(server.url)

    async def cancel() -> None:
        task = asyncio.create_task(client.send(get()))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    caller.run(cancel())
    assert caller.send(client, get()).value == b"y"


class Recorded:
    """A transport that answers from memory; also what an asynchronous one would answer."""

    def __init__(self) -> None:
        self.requests: list[HttpRequest] = []
        self.dropped = 0
        self.closed = False
        self.chunks = [b"a", b"b"]
        self.error: Exception | None = None

    def send(self, request: HttpRequest) -> RecordedResponse:
        self.requests.append(request)
        if self.error is not None:
            raise self.error
        return RecordedResponse(self)

    def close(self) -> None:
        self.closed = True


class RecordedResponse:
    status = 200
    headers: Sequence[tuple[str, str]] = ()

    def __init__(self, transport: Recorded) -> None:
        self._transport = transport
        self._chunks = iter(transport.chunks)

    def read_chunk(self) -> bytes:
        return next(self._chunks, b"")

    def close(self) -> None:
        self._transport.dropped += 1


class AsyncRecorded:
    def __init__(self) -> None:
        self.inner = Recorded()

    async def send(self, request: HttpRequest) -> AsyncRecordedResponse:
        return AsyncRecordedResponse(self.inner.send(request))

    async def close(self) -> None:
        self.inner.close()


class AsyncRecordedResponse:
    status = 200
    headers: Sequence[tuple[str, str]] = ()

    def __init__(self, inner: RecordedResponse) -> None:
        self._inner = inner

    async def read_chunk(self) -> bytes:
        return self._inner.read_chunk()

    async def close(self) -> None:
        self._inner.close()


def test_a_transport_of_ones_own() -> None:
    transport = Recorded()
    with bare("http://h", transport=transport) as client:
        assert client.send(get()).value == b"ab"
        assert client.send(get(), Options(timeout=5)).value == b"ab"
        with client.stream(get()) as response:
            assert list(response.iter_bytes()) == [b"a", b"b"]
    assert [request.timeout for request in transport.requests] == [OMIT, 5, OMIT]
    assert [request.stream for request in transport.requests] == [False, False, True]
    assert transport.dropped == 3
    assert not transport.closed
    with bare("http://h", transport=transport, timeout=7) as client:
        client.send(get())
    assert transport.requests[-1].timeout == 7


def test_an_asynchronous_transport_of_ones_own() -> None:
    transport = AsyncRecorded()

    async def call() -> list[bytes]:
        async with bare_async("http://h", transport=transport) as client:
            assert (await client.send(get())).value == b"ab"
            async with client.stream(get()) as response:
                return [chunk async for chunk in response.iter_bytes()]

    assert asyncio.run(call()) == [b"a", b"b"]
    assert transport.inner.dropped == 2
    assert not transport.inner.closed


class Failing(Recorded):
    def __init__(self, fail: Callable[[], None]) -> None:
        super().__init__()
        self._fail = fail

    def send(self, request: HttpRequest) -> RecordedResponse:
        response = super().send(request)
        response.read_chunk = self._fail  # type: ignore[method-assign, assignment]
        return response


def test_an_answer_is_given_back_whatever_happens() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    transport = Failing(interrupt)
    with bare("http://h", transport=transport) as client, pytest.raises(KeyboardInterrupt):
        client.send(get())
    assert transport.dropped == 1


def test_errors_of_a_transport_are_located() -> None:
    transport = Recorded()
    transport.error = RequestTimeoutError("slow")
    client = bare("http://h:81", transport=transport, max_retries=0)
    with pytest.raises(RequestTimeoutError, match="^Get: GET h:81: slow$"):
        client.send(get())
