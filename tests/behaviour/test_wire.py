"""What reaches the server, and what comes back, for small documents of one feature each."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

Client = Callable[..., Any]
Build = Callable[[str], Any]
Recorder = Any  # tests/behaviour/conftest.py has the class


def document(operation: str, *, rest: str = "", path: str = "/it", method: str = "get") -> str:
    """A document with one operation called `call`; `operation` and `rest` are flow or block YAML."""
    return f"""
swagger: "2.0"
info: {{title: Made, version: "1"}}
paths:
  {path}:
    {method}:
      operationId: call
{operation}
{rest}
"""


DONE = '      responses: {"204": {description: Done}}'


@pytest.mark.parametrize(
    ("parameter", "value", "target"),
    [
        ("{name: q, in: query, type: string}", "a b+c&d", "/it?q=a%20b%2Bc%26d"),
        ("{name: DateSent<, in: query, type: string}", "2009-07-06", "/it?DateSent%3C=2009-07-06"),
        ("{name: q, in: query, type: boolean}", True, "/it?q=true"),
        ("{name: q, in: query, type: integer}", 12345678901234567890, "/it?q=12345678901234567890"),
        (
            "{name: q, in: query, type: string, format: date}",
            dt.date(2026, 11, 1),
            "/it?q=2026-11-01",
        ),
        ("{name: q, in: query, type: array, items: {type: integer}}", [1, 2], "/it?q=1%2C2"),
        (
            "{name: q, in: query, type: array, items: {type: string}, collectionFormat: multi}",
            ["a", "b"],
            "/it?q=a&q=b",
        ),
        (
            "{name: q, in: query, type: array, items: {type: string}, collectionFormat: pipes}",
            ["a", "b"],
            "/it?q=a%7Cb",
        ),
        (
            "{name: q, in: query, type: array, items: {type: string}, collectionFormat: ssv}",
            ["a", "b"],
            "/it?q=a%20b",
        ),
        (
            "{name: q, in: query, type: array, items: {type: string}, collectionFormat: tsv}",
            ["a", "b"],
            "/it?q=a%09b",
        ),
        ("{name: q, in: query, type: array, items: {type: string}}", [], "/it"),
        ("{name: q, in: query, type: string}", None, "/it"),
        ("{name: q, in: query, type: string, required: true, default: x}", None, "/it?q=x"),
        ("{name: q, in: query, type: string, required: true, enum: [only]}", None, "/it?q=only"),
        ("{name: q, in: query, type: string, default: x}", None, "/it"),
    ],
)
def test_query(client: Client, server: Recorder, parameter: str, value: Any, target: str) -> None:
    made = client(document(f"      parameters: [{parameter}]\n{DONE}"))
    name = "q" if "name: q" in parameter else "date_sent"
    made.call(**{name: value})
    assert server.last.target.replace("+", "%20").replace(",", "%2C").replace("|", "%7C") == target


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("a/b", "/w/a%2Fb.json"),
        ("a b", "/w/a%20b.json"),
        ("ü?#%", "/w/%C3%BC%3F%23%25.json"),
        ("x", "/w/x.json"),
    ],
)
def test_path(client: Client, server: Recorder, value: str, target: str) -> None:
    made = client(
        document(
            f"      parameters: [{{name: id, in: path, required: true, type: string}}]\n{DONE}",
            path="'/w/{id}.json'",
        )
    )
    made.call(value)
    assert server.last.target == target


@pytest.mark.parametrize("value", ["", ".", "..", None])
def test_a_path_value_that_would_change_the_path_is_refused(
    client: Client, build: Build, server: Recorder, value: Any
) -> None:
    made = client(
        document(
            f"      parameters: [{{name: id, in: path, required: true, type: string}}]\n{DONE}",
            path="'/w/{id}'",
        )
    )
    with pytest.raises(Exception, match="call") as caught:
        made.call(value)
    assert type(caught.value).__name__ == "ConfigError"
    assert server.arrived == []


PET = """
definitions:
  Pet:
    type: object
    required: [name]
    properties:
      name: {type: string}
      tag: {type: string}
      id: {type: integer, readOnly: true}
      born: {type: string, format: date-time}
      class: {type: string}
