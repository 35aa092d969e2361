"""What the gateway does not take, each with a status that is right and the error body."""

import base64
import json
from collections.abc import Callable

import httpx2
import pytest

ParseError = Callable[[httpx2.Response], dict[str, object]]
JSON, XML = "application/json", "application/xml"
GOOD = {"from": "+15005550006", "to": "+15558675310", "body": "Hi"}


def good_with(**changes: object) -> bytes:
    return json.dumps(GOOD | changes).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"12",
        b"{'from': 1}",
        b'{"from": NaN}',
        b'{"extra": Infinity}',
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b'{"body": "\xff"}',
        b"[" * 20_000,
        b'{"a":' * 8_000,
        b'{"a": ' + b"1" * 5_000 + b"}",
        good_with(to=None),
        good_with(to=15558675310),
        good_with(to=["+15558675310"]),
        good_with(body=True),
        good_with(body={}),
        good_with(media_url="https://example.com/a.png"),
        good_with(media_url=[1]),
        good_with(media_url=[["https://example.com/a.png"]]),
        good_with(media_url=None),
        good_with(status_callback=7),
        good_with(max_price=0.5),
        good_with(body="a\0b"),
        good_with(body="\ud800"),
        good_with(body="\udc00\ud800"),
        good_with(body="a\x01b"),
        good_with(body="\ufffe"),
        good_with(media_url=["https://example.com/\0"]),
    ],
)
def test_json_bodies(connector: httpx2.Client, parse_error: ParseError, body: bytes) -> None:
    response = connector.post("/Messages.json", content=body, headers={"content-type": JSON})
    assert response.status_code == 400
    parse_error(response)
    assert connector.get("/Messages.json").json()["messages"] == []


def xml_with(inner: str, before: str = "") -> bytes:
    head = "<From>+15005550006</From><To>+15558675310</To>"
    return f"{before}<SendMessageRequest>{head}{inner}</SendMessageRequest>".encode()


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + index)} '{f'&{chr(97 + index)};' * 10}'>" for index in range(9)
)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"text",
        b"<",
        b"<SendMessageRequest>",
        xml_with("<Body>Hi</Body>") + b"<more/>",
        xml_with("<Body>Hi</Other>"),
        # Document types, with and without what makes them dangerous.
        xml_with("<Body>Hi</Body>", "<!DOCTYPE SendMessageRequest>"),
        xml_with("<Body>&j;</Body>", LAUGHS + "]>"),
        xml_with("<Body>&x;</Body>", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        xml_with("<Body>&x;</Body>", '<!DOCTYPE x [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>'),
        xml_with("<Body>Hi</Body>", '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
        xml_with("<Body>Hi</Body>", "<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]>"),
        xml_with("<Body>&nothing;</Body>"),
        xml_with("<Body>&#0;</Body>"),
        xml_with("<Body>&#1;</Body>"),
        xml_with("<Body>&#xD800;</Body>"),
        xml_with("<Body>\0</Body>"),
        b"\xff" + xml_with("<Body>Hi</Body>"),
        xml_with("<Body>SURROGATE</Body>").replace(b"SURROGATE", b"\xed\xa0\x80"),
        xml_with("<Body>Hi</Body>", '<?xml version="1.0" encoding="utf-7"?>'),
        xml_with("<Body>Hi</Body>", '<?xml version="1.0" encoding="idna"?>'),
        xml_with("<Body>Hi</Body>", '<?xml version="1.0" encoding="no such thing"?>'),
        # Well-formed, and not the request.
        b"<Other/>",
        b'<SendMessageRequest xmlns="urn:x"><From>1</From></SendMessageRequest>',
        b"<s:SendMessageRequest/>",
        xml_with("<Body><b>Hi</b></Body>"),
        xml_with("<Body>Hi</Body><Body>Ho</Body>"),
        xml_with("<body>Hi</body>"),
        xml_with("<Body>" + "<a>" * 100 + "</a>" * 100 + "</Body>"),
        b"<a>" * 10_000,
    ],
)
def test_xml_bodies(connector: httpx2.Client, parse_error: ParseError, body: bytes) -> None:
    response = connector.post("/Messages.json", content=body, headers={"content-type": XML})
    assert response.status_code == 400
    parse_error(response)
    assert "root:" not in response.text
    assert connector.get("/Messages.json").json()["messages"] == []


