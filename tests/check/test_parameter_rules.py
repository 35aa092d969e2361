"""What a parameter says about its value, and how it reads."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from swagsmith.check import Profile
from swagsmith.diagnostics import Diagnostic

Find = Callable[..., list[Diagnostic]]
OK = 'responses: {"200": {description: Done.}}'
P = "/paths/~1w/post/parameters/0"
FORM = "consumes: [multipart/form-data]"


def post(*parameters: str, more: str = "", path: str = "/w", method: str = "post") -> str:
    """One operation; its parameters stand on lines 5 and on, in braces from column 9."""
    lines = "".join(f"      - {{{it}}}\n" for it in parameters)
    return f"paths:\n  {path}:\n    {method}:\n      parameters:\n{lines}      {OK}\n{more}"


def shared(parameter: str) -> str:
    """A used shared parameter on line 1."""
    return (
        f"parameters: {{A: {{{parameter}}}}}\n"
        f"paths:\n  /w: {{get: {{parameters: [{{$ref: '#/parameters/A'}}], {OK}}}}}\n"
    )


CASES = [
    (
        "param-type",
        post("name: a, in: query, schema: {type: string}"),
        (f"{P}/schema", 5, 30, "`schema` belongs to OpenAPI 3"),
        ("schema: {type: string}", "type: string"),
        {"help": "2.0 writes `type`, `format` and `items` on the parameter itself"},
    ),
    (
        "param-type",
        post("name: a, in: body, type: array, items: {type: string}, format: x"),
        (f"{P}/type", 5, 29, "`type` is no field of a body parameter"),
        ("type: array, items: {type: string}, format: x", "schema: {type: string}"),
        {"help": "its `schema` describes the value"},
    ),
    (
        "param-type",
        post("name: a, in: body, schema: {}, properties: {}"),
        (f"{P}/properties", 5, 41, "`properties` is no field of a body parameter"),
        (", properties: {}", ""),
    ),
    (
        "param-type",
        post("name: a, in: query, type: object, properties: {b: {}}, additionalProperties: {}"),
        (f"{P}/type", 5, 36, '"integer" or "array"; this is "object"'),
        ("type: object, properties: {b: {}}, additionalProperties: {}", "type: string"),
    ),
    (
        "param-type",
        post("name: a, in: query, type: array, items: {type: object}"),
        (f"{P}/items/type", 5, 57, 'this is "object"'),
        ("type: object", "type: string"),
    ),
    (
        "param-type",
        post("name: a, in: query"),
        (P, 5, 9, "a parameter has to have `type`"),
        ("query", "query, type: string"),
    ),
    (
        "param-type",
        post("name: a, in: body"),
        (P, 5, 9, "a body parameter has to have `schema`"),
        ("body", "body, schema: {}"),
    ),
    (
        "param-items",
        post("name: a, in: query, type: array"),
        (P, 5, 9, "an array has to have `items`"),
        ("array", "array, items: {type: string}"),
    ),
    (
        "param-items",
        post("name: a, in: query, type: array, items: {type: array}"),
        (f"{P}/items", 5, 43, "an array has to have `items`"),
        ("type: array}", "type: integer}"),
    ),
    (
        "param-items",
        post("name: a, in: query, type: array, items: {format: x}"),
        (f"{P}/items", 5, 43, "an items object has to have `type`"),
        ("format: x", "type: string"),
    ),
    (
        "param-items",
        post("name: a, in: body, schema: {type: object, properties: {b: {type: array}}}"),
        (f"{P}/schema/properties/b", 5, 65, "an array has to have `items`"),
        ("type: array", "type: array, items: {}"),
    ),
    (
        "param-items",
        (
            "paths:\n  /w:\n    get:\n      responses:\n        '200':\n          description: x\n"
            "          headers: {A: {type: array}}\n"
        ),
        ("/paths/~1w/get/responses/200/headers/A", 7, 21, "an array has to have `items`"),
        ("type: array", "type: string"),
    ),
    (
        "param-allow-empty",
        post("name: a, in: header, type: string, allowEmptyValue: true"),
        (f"{P}/allowEmptyValue", 5, 45, "`allowEmptyValue` is no field of a header parameter"),
        ("header", "query"),
        {"help": "remove it; only query and form parameters may be empty"},
    ),
    (
        "param-allow-empty",
        post("name: a, in: body, schema: {type: string, allowEmptyValue: true}"),
        (f"{P}/schema/allowEmptyValue", 5, 52, "`allowEmptyValue` is no field of a schema"),
        (", allowEmptyValue: true", ""),
    ),
    (
        "param-required-default",
        post("name: a, in: query, type: string, required: true, default: b"),
        (f"{P}/default", 5, 60, 'the parameter "a" is required and has a default'),
        (", required: true", ""),
        {"severity": "warning"},
    ),
    (
        "param-header-reserved",
        shared("name: content-type, in: header, type: string"),
        ("/parameters/A/name", 1, 24, "the header content-type is no parameter"),
        ("content-type", "x-content-type"),
        {"severity": "warning", "help": "`consumes` is the place for it"},
    ),
    (
        "param-ascii",
        post('name: "größe", in: formData, type: string', more=f"{FORM}\n"),
        (f"{P}/name", 5, 16, 'the name of the form parameter "größe" is not ASCII'),
        ("größe", "size"),
        {"severity": "error"},
    ),
]


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
        # the items may come from the other members
        ("param-items", post("name: a, in: body, schema: {allOf: [{type: array}, {items: {}}]}")),
        ("param-items", post("name: a, in: body, schema: {type: array, allOf: [{items: {}}]}")),
        # what is misspelt is reported as that
        ("param-items", post("name: a, in: query, type: array, item: {type: string}")),
        ("param-required-default", post("name: a, in: body, required: true, schema: {default: 3}")),
        ("param-header-reserved", post("name: accept, in: query, type: string")),
        ("param-ascii", post('name: "größe", in: query, type: string')),
    ],
)  # fmt: skip
def test_what_is_right_or_reported_elsewhere_is_left_alone(
    find: Find, rule: str, text: str
) -> None:
    assert find(text, rule) == []


def test_one_slip_in_the_place_of_a_parameter_hides_what_depends_on_it(find: Find) -> None:
    for body in (
        "name: a, in: Body, schema: {}",
        "name: a, in: Query, type: string, allowEmptyValue: true",
        "name: a, in: Query, type: array, items: {type: string}, collectionFormat: multi",
    ):
        (found,) = find(post(body), "core", "-op-id-present")
        assert (found.rule, found.pointer) == ("doc-structure", f"{P}/in")


def test_an_internal_parameter_of_a_connector_may_have_a_default(find: Find) -> None:
    text = post(
        "name: a, in: query, type: string, required: true, default: b, x-ms-visibility: internal"
    )
    rule = "param-required-default"
    assert len(find(text, rule)) == 1
    assert find(text, rule, profile=Profile.CONNECTOR) == []


def test_connectors_take_some_rules_more_seriously(find: Find) -> None:
    text = post("name: a, in: body, schema: {}", method="get")
    for rule, plain, connector in (
        ("param-description", "info", "warning"),
        ("param-get-body", "warning", "error"),
    ):
        (found,) = find(text, rule)
        assert found.severity == plain
        (found,) = find(text, rule, profile=Profile.CONNECTOR)
        assert found.severity == connector


def test_what_a_path_item_lists_is_reported_once_for_all_its_operations(find: Find) -> None:
    text = (
        "paths:\n  /w:\n    parameters:\n    - {name: a, in: body, schema: {}}\n"
        "    - {name: b, in: body, schema: {}}\n    - {name: c, in: formData, type: string}\n"
        f"    get: {{{OK}}}\n    delete: {{{OK}}}\n"
    )
    found = [it.rule for it in find(text, "core", "-op-id-present", "-param-form-consumes")]
    assert sorted(found) == ["param-body-or-form", "param-get-body", "param-one-body"]


def test_what_is_missing_may_have_been_the_use_of_a_definition(find: Find) -> None:
    for body in ("name: a, in: body", "name: a, in: body, schema: {type: array}"):
        text = post(body, more="definitions: {A: {type: object}}\n")
        (found,) = find(text, "core", "-op-id-present")
        assert found.rule in ("param-type", "param-items")
    text = post("name: a, in: body, schema: {}", more="definitions: {A: {type: object}}\n")
    assert [it.rule for it in find(text, "core", "-op-id-present")] == ["ref-unused"]
