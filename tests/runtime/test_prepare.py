"""The request that goes out: media types, bodies, headers, credentials. Nothing is sent here."""

from __future__ import annotations

import email.parser
import email.policy
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from swagsmith.runtime import (
    OMIT,
    ApiKeyAuth,
    BasicAuth,
    Body,
    ConfigError,
    Content,
    File,
    Model,
    Operation,
    Options,
    Parameter,
    Request,
    TokenAuth,
    flat_body,
)
from swagsmith.runtime.content import Joined
from swagsmith.runtime.prepare import Prepared, prepare
from swagsmith.runtime.settings import Settings
from swagsmith.runtime.xml import Object, Scalar

JSON = "application/json"
XML = "application/xml"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


class Pet(Model):
    name: str | None = None


PET = Object("Pet", {"name": Scalar("name")})


def settings(**changes: Any) -> Settings:
    return Settings(
        **{
            "base_url": "http://h/v1",
            "credentials": {},
            "media_type": None,
            "timeout": 30.0,
            "max_retries": 2,
            "headers": {},
            "user_agent": "tests/1.0",
            "response_limit": 1000,
            **changes,
        }
    )


def prepared(
    operation: Operation,
    arguments: dict[str, Any] | None = None,
    body: Any = OMIT,
    options: Options | None = None,
    **changes: Any,
) -> Prepared:
    request: Request[Any] = Request(operation, arguments or {}, body)
    return prepare(settings(**changes), request, options, stream=False)


def header(call: Prepared, name: str) -> str | None:
    return next((value for key, value in call.http.headers if key.lower() == name.lower()), None)


def bytes_of(call: Prepared) -> bytes | None:
    body = call.http.body
    return body if body is None or isinstance(body, bytes) else b"".join(body)


def written(
    body: Any, *consumes: str, wanted: str | None = None, **details: Any
) -> tuple[str | None, bytes | None]:
    """Content type and bytes of a body."""
    operation = Operation("Send", "POST", "/", consumes=consumes, body=Body(**details))
    call = prepared(operation, {}, body, media_type=wanted)
    return header(call, "Content-Type"), bytes_of(call)


@pytest.mark.parametrize(
    ("consumes", "wanted", "kind", "text"),
    [
        ((), None, JSON, b'{"name":"\xc3\xa9"}'),
        ((JSON,), None, JSON, b'{"name":"\xc3\xa9"}'),
        ((XML, JSON), None, JSON, b'{"name":"\xc3\xa9"}'),
        ((XML, "application/json; charset=utf-8"), None, "application/json; charset=utf-8", None),
        (("text/plain", "application/vnd.x+json"), None, "application/vnd.x+json", None),
        ((JSON, XML), XML, XML, None),
        ((JSON, "text/xml"), XML, "text/xml", None),
        ((JSON, XML), "application/merge-patch+json", JSON, None),
        (
            ("application/json-patch+json", "application/merge-patch+json"),
            "application/merge-patch+json",
            "application/merge-patch+json",
            None,
        ),
        ((JSON, XML), "text/csv", JSON, None),
        ((XML,), None, XML, None),
        (("*/*",), None, JSON, None),
        ((FORM,), None, FORM, b"name=%C3%A9"),
        ((FORM, XML), None, XML, None),
    ],
)
def test_the_media_type_of_a_body(
    consumes: tuple[str, ...], wanted: str | None, kind: str, text: bytes | None
) -> None:
    got, body = written(Pet(name="é"), *consumes, wanted=wanted, xml=lambda: PET)
    assert got == kind
    assert text is None or body == text
    if "xml" in kind:
        assert body == '<?xml version="1.0" encoding="UTF-8"?><Pet><name>é</name></Pet>'.encode()


def test_options_choose_the_media_type_of_a_call() -> None:
    operation = Operation("Send", "POST", "/", consumes=(JSON, XML), body=Body(xml=lambda: PET))
    call = prepared(operation, {}, Pet(), Options(media_type=None), media_type=XML)
    assert header(call, "Content-Type") == JSON
    call = prepared(operation, {}, Pet(), Options(media_type=XML))
    assert header(call, "Content-Type") == XML


def test_plain_data_null_and_scalars_are_json() -> None:
    assert written({"a": None, "b": [1.5, True]}, JSON)[1] == b'{"a":null,"b":[1.5,true]}'
    assert written([Pet(name=None)], JSON)[1] == b'[{"name":null}]'
    assert written("text", JSON)[1] == b'"text"'
    assert written(False, JSON)[1] == b"false"


