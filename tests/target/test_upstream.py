"""What the gateway sends upstream, and what it makes of upstream answers of every kind."""

import base64
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree as ET

import httpx2
import pytest

from twilio_target import Settings, running_target

ParseError = Callable[[httpx2.Response], dict[str, object]]
SID = "AC" + "a" * 32
MESSAGE = {"sid": "SM" + "0" * 32, "status": "queued"}


@dataclass
class Recorded:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Script:
    """What the scripted upstream answers next, and what it was asked."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict[str, str])
    delay: float = 0.0
    asked: list[Recorded] = field(default_factory=list[Recorded])

    def answers(self, document: object, status: int = 200, **headers: str) -> None:
        self.status, self.body = status, json.dumps(document).encode()
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture(scope="module")
def scripted() -> Iterator[tuple[Script, str]]:
    script = Script()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            script.asked.append(Recorded(self.command, self.path, headers, self.rfile.read(length)))
            time.sleep(script.delay)
            try:
                self.send_response(script.status)
                for name, value in script.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(script.body)))
                self.end_headers()
                self.wfile.write(script.body)
            except OSError:
                # The gateway has given up already.
                self.close_connection = True

        do_GET = do_POST = answer

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield script, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def gateway(scripted: tuple[Script, str], tls: Any) -> Iterator[httpx2.Client]:
    settings = Settings(upstream=scripted[1], upstream_timeout=0.5)
    with (
        running_target(settings) as target,
        httpx2.Client(base_url=target.url, auth=(SID, "tökén:x"), verify=tls) as client,
    ):
        assert target.twilio_url == scripted[1]
        yield client


@pytest.fixture
def script(scripted: tuple[Script, str]) -> Script:
    fresh = Script()
    for name in ("status", "body", "headers", "delay", "asked"):
        setattr(scripted[0], name, getattr(fresh, name))
    return scripted[0]


def test_a_body_becomes_a_form(gateway: httpx2.Client, script: Script) -> None:
    script.answers(MESSAGE, 201)
    body = {
        "max_price": "0.1",
        "to": "+2",
        "from": "+1",
        "body": "a&b=c %+é\n",
        "media_url": ["https://x/1", "https://x/2"],
        "status_callback": "https://x",
        "messaging_service_sid": "MG",
        "application_sid": "AP",
    }
    response = gateway.post("/Messages.json", json=body)
    assert (response.status_code, response.json()) == (200, MESSAGE)
    (asked,) = script.asked
    assert (asked.method, asked.path) == ("POST", f"/2010-04-01/Accounts/{SID}/Messages.json")
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qsl(asked.body.decode(), strict_parsing=True) == [
        ("From", "+1"),
        ("To", "+2"),
        ("Body", "a&b=c %+é\n"),
        ("MediaUrl", "https://x/1"),
        ("MediaUrl", "https://x/2"),
        ("StatusCallback", "https://x"),
        ("MessagingServiceSid", "MG"),
        ("ApplicationSid", "AP"),
        ("MaxPrice", "0.1"),
    ]


def test_a_query_is_passed_on(gateway: httpx2.Client, script: Script) -> None:
    script.answers({"messages": []})
    gateway.get("/Messages.json?DateSent%3C=2024-01-01&To=%2B1&PageSize=2&PageToken=PA&Other=1")
    (asked,) = script.asked
    path, _, query = asked.path.partition("?")
    assert path == f"/2010-04-01/Accounts/{SID}/Messages.json"
    pairs = [("DateSent<", "2024-01-01"), ("To", "+1"), ("PageSize", "2"), ("PageToken", "PA")]
    assert parse_qsl(query) == pairs
    assert asked.body == b""


def test_path_values_stay_one_segment(gateway: httpx2.Client, script: Script) -> None:
    script.answers(MESSAGE)
    gateway.get("/Messages/a%3Fb%23c%20%25.json")
    assert script.asked[0].path.endswith("/Messages/a%3Fb%23c%20%25.json")


@pytest.mark.parametrize(
    "path",
    [
        "/AvailablePhoneNumbers/%2E%2E/Local.json",
        "/AvailablePhoneNumbers/%2e/Local.json",
        "/Messages/%00.json",
        "/nowhere.json",
        "/Messages.json?PageSize=x",
    ],
)
def test_what_is_not_passed_on(gateway: httpx2.Client, script: Script, path: str) -> None:
    assert gateway.get(path).status_code in {400, 404}
    assert script.asked == []


def test_credentials_are_passed_through(gateway: httpx2.Client, script: Script) -> None:
    script.answers(MESSAGE)
    gateway.get("/Messages/x.json")
    scheme, encoded = script.asked[0].headers["authorization"].split()
    assert scheme == "Basic"
    assert base64.b64decode(encoded).decode() == f"{SID}:tökén:x"
    for auth in (("user", "token"), (SID, "")):
        assert gateway.get("/Messages/x.json", auth=auth).status_code == 401
    assert gateway.post("/Messages.json", auth=("user", "token"), json={}).status_code == 401
    assert len(script.asked) == 1


def test_connections_are_kept() -> None:
    """One connection serves one request after the other."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        accepted: list[int] = []

        def answer() -> None:
            connection, _ = listener.accept()
            accepted.append(1)
            with connection:
                for _ in range(3):
                    while not connection.recv(65_536).endswith(b"\r\n\r\n"):
                        pass
                    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")

        thread = threading.Thread(target=answer)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with running_target(Settings(upstream=url)) as target:
            for _ in range(3):
                response = httpx2.get(f"{target.url}/Messages/x.json", auth=(SID, "token"))
                assert response.json() == {}
        thread.join()
    assert accepted == [1]


