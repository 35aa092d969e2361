"""Parameters, forms and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

OK = 'responses: {"200": {description: Done.}}'
FORM = "consumes: [application/x-www-form-urlencoded]"
MULTIPART = "consumes: [multipart/form-data]"


def post(*lines: str, path: str = "/w", method: str = "post") -> str:
    """One operation; its lines begin on line 4."""
    return f"paths:\n  {path}:\n    {method}:\n" + "".join(f"      {x}\n" for x in (*lines, OK))


CASES = [
    (
        "param-unique",
        post(
            "parameters:",
            "- {name: a, in: query, type: string}",
            "- {name: a, in: query, type: string}",
        ),
        ("/paths/~1w/post/parameters/1/name", 6, 16, "query parameter `a` appears twice"),
        ("- {name: a, in: query, type: string}\n      - {", "- {"),
        {"related": [5]},
    ),
    (
        "param-unique",
        post(
            "parameters:",
            "- {name: X-A, in: header, type: string}",
            "- {name: x-a, in: header, type: integer}",
        ),
        ("/paths/~1w/post/parameters/1/name", 6, 16, "header parameter `x-a` appears twice"),
        ("x-a", "x-b"),
        {"severity": "error"},
    ),
    (
        "param-unique",
        post(
            "parameters:",
            "- {name: A, in: query, type: string}",
            "- {name: a, in: query, type: integer}",
        ),
        ("/paths/~1w/post/parameters/1/name", 6, 16, "`A` and `a` differ only by case"),
        ("name: a,", "name: b,"),
        {"severity": "warning"},
    ),
    (
        "param-unique",
        (
            "parameters: {a: {name: a, in: query, type: string}}\n"
            "paths:\n  /w:\n    parameters:\n    - {name: a, in: query, type: integer}\n"
            f"    - $ref: '#/parameters/a'\n    get: {{{OK}}}\n"
        ),
        ("/paths/~1w/parameters/1/$ref", 6, 13, "`a` appears twice"),
        ("- {name: a, in: query, type: integer}", "- {name: b, in: query, type: integer}"),
        {"related": [5]},
    ),
    (
        "param-one-body",
        (
            "paths:\n  /w:\n    parameters: [{name: a, in: body, schema: {}}]\n    post:\n"
            f"      parameters: [{{name: b, in: body, schema: {{}}}}]\n      {OK}\n"
        ),
        ("/paths/~1w/parameters/0/name", 3, 25, "POST /w has a second body parameter `a`"),
        ("name: a", "name: b"),
        {"related": [5]},
    ),
    (
        "param-body-or-form",
        (
            "paths:\n  /w:\n    parameters: [{name: a, in: body, schema: {}}]\n    post:\n"
            f"      {FORM}\n      parameters: [{{name: b, in: formData, type: string}}]\n      {OK}\n"
        ),
        ("/paths/~1w/parameters/0/name", 3, 25, "a body parameter and form parameters"),
        ("in: body, schema: {}", "in: query, type: string"),
        {"related": [6]},
    ),
    (
        "param-form-consumes",
        post("parameters: [{name: a, in: formData, type: string}]")
        + "consumes: [application/json]\n",
        ("/paths/~1w/post", 3, 5, "application/json cannot carry"),
        ("consumes: [application/json]", FORM),
        {"severity": "error"},
    ),
    (
        "param-form-consumes",
        post(
            "consumes: [application/x-www-form-urlencoded, Text/XML; charset=utf-8]",
            "parameters: [{name: a, in: formData, type: string}]",
        ),
        ("/paths/~1w/post/consumes", 4, 7, "which text/xml cannot carry"),
        (", Text/XML; charset=utf-8", ""),
        {"severity": "error"},
    ),
    (
        "param-form-consumes",
        post("parameters: [{name: a, in: formData, type: string}]"),
        ("/paths/~1w/post", 3, 5, "form parameters and consumes nothing"),
        ("    post:\n", f"    post:\n      {FORM}\n"),
        {"severity": "warning"},
    ),
    (
        "param-form-consumes",
        post("consumes: []", "parameters: [{name: a, in: formData, type: string}]") + f"{FORM}\n",
        ("/paths/~1w/post/consumes", 4, 7, "form parameters and consumes nothing"),
        ("      consumes: []\n", ""),
        {"severity": "warning"},
    ),
    (
        "param-file",
        post("parameters:", "- {name: a, in: query, type: file}"),
        ("/paths/~1w/post/parameters/0/type", 5, 36, 'a file cannot be sent in "query"'),
        ("file", "string"),
    ),
    (
        "param-file",
        post("consumes: [application/json]", "parameters: [{name: a, in: formData, type: file}]"),
        ("/paths/~1w/post/consumes", 4, 7, "does not consume multipart/form-data"),
        ("application/json", "multipart/form-data"),
        {"severity": "error", "related": [5]},
    ),
    (
        "param-file",
        post(FORM, "parameters: [{name: a, in: formData, type: file}]"),
        ("/paths/~1w/post/consumes", 4, 7, "does not consume multipart/form-data"),
        (FORM, MULTIPART),
        {"severity": "warning"},
    ),
    (
        "param-get-body",
        post("parameters: [{name: a, in: body, schema: {}}]", method="delete"),
        ("/paths/~1w/delete/parameters/0/name", 4, 27, "DELETE /w has a body"),
        ("    delete:", "    put:"),
        {"severity": "warning"},
    ),
    (
        "param-get-body",
        (
            "paths:\n  /w:\n    parameters: [{name: a, in: formData, type: string}]\n    get:\n"
            f"      {FORM}\n      {OK}\n"
        ),
        ("/paths/~1w/parameters/0/name", 3, 25, "GET /w has form parameters"),
        ("    get:", "    put:"),
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


def test_an_operation_replaces_a_parameter_of_its_path(find: Callable[..., list[object]]) -> None:
    text = (
        "paths:\n  /w:\n    parameters: [{name: A, in: header, type: string}]\n    post:\n"
        f"      parameters: [{{name: a, in: header, type: integer}}]\n      {OK}\n"
    )
    assert find(text, "core", "-op-id-present") == []


def test_a_type_with_parameters_is_still_that_type(find: Callable[..., list[object]]) -> None:
    text = post(
        "consumes: [multipart/form-data; boundary=x]",
        "parameters: [{name: a, in: formData, type: file}]",
    )
    assert find(text, "core", "-op-id-present") == []
