"""A server that records and follows a script, and one way to call for all four kinds of client."""

from __future__ import annotations

import asyncio
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx2
import pytest

from swagsmith.runtime import AsyncClient, AsyncPager, Options, Pager, Request, Response, SyncClient

# Loading certificates takes longer than a whole test.
CERTIFICATES = ssl.create_default_context()
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@dataclass
class Arrived:
    """A request as the server saw it."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(self.target.partition("?")[2], keep_blank_values=True, strict_parsing=True)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def header(self, name: str) -> str | None:
        return next(iter(self.all(name)), None)


@dataclass
class Answer:
    """What the server does: waits, sends, and maybe breaks off after so many bytes of the body."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0
    hang_up: bool = False
    cut: int | None = None
    pause: float = 0
    raw: bytes | None = None

    def send(self, handler: Handler, method: str) -> bool:
        """Whether the connection goes on."""
        time.sleep(self.delay)
        if self.hang_up:
            return False
        if self.raw is not None:
            handler.wfile.write(self.raw)
            return False
        lines = [f"HTTP/1.1 {self.status} X", *(f"{k}: {v}" for k, v in self.headers.items())]
        if self.status not in {204, 304}:
            lines.append(f"Content-Length: {len(self.body)}")
        handler.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
        if method == "HEAD":
            return True
        for start in range(0, len(self.body[: self.cut]), 8192):
            handler.wfile.write(self.body[: self.cut][start : start + 8192])
            handler.wfile.flush()
            time.sleep(self.pause)
        return self.cut is None


class Server:
    """Answers as its script says, the last answer for ever, and remembers what arrived."""

    def __init__(self) -> None:
        self.arrived: list[Arrived] = []
        self.script: list[Answer] = []
        self.url = ""

    def answer(self, body: bytes | str = b"", status: int = 200, **details: Any) -> None:
        text = body.encode() if isinstance(body, str) else body
        headers = details.pop("headers", {})
        kind = details.pop("kind", "application/json")
        if text and kind:
            headers = {"Content-Type": kind, **headers}
        self.script.append(Answer(status, text, headers, **details))

    @property
    def last(self) -> Arrived:
        return self.arrived[-1]

    def next_answer(self) -> Answer:
        return self.script[min(len(self.arrived), len(self.script)) - 1]


class Handler(socketserver.StreamRequestHandler):
    server: Listener
    timeout = 20
    disable_nagle_algorithm = True

    def handle(self) -> None:
        try:
            while self.exchange():
                pass
        except OSError:
            # The client is gone, which is what tests of timeouts are about.
            pass

    def exchange(self) -> bool:
        head = self.rfile.readline().decode("latin-1").split()
        if not head:
            return False
        headers: list[tuple[str, str]] = []
        while line := self.rfile.readline().decode("latin-1").rstrip("\r\n"):
            name, _, value = line.partition(":")
            headers.append((name, value.strip()))
        arrived = Arrived(head[0], head[1], headers, b"")
        arrived.body = self.read_body(arrived)
        script = self.server.script
        with self.server.lock:
            script.arrived.append(arrived)
            answer = script.next_answer()
        return answer.send(self, arrived.method)

    def read_body(self, arrived: Arrived) -> bytes:
        if arrived.header("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(arrived.header("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body


class Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, script: Server) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.lock = threading.Lock()


@pytest.fixture
def new_server() -> Iterator[Callable[[], Server]]:
    listeners: list[Listener] = []

    def start() -> Server:
        server = Server()
        listener = Listener(server)
        listeners.append(listener)
        server.url = f"http://127.0.0.1:{listener.server_address[1]}"
        threading.Thread(target=listener.serve_forever, args=(0.01,), daemon=True).start()
        return server

    yield start
    for listener in listeners:
        listener.shutdown()
        listener.server_close()


@pytest.fixture
def server(new_server: Callable[[], Server]) -> Server:
    return new_server()


class QuickSync(SyncClient):
    """Does not wait between attempts, only notes how long it would have."""

    slept: list[float]

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


class QuickAsync(AsyncClient):
    slept: list[float]

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


class Caller:
    """Calls through one kind of client and one transport; tests are written once for all."""

    def __init__(self, kind: str, transport: str) -> None:
        self.is_async = kind == "async"
        self.transport = transport
        self._runner = asyncio.Runner() if self.is_async else None
        self._opened: list[Any] = []

    def run(self, value: Any) -> Any:
        return self._runner.run(value) if self._runner is not None else value

    def own_transport(self, **arguments: Any) -> Any:
        """An httpx2 client of the caller's own."""
        made = httpx2.AsyncClient if self.is_async else httpx2.Client
        client = made(verify=CERTIFICATES, **arguments)
        self._opened.append(client)
        return client

    def client(self, base_url: str, **arguments: Any) -> Any:
        if self.transport == "httpx2" and "transport" not in arguments:
            arguments["transport"] = self.own_transport()
        made: Any = QuickAsync if self.is_async else QuickSync
        arguments = {"credentials": {}, "user_agent": "tests/1.0", **arguments}
        client = made(base_url=base_url, **arguments)
        client.slept = []
        self._opened.append(client)
        return client

    def send(self, client: Any, request: Request[Any], options: Options | None = None) -> Any:
        response: Response[Any] = self.run(client.send(request, options))
        return response

    def stream(
        self, client: Any, request: Request[Any], options: Options | None = None
    ) -> tuple[Any, list[bytes]]:
        """The streamed response and its pieces."""
        if not self.is_async:
            with client.stream(request, options) as response:
                return response, list(response.iter_bytes())

        async def read() -> tuple[Any, list[bytes]]:
            async with client.stream(request, options) as response:
                return response, [chunk async for chunk in response.iter_bytes()]

        return self.run(read())

    def pager(self, client: Any, request: Request[Any], options: Options | None = None) -> Any:
        made: Any = AsyncPager if self.is_async else Pager
        return made(client, request, options)

    def all(self, iterable: Any) -> list[Any]:
        if not self.is_async:
            return list(iterable)

        async def collect() -> list[Any]:
            return [item async for item in iterable]

        return self.run(collect())

    def close(self, client: Any) -> None:
        self.run(client.aclose() if self.is_async else client.close())

    def finish(self) -> None:
        for client in reversed(self._opened):
            self.close(client)
        if self._runner is not None:
            self._runner.close()


@pytest.fixture(params=["sync-pyreqwest", "sync-httpx2", "async-pyreqwest", "async-httpx2"])
def caller(request: pytest.FixtureRequest) -> Iterator[Caller]:
    caller = Caller(*request.param.split("-"))
    yield caller
    caller.finish()
