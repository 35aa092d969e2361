"""Writing the connector's responses: Twilio's JSON to the definitions, as JSON or XML."""

from collections.abc import Mapping, Sequence
from typing import cast

from starlette.responses import Response

from twilio_target.errors import RestError
from twilio_target.gateway.mapping import ERROR, Definition, Property
from twilio_target.gateway.negotiation import MediaType
from twilio_target.markup import DECLARATION, element, enclose, pascal
from twilio_target.text import encode, write_json

_ABSENT = object()


def convert(definition: Definition, upstream: object) -> dict[str, object]:
    """Give Twilio's JSON in the shape of a definition.

    Raises:
        ValueError: it is something else; the message names the property.
    """
    document = _convert_object(definition.properties, upstream)
    if definition.item is not None:
        rows = _find(upstream, (definition.items,))
        if not isinstance(rows, list):
            raise ValueError(f"{definition.items} is no array")
        item = definition.item
        document[definition.items] = [convert(item, row) for row in cast("list[object]", rows)]
    return document


def _convert_object(properties: Sequence[Property], upstream: object) -> dict[str, object]:
    if not isinstance(upstream, dict):
        raise ValueError("an object is expected")  # noqa: TRY004 - one kind of error for any answer
    found = cast("dict[str, object]", upstream)
    document: dict[str, object] = {}
    for one in properties:
        value = _find(found, one.source) if one.source else found.get(one.name, _ABSENT)
        if value is _ABSENT or (value is None and not one.nullable):
            continue
        if value is None:
            document[one.name] = None
        elif one.properties:
            document[one.name] = _convert_object(one.properties, value)
        else:
            try:
                document[one.name] = one.convert(value)
            except ValueError as error:
                raise ValueError(f"{one.name}: {error}") from None
    return document


def _find(upstream: object, source: Sequence[str]) -> object:
    """Follow names into nested objects; Twilio writes "SMS" in one place and "sms" in another."""
    value = upstream
    for name in source:
        if not isinstance(value, dict):
            return _ABSENT
        members = cast("dict[str, object]", value)
        value = members.get(name, members.get(name.upper(), _ABSENT))
    return value


def write(
    definition: Definition, document: Mapping[str, object], media_type: MediaType
) -> Response:
    """Write a document that `convert` gave, with status 200."""
    if media_type == "application/json":
        body = write_json(document)
    else:
        body = encode(DECLARATION + _root(definition, document))
    return Response(body, media_type=media_type)


def write_error(error: RestError, media_type: MediaType) -> Response:
    """Write an error, with its status and headers."""
    response = write(ERROR, error.body(), media_type)
    response.status_code = error.status
    response.headers.update(error.headers)
    return response


def _root(definition: Definition, document: Mapping[str, object]) -> str:
    if definition.item is None:
        return _element(definition, document)
    item = definition.item
    rows = cast("Sequence[Mapping[str, object]]", document[definition.items])
    attributes = (
        (one.name.replace("_", ""), document.get(one.name)) for one in definition.properties
    )
    return enclose(definition.element, "".join(_element(item, row) for row in rows), attributes)


def _element(definition: Definition, document: Mapping[str, object]) -> str:
    return enclose(definition.element, _members(definition.properties, document))


def _members(properties: Sequence[Property], document: Mapping[str, object]) -> str:
    return "".join(_member(one, document[one.name]) for one in properties if one.name in document)


def _member(one: Property, value: object) -> str:
    name = pascal(one.name)
    if one.properties:
        return enclose(name, _members(one.properties, cast("Mapping[str, object]", value)))
    if one.item:
        return enclose(name, "".join(element(one.item, text) for text in cast("list[str]", value)))
    return element(name, value)
