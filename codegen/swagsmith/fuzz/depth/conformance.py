"""Whether a value has the types, names and enumerated values that its schema documents."""

from __future__ import annotations

import json
from dataclasses import dataclass
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


Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with a value.

    Attributes:
        message: in one line, with the place as a JSON pointer.
        path: where that is.
        schema: what the value there does not fit: the broken keyword alone.
    """

    message: str
    path: Path
    schema: dict[str, Any]

    @property
    def proof(self) -> tuple[Path, str]:
        """As a finding has it."""
        return self.path, json.dumps(self.schema)


def violation(schemas: Schemas, node: Node, value: Any, path: Path = ()) -> Violation | None:
    """What is wrong with a value, or None.

    Only what can be said without doubt: types (an integer is a number, a whole number an integer),
    required properties and enumerated values (sections Schema Object, Data Types).

    Args:
        schemas: of the document.
        node: the schema.
        value: what an answer holds.
        path: where it stands in the answer.
    """
    schema = schemas.read(node)
    while schema.sole is not None:
        schema = schemas.read(schema.sole)
    nullable = schema.keywords.get("x-nullable") is True or node.get("x-nullable") is True
    if len(path) > _DEEPEST or (value is None and nullable):
        return None
    kinds = [kind for kind in schema.kinds if kind in _TYPES]
    if kinds and not any(_is(value, kind) for kind in kinds):
        allowed: dict[str, Any] = {"type": [*kinds, "null"] if nullable else kinds}
        return _wrong(path, f'{_shown(value)} is not of type "{kinds[0]}"', allowed)
    choices = schema.keywords.get("enum")
    if is_array(choices) and value not in choices:
        allowed = {"enum": [*choices, None] if nullable else choices}
        return _wrong(path, f"{_shown(value)} is none of the documented values", allowed)
    return _inside(schemas, schema, value, path)


def _wrong(path: Path, what: str, schema: dict[str, Any]) -> Violation:
    place = "".join(f"/{escape(str(token))}" for token in path) or "the body"
    return Violation(f"{place}: {what}", path, schema)


def _inside(schemas: Schemas, schema: Schema, value: Any, path: Path) -> Violation | None:
    """What is wrong with the members of a value."""
    members: list[tuple[str | int, Node, Any]] = []
    if is_mapping(value):
        missing = next((name for name in sorted(schema.required) if name not in value), None)
        if missing is not None:
            return _wrong(path, f'"{missing}" is a required property', {"required": [missing]})
        for name, member in value.items():
            declared = schema.properties.get(name, schema.additional)
            if declared is not None:
                members.append((name, declared, member))
    elif is_array(value) and schema.items is not None:
        members = [(number, schema.items, member) for number, member in enumerate(value)]
    found = (violation(schemas, node, one, (*path, token)) for token, node, one in members)
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
