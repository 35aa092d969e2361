"""Forms and queries as they arrive: texts without types, fields that nobody has forbidden."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

from swagsmith.source import is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

URLENCODED: Final = "application/x-www-form-urlencoded"
FORMS: Final = frozenset({URLENCODED, "multipart/form-data"})
#: keywords of a parameter that are none of a schema
_NO_SCHEMA: Final = frozenset({"name", "in", "required", "collectionFormat"})


def arrived(schema: Mapping[str, Any], value: Any, sent: bytes | str | None) -> Any:
    """The declared fields of a form, as a service reads them.

    Parameters in formData (section Parameter Object) are all that is said of a form; none of them
    forbids a further field.

    Args:
        schema: of the form, an object with a property for each parameter.
        value: the form before it was written.
        sent: what went over the wire; it is read where that is URL-encoded, else None.
    """
    declared: Mapping[str, Any] = schema.get("properties") or {}
    if sent is None:
        if not is_mapping(value):
            return value
        return {name: member for name, member in value.items() if name in declared}
    text = sent.decode("utf-8", "replace") if isinstance(sent, bytes) else sent
    fields = parse_qs(text, keep_blank_values=True)
    return {
        name: _read(declared[name], texts) for name, texts in fields.items() if name in declared
    }


def open_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema that says nothing of further properties."""
    return {name: value for name, value in schema.items() if name != "additionalProperties"}


def query_schema(parameters: Mapping[tuple[str, str], Mapping[str, Any]]) -> dict[str, Any]:
    """A schema of the query parameters of an operation (section Parameter Object)."""
    own = {name: keywords for (place, name), keywords in parameters.items() if place == "query"}
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {
            name: {key: value for key, value in keywords.items() if key not in _NO_SCHEMA}
            for name, keywords in own.items()
        },
    }
    required = [name for name, keywords in own.items() if keywords.get("required") is True]
    return {**schema, "required": required} if required else schema


def arrived_query(schema: Mapping[str, Any], url: str) -> dict[str, Any] | None:
    """The query parameters for a service to which one without a text is one that is not given.

    Of a parameter that is given more than once, such a service may take the last.

    Args:
        schema: from `query_schema`.
        url: as it was sent.

    Returns:
        Values by name; None if no parameter is empty.
    """
    fields = parse_qs(urlsplit(url).query, keep_blank_values=True)
    declared: Mapping[str, Any] = schema["properties"]
    given = {name: texts for name, texts in fields.items() if name in declared}
    filled = {name: texts for name, texts in given.items() if texts[-1]}
    if len(filled) == len(given):
        return None
    return {name: _read(declared[name], texts) for name, texts in filled.items()}


def _read(schema: Any, texts: list[str]) -> Any:
    kind = schema.get("type") if is_mapping(schema) else None
    if kind == "array":
        return [_scalar(schema.get("items"), text) for text in texts]
    return _scalar(schema, texts[0]) if len(texts) == 1 else texts


def _scalar(schema: Any, text: str) -> Any:
    kinds = schema.get("type") if is_mapping(schema) else None
    if kinds != "string" and not (is_array(kinds) and "string" in kinds):
        with suppress(ValueError, RecursionError):
            return json.loads(text)
    return text
