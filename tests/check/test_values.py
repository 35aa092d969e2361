"""Does a value fit a schema?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from swagsmith.check.formats import fits
from swagsmith.check.values import misfits, same
from swagsmith.source import Node, load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Schema = dict[str, Any]


@pytest.fixture
def why(document: Callable[[Any], Path]) -> Callable[[Schema, object], str | None]:
    """Where a value does not fit a schema, and why."""

    def do(schema: Schema, value: object) -> str | None:
        loaded = load(
            document({"definitions": {"S": schema, "Named": {"type": "integer", "maximum": 5}}})
        )
        found = misfits(loaded, loaded.at("/definitions/S"), Node(value, "value"))
        return "; ".join(f"{it.node.pointer} {it.why}".lstrip() for it in found) or None

    return do


OBJECT: Schema = {
    "type": "object",
    "required": ["a"],
    "properties": {"a": {"type": "string"}, "b": {"$ref": "#/definitions/Named"}},
}


@pytest.mark.parametrize(
    ("schema", "value", "reason"),
    [
        ({}, None, None),
        ({"type": "string"}, "", None),
        ({"type": "string"}, 3, "is an integer, not a text"),
        ({"type": "string"}, None, "is null, not a text"),
        ({"type": "string", "x-nullable": True}, None, None),
        ({"type": "string", "x-nullable": "true"}, None, "is null, not a text"),
        ({"type": "string", "x-nullable": True, "enum": ["a"]}, None, None),
        ({"type": "integer"}, 1.0, "is a number, not an integer"),
        ({"type": "integer"}, True, "is a boolean, not an integer"),
        ({"type": "number"}, 1, None),
        ({"type": "number"}, True, "is a boolean, not a number"),
        ({"type": "boolean"}, "true", "is a text, not a boolean"),
        ({"type": "array"}, {}, "is an object, not an array"),
        ({"type": "file"}, 3, None),
        ({"type": "unknown"}, 3, None),
        ({"enum": [1]}, True, "is none of 1"),
        ({"enum": [1]}, 1.0, None),
        ({"enum": [[1, {"a": 2}]]}, [1.0, {"a": 2}], None),
        ({"enum": [{"a": 1}]}, {"a": 1, "b": 2}, "is none of an object"),
        ({"minLength": 2}, "\U0001f600", "has fewer than 2 characters"),
        ({"maxLength": 1}, "\U0001f600", None),
        ({"maxLength": 1}, "ab", "has more than 1 characters"),
        ({"pattern": "b"}, "abc", None),
        ({"pattern": "^a$"}, "a\n", "does not match ^a$"),
        ({"pattern": r"^\d$"}, "\u0663", r"does not match ^\d$"),
        ({"pattern": "(["}, "a", None),
        ({"minimum": 0}, -1, "is below the minimum 0"),
        ({"minimum": 0}, 0, None),
        ({"minimum": 0, "exclusiveMinimum": True}, 0, "is not above the minimum 0"),
        ({"maximum": 0}, 1, "is above the maximum 0"),
        ({"maximum": 0, "exclusiveMaximum": True}, 0, "is not below the maximum 0"),
        ({"minimum": "0", "maximum": None, "multipleOf": 0}, 3, None),
        ({"multipleOf": 0.1}, 0.3, None),
        ({"multipleOf": 0.1}, 0.35, "is no multiple of 0.1"),
        ({"multipleOf": 3}, 10**40, "is no multiple of 3"),
        ({"format": "int32"}, 2**31, "has not the format int32"),
        ({"minItems": 1}, [], "has fewer than 1 elements"),
        ({"maxItems": 1}, [1, 2], "has more than 1 elements"),
        ({"uniqueItems": True}, [1, True, 1.0], "holds an element twice"),
        ({"uniqueItems": True}, [1, True], None),
        ({"items": {"type": "string"}}, ["a", 1],
         "/1 is an integer, not a text"),
        ({"items": [{"type": "string"}]}, [1], None),
        ({"minProperties": 1}, {}, "has fewer than 1 properties"),
        (OBJECT, {"a": "b"}, None),
        (OBJECT, {}, "lacks `a`"),
        (OBJECT, {"a": "b", "b": 6}, "/b is above the maximum 5"),
        (OBJECT, {"a": "b", "c": 6}, None),
        ({**OBJECT, "additionalProperties": False}, {"a": "b", "c": 6},
         "/c is not declared"),
        ({"additionalProperties": {"type": "string"}}, {"c": 6},
         "/c is an integer, not a text"),
        ({"allOf": [OBJECT, {"type": "object"}]}, {}, "lacks `a`"),
        ({"$ref": "#/definitions/Named"}, 6, "is above the maximum 5"),
        ({"$ref": "#/definitions/Missing"}, 6, None),
        ({"allOf": [{"$ref": "#/definitions/S"}]}, 6, None),
        (OBJECT, {"b": 6}, "lacks `a`; /b is above the maximum 5"),
        ({"required": ["a", "b"], "properties": {"a": {}, "b": {}}}, {}, "lacks `a` and `b`"),
        # what the schema has wrong in itself
        ({"required": ["a"], "properties": {"b": {}}}, {}, None),
        ({"allOf": [{"type": "string"}, {"type": "integer"}]}, 6, None),
        ({"allOf": [{"type": "number"}, {"type": "integer"}]}, "6", "is a text, not a number"),
        ({"properties": {"a": {"type": "string"}},
          "allOf": [{"properties": {"a": {"type": "integer"}}}]}, {"a": True}, None),
        ({"additionalProperties": False, "allOf": [{"properties": {"a": {}}}]}, {"a": 1}, None),
        ({"x-nullable": True, "allOf": [{"type": "string"}]}, None, None),
        ({"type": "null"}, 6, None),
        ({"minLength": 5, "maxLength": 2}, "abc", None),
        ({"minimum": 5, "maximum": 2}, 9, None),
        ({"enum": [1, 2, 3, 4, 5, 6, 7]}, 9, "is none of 1, 2, 3, 4, 5 or 2 more"),
        ({"allOf": [{"$ref": "#/definitions/S"}, {"$ref": "#/definitions/S"}], "minimum": 9}, 6,
         "is below the minimum 9"),
        ({"required": True, "properties": 3, "enum": 3, "allOf": 3}, {}, None),
    ],
)  # fmt: skip
def test_a_value_fits_or_not(
    why: Callable[[Schema, object], str | None], schema: Schema, value: object, reason: str | None
) -> None:
    assert why(schema, value) == reason


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        (True, True, True),
        ([1, [True]], [1.0, [1]], False),
        ({"a": 1}, {"a": 1.0}, True),
        ({"a": 1}, {"b": 1}, False),
        ("1", 1, False),
        (None, None, True),
        ([], {}, False),
    ],
)
def test_equality_is_that_of_json(left: object, right: object, *, equal: bool) -> None:
    assert same(left, right) is equal
    assert same(right, left) is equal


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("date", "2024-02-29", True),
        ("date", "2023-02-29", False),
        ("date", "20240229", False),
        ("date", "2024-02-29T00:00:00Z", False),
        ("date-time", "2024-02-29T10:00:00Z", True),
        ("date-time", "2024-02-29t10:00:00.123+01:00", True),
        ("date-time", "2016-12-31T23:59:60Z", True),
        ("date-time", "2024-02-29T10:00:00", False),
        ("date-time", "2024-02-29T25:00:00Z", False),
        ("date-time", "2024-02-29T10:00:61Z", False),
        ("date-time", "now", False),
        ("byte", "//4=", True),
        ("byte", "//4", False),
        ("byte", "-_8=", False),
        ("uuid", "123e4567-e89b-12d3-a456-426614174000", True),
        ("uuid", "123e4567", False),
        ("int32", 2**31 - 1, True),
        ("int32", -(2**31) - 1, False),
        ("int64", 2**63, False),
        ("int32", 1.5, True),
        ("date", 3, True),
        ("phone", "anything", True),
    ],
)
def test_formats(name: str, value: object, *, right: bool) -> None:
    assert fits(name, value) is right
