"""Status callbacks: what arrives, how it is signed, where it may go and how often it is tried."""

import logging
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from twilio_target import Addresses, Settings, running_target

FROM, TO, TOKEN = "+15005550006", "+15558675310", "a token"


class Receiver(ThreadingHTTPServer):
    """A server that keeps what it is sent, and answers what a test chooses."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.answers: list[int] = []
        self.arrived = threading.Condition()

    def url(self, path: str = "/status", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_address[1]}{path}"

    def wait_for(self, count: int) -> list[dict[str, str]]:
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.received) >= count, timeout=20)
        return [fields for _, _, fields in self.received]


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        with self.server.arrived:
            fields = dict(parse_qsl(body, keep_blank_values=True))
            self.server.received.append((self.path, headers, fields))
            status = self.server.answers.pop(0) if self.server.answers else 204
            self.server.arrived.notify_all()
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def quick() -> Iterator[Addresses]:
    with running_target(Settings(status_seconds=0.05)) as addresses:
        yield addresses


@pytest.fixture
def client(quick: Addresses, open_official: Callable[..., Client]) -> Client:
    return open_official(quick)


def send(client: Client, url: str, **changes: Any) -> Any:
    return client.messages.create(
        **{"from_": FROM, "to": TO, "body": "Hi", "status_callback": url} | changes
    )


def test_every_status_is_told_in_order(client: Client, receiver: Receiver) -> None:
    sent = send(client, receiver.url())
    fields = receiver.wait_for(3)
    common = {
        "AccountSid": client.account_sid,
        "ApiVersion": "2010-04-01",
        "From": FROM,
        "MessageSid": sent.sid,
        "SmsSid": sent.sid,
        "To": TO,
    }
    assert fields == [
        common | {"MessageStatus": status, "SmsStatus": status}
        for status in ("queued", "sent", "delivered")
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/status",
        "/",
        "/a?x=1&y=%C3%A9",
        "/a%20b",
        "/status#part",
        "/\N{LATIN SMALL LETTER E WITH ACUTE}",
    ],
)
def test_the_official_validator_accepts_the_signature(
    client: Client, receiver: Receiver, path: str
) -> None:
    send(client, receiver.url(path))
    receiver.wait_for(1)
    requested, headers, fields = receiver.received[0]
    # As a server knows its own address: what it was asked for, and the Host header.
    url = f"http://{headers['host']}{requested}"
    validator = RequestValidator(TOKEN)
    assert validator.validate(url, fields, headers["x-twilio-signature"])
    assert not validator.validate(url, fields | {"To": FROM}, headers["x-twilio-signature"])
    assert not validator.validate(url + "x", fields, headers["x-twilio-signature"])
    assert not RequestValidator("other").validate(url, fields, headers["x-twilio-signature"])
    assert headers["content-type"] == "application/x-www-form-urlencoded"


def test_localhost_is_this_machine(client: Client, receiver: Receiver) -> None:
    url = receiver.url(host="localhost")
    send(client, url)
    receiver.wait_for(1)
    _, headers, fields = receiver.received[0]
    assert headers["host"].startswith("localhost:")
    assert RequestValidator(TOKEN).validate(url, fields, headers["x-twilio-signature"])


def test_the_error_code_of_a_failed_message(client: Client, receiver: Receiver) -> None:
    send(client, receiver.url(), max_price="0.001")
    queued, failed = receiver.wait_for(2)
    assert "ErrorCode" not in queued
    assert (failed["MessageStatus"], failed["ErrorCode"]) == ("failed", "30010")


def test_a_messaging_service_is_named(client: Client, receiver: Receiver) -> None:
    send(client, receiver.url(), messaging_service_sid="MG" + "0" * 32)
    assert receiver.wait_for(1)[0]["MessagingServiceSid"] == "MG" + "0" * 32


def test_a_canceled_and_a_deleted_message(
    clocked_target: Addresses, open_official: Callable[..., Client], clock: Any, receiver: Receiver
) -> None:
    client = open_official(clocked_target)
    canceled, deleted = send(client, receiver.url()), send(client, receiver.url())
    receiver.wait_for(2)
    canceled.update(status="canceled")
    assert receiver.wait_for(3)[2]["MessageStatus"] == "canceled"
    deleted.delete()
    clock.pass_seconds(100)
    last = send(client, receiver.url())
    receiver.wait_for(4)
    time.sleep(1.2)  # the target looks at a stopped clock every second
    told = [(fields["MessageSid"], fields["MessageStatus"]) for fields in receiver.wait_for(4)]
    assert {sid for sid, _ in told[3:]} == {last.sid}, (canceled.sid, deleted.sid, told)


def test_nothing_is_told_of_what_was_deleted_meanwhile(
    clocked_target: Addresses, open_official: Callable[..., Client], clock: Any, receiver: Receiver
) -> None:
    client = open_official(clocked_target)
    # A cancellation that comes together with the answer is easily lost, one time in twenty.
    for _ in range(60):
        sent = send(client, receiver.url())
        client.messages(sent.sid).delete()
    clock.pass_seconds(100)
    last = send(client, receiver.url())
    _until(lambda: any(one["MessageSid"] == last.sid for one in receiver.wait_for(1)))
    time.sleep(1.2)  # the target looks at a stopped clock every second
    statuses = {(one["MessageSid"], one["MessageStatus"]) for one in receiver.wait_for(1)}
    assert {status for _, status in statuses} == {"queued"}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([500], ["queued", "queued", "sent", "delivered"]),
        ([503, 503, 503], ["queued", "queued", "queued", "sent", "delivered"]),
        ([400], ["queued", "sent", "delivered"]),
        ([302], ["queued", "sent", "delivered"]),
    ],
)
def test_attempts_are_bounded(
    client: Client, receiver: Receiver, answers: list[int], expected: list[str]
) -> None:
    receiver.answers = answers
    send(client, receiver.url())
    told = receiver.wait_for(len(expected))
    time.sleep(0.1)
    assert [fields["MessageStatus"] for fields in told] == expected
    assert {path for path, _, _ in receiver.received} == {"/status"}
    tokens = [headers["i-twilio-idempotency-token"] for _, headers, _ in receiver.received]
    assert len(set(tokens)) == 3  # repeated with the attempt


@pytest.mark.parametrize(
    "host",
    [
        "192.0.2.1",
        "169.254.169.254",
        "0.0.0.0",
        "[2001:db8::1]",
        "[::ffff:192.0.2.1]",
        "10.1",
        "example.com",
        "localhost.example.com",
        "127.0.0.1.example.com",
    ],
)
def test_only_this_machine_is_called(
    client: Client, caplog: pytest.LogCaptureFixture, host: str
) -> None:
    sent = send(client, f"http://user:secret@{host}/hidden")
    wanted = f"status callback queued of {sent.sid}: its host is not on this machine"
    with caplog.at_level(logging.WARNING, "twilio_target"):
        _until(lambda: wanted in caplog.text)
    _until(lambda: sent.fetch().status == "delivered")
    assert caplog.text.count(sent.sid) == 1
    for secret in ("secret", "hidden", TOKEN):
        assert secret not in caplog.text


def test_other_machines_where_that_is_allowed(
    open_official: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    with running_target(Settings(status_seconds=0, callbacks_anywhere=True)) as addresses:
        # No machine, but no loopback address either: connecting fails at once.
        sent = send(open_official(addresses), "http://255.255.255.255/")
        _until(lambda: f"queued of {sent.sid}: the server cannot be reached" in caplog.text)


def test_a_server_that_is_away(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    sent = send(client, f"http://127.0.0.1:{port}/")
    _until(lambda: f"queued of {sent.sid}: the server cannot be reached" in caplog.text)
    assert sent.fetch().status == "delivered"


def test_stopping_does_not_wait_for_callbacks(
    open_official: Callable[..., Client], receiver: Receiver
) -> None:
    before = set(threading.enumerate())
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with running_target(Settings(status_seconds=60)) as addresses:
            client = open_official(addresses)
            for _ in range(20):
                send(client, url)
            send(client, receiver.url())
            receiver.wait_for(1)
            began = time.monotonic()
        assert time.monotonic() - began < 5
    names = {thread.name for thread in set(threading.enumerate()) - before}
    assert not {name for name in names if name.startswith("twilio-target")}


def test_the_token_is_not_in_the_database(
    tmp_path: Path, open_official: Callable[..., Client], receiver: Receiver
) -> None:
    path = tmp_path / "twilio.sqlite"
    with running_target(Settings(database=path, status_seconds=0)) as addresses:
        send(open_official(addresses), receiver.url())
        receiver.wait_for(3)
    with sqlite3.connect(path) as connection:
        dump = "\n".join(connection.iterdump())
    connection.close()
    assert receiver.url() in dump
    assert TOKEN not in dump
    for file in tmp_path.iterdir():
        assert TOKEN.encode() not in file.read_bytes()


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
