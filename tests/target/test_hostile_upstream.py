"""What the gateway makes of an upstream that is broken, or wants to do harm."""

import base64
import gzip
import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from xml.etree import ElementTree as ET

import httpx2
import pytest

from twilio_target import Settings, running_target
from twilio_target.gateway.upstream import UpstreamRequest

Answer = Callable[[socket.socket], None]
SID = "AC" + "a" * 32
TOKEN = "sesame-open-0815"
ENCODED = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()


class RawUpstream:
    """A server that answers each connection with bytes of the test's choice, and then closes it."""

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.answer: Answer = lambda connection: None
        self.asked: list[bytes] = []

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.settimeout(5)
                asked = b""
                while b"\r\n\r\n" not in asked and (some := connection.recv(65_536)):
                    asked += some
                self.asked.append(asked)
                self.answer(connection)

    def says(
        self, body: bytes, status: str = "200 OK", headers: dict[str, str] | None = None
    ) -> None:
        head = f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        self.answer = lambda connection: connection.sendall(head.encode("latin-1") + b"\r\n" + body)

    def says_json(self, document: object, status: str = "200 OK", **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.says(json.dumps(document).encode(), status, named)


@pytest.fixture(scope="module")
def raw() -> Iterator[RawUpstream]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        upstream = RawUpstream(listener)
        thread = threading.Thread(target=upstream.run)
        thread.start()
        yield upstream
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.fixture(scope="module")
def module_gateway(raw: RawUpstream, tls: Any) -> Iterator[httpx2.Client]:
    settings = Settings(upstream=raw.url, upstream_timeout=1.0)
    with (
        running_target(settings) as target,
        httpx2.Client(base_url=target.url, auth=(SID, TOKEN), verify=tls, timeout=20) as client,
    ):
        yield client


@pytest.fixture
def gateway(module_gateway: httpx2.Client, raw: RawUpstream) -> Iterator[httpx2.Client]:
    """The gateway, which must serve as before when a test is over."""
    raw.asked.clear()
    yield module_gateway
    raw.says_json({"messages": []})
    assert module_gateway.get("/Messages.json").json() == {"messages": []}


def sends(*pieces: bytes, pause: float = 0.0) -> Answer:
    def answer(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)

    return answer


OK = b"HTTP/1.1 200 OK\r\n"
BODY = b'{"messages": []}'
GARBAGE: dict[str, Answer] = {
    "closes at once": sends(),
    "no HTTP": sends(b"\x00\xff\x16\x03garbage\r\n\r\n"),
    "another protocol": sends(b"SSH-2.0-OpenSSH_9.0\r\n"),
    "half a status line": sends(b"HTTP/1.1 2"),
    "half a head": sends(OK + b"content-length: 16\r\n"),
    "half a body": sends(OK + b"content-length: 16\r\n\r\n" + BODY[:7]),
    "half a chunk": sends(OK + b"transfer-encoding: chunked\r\n\r\n10\r\n" + BODY[:7]),
    "no last chunk": sends(OK + b"transfer-encoding: chunked\r\n\r\n10\r\n" + BODY + b"\r\n"),
    "a bad chunk size": sends(OK + b"transfer-encoding: chunked\r\n\r\nxyz\r\n" + BODY),
    "a negative length": sends(OK + b"content-length: -1\r\n\r\n" + BODY),
    "two lengths": sends(OK + b"content-length: 16\r\ncontent-length: 3\r\n\r\n" + BODY),
    "a status of four digits": sends(b"HTTP/1.1 2000 OK\r\ncontent-length: 16\r\n\r\n" + BODY),
    "status zero": sends(b"HTTP/1.1 000 No\r\ncontent-length: 16\r\n\r\n" + BODY),
    "another version": sends(b"HTTP/9.9 200 OK\r\ncontent-length: 16\r\n\r\n" + BODY),
    "a switch of protocols": sends(b"HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
    "a name with a blank": sends(OK + b"content length: 16\r\n\r\n" + BODY),
    "NUL in a header": sends(OK + b"x: a\x00b\r\ncontent-length: 16\r\n\r\n" + BODY),
    "a flood of headers": sends(OK + b"x: y\r\n" * 5000 + b"content-length: 16\r\n\r\n" + BODY),
    "a header of megabytes": sends(OK + b"x: " + b"y" * 4_000_000 + b"\r\n\r\n" + BODY),
    "a body that is no gzip": sends(OK + b"content-encoding: gzip\r\ncontent-length: 16\r\n\r\n" + BODY),
    "XML": sends(OK + b"content-length: 17\r\n\r\n<TwilioResponse/>"),
    "no UTF-8": sends(OK + b'content-length: 19\r\n\r\n{"messages": "\xff\xfe"} '),
}  # fmt: skip


@pytest.mark.parametrize("name", GARBAGE)
@pytest.mark.parametrize("media_type", ["application/json", "application/xml"])
def test_garbage_is_a_500(
    gateway: httpx2.Client,
    raw: RawUpstream,
    parse_error: Callable[[httpx2.Response], dict[str, object]],
    name: str,
    media_type: str,
) -> None:
    raw.answer = GARBAGE[name]
    response = gateway.get("/Messages.json", headers={"accept": media_type})
    assert (response.status_code, response.headers["content-type"]) == (500, media_type)
    assert parse_error(response)["code"] == 20500
    assert raw.url not in response.text


def flood(connection: socket.socket) -> None:
    connection.sendall(OK + b"transfer-encoding: chunked\r\n\r\n")
    for _ in range(64):
        connection.sendall(b"100000\r\n" + b" " * 0x100000 + b"\r\n")


BOMB = gzip.compress(b" " * 64 * 1024 * 1024)
ENDLESS: dict[str, Answer] = {
    "a flood of chunks": flood,
    "a bomb": sends(OK + b"content-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(BOMB) + BOMB),
    "a long answer": sends(OK + b"content-length: 67108864\r\n\r\n", *[b" " * 0x100000] * 64),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDLESS)
def test_too_much_is_cut_off(gateway: httpx2.Client, raw: RawUpstream, name: str) -> None:
    raw.answer = ENDLESS[name]
    response = gateway.get("/Messages.json")
    assert (response.status_code, response.json()["message"]) == (
        500,
        "Twilio's answer is too long.",
    )


@pytest.mark.parametrize(
    "head",
    [OK + b"content-length: 9999\r\n\r\n", OK + b"transfer-encoding: chunked\r\n\r\n", OK, b""],
)
def test_a_slow_drip_is_cut_off(gateway: httpx2.Client, raw: RawUpstream, head: bytes) -> None:
    drop = b"1\r\n \r\n" if b"chunked" in head else b" "
    raw.answer = sends(head, *[drop] * 30, pause=0.1)
    response = gateway.get("/Messages.json")
    # A header that begins with a blank is not one that could still become an answer.
    expected = (
        "Twilio did not answer in time." if b"\r\n\r\n" in head else response.json()["message"]
    )
    assert (response.status_code, response.json()["message"]) == (500, expected)


LINKS = ("uri", "first_page_uri", "next_page_uri", "previous_page_uri")


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/Messages.json?Page=1",
        "http://evil.example",
        "//evil.example/Messages.json",
        "/\\evil.example/Messages.json",
        "\\\\evil.example",
        "https:\\\\evil.example/2010-04-01/Accounts/AC/x",
        "/2010-04-01/Accounts/AC//evil.example/Messages.json",
        "https://evil.example/x?y=/2010-04-01/Accounts/AC/Messages.json",
        "javascript:alert(1)",
        "\t//evil.example",
        "/Messages.json\r\nx: y",
        "Messages.json",
        "@evil.example/",
        "",
        7,
        True,
    ],
)
def test_links_to_elsewhere_are_refused(
    gateway: httpx2.Client, raw: RawUpstream, name: str, link: object
) -> None:
    raw.says_json({"messages": [], name: link})
    response = gateway.get("/Messages.json")
    assert response.status_code == 500
    assert name in response.json()["message"]
    assert "evil" not in response.text


def test_links_to_twilio_become_the_connectors(gateway: httpx2.Client, raw: RawUpstream) -> None:
    for host in ("", "https://api.twilio.com", "https://other.example:8443"):
        link = f"{host}/2010-04-01/Accounts/{SID}/Messages.json?Page=1&x=/2010-04-01/Accounts/y/z"
        raw.says_json({"messages": [], "next_page_uri": link})
        found = gateway.get("/Messages.json").json()["next_page_uri"]
        assert found == "/Messages.json?Page=1&x=/2010-04-01/Accounts/y/z"


@pytest.mark.parametrize(
    ("value", "passed"),
    [
        ("7", "on"),
        ("Wed, 21 Oct 2026 07:28:00 GMT", "on"),
        ("-1", ""),
        ("1.5", ""),
        ("soon", ""),
        ("9" * 40, ""),
        ("1, 2", ""),
        ("Wed, 21 Oct 2026 07:28:00 GMT; x=y", ""),
        ("caf\xe9", ""),
        ("", ""),
    ],
)
@pytest.mark.parametrize("status", ["429 Too Many", "503 Unavailable"])
def test_retry_after_is_passed_on_where_it_is_one(
    gateway: httpx2.Client, raw: RawUpstream, status: str, value: str, passed: str
) -> None:
    raw.says_json({"code": 20429, "message": "Slow down"}, status, Retry_After=value)
    response = gateway.get("/Messages.json")
    assert response.status_code == (429 if "429" in status else 500)
    assert response.headers.get("retry-after") == (value if passed else None)


@pytest.mark.parametrize(
    "page", [b"<html>no</html>", b"", b"\xff\xfe", b"[" * 100_000, b"<Error/>"]
)
@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, 401), (403, 403), (404, 404), (407, 500), (429, 429), (502, 500), (504, 500)],
)
def test_pages_of_proxies_keep_their_status(
    gateway: httpx2.Client, raw: RawUpstream, page: bytes, status: int, expected: int
) -> None:
    raw.says(
        page, f"{status} x", {"retry-after": "3", "content-type": "text/html", "location": "/x"}
    )
    response = gateway.get("/Messages.json")
    assert response.status_code == response.json()["status"] == expected
    assert response.headers["content-type"] == "application/json"
    assert response.headers["retry-after"] == "3"
    assert "location" not in response.headers
    assert ("www-authenticate" in response.headers) is (expected == 401)


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity", "9" * 400, "9" * 5000])
def test_numbers_beyond_all_numbers(gateway: httpx2.Client, raw: RawUpstream, number: str) -> None:
    raw.says(f'{{"usage_records": [{{"price": {number}}}]}}'.encode())
    assert gateway.get("/Usage/Records.json").status_code == 500
    raw.says(f'{{"usage_records": [{{"price": "{number}"}}]}}'.encode())
    assert gateway.get("/Usage/Records.json").status_code == 500
    raw.says(f'{{"messages": [], "page": "{number}"}}'.encode())
    assert gateway.get("/Messages.json").status_code == 500


