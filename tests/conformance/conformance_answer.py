"""Answers that the document allows, and whether what a client makes of them is still the same."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from conformance_call import WRITTEN, is_octets
from conformance_reader import Node, Operation, Reader
from conformance_schema import TEXT, Draw, Values, combine
from conformance_text import essence, fail, is_json, is_xml, same_json
from conformance_xml import document
from hypothesis import strategies as st

_BODILESS = frozenset({"204", "205", "304"})


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer.

    Attributes:
        status: of HTTP.
        content_type: empty for none.
        body: as it goes out.
        value: what it says as JSON data, bytes for a file; None where it says nothing.
        error: it is to be raised.
    """

    status: int
    content_type: str = ""
    body: bytes = b""
    value: Any = None
    error: bool = False


def draw_answer(reader: Reader, operation: Operation, draw: Draw) -> Answer:
    """Draws a documented answer, mostly a success.

    Raises:
        EndlessError: the schema has no finite value.
    """
    codes = [code for code in operation.responses if code.isdecimal() and len(code) == 3]
    successes = [code for code in codes if code.startswith("2")]
    failures = [code for code in codes if code[0] in "45"]
    if successes and "default" in operation.responses:
        failures.append("default")
    if failures and draw(st.integers(0, 3)) == 0:
        code = draw(st.sampled_from(failures))
        status = next(number for number in (418, 419, 420, 421) if str(number) not in codes)
        return _answer(reader, operation, code, status if code == "default" else int(code), draw)
    code = draw(st.sampled_from(successes)) if successes else "default"
    return _answer(reader, operation, code, int(code) if successes else 200, draw)


def _answer(reader: Reader, operation: Operation, code: str, status: int, draw: Draw) -> Answer:
    error = status >= 400
    response = operation.responses.get(code)
    schema = (
        None
        if response is None or not isinstance(response.get("schema"), dict)
        else response["schema"]
    )
    if schema is None or code in _BODILESS or operation.method == "head":
        return Answer(status, error=error)
    produces = list(operation.produces or ())
    if _is_file(schema, produces) or (not error and _is_unreadable(schema, produces)):
        content = draw(st.binary(max_size=40))
        return Answer(status, _usual(produces, "application/octet-stream"), content, content, error)
    as_xml = any(map(is_xml, produces)) and (not any(map(is_json, produces)) or draw(st.booleans()))
    value = Values(reader, draw, request=False, named=as_xml).value((schema,))
    link = _next_link(operation)
    if not error and isinstance(value, dict) and link in value:  # one page is the last one
        value[link] = ""
    content_type = next(filter(is_json, produces), None) or _usual(produces, "application/json")
    if as_xml:
        body = ET.tostring(document((schema,), value), "utf-8", xml_declaration=True)
        body = body.replace(b"\r", b"&#13;")  # as it is it would be read as a line feed
        return Answer(status, next(filter(is_xml, produces)), body, value, error)
    if not is_json(content_type) and combine((schema,)).kinds in ([], ["string"]):
        # a media type of its own holds text, null and other JSON are no values of it
        value = value if isinstance(value, str) else draw(TEXT)
        return Answer(status, f"{content_type}; charset=utf-8", value.encode(), value, error)
    return Answer(status, content_type, json.dumps(value).encode(), value, error)


def _next_link(operation: Operation) -> str | None:
    """The property that leads to the next page, where there may be one."""
    own, azure = operation.node.get("x-swagsmith-paging"), operation.node.get("x-ms-pageable")
    if isinstance(own, dict):
        return own.get("next")
    return azure.get("nextLinkName") if isinstance(azure, dict) else None


def _usual(produces: list[str], otherwise: str) -> str:
    return next((kind for kind in produces if "*" not in kind and kind.isprintable()), otherwise)


def _is_unreadable(schema: Node, produces: list[str]) -> bool:
    """An object or list in media types nobody here can read."""
    known = [
        is_json(kind) or is_xml(kind) or "*" in kind or essence(kind) in WRITTEN
        for kind in produces
    ]
    shape = combine((schema,))
    structured = bool(shape.kinds) and shape.kinds[0] in ("object", "array")
    return bool(produces) and not any(known) and structured


def _is_file(schema: Node, produces: list[str]) -> bool:
    """`type: file`, or octets where they are not text in JSON."""
    shape = combine((schema,))
    if shape.keywords.get("type") == "string" and produces and all(map(is_json, produces)):
        return False
    return is_octets(shape)


def compare_value(got: Any, expected: Any, encode: Any) -> None:
    """Compares what a client returned with what was sent to it.

    Args:
        got: what the call returned.
        expected: JSON data, or bytes.
        encode: gives the JSON data of a date or of bytes in a list or mapping.

    Raises:
        DisagreementError: they differ.
    """
    if isinstance(expected, bytes):
        if got != expected:
            fail(f"the answer {expected!r} came out as {got!r}")
        return
    plain = dumped(got, encode)
    if not same_json(plain, expected):
        fail(f"the answer {expected!r} came out as {plain!r}")


def dumped(value: Any, encode: Any) -> Any:
    """A decoded value as JSON data."""
    if hasattr(type(value), "model_fields"):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, list):
        return [dumped(item, encode) for item in value]
    if isinstance(value, dict):
        return {key: dumped(item, encode) for key, item in value.items()}
    return value if value is None or isinstance(value, (str, int, float)) else encode(value)
