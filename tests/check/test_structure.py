"""The shape of a document: one sentence per fault, at its deepest place, under the right rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from swagsmith.check import Settings, lint
from swagsmith.diagnostics import Diagnostic
from swagsmith.source import load

if TYPE_CHECKING:
    from pathlib import Path

Find = Callable[..., list[Diagnostic]]
OK = 'responses: {"200": {description: Done.}}'


def get(body: str) -> str:
    """One operation; its text stands on line 4."""
    return f"paths:\n  /w:\n    get:\n      {body}\n"


def parameter(body: str) -> str:
    """One parameter, in braces from column 9 of line 5."""
    return get(f"parameters:\n      - {{{body}}}\n      {OK}")


def schema(body: str) -> str:
    """A used definition; its text stands on line 3."""
    return f"definitions:\n  A:\n    {body}\nx-used: {{$ref: '#/definitions/A'}}\n"


P = "/paths/~1w/get/parameters/0"
R = "/paths/~1w/get/responses"

CASES = [
    # unknown fields: misspelt ones, those of other objects, those of other specifications
    (get(f"sumary: x\n      {OK}"), "doc-structure", "/paths/~1w/get/sumary", 4, 7,
     "`sumary` is no field of an operation", "did you mean `summary`?"),
    (get(f"operationid: x\n      {OK}"), "doc-structure", "/paths/~1w/get/operationid", 4, 7,
     "`operationid` is no field of an operation", "did you mean `operationId`?"),
    (get(f"host: x\n      {OK}"), "doc-structure", "/paths/~1w/get/host", 4, 7,
     "`host` is no field of an operation", None),
    (get(f"audience: x\n      {OK}"), "ext-prefix", "/paths/~1w/get/audience", 4, 7,
     "`audience` is neither a field of an operation nor an extension",
     "an extension is called `x-audience`"),
    (get(f"ms-summary: x\n      {OK}"), "ext-prefix", "/paths/~1w/get/ms-summary", 4, 7,
     "`ms-summary` is neither a field of an operation", "an extension is called `x-ms-summary`"),
    (get(f"X-Audience: x\n      {OK}"), "ext-prefix", "/paths/~1w/get/X-Audience", 4, 7,
     "`X-Audience` is neither a field of an operation", "an extension is called `x-Audience`"),
    (get(f"requestBody: {{}}\n      {OK}"), "doc-openapi3-field", "/paths/~1w/get/requestBody", 4,
     7, "`requestBody` belongs to OpenAPI 3",
     "2.0 has a parameter with `in: body` and a `schema`"),
    ("servers: []\n", "doc-openapi3-field", "/servers", 1, 1, "`servers` belongs to OpenAPI 3",
     "2.0 has `host`, `basePath` and `schemes`"),
    ("components: {}\n", "doc-openapi3-field", "/components", 1, 1, "`components` belongs", None),
    (schema("{type: string, nullable: true}"), "doc-openapi3-field", "/definitions/A/nullable", 3,
     20, "`nullable` belongs to OpenAPI 3", "2.0 documents write `x-nullable`"),
    (schema("{oneOf: []}"), "doc-openapi3-field", "/definitions/A/oneOf", 3, 6, "`oneOf`", None),
    (schema("{anyOf: []}"), "doc-openapi3-field", "/definitions/A/anyOf", 3, 6, "`anyOf`", None),
    (schema("{patternProperties: {}}"), "doc-structure", "/definitions/A/patternProperties", 3, 6,
     "`patternProperties` is a keyword of JSON Schema that 2.0 leaves out", None),
    (parameter("name: a, in: query, schema: {type: string}, type: string"), "param-type",
     f"{P}/schema", 5, 30, "`schema` belongs to OpenAPI 3", None),
    (parameter("name: a, in: query, type: string, example: b"), "doc-openapi3-field",
     f"{P}/example", 5, 44, "`example` belongs to OpenAPI 3", None),
    (parameter("name: a, in: body, schema: {}, type: string"), "param-type", f"{P}/type", 5, 41,
     "`type` is no field of a body parameter", "its `schema` describes the value"),
    (get('responses: {"200": {description: x, content: {}}}'), "doc-openapi3-field",
     f"{R}/200/content", 4, 43, "`content` belongs to OpenAPI 3", None),
    (get('responses: {"200": {description: x, headers: {A: {schema: {}, type: string}}}}'),
     "resp-header-type", f"{R}/200/headers/A/schema", 4, 57, "`schema` belongs", None),
    # foreign values
    (parameter("name: a, in: cookie, type: string"), "doc-openapi3-field", f"{P}/in", 5, 23,
     "`in: cookie` belongs to OpenAPI 3", "2.0 has no cookies"),
    (schema("{minimum: 1, exclusiveMinimum: 3}"), "schema-exclusive",
     "/definitions/A/exclusiveMinimum", 3, 36, "a numeric `exclusiveMinimum` belongs",
     "2.0 has `minimum: 3` with `exclusiveMinimum: true`"),
    (schema("{discriminator: {propertyName: kind}}"), "doc-openapi3-field",
     "/definitions/A/discriminator", 3, 6, "an object as `discriminator` belongs", None),
    (get('responses: {2XX: {description: x}, "200": {description: x}}'), "resp-code",
     f"{R}/2XX", 4, 19, "the response code `2XX` belongs to OpenAPI 3", None),
    ("securityDefinitions: {a: {type: http}}\nsecurity: [{a: []}]\n", "doc-openapi3-field",
     "/securityDefinitions/a/type", 1, 33, "`type: http` belongs to OpenAPI 3", None),
    # types and values
    (get('responses: {OK: {description: x}, "200": {description: x}}'), "resp-code",
     f"{R}/OK", 4, 19, "`OK` is no response code", "a code has three digits, or is `default`"),
    (get(f"tags: a\n      {OK}"), "doc-structure", "/paths/~1w/get/tags", 4, 13,
     "`tags` is an array, not a text", None),
    (get(f"tags: [3]\n      {OK}"), "doc-structure", "/paths/~1w/get/tags/0", 4, 14,
     "element 1 of `tags` is a text, not an integer", None),
    (get(f"deprecated: 'yes'\n      {OK}"), "doc-structure", "/paths/~1w/get/deprecated", 4, 19,
     "`deprecated` is a boolean, not a text", None),
    (get(f"description:\n      {OK}"), "schema-null-value", "/paths/~1w/get/description", 4, 7,
     "`description` is a text, not null", None),
    (get('responses: {"200": }'), "schema-null-value", f"{R}/200", 4, 19,
     "`200` is an object, not null", None),
    (parameter("name: a, in: Query, type: string"), "doc-structure", f"{P}/in", 5, 23,
     '`in` is "query", "header", "path", "formData" or "body"; this is "Query"',
     "did you mean `query`?"),
    (parameter("name: a, in: query, type: strng"), "schema-type", f"{P}/type", 5, 36,
     '"integer" or "array"; this is "strng"', "did you mean `string`?"),
    (parameter("name: a, in: query, type: object"), "param-type", f"{P}/type", 5, 36,
     'this is "object"', "only a body can be an object; its `schema` describes it"),
    (parameter("name: a, in: query, type: array, items: {type: string, collectionFormat: multi}"),
     "param-collection-format", f"{P}/items/collectionFormat", 5, 83, 'this is "multi"', None),
    (parameter("name: a, in: query, type: string, required: 1"), "doc-structure", f"{P}/required",
     5, 54, "`required` is a boolean, not an integer", None),
    (schema("{type: strng}"), "schema-type", "/definitions/A/type", 3, 12,
     '`type` is "string", "number", "integer", "boolean", "array" or "object"; this is "strng"',
     "did you mean `string`?"),
    (schema("{type: [string, object]}"), "schema-type", "/definitions/A/type", 3, 6,
     "`type` is a text, not an array", "2.0 has one type; null is `x-nullable: true`"),
    (schema("{type: 'null'}"), "schema-type", "/definitions/A/type", 3, 12, 'is "null"', None),
    (schema("{additionalProperties: 3}"), "schema-additional-properties",
     "/definitions/A/additionalProperties", 3, 28, "`additionalProperties` is an object or a boolean, not an integer", None),
    (schema("{properties: {b: {maximum: '3'}}}"), "doc-structure",
     "/definitions/A/properties/b/maximum", 3, 32, "`maximum` is a number, not a text", None),
    (schema("{properties: {b: 3}}"), "doc-structure", "/definitions/A/properties/b", 3, 22,
     "`b` is an object, not an integer", None),
    (schema("{items: [{tpye: string}]}"), "doc-structure", "/definitions/A/items/0/tpye", 3, 15,
     "`tpye` is no field of a schema", "did you mean `type`?"),
    (schema("{required: true}"), "schema-required-list", "/definitions/A/required", 3, 16,
     "`required` is an array, not a boolean", None),
    (schema("{required: []}"), "schema-required-list", "/definitions/A/required", 3, 6,
     "`required` is empty", None),
    (schema("{minLength: -1}"), "schema-limits-order", "/definitions/A/minLength", 3, 17,
     "`minLength` is not below 0; this is -1", None),
    (schema("{multipleOf: 0}"), "schema-limits-order", "/definitions/A/multipleOf", 3, 18,
     "`multipleOf` is above 0; this is 0", None),
    ("schemes: [https, ftp]\n", "doc-structure", "/schemes/1", 1, 18,
     'element 2 of `schemes` is "http", "https", "ws" or "wss"; this is "ftp"', None),
    ("tags: [{description: x}]\n", "doc-structure", "/tags/0", 1, 8,
     "a tag has to have `name`", None),
    # required fields
    ("info: {title: x, description: y}\n", "doc-structure", "/info", 1, 1,
     "an info object has to have `version`", None),
    (parameter("name: a, type: string"), "doc-structure", P, 5, 9,
     "a parameter has to have `in`", None),
    (parameter("name: a, in: query"), "param-type", P, 5, 9,
     "a parameter has to have `type`", None),
    (parameter("name: a, in: body"), "param-type", P, 5, 9,
     "a body parameter has to have `schema`", None),
    (get('responses: {"200": {}}'), "resp-description", f"{R}/200", 4, 19,
     "a response has to have `description`", None),
    # references where there are none
    (get(f"$ref: '#/x-a'\nx-a: {{{OK}}}"), "doc-structure", "/paths/~1w/get/$ref", 4, 7,
     "2.0 has no `$ref` here", None),
    ("definitions: {$ref: '#/x-a'}\nx-a: {}\n", "doc-structure", "/definitions/$ref", 1, 15,
     "2.0 has no `$ref` here", None),
    (get('responses: {"200": {description: x, schema: {$ref: 3}}}'), "doc-structure",
     f"{R}/200/schema/$ref", 4, 58, "`$ref` is a text, not an integer", None),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[1]}-{case[2]}")
def test_a_fault_is_one_sentence_at_its_deepest_place(
    find: Find, case: tuple[str, str, str, int, int, str, str | None]
) -> None:
    text, rule, pointer, line, column, words, help_ = case
    (found,) = find(text, "core", "-op-id-present", "-param-get-body")
    assert (found.rule, found.pointer) == (rule, pointer)
    assert words in found.message
    assert (found.span.line, found.span.column) == (line, column)
    if help_ is not None:
        assert found.help == help_


VALID = [
    schema("{properties: {$ref: {type: string}}}"),
    schema("{type: object, additionalProperties: false, x-nullable: true, example: null}"),
    schema("{items: {type: string}, type: array, xml: {name: b}}"),
    schema("{type: string, enum: [a, null], x-nullable: true}"),
    parameter("name: a, in: query, type: array, items: {type: string}, collectionFormat: multi"),
    get('responses: {"200": {description: x, schema: {type: file}}}'),
    get("responses: {'200': {description: x, examples: {text/plain: hello}}}"),
    "host: '[2001:db8::1]:8443'\n",
    "host: localhost:8080\nbasePath: /\nschemes: [http]\nx-any: [1, {b: null}]\n",
    "paths:\n  x-any: 3\n  /w: {}\n",
]


@pytest.mark.parametrize("text", VALID)
def test_what_the_specification_allows_is_no_fault(find: Find, text: str) -> None:
    assert find(text, "core", "-op-id-present", "-ref-unused") == []


def test_doc_version_is_about_the_text(document: Callable[[object], Path]) -> None:
    path = document({"swagger": 2})
    result = lint(load(path), Settings(select=("core",)))
    (found,) = result.diagnostics
    assert (found.rule, found.pointer) == ("doc-version", "/swagger")
    assert found.message == '`swagger` is the text "2.0"; this is 2'


def test_long_names_make_no_long_messages(find: Find) -> None:
    (found,) = find({"a" * 5000: 1}, "core")
    assert len(found.message) == 300
    assert len(found.help or "") == 300
