"""Types that no value can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from swagsmith.diagnostics import Diagnostic

RULE = "ref-required-cycle"
USED = "x-used: {$ref: '#/definitions/A'}\n"
A, B = "{$ref: '#/definitions/A'}", "{$ref: '#/definitions/B'}"


def definitions(**bodies: str) -> str:
    """Definitions, one on each line from line 2 on."""
    return "definitions:\n" + "".join(f"  {n}: {body}\n" for n, body in bodies.items()) + USED


CASES = [
    (RULE, definitions(A=f"{{required: [n], properties: {{n: {A}}}}}"),
     ("/definitions/A/properties/n", 2, 35, "`n` is required and leads back to its own schema"),
     ("required: [n], ", ""), {"severity": "error", "related": [2]}),
    (RULE, definitions(A=f"{{required: [n], properties: {{n: {B}}}}}",
                       B=f"{{required: [m], properties: {{m: {A}}}}}"),
     ("/definitions/A/properties/n", 2, 35, "`n` is required"), ("[m]", "[m], x-nullable: true"),
     {"related": [2, 3]}),
    (RULE, definitions(A=f"{{allOf: [{B}]}}", B=f"{{required: [m], properties: {{m: {A}}}}}"),
     ("/definitions/B/properties/m", 3, 35, "`m` is required"), ("required: [m], ", ""),
     {"related": [3]}),
    (RULE, definitions(A=f"{{required: [m], allOf: [{{properties: {{m: {A}}}}}]}}"),
     ("/definitions/A/allOf/0/properties/m", 2, 44, "`m` is required"), ("required: [m], ", "")),
    (RULE, definitions(A=f"{{allOf: [{{required: [m]}}, {{properties: {{m: {A}}}}}]}}"),
     ("/definitions/A/allOf/1/properties/m", 2, 46, "`m` is required"), ("required: [m]", "type: object")),
    (RULE, definitions(A=f"{{required: [n], properties: {{n: {{type: object, required: [m], properties: {{m: {A}}}}}}}}}"),
     ("/definitions/A/properties/n", 2, 35, "`n` is required"), ("required: [m], ", "")),
    (RULE, definitions(A=f"{{required: [n], properties: {{n: {{type: array, minItems: 1, items: {A}}}}}}}"),
     ("/definitions/A/properties/n", 2, 35, "`n` is required"), ("minItems: 1, ", "")),
    (RULE, definitions(A=f"{{allOf: [{A}]}}"),
     ("/definitions/A/allOf/0/$ref", 2, 22, "a schema is composed of itself by `allOf`"),
     (A, "{type: object}")),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_a_fault_is_found_once_at_its_place(
    assert_case: Callable[..., None], case: tuple[object, ...]
) -> None:
    *positional, last = case
    if isinstance(last, dict):
        assert_case(*positional, **last)
    else:
        assert_case(*case)


@pytest.mark.parametrize(
    "text",
    [
        definitions(A=f"{{required: [n], properties: {{n: {{type: array, items: {A}}}}}}}"),
        definitions(A=f"{{required: [n], properties: {{n: {{additionalProperties: {A}}}}}}}"),
        definitions(A=f"{{required: [n], x-nullable: true, properties: {{n: {A}}}}}"),
        definitions(A=f"{{required: [n], properties: {{n: {{x-nullable: true, allOf: [{A}]}}}}}}"),
        definitions(A="{required: [n], discriminator: n, properties: {n: {type: string}}}",
                    B=f"{{allOf: [{A}], properties: {{m: {B}}}}}"),
        definitions(A=f"{{type: array, required: [n], properties: {{n: {A}}}}}"),
        definitions(A=A),
        definitions(A="{required: [3, null, n], properties: {n: 3, m: {$ref: '#/nowhere'}}}"),
        definitions(A="{required: n, properties: [], allOf: {a: 1}, minItems: x}"),
        definitions(A="{required: [n], properties: {n: {$ref: '#/nowhere'}}}"),
    ],
)  # fmt: skip
def test_a_value_with_an_end_is_no_fault(find: Callable[..., list[Diagnostic]], text: str) -> None:
    assert find(text, RULE) == []


def test_two_ways_round_are_two_faults(find: Callable[..., list[Diagnostic]]) -> None:
    text = definitions(A=f"{{required: [n, m], properties: {{n: {A}, m: {A}}}}}")
    assert [found.pointer[-1] for found in find(text, RULE)] == ["n", "m"]


def test_long_chains_take_linear_time(find: Callable[..., list[Diagnostic]]) -> None:
    chain = {
        f"D{n}": {"required": ["n"], "allOf": [{"$ref": f"#/definitions/D{n + 1}"}]}
        for n in range(3000)
    }
    last = {"required": ["n"], "properties": {"n": {"$ref": "#/definitions/D3000"}}}
    (found,) = find({"definitions": {**chain, "D3000": last}}, RULE)
    assert found.pointer == "/definitions/D3000/properties/n"


def test_definitions_composed_of_each_other_come_to_an_end(
    find: Callable[..., list[Diagnostic]],
) -> None:
    text = definitions(A=f"{{allOf: [{B}]}}", B=f"{{allOf: [{A}, {{minimum: 3}}]}}")
    assert len(find(text, RULE)) == 1
