"""Calls: arguments drawn from the document's own words, and what of them must be on the wire."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from conformance_reader import Node, Operation, Parameter, Reader
from conformance_schema import FORMATS, Draw, Shape, Values, combine, fitting, number, scalar
from hypothesis import strategies as st

SEPARATORS = {"csv": ",", "ssv": " ", "tsv": "\t", "pipes": "|"}
#: media types an object can be written as, beside those with a suffix
WRITTEN = frozenset({"application/json", "text/json", "application/xml", "text/xml", "application/x-www-form-urlencoded", "multipart/form-data"})  # fmt: skip
XML = "application/xml"
#: what a header can be called (RFC 9110 section 5.6.2)
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: headers that are HTTP's own; no caller can say what they are
FRAMING = frozenset({"connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding", "upgrade"})  # fmt: skip
#: headers that are computed, so that nobody is asked for them
COMPUTED = frozenset({"accept", "authorization", "content-type"})
NOTHING: Any = object()


@dataclass(frozen=True, slots=True)
class Sent:
    """A parameter that must arrive: its value as JSON has it, bytes for a file."""

    parameter: Parameter
    value: Any
    collection: tuple[str, ...] = ()

    @property
    def files(self) -> list[bytes]:
        """The files it holds; none for any other value."""
        values = self.value if isinstance(self.value, list) else [self.value]
        return [item for item in values if isinstance(item, bytes)]


@dataclass(slots=True)
class Call:
    """One call.

    Attributes:
        given: Python values by name and location.
        sent: what must arrive of them, constants included.
        body: the body as JSON data, or NOTHING.
        media: the media type the caller asks for; empty for none.
    """

    given: dict[tuple[str, str], Any] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    body: Any = NOTHING
    media: str = ""


class UnsendableError(Exception):
    """An operation that demands what no client can give."""


def simple(parameter: Parameter) -> Node:
    """Where a parameter's type stands: on itself; below `schema` in documents that mix in OpenAPI 3."""
    node = parameter.node
    if node.get("type") is None and isinstance(node.get("schema"), dict):
        return node["schema"].resolved()
    return node


def collection(parameter: Parameter) -> tuple[str, ...]:
    """The collectionFormat of each array level, outermost first; csv where there is no usable one."""
    found: list[str] = []
    level = simple(parameter)
    while level.get("type") == "array":
        name = level.get("collectionFormat", "csv")
        multi = name == "multi" and not found and parameter.location in ("query", "formData")
        found.append(name if multi or name in SEPARATORS else "csv")
        level = level["items"]
    return tuple(found)


def draw_call(reader: Reader, operation: Operation, draw: Draw) -> Call:
    """Draws the arguments of one call.

    Raises:
        UnsendableError: a required header, or that of a key, is one that HTTP itself writes or has no name for.
        EndlessError: the body has no finite value.
    """
    call = Call()
    _check_keys(reader, operation)
    for parameter in operation.parameters:
        if parameter.location == "body":
            continue
        if _left_out(parameter, draw):
            if parameter.constant is not None:
                call.sent.append(Sent(parameter, parameter.constant, collection(parameter)))
            continue
        formats = collection(parameter)
        python, value = _Argument(draw, parameter, formats).draw(simple(parameter), 0)
        call.given[parameter.name, parameter.location] = python
        if value == [] and parameter.node.get("allowEmptyValue") is not True:
            if parameter.constant is not None:
                raise AssertionError("no empty list is drawn for a parameter with a constant")
            continue
        call.sent.append(Sent(parameter, value, formats))
    body = operation.body
    if body is not None and (body.required or draw(st.booleans())):
        if is_binary(operation):
            call.body = draw(st.binary(max_size=40))
        else:
            call.media = _media(operation, draw)
            values = Values(reader, draw, request=True, named=call.media == XML)
            call.body = values.value((body.node["schema"],))
    return call


def _check_keys(reader: Reader, operation: Operation) -> None:
    for scheme in next((names for names in operation.security if names), ()):
        name = reader.schemes()[scheme].get("name", "")
        if reader.schemes()[scheme].get("in") == "header" and not TOKEN.fullmatch(name):
            raise UnsendableError(f"{name!r} is no name of a header")


def _media(operation: Operation, draw: Draw) -> str:
    """The media type a caller asks for: XML where the operation takes it, mostly."""
    kinds = [kind.partition(";")[0].strip().lower() for kind in operation.consumes or ()]
    if not any(kind in ("application/xml", "text/xml") or kind.endswith("+xml") for kind in kinds):
        return ""
    others = [
        kind
        for kind in kinds
        if kind in WRITTEN - {XML, "text/xml"} or "*" in kind or kind.endswith("+json")
    ]
    return draw(st.sampled_from([XML, ""])) if others else XML


def _left_out(parameter: Parameter, draw: Draw) -> bool:
    name = parameter.name.lower()
    demanded = parameter.required and parameter.constant is None
    if parameter.location == "header" and (name in FRAMING or not TOKEN.fullmatch(name)):
        if demanded:
            raise UnsendableError(f"header {parameter.name} is HTTP's own, or no name of a header")
        return True
    if parameter.location == "header" and name in COMPUTED:
        demanded = False
    return not demanded and draw(st.booleans())


