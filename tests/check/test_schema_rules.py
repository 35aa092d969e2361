"""Schemas: types, formats, lists of names, fields in the wrong place, style."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from swagsmith.check import Profile
from swagsmith.diagnostics import Diagnostic

Find = Callable[..., list[Diagnostic]]
A = "/definitions/A"


def schema(body: str, more: str = "") -> str:
    """A used definition; its text stands on line 3 from column 5."""
    return f"definitions:\n  A:\n    {body}\n{more}x-used: {{$ref: '#/definitions/A'}}\n"


def query(body: str) -> str:
    """A query parameter; its text stands on line 5 from column 30."""
    return (
        "paths:\n  /w:\n    get:\n      parameters:\n"
        f"      - {{name: a, in: query, {body}}}\n"
        '      responses: {"200": {description: Done.}}\n'
    )


P = "/paths/~1w/get/parameters/0"

CASES = [
    (
        "schema-type",
        schema("{type: [string, 'null']}"),
        (f"{A}/type", 3, 6, "`type` is a text, not an array"),
        ("[string, 'null']", "string"),
        {"help": "2.0 has one type; null is `x-nullable: true`"},
    ),
    (
        "schema-type",
        schema("{type: 'null'}"),
        (f"{A}/type", 3, 12, 'this is "null"'),
        ("'null'", "string"),
    ),
    (
        "schema-type",
        query("type: array, items: {type: strng}"),
        (f"{P}/items/type", 5, 57, 'this is "strng"'),
        ("strng", "string"),
        {"help": "did you mean `string`?"},
    ),
    (
        "schema-missing-type",
        schema("{properties: {b: {}}}"),
        (A, 2, 3, "this schema has `properties` and no `type`"),
        ("{properties", "{type: object, properties"),
        {"severity": "info", "help": "write `type: object`"},
    ),
    (
        "schema-missing-type",
        schema("{type: object, properties: {b: {enum: [1]}}}"),
        (f"{A}/properties/b", 3, 33, "this schema has `enum` and no `type`"),
        ("enum", "type: integer, enum"),
    ),
    (
        "schema-integer-format",
        schema("{type: object, properties: {b: {type: number}}}"),
        (f"{A}/properties/b", 3, 33, "this number has no format"),
        ("number", "number, format: double"),
        {"help": "say float or double"},
    ),
    (
        "schema-format-known",
        query("type: string, format: int32"),
        (f"{P}/format", 5, 52, 'the format "int32" belongs to integer, not to string'),
        ("string", "integer"),
        {"severity": "info"},
    ),
    (
        "schema-format-known",
        schema("{type: string, format: datetime}"),
        (f"{A}/format", 3, 28, 'the format "datetime" is not known for string'),
        ("datetime", "date-time"),
        {"help": "did you mean `date-time`?"},
    ),
    (
        "schema-format-known",
        schema("{type: string, format: guid}"),
        (f"{A}/format", 3, 28, 'the format "guid" is not known for string'),
        ("guid", "uuid"),
        {"help": "did you mean `uuid`?"},
    ),
    (
        "schema-format-known",
        schema("{format: phone}"),
        (f"{A}/format", 3, 14, 'the format "phone" is not known'),
        ("phone", "int64"),
    ),
    (
        "schema-required-list",
        schema("{type: object, properties: {b: {required: true}}}"),
        (f"{A}/properties/b/required", 3, 47, "`required` is an array, not a boolean"),
        ("{required: true}", "{}"),
        {"help": "it lists the names of the required properties, on their object"},
    ),
    (
        "schema-required-list",
        schema("{type: object, required: [b, b], properties: {b: {}}}"),
        (f"{A}/required/1", 3, 34, "`b` is required twice"),
        ("[b, b]", "[b]"),
        {"related": [3]},
    ),
    (
        "schema-required-list",
        schema("{type: string, required: [b]}"),
        (f"{A}/required", 3, 20, '`required` lists properties, and the type is "string"'),
        (", required: [b]", ""),
    ),
    (
        "schema-required-list",
        schema("{type: object, required: []}"),
        (f"{A}/required", 3, 20, "`required` is empty"),
        (", required: []", ""),
    ),
    (
        "schema-readonly-required",
        schema("{type: object, required: [b], properties: {b: {readOnly: true}}}"),
        (f"{A}/required/0", 3, 31, "`b` is required and read-only"),
        ("readOnly: true", "readOnly: false"),
        {"severity": "warning", "related": [3]},
    ),
    (
        "schema-readonly-required",
        schema("{allOf: [{$ref: '#/definitions/B'}, {required: [b]}]}",
               "  B: {type: object, properties: {b: {readOnly: true}}}\n"),
        (f"{A}/allOf/1/required/0", 3, 53, "`b` is required and read-only"),
        ("readOnly: true", ""),
        {"related": [4]},
    ),
    (
        "schema-additional-properties",
        schema("{type: object, properties: {additionalProperties: {type: string}}}"),
        (f"{A}/properties/additionalProperties", 3, 33, "`additionalProperties` stands among"),
        ("properties: {additionalProperties: {type: string}}", "additionalProperties: {}"),
        {"severity": "warning"},
    ),
    (
        "schema-additional-properties",
        schema("{type: object, properties: {additionalProperties: true}}"),
        (f"{A}/properties/additionalProperties", 3, 55, "is an object, not a boolean"),
        ("properties: {additionalProperties: true}", "additionalProperties: true"),
    ),
    (
        "schema-xml",
        schema("{type: object, xml: {name: b, attribute: true}}"),
        (f"{A}/xml", 3, 20, "`xml` `attribute` has no effect on a schema that is no property"),
        (", attribute: true", ""),
        {"severity": "info"},
    ),
    (
        "schema-property-description",
        schema("{type: object, properties: {b: {description: B.}, c: {}, d: {title: D}}}"),
        (f"{A}/properties/c", 3, 55, "`c` and `d` have no description"),
        ("c: {}, d: {title: D}", "c: {$ref: '#/definitions/A'}"),
        {"severity": "info"},
    ),
    (
        "schema-naming",
        schema("{type: object, properties: {aB: {}, bC: {}, cD: {}, d_e: {}}}"),
        (f"{A}/properties/d_e", 3, 57, 'the property "d_e" is not in camelCase'),
        ("d_e", "dE"),
    ),
    (
        "schema-inline",
        schema("{type: object, properties: {b: {properties: {d: {}}}, c: {properties: {d: {}}}}}"),
        (f"{A}/properties/c", 3, 59, "this object is written out twice"),
        ("c: {properties: {d", "c: {properties: {e"),
        {"related": [3]},
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{number}-{case[0]}") for number, case in enumerate(CASES)]
)
def test_a_fault_is_found_once_at_its_place(
    assert_case: Callable[..., None], case: tuple[object, ...]
) -> None:
    *positional, last = case
    if isinstance(last, dict):
        assert_case(*positional, **last)
    else:
        assert_case(*case)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        # a property that is called like a keyword
        ("schema-type", schema("{properties: {type: {type: string}}}")),
        ("schema-missing-type", schema("{allOf: [{type: object}, {properties: {b: {}}}]}")),
        ("schema-missing-type", schema("{allOf: [{$ref: '#/definitions/B'}], properties: {b: {}}}",
                                       "  B: {type: object}\n")),
        ("schema-missing-type", schema("{tpye: object, properties: {b: {}}}")),
        ("schema-integer-format", schema("{type: integer, enum: [1]}")),
        ("schema-format-known", schema("{type: strng, format: {}}")),
        ("schema-readonly-required", schema("{required: [b, {}], properties: {b: {}}}")),
        # a description of schemas
        ("schema-additional-properties",
         schema("{properties: {items: {}, additionalProperties: {}}}")),
        ("schema-xml", schema("{type: object, properties: {b: {xml: {attribute: true}}}}")),
        ("schema-xml", schema("{type: object, xml: {name: b}}")),
        ("schema-naming", schema("{type: object, properties: {aB: {}, b_c: {}}}")),
    ],
)  # fmt: skip
def test_what_is_right_or_reported_elsewhere_is_left_alone(
    find: Find, rule: str, text: str
) -> None:
    assert find(text, rule) == []


def test_a_large_object_should_have_a_name(find: Find) -> None:
    many = ", ".join(f"p{number}: {{}}" for number in range(8))
    (found,) = find(schema(f"{{properties: {{b: {{properties: {{{many}}}}}}}}}"), "schema-inline")
    assert (found.pointer, found.message) == (
        f"{A}/properties/b", "this object has 8 properties and no name",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (schema("{type: string, format: int32}"), "error"),
        (schema("{type: string, format: phone}"), "info"),
        (schema("{properties: {b: {}}}"), "warning"),
    ],
)
def test_connectors_take_types_and_formats_more_seriously(
    find: Find, text: str, severity: str
) -> None:
    rules = ("schema-format-known", "schema-missing-type")
    (found,) = find(text, *rules, profile=Profile.CONNECTOR)
    assert found.severity == severity
    (found,) = find(text, *rules)
    assert found.severity == "info"
