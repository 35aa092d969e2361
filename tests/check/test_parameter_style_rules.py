"""How parameters read, and how arrays are written into one text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

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
        "param-collection-format",
        post("name: a, in: header, type: array, items: {type: string}, collectionFormat: multi"),
        (f"{P}/collectionFormat", 5, 85, '"ssv", "tsv" or "pipes"; this is "multi"'),
        ("multi", "csv"),
    ),
    (
        "param-collection-format",
        post("name: a, in: query, type: array, items: {type: string}, collectionFormat: semi"),
        (f"{P}/collectionFormat", 5, 84, '"pipes" or "multi"; this is "semi"'),
        ("semi", "multi"),
    ),
    (
        "param-collection-format",
        post("name: a, in: body, schema: {type: array, items: {}, collectionFormat: csv}"),
        (f"{P}/schema/collectionFormat", 5, 62, "`collectionFormat` is no field of a schema"),
        (", collectionFormat: csv", ""),
    ),
    (
        "param-collection-format",
        post("name: a, in: body, schema: {}, collectionFormat: csv"),
        (f"{P}/collectionFormat", 5, 41, "`collectionFormat` is no field of a body parameter"),
        (", collectionFormat: csv", ""),
    ),
    (
        "param-collection-format",
        post("name: a, in: query, type: string, collectionFormat: 3"),
        (f"{P}/collectionFormat", 5, 62, "`collectionFormat` is a text, not an integer"),
        (", collectionFormat: 3", ""),
    ),
    (
        "param-collection-format-scalar",
        post("name: a, in: query, type: string, collectionFormat: csv"),
        (f"{P}/collectionFormat", 5, 44, '`collectionFormat` has no effect on the type "string"'),
        (", collectionFormat: csv", ""),
        {"severity": "warning"},
    ),
    (
        "param-collection-format-scalar",
        post("name: a, in: query, type: array, items: {type: integer, collectionFormat: csv}"),
        (f"{P}/items/collectionFormat", 5, 66, "no effect"),
        (", collectionFormat: csv", ""),
    ),
    (
        "param-collection-format-implicit",
        post("name: a, in: query, type: array, items: {type: string}"),
        (P, 5, 9, 'the array "a" does not say its `collectionFormat`'),
        ("type: string}", "type: string}, collectionFormat: multi"),
        {"severity": "info"},
    ),
    (
        "param-description",
        post("name: a, in: query, type: string"),
        (P, 5, 9, 'the parameter "a" has no description'),
        ("query", "query, description: What it is."),
        {"severity": "info"},
    ),
    (
        "param-description",
        post(
            "name: a, in: query, type: string, x-ms-summary: The colour, description: the colour."
        ),
        (f"{P}/description", 5, 83, 'the description of "a" only repeats what it is called'),
        ("the colour.", "Its colour in a word."),
    ),
    (
        "param-description",
        post("name: a, in: query, type: string, description: ' '"),
        (f"{P}/description", 5, 57, 'the description of "a" is empty'),
        ("' '", "What it is."),
    ),
    (
        "param-shared-missing",
        "paths:\n"
        + "".join(
            f"  /{path}:\n    get:\n      parameters: [{{name: a, in: query, type: string}}]\n"
            f"      {OK}\n"
            for path in "vwx"
        ),
        ("/paths/~1v/get/parameters/0", 4, 20, 'the parameter "a" is written out 3 times'),
        (
            "/x:\n    get:\n      parameters: [{name: a,",
            "/x:\n    get:\n      parameters: [{name: b,",
        ),
        {"related": [8]},
    ),
    (
        "param-order",
        post(
            "name: b, in: path, required: true, type: string",
            "name: a, in: path, required: true, type: string",
            path="/w/{a}/{b}",
        ),
        ("/paths/~1w~1{a}~1{b}/post/parameters/1/name", 6, 16, "`a` comes before `b` in the path"),
        ("/w/{a}/{b}", "/w/{b}/{a}"),
        {"severity": "warning"},
    ),
    (
        "param-order",
        (
            "paths:\n  /w:\n    parameters:\n    - {name: a, in: query, type: string}\n"
            f"    - {{name: b, in: query, type: string, required: true}}\n    get: {{{OK}}}\n"
        ),
        ("/paths/~1w/parameters/1/name", 5, 14, "`b` is required and comes after `a`"),
        (", required: true", ""),
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
        ("param-collection-format-implicit",
         post("name: a, in: header, type: array, items: {type: string}")),
        ("param-collection-format-implicit",
         post("name: a, in: query, type: array, items: {type: string}, colectionFormat: csv")),
        ("param-description", post("name: a, in: query, type: string, desciption: A.")),
        ("param-description", post("name: a, in: query, type: string, description: 3")),
        ("param-order", post("name: a, in: query, type: string", "name: b, in: query, type: string")),
    ],
)  # fmt: skip
def test_what_is_right_or_reported_elsewhere_is_left_alone(
    find: Find, rule: str, text: str
) -> None:
    assert find(text, rule) == []
