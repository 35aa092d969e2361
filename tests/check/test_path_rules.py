"""Paths, operations and what they inherit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

OK = 'responses: {"200": {description: Done.}}'
ID = "{name: id, in: path, required: true, type: string}"

CASES = [
    (
        "path-slash",
        f"paths:\n  w:\n    get: {{{OK}}}\n",
        ("/paths/w", 2, 3, 'the path "w"'),
        ("  w:", "  /w:"),
    ),
    (
        "path-template-syntax",
        f"paths:\n  /w/}}:\n    get: {{{OK}}}\n",
        ("/paths/~1w~1}", 2, 3, "braces do not balance"),
        ("/}:", "/:"),
    ),
    (
        "path-template-syntax",
        f"paths:\n  /w/{{a/b}}:\n    get: {{{OK}}}\n",
        ("/paths/~1w~1{a~1b}", 2, 3, "a template crosses a slash"),
        ("{a/b}", "a/b"),
    ),
    (
        "path-template-syntax",
        f"paths:\n  /w/{{}}:\n    get: {{{OK}}}\n",
        ("/paths/~1w~1{}", 2, 3, "a template has no name"),
        ("{}:", "a:"),
    ),
    (
        "path-template-syntax",
        f"paths:\n  /w/{{id:int}}:\n    get: {{{OK}}}\n",
        ("/paths/~1w~1{id:int}", 2, 3, "{id:int} is more than a name"),
        ("{id:int}", "a"),
    ),
    (
        "path-template-syntax",
        f"paths:\n  /w/{{id}}/{{id}}:\n    get: {{parameters: [{ID}], {OK}}}\n",
        ("/paths/~1w~1{id}~1{id}", 2, 3, "{id} occurs twice"),
        ("/{id}/{id}", "/{id}"),
    ),
    (
        "path-params-declared",
        f"paths:\n  /w/{{id}}.json:\n    get: {{{OK}}}\n",
        ("/paths/~1w~1{id}.json/get", 3, 5, "GET /w/{id}.json does not declare"),
        ("get: {", f"get: {{parameters: [{ID}], "),
    ),
    (
        "path-params-declared",
        f"paths:\n  /w/{{id}}:\n    get: {{{OK}}}\n    put: {{{OK}}}\n",
        ("/paths/~1w~1{id}", 2, 3, "is declared nowhere"),
        ("    get", f"    parameters: [{ID}]\n    get"),
    ),
    (
        "path-params-declared",
        f"paths:\n  /w/{{id}}:\n    get: {{{OK}}}\n    put: {{parameters: [{ID}], {OK}}}\n",
        ("/paths/~1w~1{id}/get", 3, 5, "GET /w/{id} does not declare"),
        ("get: {", f"get: {{parameters: [{ID}], "),
    ),
    (
        # One slip of the pen is one finding, though it leaves both a hole and a spare parameter.
        "path-params-declared",
        (
            f"paths:\n  /w/{{id}}:\n    get:\n      parameters: [{ID.replace('id', 'Id')}]\n"
            f"      {OK}\n"
        ),
        ("/paths/~1w~1{id}/get", 3, 5, "does not declare"),
        ("name: Id", "name: id"),
        {"related": [4]},
    ),
    (
        "path-params-used",
        f"paths:\n  /w:\n    get:\n      parameters:\n      - {ID}\n      {OK}\n",
        ("/paths/~1w/get/parameters/0/name", 5, 16, "`id` does not occur in /w"),
        ("/w:", "/w/{id}:"),
    ),
    (
        "path-params-used",
        f"paths:\n  /w:\n    parameters: [{ID}]\n    get: {{{OK}}}\n    put: {{{OK}}}\n",
        ("/paths/~1w/parameters/0/name", 3, 25, "`id` does not occur in /w"),
        ("/w:", "/w/{id}:"),
    ),
    (
        "path-params-used",
        (
            f"parameters: {{id: {ID}}}\npaths:\n  /w:\n    get:\n"
            f"      parameters: [$ref: '#/parameters/id']\n      {OK}\n"
        ),
        ("/paths/~1w/get/parameters/0/$ref", 5, 26, "`id` does not occur in /w"),
        ("/w:", "/w/{id}:"),
    ),
    (
        "path-params-required",
        (
            f"paths:\n  /w/{{id}}:\n    get:\n      parameters:\n"
            f"      - {{name: id, in: path, required: false, type: string}}\n      {OK}\n"
        ),
        ("/paths/~1w~1{id}/get/parameters/0/required", 5, 40, '"id" is not marked as required'),
        ("false", "true"),
    ),
    (
        "path-params-required",
        (
            "parameters:\n  id: {name: id, in: path, type: string}\npaths:\n  /w/{id}:\n    get:\n"
            f"      parameters: [$ref: '#/parameters/id']\n      {OK}\n"
        ),
        ("/parameters/id", 2, 3, '"id" is not marked as required'),
        ("in: path", "in: path, required: true"),
    ),
    (
        "path-duplicate",
        f"paths:\n  /w/{{a}}.json:\n    get: {{parameters: [{ID}], {OK}}}\n  /w/{{b}}.json:\n"
        f"    put: {{parameters: [{ID}], {OK}}}\n".replace("{a}", "{id}").replace(
            "put: {parameters: [{name: id", "put: {parameters: [{name: b"
        ),
        ("/paths/~1w~1{b}.json", 4, 3, "/w/{b}.json is the same path as /w/{id}.json"),
        ("/w/{b}.json", "/w/{b}.xml"),
        {"related": [2]},
    ),
    (
        "op-id-present",
        f"paths:\n  /w:\n    get: {{{OK}}}\n",
        ("/paths/~1w/get", 3, 5, "GET /w has no `operationId`"),
        ("get: {", "get: {operationId: getW, "),
        {"severity": "warning"},
    ),
    (
        "op-id-unique",
        f"paths:\n  /w:\n    get: {{operationId: a, {OK}}}\n    put: {{operationId: a, {OK}}}\n",
        ("/paths/~1w/put/operationId", 4, 24, "another operation has the id `a`"),
        ("put: {operationId: a", "put: {operationId: b"),
        {"related": [3], "severity": "error"},
    ),
    (
        "op-id-unique",
        f"paths:\n  /w:\n    get: {{operationId: a, {OK}}}\n    put: {{operationId: A, {OK}}}\n",
        ("/paths/~1w/put/operationId", 4, 24, "`A` differs from `a` only by case"),
        ("put: {operationId: A", "put: {operationId: b"),
        {"related": [3], "severity": "warning"},
    ),
    (
        "op-responses",
        "paths:\n  /w:\n    get: {summary: x}\n",
        ("/paths/~1w/get", 3, 5, "GET /w declares no response"),
        ("summary: x", OK),
    ),
    (
        "op-responses",
        "paths:\n  /w:\n    get: {responses: {x-a: 1}}\n",
        ("/paths/~1w/get/responses", 3, 11, "GET /w declares no response"),
        ("x-a: 1", '"200": {description: Done.}'),
    ),
    (
        "resp-no-content",
        'paths:\n  /w:\n    get: {responses: {"304": {description: x, schema: {}}}}\n',
        ("/paths/~1w/get/responses/304/schema", 3, 47, "304 has no body"),
        ("304", "200"),
    ),
    (
        "resp-no-content",
        (
            "responses:\n  Empty: {description: x, schema: {}}\n"
            "paths:\n  /w:\n    head: {responses: {\"200\": {$ref: '#/responses/Empty'}}}\n"
        ),
        ("/paths/~1w/head/responses/200", 5, 24, "an answer to HEAD has no body"),
        (", schema: {}", ""),
        {"related": [2]},
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
    "operation",
    [
        # a parameter that cannot be resolved may be the one that seems to be missing
        "get: {parameters: [$ref: '#/parameters/id'], responses: {}}",
        "get: {parameters: 3}",
        "get: [1]",
    ],
)
def test_what_cannot_be_known_is_not_reported(
    find: Callable[..., list[object]], operation: str
) -> None:
    assert find(f"paths:\n  /w/{{id}}:\n    {operation}\n", "path-params-declared") == []


def test_operations_behind_references_are_checked(find: Callable[..., list[object]]) -> None:
    text = f"paths:\n  /a:\n    $ref: '#/x-item'\nx-item: {{get: {{{OK}}}}}\n"
    (found,) = find(text, "op-summary")
    assert "GET /a has no summary" in str(found)