def test_text_bodies() -> None:
    assert written("é", "text/plain") == ("text/plain; charset=utf-8", "é".encode())
    assert written("é", "text/plain; charset=latin-1") == ("text/plain; charset=latin-1", b"\xe9")
    assert written("a: 1", "application/yaml")[1] == b"a: 1"
    assert written("a", "text/plain", JSON) == (JSON, b'"a"')
    assert written("a", "text/plain", JSON, wanted="text/plain")[1] == b"a"
    with pytest.raises(ConfigError, match="^Send: body: a character cannot be sent in latin-1"):
        written("日本", "text/plain; charset=latin-1")
    with pytest.raises(ConfigError, match="unknown charset 'nonsense'"):
        written("a", "text/plain; charset=nonsense")


def test_raw_bodies(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"abc")
    octets = "application/octet-stream"
    for body in (b"abc", bytearray(b"abc"), path, File(b"abc")):
        assert written(body, octets, binary=True) == (octets, b"abc")
        assert written(body, binary=True) == (octets, b"abc")
        assert written(body, JSON, "image/png", binary=True) == ("image/png", b"abc")
        assert written(body, "image/*", binary=True) == (octets, b"abc")
    opened = io.BytesIO(b"abc")
    opened.seek(1)
    assert written(opened, octets, binary=True) == (octets, b"bc")
    assert written(File(b"abc", content_type="image/gif"), octets, binary=True)[0] == "image/gif"
    assert written(b"abc", octets, "image/png", wanted="image/png", binary=True)[0] == "image/png"


def test_a_file_is_sent_as_it_is_whatever_the_body() -> None:
    body = File(b'{"a":1}', content_type="application/vnd.raw+json")
    assert written(body, JSON) == ("application/vnd.raw+json", b'{"a":1}')


def test_bytes_in_json_are_base64() -> None:
    assert written(b"\xff\xfe", JSON) == (JSON, b'"//4="')


def test_form_bodies() -> None:
    assert written({"a": [1, 2], "b": True, "c": " +"}, FORM)[1] == b"a=1&a=2&b=true&c=+%2B"
    for value in ({"a": None}, {"a": {"b": 1}}, {"a": [[1]]}):
        with pytest.raises(ConfigError, match="^Send: body at /a: a form cannot hold"):
            written(value, FORM)
    with pytest.raises(ConfigError, match="only an object"):
        written([1], FORM)


@pytest.mark.parametrize(
    ("body", "consumes", "reason"),
    [
        ({"a": float("nan")}, (JSON,), "body at /a: NaN"),
        ({"a": "\ud800"}, (JSON,), "cannot be sent in utf-8"),
        ({"a": "\0"}, (XML,), "body at /a: a character"),
        ({"a": 1}, ("application/pdf",), "a dict cannot be written as application/pdf"),
        (Pet(), ("text/csv", "text/plain"), "a Pet cannot be written as text/csv, text/plain"),
        (b"x", (FORM,), "cannot be written as"),
    ],
)
def test_refused_bodies(body: Any, consumes: tuple[str, ...], reason: str) -> None:
    with pytest.raises(ConfigError, match=f"^Send: .*{reason}"):
        written(body, *consumes, xml=lambda: PET)


def test_xml_without_a_shape_is_not_written() -> None:
    assert written({"a": 1}, XML, JSON, wanted=XML)[0] == JSON
    with pytest.raises(ConfigError, match="cannot be written as application/xml"):
        written({"a": 1}, XML)


def test_data_that_holds_itself_is_refused() -> None:
    data: list[Any] = []
    data.append(data)
    with pytest.raises(ConfigError, match="^Send: body: nested too deeply"):
        written(data, JSON)


def test_missing_bodies() -> None:
    required = Operation("Send", "POST", "/", body=Body())
    for body in (OMIT, None):
        with pytest.raises(ConfigError, match="^Send: a body is required"):
            Request(required, {}, body)
    optional = Operation("Send", "POST", "/", body=Body(required=False))
    for body in (OMIT, None, flat_body({"a": OMIT})):
        call = prepared(optional, {}, body)
        assert call.http.body is None
        assert header(call, "Content-Type") is None
        assert header(call, "Content-Length") == "0"
    assert bytes_of(prepared(optional, {}, {})) == b"{}"


