"""Calls over the wire, the same for both clients and both transports."""

from __future__ import annotations

import gzip
import io
import logging
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from swagsmith.runtime import (
    ApiKeyAuth,
    BasicAuth,
    Body,
    ConfigError,
    ConnectError,
    Content,
    DecodeError,
    File,
    Model,
    NotFoundError,
    Operation,
    Options,
    Parameter,
    RateLimitError,
    Request,
    RequestTimeoutError,
    ServerError,
    StatusError,
    TransportError,
    UnauthorizedError,
    UndocumentedStatusError,
)
from swagsmith.runtime.xml import Object, Scalar

Caller = Any  # conftest.py has the class
Server = Any  # conftest.py has the class


class Pet(Model):
    id: int
    name: str | None = None


class Fault(Model):
    code: int | None = None


PET = Object("Pet", {"id": Scalar("id"), "name": Scalar("name", nullable=True)})
RESPONSES = {
    "200": Content(lambda: Pet, xml=lambda: PET),
    "404": Content(lambda: Fault),
    "default": Content(lambda: Fault),
}
GET = Operation(
    "GetPet",
    "GET",
    "/pets/{id}",
    (Parameter("id", "id", "path", required=True), Parameter("q", "q<", "query")),
    produces=("application/json", "application/xml"),
    responses=RESPONSES,
)
CREATE = Operation("CreatePet", "POST", "/pets", responses=RESPONSES, body=Body())
UPDATE = Operation("UpdatePet", "PUT", "/pets", responses=RESPONSES, body=Body())
PATCH = Operation("PatchPet", "PATCH", "/pets", responses=RESPONSES, body=Body())
DELETE = Operation("DeletePet", "DELETE", "/pets", responses={"204": Content()})
PHOTO = Operation("Photo", "GET", "/photo", responses={"200": Content(file=True)})


def get(pet: Any = 7, **more: Any) -> Request[Any]:
    return Request(GET, {"id": pet, **more})


def test_a_call(caller: Caller, server: Server) -> None:
    server.answer('{"id": 7, "name": "Rex"}', headers={"X-Request-Id": "r1", "Set-Cookie": "a=1"})
    client = caller.client(f"{server.url}/v1/")
    response = caller.send(client, get("a/b?ü", q="+1 &"))
    assert response.value == Pet(id=7, name="Rex")
    assert (response.status, response.operation, response.request_id) == (200, "GetPet", "r1")
    assert response.headers["CONTENT-type"] == "application/json"
    assert response.body == b'{"id": 7, "name": "Rex"}'
    assert response.url == f"{server.url}/v1/pets/a%2Fb%3F%C3%BC"
    assert server.last.method == "GET"
    assert server.last.target == "/v1/pets/a%2Fb%3F%C3%BC?q%3C=%2B1%20%26"
    assert server.last.all("user-agent") == ["tests/1.0"]
    assert server.last.all("accept") == ["application/json, application/xml"]
    assert server.last.all("content-type") == []
    assert server.last.all("host") == [server.url.removeprefix("http://")]


def test_a_body(caller: Caller, server: Server) -> None:
    server.answer('{"id": 1}')
    caller.send(caller.client(server.url), Request(CREATE, {}, {"name": None}))
    assert server.last.body == b'{"name":null}'
    assert server.last.all("content-type") == ["application/json"]
    assert server.last.all("content-length") == ["13"]


def test_xml_by_preference(caller: Caller, server: Server) -> None:
    server.answer("<Pet><id>7</id><name/></Pet>", kind="text/xml; charset=utf-8")
    client = caller.client(server.url, media_type="application/xml")
    assert caller.send(client, get()).value == Pet(id=7, name=None)
    assert server.last.all("accept") == ["application/xml"]


@pytest.mark.parametrize("operation", [CREATE, UPDATE, PATCH])
def test_an_empty_body_has_a_length(caller: Caller, server: Server, operation: Operation) -> None:
    server.answer('{"id": 1}')
    bare = Operation(operation.id, operation.method, operation.path, responses=RESPONSES)
    caller.send(caller.client(server.url), Request(bare, {}))
    assert server.last.all("content-length") == ["0"]


