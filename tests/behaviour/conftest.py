"""A document becomes an imported client, and a server says what arrived."""

from __future__ import annotations

import importlib
import itertools
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from swagsmith.emit import emit
from swagsmith.emit.write import write
from swagsmith.lower import lower
from swagsmith.source import load

if TYPE_CHECKING:
    from pathlib import Path

_numbers = itertools.count()


@dataclass(slots=True)
class Arrived:
    """One request as the server saw it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Recorder:
    """What arrived, and what is answered: (status, headers, body) in turn, the last one for ever."""

    url: str = ""
    arrived: list[Arrived] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)

    def answer(
        self, status: int, body: bytes = b"", content_type: str = "application/json"
    ) -> None:
        self.answers.append((status, {"Content-Type": content_type} if body else {}, body))

    @property
    def last(self) -> Arrived:
        return self.arrived[-1]


@pytest.fixture
def server() -> Iterator[Recorder]:
    recorder = Recorder()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            recorder.arrived.append(Arrived(self.command, self.path, headers, body))
            status, extra, content = recorder.answers[0] if recorder.answers else (204, {}, b"")
            if len(recorder.answers) > 1:
                recorder.answers.pop(0)
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = handle_any

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        recorder.url = f"http://127.0.0.1:{listening.server_address[1]}"
        try:
            yield recorder
        finally:
            listening.shutdown()
            thread.join()


Build = Callable[[str], ModuleType]


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """Generates a client for a document's text and imports it."""
    made: list[str] = []

    def make(text: str) -> ModuleType:
        package = f"made_{next(_numbers)}"
        spec = tmp_path / f"{package}.yaml"
        spec.write_text(text, encoding="utf-8")
        write(emit(lower(load(spec), package).api), tmp_path / package)
        monkeypatch.syspath_prepend(str(tmp_path / package))
        made.append(package)
        return importlib.import_module(package)

    yield make
    for name in [name for name in sys.modules if name.split(".")[0] in made]:
        del sys.modules[name]


@pytest.fixture
def client(build: Build, server: Recorder) -> Iterator[Callable[..., Any]]:
    """A synchronous client of a document, talking to the recorder."""
    opened: list[Any] = []

    def make(text: str, **settings: Any) -> Any:
        package = build(text)
        name = next(name for name in package.__all__ if f"Async{name}" in package.__all__)
        found = getattr(package, name)(**{"base_url": server.url, "max_retries": 0, **settings})
        opened.append(found)
        return found

    yield make
    for found in opened:
        found.close()
