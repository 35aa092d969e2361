"""Values as the text that goes over the wire, and media types."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import unquote_to_bytes

from conformance_call import SEPARATORS, Call, Sent

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt][\d:.]+(?:[Zz]|[+-]\d\d:\d\d)")


class DisagreementError(AssertionError):
    """What arrived is not what the document says."""


def fail(message: str) -> None:
    """Reports a disagreement."""
    raise DisagreementError(message)


def same_json(left: Any, right: Any) -> bool:
    """Whether two JSON values are one; `1` and `1.0` are, `1` and `true` are not."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same_json(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same_json, left, right))
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def text_of(value: Any) -> str:
    """A scalar as text: `true`, numbers without exponent or needless fraction."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = format(Decimal(repr(value)), "f")
        return text.removesuffix(".0")
    return str(value)


def joined(value: Any, formats: tuple[str, ...]) -> str:
    """A value as one text, inner lists first (section Items Object, `collectionFormat`)."""
    if not formats:
        return text_of(value)
    return SEPARATORS[formats[0]].join(joined(item, formats[1:]) for item in value)


def texts(sent: Sent) -> list[str]:
    """The texts of a parameter: one, or one for each element of a `multi` list."""
    if not sent.collection:
        return [text_of(sent.value)]
    if sent.value == []:
        return [""]  # allowEmptyValue
    if sent.collection[0] == "multi":
        return [joined(item, sent.collection[1:]) for item in sent.value]
    return [joined(sent.value, sent.collection)]


def agree(expected: list[str], arrived: list[str], sent: Sent) -> bool:
    """Whether texts are those expected; instants may be written in another way."""
    if expected == arrived:
        return True
    if "date-time" not in json.dumps(sent.parameter.node.value, default=str):
        return False
    return [_instants(text) for text in expected] == [_instants(text) for text in arrived]


def _instants(text: str) -> str:
    """The text with each instant in it written in one way."""
    return _INSTANT.sub(lambda match: datetime.fromisoformat(match[0].upper()).isoformat(), text)


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """A query or URL-encoded form as names and texts."""
    for pair in text.split("&") if text else []:
        name, _, value = pair.partition("=")
        yield decoded(name.replace("+", " ")), decoded(value.replace("+", " "))


def decoded(text: str) -> str:
    try:
        return unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        raise DisagreementError(f"{text!r} is not UTF-8, percent-encoded") from None


def essence(kind: str) -> str:
    """A media type without parameters."""
    return kind.partition(";")[0].strip().lower()


def is_json(kind: str) -> bool:
    """JSON by name or by suffix."""
    return essence(kind) in (JSON, "text/json") or essence(kind).endswith("+json")


def is_xml(kind: str) -> bool:
    """XML by name or by suffix."""
    return essence(kind) in ("application/xml", "text/xml") or essence(kind).endswith("+xml")


Expected = dict[str, list[tuple[list[str], Sent | None]]]


def expected_pairs(call: Call, location: str, start: list[tuple[str, str]]) -> Expected:
    found: Expected = {}
    for name, text in start:
        found.setdefault(name, []).append(([text], None))
    for sent in call.sent:
        if sent.parameter.location == location and not sent.files:
            found.setdefault(sent.parameter.name, []).append((texts(sent), sent))
    return found


def compare_pairs(where: str, expected: Expected, found: list[tuple[str, str]]) -> None:
    names = dict.fromkeys([*expected, *(name for name, _ in found)])
    for name in names:
        got = [text for key, text in found if key == name]
        wanted = [text for group, _ in expected.get(name, []) for text in group]
        dated = next((sent for _, sent in expected.get(name, []) if sent is not None), None)
        if got != wanted and not (dated is not None and agree(wanted, got, dated)):
            fail(f"{where} {name!r}: {got}, expected {wanted}")
