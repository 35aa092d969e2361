"""Answers as documents describe them, and as servers send them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

Client = Callable[..., Any]
Recorder = Any  # tests/behaviour/conftest.py has the class


def document(responses: str, *, produces: str = "[application/json]", rest: str = "") -> str:
    return f"""
swagger: "2.0"
info: {{title: Answers, version: "1"}}
produces: {produces}
paths:
  /it:
    get:
      operationId: it
      responses: {responses}
{rest}
"""


def test_a_range_of_statuses(build: Callable[[str], Any], server: Recorder) -> None:
    """OpenAPI 3 in a 2.0 document: read as what it means, an exact status first."""
    package = build(
        document(
            "{2XX: {description: a, schema: {type: integer}}, '404': {description: b, schema: {type: string}},"
            " 4xx: {description: c, schema: {type: integer}}}"
        )
    )
    name = next(name for name in package.__all__ if f"Async{name}" in package.__all__)
    with getattr(package, name)(base_url=server.url, max_retries=0) as made:
        server.answers[:] = [(202, {"Content-Type": "application/json"}, b"5")]
        assert made.it() == 5
        for status, body, error in ((404, b'"gone"', "gone"), (409, b"7", 7)):
            server.answers[:] = [(status, {"Content-Type": "application/json"}, body)]
            with pytest.raises(package.StatusError) as raised:
                made.it()
            assert raised.value.error == error
            assert raised.value.documented


@pytest.mark.parametrize(
    ("produces", "schema", "body", "value"),
    [
        ("[text/csv]", "{type: array, items: {type: string}}", b"a,b", b"a,b"),
        ("[application/x-yaml]", "{type: object}", b"a: 1", b"a: 1"),
        ("[text/csv]", "{type: string}", b"a,b", "a,b"),
        ("[text/plain]", "{type: integer}", b"5", 5),
        ("[text/csv]", "{type: string, format: date}", b"2026-11-01", dt.date(2026, 11, 1)),
        ("[text/csv]", "{type: string, x-nullable: true}", b"5", "5"),
        ("[text/csv]", "{}", b"a,b", "a,b"),
        ("[text/csv]", "{}", b"\xff", b"\xff"),
        ("[text/csv, application/json]", "{type: array, items: {type: string}}", b'["a"]', ["a"]),
        ("[application/json]", "{type: string}", b"5", "5"),
        ("[application/json]", "{type: array, items: {type: string}}", b'[5, "a"]', ["5", "a"]),
        ("[application/json]", "{type: string, format: int-or-string}", b"5", 5),
        ("[application/json]", "{type: string, format: int-or-string}", b'"5"', "5"),
    ],
)
def test_values(client: Client, server: Recorder, produces: str, schema: str, body: bytes, value: Any) -> None:  # fmt: skip
    made = client(document(f"{{'200': {{description: It, schema: {schema}}}}}", produces=produces))
    kind = "text/csv" if "text/csv" in produces and "json" not in produces else "application/json"
    server.answers[:] = [(200, {"Content-Type": kind}, body)]
    got = made.it()
    assert (got, type(got)) == (value, type(value))


KUBERNETES = """
definitions:
  Port: {type: object, properties: {target: {$ref: "#/definitions/IntOrString"}, name: {type: string}}}
  IntOrString: {type: string, format: int-or-string}
  Named: {allOf: [{$ref: "#/definitions/Port"}], properties: {name: {description: What it is called.}, at: {type: string, format: date}}}
"""


@pytest.mark.parametrize("plain", [{"target": 8080}, {"target": "8080"}, {"target": "http"}])
def test_what_came_as_a_number_goes_out_as_one(
    client: Client, server: Recorder, plain: dict[str, Any]
) -> None:
    made = client(
        document(
            "{'200': {description: It, schema: {$ref: '#/definitions/Port'}}}", rest=KUBERNETES
        )
    )
    server.answers[:] = [(200, {"Content-Type": "application/json"}, json.dumps(plain).encode())]
    port = made.it()
    assert port.target == plain["target"]
    assert json.loads(port.model_dump_json(exclude_unset=True)) == plain


def test_a_description_leaves_the_type_of_an_inherited_property(
    build: Callable[[str], Any],
) -> None:
    made = build(
        document(
            "{'200': {description: It, schema: {$ref: '#/definitions/Named'}}}", rest=KUBERNETES
        )
    )
    fields = made.models.Named.model_fields
    assert "str" in str(fields["name"].annotation)


def test_text_of_format_binary_in_a_form_is_a_file(client: Client, server: Recorder) -> None:
    made = client(
        document("{'204': {description: Done}}").replace(
            "get:",
            "post:\n      consumes: [multipart/form-data]\n"
            "      parameters: [{name: f, in: formData, required: true, type: string, format: binary}]",
        )
    )
    made.it(f=b"\xff")
    assert b'filename="f"' in server.last.body
    assert b"\r\n\r\n\xff\r\n" in server.last.body


ADDITIONAL = """
definitions:
  Leaf: {type: object, properties: {n: {type: integer}}}
  Tree: {type: object, properties: {a: {type: string}}, additionalProperties: {$ref: "#/definitions/Leaf"}}
  Days: {type: object, properties: {a: {type: string}}, additionalProperties: {type: string, format: date}}
"""


def test_properties_that_are_not_named_have_their_type(
    client: Client, server: Recorder, build: Callable[[str], Any]
) -> None:
    text = document(
        "{'200': {description: It, schema: {$ref: '#/definitions/Tree'}}}", rest=ADDITIONAL
    )
    plain = {"a": "x", "left": {"n": 1, "more": [2]}, "right": None}
    server.answers[:] = [(200, {"Content-Type": "application/json"}, json.dumps(plain).encode())]
    tree = client(text).it()
    assert type(tree.model_extra["left"]).__name__ == "Leaf"
    assert tree.left.n == 1
    assert json.loads(tree.model_dump_json(exclude_unset=True)) == plain
    days = build(text).models.Days.model_validate_json('{"b": "2026-11-01", "c": "soon"}')
    assert days.model_extra == {"b": dt.date(2026, 11, 1), "c": "soon"}
