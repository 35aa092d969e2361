"""Whether a value has the types, names and enumerated values that its schema documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from swagsmith.source import escape, is_array, is_mapping

if TYPE_CHECKING:
    from swagsmith.lower.schema import Schema, Schemas
    from swagsmith.source import Node

_DEEPEST: Final = 30
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
}


def violation(
    schemas: Schemas, node: Node, value: Any, place: str = "", depth: int = 0
) -> str | None:
    """What is wrong with a value, in one line, or None.

    Only what can be said without doubt: types (an integer is a number, a whole number an integer),
    required properties and enumerated values (sections Schema Object, Data Types).

    Args:
        schemas: of the document.
        node: the schema.
        value: what an answer holds.
        place: where it stands in the answer, as a JSON pointer.
        depth: how far down that is.
    """
    schema = schemas.read(node)
    while schema.sole is not None:
        schema = schemas.read(schema.sole)
    nullable = schema.keywords.get("x-nullable") is True or node.get("x-nullable") is True
    if depth > _DEEPEST or (value is None and nullable):
        return None
    where = place or "the body"
    kinds = [kind for kind in schema.kinds if kind in _TYPES]
    if kinds and not any(_is(value, kind) for kind in kinds):
        return f'{where}: {_shown(value)} is not of type "{kinds[0]}"'
    choices = schema.keywords.get("enum")
    if is_array(choices) and value not in choices:
        return f"{where}: {_shown(value)} is none of the documented values"
    return _inside(schemas, schema, value, place, depth)


def _inside(schemas: Schemas, schema: Schema, value: Any, place: str, depth: int) -> str | None:
    """What is wrong with the members of a value."""
    members: list[tuple[str, Node, Any]] = []
    if is_mapping(value):
        missing = next((name for name in sorted(schema.required) if name not in value), None)
        if missing is not None:
            return f'{place or "the body"}: "{missing}" is a required property'
        for name, member in value.items():
            declared = schema.properties.get(name, schema.additional)
            if declared is not None:
                members.append((f"{place}/{escape(name)}", declared, member))
    elif is_array(value) and schema.items is not None:
        members = [(f"{place}/{n}", schema.items, member) for n, member in enumerate(value)]
    found = (violation(schemas, node, one, where, depth + 1) for where, node, one in members)
    return next((problem for problem in found if problem is not None), None)


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind])


def _shown(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
