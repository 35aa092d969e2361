"""`kill -9` at any moment: what was acknowledged is there after a restart, once.

A few times by default; KILLS=50 for as many, which `make test-kill` does.
"""

import asyncio
import base64
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2
import pytest

KILLS = int(os.environ.get("KILLS", "4"))
SENDERS = 32
SID, TOKEN = "AC" + "d" * 32, "token"
BASIC = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()


@dataclass
class Wire:
    """One connection of a client that sends messages."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    host: str

    async def post(self, path: str, basic: str, text: str) -> dict[str, Any]:
        """Send a message, in the form of the connector or of Twilio by its path."""
        sender, recipient = "+15005550006", "+15558675310"
        if path.startswith("/2010"):
            media_type = "application/x-www-form-urlencoded"
            body = f"From={quote(sender)}&To={quote(recipient)}&Body={quote(text)}"
        else:
            media_type = "application/json"
            body = json.dumps({"from": sender, "to": recipient, "body": text})
        self.writer.write(
            f"POST {path} HTTP/1.1\r\nhost: {self.host}\r\nauthorization: Basic {basic}\r\n"
            f"content-type: {media_type}\r\ncontent-length: {len(body)}\r\n\r\n{body}".encode()
        )
        status, content = await self.read()
        assert status in {200, 201}, content
        answer: dict[str, Any] = json.loads(content)
        return answer

    async def read(self) -> tuple[int, bytes]:
        """Read one answer."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in lines)
        }
        content = await self.reader.readexactly(int(headers.get("content-length", "0")))
        return int(status.split()[1]), content


@asynccontextmanager
async def connect(url: str) -> AsyncIterator[Wire]:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        yield Wire(reader, writer, parts.netloc)
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


@contextmanager
def program(database: Path) -> Iterator[tuple[subprocess.Popen[bytes], str, str]]:
    """A target on a database file, with the addresses of both its listeners."""
    options = ["--port", "0", "--twilio-port", "0", "--log-level", "error"]
    command = [sys.executable, "-m", "twilio_target", *options, "--database", str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            words = process.stdout.readline().decode().split()
            yield process, words[1], words[4]
        finally:
            process.kill()


async def send_until_killed(
    process: subprocess.Popen[bytes], urls: tuple[str, str], seconds: float, run: int
) -> tuple[dict[str, str], set[str]]:
    """What was acknowledged, sid to body, and every body that was begun to be sent."""
    acknowledged: dict[str, str] = {}
    begun: set[str] = set()

    async def send(sender: int, stack: AsyncExitStack) -> None:
        wire = await stack.enter_async_context(connect(urls[sender % 2]))
        path = "/Messages.json" if sender % 2 == 0 else f"/2010-04-01/Accounts/{SID}/Messages.json"
        for number in range(1_000_000):
            body = f"{run}.{sender}.{number}"
            begun.add(body)
            answer = await wire.post(path, BASIC, body)
            acknowledged[answer["sid"]] = body

    async def send_until_cut(sender: int) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            async with AsyncExitStack() as stack:
                await send(sender, stack)

    tasks = [asyncio.create_task(send_until_cut(sender)) for sender in range(SENDERS)]
    await asyncio.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    await asyncio.wait_for(asyncio.gather(*tasks), 30)
    return acknowledged, begun


def test_what_is_acknowledged_survives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = tmp_path / "twilio.sqlite"
    acknowledged: dict[str, str] = {}
    begun: set[str] = set()
    seconds = random.Random(5)
    for run in range(KILLS):
        with program(database) as (process, *urls):
            pause = seconds.uniform(0.02, 1.0)
            work = send_until_killed(process, (urls[0], urls[1]), pause, run)
            more, tried = asyncio.run(work)
            process.wait(10)
        assert not more.keys() & acknowledged.keys()
        acknowledged |= more
        begun |= tried
    # The program starts over what the last kill left, and shows the newest of it.
    with program(database) as (_, url, _), httpx2.Client(auth=(SID, TOKEN), base_url=url) as client:
        shown = client.get("/Messages.json?PageSize=1000").json()["messages"]
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = connection.execute("SELECT sid, body FROM messages").fetchall()
    kept = dict(rows)
    assert {message["sid"] for message in shown} <= kept.keys()
    lost = [sid for sid, body in acknowledged.items() if kept.get(sid) != body]
    twice = [body for body, times in Counter(body for _, body in rows).items() if times > 1]
    with capsys.disabled():
        print(  # noqa: T201 - the figure is what the run is for
            f"\n{KILLS} kills under {SENDERS} senders: {len(acknowledged)} acknowledged, "
            f"{len(kept)} kept, {len(lost)} lost, {len(twice)} twice"
        )
    assert (lost, twice) == ([], [])
    assert len(acknowledged) > KILLS
    assert kept.keys() >= acknowledged.keys()
    assert set(kept.values()) <= begun
