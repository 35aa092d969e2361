"""Media types: the Accept and Content-Type tables, over HTTP."""

from collections.abc import Callable

import httpx2
import pytest

JSON, XML = "application/json", "application/xml"
ParseError = Callable[[httpx2.Response], dict[str, object]]


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (XML, XML),
        ("APPLICATION/XML", XML),
        (f"{JSON}, {XML}", JSON),
        (f"{XML}, {JSON}", JSON),
        (f"{XML}, {JSON};q=0.9", XML),
        (f"{JSON};q=0.5, {XML};q=0.6", XML),
        (f"{XML};q=0.9, */*;q=0.8", XML),
        (f"{JSON};q=0, */*", XML),
        (f"{JSON};q=0, application/*;q=0.1", XML),
        ("text/html, application/xml;q=0.9, */*;q=0.8", XML),
        ("text/html, */*;q=0.1", JSON),
        (f"{XML} ; q=1.000", XML),
        (f"{XML};charset=utf-8", XML),
        (f", {XML},", XML),
        (f"{XML};q=nonsense, {JSON};q=0.1", JSON),
        ("text/html", None),
        ("text/xml", None),
        ("text/*", None),
        (f"{JSON};q=0", None),
        ("*/*;q=0", None),
        (f"{JSON};q=0, {XML};q=0, */*", None),
        ("nonsense", None),
        (f"{XML};q=2", None),
    ],
)
def test_accept(
    connector: httpx2.Client, parse_error: ParseError, accept: str, given: str | None
) -> None:
    response = connector.get("/Messages.json", headers={"accept": accept})
    if given is None:
        assert response.status_code == 406
        assert response.headers["content-type"] == JSON
        parse_error(response)
    else:
        assert response.status_code == 200
        assert response.headers["content-type"] == given


def test_several_accept_headers_are_one_list(connector: httpx2.Client) -> None:
    headers = [("accept", f"{JSON};q=0.5"), ("accept", XML)]
    response = connector.get("/Messages.json", headers=headers)
    assert response.headers["content-type"] == XML


@pytest.mark.parametrize("accept", [JSON, XML])
def test_errors_are_written_in_the_type_that_is_taken(
    connector: httpx2.Client, parse_error: ParseError, accept: str
) -> None:
    paths = ("/Messages/SMx.json", "/nowhere", "/Messages.json?Page=-1")
    for path, status in zip(paths, (404, 404, 400), strict=True):
        response = connector.get(path, headers={"accept": accept})
        assert response.status_code == status
        assert response.headers["content-type"] == accept
        parse_error(response)


JSON_BODY = b'{"from": "+15005550006", "to": "+15558675310", "body": "Hi"}'
XML_BODY = (
    b"<SendMessageRequest><From>+15005550006</From><To>+15558675310</To>"
    b"<Body>Hi</Body></SendMessageRequest>"
)


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        (JSON, JSON_BODY, 200),
        ("Application/JSON; charset=UTF-8", JSON_BODY, 200),
        ('application/json;charset="utf-8"', JSON_BODY, 200),
        (XML, XML_BODY, 200),
        ("application/xml; charset=utf-8", XML_BODY, 200),
        (XML, b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>\n' + XML_BODY, 200),
        (JSON, XML_BODY, 400),
        (XML, JSON_BODY, 400),
        ("application/json; charset=utf-16", JSON_BODY, 415),
        ("application/xml; charset=iso-8859-1", XML_BODY, 415),
        ("text/xml", XML_BODY, 415),
        ("text/json", JSON_BODY, 415),
        ("application/problem+json", JSON_BODY, 415),
        ("application/x-www-form-urlencoded", b"From=%2B15005550006", 415),
        ("multipart/form-data; boundary=x", JSON_BODY, 415),
        ("*/*", JSON_BODY, 415),
        ("", JSON_BODY, 415),
        (None, JSON_BODY, 415),
    ],
)
def test_content_type(
    connector: httpx2.Client,
    parse_error: ParseError,
    content_type: str | None,
    body: bytes,
    status: int,
) -> None:
    headers = {} if content_type is None else {"content-type": content_type}
    response = connector.post("/Messages.json", content=body, headers=headers)
    assert response.status_code == status
    if status != 200:
        parse_error(response)
