"""Reading the connector's requests: bodies to Twilio's form, queries to Twilio's query."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final, NoReturn, cast

from twilio_target.errors import RestError, twilio_error
from twilio_target.gateway.mapping import Body, BodyProperty, Operation, QueryType
from twilio_target.gateway.negotiation import MediaType
from twilio_target.gateway.xmlbody import parse_xml
from twilio_target.text import parse_pairs, require_clean

Pairs = list[tuple[str, str]]

_INTEGER: Final = re.compile("[0-9]{1,1000}")


def read_query(operation: Operation, query: bytes) -> Pairs:
    """Check a query string against an operation's parameters; others are ignored.

    Raises:
        RestError: 400/20001, where a parameter has the wrong type or is repeated.
    """
    pairs = [pair for pair in parse_pairs(query, "query") if pair[0] in operation.query]
    seen: set[str] = set()
    for name, value in pairs:
        if name in seen or not _fits(value, operation.query[name]):
            raise twilio_error(20001, name)
        seen.add(name)
    return pairs


def _fits(value: str, query_type: QueryType) -> bool:
    match query_type:
        case "integer":
            return _INTEGER.fullmatch(value) is not None
        case "boolean":
            return value in {"true", "false"}
        case "string":
            return True


def read_body_as_form(definition: Body, body: bytes, media_type: MediaType) -> Pairs:
    """Turn a request body into the fields of Twilio's form.

    Args:
        definition: what the body is.
        body: the bytes as they came.
        media_type: how to read them.

    Raises:
        RestError: 400, where the body is malformed, has a value of the wrong type, or lacks a
            required property.
    """
    if media_type == "application/json":
        values = _from_json(definition, body)
    else:
        values = _from_xml(definition, body)
    pairs: Pairs = []
    for one in definition.properties:
        if one.name in values:
            pairs += [(one.form, require_clean(text, one.name)) for text in values[one.name]]
        elif one.missing:
            raise twilio_error(one.missing)
    return pairs


def _from_json(definition: Body, body: bytes) -> Mapping[str, Sequence[str]]:
    try:
        document: object = json.loads(
            body.decode(), parse_constant=_refuse_constant, object_pairs_hook=_refuse_repeated
        )
    except (ValueError, RecursionError):
        raise RestError(400, "The request body is no JSON, or repeats a name.", 20001) from None
    if not isinstance(document, dict):
        raise RestError(400, f"The request body must be a {definition.name} object.", 20001)
    members = cast("dict[str, object]", document)
    present = (one for one in definition.properties if one.name in members)
    return {one.name: _strings(one, members[one.name]) for one in present}


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse_repeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    # Which of two values is meant is for nobody to guess (RFC 8259, section 4).
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a name is repeated")
    return members


def _strings(one: BodyProperty, value: object) -> Sequence[str]:
    if not one.is_array and isinstance(value, str):
        return [value]
    if one.is_array and isinstance(value, list):
        elements = cast("list[object]", value)
        texts = [element for element in elements if isinstance(element, str)]
        if len(texts) == len(elements):
            return texts
    expected = "an array of strings" if one.is_array else "a string"
    raise RestError(400, f"{one.name} must be {expected}.", 20001)


def _from_xml(definition: Body, body: bytes) -> Mapping[str, Sequence[str]]:
    root = parse_xml(body)
    if root.name != definition.name:
        raise RestError(400, f"The root element must be <{definition.name}>.", 20001)
    values: dict[str, list[str]] = {}
    by_form = {one.form: one for one in definition.properties}
    for child in root.children:
        one = by_form.get(child.name)
        if one is None:
            continue
        if child.children or (one.name in values and not one.is_array):
            raise RestError(400, f"<{child.name}> must be one element with text alone.", 20001)
        values.setdefault(one.name, []).append(child.text)
    return values
