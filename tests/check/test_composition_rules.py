"""`allOf` and `discriminator`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from swagsmith.diagnostics import Diagnostic

Find = Callable[..., list[Diagnostic]]
A = "/definitions/A"
PET = "{type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}"


def schema(body: str, more: str = "") -> str:
    """A used definition; its text stands on line 3 from column 5."""
    return f"definitions:\n  A:\n    {body}\n{more}x-used: {{$ref: '#/definitions/A'}}\n"


def both(first: str, second: str, more: str = "") -> str:
    """Two members; the second begins on line 4 in column 9."""
    return schema(f"allOf:\n      - {first}\n      - {second}", more)


CASES = [
    (
        "schema-discriminator",
        schema("{type: object, discriminator: kind, properties: {knid: {type: string}}}"),
        (f"{A}/discriminator", 3, 35, 'the discriminator "kind" is no property'),
        ("properties: {knid", "required: [kind], properties: {kind"),
        {"severity": "error", "help": "did you mean `knid`?"},
    ),
    (
        "schema-discriminator",
        schema("{type: object, discriminator: kind, properties: {kind: {type: string}}}"),
        (f"{A}/discriminator", 3, 35, 'the discriminator "kind" is not required'),
        ("properties", "required: [kind], properties"),
        {"related": [3]},
    ),
    (
        "schema-discriminator",
        schema(PET.replace("string", "integer")),
        (f"{A}/discriminator", 3, 35, 'the discriminator "kind" is no text but of type "integer"'),
        ("integer", "string"),
    ),
    (
        "schema-discriminator",
        schema("{type: object, discriminator: 3}"),
        (f"{A}/discriminator", 3, 35, "`discriminator` is a text, not an integer"),
        (", discriminator: 3", ""),
    ),
    (
        "schema-discriminator",
        schema("{type: object, properties: {b: {allOf: [{$ref: '#/definitions/P'},"
               " {properties: {c: {}}}]}}}", f"  P: {PET}\n"),
        (f"{A}/properties/b/allOf/0/$ref", 3, 52, "this subtype has no name"),
        (", {properties: {c: {}}}", ""),
    ),
    (
        "schema-allof",
        both("{properties: {b: {type: integer}}}", "{properties: {b: {type: string}}}"),
        (f"{A}/allOf/1/properties/b", 5, 23, "the property `b` is of type integer and of type string"),
        ("string", "integer"),
        {"severity": "warning", "related": [4]},
    ),
    (
        "schema-allof",
        both("{properties: {b: {type: integer}}}", "{$ref: '#/definitions/B'}",
             "  B: {properties: {b: {type: string}}}\n"),
        (f"{A}/allOf/0/properties/b", 4, 23, "the property `b` is of type integer and of type string"),
        ("string", "number"),
        {"related": [5]},
    ),
    (
        "schema-allof",
        both("{$ref: '#/definitions/C'}", "{$ref: '#/definitions/B'}",
             "  B: {properties: {b: {enum: [1, 2]}}}\n  C: {properties: {b: {enum: [3]}}}\n"),
        (f"{A}/allOf/1/$ref", 5, 16, "the property `b` has no value that both enums list"),
        ("[3]", "[3, 2]"),
        {"related": [4]},
    ),
    (
        "schema-allof",
        schema("{properties: {b: {minLength: 5}}, allOf: [{properties: {b: {maxLength: 3}}}]}"),
        (f"{A}/allOf/0/properties/b", 3, 61, "the property `b` has `minLength` 5 and `maxLength` 3"),
        ("3}}}]", "7}}}]"),
    ),
    (
        "schema-allof",
        both("{type: object}", "{type: array, items: {}}"),
        (f"{A}/allOf/1", 5, 9, "the value is of type object and of type array"),
        ("array, items: {}", "object"),
    ),
    (
        "schema-allof",
        both("{properties: {b: {}}, additionalProperties: false}", "{properties: {b: {}, c: {}}}"),
        (f"{A}/allOf/0/additionalProperties", 4, 53, "forbids `c` of another member"),
        (", c: {}", ""),
        {"related": [5]},
    ),
    (
        "schema-allof-single",
        schema("{allOf: [{type: object}]}"),
        (f"{A}/allOf", 3, 6, "this `allOf` has one member and nothing beside it"),
        ("]}", "], description: x}"),
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
        # a subtype that repeats the discriminator of its base
        ("schema-discriminator", schema("{discriminator: kind, allOf: [{$ref: '#/definitions/P'}]}",
                                        f"  P: {PET}\n")),
        ("schema-discriminator", schema("{discriminator: kind, allOf: [{$ref: missing.yaml}]}")),
        ("schema-discriminator", schema("{discriminator: kind, propertys: {kind: {}}}")),
        # a reference with something beside it is no subtype
        ("schema-discriminator",
         schema("{properties: {b: {description: B., allOf: [{$ref: '#/definitions/P'}]}}}",
                f"  P: {PET}\n")),
        ("schema-allof", both("{type: number}", "{type: integer}")),
        ("schema-allof", both("{enum: [1, 2]}", "{enum: [2, 3]}")),
        ("schema-allof", both("{$ref: '#/definitions/A'}", "{allOf: 3, properties: 3, minimum: '3'}")),
        ("schema-allof", both("{$ref: missing.yaml}", "{properties: {b: {$ref: missing.yaml}}}")),
    ],
)  # fmt: skip
def test_what_is_right_or_reported_elsewhere_is_left_alone(
    find: Find, rule: str, text: str
) -> None:
    assert find(text, rule) == []


def test_a_contradiction_is_reported_where_it_arises(find: Find) -> None:
    text = schema(
        "{allOf: [{$ref: '#/definitions/B'}]}",
        "  B: {allOf: [{properties: {b: {type: string}}}, {properties: {b: {type: number}}}]}\n",
    )
    (found,) = find(text, "schema-allof")
    assert found.pointer == "/definitions/B/allOf/1/properties/b"


def test_a_closed_base_is_wrong_once_however_many_extend_it(find: Find) -> None:
    text = schema(
        "{additionalProperties: false}",
        "".join(
            f"  {name}: {{allOf: [{{$ref: '#/definitions/A'}}, {{properties: {{b: {{}}}}}}]}}\n"
            for name in "BCD"
        ),
    )
    (found,) = find(text, "schema-allof")
    assert found.pointer == f"{A}/additionalProperties"


def test_a_composition_without_an_end_ends(find: Find) -> None:
    many = 3000
    chain = {f"A{n}": {"allOf": [{"$ref": f"#/definitions/A{n + 1}"}]} for n in range(many)}
    loop = {f"A{many}": {"allOf": [{"$ref": "#/definitions/A0"}, {"$ref": "#/definitions/A0"}],
                         "example": 3, "discriminator": "a", "required": ["b"]}}  # fmt: skip
    found = find({"definitions": chain | loop}, "core", "-ref-unused")
    assert {it.rule for it in found} <= {"schema-discriminator", "ref-required-cycle"}