MODERN_LIST = {
    "first_page_uri": f"/2010-04-01/Accounts/{SID}/Messages.json?To=%2B1&PageSize=2&Page=0",
    "end": 1,
    "next_page_uri": f"/2010-04-01/Accounts/{SID}/Messages.json?PageSize=2&Page=1&PageToken=PASMx",
    "previous_page_uri": None,
    "page": 0,
    "page_size": 2,
    "start": 0,
    "uri": f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages.json?PageSize=2",
    "messages": [
        {
            "sid": "SM1",
            "num_segments": 2,
            "error_code": 30007,
            "price": "-0.00790",
            "status": None,
            "subresource_uris": {"media": "/m.json", "feedback": "/f.json", "none": None},
            "uri": f"/2010-04-01/Accounts/{SID}/Messages/SM1.json",
            "tags": {"not": "in the connector"},
        }
    ],
}
EXPECTED_LIST = {
    "first_page_uri": "/Messages.json?To=%2B1&PageSize=2&Page=0",
    "next_page_uri": "/Messages.json?PageSize=2&Page=1&PageToken=PASMx",
    "previous_page_uri": None,
    "page": 0,
    "page_size": 2,
    "uri": "/Messages.json?PageSize=2",
    "messages": [
        {
            "sid": "SM1",
            "num_segments": "2",
            "error_code": "30007",
            "price": "-0.00790",
            "subresource_uris": ["/m.json", "/f.json"],
            "uri": "/Messages/SM1.json",
        }
    ],
}


