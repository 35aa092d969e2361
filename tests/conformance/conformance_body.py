"""What must arrive as a body or form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from conformance_call import NOTHING, Call, Sent, is_flat
from conformance_reader import Operation
from conformance_server import Arrived
from conformance_text import (
    FORM,
    MULTIPART,
    DisagreementError,
    Expected,
    compare_pairs,
    essence,
    expected_pairs,
    fail,
    is_json,
    pairs,
    same_json,
    text_of,
)  # fmt: skip
from conformance_xml import compare_xml


def compare_payload(operation: Operation, call: Call, arrived: Arrived) -> None:
    """Compares the body of a request.

    Raises:
        DisagreementError: it is not what the document says.
    """
    form = [sent for sent in call.sent if sent.parameter.location == "formData"]
    content_type = arrived.header("content-type") or ""
    said = next(
        (str(sent.value) for sent in call.sent if sent.parameter.name.lower() == "content-type"), ""
    )
    if said and essence(said) != MULTIPART:
        content_type = ""  # compared as a header
    nothing = not form if operation.body is None else call.body is NOTHING
    if nothing and (arrived.body or (content_type and not said)):
        fail(f"a body ({content_type}) where none was given")
    if not nothing and operation.body is None:
        _compare_form(operation, call, form, arrived, content_type)
    elif not nothing:
        _compare_body(operation, call, arrived, content_type, said)


def _compare_form(
    operation: Operation, call: Call, form: list[Sent], arrived: Arrived, content_type: str
) -> None:
    consumes = [essence(kind) for kind in operation.consumes or ()]
    files = [(_in_part(sent.parameter.name), content) for sent in form for content in sent.files]
    multipart = bool(files) or (MULTIPART in consumes and FORM not in consumes)
    if content_type and (essence(content_type) == MULTIPART) != multipart:
        fail(f"a form as {content_type}, the operation consumes {consumes}")
    expected = expected_pairs(call, "formData", [])
    if not multipart:
        compare_pairs("form field", expected, list(pairs(arrived.body.decode("ascii"))))
        return
    parts = list(multipart_parts(arrived.body))
    fields = [(name, content.decode()) for name, filename, content in parts if filename is None]
    compare_pairs("form part", {_in_part(name): found for name, found in expected.items()}, fields)
    uploads = sorted((name, content) for name, filename, content in parts if filename is not None)
    if uploads != sorted(files):
        fail(f"files {uploads}, expected {files}")


def _in_part(name: str) -> str:
    """A name as HTML writes it into a part's head."""
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def multipart_parts(body: bytes) -> Iterator[tuple[str, str | None, bytes]]:
    """The parts of a form (RFC 7578): name, file name, content."""
    if not body:
        return
    boundary = body.partition(b"\r\n")[0]
    if not body.endswith(boundary + b"--\r\n"):
        fail("the multipart body does not end with its boundary")
    for part in (b"\r\n" + body).split(b"\r\n" + boundary)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        found = re.search(r'; name="([^"]*)"(?:; filename="([^"]*)")?', head.decode())
        if found is None:
            raise DisagreementError(f"a part without a name: {head!r}")
        yield found[1], found[2], content


def _compare_body(
    operation: Operation, call: Call, arrived: Arrived, content_type: str, said: str
) -> None:
    consumes = list(operation.consumes or ())
    kind = essence(content_type)
    match _written(consumes, call, said):
        case "bytes":
            if arrived.body != call.body:
                fail(f"body {arrived.body!r}, expected {call.body!r} as it is")
        case "json":
            _compare_json(call.body, arrived.body)
        case "xml":
            assert operation.body is not None
            compare_xml((operation.body.node["schema"],), call.body, arrived.body)
        case "form":
            compare_pairs(
                "form field", _fields(call.body), list(pairs(arrived.body.decode("ascii")))
            )
        case "text":
            if arrived.body != text_of(call.body).encode():
                fail(f"body {arrived.body!r}, expected the text {call.body!r}")
    if (
        content_type
        and consumes
        and not any("*" in item for item in consumes)
        and kind not in map(essence, consumes)
    ):
        fail(f"a body as {content_type}, the operation consumes {consumes}")


def _written(consumes: list[str], call: Call, said: str) -> str:
    """How a body is to be written: as the header says that goes out, else as the caller asks, else JSON first."""
    single = isinstance(call.body, (str, int, float))
    if isinstance(call.body, bytes):
        return "bytes"
    if said and not is_json(said) and single:
        return "text"
    if call.media:
        return "xml"
    if not consumes or any(is_json(item) or "*" in item for item in consumes):
        return "json"
    if FORM in map(essence, consumes) and is_flat(call.body):
        return "form"
    return "text" if single else ""


def _compare_json(value: Any, body: bytes) -> None:
    try:
        got = json.loads(body.decode())
    except ValueError:
        raise DisagreementError(f"body {body!r} is not JSON") from None
    if not same_json(got, value):
        fail(f"body {got!r}, expected {value!r}")


def _fields(value: dict[str, Any]) -> Expected:
    found: Expected = {}
    for name, item in value.items():
        many = item if isinstance(item, list) else [item]
        if many:
            found[name] = [([text_of(one)], None) for one in many]
    return found