@pytest.mark.parametrize("page", [" 7", "1_0", "٣", "7 ", "+7", "0x7", ""])
def test_what_only_python_calls_an_integer(
    gateway: httpx2.Client, raw: RawUpstream, page: str
) -> None:
    raw.says_json({"messages": [], "page": page})
    assert gateway.get("/Messages.json").status_code == 500


def test_characters_that_no_answer_can_have(gateway: httpx2.Client, raw: RawUpstream) -> None:
    text = "\ud800 \udfff \x00 \x1b[31m \r\nset-cookie: x=y ]]> <b>&"
    for status in ("200 OK", "400 Bad"):
        raw.says_json({"body": text, "sid": text, "message": text, "code": 21211}, status)
        as_json = gateway.get("/Messages/x.json")
        assert (
            text.replace("\ud800", "\ufffd").replace("\udfff", "\ufffd") in as_json.json().values()
        )
        as_xml = gateway.get("/Messages/x.json", headers={"accept": "application/xml"})
        root = ET.fromstring(as_xml.content)
        assert "<b>&" in (root.findtext("Body") or root.findtext("Message") or "")
        for response in (as_json, as_xml):
            assert "set-cookie" not in response.headers


def test_nothing_else_comes_through(gateway: httpx2.Client, raw: RawUpstream) -> None:
    raw.says_json(
        {"sid": "SM1", "extra": {"deep": [1]}, "__proto__": 1},
        Set_Cookie="session=1; Path=/",
        X_Powered_By="them",
        Access_Control_Allow_Origin="*",
        Link="<https://evil.example>; rel=next",
    )
    response = gateway.get("/Messages/x.json")
    assert response.json() == {"sid": "SM1"}
    strange = {"set-cookie", "x-powered-by", "access-control-allow-origin", "link"}
    assert not strange & set(response.headers)
    gateway.get("/Messages/x.json", auth=("AC" + "b" * 32, "other"))
    assert b"cookie" not in raw.asked[-1].lower()


def test_a_post_is_never_sent_twice(gateway: httpx2.Client, raw: RawUpstream) -> None:
    raw.answer = sends()
    body = {"from": "+15005550006", "to": "+15558675310", "body": "Once"}
    assert gateway.post("/Messages.json", json=body).status_code == 500
    assert len(raw.asked) == 1


def test_credentials_are_never_logged(
    gateway: httpx2.Client, raw: RawUpstream, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for answer in GARBAGE.values():
        raw.answer = answer
        response = gateway.get("/Messages/secret-free.json")
        for secret in (TOKEN, ENCODED):
            assert secret not in caplog.text + response.text
    request = UpstreamRequest("GET", "/x", [], [("Body", TOKEN)], f"Basic {TOKEN}")
    assert TOKEN not in repr(request)


def test_the_header_goes_on_in_its_plain_form(gateway: httpx2.Client, raw: RawUpstream) -> None:
    raw.says_json({})
    response = gateway.get(
        "/Messages/x.json", auth=None, headers={"authorization": f"bAsIc   {ENCODED}"}
    )
    assert response.status_code == 200
    assert f"Authorization: Basic {ENCODED}\r\n".encode() in raw.asked[-1]