"""
BODY = f"""      parameters: [{{name: pet, in: body, required: true, schema: {{$ref: "#/definitions/Pet"}}}}]
      responses: {{"200": {{description: It, schema: {{$ref: "#/definitions/Pet"}}}}}}
{PET}"""


def test_a_body_is_passed_flat_and_omitted_differs_from_none(
    client: Client, server: Recorder
) -> None:
    made = client(document(BODY, method="post"))
    server.answer(
        200,
        b'{"name": "Rex", "id": 7, "born": "2020-01-01T00:00:00.50Z", "class": null, "new": [1]}',
    )
    pet = made.call(name="Rex", tag=None, class_="dog", extra_body={"more": 1})
    assert json.loads(server.last.body) == {"name": "Rex", "tag": None, "class": "dog", "more": 1}
    assert server.last.headers["content-type"] == "application/json"
    assert (pet.name, pet.id, pet.born.year, pet.class_, pet.model_extra) == (
        "Rex",
        7,
        2020,
        None,
        {"new": [1]},
    )
    assert pet.model_dump(mode="json", by_alias=True, exclude_unset=True) == {
        "name": "Rex",
        "id": 7,
        "born": "2020-01-01T00:00:00.50Z",
        "class": None,
        "new": [1],
    }


def test_what_was_read_can_be_sent_back_without_what_is_read_only(
    client: Client, server: Recorder
) -> None:
    text = document(
        f"""      parameters:
        - {{name: id, in: path, required: true, type: integer}}
        - {{name: pet, in: body, required: true, schema: {{$ref: "#/definitions/Pet"}}}}
      responses: {{"200": {{description: It, schema: {{$ref: "#/definitions/Pet"}}}}}}
{PET}""",
        path="'/pets/{id}'",
        method="put",
    )
    made = client(text)
    server.answer(200, b'{"name": "Rex", "id": 7, "extra": {"a": [1, 2]}}')
    pet = made.call(7, name="Rex")
    again = made.call(7, name=pet.name, extra_body=pet.model_extra)
    assert again.name == "Rex"
    assert json.loads(server.last.body) == {"name": "Rex", "extra": {"a": [1, 2]}}


def test_a_collision_makes_the_body_one_argument(client: Client, server: Recorder) -> None:
    text = document(
        """      parameters:
        - {name: name, in: query, type: string}
        - {name: pet, in: body, required: true, schema: {$ref: "#/definitions/Pet"}}
      responses: {"200": {description: It, schema: {$ref: "#/definitions/Pet"}}}
"""
        + PET,
        method="put",
    )
    made = client(text)
    server.answer(200, b'{"name": "Rex", "id": 7, "x": 1}')
    pet = made.call(name="q", body={"name": "Rex", "class": "dog"})
    assert server.last.target == "/it?name=q"
    made.call(body=pet)
    assert json.loads(server.last.body) == {"name": "Rex", "x": 1}


FORM = """      consumes: [{media}]
      parameters:
        - {{name: To, in: formData, required: true, type: string}}
        - {{name: MediaUrl, in: formData, type: array, items: {{type: string}}, collectionFormat: multi}}
      responses: {{"204": {{description: Done}}}}"""


def test_an_urlencoded_form(client: Client, server: Recorder) -> None:
    made = client(document(FORM.format(media="application/x-www-form-urlencoded"), method="post"))
    made.call(to="+1555", media_url=["a b", "ü"])
    assert server.last.body == b"To=%2B1555&MediaUrl=a+b&MediaUrl=%C3%BC"
    assert server.last.headers["content-type"].startswith("application/x-www-form-urlencoded")


def test_a_multipart_form_with_a_file(client: Client, server: Recorder) -> None:
    text = document(
        """      consumes: [multipart/form-data]
      parameters:
        - {name: file, in: formData, required: true, type: file}
        - {name: tag, in: formData, type: array, items: {type: string}, collectionFormat: multi}
      responses: {"204": {description: Done}}""",
        method="post",
    )
    made = client(text)
    made.call(file=b"\x00\xff", tag=["a", "b"])
    assert server.last.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert server.last.body.count(b'name="tag"') == 2
    assert b"\x00\xff" in server.last.body
    assert b'filename="' in server.last.body


@pytest.mark.parametrize(
    ("schema", "body", "content_type", "value"),
    [
        ("{type: file}", b"\x00\x01", "application/pdf", b"\x00\x01"),
        ("{type: file}", b'{"a": 1}', "application/json", b'{"a": 1}'),
        ("{type: string}", b'"text"', "application/json", "text"),
        ("{type: string}", b"text", "text/plain", "text"),
        ("{type: integer}", b"7", "application/json", 7),
        ("{type: array, items: {type: integer}}", b"[1, 2]", "application/json", [1, 2]),
        ("{type: object}", b'{"a": [1]}', "application/json", {"a": [1]}),
        (
            "{type: object, additionalProperties: {type: integer}}",
            b'{"a": 1}',
            "application/json",
            {"a": 1},
        ),
        ("{}", b"[null]", "application/json", [None]),
        ("{type: string, enum: [a, b]}", b'"newer"', "application/json", "newer"),
    ],
)
def test_answers(
    client: Client, server: Recorder, schema: str, body: bytes, content_type: str, value: Any
) -> None:
    made = client(document(f'      responses: {{"200": {{description: It, schema: {schema}}}}}'))
    server.answer(200, body, content_type)
    assert made.call() == value


def test_a_discriminator_gives_the_subclass_and_an_unknown_one_the_base(
    client: Client, server: Recorder
) -> None:
    text = document(
        """      responses: {"200": {description: All, schema: {type: array, items: {$ref: "#/definitions/Pet"}}}}
