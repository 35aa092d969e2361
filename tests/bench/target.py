"""What the live target serves beside Prism, which mocks the same document; run by `make bench-target`.

    python tests/bench/target.py [--seconds S] [--rounds N] [--only-ours]

Every server is a process of its own, on loopback; the load comes from a third. The servers take turns within a round,
and of the rounds the median counts, so that whatever else the machine does hurts all of them. "CPU us" is what the
server's process spends on a request, in microseconds, which a busy machine hardly changes. Ours keep each message
on the disk before they acknowledge it; Prism gives an example of the document and keeps nothing. Only the ratios mean
anything on another machine. The floor is the HTTP server under ours with an application that does nothing. Prism comes from npm, once, into dist/peers.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import uvloop

ROOT = Path(__file__).resolve().parent.parent.parent
PEERS = ROOT / "dist" / "peers"
PRISM = "@stoplight/prism-cli@5.14.2"
CONNECTIONS = (1, 8, 64)
SID = "AC" + "b" * 32
BASIC = base64.b64encode(f"{SID}:token".encode()).decode()
FLOOR = """
import sys, uvicorn
async def app(scope, receive, send):
    head = [(b"content-length", b"700"), (b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": b" " * 700})
uvicorn.run(app, port=int(sys.argv[1]), log_level="error", access_log=False, lifespan="off")
"""
JSON = b'{"from":"+15005550006","to":"+15558675310","body":"Hello"}'
FORM = b"From=%2B15005550006&To=%2B15558675310&Body=Hello"


@dataclass(frozen=True)
class Server:
    """A running server: where it is, and what it is asked."""

    name: str
    url: str
    requests: dict[str, bytes]
    process: int

    def cpu(self) -> float:
        """CPU seconds of its process until now."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Figures:
    """What one run of the load came to."""

    per_second: float
    p50: float
    p99: float
    cpu: float = 0.0


class Client(asyncio.Protocol):
    """One connection that asks again as soon as it is answered."""

    def __init__(self, request: bytes, end: float) -> None:
        self.request, self.end = request, end
        self.times: list[float] = []
        self.done = asyncio.get_running_loop().create_future()
        self.received = b""
        self.started = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        self.started = time.perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found:
            return
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        if len(body) < int(length):
            return
        now = time.perf_counter()
        if not head.startswith(b"HTTP/1.1 20"):
            self.fail(RuntimeError(self.received[:300].decode("latin-1")))
            return
        self.times.append(now - self.started)
        self.received = b""
        if now < self.end:
            self.ask()
        else:
            self.done.set_result(None)
            self.transport.close()

    def fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.fail(exc or ConnectionError("the server ended the connection"))


async def load(url: str, request: bytes, connections: int, seconds: float) -> Figures:
    """Keep a number of connections busy for a while."""
    parts = urlsplit(url)
    loop, start = asyncio.get_running_loop(), time.perf_counter()
    made = [
        loop.create_connection(lambda: Client(request, start + seconds), parts.hostname, parts.port)
        for _ in range(connections)
    ]
    clients = [client for _, client in await asyncio.gather(*made)]
    await asyncio.wait_for(asyncio.gather(*(client.done for client in clients)), seconds + 20)
    elapsed = time.perf_counter() - start
    times = sorted(one for client in clients for one in client.times)
    at = [times[int(len(times) * part)] * 1000 for part in (0.5, 0.99)]
    return Figures(len(times) / elapsed, *at)


def in_turn(server: Server, method: str, connections: int, seconds: float) -> Figures:
    """One run, after a short one to warm up."""
    request = server.requests[method]
    uvloop.run(load(server.url, request, connections, seconds / 5))
    before = server.cpu()
    figures = uvloop.run(load(server.url, request, connections, seconds))
    cost = (server.cpu() - before) / (figures.per_second * seconds)
    return replace(figures, cpu=cost * 1e6)


def request(method: str, path: str, body: bytes = b"", media_type: str = "") -> bytes:
    """A request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", f"authorization: Basic {BASIC}"]
    if body:
        lines += [f"content-type: {media_type}", f"content-length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


@contextmanager
def ours(folder: Path) -> Iterator[list[Server]]:
    """The program with both its listeners, and one message in the database."""
    options = ["--port", "0", "--twilio-port", "0", "--log-level", "error"]
    command = [sys.executable, "-m", "twilio_target", *options]
    with running([*command, "--database", str(folder / "twilio.sqlite")]) as process:
        assert process.stdout is not None
        words = process.stdout.readline().decode().split()
        gateway, twilio = words[1], words[4]
        headers = {"Authorization": f"Basic {BASIC}", "Content-Type": "application/json"}
        asked = urllib.request.Request(f"{gateway}/Messages.json", JSON, headers)
        with urllib.request.urlopen(asked) as answer:
            sid = json.load(answer)["sid"]
        base = f"/2010-04-01/Accounts/{SID}"
        form = "application/x-www-form-urlencoded"
        yield [
            Server("gateway", gateway, connector_requests(sid), process.pid),
            Server(
                "local Twilio",
                twilio,
                {
                    "GET": request("GET", f"{base}/Messages/{sid}.json"),
                    "POST": request("POST", f"{base}/Messages.json", FORM, form),
                },
                process.pid,
            ),
        ]


def connector_requests(sid: str) -> dict[str, bytes]:
    """What the gateway and Prism are asked alike."""
    return {
        "GET": request("GET", f"/Messages/{sid}.json"),
        "POST": request("POST", "/Messages.json", JSON, "application/json"),
    }


@contextmanager
def prism() -> Iterator[list[Server]]:
    """Prism, installed if it is not there yet; nothing where there is no npm."""
    npm, program = shutil.which("npm"), PEERS / "node_modules" / ".bin" / "prism"
    if npm is None:
        print("there is no npm here, so only ours is measured", file=sys.stderr)
        yield []
        return
    if not program.exists():
        PEERS.mkdir(parents=True, exist_ok=True)
        if not (PEERS / "package.json").exists():
            (PEERS / "package.json").write_text('{"private": true}\n')
        quiet = ("--no-audit", "--no-fund", "--silent", "--ignore-scripts")
        subprocess.run([npm, "install", *quiet, PRISM], cwd=PEERS, check=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(program), "mock", "--port", str(port), "--host", "127.0.0.1"]
    with running([*command, "-v", "silent", str(ROOT / "spec" / "twilio.yaml")]) as process:
        wait_for(port)
        asked = connector_requests("SM" + "0" * 32)
        yield [Server("Prism", f"http://127.0.0.1:{port}", asked, process.pid)]


@contextmanager
def floor() -> Iterator[list[Server]]:
    """What the server under ours takes alone: uvicorn with an application that says the same always."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with running([sys.executable, "-c", FLOOR, str(port)]) as process:
        wait_for(port)
        asked = connector_requests("SM" + "0" * 32)
        yield [Server("floor", f"http://127.0.0.1:{port}", asked, process.pid)]


@contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process while the block runs."""
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("Prism does not start")


def measure(
    servers: list[Server], method: str, connections: int, options: argparse.Namespace
) -> dict[str, Figures]:
    """The median of the rounds for each server."""
    found: dict[str, list[Figures]] = {server.name: [] for server in servers}
    for _ in range(options.rounds):
        for server in servers:
            found[server.name].append(in_turn(server, method, connections, options.seconds))
    return {
        name: Figures(
            median(one.per_second for one in runs),
            median(one.p50 for one in runs),
            median(one.p99 for one in runs),
            median(one.cpu for one in runs),
        )
        for name, runs in found.items()
    }


def main() -> None:
    """Prints the table and whether the target was met."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=1.5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only-ours", action="store_true")
    options = parser.parse_args()
    least: dict[str, float] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = stack.enter_context(ours(folder))
        servers += stack.enter_context(floor())
        servers += [] if options.only_ours else stack.enter_context(prism())
        print(f"{'':<24}{'a second':>10}{'p50 ms':>9}{'p99 ms':>9}{'CPU us':>9}{'times Prism':>13}")
        for method in ("GET", "POST"):
            for connections in CONNECTIONS:
                found = measure(servers, method, connections, options)
                print(f"{method}, {connections} connection{'s' if connections > 1 else ''}")
                for name, one in found.items():
                    peer = found.get("Prism")
                    times = one.per_second / peer.per_second if peer else 0.0
                    shown = f"{times:>13.1f}" if peer and name != "Prism" else ""
                    print(
                        f"  {name:<22}{one.per_second:>10.0f}{one.p50:>9.2f}{one.p99:>9.2f}{one.cpu:>9.0f}{shown}",
                        flush=True,
                    )
                    if method == "GET" and name != "Prism":
                        least[name] = min(least.get(name, times), times)
    if not options.only_ours:
        for name, times in least.items():
            print(
                f"{'met   ' if times >= 5 else 'MISSED'} GET of {name}, 5 times Prism: {times:.1f}"
            )


if __name__ == "__main__":
    main()
