"""Hostile requests over raw sockets: each is answered as it should be, and the server still serves."""

import importlib.util
import json
import re
import socket
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from twilio_target import Addresses, connection, running_target, web


def _table() -> Any:
    found = importlib.util.spec_from_file_location(
        "hostile", Path(__file__).with_name("hostile.py")
    )
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules["hostile"] = module
    found.loader.exec_module(module)
    return module


TABLE = _table()
CASES = TABLE.both()


class Client:
    """A socket that reads answers one by one."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.socket = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10)
        self.pending = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before all of it was sent
            self.socket.sendall(data)

    def read(self, *, has_body: bool = True) -> tuple[int, dict[str, str], bytes] | None:
        """The next answer; None at the end of the connection."""
        while b"\r\n\r\n" not in self.pending:
            if not self._more():
                assert self.pending == b""
                return None
        start, _, self.pending = self.pending.partition(b"\r\n\r\n")
        line, *lines = start.decode("latin-1").split("\r\n")
        found = re.fullmatch(r"HTTP/1\.1 (\d{3}) .*", line)
        assert found is not None, line
        headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in lines)}
        length = int(headers.get("content-length", "0")) if has_body else 0
        while len(self.pending) < length:
            assert self._more(), "the answer is cut off"
        content, self.pending = self.pending[:length], self.pending[length:]
        return int(found[1]), headers, content

    def rest(self) -> bytes:
        """Whatever else comes within a moment."""
        self.socket.settimeout(0.03)
        with suppress(TimeoutError):
            while self._more():
                pass
        return self.pending

    def is_open(self) -> bool:
        """Whether the server has kept the connection."""
        self.socket.settimeout(0.01)
        try:
            return self._more()
        except TimeoutError:
            return True

    def _more(self) -> bool:
        try:
            data = self.socket.recv(65_536)
        except ConnectionResetError:
            return False
        self.pending += data
        return bool(data)


@pytest.fixture
def url(target: Addresses) -> Callable[[str], str]:
    return lambda wire: target.url if wire == "gateway" else target.twilio_url


def serves(url: str) -> bool:
    with Client(url) as client:
        client.send(TABLE.head("GET /healthz HTTP/1.1", "Host: x"))
        answer = client.read()
        return answer is not None and answer[0] == 200


def check_error(status: int, headers: dict[str, str], content: bytes) -> None:
    """An error has a body that says so, and nothing of what went on inside."""
    if status == 405:
        assert "GET" in headers["allow"].split(", ")
    if status == 401:
        assert headers["www-authenticate"] == 'Basic realm="Twilio API"'
    if "xml" in headers["content-type"]:
        assert f"<Status>{status}</Status>".encode() in content
        ET.fromstring(content)
    else:
        assert json.loads(content)["status"] == status
    assert b"Traceback" not in content
    assert b"root:" not in content


def test_the_list_is_long() -> None:
    assert len(CASES) >= 100
    assert len({(case.wire, case.name) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.wire}: {case.name}")
def test_hostile(case: Any, url: Callable[[str], str]) -> None:
    with Client(url(case.wire)) as client:
        client.send(case.sent)
        for status in case.statuses:
            answer = client.read(has_body=case.name != "HEAD")
            assert answer is not None
            assert answer[0] == status, answer
            if status >= 400 and case.name != "HEAD":
                check_error(*answer)
        assert client.rest() == b"", "an answer more than there were requests"
    assert serves(url(case.wire))


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines that a test can wait for."""
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.6)
    monkeypatch.setattr(web, "BODY_SECONDS", 0.6)
    monkeypatch.setattr(connection, "_LINGER_SECONDS", 0.6)