@pytest.mark.parametrize(
    ("path", "required"),
    [
        ("/Messages.json", {"from": 21603, "to": 21604, "body": 21602}),
        ("/IncomingPhoneNumbers.json", {"PhoneNumber": 21450}),
    ],
)
def test_a_missing_required_property(
    connector: httpx2.Client, parse_error: ParseError, path: str, required: dict[str, int]
) -> None:
    for missing, code in required.items():
        complete = GOOD | {"PhoneNumber": "+15005550006"}
        body = {name: text for name, text in complete.items() if name != missing}
        response = connector.post(path, json=body)
        assert response.status_code == 400
        assert parse_error(response)["code"] == code


def test_unknown_properties_are_ignored(connector: httpx2.Client) -> None:
    as_json = connector.post("/Messages.json", json=GOOD | {"unknown": [1], "To": "+1"})
    assert as_json.json()["to"] == GOOD["to"]
    body = xml_with('<Unknown a="1">x<b/></Unknown><Body>Hi</Body>')
    as_xml = connector.post("/Messages.json", content=body, headers={"content-type": XML})
    assert (as_json.status_code, as_xml.status_code) == (200, 200)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (path, query)
        for path in ("/Messages.json", "/IncomingPhoneNumbers.json", "/Usage/Records.json")
        for query in (
            "PageSize=abc",
            "PageSize=",
            "PageSize=0",
            "PageSize=-1",
            "PageSize=1001",
            "PageSize=1.5",
            "PageSize=true",
            "PageSize=+5",
            "PageSize=1&PageSize=2",
            "PageSize=%D9%A1",
            "PageSize=" + "9" * 2_000,
            "Page=-1",
            "Page=x",
            "Page=1e3",
            "Page=null",
        )
    ]
    + [
        ("/Messages.json", "To=a&To=b"),
        ("/Messages.json", "To=%00"),
        ("/Messages.json", "To=%ED%A0%80"),
        ("/Messages.json", "From=%FF"),
        ("/Messages.json", "%00=x"),
        ("/Messages.json", "DateSent=2009-02-30"),
        ("/Messages.json", "DateSent=yesterday"),
        ("/Messages.json", "DateSent%3C=2009-7-6"),
        ("/Messages.json", "DateSent%3E=0000-00-00"),
        ("/Messages.json", "DateSent=2009-07-06T25:00:00Z"),
        ("/Messages.json", "PageToken=x"),
        ("/Messages.json", "PageToken=PAPN" + "0" * 32),
        ("/Messages.json", "&".join(f"a{index}=" for index in range(1001))),
        ("/IncomingPhoneNumbers.json", "Beta=1"),
        ("/IncomingPhoneNumbers.json", "Beta=True"),
        ("/IncomingPhoneNumbers.json", "Beta="),
        ("/AvailablePhoneNumbers/US/Local.json", "SmsEnabled=yes"),
        ("/AvailablePhoneNumbers/US/Mobile.json", "MmsEnabled=0"),
        ("/AvailablePhoneNumbers/US/Local.json", "NearLatLong=here"),
        ("/AvailablePhoneNumbers/US/Local.json", "NearLatLong=91,0"),
        ("/AvailablePhoneNumbers/US/Local.json", "NearNumber=415"),
        ("/AvailablePhoneNumbers/US/Local.json", "AreaCode=x"),
        ("/Usage/Records.json", "StartDate=2024-13-01"),
        ("/Usage/Records.json", "EndDate=tomorrow"),
        ("/Usage/Records.json", "StartDate=2024-01-02&EndDate=2024-01-01"),
    ],
)
def test_query_parameters(
    connector: httpx2.Client, parse_error: ParseError, path: str, query: str
) -> None:
    response = connector.get(f"{path}?{query}")
    assert response.status_code == 400
    parse_error(response)


@pytest.mark.parametrize(
    "query",
    ["Page=" + "9" * 900, f"Page={2**63}&PageSize=1000", "PageSize=1000", "PageSize=001", "To="],
)
@pytest.mark.parametrize(
    "path", ["/Messages.json", "/IncomingPhoneNumbers.json", "/Usage/Records.json"]
)
def test_any_page_number_is_answered(connector: httpx2.Client, path: str, query: str) -> None:
    assert connector.get(f"{path}?{query}").status_code == 200


