"""Starting and stopping: in a thread, as a program, and not gently at all."""

import base64
import gc
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
from click.testing import CliRunner

from twilio_target import Settings, running_target
from twilio_target.__main__ import main

OUTPUT = re.compile(
    r"connector (http://127\.0\.0\.1:\d+)  local Twilio (http://127\.0\.0\.1:\d+)\n"
)


def open_files() -> set[str]:
    """What this process has open: its sockets, and files of targets."""
    links: set[str] = set()
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the listing itself is open for a moment
            links.add(str(entry.readlink()))
    return {link for link in links if link.startswith("socket:") or "twilio-target-" in link}


def test_several_at_once_and_nothing_is_left(
    send: Any, open_account: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # others run targets, too
    with running_target():
        pass  # what a process starts once, such as the client's own runtime, is there from now on
    gc.collect()
    threads, open_before = set(threading.enumerate()), open_files()
    with ExitStack() as stack:
        targets = [stack.enter_context(running_target()) for _ in range(3)]
        assert len({target.url for target in targets}) == 3
        sid = "AC" + "7" * 32
        accounts = [open_account(target, token=str(n), sid=sid) for n, target in enumerate(targets)]
        for number, account in enumerate(accounts):
            for _ in range(number):
                assert send(account.connector).status_code == 200
        counts = [account.connector.get("/Messages.json").json()["total"] for account in accounts]
        assert counts == [0, 1, 2]
        for account in accounts:
            account.connector.close()
    gc.collect()
    assert set(threading.enumerate()) == threads
    assert open_files() <= open_before
    assert not list(tmp_path.glob("twilio-target-*"))


def test_an_error_in_the_block_stops_the_target(tls: Any) -> None:
    with pytest.raises(ZeroDivisionError), running_target() as target:
        _ = 1 / 0
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(target.url, verify=tls)


def test_what_cannot_start(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for settings in (Settings(port=port), Settings(twilio_port=port)):
            with pytest.raises(OSError, match="in use"), running_target(settings):
                pass
    nonsense = tmp_path / "nonsense"
    nonsense.write_bytes(b"no database" * 1000)
    with pytest.raises(sqlite3.DatabaseError), running_target(Settings(database=nonsense)):
        pass
    with pytest.raises(sqlite3.OperationalError), running_target(Settings(database=tmp_path)):
        pass


def test_a_request_under_way_is_answered(open_account: Callable[..., Any]) -> None:
    """Stopping waits for it, also where the gateway has yet to ask the local Twilio."""
    answers: list[bytes] = []
    with running_target() as target:
        account = open_account(target)
        address = ("127.0.0.1", int(target.url.rpartition(":")[2]))
        body = b'{"from": "+15005550006", "to": "+15558675310", "body": "Hi"}'
        connection = socket.create_connection(address)
        connection.sendall(
            b"POST /Messages.json HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            b"authorization: Basic " + basic(account.sid) + b"\r\n"
            b"content-length: %d\r\n\r\n" % len(body) + body[:10]
        )

        def finish() -> None:
            with connection:
                connection.sendall(body[10:])
                answers.append(connection.recv(65_536))

        timer = threading.Timer(0.2, finish)
        timer.start()
        assert account.connector.get("/healthz").status_code == 200
    timer.join()
    assert answers[0].startswith(b"HTTP/1.1 200 OK")


def basic(sid: str) -> bytes:
    return base64.b64encode(f"{sid}:a token".encode())


@contextmanager
def program(*arguments: str, **environment: str) -> Generator[tuple[subprocess.Popen[str], str]]:
    """The program on free ports, once it says where, with the line it says."""
    command = [sys.executable, "-m", "twilio_target", "--port", "0", "--twilio-port", "0"]
    environment = {"TWILIO_TARGET_LOG_LEVEL": "warning"} | environment
    with subprocess.Popen(
        [*command, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    ) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline()
        finally:
            if process.poll() is None:
                process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_program(number: signal.Signals, send: Any, tls: Any) -> None:
    with program() as (process, line):
        found = OUTPUT.fullmatch(line)
        assert found is not None, line
        auth = ("AC" + "a" * 32, "token")
        with httpx2.Client(base_url=found[1], auth=auth, verify=tls) as client:
            assert send(client).status_code == 200
        health = httpx2.get(f"{found[2]}/healthz", verify=tls)
        assert health.json() == {"status": "ok"}
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, "", "")


def test_an_acknowledged_message_survives_the_end_of_the_process(
    tmp_path: Path, send: Any, tls: Any
) -> None:
    database = tmp_path / "twilio.sqlite"
    sids: list[str] = []
    auth = ("AC" + "a" * 32, "token")
    for _ in range(2):
        with program(TWILIO_TARGET_DATABASE=str(database)) as (process, line):
            url = line.split()[1]
            with httpx2.Client(base_url=url, auth=auth, verify=tls) as client:
                listed = client.get("/Messages.json?PageSize=1000").json()["messages"]
                assert [message["sid"] for message in listed] == sids[::-1]
                sids += [send(client).json()["sid"] for _ in range(20)]
                process.kill()
                process.wait()
    with (
        running_target(Settings(database=database)) as target,
        httpx2.Client(base_url=target.url, auth=auth, verify=tls) as client,
    ):
        listed = client.get("/Messages.json").json()["messages"]
        assert [message["sid"] for message in listed] == sids[::-1]
        assert client.get("/Messages.json", auth=(auth[0], "other")).status_code == 401


def test_the_program_in_front_of_another_twilio() -> None:
    with program(TWILIO_TARGET_UPSTREAM="https://api.twilio.com/") as (_, line):
        assert re.fullmatch(r"connector \S+  upstream https://api\.twilio\.com\n", line)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--upstream", "api.twilio.com"], "--upstream"),
        (["--upstream", "ftp://x"], "--upstream"),
        (["--upstream", "http://user:secret@x"], "--upstream"),
        (["--upstream", "http://x/path"], "--upstream"),
        (["--upstream", "http://x:99999"], "--upstream"),
        (["--upstream", "http://[x"], "--upstream"),
        (["--port", "65536"], "--port"),
        (["--status-seconds", "-1"], "--status-seconds"),
        (["--upstream-timeout", "0"], "--upstream-timeout"),
        (["--rate-limit", "x"], "--rate-limit"),
        (["--database", "/no/such/folder/x"], "unable to open database file"),
        (["--host", "192.0.2.1"], "assign requested address"),
    ],
)
def test_bad_arguments(arguments: list[str], complaint: str) -> None:
    done = CliRunner().invoke(main, ["--port", "0", "--twilio-port", "0", *arguments])
    assert done.exit_code == 2
    assert complaint in done.stderr
    assert isinstance(done.exception, SystemExit)


def test_help_names_every_environment_variable() -> None:
    shown = CliRunner().invoke(main, ["--help"]).stdout
    names = set(re.findall(r"TWILIO_TARGET_[A-Z_]+", re.sub(r"\s+", "", shown)))
    assert names == {
        "TWILIO_TARGET_HOST",
        "TWILIO_TARGET_PORT",
        "TWILIO_TARGET_TWILIO_PORT",
        "TWILIO_TARGET_DATABASE",
        "TWILIO_TARGET_UPSTREAM",
        "TWILIO_TARGET_UPSTREAM_TIMEOUT",
        "TWILIO_TARGET_STATUS_SECONDS",
        "TWILIO_TARGET_RATE_LIMIT",
        "TWILIO_TARGET_CALLBACKS_ANYWHERE",
        "TWILIO_TARGET_FSYNC",
        "TWILIO_TARGET_DRAIN_SECONDS",
        "TWILIO_TARGET_LOG_LEVEL",
        "TWILIO_TARGET_LOG_FORMAT",
    }