@pytest.mark.parametrize("wire", ["gateway", "twilio"])
@pytest.mark.usefixtures("hasty")
class TestSlow:
    def test_a_head(self, wire: str, url: Callable[[str], str]) -> None:
        """Also where something comes now and then."""
        with Client(url(wire)) as client:
            client.send(b"GET /healthz HTTP/1.1\r\n")
            for index in range(20):
                client.send(b"X-%d: 1\r\n" % index)
                time.sleep(0.1)
            answer = client.read()
            assert answer is not None
            assert answer[0] == 408
            check_error(*answer)
            assert client.read() is None
        assert serves(url(wire))

    def test_line_ends_alone(self, wire: str, url: Callable[[str], str]) -> None:
        with Client(url(wire)) as client:
            for _ in range(20):
                client.send(b"\r\n")
                time.sleep(0.1)
            answer = client.read()
            assert answer is not None
            assert answer[0] == 408

    def test_a_body(self, wire: str, url: Callable[[str], str]) -> None:
        with Client(url(wire)) as client:
            client.send(TABLE.post(wire, b"x", length="1000"))
            for _ in range(10):
                client.send(b"x")
                time.sleep(0.1)
            answer = client.read()
            assert answer is not None
            assert answer[0] == 408
            check_error(*answer)
            assert client.read() is None
        assert serves(url(wire))

    def test_a_body_that_nobody_waits_for(self, wire: str, url: Callable[[str], str]) -> None:
        with Client(url(wire)) as client:
            client.send(TABLE.post(wire, b"", length="999999999"))
            answer = client.read()
            assert answer is not None
            assert answer[0] == 413
            started = time.monotonic()
            while client.is_open():
                client.send(b"x" * 1000)
                assert time.monotonic() < started + 8
                time.sleep(0.1)

    def test_half_a_request(self, wire: str, url: Callable[[str], str]) -> None:
        for sent in (b"GET /hea", TABLE.post(wire, b"x", length="10")):
            with Client(url(wire)) as client:
                client.send(sent)
                client.socket.shutdown(socket.SHUT_WR)
                assert client.read() is None
        assert serves(url(wire))

    def test_a_client_that_sends_no_more_gets_its_answer(
        self, wire: str, url: Callable[[str], str]
    ) -> None:
        with Client(url(wire)) as client:
            client.send(TABLE.post(wire, TABLE.GOOD[wire]))
            client.socket.shutdown(socket.SHUT_WR)
            answer = client.read()
            assert answer is not None
            assert answer[0] == TABLE.CREATED[wire]
            assert client.read() is None


@pytest.mark.parametrize("wire", ["gateway", "twilio"])
def test_idle_connections_do_not_stop_the_service(
    wire: str, url: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "MOST_CONNECTIONS", 50)
    with ExitStack() as stack:
        clients = [stack.enter_context(Client(url(wire))) for _ in range(150)]
        assert serves(url(wire))
        # The oldest had to go.
        assert sum(client.is_open() for client in clients) <= 50


def test_more_requests_at_once_than_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are refused as long as the others are under way."""
    monkeypatch.setattr(connection, "MOST_CONNECTIONS", 3)
    with running_target() as target, ExitStack() as stack:
        clients = [stack.enter_context(Client(target.twilio_url)) for _ in range(3)]
        for client in clients:
            client.send(TABLE.post("twilio", b"", length=str(len(TABLE.GOOD["twilio"]))))
        time.sleep(0.3)
        with Client(target.twilio_url) as late:
            late.send(TABLE.head("GET /healthz HTTP/1.1", "Host: x"))
            answer = late.read()
            assert answer is not None
            assert answer[0] == 503
        for client in clients:
            client.send(TABLE.GOOD["twilio"])
            answer = client.read()
            assert answer is not None
            assert answer[0] == 201
        time.sleep(0.1)
        assert serves(target.twilio_url)


@pytest.mark.parametrize("wire", ["gateway", "twilio"])
def test_too_many_requests_before_any_answer(wire: str, url: Callable[[str], str]) -> None:
    with Client(url(wire)) as client:
        client.send(TABLE.get(TABLE.LIST[wire] + "?PageSize=1") * 200)
        statuses = []
        while (answer := client.read()) is not None:
            statuses.append(answer[0])
        assert statuses[-1] == 503
        assert set(statuses[:-1]) == {200}
        assert len(statuses) >= connection.MOST_PIPELINED
    assert serves(url(wire))
