"""Values and what limits them: enums, examples, nulls, limits, patterns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

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
        "schema-enum-unique",
        schema("{enum: [b, 1, 1.0]}"),
        (f"{A}/enum/2", 3, 19, "the enum holds 1.0 twice"),
        ("1.0", "true"),
        {"severity": "error", "related": [3]},
    ),
    (
        "schema-enum-unique",
        schema("{enum: [b, B]}"),
        (f"{A}/enum/1", 3, 16, 'the enum values "b" and "B" differ only by case'),
        ("B", "c"),
        {"severity": "warning"},
    ),
    (
        "schema-enum-unique",
        query("type: string, enum: []"),
        (f"{P}/enum", 5, 44, "`enum` is empty"),
        (", enum: []", ""),
        {"severity": "error"},
    ),
    (
        "schema-enum-unique",
        query("type: string, enum: [b, '']"),
        (f"{P}/enum/1", 5, 54, "an enum value is the empty text"),
        ("''", "c"),
        {"severity": "info"},
    ),
    (
        "schema-x-nullable",
        schema("{type: string, x-nullable: 'true'}"),
        (f"{A}/x-nullable", 3, 32, '`x-nullable` is a boolean; this is "true"'),
        ("'true'", "true"),
        {"severity": "info"},
    ),
    (
        "schema-x-nullable",
        schema("{type: string, x-nullable: true, enum: [b]}"),
        (f"{A}/enum", 3, 38, "`x-nullable` is true, and the enum does not list null"),
        ("[b]", "[b, null]"),
        {"related": [3]},
    ),
    (
        "schema-null-value",
        schema("{type: object, properties: {b: }}"),
        (f"{A}/properties/b", 3, 33, "`b` is an object, not null"),
        ("b: ", "b: {}"),
        {"help": "remove the key, or give it a value"},
    ),
    (
        "schema-null-value",
        query("type: "),
        (f"{P}/type", 5, 30, "`type` is a text, not null"),
        ("type: ", "type: string"),
    ),
    (
        "schema-null-value",
        "securityDefinitions:\n  a: {type: basic, description: }\nsecurity: [{a: []}]\n",
        ("/securityDefinitions/a/description", 2, 20, "`description` is a text, not null"),
        (", description: ", ""),
    ),
    (
        "schema-example-valid",
        schema("{type: object, properties: {b: {type: string}}, example: {b: 5}}"),
        (f"{A}/example/b", 3, 66, "`b` in the example is an integer, not a text"),
        ("b: 5", "b: c"),
        {"severity": "error"},
    ),
    (
        "schema-example-valid",
        schema("{type: object, additionalProperties: false, example: {b: 5}}"),
        (f"{A}/example/b", 3, 59, "`b` in the example is not declared"),
        ("additionalProperties: false, ", ""),
    ),
    (
        "schema-example-valid",
        schema("{type: object, properties: {b: {type: string, format: date, example: now}}}"),
        (f"{A}/properties/b/example", 3, 74, 'the example "now" has not the format date'),
        ("now", "'2024-02-29'"),
    ),
    (
        "schema-limits-order",
        query("type: string, minLength: 5, maxLength: 2"),
        (f"{P}/minLength", 5, 55, "`minLength` 5 is above `maxLength` 2"),
        ("minLength: 5", "minLength: 2"),
        {"related": [5]},
    ),
    (
        "schema-limits-order",
        schema("{type: integer, minimum: 5, maximum: 2, default: 3}"),
        (f"{A}/minimum", 3, 30, "`minimum` 5 is above `maximum` 2"),
        ("minimum: 5, maximum: 2", "minimum: 2, maximum: 5"),
    ),
    (
        "schema-limits-order",
        schema("{type: integer, minimum: 2, maximum: 2, exclusiveMaximum: true}"),
        (f"{A}/minimum", 3, 30, "no number is both above and below 2"),
        ("maximum: 2", "maximum: 3"),
    ),
    (
        "schema-limits-order",
        schema("{type: array, items: {}, minItems: -1}"),
        (f"{A}/minItems", 3, 40, "`minItems` is not below 0; this is -1"),
        ("-1", "1"),
    ),
    (
        "schema-limits-type",
        query("type: integer, minLength: 2, pattern: ^a$"),
        (f"{P}/minLength", 5, 45, "`minLength` and `pattern` have no effect on the type integer"),
        ("minLength: 2, pattern: ^a$", "minimum: 2"),
        {"severity": "warning", "help": "did you mean `minimum`?"},
    ),
    (
        "schema-limits-type",
        schema("{type: string, maxItems: 3}"),
        (f"{A}/maxItems", 3, 20, "`maxItems` has no effect on the type string"),
        ("maxItems", "maxLength"),
        {"help": "did you mean `maxLength`?"},
    ),
    (
        "schema-exclusive",
        query("type: number, exclusiveMinimum: true"),
        (f"{P}/exclusiveMinimum", 5, 44, "`exclusiveMinimum` stands without `minimum`"),
        ("exclusive", "minimum: 0, exclusive"),
    ),
    (
        "schema-exclusive",
        schema("{type: number, exclusiveMaximum: 3}"),
        (f"{A}/exclusiveMaximum", 3, 38, "a numeric `exclusiveMaximum` belongs to OpenAPI 3"),
        ("exclusiveMaximum", "maximum"),
        {"help": "2.0 has `maximum: 3` with `exclusiveMaximum: true`"},
    ),
    (
        "schema-pattern",
        query("type: string, pattern: '([a-z'"),
        (f"{P}/pattern", 5, 53, '"([a-z" is no regular expression'),
        ("([a-z", "^[a-z]$"),
        {"severity": "error"},
    ),
    (
        "schema-pattern",
        schema("{type: string, pattern: '(?i)^a$'}"),
        (f"{A}/pattern", 3, 29, 'an inline flag in "(?i)^a$" is not read by every engine'),
        ("(?i)^a", "^[aA]"),
        {"severity": "warning"},
    ),
    (
        "schema-pattern",
        schema("{type: string, pattern: '[a-z]+'}"),
        (f"{A}/pattern", 3, 29, 'the pattern "[a-z]+" has no anchors'),
        ("[a-z]+", "^[a-z]+$"),
        {"severity": "warning", "help": "begin it with ^ and end it with $"},
    ),
    (
        "schema-array-limits",
        query("type: array, items: {type: integer}"),
        (P, 5, 9, "this array has no `maxItems`"),
        ("type: integer}", "type: integer}, maxItems: 9"),
        {"severity": "warning"},
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
        ("schema-enum-unique", query("type: string, allowEmptyValue: true, enum: [b, '']")),
        ("schema-enum-unique", schema("{enum: 3}")),
        ("schema-x-nullable", schema("{x-nullable: true, enum: [b, null]}")),
        ("schema-x-nullable", schema("{x-nullable: false, enum: [b]}")),
        # an example need not have what a request cannot have
        ("schema-example-valid", schema("{type: object, required: [b], example: {},"
                                        " properties: {b: {readOnly: true}}}")),
        ("schema-example-valid", schema("{type: string, example: null}")),
        ("schema-example-valid", schema("{type: string, x-nullable: true, example: null}")),
        # that a value of an enum is of the wrong type is wrong with the enum
        ("schema-example-valid", schema("{type: string, enum: [3], example: 3}")),
        ("schema-limits-order", schema("{minimum: 2, maximum: 2, minLength: 3}")),
        ("schema-limits-order", schema("{minimum: '5', maximum: 2}")),
        # Kubernetes marks every parameter as unique
        ("schema-limits-type", query("type: string, uniqueItems: true")),
        ("schema-limits-type", schema("{type: number, minimum: 3}")),
        ("schema-limits-type", schema("{minLength: 3}")),
        ("schema-exclusive", schema("{minimum: 3, exclusiveMinimum: false}")),
        ("schema-pattern", schema("{pattern: 3}")),
        ("schema-pattern", schema(r"{pattern: '\bb\b'}")),
        ("schema-array-limits", query("type: string, enum: [b]")),
        ("schema-array-limits", query("type: string, pattern: '^.{3}$'")),
        ("schema-array-limits", query("type: string, format: date")),
    ],
)  # fmt: skip
def test_what_is_right_or_reported_elsewhere_is_left_alone(
    find: Find, rule: str, text: str
) -> None:
    assert find(text, rule) == []


def test_limits_of_requests_reach_what_a_body_consists_of(find: Find) -> None:
    text = (
        "definitions:\n  A: {type: object, properties: {b: {type: string}, c: {$ref: '#/definitions/A'}}}\n"
        "  B: {type: string}\npaths:\n  /w:\n    post:\n      parameters:\n"
        "      - {name: a, in: body, schema: {type: array, maxItems: 3, items: {$ref: '#/definitions/A'}}}\n"
        '      responses: {"200": {description: Done., schema: {$ref: "#/definitions/B"}}}\n'
    )
    (found,) = find(text, "schema-array-limits")
    assert (found.pointer, found.message) == (f"{A}/properties/b", "this text has no `maxLength`")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(?<=a)b$", "a look-behind"),
        ("^a++$", "a possessive quantifier"),
        ("^(?<n>a)$", "a named group"),
        ("^(?P<n>a)$", "a named group"),
        ("^(?>a)$", "an atomic group"),
        (r"\Aa\z", "an anchor like"),
        ("^[[:alpha:]]$", "a POSIX class"),
        (r"^[\w- ]$", "not every engine reads"),
        ("^[a-z", "is no regular expression"),
        ("(?i)([a-z", "is no regular expression"),
        ("*", "is no regular expression"),
        (r"^a+?[+*]+(?:b)(?=c)\+\+$", None),
    ],
)
def test_patterns_of_other_engines(find: Find, pattern: str, words: str | None) -> None:
    found = find({"definitions": {"A": {"pattern": pattern}}}, "schema-pattern")
    assert [words in it.message for it in found if words] == [True] * (words is not None)
    assert bool(found) is (words is not None)