def test_flat_bodies() -> None:
    body = flat_body({"from": OMIT, "to": None, "body": "x"}, {"new": 1, "body": "y"})
    assert written(body, JSON)[1] == b'{"to":null,"body":"y","new":1}'
    assert written(flat_body({"a": OMIT}), JSON)[1] == b"{}"


UPLOAD = (
    Parameter("note", "note", "formData"),
    Parameter("tags", "tags", "formData", collection=("multi",)),
    Parameter("file", "file", "formData", file=True),
)


def form(arguments: dict[str, Any], *consumes: str, **changes: Any) -> Prepared:
    return prepared(Operation("Upload", "POST", "/", UPLOAD, consumes), arguments, **changes)


def test_urlencoded_forms() -> None:
    call = form({"note": "a b+ü&", "tags": ["x", "y"]}, FORM, MULTIPART)
    assert header(call, "Content-Type") == FORM
    assert bytes_of(call) == b"note=a+b%2B%C3%BC%26&tags=x&tags=y"
    assert form({"note": "a"}).http.body == b"note=a"
    assert form({}, FORM).http.body is None
    assert form({"tags": []}, FORM).http.body == b""


def parts(call: Prepared) -> list[tuple[Any, Any, str, bytes]]:
    """Name, file name, content type and content of each part, read by the standard library."""
    body = bytes_of(call)
    assert body is not None
    text = f"Content-Type: {header(call, 'Content-Type')}\r\n\r\n".encode() + body
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(text)
    assert not message.defects
    return [
        (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            part.get_content_type(),
            part.get_payload(decode=True),
        )
        for part in message.iter_parts()
    ]