@pytest.mark.parametrize("status", [204, 205, 200])
def test_no_content(caller: Caller, server: Server, status: int) -> None:
    server.answer(status=status)
    typed = Content(lambda: Pet)
    responses = {"200": Content(), "204": typed, "205": typed}
    operation = Operation("DeletePet", "DELETE", "/", responses=responses)
    response = caller.send(caller.client(server.url), Request(operation, {}))
    assert response.value is None
    assert response.status == status


def test_head(caller: Caller, server: Server) -> None:
    server.answer('{"id": 7}')
    operation = Operation("Look", "HEAD", "/", responses={"200": Content(lambda: Pet)})
    response = caller.send(caller.client(server.url), Request(operation, {}))
    assert response.value is None
    assert response.body == b""


def test_a_file_is_never_decoded(caller: Caller, server: Server) -> None:
    server.answer('{"a": 1}')
    assert caller.send(caller.client(server.url), Request(PHOTO, {})).value == b'{"a": 1}'


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", "é".encode()),
        ("text/plain; charset=latin-1", b"\xe9"),
        ("application/json", b'"\xc3\xa9"'),
        (None, "é".encode()),
    ],
)
def test_text(caller: Caller, server: Server, kind: str | None, body: bytes) -> None:
    server.answer(body, kind=kind)
    operation = Operation(
        "Say", "GET", "/", responses={"200": Content(lambda: str)}, produces=("text/plain",)
    )
    assert caller.send(caller.client(server.url), Request(operation, {})).value == "é"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/vnd.pet+json; v=2", b'{"id": 7}'),
        ("APPLICATION/JSON", b'\xef\xbb\xbf{"id": 7}'),
        ("application/json; charset=utf-16", '{"id": 7}'.encode("utf-16")),
        ("text/html", b'{"id": 7}'),
        (None, b'{"id": "7"}'),
    ],
)
def test_json_under_other_names(caller: Caller, server: Server, kind: str, body: bytes) -> None:
    server.answer(body, kind=kind)
    assert caller.send(caller.client(server.url), get()).value == Pet(id=7)


@pytest.mark.parametrize(
    ("kind", "body", "pointer", "reason"),
    [
        ("application/json", b'{"id": "SECRET"}', "/id", "valid integer"),
        ("application/json", b'{"name": "SECRET"}', "/id", "Field required"),
        ("application/json", b'["SECRET"]', "", "should be an object"),
        ("application/json", b'{"id": SECRET}', "", "Invalid JSON"),
        ("application/json", b"", "", "empty"),
        ("application/json; charset=nonsense", b'{"id": 7}', "", "encoding"),
        ("text/html", b"<html>SECRET</html>", "", r"\(the answer is text/html\)"),
        ("application/xml", b"<Pet><id>SECRET</id></Pet>", "/id", "valid integer"),
        ("application/xml", b"<Other>SECRET</Other>", "", "not <Pet>"),
        ("application/xml", b"<!DOCTYPE a><Pet/>", "", "document type"),
        ("application/xml", b"", "", "empty"),
    ],
)
def test_undecodable_answers(
    caller: Caller, server: Server, kind: str, body: bytes, pointer: str, reason: str
) -> None:
    server.answer(body, headers={"Content-Type": kind}, kind=None)
    with pytest.raises(DecodeError, match=f"^GetPet: the answer .200.*{reason}") as caught:
        caller.send(caller.client(server.url), get())
    error = caught.value
    assert (error.pointer, error.status, error.body) == (pointer, 200, body)
    assert error.operation == "GetPet"
    assert_no_secret(error)


def assert_no_secret(error: BaseException) -> None:
    """Neither the error nor one it carries along holds the word."""
    assert "SECRET" not in str(error) + repr(error)
    assert error.__cause__ is None
    assert error.__context__ is None


def test_pointers_are_those_of_the_data(caller: Caller, server: Server) -> None:
    operation = Operation(
        "List", "GET", "/", responses={"200": Content(lambda: dict[str, list[Pet | int]])}
    )
    server.answer('{"a/b~": [1, {"id": []}]}')
    with pytest.raises(DecodeError) as caught:
        caller.send(caller.client(server.url), Request(operation, {}))
    assert caught.value.pointer == "/a~1b~0/1/id"