def basic(user: str, password: str = "token") -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Basic",
        "Basic %%%",
        "Basic QUM=",
        "Basic /w==",
        "Bearer token",
        basic("user"),
        basic("AC" + "g" * 32),
        basic("AC" + "a" * 31),
        basic("AC" + "a" * 33),
        basic("ac" + "a" * 32),
        basic("AC" + "a" * 32 + "\n"),
        basic("AC" + "a" * 32, ""),
        "AC" + "a" * 32 + ":token",
    ],
)
@pytest.mark.parametrize("media_type", [JSON, XML])
def test_missing_and_malformed_credentials(
    anonymous: httpx2.Client, parse_error: ParseError, authorization: str | None, media_type: str
) -> None:
    headers = {"accept": media_type}
    if authorization is not None:
        headers["authorization"] = authorization
    for method, path in (("GET", "/Messages.json"), ("POST", "/Messages.json")):
        response = anonymous.request(method, path, headers=headers)
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == 'Basic realm="Twilio API"'
        assert parse_error(response)["code"] == 20003


@pytest.mark.parametrize(
    "path",
    [
        "/.json",
        "/Messages",
        "/Messages.xml",
        "/Messages.json/",
        "/Messages.json%0A",
        "/messages.json",
        "/Messages/.json",
        "/Messages/a/b.json",
        "/Messages/a%2Fb.json",
        "/AvailablePhoneNumbers/US/Local",
        "/AvailablePhoneNumbers/US/Other.json",
        "/AvailablePhoneNumbers/%2E%2E/Local.json",
        "/AvailablePhoneNumbers/%252E%252E/Local.json",
        "/2010-04-01/Accounts",
        "/Usage/Records/Never.json",
        "/%00",
        "/%ff",
    ],
)
def test_unknown_paths(connector: httpx2.Client, parse_error: ParseError, path: str) -> None:
    response = connector.get(path)
    assert response.status_code == 404
    assert parse_error(response)["code"] == 20404


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/Messages.json", {"GET", "HEAD", "POST"}),
        ("/Messages/SMx.json", {"GET", "HEAD"}),
        ("/IncomingPhoneNumbers.json", {"GET", "HEAD", "POST"}),
        ("/IncomingPhoneNumbers/PNx.json", {"GET", "HEAD"}),
        ("/AvailablePhoneNumbers/US/Local.json", {"GET", "HEAD"}),
        ("/Usage/Records.json", {"GET", "HEAD"}),
        ("/healthz", {"GET", "HEAD"}),
        ("/readyz", {"GET", "HEAD"}),
        ("/metrics", {"GET", "HEAD"}),
    ],
)
def test_unknown_methods(
    connector: httpx2.Client, parse_error: ParseError, path: str, allowed: set[str]
) -> None:
    for method in {"DELETE", "PUT", "PATCH", "TRACE", "POST"} - allowed:
        response = connector.request(method, path)
        assert response.status_code == 405
        assert set(response.headers["allow"].split(", ")) == allowed | {"OPTIONS"}
        assert parse_error(response)["code"] == 20004


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/Messages.json", "GET, HEAD, OPTIONS, POST"), ("/healthz", "GET, HEAD, OPTIONS")],
)
def test_options_tells_the_methods(anonymous: httpx2.Client, path: str, allowed: str) -> None:
    response = anonymous.options(path)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize("path", ["/Messages.json", "/healthz", "/Messages/SMx.json"])
def test_head_is_get_without_a_body(connector: httpx2.Client, path: str) -> None:
    get, head = connector.get(path), connector.head(path)
    assert head.content == b""
    assert head.status_code == get.status_code
    assert head.headers["content-length"] == get.headers["content-length"]


def test_long_bodies(connector: httpx2.Client, parse_error: ParseError) -> None:
    fits = good_with(padding="x" * 64_000)
    headers = {"content-type": JSON}
    assert len(fits) < 65_536
    assert connector.post("/Messages.json", content=fits, headers=headers).status_code == 200
    too_long = good_with(padding="x" * 70_000)
    announced = connector.post("/Messages.json", content=too_long, headers=headers)
    chunks = (too_long[start : start + 1000] for start in range(0, len(too_long), 1000))
    streamed = connector.post("/Messages.json", content=chunks, headers=headers)
    for response in (announced, streamed):
        assert response.status_code == 413
        parse_error(response)
    assert len(connector.get("/Messages.json").json()["messages"]) == 1


def test_path_values_with_nul(connector: httpx2.Client, parse_error: ParseError) -> None:
    response = connector.get("/Messages/SM%00.json")
    assert response.status_code == 400
    parse_error(response)
