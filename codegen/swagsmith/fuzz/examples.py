"""The values a document gives as examples, by the parameter or body property they are for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from swagsmith.lower.schema import Key, Schemas, key_of
from swagsmith.source import Node, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACES: Final = frozenset({"path", "query", "header"})
#: what the generator can be told of: not arrays in arrays, nor bodies that are arrays
_PLACE: Final = re.compile(r"(path|query|header)\..+|body(\.[\w-]+(\[\*\])?)+")

#: a place such as "query.To" or "body.media_url[*]", and a value for it
Example = tuple[str, str | int | float]


class Examples:
    """Finds `x-example` and `default` of parameters, `example` and `default` of schemas."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def of_parameter(self, parameter: Node) -> Iterator[Example]:
        """The examples for a parameter, or for each scalar in a body."""
        place, name = parameter.text("in"), parameter.text("name")
        if place == "body":
            yield from self._of_schema("body", parameter.child("schema"), frozenset())
        elif place in _PLACES and name:
            for key in ("x-example", "default"):
                yield from _scalars(f"{place}.{name}", parameter.get(key))

    def _of_schema(self, place: str, node: Node, above: frozenset[Key]) -> Iterator[Example]:
        schema = self._schemas.read(node)
        if schema.sole is not None:
            schema = self._schemas.read(schema.sole)
        key = key_of(schema.node)
        if key in above:
            return
        for name in ("example", "default"):
            yield from _scalars(place, schema.keywords.get(name))
        if schema.items is not None:
            yield from self._of_schema(f"{place}[*]", schema.items, above | {key})
        for name, member in schema.properties.items():
            yield from self._of_schema(f"{place}.{name}", member, above | {key})


def _scalars(place: str, value: Any) -> Iterator[Example]:
    """The scalars in an example, each at its own place."""
    if is_mapping(value):
        for name, member in value.items():
            yield from _scalars(f"{place}.{name}", member)
    elif is_array(value):
        for element in value:
            yield from _scalars(f"{place}[*]", element)
    elif (
        isinstance(value, str | int | float)
        and not isinstance(value, bool)
        and _PLACE.fullmatch(place)
    ):
        yield place, value