def test_a_key_from_a_server_cannot_forge_a_message(caller: Caller, server: Server) -> None:
    operation = Operation("List", "GET", "/", responses={"200": Content(lambda: dict[str, int])})
    server.answer('{"a\\nb\\u001b[31m": "x"}')
    with pytest.raises(DecodeError) as caught:
        caller.send(caller.client(server.url), Request(operation, {}))
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert caught.value.pointer == "/a\nb\x1b[31m"


def test_documented_errors_are_typed(caller: Caller, server: Server) -> None:
    server.answer('{"code": 20404}', status=404, headers={"Twilio-Request-Id": "RQ1"})
    with pytest.raises(NotFoundError, match=r"^GetPet: 404 Not Found \[request RQ1\]$") as caught:
        caller.send(caller.client(server.url), get())
    error = caught.value
    assert error.error == Fault(code=20404)
    assert (error.status, error.documented, error.request_id) == (404, True, "RQ1")
    assert error.body == b'{"code": 20404}'
    assert error.headers["content-type"] == "application/json"


def test_default_raises_and_is_typed(caller: Caller, server: Server) -> None:
    server.answer('{"code": 1}', status=418)
    with pytest.raises(StatusError, match="^GetPet: 418 ") as caught:
        caller.send(caller.client(server.url), get())
    assert type(caught.value) is StatusError
    assert caught.value.error == Fault(code=1)


@pytest.mark.parametrize("body", [b"<html>", b"", b'{"code": "x"}'])
def test_an_undecodable_error_is_still_that_error(
    caller: Caller, server: Server, body: bytes
) -> None:
    server.answer(body, status=404)
    with pytest.raises(NotFoundError) as caught:
        caller.send(caller.client(server.url), get())
    assert caught.value.error is None
    assert caught.value.body == body


def test_a_success_under_default(caller: Caller, server: Server) -> None:
    server.answer('{"id": 7}', status=202)
    only = Operation("Go", "GET", "/", responses={"default": Content(lambda: Pet)})
    assert caller.send(caller.client(server.url), Request(only, {})).value == Pet(id=7)
    server.answer('{"code": 7}', status=202)
    with pytest.raises(StatusError, match="202 Accepted") as caught:
        caller.send(caller.client(server.url), get())
    assert caught.value.error == Fault(code=7)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (201, UndocumentedStatusError),
        (304, UndocumentedStatusError),
        (404, NotFoundError),
        (500, ServerError),
    ],
)
def test_undocumented_statuses(
    caller: Caller, server: Server, status: int, kind: type[StatusError]
) -> None:
    server.answer('{"id": 7}' if status != 304 else b"", status=status)
    operation = Operation("Go", "POST", "/", responses={"200": Content(lambda: Pet)})
    with pytest.raises(kind, match=f"^Go: {status} .*, which the document does not list") as caught:
        caller.send(caller.client(server.url), Request(operation, {}))
    assert type(caught.value) is kind
    assert not caught.value.documented
    assert caught.value.error is None


def test_unauthorized_says_what_was_not_given(caller: Caller, server: Server) -> None:
    server.answer(status=401)
    operation = Operation(
        "Go", "GET", "/", responses=RESPONSES, security=(("basic",), ("key", "app"))
    )
    with pytest.raises(
        UnauthorizedError, match=r"no credentials were given for basic or key and app"
    ):
        caller.send(caller.client(server.url), Request(operation, {}))
    client = caller.client(server.url, credentials={"basic": BasicAuth("u", "p")})
    with pytest.raises(UnauthorizedError, match="^Go: 401 Unauthorized$"):
        caller.send(client, Request(operation, {}))


def test_the_size_of_an_answer_is_limited(caller: Caller, server: Server) -> None:
    body = b'{"id": 7, "x": "' + b"x" * 100_000 + b'"}'
    server.answer(gzip.compress(body), headers={"Content-Encoding": "gzip"})
    client = caller.client(server.url, response_limit=len(body) - 1)
    with pytest.raises(DecodeError, match="^GetPet: the answer .200. is larger"):
        caller.send(client, get())
    assert caller.send(caller.client(server.url, response_limit=len(body)), get()).value.id == 7
    server.answer(body, status=404)
    with pytest.raises(NotFoundError):
        caller.send(client, get())