@pytest.mark.parametrize(
    ("path", "upstream", "expected"),
    [
        ("/Messages.json", MODERN_LIST, EXPECTED_LIST),
        (
            "/Messages.json",
            {"messages": [], "total": "7", "num_pages": 4},
            {"messages": [], "total": 7, "num_pages": 4},
        ),
        ("/Messages/x.json", {}, {}),
        (
            "/AvailablePhoneNumbers/US/Local.json",
            {
                "uri": f"/2010-04-01/Accounts/{SID}/AvailablePhoneNumbers/US/Local.json",
                "available_phone_numbers": [
                    {
                        "latitude": 37.5,
                        "longitude": "-122.25",
                        "lata": None,
                        "capabilities": {"voice": True, "SMS": False, "MMS": True},
                    },
                    {"capabilities": {"sms": True}},
                    {},
                ],
            },
            {
                "uri": "/AvailablePhoneNumbers/US/Local.json",
                "available_phone_numbers": [
                    {
                        "lata": None,
                        "latitude": "37.5",
                        "longitude": "-122.25",
                        "voice": True,
                        "sms": False,
                        "mms": True,
                    },
                    {"sms": True},
                    {},
                ],
            },
        ),
        (
            "/IncomingPhoneNumbers/x.json",
            {
                "capabilities": {"mms": False, "sms": True, "voice": True, "fax": False},
                "beta": False,
            },
            {"capabilities": {"mms": False, "sms": True, "voice": True}},
        ),
        (
            "/Usage/Records.json",
            {"usage_records": [{"price": "2192.84855", "count": None, "usage": 3}, {"price": 1}]},
            {"usage_records": [{"price": 2192.84855, "count": None, "usage": "3"}, {"price": 1}]},
        ),
    ],
)
def test_answers_are_put_in_shape(
    gateway: httpx2.Client,
    script: Script,
    path: str,
    upstream: dict[str, Any],
    expected: dict[str, Any],
) -> None:
    script.answers(upstream)
    response = gateway.get(path)
    assert response.status_code == 200
    assert response.json() == expected
    as_xml = gateway.get(path, headers={"accept": "application/xml"})
    assert as_xml.status_code == 200
    ET.fromstring(as_xml.content)


@pytest.fixture
def ask_in_both(
    gateway: httpx2.Client, parse_error: ParseError
) -> Callable[[], list[dict[str, object]]]:
    """A function that asks for a list in either media type, and gives the errors."""

    def ask() -> list[dict[str, object]]:
        types = ("application/json", "application/xml")
        responses = [gateway.get("/Messages.json", headers={"accept": one}) for one in types]
        assert [response.headers["content-type"] for response in responses] == list(types)
        return [parse_error(response) for response in responses]

    return ask


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {}, b""),
        (200, {}, b"<html>"),
        (200, {}, b'{"messages": '),
        (200, {}, b"[" * 200_000),
        (200, {}, b"[]"),
        (200, {}, b"null"),
        (200, {}, b"{}"),
        (200, {}, b'{"messages": {}}'),
        (200, {}, b'{"messages": [1]}'),
        (200, {}, b'{"messages": [], "page": "x"}'),
        (200, {}, b'{"messages": [], "page": 1.5}'),
        (200, {}, b'{"messages": [], "uri": []}'),
        (200, {}, b'{"messages": [{"body": {}}]}'),
        (200, {}, b'{"messages": [{"subresource_uris": [1]}]}'),
        (200, {"content-encoding": "gzip"}, b"not gzip"),
        (204, {}, b""),
        (301, {"location": "http://127.0.0.1:9/"}, b"{}"),
        (302, {"location": "/elsewhere"}, b'{"messages": []}'),
        (500, {}, b"<html>"),
        (503, {"retry-after": "7"}, b'{"code": 20503, "message": "no", "status": 503}'),
        (599, {}, b"{}"),
    ],
)
def test_faults_upstream_are_a_500(
    script: Script,
    ask_in_both: Callable[[], list[dict[str, object]]],
    status: int,
    headers: dict[str, str],
    body: bytes,
) -> None:
    script.status, script.headers, script.body = status, headers, body
    errors = ask_in_both()
    assert [(error["status"], error["code"]) for error in errors] == [(500, 20500)] * 2
    assert len(script.asked) == 2  # nothing is asked again, and no redirection followed


