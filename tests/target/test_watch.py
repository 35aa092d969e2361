"""Health, readiness, metrics, request ids and the log."""

import json
import logging
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from twilio_target import Addresses, Settings, running_target
from twilio_target.local.database import Database

SECRET = "a very recognisable token"
SAMPLE = re.compile(
    r'[a-z_]+(\{([a-z]+="[^"\n]*",?)*\})? [0-9.e+-]+|[a-z_]+(\{.*le="\+Inf".*\}) [0-9.e+]+'
)


@pytest.fixture(params=["gateway", "twilio"])
def wire(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def url(wire: str, target: Addresses) -> str:
    return target.url if wire == "gateway" else target.twilio_url


@pytest.fixture
def get(tls: Any) -> Callable[..., httpx2.Response]:
    return lambda url, **headers: httpx2.get(url, headers=headers, verify=tls)


def samples(text: str) -> dict[str, float]:
    """Every sample of the Prometheus text format, by its name and labels."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert all(SAMPLE.fullmatch(line) for line in lines)
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_health_and_readiness(url: str, get: Any) -> None:
    assert get(f"{url}/healthz").json() == {"status": "ok"}
    assert get(f"{url}/readyz").json() == {"status": "ready"}


def test_without_a_database_the_local_twilio_is_not_ready(
    get: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with running_target() as target:
        monkeypatch.setattr(Database, "read", fail)
        response = get(f"{target.twilio_url}/readyz")
        assert (response.status_code, response.json()) == (503, {"status": "not ready"})
        assert get(f"{target.twilio_url}/healthz").status_code == 200


def test_what_the_disk_does_not_take_is_not_acknowledged(
    tmp_path: Path, open_account: Any, send: Any, get: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also afterwards: the kernel may have forgotten what it could not write."""
    failing = threading.Event()

    def fsync(_: int) -> None:
        if failing.is_set():
            raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.fsync", fsync)
    with running_target(Settings(database=tmp_path / "x.sqlite")) as target:
        account = open_account(target)
        assert send(account.connector).status_code == 200
        failing.set()
        assert send(account.connector).status_code == 500
        failing.clear()
        assert send(account.connector).status_code == 500
        assert get(f"{target.twilio_url}/readyz").status_code == 503
        assert account.connector.get("/Messages.json").status_code == 200


def test_readiness_ends_before_the_service(get: Any, open_account: Any, send: Any) -> None:
    answers: list[tuple[int, int]] = []
    with running_target(Settings(drain_seconds=1.0)) as target:
        account = open_account(target)
        account.connector.get("/healthz")

        def look() -> None:
            time.sleep(0.3)
            answers.extend(
                (get(f"{url}/readyz").status_code, get(f"{url}/healthz").status_code)
                for url in (target.url, target.twilio_url)
            )
            answers.append((send(account.connector).status_code, 0))

        thread = threading.Thread(target=look)
        thread.start()
    thread.join()
    assert answers == [(503, 200), (503, 200), (200, 0)]


@pytest.mark.parametrize("sent", ["a", "0f-3.C_", "x" * 64])
def test_a_sane_request_id_is_kept(url: str, get: Any, sent: str) -> None:
    response = get(f"{url}/healthz", **{"X-Request-Id": sent})
    assert response.headers.get_list("x-request-id") == [sent]


@pytest.mark.parametrize("sent", [None, "", "a b", 'a"b', "x" * 65, "a\tb", "é"])
def test_any_other_is_made(url: str, get: Any, sent: str | None) -> None:
    headers = {} if sent is None else {"X-Request-Id": sent.encode("latin-1")}
    made = {get(f"{url}/nowhere", **headers).headers["x-request-id"] for _ in range(2)}
    assert len(made) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in made)


