"""Whatever a server answers is a value or a `DecodeError` that shows nothing of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from swagsmith.runtime import Content, DecodeError, Headers, Model, Operation, StatusError
from swagsmith.runtime.decode import Answer, failure, is_success, value
from swagsmith.runtime.wire import DateTime
from swagsmith.runtime.xml import Array, Object, Ref, Scalar


class Node(Model):
    name: str | None = None
    count: int | None = None
    kind: Literal["a", "b"] | None = None
    born: DateTime | None = None
    below: list[Node] | None = None


NODE = Object(
    "Node",
    {
        "name": Scalar("name", nullable=True),
        "count": Scalar("count", attribute=True),
        "kind": Scalar("kind"),
        "born": Scalar("born"),
        "below": Array("below", Ref("Node", lambda: NODE), wrapped=True),
    },
)
OPERATION = Operation("Get", "GET", "/", responses={"200": Content(lambda: Node, xml=lambda: NODE)})
TEXT = Operation("Say", "GET", "/", responses={"200": Content(lambda: str)})


def answer(body: bytes, kind: str = "application/json", status: int = 200) -> Answer:
    return Answer("GET", status, Headers([("Content-Type", kind)]), body)


def test_json_and_xml_say_the_same() -> None:
    text = b'{"name": null, "count": 2, "born": "2026-11-01T12:00:00Z", "below": [{"kind": "a"}]}'
    xml = (
        b'<Node count="2"><name/><born>2026-11-01T12:00:00Z</born>'
        b"<below><Node><kind>a</kind></Node></below></Node>"
    )
    decoded = value(OPERATION, answer(text))
    assert decoded == value(OPERATION, answer(xml, "application/xml"))
    assert isinstance(decoded.born, datetime)


@pytest.mark.parametrize(
    ("body", "kind", "pointer"),
    [
        (b'{"below": [{}, {"count": "x"}]}', "application/json", "/below/1/count"),
        (b'{"below": [{}, {"kind": "SECRET"}]}', "application/json", "/below/1/kind"),
        (b'{"below": {"a": 1}}', "application/json", "/below"),
        (b"<Node><below><Node count='x'/></below></Node>", "text/xml", "/below/0/count"),
    ],
)
def test_pointers(body: bytes, kind: str, pointer: str) -> None:
    with pytest.raises(DecodeError) as caught:
        value(OPERATION, answer(body, kind))
    assert caught.value.pointer == pointer
    assert "SECRET" not in str(caught.value)


def test_several_faults_are_counted() -> None:
    with pytest.raises(DecodeError, match=r"\(and 2 more\)$"):
        value(OPERATION, answer(b'{"count": "x", "kind": 1, "below": 2}'))


def test_deep_json_is_refused() -> None:
    with pytest.raises(DecodeError):
        value(OPERATION, answer(b'{"below":[' * 10_000))
    with pytest.raises(DecodeError):
        value(OPERATION, answer(b'{"below":[' * 1000 + b"]}" * 1000))


def refusal(operation: Operation, given: Answer) -> DecodeError | None:
    try:
        value(operation, given)
    except DecodeError as error:
        return error
    return None


KINDS = st.sampled_from(
    [
        "",
        "application/json",
        "application/json; charset=utf-16",
        "application/xml",
        "text/xml; charset=latin-1",
        "text/plain",
        "text/plain; charset=utf-7",
        "image/png",
        ";;=",
    ]
)
BODIES = (
    st.binary()
    | st.sampled_from(
        [b"{}", b"null", b"<Node/>", b'{"count": 1e400}', b'{"name": NaN}', b"\xff\xfe"]
    )
    | st.text().map(lambda text: text.encode("utf-8", "surrogatepass"))
)


@any_of(BODIES, KINDS, st.sampled_from([OPERATION, TEXT]))
def test_any_answer_is_decoded_or_refused(body: bytes, kind: str, operation: Operation) -> None:
    error = refusal(operation, answer(body, kind))
    if error is not None:
        assert error.body == body
        assert error.__cause__ is None
        assert error.__context__ is None
        assert str(error).isprintable()


@any_of(BODIES, KINDS, st.integers(300, 599))
def test_any_failure_is_an_error_of_its_status(body: bytes, kind: str, status: int) -> None:
    operation = Operation("Get", "GET", "/", responses={"default": Content(lambda: Node)})
    error = failure(operation, answer(body, kind, status), ())
    assert isinstance(error, StatusError)
    assert error.status == status
    assert error.__context__ is None


@pytest.mark.parametrize(
    ("codes", "status", "success"),
    [
        (["200"], 200, True),
        (["200"], 201, False),
        (["200", "default"], 201, False),
        (["200", "201"], 201, True),
        (["default"], 201, True),
        (["404", "default"], 200, True),
        (["404"], 200, True),
        (["404", "default"], 404, False),
        (["302"], 302, False),
        ([], 200, True),
        ([], 404, False),
    ],
)
def test_what_is_a_success(codes: list[str], status: int, success: bool) -> None:  # noqa: FBT001 - a case
    responses: dict[str, Any] = {code: Content() for code in codes}
    assert is_success(Operation("Get", "GET", "/", responses=responses), status) is success
