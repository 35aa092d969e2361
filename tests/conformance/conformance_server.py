"""A server on loopback that keeps what arrives and answers what it was told."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO


@dataclass(frozen=True, slots=True)
class Arrived:
    """One request: names of headers in lower case, everything else as it came."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The text of a header; of several, joined as HTTP joins them."""
        found = [text for key, text in self.headers if key == name.lower()]
        return ", ".join(found) if found else None


@dataclass(slots=True)
class Recorder:
    """What arrived since it was last emptied, and the answer to all of it."""

    url: str = ""
    arrived: list[Arrived] = field(default_factory=list)
    status: int = 204
    content_type: str = ""
    body: bytes = b""


@contextmanager
def listening() -> Iterator[Recorder]:
    """Serves on a free port as long as the block runs."""
    recorder = Recorder()

    class Handler(socketserver.StreamRequestHandler):
        disable_nagle_algorithm = True
        wbufsize = -1

        def handle(self) -> None:
            while (arrived := _read(self.rfile)) is not None:
                recorder.arrived.append(arrived)
                self._answer(arrived.method)

        def _answer(self, method: str) -> None:
            lines = [f"HTTP/1.1 {recorder.status} Recorded", "Connection: keep-alive"]
            if recorder.status != 204:
                lines.append(f"Content-Length: {len(recorder.body)}")
            if recorder.content_type:
                lines.append(f"Content-Type: {recorder.content_type}")
            head = "\r\n".join(lines).encode() + b"\r\n\r\n"
            silent = method == "HEAD" or recorder.status in (204, 304)
            self.wfile.write(head if silent else head + recorder.body)
            self.wfile.flush()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        request_queue_size = 64

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        recorder.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield recorder
        finally:
            server.shutdown()
            thread.join()


def _read(stream: IO[bytes]) -> Arrived | None:
    """One request; None where the connection ends."""
    try:
        line = stream.readline()
    except ConnectionError:
        return None
    if not line:
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers: list[tuple[str, str]] = []
    while (line := stream.readline().rstrip(b"\r\n")) != b"":
        name, _, text = line.decode("latin-1").partition(":")
        headers.append((name.lower(), text.strip(" \t")))
    fields = dict(headers)
    if fields.get("transfer-encoding", "").lower() == "chunked":
        return Arrived(method, target, tuple(headers), b"".join(_chunks(stream)))
    body = stream.read(int(fields.get("content-length", "0")))
    return Arrived(method, target, tuple(headers), body)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while size := int(stream.readline().split(b";")[0], 16):
        yield stream.read(size)
        stream.readline()
    while stream.readline().strip():
        pass