def test_the_server_is_not_there(caller: Caller) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = caller.client(f"http://127.0.0.1:{port}")
    with pytest.raises(ConnectError, match=f"^GetPet: GET 127.0.0.1:{port}: ") as caught:
        caller.send(client, get(q="SECRET"))
    assert len(client.slept) == 2
    assert_no_secret(caught.value)
    with pytest.raises(ConnectError, match="^CreatePet: POST"):
        caller.send(client, Request(CREATE, {}, {}))
    assert len(client.slept) == 4


@pytest.mark.parametrize(
    "answer",
    [
        {"hang_up": True},
        {"cut": 5},
        {"raw": b"garbage\r\n\r\n"},
        {"raw": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"},
    ],
)
def test_broken_answers(caller: Caller, server: Server, answer: dict[str, Any]) -> None:
    server.answer('{"id": 7}', **answer)
    client = caller.client(server.url)
    for operation, times in ((CREATE, 1), (PATCH, 1), (UPDATE, 3)):
        server.arrived.clear()
        with pytest.raises(
            TransportError, match=f"^{operation.id}: {operation.method} 127"
        ) as caught:
            caller.send(client, Request(operation, {}, {"a": "SECRET"}))
        assert type(caught.value) is TransportError
        assert len(server.arrived) == times
        assert_no_secret(caught.value)
    server.arrived.clear()
    with pytest.raises(TransportError):
        caller.send(client, get(q="SECRET"))
    assert len(server.arrived) == 3


def test_a_lost_answer_is_fetched_again(caller: Caller, server: Server) -> None:
    server.answer(hang_up=True)
    server.answer(status=503)
    server.answer('{"id": 7}')
    client = caller.client(server.url)
    assert caller.send(client, get()).value.id == 7
    assert len(client.slept) == 2
    assert 0 <= client.slept[0] <= 0.5


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_post_is_never_repeated(caller: Caller, server: Server, status: int) -> None:
    server.answer(status=status, headers={"Retry-After": "1"})
    client = caller.client(server.url)
    with pytest.raises(StatusError):
        caller.send(client, Request(CREATE, {}, {}))
    assert len(server.arrived) == 1
    assert client.slept == []


def test_retry_after_is_waited_for(caller: Caller, server: Server) -> None:
    server.answer(status=429, headers={"Retry-After": "7"})
    server.answer('{"id": 7}')
    client = caller.client(server.url)
    assert caller.send(client, Request(CREATE, {}, {})).value.id == 7
    assert client.slept == [7.0]
    assert [arrived.body for arrived in server.arrived] == [b"{}", b"{}"]


def test_retries_end(caller: Caller, server: Server) -> None:
    server.answer(status=429)
    for options, times in ((None, 3), (Options(max_retries=0), 1), (Options(max_retries=4), 5)):
        server.arrived.clear()
        with pytest.raises(RateLimitError):
            caller.send(caller.client(server.url), get(), options)
        assert len(server.arrived) == times
    server.arrived.clear()
    with pytest.raises(RateLimitError):
        caller.send(caller.client(server.url, max_retries=1), get())
    assert len(server.arrived) == 2


def test_timeouts(caller: Caller, server: Server) -> None:
    server.answer('{"id": 7}', delay=3)
    client = caller.client(server.url, timeout=0.2, max_retries=0)
    with pytest.raises(RequestTimeoutError, match="^GetPet: GET 127.0.0.1:") as caught:
        caller.send(client, get(q="SECRET"))
    assert_no_secret(caught.value)


def test_a_timeout_of_one_call_and_no_second_post(caller: Caller, server: Server) -> None:
    server.answer('{"id": 7}', delay=3)
    with pytest.raises(RequestTimeoutError, match="^CreatePet: POST"):
        caller.send(caller.client(server.url), Request(CREATE, {}, {}), Options(timeout=0.2))
    assert len(server.arrived) == 1


def test_a_slow_body_times_out_as_a_whole(caller: Caller, server: Server) -> None:
    server.answer(b" " * 8192 * 40, pause=0.05)
    client = caller.client(server.url, timeout=0.3, max_retries=0)
    start = time.monotonic()
    with pytest.raises(RequestTimeoutError):
        caller.send(client, get())
    assert time.monotonic() - start < 1.9


def test_the_timeouts_of_a_passed_client_are_its_own(caller: Caller, server: Server) -> None:
    server.answer('{"id": 7}', delay=3)
    own = caller.own_transport(timeout=0.2)
    with pytest.raises(RequestTimeoutError):
        caller.send(caller.client(server.url, transport=own, max_retries=0), get())
    server.script[:] = []
    server.answer('{"id": 7}', delay=0.3)
    client = caller.client(server.url, transport=own, max_retries=0, timeout=10.0)
    assert caller.send(client, get()).value.id == 7


def test_a_passed_client_stays_open(caller: Caller, server: Server) -> None:
    server.answer('{"id": 7}')
    own = caller.own_transport(headers={"X-Own": "1"})
    client = caller.client(server.url, transport=own)
    caller.send(client, get())
    assert server.last.header("x-own") == "1"
    caller.close(client)
    with pytest.raises(ConfigError, match="closed"):
        caller.send(client, get())
    assert not own.is_closed
    caller.send(caller.client(server.url, transport=own), get())


def test_a_closed_transport(caller: Caller, server: Server) -> None:
    own = caller.own_transport()
    caller.run(own.aclose() if caller.is_async else own.close())
    with pytest.raises(ConfigError, match="^GetPet: .*closed"):
        caller.send(caller.client(server.url, transport=own), get())


def test_wrong_transports(caller: Caller, server: Server) -> None:
    other = httpx2.Client() if caller.is_async else httpx2.AsyncClient()
    for wrong in (other, object(), "http"):
        with pytest.raises(
            ConfigError, match="^transport must be an? (Async)?Transport or an httpx2"
        ):
            caller.client(server.url, transport=wrong)


def test_copies_share_connections(caller: Caller, server: Server) -> None:
    server.answer('{"id": 7}')
    client = caller.client(server.url, headers={"X-A": "1"})
    copy = client._with({"headers": {"X-A": "2"}, "max_retries": 5})
    assert type(copy) is type(client)
    caller.send(copy, get())
    assert server.last.header("x-a") == "2"
    caller.send(client, get())
    assert server.last.header("x-a") == "1"
    caller.close(copy)
    caller.send(client, get())
    caller.send(copy, get())
    caller.close(client)
    for closed in (client, copy):
        with pytest.raises(ConfigError, match="^GetPet: .*the client is closed"):
            caller.send(closed, get())


def test_copies_of_a_subclass(caller: Caller, server: Server) -> None:
    server.answer('{"id": 7}')
    base: Any = type(caller.client(server.url))

    class Mine(base):  # type: ignore[misc]
        def __init__(self, url: str, *, tenant: str, **more: Any) -> None:
            super().__init__(
                base_url=url, credentials={}, user_agent="m/1", headers={"X-T": tenant}, **more
            )
            self.slept = []

    copy = Mine(server.url, tenant="a")._with({"tenant": "b"})
    caller.send(copy, get())
    assert server.last.header("x-t") == "b"


def test_closing_twice_and_unused(caller: Caller, server: Server) -> None:
    client = caller.client(server.url)
    caller.close(client)
    caller.close(client)


def test_context_managers(caller: Caller, server: Server) -> None:
    server.answer('{"id": 7}')
    client = caller.client(server.url)
    if caller.is_async:
        assert caller.run(client.__aenter__()) is client
        caller.run(client.__aexit__(None, None, None))
    else:
        with client as entered:
            assert entered is client
    with pytest.raises(ConfigError, match="closed"):
        caller.send(client, get())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_at_home_are_followed(caller: Caller, server: Server, status: int) -> None:
    server.answer(status=status, headers={"Location": "../cats/7?x=a b#no"})
    server.answer('{"id": 7}')
    client = caller.client(server.url, credentials={"basic": BasicAuth("u", "p")})
    secured = Operation("Go", "GET", "/v1/pets/7", responses=RESPONSES, security=(("basic",),))
    response = caller.send(client, Request(secured, {}))
    assert server.last.target == "/v1/cats/7?x=a%20b"
    assert server.last.header("authorization") == "Basic dTpw"
    assert response.url == f"{server.url}/v1/cats/7"


def test_redirects_elsewhere_are_not(
    caller: Caller, server: Server, new_server: Callable[[], Server]
) -> None:
    other = new_server()
    other.answer('{"id": 7}')
    authority = other.url.removeprefix("http://")
    for location in (
        f"{other.url}/x",
        f"//{authority}/x",
        f"http://a@{authority}/",
        "ftp://x/",
        "http://[/",
    ):
        server.script[:] = []
        server.answer(status=302, headers={"Location": location})
        with pytest.raises(StatusError, match="302") as caught:
            caller.send(caller.client(server.url), get())
        assert caught.value.headers["location"] == location
    assert other.arrived == []


def test_a_post_is_not_redirected(caller: Caller, server: Server) -> None:
    server.answer(status=307, headers={"Location": "/x"})
    with pytest.raises(StatusError, match="307"):
        caller.send(caller.client(server.url), Request(CREATE, {}, {}))
    assert len(server.arrived) == 1


def test_redirects_in_a_circle_end(caller: Caller, server: Server) -> None:
    server.answer(status=302, headers={"Location": "/x"})
    with pytest.raises(StatusError, match="302"):
        caller.send(caller.client(server.url), get())
    assert len(server.arrived) == 6


def test_a_documented_redirect_is_an_answer(caller: Caller, server: Server) -> None:
    server.answer(status=302, headers={"Location": "/x"})
    operation = Operation("Go", "GET", "/", responses={"302": Content()})
    with pytest.raises(StatusError) as caught:
        caller.send(caller.client(server.url), Request(operation, {}))
    assert type(caught.value) is StatusError
    assert caught.value.documented
    assert len(server.arrived) == 1


def test_streams(caller: Caller, server: Server) -> None:
    body = bytes(range(256)) * 1000
    server.answer(body, kind="image/png", headers={"X-Request-Id": "r1"})
    client = caller.client(server.url, response_limit=10)
    response, chunks = caller.stream(client, Request(PHOTO, {}))
    assert b"".join(chunks) == body
    assert len(chunks) > 1
    assert (response.status, response.request_id) == (200, "r1")
    assert response.headers["content-type"] == "image/png"


def test_streams_raise_the_same_errors(caller: Caller, server: Server) -> None:
    server.answer(status=503)
    server.answer('{"code": 1}', status=404)
    with pytest.raises(NotFoundError) as caught:
        caller.stream(caller.client(server.url), get())
    assert caught.value.error == Fault(code=1)
    server.answer(b"x" * 20000, cut=10000)
    with pytest.raises(TransportError, match="^Photo: GET 127.0.0.1"):
        caller.stream(caller.client(server.url), Request(PHOTO, {}))


def test_a_stream_may_take_longer_than_its_timeout(caller: Caller, server: Server) -> None:
    server.answer(b"x" * 8192 * 8, pause=0.1)
    client = caller.client(server.url, timeout=0.5)
    _, chunks = caller.stream(client, Request(PHOTO, {}))
    assert sum(map(len, chunks)) == 8192 * 8


def test_a_stream_that_stalls_times_out(caller: Caller, server: Server) -> None:
    server.answer(b"x" * 8192 * 3, pause=3)
    with pytest.raises(RequestTimeoutError, match="^Photo: "):
        caller.stream(caller.client(server.url, timeout=0.2), Request(PHOTO, {}))


def test_a_stream_can_be_left_early(caller: Caller, server: Server) -> None:
    server.answer(b"x" * 1_000_000, kind="image/png")
    client = caller.client(server.url)
    if caller.is_async:

        async def first() -> bytes:
            async with client.stream(Request(PHOTO, {})) as response:
                async for chunk in response.iter_bytes():
                    return chunk
            return b""

        assert caller.run(first())
    else:
        with client.stream(Request(PHOTO, {})) as response:
            assert next(response.iter_bytes())
    caller.send(client, Request(PHOTO, {}))


class Bad(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError(5, "disk on fire")


def test_uploads(caller: Caller, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "big.bin"
    path.write_bytes(b"ab" * 100_000)
    operation = Operation("Put", "PUT", "/", responses={"200": Content()}, body=Body(binary=True))
    for body, length in ((path, "200000"), (path.read_bytes(), "200000"), (File(path), "200000")):
        server.script[:] = []
        server.arrived.clear()
        server.answer(status=503)
        server.answer(status=200)
        caller.send(caller.client(server.url), Request(operation, {}, body))
        assert [arrived.body for arrived in server.arrived] == [b"ab" * 100_000] * 2
        assert server.last.header("content-length") == length
    with path.open("rb") as opened:
        opened.seek(199_999)
        caller.send(caller.client(server.url), Request(operation, {}, opened))
        assert server.last.body == b"b"
    with pytest.raises(ConfigError, match="^Put: .*cannot read the file: disk on fire"):
        caller.send(caller.client(server.url), Request(operation, {}, Bad(b"abc")))


def test_an_upload_of_unknown_length(caller: Caller, server: Server) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    server.answer(status=503)
    operation = Operation("Put", "PUT", "/", responses={"200": Content()}, body=Body(binary=True))
    with pytest.raises(ServerError):
        caller.send(caller.client(server.url), Request(operation, {}, Pipe(b"abc" * 50_000)))
    assert [arrived.body for arrived in server.arrived] == [b"abc" * 50_000]
    assert server.last.header("transfer-encoding") == "chunked"


def test_a_multipart_upload(caller: Caller, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "ü.bin"
    path.write_bytes(b"\0" * 100_000)
    server.answer(status=200)
    parameters = (
        Parameter("urls", "MediaUrl", "formData", collection=("multi",)),
        Parameter("file", "file", "formData", file=True),
    )
    operation = Operation("Up", "POST", "/", parameters, responses={"200": Content()})
    caller.send(caller.client(server.url), Request(operation, {"urls": ["a", "b"], "file": path}))
    assert server.last.body.count(b'name="MediaUrl"') == 2
    assert 'filename="ü.bin"'.encode() in server.last.body
    assert server.last.header("content-length") == str(len(server.last.body))


def test_nothing_secret_is_shown(
    caller: Caller, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.answer('{"SECRET": 1}', status=503, headers={"Set-Cookie": "SECRET"})
    credentials = {
        "basic": BasicAuth("SECRET", "SECRET"),
        "key": ApiKeyAuth("k", "query", "SECRET"),
    }
    client = caller.client(server.url, credentials=credentials, headers={"X-Token": "SECRET"})
    operation = Operation(
        "Go",
        "POST",
        "/",
        (Parameter("q", "q", "query"),),
        responses=RESPONSES,
        security=(("basic", "key"),),
        body=Body(),
    )
    request: Request[Any] = Request(operation, {"q": "SECRET"}, {"a": "SECRET"})
    options = Options(headers={"X-B": "SECRET"}, query={"z": "SECRET"})
    with pytest.raises(ServerError) as caught:
        caller.send(client, request, options)
    assert server.last.target == "/?q=SECRET&z=SECRET&k=SECRET"
    shown = [
        repr(x)
        for x in (
            client,
            request,
            options,
            *credentials.values(),
            caught.value,
            caught.value.headers,
        )
    ]
    assert not [text for text in [*shown, str(caught.value)] if "SECRET" in text]
    logged = [(record.name, record.getMessage()) for record in caplog.records]
    assert [text for name, text in logged if name == "swagsmith"] == ["Go POST: 503 (attempt 1)"]
    # What httpx2 logs is up to the caller whose client it is.
    assert not [text for name, text in logged if "SECRET" in text and caller.transport != "httpx2"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "h",
        "/v1",
        "ftp://h",
        "http://",
        "http://h/?a=1",
        "http://h/#a",
        "http://u:p@h",
        "http://h:x",
        "http://[",
        "http://h/a b",
        None,
        5,
    ],
)
def test_unusable_addresses(caller: Caller, url: Any) -> None:
    with pytest.raises(ConfigError, match="^base_url"):
        caller.client(url)


@pytest.mark.parametrize(
    ("base", "path", "joined"),
    [("/v1", "/a", "/v1/a"), ("/", "/a", "/a"), ("", "/a", "/a"), ("/v1/", "/a", "/v1/a")],
)
def test_addresses_are_joined_as_text(
    caller: Caller, server: Server, base: str, path: str, joined: str
) -> None:
    server.answer(status=204)
    client = caller.client(server.url + base)
    caller.send(client, Request(Operation("Go", "GET", path, responses={"204": Content()}), {}))
    assert server.last.target == joined
    assert client.base_url == server.url + base.rstrip("/")


def test_header_text_of_an_answer_need_not_be_ascii(caller: Caller, server: Server) -> None:
    server.answer('{"id": 7}', headers={"X-Odd": "caf\xe9", "X-Plain": "a", "X-Two": "b"})
    response = caller.send(caller.client(server.url), get())
    assert response.headers["x-plain"] == "a"
    assert "x-odd" in response.headers