definitions:
  Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}
  Cat: {allOf: [{$ref: "#/definitions/Pet"}, {type: object, properties: {lives: {type: integer}}}]}
  Lion: {allOf: [{$ref: "#/definitions/Cat"}, {type: object, properties: {mane: {type: boolean}}}]}
"""
    )
    made = client(text)
    server.answer(
        200,
        b'[{"kind": "Cat", "lives": 9}, {"kind": "Lion", "mane": true}, {"kind": "Fish", "fins": 2}]',
    )
    cat, lion, fish = made.call()
    assert [type(pet).__name__ for pet in (cat, lion, fish)] == ["Cat", "Lion", "Pet"]
    assert (cat.lives, lion.mane, fish.model_extra) == (9, True, {"fins": 2})


def test_recursion(client: Client, server: Recorder) -> None:
    text = document(
        """      responses: {"200": {description: It, schema: {$ref: "#/definitions/Node"}}}
definitions:
  Node: {type: object, properties: {next: {$ref: "#/definitions/Node"}, other: {$ref: "#/definitions/Other"}}}
  Other: {type: object, properties: {nodes: {type: array, items: {$ref: "#/definitions/Node"}}}}
"""
    )
    made = client(text)
    server.answer(200, b'{"next": {"other": {"nodes": [{}]}}}')
    assert made.call().next.other.nodes[0].next is None


@pytest.mark.parametrize(
    ("responses", "status", "body", "error", "typed"),
    [
        (
            '{"404": {description: No, schema: {type: string}}}',
            404,
            b'"gone"',
            "NotFoundError",
            "gone",
        ),
        (
            '{"200": {description: Yes}, default: {description: No, schema: {type: string}}}',
            429,
            b'"slow"',
            "RateLimitError",
            "slow",
        ),
        (
            '{"200": {description: Yes}, default: {description: No}}',
            404,
            b"<html>",
            "NotFoundError",
            None,
        ),
        ('{"200": {description: Yes}}', 503, b"", "ServerError", None),
        (
            '{"200": {description: Yes}, default: {description: No, schema: {type: string}}}',
            500,
            b"{broken",
            "ServerError",
            None,
        ),
    ],
)
def test_refusals(
    client: Client,
    server: Recorder,
    responses: str,
    status: int,
    body: bytes,
    error: str,
    typed: Any,
) -> None:
    made = client(document(f"      responses: {responses}"))
    server.answer(status, body)
    with pytest.raises(Exception, match="call") as caught:
        made.call()
    found: Any = caught.value
    assert (type(found).__name__, found.status, found.error, found.body) == (
        error,
        status,
        typed,
        body,
    )


def test_a_document_without_a_success_still_succeeds(client: Client, server: Recorder) -> None:
    made = client(document('      responses: {"405": {description: Invalid}}', method="post"))
    server.answer(200, b'{"anything": 1}')
    assert made.call() is None


def test_an_undecodable_answer_says_where(client: Client, server: Recorder) -> None:
    text = document(
        """      responses: {"200": {description: It, schema: {type: object, properties: {items: {type: array, items: {type: integer}}}}}}"""
    )
    made = client(text)
    server.answer(200, b'{"items": [1, "secret"]}')
    with pytest.raises(Exception, match="call") as caught:
        made.call()
    found: Any = caught.value
    assert (type(found).__name__, found.pointer, found.body) == (
        "DecodeError",
        "/items/1",
        b'{"items": [1, "secret"]}',
    )
    assert "secret" not in str(found)


SECURED = """
securityDefinitions:
  login: {type: basic}
  key: {type: apiKey, in: header, name: X-Key}
  query: {type: apiKey, in: query, name: key}
  oauth: {type: oauth2, flow: implicit, authorizationUrl: "https://a.test", scopes: {}}