def test_multipart_forms(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(b"\x89PNG\r\n--x")
    with path.open("rb") as opened:
        opened.read(1)
        for file, name, kind, content in (
            (b"\0\r\n", "file", "application/octet-stream", b"\0\r\n"),
            (path, "photo.png", "image/png", b"\x89PNG\r\n--x"),
            (opened, "photo.png", "image/png", b"PNG\r\n--x"),
            (io.BytesIO(b"abc"), "file", "application/octet-stream", b"abc"),
            (File(b"abc", "a.txt"), "a.txt", "text/plain", b"abc"),
            (File(path, "b", "text/x"), "b", "text/x", b"\x89PNG\r\n--x"),
        ):
            call = form({"note": "ü", "tags": ["x", "y"], "file": file}, FORM, MULTIPART)
            assert parts(call) == [
                ("note", None, "text/plain", "ü".encode()),
                ("tags", None, "text/plain", b"x"),
                ("tags", None, "text/plain", b"y"),
                ("file", name, kind, content),
            ]
            assert header(call, "Content-Length") == str(len(bytes_of(call) or b""))


def test_multipart_without_a_file() -> None:
    assert parts(form({"note": "a"}, MULTIPART)) == [("note", None, "text/plain", b"a")]
    wanted = form({"note": "a"}, FORM, MULTIPART, media_type=MULTIPART)
    assert parts(wanted)[0][3] == b"a"
    assert parts(form({"file": b"a"}))[0][3] == b"a"


@any_of(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_file_names_cannot_break_out(name: str) -> None:
    call = form({"file": File(b"abc", name)})
    body = bytes_of(call)
    assert body is not None
    line = body.split(b"\r\n")[1]
    escaped = name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
    assert line == f'Content-Disposition: form-data; name="file"; filename="{escaped}"'.encode()


@pytest.mark.parametrize("file", ["photo.png", 5, ["a"], {"a": 1}])
def test_other_things_are_not_files(file: Any) -> None:
    with pytest.raises(
        ConfigError, match=r"^Upload: argument 'file' .*: expected bytes, a pathlib.Path"
    ):
        form({"file": file})


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"^Upload: argument 'file' .*: cannot read the file: No such file"
    ):
        form({"file": tmp_path / "none"})


def test_a_content_type_cannot_break_out() -> None:
    with pytest.raises(ConfigError, match="^Upload: a content type must be printable"):
        form({"file": File(b"abc", content_type="a/b\r\nX: y")})


def test_a_body_that_is_not_wanted() -> None:
    with pytest.raises(ConfigError, match="^Get: there is no body to send"):
        Request(Operation("Get", "GET", "/"), {}, {"a": 1})


class Pipe(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return 0


def test_only_what_can_be_read_again_is_sent_again(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    assert form({"file": path}).max_retries == 2
    seekable = form({"file": io.BytesIO(b"abc")})
    assert seekable.max_retries == 2
    assert bytes_of(seekable) == bytes_of(seekable)
    piped = form({"file": Pipe()})
    assert piped.max_retries == 0
    assert isinstance(piped.http.body, Joined)
    assert header(piped, "Content-Length") is None


@pytest.mark.parametrize(
    ("produces", "wanted", "accept"),
    [
        ((), None, JSON),
        ((JSON,), None, JSON),
        ((XML, JSON), None, f"{JSON}, {XML}"),
        ((XML, "application/json;v=2"), None, f"application/json;v=2, {XML}"),
        ((JSON, XML), XML, XML),
        ((JSON, "text/xml"), XML, "text/xml"),
        ((JSON,), XML, JSON),
        (("application/pdf", "text/csv"), "text/csv", "text/csv"),
    ],
)
def test_accept(produces: tuple[str, ...], wanted: str | None, accept: str) -> None:
    responses = {"200": Content(lambda: Pet, xml=lambda: PET)}
    operation = Operation("Get", "GET", "/", produces=produces, responses=responses)
    assert header(prepared(operation, media_type=wanted), "Accept") == accept


def test_xml_is_not_accepted_where_it_cannot_be_decoded() -> None:
    responses = {"200": Content(lambda: Pet)}
    operation = Operation("Get", "GET", "/", produces=(XML, JSON), responses=responses)
    assert header(prepared(operation, media_type=XML), "Accept") == JSON
    bare = Operation("Get", "GET", "/", responses={"200": Content(file=True), "204": Content()})
    assert header(prepared(bare), "Accept") == "*/*"


HEADED = Operation(
    "Call",
    "POST",
    "/",
    (
        Parameter("accept", "accept", "header"),
        Parameter("content_type", "Content-Type", "header"),
        Parameter("authorization", "Authorization", "header"),
        Parameter("ids", "X-Ids", "header", collection=("csv",)),
    ),
    security=(("basic",),),
    body=Body(),
)


def test_explicit_headers_win_over_computed_ones() -> None:
    given = {"accept": "a/b", "content_type": "c/d", "authorization": "e", "ids": [1, 2]}
    credentials = {"basic": BasicAuth("u", "p")}
    call = prepared(HEADED, given, {}, credentials=credentials)
    assert [
        header(call, name) for name in ("Accept", "Content-Type", "Authorization", "X-Ids")
    ] == [
        "a/b",
        "c/d",
        "e",
        "1,2",
    ]
    assert len({name.lower() for name, _ in call.http.headers}) == len(call.http.headers)
    call = prepared(HEADED, {}, {}, credentials=credentials)
    assert header(call, "Authorization") == "Basic dTpw"


def test_headers_of_the_client_and_of_a_call() -> None:
    call = prepared(HEADED, {}, {}, headers={"user-agent": "mine", "X-A": "1"})
    assert (header(call, "User-Agent"), header(call, "X-A")) == ("mine", "1")
    options = Options(headers={"x-a": "2", "Accept": "*/*"})
    call = prepared(HEADED, {"accept": "a/b"}, {}, options, headers={"X-A": "1"})
    assert (header(call, "X-A"), header(call, "Accept")) == ("2", "*/*")
    assert header(call, "User-Agent") == "tests/1.0"


@pytest.mark.parametrize("value", ["a\r\nX: y", "\0", "é"])
def test_no_header_can_be_smuggled(value: str) -> None:
    for options in (Options(headers={"X-A": value}), Options(headers={value: "a"})):
        with pytest.raises(ConfigError, match="^Call: "):
            prepared(HEADED, {}, {}, options)
    with pytest.raises(ConfigError, match="^Call: "):
        prepared(HEADED, {"authorization": value}, {})
    with pytest.raises(ConfigError):
        settings(headers={"X-A": value})
    with pytest.raises(ConfigError, match="^Call: ") as caught:
        prepared(HEADED, {}, {}, credentials={"basic": ApiKeyAuth("X-Key", "header", value)})
    assert value not in str(caught.value)


def test_the_query_of_a_call() -> None:
    operation = Operation("Find", "GET", "/find", (Parameter("q", "q", "query"),))
    options = Options(query={"page size": 5, "tag": ["a", "b"], "none": None})
    call = prepared(operation, {"q": "a b"}, options=options)
    assert call.http.url == "http://h/v1/find?q=a%20b&page%20size=5&tag=a&tag=b"
    with pytest.raises(ConfigError, match="^Find: query 'x': "):
        prepared(operation, options=Options(query={"x": object()}))
    asked = Operation("Find", "GET", "/find?fixed=1", (Parameter("q", "q", "query"),))
    assert prepared(asked, {"q": 1}).http.url == "http://h/v1/find?fixed=1&q=1"


def test_a_link_may_not_leave_the_origin() -> None:
    request: Request[Any] = Request(Operation("Find", "GET", "/find"), {}, link="/next?p=2")
    assert prepare(settings(), request, None, stream=False).http.url == "http://h/next?p=2"
    elsewhere: Request[Any] = Request(Operation("Find", "GET", "/find"), {}, link="//evil/next")
    with pytest.raises(ConfigError, match="^Find: the link leads to another origin"):
        prepare(settings(), elsewhere, None, stream=False)


def test_an_operation_with_an_address_of_its_own() -> None:
    here = Operation("A", "GET", "/a", base_urls=("http://h/v1", "https://h/v1"))
    assert prepared(here).http.url == "https://h/v1/a"
    # a base URL of the caller's holds for every operation
    there = Operation("A", "GET", "/a", base_urls=("http://other", "https://other"))
    assert prepared(there).http.url == "http://h/v1/a"


ALL = {
    "basic": BasicAuth("u", lambda: "p:ü"),
    "key": ApiKeyAuth("X-Key", "header", "k"),
    "query": ApiKeyAuth("api key", "query", "a b"),
    "token": TokenAuth(lambda: "t"),
    "none": TokenAuth(None),
    "half": BasicAuth("u", None),
}


def secured(*security: tuple[str, ...]) -> Prepared:
    return prepared(Operation("Get", "GET", "/", security=security), credentials=ALL)


def sent(call: Prepared) -> list[str | None]:
    return [
        header(call, "Authorization"),
        header(call, "X-Key"),
        call.http.url.partition("?")[2] or None,
    ]


def test_the_first_alternative_that_is_complete_is_used() -> None:
    assert sent(secured()) == [None, None, None]
    assert sent(secured(("basic",))) == ["Basic dTpwOsO8", None, None]
    assert sent(secured(("token",), ("basic",))) == ["Bearer t", None, None]
    assert sent(secured(("none",), ("key",))) == [None, "k", None]
    assert sent(secured(("half", "key"), ("query",))) == [None, None, "api%20key=a%20b"]
    assert sent(secured(("key", "query", "token"))) == ["Bearer t", "k", "api%20key=a%20b"]
    assert sent(secured((), ("key",))) == [None, "k", None]
    assert sent(secured((), ("none",))) == [None, None, None]


def test_what_was_missing_is_remembered() -> None:
    assert secured(("none",), ("half", "key"), ("unknown",)).missing == (
        "none",
        "half and key",
        "unknown",
    )
    assert secured(()).missing == ()
    assert secured(("none",), ()).missing == ()


def test_unusable_credentials() -> None:
    operation = Operation("Get", "GET", "/", security=(("basic",),))
    for auth, reason in (
        (BasicAuth("a:b", "p"), "colon"),
        (BasicAuth("a", "\ud800"), "surrogate"),
        (TokenAuth(lambda: None), "must be a string"),  # type: ignore[arg-type, return-value]
    ):
        with pytest.raises(ConfigError, match=f"^Get: .*{reason}"):
            prepared(operation, credentials={"basic": auth})


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_unusable_timeouts(timeout: float) -> None:
    with pytest.raises(ConfigError, match="timeout"):
        settings(timeout=timeout)
    with pytest.raises(ConfigError, match="^Get: timeout"):
        prepared(Operation("Get", "GET", "/"), options=Options(timeout=timeout))


def test_unusable_retries() -> None:
    with pytest.raises(ConfigError, match="max_retries"):
        settings(max_retries=-1)
    with pytest.raises(ConfigError, match="^Get: max_retries"):
        prepared(Operation("Get", "GET", "/"), options=Options(max_retries=-1))


def test_json_is_written_without_escapes() -> None:
    _, body = written({"a": "é\u2028"}, JSON)
    assert body == '{"a":"é\u2028"}'.encode()
    assert json.loads(body or b"") == {"a": "é\u2028"}