@pytest.mark.parametrize(
    ("status", "document", "expected"),
    [
        (400, {"code": 21211, "message": "No", "status": 400}, (21211, "No")),
        (401, {"code": 20003, "message": "Authenticate"}, (20003, "Authenticate")),
        (403, {"code": "20403", "message": "Forbidden"}, (20403, "Forbidden")),
        (404, {}, (None, "Twilio refused the request.")),
        (404, [], (None, "Twilio refused the request.")),
        (404, {"message": f"no /2010-04-01/Accounts/{SID}/Calls here"}, (None, "no /Calls here")),
        (429, {"code": 20429, "message": "Too Many Requests"}, (20429, "Too Many Requests")),
        (460, {"code": None, "message": None}, (None, "Twilio refused the request.")),
    ],
)
def test_refusals_upstream_are_passed_on(
    script: Script,
    ask_in_both: Callable[[], list[dict[str, object]]],
    status: int,
    document: object,
    expected: tuple[int | None, str],
) -> None:
    script.answers(document, status)
    for error in ask_in_both():
        assert (error.get("code"), error["message"]) == expected
        assert error["status"] == status


@pytest.mark.parametrize("status", [401, 403, 429])
def test_headers_of_refusals(gateway: httpx2.Client, script: Script, status: int) -> None:
    script.answers({}, status, Retry_After="3", X_Other="1", WWW_Authenticate="Digest")
    headers = gateway.get("/Messages.json").headers
    assert headers["retry-after"] == "3"
    assert "x-other" not in headers
    realm = 'Basic realm="Twilio API"' if status == 401 else None
    assert headers.get("www-authenticate") == realm


def test_a_slow_upstream_is_a_500(
    gateway: httpx2.Client, script: Script, parse_error: ParseError
) -> None:
    script.answers(MESSAGE)
    script.delay = 0.8
    response = gateway.get("/Messages/x.json")
    assert response.status_code == 500
    assert "in time" in str(parse_error(response)["message"])


@pytest.mark.parametrize("accept", ["application/json", "application/xml"])
def test_every_operation_without_an_upstream_is_a_500(
    parse_error: ParseError, tls: Any, accept: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        dead = f"http://127.0.0.1:{listener.getsockname()[1]}"
    message = {"from": "+15005550006", "to": "+15558675310", "body": "Hi"}
    requests: list[tuple[str, str, object]] = [
        ("GET", "/Messages.json", None),
        ("POST", "/Messages.json", message),
        ("GET", "/Messages/x.json", None),
        ("GET", "/IncomingPhoneNumbers.json", None),
        ("POST", "/IncomingPhoneNumbers.json", {"PhoneNumber": "+15005550006"}),
        ("GET", "/IncomingPhoneNumbers/x.json", None),
        ("GET", "/AvailablePhoneNumbers/US/Local.json", None),
        ("GET", "/AvailablePhoneNumbers/US/Mobile.json", None),
        ("GET", "/AvailablePhoneNumbers/US/TollFree.json", None),
        ("GET", "/Usage/Records.json", None),
    ]
    with (
        running_target(Settings(upstream=dead)) as target,
        httpx2.Client(base_url=target.url, auth=(SID, "token"), verify=tls) as client,
    ):
        for method, path, body in requests:
            response = client.request(method, path, json=body, headers={"accept": accept})
            assert response.status_code == 500
            assert parse_error(response)["code"] == 20500
            assert dead not in response.text
        assert client.get("/healthz").status_code == 200


def test_the_local_twilio_has_as_long_as_any_other(
    tmp_path: Path, open_account: Any, send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, go_on = threading.Event(), threading.Event()

    def fsync(_: int) -> None:
        if slow.is_set():
            go_on.wait(20)

    monkeypatch.setattr("os.fsync", fsync)
    settings = Settings(database=tmp_path / "x.sqlite", upstream_timeout=0.3)
    with running_target(settings) as target:
        account = open_account(target)
        assert send(account.connector).status_code == 200
        slow.set()
        response = send(account.connector)
        slow.clear()
        go_on.set()
        assert (response.status_code, response.json()["code"]) == (500, 20500)
        assert send(account.connector).status_code == 200