"""


@pytest.mark.parametrize(
    ("security", "given", "header", "target"),
    [
        (
            "[{login: []}]",
            {"username": "u", "password": "p"},
            ("authorization", "Basic dTpw"),
            "/it",
        ),
        ("[{key: []}]", {"key": "k"}, ("x-key", "k"), "/it"),
        ("[{query: []}]", {"query": "a b"}, ("authorization", None), "/it?key=a%20b"),
        ("[{oauth: []}]", {"oauth": "t"}, ("authorization", "Bearer t"), "/it"),
        (
            "[{login: []}, {key: [], query: []}]",
            {"key": "k", "query": "q"},
            ("x-key", "k"),
            "/it?key=q",
        ),
        ("[]", {"username": "u", "password": "p"}, ("authorization", None), "/it"),
    ],
)
def test_security(
    client: Client,
    server: Recorder,
    security: str,
    given: dict[str, str],
    header: tuple[str, str | None],
    target: str,
) -> None:
    made = client(document(f"      security: {security}\n{DONE}", rest=SECURED), **given)
    made.call()
    assert server.last.headers.get(header[0]) == header[1]
    assert server.last.target.replace("+", "%20") == target
    assert not any(secret in repr(made) for secret in given.values() if len(secret) > 1)


def test_pages_are_walked_lazily_and_stay_on_the_origin(client: Client, server: Recorder) -> None:
    text = document(
        """      x-ms-pageable: {nextLinkName: next, itemName: items}
      parameters: [{name: size, in: query, type: integer}]
      responses:
        "200":
          description: It
          schema: {type: object, properties: {items: {type: array, items: {type: integer}}, next: {type: string}}}"""
    )
    made = client(text)
    server.answer(200, b'{"items": [1, 2], "next": "/it?size=2&page=1"}')
    server.answer(200, b'{"items": [3], "next": null}')
    pages = iter(made.call(size=2))
    assert next(pages) == 1
    assert len(server.arrived) == 1
    assert list(pages) == [2, 3]
    assert [request.target for request in server.arrived] == ["/it?size=2", "/it?size=2&page=1"]


def test_xml_both_ways(client: Client, server: Recorder) -> None:
    text = document(
        """      consumes: [application/xml]
      produces: [application/xml]
      parameters: [{name: shelf, in: body, required: true, schema: {$ref: "#/definitions/Shelf"}}]
      responses: {"200": {description: It, schema: {$ref: "#/definitions/Shelf"}}}
definitions:
  Shelf:
    type: object
    xml: {name: shelf}
    properties:
      id: {type: integer, xml: {attribute: true}}
      books: {type: array, xml: {wrapped: true}, items: {$ref: "#/definitions/Book"}}
      notes: {type: array, items: {type: string, xml: {name: note}}}
  Book: {type: object, xml: {name: book}, properties: {title: {type: string}, year: {type: integer, x-nullable: true}}}
""",
        method="put",
    )
    made = client(text)
    content = (
        b'<?xml version="1.0"?><shelf id="7"><books><book><title>A &amp; B</title><year/></book></books>'
        b"<note>x</note><note>y</note><other>kept</other></shelf>"
    )
    server.answer(200, content, "application/xml")
    shelf = made.call(id=7, books=[{"title": "A & B", "year": None}], notes=["x", "y"])
    sent = server.last.body.decode()
    assert '<shelf id="7">' in sent
    assert "<books><book><title>A &amp; B</title><year" in sent
    assert "<note>x</note><note>y</note>" in sent
    assert server.last.headers["accept"] == "application/xml"
    assert (shelf.id, shelf.books[0].title, shelf.books[0].year, shelf.notes) == (
        7,
        "A & B",
        None,
        ["x", "y"],
    )
    assert shelf.model_extra == {"other": "kept"}


def test_the_whole_query_survives_a_standard_parser(client: Client, server: Recorder) -> None:
    made = client(
        document(
            f"      parameters: [{{name: 'a[b]', in: query, type: string}}, {{name: $f, in: query, type: string}}]\n{DONE}"
        )
    )
    made.call(a_b="=&?#", f="ü x")
    assert parse_qsl(urlsplit(server.last.target).query) == [("a[b]", "=&?#"), ("$f", "ü x")]