def test_metrics(open_account: Any, send: Any, get: Any, wire: str) -> None:
    with running_target() as target:
        account = open_account(target)
        for _ in range(3):
            assert send(account.connector).status_code == 200
        for index in range(20):
            account.connector.get(f"/Messages/SM{index}.json")
            account.connector.get(f"/{index}")
            account.connector.request(f"M{index}", "/Messages.json")
        response = get(f"{target.url if wire == 'gateway' else target.twilio_url}/metrics")
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = samples(response.text)

    def count(app: str, route: str, method: str, status: int) -> float:
        labels = f'app="{app}",method="{method}",route="{route}",status="{status}"'
        return found[f"http_requests_total{{{labels}}}"]

    upstream = "/2010-04-01/Accounts/{AccountSid}"
    assert count("gateway", "/Messages.json", "POST", 200) == 3
    assert count("twilio", f"{upstream}/Messages.json", "POST", 201) == 3
    assert count("gateway", "/Messages/{MessageId}.json", "GET", 404) == 20
    assert count("gateway", "(none)", "GET", 404) == 20
    assert count("gateway", "/Messages.json", "(other)", 405) == 20
    seconds = 'http_request_duration_seconds_count{app="gateway",route="/Messages.json"}'
    assert found[seconds] == 23
    assert found[f'http_requests_in_flight{{app="{wire}"}}'] == 1
    assert account.sid not in response.text


def run_program(send: Any, tls: Any, *options: str) -> tuple[list[str], str]:
    """What the program logs of a few requests, and the account that made them."""
    sid = "AC" + "c" * 32
    command = [sys.executable, "-m", "twilio_target", "--port", "0", "--twilio-port", "0"]
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[1]
        with httpx2.Client(base_url=url, auth=(sid, SECRET), verify=tls) as client:
            message = send(client, body="a very recognisable body").json()["sid"]
            client.get(f"/Messages/{message}.json?Secret=x", headers={"X-Request-Id": "mine"})
            client.get("/Messages.json?To=x", auth=(sid, "no"))
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    return errors.splitlines(), sid


def test_the_log(send: Any, tls: Any) -> None:
    lines, sid = run_program(send, tls)
    logged = [json.loads(line) for line in lines]
    assert all(
        set(one)
        == {"time", "level", "event", "app", "request", "method", "route", "status", "milliseconds"}
        for one in logged
    )
    seen = [
        (one["method"], one["route"], one["status"]) for one in logged if one["app"] == "gateway"
    ]
    assert seen == [
        ("POST", "/Messages.json", 200),
        ("GET", "/Messages/{MessageId}.json", 200),
        ("GET", "/Messages.json", 401),
    ]
    assert sum(one["app"] == "twilio" for one in logged) == 3
    # The two lines of one request belong together.
    assert [one["app"] for one in logged if one["request"] == "mine"] == ["twilio", "gateway"]
    text = "\n".join(lines)
    for private in (sid, SECRET, "recognisable", "Secret", "To=", "%2B", "15558675310"):
        assert private not in text


def test_the_log_for_people_and_no_log(send: Any, tls: Any) -> None:
    lines, _ = run_program(send, tls, "--log-format", "text")
    assert len(lines) == 6
    assert "INFO answered app=twilio request=" in lines[0]
    assert run_program(send, tls, "--log-level", "warning")[0] == []


def test_a_failure_is_logged_without_what_was_sent(
    open_account: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    with running_target() as target, caplog.at_level(logging.ERROR, "twilio_target"):
        account = open_account(target)
        account.twilio.get("/Messages.json")
        monkeypatch.setattr("twilio_target.local.messages.parse_page", fail)
        response = account.twilio.get("/Messages.json?To=x")
    assert response.status_code == 500
    assert "a bug" not in response.text
    (record,) = [one for one in caplog.records if one.name == "twilio_target"]
    assert "a bug" in caplog.text
    assert record.fields["request"] == response.headers["x-request-id"]  # type: ignore[attr-defined]
    assert account.sid not in caplog.text
