"""Responses, their headers and examples."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from swagsmith.check import Profile
from swagsmith.diagnostics import Diagnostic

Find = Callable[..., list[Diagnostic]]
R = "/paths/~1w/get/responses"
JSON = "produces: [application/json]\n"


def answer(body: str, more: str = "", code: str = '"200"', method: str = "get") -> str:
    """A response; its text stands on line 6 from column 11."""
    return (
        f"paths:\n  /w:\n    {method}:\n      responses:\n        {code}:\n"
        f"          {body}\n          description: Done.\n{more}"
    )


def examples(schema: str, example: str) -> str:
    """A response with an example, whose text stands on line 6 from column 40."""
    return answer(
        f"examples: {{application/json: {example}}}", f"          schema: {schema}\n{JSON}"
    )


CASES = [
    (
        "resp-code",
        answer("schema: {}", code="2XX").replace(
            "responses:", 'responses:\n        "200": &a {description: x}'
        ),
        (f"{R}/2XX", 6, 9, "the response code `2XX` belongs to OpenAPI 3"),
        ("2XX", '"201"'),
        {"help": "2.0 has exact codes and `default`"},
    ),
    (
        "resp-code",
        answer("schema: {}").replace(
            "description: Done.", "description: x\n        Default: {description: x}"
        ),
        (f"{R}/Default", 8, 9, "`Default` is no response code"),
        ("Default", "default"),
        {"help": "did you mean `default`?"},
    ),
    (
        "resp-code",
        answer("schema: {}").replace(
            "description: Done.", 'description: x\n        "600": {description: x}'
        ),
        (f"{R}/600", 8, 9, "there is no status code 600"),
        ("600", "500"),
    ),
    (
        "resp-description",
        answer("schema: {}").replace("          description: Done.\n", ""),
        (f"{R}/200", 5, 9, "a response has to have `description`"),
        ("schema: {}", "description: x"),
    ),
    (
        "resp-success-schema",
        answer("headers: {}"),
        (f"{R}/200", 5, 9, "the response 200 of GET /w has no schema"),
        ("headers: {}", "schema: {}"),
        {"severity": "info"},
    ),
    (
        "resp-success-schema",
        (
            "responses:\n  A: {description: x}\npaths:\n  /w:\n"
            "    get: {responses: {'200': {$ref: '#/responses/A'}}}\n"
            "    put: {responses: {'201': {$ref: '#/responses/A'}}}\n"
            "    delete: {responses: {'200': {$ref: '#/responses/A'}}}\n"
        ),
        ("/responses/A", 2, 3, "the response 200 of GET /w has no schema"),
        ("description: x", "description: x, schema: {}"),
        {"related": [5]},
    ),
    (
        "resp-file",
        answer("schema: {type: file}", JSON),
        (
            f"{R}/200/schema/type",
            6,
            26,
            "GET /w answers with a file, and produces application/json",
        ),
        ("application/json", "application/pdf"),
        {"severity": "warning", "related": [8]},
    ),
    (
        "resp-file",
        answer("schema: {type: object, properties: {a: {type: file}}}"),
        (f"{R}/200/schema/properties/a/type", 6, 57, '"array" or "object"; this is "file"'),
        ("type: file", "type: string"),
        {"help": "a file is the whole body of a response, or a form parameter"},
    ),
    (
        "resp-header-type",
        answer("headers: {A: {schema: {type: string}}}"),
        (f"{R}/200/headers/A/schema", 6, 25, "`schema` belongs to OpenAPI 3"),
        ("schema: {type: string}", "type: string"),
        {"help": "2.0 writes `type`, `format` and `items` on the header itself"},
    ),
    (
        "resp-header-type",
        answer("headers: {A: {description: x}}"),
        (f"{R}/200/headers/A", 6, 21, "a header has to have `type`"),
        ("description: x", "type: string"),
    ),
    (
        "resp-header-type",
        answer("headers: {A: {type: object}}"),
        (f"{R}/200/headers/A/type", 6, 31, '"boolean" or "array"; this is "object"'),
        ("object", "string"),
    ),
    (
        "resp-header-type",
        answer("headers: {A: {type: array, items: {type: file}}}"),
        (f"{R}/200/headers/A/items/type", 6, 52, 'this is "file"'),
        ("file", "string"),
    ),
    (
        "resp-header-type",
        answer("headers: {A: {$ref: '#/x-a'}}", "x-a: {type: string}\n"),
        (f"{R}/200/headers/A/$ref", 6, 25, "2.0 has no `$ref` here"),
        ("$ref: '#/x-a'", "type: string"),
    ),
    (
        "resp-example-mime",
        answer("examples: {application/jsn: {}}", JSON),
        (f"{R}/200/examples/application~1jsn", 6, 22, "GET /w does not produce application/jsn"),
        ("application/jsn", "application/json; charset=utf-8"),
        {"severity": "warning", "help": "did you mean `application/json`?"},
    ),
    (
        "resp-example-valid",
        examples(
            "{type: object, properties: {b: {type: array, items: {type: integer}}}}", "{b: [1, c]}"
        ),
        (
            f"{R}/200/examples/application~1json/b/1",
            6,
            48,
            "`b/1` in the example is a text, not an",
        ),
        ("[1, c]", "[1, 2]"),
    ),
    (
        "resp-example-valid",
        examples("{type: object, required: [b, c], additionalProperties: {}}", "{d: 1}"),
        (f"{R}/200/examples/application~1json", 6, 22, "the example lacks `b` and `c`"),
        ("d: 1", "b: 1, c: 2"),
    ),
    (
        "resp-example-valid",
        examples("{type: object, required: [b], additionalProperties: {}}", "'{\"d\": 1}'"),
        (f"{R}/200/examples/application~1json", 6, 40, "the example lacks `b`"),
        ('"d"', '"b"'),
    ),
    (
        "resp-example-valid",
        examples(
            "{type: array, items: {type: object, required: [b], additionalProperties: {}}}",
            "[{}, {}, {b: 1}]",
        ),
        (f"{R}/200/examples/application~1json/0", 6, 41, "`0` in the example lacks `b`"),
        ("[{}, {}, ", "["),
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
        ("resp-success-schema", answer("headers: {}", method="delete")),
        ("resp-success-schema", answer("headers: {}", code='"202"')),
        ("resp-success-schema", answer("shema: {}")),
        ("resp-file", answer("schema: {type: file}")),
        ("resp-file", answer("schema: {type: file}", "produces: [application/json, text/csv]\n")),
        ("resp-file", answer("schema: {type: file}", "produces: [image/svg+xml]\n")),
        ("resp-example-mime", answer("examples: {text/csv: a}")),
        ("resp-example-mime", answer("examples: {text/csv: a}", "produces: ['text/*']\n")),
        ("resp-example-mime", answer("examples: {x-a: a, csv: a}", JSON)),
        ("resp-example-valid", examples("{type: object}", "null")),
        ("resp-example-valid", examples("{type: string}", "'{b'")),
        ("resp-example-valid", examples("{$ref: '#/definitions/B'}", "3")),
        ("resp-example-valid", answer("examples: {text/plain: 3}", "          schema: {type: string}\n")),
    ],
)  # fmt: skip
def test_what_is_right_or_reported_elsewhere_is_left_alone(
    find: Find, rule: str, text: str
) -> None:
    assert find(text, rule) == []


def test_an_example_of_a_shared_response_fits_any_operation_that_gives_it(find: Find) -> None:
    text = (
        "responses: {A: {description: x, examples: {text/csv: a, text/html: a}}}\n"
        "paths:\n  /w:\n    get: {produces: [text/csv], responses: {'200': {$ref: '#/responses/A'}}}\n"
        "    put: {produces: [text/plain], responses: {'200': {$ref: '#/responses/A'}}}\n"
    )
    (found,) = find(text, "resp-example-mime")
    assert found.pointer == "/responses/A/examples/text~1html"


def test_a_success_without_a_schema_matters_more_to_connectors(find: Find) -> None:
    (found,) = find(answer("headers: {}"), "resp-success-schema", profile=Profile.CONNECTOR)
    assert found.severity == "warning"