class _Argument:
    """Draws a value of one parameter: as a caller writes it, and as it is on the wire."""

    def __init__(self, draw: Draw, parameter: Parameter, formats: tuple[str, ...]) -> None:
        self._draw = draw
        self._parameter = parameter
        self._formats = formats
        self._nested = len(formats) > 1
        self._listed = bool(formats)
        self._separators = {SEPARATORS[name] for name in formats if name != "multi"}

    def draw(self, node: Node, level: int) -> tuple[Any, Any]:
        """A value of a parameter or of an item: for the caller, and for the wire."""
        kind = node.get("type")
        if kind == "file":
            content = self._draw(st.binary(max_size=40))
            return content, content
        if kind == "array":
            return self._array(node, level)
        values = [value for value in fitting(node.get("enum"), kind) if self._possible(value)]
        if values:
            value = self._draw(st.sampled_from(values))
            return value, value
        if kind not in ("string", "integer", "number", "boolean"):
            kind = "string"
        value = self._draw(self._scalar(node, kind))
        return self._python(node, value), value

    def _array(self, node: Node, level: int) -> tuple[list[Any], list[Any]]:
        optional = not self._parameter.required and self._parameter.constant is None
        may_be_empty = level == 0 and (
            optional or self._parameter.node.get("allowEmptyValue") is True
        )
        least = max(number(node.get("minItems")), 0 if may_be_empty else 1)
        most = max(least, min(number(node.get("maxItems"), 3), 3))
        if (
            self._formats[level] in self._formats[:level]
        ):  # a second element would be one of the outer list
            least = most = 1
        pairs = [
            self.draw(node["items"], level + 1) for _ in range(self._draw(st.integers(least, most)))
        ]
        return [python for python, _ in pairs], [value for _, value in pairs]

    def _scalar(self, node: Node, kind: str) -> st.SearchStrategy[Any]:
        words = dict(node.value)
        if kind == "number":
            quarters = st.integers(-4_000_000, 4_000_000).map(lambda n: n / 4)
            least, most = number(words.get("minimum"), None), number(words.get("maximum"), None)
            if least is not None or most is not None:
                quarters = scalar(words, "integer")
            return quarters
        if kind == "string" and self._encoding() == "none":
            return st.sampled_from(["a/b", "a%20b", "plain", "a/b/c.d"])
        return scalar(words, kind).filter(self._possible)

    def _encoding(self) -> str:
        return "none" if self._parameter.node.get("x-ms-skip-url-encoding") is True else ""

    def _possible(self, value: Any) -> bool:
        """Whether a text can be sent where the parameter goes."""
        if not isinstance(value, str):
            return True
        if any(separator in value for separator in self._separators):
            return False
        if self._nested and not value:
            return False
        if self._parameter.location == "path":
            return value.strip(".") != ""
        if self._parameter.location == "header":
            printable = all(" " <= character <= "~" for character in value)
            computed = self._parameter.name.lower() in COMPUTED or self._listed
            return printable and value == value.strip() and (value != "" or not computed)
        return True

    def _python(self, node: Node, text: Any) -> Any:
        """Dates and bytes as Python has them, now and then."""
        convert = {"date": date.fromisoformat, "date-time": _datetime, "byte": base64.b64decode}
        found: Callable[[str], Any] | None = convert.get(str(node.get("format")))
        usable = node.get("type") == "string" and isinstance(text, str) and found is not None
        if usable and found is not None and self._draw(st.booleans()):
            return found(text)
        return text


def _datetime(text: str) -> Any:
    value = datetime.fromisoformat(text.upper())
    return value if value.year > 1 and value.year < 9999 else text  # no overflow by an offset


def is_flat(value: Any) -> bool:
    """Whether a form can hold an object: texts, numbers, lists of them."""
    if not isinstance(value, dict):
        return False
    items = [
        item for found in value.values() for item in (found if isinstance(found, list) else [found])
    ]
    return all(isinstance(item, (str, int, float)) for item in items)


def is_binary(operation: Operation) -> bool:
    """Whether the body is octets: it says so, or is no single value and in a media type nobody here can write."""
    body = operation.body
    if body is None:
        return False
    shape = combine((body.node["schema"],))
    if is_octets(shape):
        return True
    consumes = [kind.partition(";")[0].strip().lower() for kind in operation.consumes or ()]
    written = [
        kind in WRITTEN or kind.endswith(("+json", "+xml")) or "*" in kind for kind in consumes
    ]
    return bool(consumes) and not any(written) and shape.kinds in (["object"], ["array"])


def is_octets(shape: Shape) -> bool:
    """`type: file`, text of format binary; Azure's documents have objects of format file."""
    kind, form = shape.keywords.get("type"), shape.keywords.get("format")
    if kind == "file":
        return True
    if shape.properties or "enum" in shape.keywords:
        return False
    return (kind == "string" and form == "binary") or (
        kind in ("string", "object") and form == "file"
    )


__all__ = [
    "COMPUTED",
    "FORMATS",
    "NOTHING",
    "Call",
    "Sent",
    "UnsendableError",
    "collection",
    "draw_call",
    "is_binary",
    "is_flat",
    "is_octets",
]
