"""Does a value fit a schema? Swagger 2.0's schemas, with `x-nullable` and references."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import jsonschema_rs

from swagsmith.check import formats
from swagsmith.check.operations import resolved
from swagsmith.check.words import ARTICLES, json_type, listed, shown
from swagsmith.source import is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.source import Document, Node

#: Deeper than any schema means; a schema that contains itself through `allOf` has no end.
_DEEPEST: Final = 40


def misfit(document: Document, schema: Node, value: Any) -> str | None:
    """Why a value does not fit a schema, as the end of a sentence; None when it does."""
    return next(_misfits(document, schema, value, 0), None)


def same(left: Any, right: Any) -> bool:
    """Equality of JSON values: 1 and 1.0 are equal, 1 and true are not."""
    if is_mapping(left) and is_mapping(right):
        return left.keys() == right.keys() and all(same(left[k], right[k]) for k in left)
    if is_array(left) and is_array(right):
        return len(left) == len(right) and all(map(same, left, right))
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def is_type(value: Any, name: str) -> bool:
    """Whether a value is of a type; an unknown type fits everything. 1.0 is no integer."""
    actual = json_type(value)
    return actual == name or (name, actual) == ("number", "integer") or name not in ARTICLES


def _misfits(document: Document, schema: Node, value: Any, depth: int) -> Iterator[str]:
    target = resolved(document, schema)
    if target is None or not is_mapping(target.value) or depth > _DEEPEST:
        return
    if value is None and target.get("x-nullable") is True:
        return
    kind = target.text("type")
    if kind is not None and kind != "file" and not is_type(value, kind):
        yield f"is {_what(value)}, not {ARTICLES[kind]}"
        return
    yield from _simple(target, value)
    if is_array(value):
        yield from _elements(document, target, value, depth)
    elif is_mapping(value):
        yield from _members(document, target, value, depth)
    for member in target.child("allOf").elements():
        yield from _misfits(document, member, value, depth + 1)


def _what(value: Any) -> str:
    return "null" if value is None else ARTICLES[json_type(value)]


def _simple(schema: Node, value: Any) -> Iterator[str]:
    """Keywords that look at the value alone."""
    options = schema.get("enum")
    if is_array(options) and not any(same(value, option) for option in options):
        yield f"is none of {listed(shown(option) for option in options)}"
    name = schema.text("format")
    if name is not None and not formats.fits(name, value):
        yield f"has not the format {name}"
    if isinstance(value, str):
        yield from _size(schema, "Length", len(value), "characters")
        pattern = schema.text("pattern")
        if pattern is not None and not _matches(pattern, value):
            yield f"does not match {pattern}"
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from _number(schema, value)


def _number(schema: Node, value: float) -> Iterator[str]:
    low, high, step = (schema.get(key) for key in ("minimum", "maximum", "multipleOf"))
    if _is_number(low):
        open_end = schema.get("exclusiveMinimum") is True
        if value < low or (open_end and value == low):
            yield f"is {'not above' if open_end else 'below'} the minimum {low}"
    if _is_number(high):
        open_end = schema.get("exclusiveMaximum") is True
        if value > high or (open_end and value == high):
            yield f"is {'not below' if open_end else 'above'} the maximum {high}"
    if _is_number(step) and step > 0 and not _is_multiple(value, step):
        yield f"is no multiple of {step}"


def _is_multiple(value: float, step: float) -> bool:
    """In the decimals people write, exactly: 0.3 is a multiple of 0.1."""
    from fractions import Fraction  # noqa: PLC0415 -- seldom needed, slow to import

    return Fraction(str(value)) % Fraction(str(step)) == 0


def _size(schema: Node, noun: str, size: int, unit: str) -> Iterator[str]:
    low, high = schema.get(f"min{noun}"), schema.get(f"max{noun}")
    if _is_number(low) and size < low:
        yield f"has fewer than {low} {unit}"
    if _is_number(high) and size > high:
        yield f"has more than {high} {unit}"


def _elements(document: Document, schema: Node, value: list[Any], depth: int) -> Iterator[str]:
    yield from _size(schema, "Items", len(value), "elements")
    if schema.get("uniqueItems") is True and _has_repeats(value):
        yield "holds an element twice"
    items = schema.child("items")
    for index, element in enumerate(value if is_mapping(items.value) else ()):
        for why in _misfits(document, items, element, depth + 1):
            yield f"has an element {index} that {why}"


def _members(document: Document, schema: Node, value: dict[str, Any], depth: int) -> Iterator[str]:
    yield from _size(schema, "Properties", len(value), "properties")
    required = schema.get("required")
    for name in required if is_array(required) else ():
        if isinstance(name, str) and name not in value:
            yield f"lacks `{name}`"
    properties, others = schema.child("properties"), schema.child("additionalProperties")
    for name, member in value.items():
        inner = properties.child(name) if name in properties else others
        if inner is others and others.value is False:
            yield f"has a member `{name}` that is not declared"
        for why in _misfits(document, inner, member, depth + 1):
            yield f"has a member `{name}` that {why}"


def _has_repeats(value: list[Any]) -> bool:
    return any(same(left, right) for i, left in enumerate(value) for right in value[:i])


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


@cache
def _pattern(pattern: str) -> jsonschema_rs.Draft4Validator | None:
    try:
        return jsonschema_rs.Draft4Validator({"pattern": pattern})
    except ValueError:
        return None  # no regular expression, which doc-structure reports


def _matches(pattern: str, value: str) -> bool:
    """By ECMA 262, as the specification asks, which Python's own expressions differ from."""
    compiled = _pattern(pattern)
    return compiled is None or compiled.is_valid(value)
