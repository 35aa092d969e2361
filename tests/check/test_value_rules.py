"""Values in schemas, security, texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from swagsmith.check import Profile
from swagsmith.diagnostics import Diagnostic

Find = Callable[..., list[Diagnostic]]
OK = 'responses: {"200": {description: Done.}}'


def get(body: str) -> str:
    return f"paths:\n  /w:\n    get:\n      {body}\n"


def schema(body: str, more: str = "") -> str:
    """A used definition; its text stands on line 3 from column 5."""
    return f"definitions:\n  A:\n    {body}\n{more}x-used: {{$ref: '#/definitions/A'}}\n"


BASIC = "securityDefinitions: {a: {type: basic}}\n"

CASES = [
    (
        "schema-default-valid",
        get(f"parameters:\n      - {{name: a, in: query, type: integer, default: x}}\n      {OK}"),
        ("/paths/~1w/get/parameters/0/default", 5, 54, 'default "x" is a text, not an integer'),
        ("default: x", "default: 3"),
    ),
    (
        "schema-default-valid",
        schema("{type: string, default: null}"),
        ("/definitions/A/default", 3, 29, "the default null is null, not a text"),
        ("type: string", "type: string, x-nullable: true"),
    ),
    (
        "schema-default-valid",
        schema("{type: object, default: {b: [1, c]}, properties: {b: {type: array,"
               " items: {type: integer}}}}"),
        (
            "/definitions/A/default/b/1",
            3,
            37,
            "`b/1` in the default is a text, not an integer",
        ),
        ("[1, c]", "[1, 2]"),
    ),
    (
        "schema-default-valid",
        get('responses: {"200": {description: x, headers: {A: {type: string, enum: [b],'
            " default: c}}}}"),
        ("/paths/~1w/get/responses/200/headers/A/default", 4, 91, 'default "c" is none of "b"'),
        ("default: c", "default: b"),
    ),
    (
        "schema-default-valid",
        get("parameters:\n      - {name: a, in: query, type: array, items: {type: string,"
            f" default: 3}}}}\n      {OK}"),
        ("/paths/~1w/get/parameters/0/items/default", 5, 74, "3 is an integer, not a text"),
        ("default: 3", "default: b"),
    ),
    (
        "schema-enum-type",
        schema("{type: integer, enum: [1, b, c]}"),
        ("/definitions/A/enum/1", 3, 31, '"b" is not an integer, nor are 1 more'),
        ("[1, b, c]", "[1, 2]"),
    ),
    (
        "schema-enum-type",
        schema("{type: string, enum: [b, null]}"),
        ("/definitions/A/enum/1", 3, 30, "the enum value null is not a text"),
        ("type: string", "type: string, x-nullable: true"),
        {"help": "write `x-nullable: true`"},
    ),
    (
        "schema-enum-type",
        schema("{type: array, items: {type: string}, enum: [b, c]}"),
        ("/definitions/A/enum/0", 3, 49, '"b" is not an array'),
        ("items: {type: string}, enum: [b, c]", "items: {type: string, enum: [b, c]}"),
        {"help": "to list the allowed elements, move the enum into `items`"},
    ),
    (
        # the default is as wrong as the enum it comes from; that is one fault
        "schema-enum-type",
        schema("{type: boolean, enum: ['true'], default: 'true'}"),
        ("/definitions/A/enum/0", 3, 28, '"true" is not a boolean'),
        ("boolean", "string"),
    ),
    (
        "schema-required-defined",
        schema("{type: object, required: [nmae], properties: {name: {}}}"),
        ("/definitions/A/required/0", 3, 31, "`nmae` is required and no property"),
        ("nmae", "name"),
        {"severity": "warning", "help": "did you mean `name`?"},
    ),
    (
        "schema-required-defined",
        schema("{allOf: [{$ref: '#/definitions/B'}, {required: [b, c]}]}",
               "  B: {type: object, properties: {b: {}}}\n"),
        ("/definitions/A/allOf/1/required/1", 3, 56, "`c` is required and no property"),
        (", c]", "]"),
    ),
    (
        "op-security-defined",
        BASIC + "security: [{a: []}]\n" + get(f"security: [{{b: []}}]\n      {OK}"),
        ("/paths/~1w/get/security/0/b", 6, 19, "the security scheme `b` is not defined"),
        ("{b: []}", "{a: []}"),
    ),
    (
        "op-scopes",
        BASIC + "security:\n- {a: [read]}\n" + get(OK),
        ("/security/0/a/0", 3, 8, "the scheme `a` of type basic has no scopes"),
        ("[read]", "[]"),
        {"related": [1]},
    ),
    (
        "op-scopes",
        "securityDefinitions: {a: {type: oauth2, flow: application, tokenUrl: 'https://x.test/t',"
        " scopes: {read: Reads.}}}\nsecurity:\n- {a: [red]}\n" + get(OK),
        ("/security/0/a/0", 3, 8, "the scheme `a` has no scope `red`"),
        ("[red]", "[read]"),
        {"help": "did you mean `read`?"},
    ),
    (
        "sec-scheme",
        "securityDefinitions:\n  a: {type: apiKey, name: X}\nsecurity: [{a: []}]\n",
        ("/securityDefinitions/a", 2, 3, "`a` is apiKey and has no `in`"),
        ("name: X", "name: X, in: header"),
    ),
    (
        "sec-scheme",
        "securityDefinitions:\n  a: {type: basic, name: X}\nsecurity: [{a: []}]\n",
        ("/securityDefinitions/a/name", 2, 20, "`a` is basic, which has no field `name`"),
        (", name: X", ""),
    ),
    (
        "sec-scheme",
        "securityDefinitions:\n  a: {type: basc}\nsecurity: [{a: []}]\n",
        ("/securityDefinitions/a/type", 2, 13, 'basic, apiKey or oauth2; this is "basc"'),
        ("basc", "basic"),
        {"help": "did you mean `basic`?"},
    ),
    (
        "sec-scheme",
        ("securityDefinitions:\n  a: {type: oauth2, flow: code, scopes: {}}\n"
        "security: [{a: []}]\n"),
        ("/securityDefinitions/a/flow", 2, 27, "implicit, password, application or accessCode"),
        ("type: oauth2, flow: code, scopes: {}", "type: basic"),
    ),
    (
        "sec-scheme",
        ("securityDefinitions:\n  a: {type: oauth2, flow: password, tokenUrl: /t}\n"
        "security: [{a: []}]\n"),
        ("/securityDefinitions/a", 2, 3, "oauth2 with the flow password and has no `scopes`"),
        ("tokenUrl: /t", "tokenUrl: /t, scopes: {}"),
    ),
    (
        "sec-scheme",
        ("securityDefinitions:\n  a: {type: oauth2, flow: password, tokenURL: /t, scopes: {}}\n"
        "security: [{a: []}]\n"),
        ("/securityDefinitions/a/tokenURL", 2, 37, "the flow password, which has no field `tokenURL`"),
        ("tokenURL", "tokenUrl"),
        {"help": "did you mean `tokenUrl`?"},
    ),
    (
        "sec-scheme",
        "securityDefinitions:\n  a: {type: apiKey, name: X, in: cookie}\nsecurity: [{a: []}]\n",
        ("/securityDefinitions/a/in", 2, 34, 'header or query; this is "cookie"'),
        ("cookie", "query"),
    ),
    (
        "sec-scheme",
        "securityDefinitions:\n  a: {type: {}}\nsecurity: [{a: []}]\n",
        ("/securityDefinitions/a/type", 2, 7, "basic, apiKey or oauth2; this is an object"),
        ("type: {}", "type: basic"),
    ),
    (
        "sec-scheme",
        "securityDefinitions:\n  a: 3\nsecurity: [{a: []}]\n",
        ("/securityDefinitions/a", 2, 6, "is an object, not an integer"),
        ("a: 3", "a: {type: basic}"),
    ),
    (
        "sec-scheme",
        ("securityDefinitions:\n  a: {type: oauth2, flow: password, tokenUrl: /t, scopes: [b]}\n"
        "security: [{a: []}]\n"),
        ("/securityDefinitions/a/scopes", 2, 51, "the `scopes` of the security definition `a`"),
        ("[b]", "{b: Reads.}"),
        {"help": "write `name: description`"},
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
    "text",
    [
        # names that come from elsewhere, or can be anything
        schema("{type: object, required: [b], additionalProperties: {type: string}}"),
        schema("{allOf: [{required: [b]}], properties: {b: {}}}"),
        schema("{allOf: [{allOf: [{required: [b]}]}, {$ref: '#/definitions/B'}]}",
               "  B: {allOf: [{properties: {b: {}}}]}\n"),
        schema("{allOf: [{$ref: '#/definitions/A'}], required: [b], properties: {b: {}}}"),
        schema("{allOf: [{$ref: missing.yaml}], required: [b]}"),
        schema("{required: 3}"),
    ],
)  # fmt: skip
def test_required_names_that_may_exist_are_not_reported(find: Find, text: str) -> None:
    assert find(text, "schema-required-defined") == []


STYLE = [
    ("op-summary", f"    get: {{{OK}}}", "get: {", "get: {summary: List w, ", 3, 5, None),
    ("op-summary", f"    get: {{summary: ' ', {OK}}}", "' '", "List w", 3, 20, None),
    ("op-description", f"    get: {{{OK}}}", "get: {", "get: {description: Lists., ", 3, 5, None),
    ("op-description", f"    get: {{summary: List w, description: list W., {OK}}}",
     "list W.", "Lists.", 3, 41, None),
    ("tags-declared",
     f"    get: {{tags: [b], {OK}}}\n    put: {{tags: [b], {OK}}}\ntags: [{{name: B}}]",
     "name: B", "name: b", 3, 18, "did you mean `B`?"),
]  # fmt: skip


@pytest.mark.parametrize("case", STYLE, ids=lambda case: case[0])
def test_style(find: Find, case: tuple[str, str, str, str, int, int, str | None]) -> None:
    rule, body, old, new, line, column, help_ = case
    text = f"paths:\n  /w:\n{body}\n"
    (found,) = find(text, rule)
    assert (found.rule, found.severity) == (rule, "warning")
    assert (found.span.line, found.span.column) == (line, column)
    assert help_ is None or found.help == help_
    assert find(text.replace(old, new), rule) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("info: {title: x, version: '1'}\n", (1, 1)),
        ("info: {title: x, version: '1', description: ''}\n", (1, 45)),
    ],
)
def test_info_description_matters_more_to_connectors(
    find: Find, text: str, place: tuple[int, int]
) -> None:
    (plain,) = find(text, "info-description")
    (connector,) = find(text, "info-description", profile=Profile.CONNECTOR)
    assert (plain.severity, connector.severity) == ("warning", "error")
    assert (plain.span.line, plain.span.column) == place


def test_an_operation_without_documents_or_tags_is_left_alone(find: Find) -> None:
    assert find("info: 3\n", "info-description", "tags-declared", "op-summary") == []
