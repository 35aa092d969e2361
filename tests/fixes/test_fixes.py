"""Each fix: its finding goes, none comes, everything else stays byte for byte."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from swagsmith.check import Pack
from swagsmith.check.examples import Example, explanation
from swagsmith.check.fixes import fixes
from swagsmith.check.registry import rules
from swagsmith.diagnostics import Diagnostic

Mended = Callable[..., tuple[bytes, list[Diagnostic], list[Diagnostic]]]

HEAD = 'swagger: "2.0"\ninfo: {title: Widgets, version: "1", description: x}\n'
GET = '{operationId: a, summary: s, description: d, responses: {"200": {description: x}}}'

DYNAMIC = (
    f"{HEAD}paths:\n  /s:\n    get: {{operationId: Sizes, parameters: [{{name: kind, in: query, type: string}}, {{name: all, in: query, type: boolean}}], responses: {{'200': {{description: x, schema: {{type: array, items: {{properties: {{id: {{type: string}}}}}}}}}}}}}}\n"
    "  /w:\n    post:\n      operationId: Make\n      parameters: [{name: b, in: body, schema: {type: object, properties: {kind: {type: string}, size: {type: string, x-ms-dynamic-values: {operationId: Sizes, value-path: id, parameters: {kind: {parameter: kind}, all: true}}LIST}}}}]\n      responses: {'204': {description: x}}\n"
)  # fmt: skip

#: By rule: the text before and after.
CASES: list[tuple[str, str, str, str]] = [
    ("path-slash", "block", f"{HEAD}paths:\n  widgets:  # all\n    get: {GET}\n", f"{HEAD}paths:\n  /widgets:  # all\n    get: {GET}\n"),
    ("path-slash", "template", f"{HEAD}paths:\n  w/{{id}}: {{}}\n", f"{HEAD}paths:\n  /w/{{id}}: {{}}\n"),
    ("path-slash", "single quotes", f"{HEAD}paths:\n  'it''s': {{}}\n", f"{HEAD}paths:\n  '/it''s': {{}}\n"),
    ("path-slash", "double quotes", f'{HEAD}paths: {{"w": {{}}}}\n', f'{HEAD}paths: {{"/w": {{}}}}\n'),
    ("path-slash", "two", f"{HEAD}paths: {{a: {{}}, b: {{}}}}\n", f"{HEAD}paths: {{/a: {{}}, /b: {{}}}}\n"),
    ("path-slash", "taken", f"{HEAD}paths: {{a: {{}}, /a: {{}}, b: {{}}}}\n", f"{HEAD}paths: {{a: {{}}, /a: {{}}, /b: {{}}}}\n"),
    ("path-slash", "same but for names", f"{HEAD}paths:\n  'w/{{a}}':\n    parameters: [{{name: a, in: path, required: true, type: string}}]\n  /w/{{b}}:\n    parameters: [{{name: b, in: path, required: true, type: string}}]\n", ""),
    ("path-params-required", "flow", f"{HEAD}paths:\n  /w/{{id}}:\n    parameters: [{{name: id, in: path, type: string}}]\n    get: {GET}\n", f"{HEAD}paths:\n  /w/{{id}}:\n    parameters: [{{name: id, in: path, type: string, required: true}}]\n    get: {GET}\n"),
    ("path-params-required", "false", f"{HEAD}paths:\n  /w/{{id}}:\n    parameters: [{{name: id, in: path, required: false, type: string}}]\n    get: {GET}\n", f"{HEAD}paths:\n  /w/{{id}}:\n    parameters: [{{name: id, in: path, required: true, type: string}}]\n    get: {GET}\n"),
    ("path-params-required", "block", f"{HEAD}paths:\n  /w/{{id}}:\n    parameters:\n    - name: id # its id\n      in: path\n      type: string # a text\n    # the end\n    get: {GET}\n", f"{HEAD}paths:\n  /w/{{id}}:\n    parameters:\n    - name: id # its id\n      in: path\n      type: string # a text\n      required: true\n    # the end\n    get: {GET}\n"),
    ("path-params-required", "block scalar", f"{HEAD}paths:\n  /w/{{id}}:\n    parameters:\n      - name: id\n        in: path\n        type: string\n        description: |\n          two\n          lines\n\n    get: {GET}\n", f"{HEAD}paths:\n  /w/{{id}}:\n    parameters:\n      - name: id\n        in: path\n        type: string\n        description: |\n          two\n          lines\n        required: true\n\n    get: {GET}\n"),
    ("path-params-required", "shared", f"{HEAD}parameters:\n  required:\n    name: id\n    in: path\n    type: string\npaths:\n  /w/{{id}}:\n    parameters: [{{$ref: '#/parameters/required'}}]\n    get: {GET}", f"{HEAD}parameters:\n  required:\n    name: id\n    in: path\n    type: string\n    required: true\npaths:\n  /w/{{id}}:\n    parameters: [{{$ref: '#/parameters/required'}}]\n    get: {GET}"),
    ("path-params-used", "only one", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: id, in: path, required: true, type: string}}]\n    get: {GET}\n", f"{HEAD}paths:\n  /w:\n    parameters: []\n    get: {GET}\n"),
    ("path-params-used", "only one in a block", f"{HEAD}paths:\n  /w:\n    parameters:\n      - name: id # gone too\n        in: path\n        required: true\n        type: string\n    get: {GET}\n", f"{HEAD}paths:\n  /w:\n    parameters: []\n    get: {GET}\n"),
    ("path-params-used", "first", f"{HEAD}paths:\n  /w/{{id}}:\n    parameters: [{{name: no, in: path, required: true, type: string}}, {{name: id, in: path, required: true, type: string}}]\n    get: {GET}\n", f"{HEAD}paths:\n  /w/{{id}}:\n    parameters: [{{name: id, in: path, required: true, type: string}}]\n    get: {GET}\n"),
    ("path-params-used", "last", f"{HEAD}paths:\n  /w/{{id}}:\n    parameters:\n      # kept\n      - {{name: id, in: path, required: true, type: string}} # kept\n      # kept as well\n      - {{name: no, in: path, required: true, type: string}} # goes\n    get: {GET}\n", f"{HEAD}paths:\n  /w/{{id}}:\n    parameters:\n      # kept\n      - {{name: id, in: path, required: true, type: string}} # kept\n      # kept as well\n    get: {GET}\n"),
    ("ref-unused", "one of two", f"{HEAD}paths: {{/w: {{get: {GET}}}}}\nsecurityDefinitions:\n  a:\n    type: basic\n  b:\n    type: basic\nsecurity: [{{b: []}}]\n", f"{HEAD}paths: {{/w: {{get: {GET}}}}}\nsecurityDefinitions:\n  b:\n    type: basic\nsecurity: [{{b: []}}]\n"),
    ("ref-unused", "all", f"{HEAD}definitions:\n  # why\n  A: {{type: object}}\n  B:\n    type: object\npaths: {{/w: {{get: {GET}}}}}\n", f"{HEAD}definitions: {{}}\n  # why\npaths: {{/w: {{get: {GET}}}}}\n"),
    ("ref-unused", "all, in an odd place", f"{HEAD}definitions: # why\n\n  A: {{type: object}}\npaths: {{/w: {{get: {GET}}}}}\n", f"{HEAD}definitions: {{}} # why\n\npaths: {{/w: {{get: {GET}}}}}\n"),
    ("ref-unused", "those that use each other", f"{HEAD}definitions: {{A: {{allOf: [{{$ref: '#/definitions/B'}}]}}, B: {{type: object}}}}\npaths: {{/w: {{get: {GET}}}}}\n", f"{HEAD}definitions: {{}}\npaths: {{/w: {{get: {GET}}}}}\n"),
    ("ref-unused", "a tag", f"{HEAD}tags:\n  - name: a\n  - {{name: b, description: d}}\n  - name: c\n    description: d\npaths: {{/w: {{get: {{tags: [b], {GET[1:]}}}}}\n", f"{HEAD}tags:\n  - {{name: b, description: d}}\npaths: {{/w: {{get: {{tags: [b], {GET[1:]}}}}}\n"),
    ("ref-unused", "a comment between", f"{HEAD}definitions: {{A: {{type: object}}, # why\n B: {{type: object}}}}\npaths: {{/w: {{get: {GET}}}}}\n", ""),
    ("ref-unused", "an anchor", f"{HEAD}definitions: {{A: &a {{type: object}}}}\nx-a: *a\npaths: {{/w: {{get: {GET}}}}}\n", ""),
    ("tags-declared", "none yet", f"{HEAD}paths: {{/w: {{get: {{tags: [a, 'b: c'], {GET[1:]}}}}}\n", f'{HEAD}paths: {{/w: {{get: {{tags: [a, \'b: c\'], {GET[1:]}}}}}\ntags: [{{name: a}}, {{name: "b: c"}}]\n'),
    ("tags-declared", "block", f"{HEAD}tags:\n- name: b\n  description: d # d\n\npaths: {{/w: {{get: {{tags: [a, b], {GET[1:]}}}}}\n", f"{HEAD}tags:\n- name: b\n  description: d # d\n- name: a\n\npaths: {{/w: {{get: {{tags: [a, b], {GET[1:]}}}}}\n"),
    ("tags-declared", "empty", f"{HEAD}tags: []\npaths: {{/w: {{get: {{tags: [a], {GET[1:]}}}}}\n", f"{HEAD}tags: [{{name: a}}]\npaths: {{/w: {{get: {{tags: [a], {GET[1:]}}}}}\n"),
    ("tags-declared", "a likely slip", f"{HEAD}tags: [{{name: widgets}}]\npaths: {{/w: {{get: {{tags: [widgest], {GET[1:]}}}}}\n", ""),
    ("doc-version", "a number", HEAD.replace('"2.0"', "2") + "paths: {}\n", HEAD + "paths: {}\n"),
    ("doc-version", "a text", HEAD.replace('"2.0"', "'2'") + "paths: {}\n", HEAD.replace('"', "'", 2) + "paths: {}\n"),
    ("file-bom", "yaml", "\ufeff" + HEAD + "paths: {}\n", HEAD + "paths: {}\n"),
    # rules that look at addresses, tags, parameters and schemas
    ("host-format", "a scheme", f"{HEAD}host: https://x.test\npaths: {{}}\n", f"{HEAD}host: x.test\npaths: {{}}\nschemes: [https]\n"),
    ("host-format", "all of it", f"{HEAD}host: 'https://x.test:8080/v1/'\nschemes: [https]\npaths: {{}}\n", f"{HEAD}host: 'x.test:8080'\nschemes: [https]\npaths: {{}}\nbasePath: /v1\n"),
    ("host-format", "another scheme", f"{HEAD}host: wss://x.test\nschemes: [https]\npaths: {{}}\n", ""),
    ("host-format", "a template", f"{HEAD}host: '{{region}}.x.test'\npaths: {{}}\n", ""),
    ("basepath-format", "no slash", f"{HEAD}basePath: v1\npaths: {{}}\n", f"{HEAD}basePath: /v1\npaths: {{}}\n"),
    ("basepath-format", "a template", f"{HEAD}basePath: '/v1/{{id}}'\npaths: {{}}\n", ""),
    ("basepath-trailing-slash", "one", f"{HEAD}basePath: /v1/ # why\npaths: {{}}\n", f"{HEAD}basePath: /v1 # why\npaths: {{}}\n"),
    ("tags-unique", "one says less", f"{HEAD}tags:\n- name: a\n- {{name: a, description: x}}\npaths: {{/w: {{get: {{tags: [a], {GET[1:]}}}}}\n", f"{HEAD}tags:\n- {{name: a, description: x}}\npaths: {{/w: {{get: {{tags: [a], {GET[1:]}}}}}\n"),
    ("tags-unique", "both say more", f"{HEAD}tags: [{{name: a, description: y}}, {{name: a, description: x}}]\npaths: {{/w: {{get: {{tags: [a], {GET[1:]}}}}}\n", ""),
    ("param-collection-format-scalar", "one", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: q, in: query, type: string, collectionFormat: csv}}]\n    get: {GET}\n", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: q, in: query, type: string}}]\n    get: {GET}\n"),
    ("param-allow-empty", "one", f"{HEAD}paths:\n  /w:\n    parameters:\n      - allowEmptyValue: true\n        name: X-Q\n        in: header\n        type: string\n    get: {GET}\n", f"{HEAD}paths:\n  /w:\n    parameters:\n      - name: X-Q\n        in: header\n        type: string\n    get: {GET}\n"),
    ("schema-required-list", "of a property", f"{HEAD}paths:\n  /w:\n    parameters:\n      - name: b\n        in: body\n        schema:\n          type: object\n          properties:\n            p:\n              type: string\n              required: true\n    put: {GET}\n", f"{HEAD}paths:\n  /w:\n    parameters:\n      - name: b\n        in: body\n        schema:\n          type: object\n          properties:\n            p:\n              type: string\n          required: [p]\n    put: {GET}\n"),
    ("schema-required-list", "twice", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: b, in: body, schema: {{required: [p, p], properties: {{p: {{}}}}}}}}]\n    put: {GET}\n", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: b, in: body, schema: {{required: [p], properties: {{p: {{}}}}}}}}]\n    put: {GET}\n"),
    ("schema-enum-unique", "twice", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: q, in: query, type: string, enum: [a, b, a]}}]\n    get: {GET}\n", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: q, in: query, type: string, enum: [a, b]}}]\n    get: {GET}\n"),
    ("schema-enum-unique", "but for case", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: q, in: query, type: string, enum: [a, A]}}]\n    get: {GET}\n", ""),
    ("schema-null-value", "a field", f"{HEAD}paths:\n  /w:\n    parameters:\n      - name: q\n        in: query\n        type: string\n        format: # what?\n    get: {GET}\n", f"{HEAD}paths:\n  /w:\n    parameters:\n      - name: q\n        in: query\n        type: string\n    get: {GET}\n"),
    # rules of connectors
    ("ms-known-extension", "a slip", f"{HEAD}paths:\n  /w:\n    get: {{x-ms-visbility: important, {GET[1:]}\n", f"{HEAD}paths:\n  /w:\n    get: {{x-ms-visibility: important, {GET[1:]}\n"),
    ("ms-visibility", "a capital", f"{HEAD}paths:\n  /w:\n    get: {{x-ms-visibility: 'Important', {GET[1:]}\n", f"{HEAD}paths:\n  /w:\n    get: {{x-ms-visibility: 'important', {GET[1:]}\n"),
    ("ms-visibility", "empty", f"{HEAD}paths:\n  /w:\n    get: {{x-ms-visibility: '', {GET[1:]}\n", f"{HEAD}paths:\n  /w:\n    get: {GET}\n"),
    ("ms-internal-optional-default", "a parameter", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: q, in: query, type: integer, default: 1, x-ms-visibility: internal}}]\n    get: {GET}\n", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: q, in: query, type: integer, default: 1, x-ms-visibility: internal, required: true}}]\n    get: {GET}\n"),
    ("ms-internal-optional-default", "a property", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: b, in: body, required: true, schema: {{type: object, properties: {{p: {{type: integer, default: 1, x-ms-visibility: internal}}}}}}}}]\n    put: {GET}\n", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: b, in: body, required: true, schema: {{type: object, properties: {{p: {{type: integer, default: 1, x-ms-visibility: internal}}}}, required: [p]}}}}]\n    put: {GET}\n"),
    ("ms-url-encoding", "none", f"{HEAD}paths:\n  /w/{{id}}:\n    parameters:\n    - name: id\n      in: path\n      required: true\n      type: string\n    get: {GET}\n", f"{HEAD}paths:\n  /w/{{id}}:\n    parameters:\n    - name: id\n      in: path\n      required: true\n      type: string\n      x-ms-url-encoding: single\n    get: {GET}\n"),
    ("ms-url-encoding-place", "a query", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: q, in: query, type: string, x-ms-url-encoding: single}}]\n    get: {GET}\n", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: q, in: query, type: string}}]\n    get: {GET}\n"),
    ("ms-deprecated-text", "both texts", f"{HEAD}paths:\n  /w:\n    get: {{deprecated: true, {GET[1:]}\n", f"{HEAD}paths:\n  /w:\n    get: {{deprecated: true, {GET[1:].replace('summary: s, description: d', 'summary: s (deprecated), description: d (deprecated)')}\n"),
    ("ms-default-response-schema", "one", f"{HEAD}paths:\n  /w:\n    get:\n      responses:\n        '200': {{description: x}}\n        default:\n          description: y\n          schema: {{type: object}} # of errors\n", f"{HEAD}paths:\n  /w:\n    get:\n      responses:\n        '200': {{description: x}}\n        default:\n          description: y\n"),
    ("ms-description-sentence", "neither", f"{HEAD}paths:\n  /w:\n    get: {{description: gives all of them, responses: {{'200': {{description: x}}}}}}\n", f"{HEAD}paths:\n  /w:\n    get: {{description: Gives all of them., responses: {{'200': {{description: x}}}}}}\n"),
    # what is off by default, and advice
    ("param-order", "the path", f"{HEAD}paths:\n  /w/{{a}}/{{b}}:\n    parameters:\n      - name: b\n        in: path\n        required: true\n        type: string\n      - {{name: a, in: path, required: true, type: string}}\n    get: {GET}\n", f"{HEAD}paths:\n  /w/{{a}}/{{b}}:\n    parameters:\n      - {{name: a, in: path, required: true, type: string}}\n      - name: b\n        in: path\n        required: true\n        type: string\n    get: {GET}\n"),
    ("param-order", "required ones", f"{HEAD}paths:\n  /w/{{a}}:\n    parameters: [{{name: q, in: query, type: string}}, {{name: r, in: query, required: true, type: string}}, {{name: a, in: path, required: true, type: string}}]\n    get: {GET}\n", f"{HEAD}paths:\n  /w/{{a}}:\n    parameters: [{{name: r, in: query, required: true, type: string}}, {{name: a, in: path, required: true, type: string}}, {{name: q, in: query, type: string}}]\n    get: {GET}\n"),
    ("param-order", "a reference", f"{HEAD}parameters: {{Q: {{name: q, in: query, type: string}}}}\npaths:\n  /w:\n    parameters:\n    - $ref: '#/parameters/Q'\n    - {{name: r, in: query, required: true, type: string}}\n    get: {GET}\n", f"{HEAD}parameters: {{Q: {{name: q, in: query, type: string}}}}\npaths:\n  /w:\n    parameters:\n    - {{name: r, in: query, required: true, type: string}}\n    - $ref: '#/parameters/Q'\n    get: {GET}\n"),
    ("param-order", "a comment beside one", f"{HEAD}paths:\n  /w:\n    parameters:\n      - {{name: q, in: query, type: string}} # the first\n      - {{name: r, in: query, required: true, type: string}}\n    get: {GET}\n", ""),
    ("param-order", "a comment before the first", f"{HEAD}paths:\n  /w:\n    parameters:\n      # the first\n      - {{name: q, in: query, type: string}}\n      - {{name: r, in: query, required: true, type: string}}\n    get: {GET}\n", ""),
    ("param-order", "a comment beside the last", f"{HEAD}paths:\n  /w:\n    parameters:\n      - {{name: q, in: query, type: string}}\n      - {{name: r, in: query, required: true, type: string}} # the last\n    get: {GET}\n", ""),
    ("param-shared-missing", "three", f"{HEAD}paths:\n  /a:\n    parameters: [{{name: max-size, in: query, type: string}}]\n    get: {GET}\n  /b:\n    parameters:\n      - name: max-size\n        in: query\n        type: string\n    get: {GET}\n  /c:\n    parameters: [{{in: query, name: max-size, type: string}}]\n    get: {GET}\n", f'{HEAD}paths:\n  /a:\n    parameters: [{{$ref: "#/parameters/MaxSize"}}]\n    get: {GET}\n  /b:\n    parameters:\n      - {{$ref: "#/parameters/MaxSize"}}\n    get: {GET}\n  /c:\n    parameters: [{{$ref: "#/parameters/MaxSize"}}]\n    get: {GET}\nparameters: {{MaxSize: {{name: max-size, in: query, type: string}}}}\n'),
    ("param-shared-missing", "there already", f"{HEAD}parameters: {{Q: {{name: q, in: query, type: string}}}}\npaths:\n" + "".join(f"  /{path}:\n    parameters: [{{name: q, in: query, type: string}}]\n    get: {GET}\n" for path in "abc"), f"{HEAD}parameters: {{Q: {{name: q, in: query, type: string}}}}\npaths:\n" + "".join(f'  /{path}:\n    parameters: [{{$ref: "#/parameters/Q"}}]\n    get: {GET}\n' for path in "abc")),
    ("param-shared-missing", "another one is called so", f"{HEAD}parameters: {{Q: {{name: q, in: header, type: string}}}}\npaths:\n" + "".join(f"  /{path}:\n    parameters: [{{name: q, in: query, type: string}}]\n    get: {GET}\n" for path in "abc"), ""),
    ("param-shared-missing", "a comment within", f"{HEAD}paths:\n" + "".join(f"  /{path}:\n    parameters:\n      - name: q # why\n        in: query\n        type: string\n    get: {GET}\n" for path in "abc"), ""),
    ("schema-inline", "of a definition", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: b, in: body, schema: {{properties: {{a: {{type: string}}}}, type: object}}}}]\n    put: {GET}\ndefinitions:\n  A/B: {{type: object, properties: {{a: {{type: string}}}}}}\n", f'{HEAD}paths:\n  /w:\n    parameters: [{{name: b, in: body, schema: {{$ref: "#/definitions/A~1B"}}}}]\n    put: {GET}\ndefinitions:\n  A/B: {{type: object, properties: {{a: {{type: string}}}}}}\n'),
    ("schema-inline", "without a name", f"{HEAD}paths:\n  /w:\n    parameters: [{{name: b, in: body, schema: {{type: object, properties: {{a: {{type: object, properties: {{c: {{}}}}}}, b: {{type: object, properties: {{c: {{}}}}}}}}}}}}]\n    put: {GET}\n", ""),
    ("schema-xml", "wrapped", f"{HEAD}paths: {{/w: {{get: {GET}}}}}\ndefinitions: {{A: {{type: object, xml: {{name: a, wrapped: true}}}}}}\n", f"{HEAD}paths: {{/w: {{get: {GET}}}}}\ndefinitions: {{A: {{type: object, xml: {{name: a}}}}}}\n"),
    ("schema-xml", "empty", f"{HEAD}paths: {{/w: {{get: {GET}}}}}\ndefinitions: {{A: {{type: object, xml: {{}}}}}}\n", f"{HEAD}paths: {{/w: {{get: {GET}}}}}\ndefinitions: {{A: {{type: object}}}}\n"),
    ("schema-xml", "a namespace", f"{HEAD}paths: {{/w: {{get: {GET}}}}}\ndefinitions: {{A: {{type: object, xml: {{namespace: urn:a}}}}}}\n", ""),
    ("ms-dynamic-pair", "a property", DYNAMIC.replace("LIST", ""), DYNAMIC.replace("LIST", ", x-ms-dynamic-list: {operationId: Sizes, itemValuePath: id, parameters: {kind: {parameterReference: b/kind}, all: {value: true}}}")),
    ("ms-dynamic-pair", "either", DYNAMIC.replace("LIST", "").replace("{name: b, in: body", "{name: kind, in: query, type: string}, {name: b, in: body"), ""),
]  # fmt: skip


#: Fixes that take lines away, and the comments on them.
REMOVING = {
    "ref-unused",
    "path-params-used",
    "schema-null-value",
    "param-allow-empty",
    "tags-unique",
    "schema-required-list",
    "ms-default-response-schema",
    "ms-url-encoding-place",
}


def counted(found: list[Diagnostic]) -> Counter[str]:
    """Errors and warnings by rule; advice may come, such as on a tag without a description."""
    return Counter(diagnostic.rule for diagnostic in found if diagnostic.severity != "info")


@pytest.mark.parametrize(
    ("rule", "kind", "old", "new"), CASES, ids=[f"{rule}-{kind}" for rule, kind, *_ in CASES]
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_fix_changes_nothing_else(
    mended: Mended, rule: str, kind: str, old: str, new: str, line_break: str
) -> None:
    expected = (new or old).replace("\n", line_break).encode()
    data, before, after = mended(old.replace("\n", line_break), rule)
    assert data == expected
    found = [sum(one.rule == rule for one in group) for group in (before, after)]
    assert found[0] > found[1] or (not new and found[0])
    # and with all rules on, there are no new ones
    _, all_before, all_after = mended(old.replace("\n", line_break), "core")
    assert not counted(all_after) - counted(all_before)


JSON = {
    "swagger": 2.0,
    "info": {"title": "Wä", "version": "1"},
    "paths": {"w/{id}": {"parameters": [{"name": "id", "in": "path", "type": "string"}, {"name": "x", "in": "path", "required": True, "type": "string"}], "get": {"tags": ["a"], "responses": {}}}},
    "definitions": {"A": {}, "B": {"type": "object"}},
}  # fmt: skip


@pytest.mark.parametrize(
    ("style", "ascii_only"),
    [
        ({"indent": 2}, False),
        ({"indent": "\t"}, True),
        ({"separators": (",", ":")}, True),
        ({}, False),
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_json_keeps_its_layout(
    mended: Mended, style: dict[str, Any], ascii_only: object, line_break: str
) -> None:
    def text(data: Any) -> bytes:
        return (
            json.dumps(data, ensure_ascii=bool(ascii_only), **style)
            .replace("\n", line_break)
            .encode()
        )

    data, _, after = mended(text(JSON), "core", "tags-declared", name="spec.json")
    expected: Any = json.loads(json.dumps(JSON))
    expected["swagger"] = "2.0"
    item = expected["paths"]["/w/{id}"] = expected["paths"].pop("w/{id}")
    item["parameters"][0]["required"] = True
    del item["parameters"][1]
    expected["definitions"] = {}
    expected["tags"] = [{"name": "a"}]
    assert json.dumps(json.loads(data)) == json.dumps(expected)
    if "indent" not in style:
        assert data == text(expected)
    assert not set(counted(after)) & fixes().keys()
    kept = [
        line
        for line in text(JSON).splitlines()
        if line.strip().startswith((b'"title"', b'"in"', b'"responses"'))
    ]
    assert all(line in data.splitlines() for line in kept)


STRICT = [
    ('{"a": 1,}', '{"a": 1}'),
    ('{"a": [1, 2, ],\n}', '{"a": [1, 2 ]\n}'),
    ('{\n  // above\n  "a": 1, // beside\n  "b": "// not one", /* in\n between */ "c": 2\n}\n', '{\n  "a": 1,\n  "b": "// not one",  "c": 2\n}\n'),
    ("{'a': 1, b: \"x\", 'c''d': [true, null, -1.5, y z]}", '{"a": 1, "b": "x", "c\'d": [true, null, -1.5, "y z"]}'),
    ("{a: 'b',}", '{"a": "b"}'),
    ('{"a": "tab\there", "b\t": "two\r\nlines \\" \\t"}', '{"a": "tab\\there", "b\\t": "two\\r\\nlines \\" \\t"}'),
    ('{"a": NaN, "b": 1}', '{"a": NaN, "b": 1}'),
    ("a: 1", "a: 1"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), STRICT)
def test_json_becomes_strict(mended: Mended, old: str, new: str) -> None:
    whole = '{"swagger": "2.0", "info": {"title": "w", "version": "1"}, "paths": {}, "x-a": %s}'
    data, _, after = mended(whole % old, "file-json-strict", name="spec.json")
    assert data.decode() == whole % new
    if new != old:
        assert after == []
        json.loads(data)


def test_one_fix_can_call_for_another(mended: Mended) -> None:
    text = f"{HEAD}paths:\n  /w:\n    parameters: [{{$ref: '#/parameters/A'}}]\n    get: {GET}\nparameters:\n  A: {{name: a, in: path, required: true, type: string}}\n"
    data, _, after = mended(text, "core")
    assert data.decode() == text.replace("[{$ref: '#/parameters/A'}]", "[]").replace(
        "parameters:\n  A: {name: a, in: path, required: true, type: string}\n", "parameters: {}\n"
    )
    assert not {"path-params-used", "ref-unused"} & set(counted(after))


def test_many_findings_are_mended_in_one_go(
    mended: Mended, monkeypatch: pytest.MonkeyPatch
) -> None:
    from swagsmith.check import fixing

    calls: list[object] = []
    monkeypatch.setattr(fixing, "rewrite", lambda *given: calls.append(given) or rewrite(*given))
    from swagsmith.source.rewrite import rewrite

    paths = "".join(f"  w{number}: {{}}\n" for number in range(200))
    data, _, _ = mended(f"{HEAD}paths:\n{paths}", "path-slash")
    assert data.count(b"\n  /w") == 200
    assert len(calls) == 1


def test_what_is_ignored_is_not_mended(mended: Mended) -> None:
    text = f"{HEAD}definitions: {{A: {{type: object, x-swagsmith-ignore: [ref-unused]}}, B: {{}}}}\npaths: {{/w: {{get: {GET}}}}}\n"
    data, _, _ = mended(text, "ref-unused")
    assert data.decode() == text.replace(", B: {}", "")


def test_an_ignore_is_not_lost_with_its_last_neighbour(mended: Mended) -> None:
    text = f"{HEAD}definitions: {{A: {{}}, x-swagsmith-ignore: [op-summary]}}\npaths: {{/w: {{get: {GET}}}}}\n"
    data, _, _ = mended(text, "ref-unused")
    assert b"x-swagsmith-ignore: [op-summary]" in data


def test_a_file_that_is_not_utf8_is_left_alone(mended: Mended) -> None:
    old = (HEAD + "paths: {w: {}}\n").encode("utf-16")
    assert mended(old, "path-slash")[0] == old


def test_a_mark_is_kept_by_other_fixes(mended: Mended) -> None:
    data, _, _ = mended(("\ufeff" + HEAD + "paths: {w: {}}\n").encode(), "path-slash")
    assert data == ("\ufeff" + HEAD + "paths: {/w: {}}\n").encode()


def variants(example: Example) -> list[tuple[str, bytes]]:
    """An example in all the ways of writing it."""
    name = f"spec{example.suffix}"
    made = [
        (name, example.data),
        (name, example.data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")),
    ]
    if example.suffix == ".yaml":
        value = yaml.safe_load(example.data)
        try:
            made += [
                ("spec.json", json.dumps(value, indent=indent).encode()) for indent in (None, 2)
            ]
        except TypeError:
            return made
        text = yaml.safe_dump(value, sort_keys=False)
        commented = "".join(
            f"{line} # {n}\n" if line.endswith(":") else f"{line}\n"
            for n, line in enumerate(text.splitlines())
        )
        made += [("spec.yaml", text.encode()), ("spec.yaml", commented.encode())]
    return made


EXAMPLES = [
    pytest.param(rule, name, data, id=f"{rule}-{number}-{n}")
    for rule in fixes()
    for number, example in enumerate(explanation(rules()[rule].text).bad)
    for n, (name, data) in enumerate(variants(example))
]


@pytest.mark.parametrize(("rule", "name", "data"), EXAMPLES)
def test_a_fix_mends_the_bad_example_of_its_rule(
    mended: Mended, rule: str, name: str, data: bytes
) -> None:
    chosen = [other.id for other in rules().values() if Pack.CORE in other.packs]
    new, before, after = mended(data, *chosen, rule, name=name)
    if rule not in counted(before):
        pytest.skip("written like this, the fault is none")
    # What is left to people stays as it is.
    assert rule not in counted(after) or new == data
    assert not counted(after) - counted(before)
    gone = data.count(b"#") - new.count(b"#")
    assert gone <= (2 if rule in REMOVING else 0) or name.endswith("json")
    assert (b"\r\n" in data) <= (b"\r\n" in new)


def test_every_fix_belongs_to_a_rule_and_has_a_case() -> None:
    assert fixes().keys() <= rules().keys()
    others = {"file-json-strict", "conn-secret-secure"}
    assert fixes().keys() <= {rule for rule, *_ in CASES} | others


def test_the_connection_file_is_mended_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from swagsmith.check import Profile
    from swagsmith.check.fixing import mend
    from swagsmith.check.session import Request

    monkeypatch.chdir(tmp_path)
    old = '{"properties": {"connectionParameters": {"api_key": {\n  "type": "string", "uiDefinition": {}}}}}'
    Path("apiDefinition.swagger.json").write_text(
        '{"swagger": "2.0", "info": {"title": "a", "version": "1"}, "paths": {}}'
    )
    Path("apiProperties.json").write_text(old)
    mended = mend(["apiDefinition.swagger.json"], Request(profile=Profile.CONNECTOR))
    (file,) = [file for file in mended.files.values() if file.name == "apiProperties.json"]
    assert file.new.decode() == old.replace('"string"', '"securestring"')
