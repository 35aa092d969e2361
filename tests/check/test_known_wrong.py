"""openapi-spec-validator: what it finds we find, but for the faults of its own in one table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from openapi_spec_validator import OpenAPIV2SpecValidator

from swagsmith.check import Settings, lint
from swagsmith.check.structure.known_wrong import KNOWN_WRONG, KnownWrong
from swagsmith.diagnostics import Diagnostic, Severity
from swagsmith.source import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

INFO = {"title": "Widgets", "version": "1"}
Fragment = dict[str, Any]


def validator_objects(fragment: Fragment) -> bool:
    """Whether the validator finds anything; that it breaks off counts as finding something."""
    whole = {"swagger": "2.0", "info": INFO, "paths": {}, **fragment}
    try:
        return bool(list(OpenAPIV2SpecValidator(json.loads(json.dumps(whole))).iter_errors()))
    except Exception:  # noqa: BLE001 -- it raises whatever its libraries raise
        return True


@pytest.fixture
def we_find(tmp_path: Path) -> Callable[[Fragment], list[Diagnostic]]:
    def do(fragment: Fragment) -> list[Diagnostic]:
        whole = {"swagger": "2.0", "info": INFO, "paths": {}, **fragment}
        path = tmp_path / "spec.json"
        path.write_text(json.dumps(whole), encoding="utf-8")
        ignored = ("ref-unused", "op-id-present", "schemes-present")
        found = lint(load(path), Settings(select=("core",), ignore=ignored))
        return list(found.diagnostics)

    return do


@pytest.mark.parametrize("row", KNOWN_WRONG, ids=lambda row: row.name)
def test_a_row_of_the_table_is_still_so(
    row: KnownWrong, we_find: Callable[[Fragment], list[Diagnostic]]
) -> None:
    assert validator_objects(row.fragment) is row.valid
    assert (we_find(row.fragment) == []) is row.valid


def get(**operation: object) -> Fragment:
    return {"paths": {"/w": {"get": {"responses": {"200": {"description": "x"}}, **operation}}}}


def post(*parameters: Fragment, **operation: object) -> Fragment:
    responses = {"200": {"description": "x"}}
    return {
        "paths": {"/w": {"post": {"parameters": parameters, "responses": responses, **operation}}}
    }


def answer(**response: object) -> Fragment:
    return get(responses={"200": {"description": "x", **response}})


def query(**more: object) -> Fragment:
    return {"name": "a", "in": "query", "type": "string", **more}


def body(schema: Fragment) -> Fragment:
    return {"name": "a", "in": "body", "schema": schema}


def item(**operations: object) -> Fragment:
    return {"paths": {"/w/{id}": operations}}


OK = {"responses": {"200": {"description": "x"}}}
ID = {"name": "id", "in": "path", "required": True, "type": "string"}

#: One defect each, from all objects of the specification.
DEFECTS: dict[str, Fragment] = {
    "no paths": {"paths": None},
    "unknown root field": {"servers": []},
    "host with scheme": {"host": "https://x.test"},
    "host with template": {"host": "{x}.test"},
    "basePath without slash": {"basePath": "v1"},
    "unknown scheme": {"schemes": ["ftp"]},
    "scheme twice": {"schemes": ["https", "https"]},
    "consumes is text": {"consumes": "application/json"},
    "info without title": {"info": {"version": "1"}},
    "info with number": {"info": {"title": "x", "version": 1}},
    "contact with unknown field": {"info": {**INFO, "contact": {"phone": "1"}}},
    "license without name": {"info": {**INFO, "license": {}}},
    "tag without name": {"tags": [{}]},
    "tag twice": {"tags": [{"name": "a"}, {"name": "a"}]},
    "external docs without url": {"externalDocs": {}},
    "path without slash": {"paths": {"w": {}}},
    "unknown method": {"paths": {"/w": {"fetch": OK}}},
    "template not declared": item(get=OK),
    "parameter not in template": post(ID),
    "template of other case": item(get={**OK, "parameters": [{**ID, "name": "Id"}]}),
    "path parameter optional": item(get={**OK, "parameters": [{**ID, "required": False}]}),
    "path parameter not required": item(
        get={**OK, "parameters": [{"name": "id", "in": "path", "type": "string"}]}
    ),
    "no responses": {"paths": {"/w": {"get": {}}}},
    "empty responses": get(responses={}),
    "response range": get(responses={"2XX": {"description": "x"}}),
    "response without description": get(responses={"200": {}}),
    "response with content": answer(content={}),
    "header without type": answer(headers={"A": {}}),
    "header with schema": answer(headers={"A": {"schema": {}}}),
    "operationId is number": get(operationId=3),
    "tags is text": get(tags="a"),
    "deprecated is text": get(deprecated="yes"),
    "unknown operation field": get(requestBody={}),
    "same operationId": {
        "paths": {"/a": {"get": {**OK, "operationId": "x"}, "put": {**OK, "operationId": "x"}}}
    },
    "same parameter": post(query(), query(type="integer")),
    "identical parameter": post(query(), query()),
    "same parameter on the path": {
        "paths": {"/w": {"parameters": [query(), query(type="number")]}}
    },
    "parameter in cookie": post(query(**{"in": "cookie"})),
    "parameter without type": post({"name": "a", "in": "query"}),
    "parameter without in": post({"name": "a", "type": "string"}),
    "parameter without name": post({"in": "query", "type": "string"}),
    "parameter of type object": post(query(type="object")),
    "parameter with schema": post({"name": "a", "in": "query", "schema": {}}),
    "parameter with type and schema": post(query(schema={})),
    "body without schema": post({"name": "a", "in": "body"}),
    "body with type": post({**body({}), "type": "string"}),
    "body required as text": post({**body({}), "required": "yes"}),
    "file in query": post(query(type="file")),
    "multi in header": post(query(**{"in": "header", "collectionFormat": "multi"})),
    "unknown collectionFormat": post(query(collectionFormat="semicolon")),
    "allowEmptyValue in header": post(query(**{"in": "header", "allowEmptyValue": True})),
    "default of wrong type": post(query(type="integer", default="x")),
    "default not in enum": post(query(enum=["b"], default="c")),
    "default too long": post(query(maxLength=1, default="cc")),
    "default against pattern": post(query(pattern="^b$", default="c")),
    "default below minimum": post(query(type="integer", minimum=3, default=1)),
    "default in items": post(body({"items": {"type": "string", "default": 3}, "type": "array"})),
    "default in a property": post(body({"properties": {"b": {"type": "integer", "default": "c"}}})),
    "default in allOf": post(body({"allOf": [{"type": "integer", "default": "c"}]})),
    "default is a bad date": answer(schema={"type": "string", "format": "date", "default": "x"}),
    "default is out of int32": answer(
        schema={"type": "integer", "format": "int32", "default": 1 << 40}
    ),
    "default lacks a property": answer(
        schema={"type": "object", "required": ["b"], "properties": {"b": {}}, "default": {}}
    ),
    "default null": answer(schema={"type": "string", "default": None}),
    "unknown type": {"definitions": {"A": {"type": "strng"}}},
    "minLength negative": {"definitions": {"A": {"minLength": -1}}},
    "maximum is text": {"definitions": {"A": {"maximum": "3"}}},
    "exclusiveMinimum is a number": {"definitions": {"A": {"minimum": 1, "exclusiveMinimum": 1}}},
    "required is boolean": {"definitions": {"A": {"required": True}}},
    "required empty": {"definitions": {"A": {"required": []}}},
    "required twice": {"definitions": {"A": {"required": ["a", "a"], "properties": {"a": {}}}}},
    "required unknown": answer(schema={"allOf": [{"properties": {"b": {}}}], "required": ["c"]}),
    "nullable": {"definitions": {"A": {"nullable": True}}},
    "oneOf": {"definitions": {"A": {"oneOf": []}}},
    "discriminator is object": {"definitions": {"A": {"discriminator": {}}}},
    "additionalProperties is text": {"definitions": {"A": {"additionalProperties": "b"}}},
    "pattern does not compile": {"definitions": {"A": {"pattern": "(["}}},
    "items is text": {"definitions": {"A": {"items": "b"}}},
    "xml with unknown field": {"definitions": {"A": {"xml": {"tag": "b"}}}},
    "extension without prefix": get(audience="b"),
    "reference to nothing": answer(schema={"$ref": "#/definitions/A"}),
    "reference of a parameter to nothing": post({"$ref": "#/parameters/A"}),
    "reference of the wrong kind": post({"$ref": "#/definitions/A"})
    | {"definitions": {"A": {"type": "object"}}},
    "reference with siblings": post({"$ref": "#/parameters/a", "name": "b"})
    | {"parameters": {"a": query()}},
    "reference to itself": answer(schema={"$ref": "#/definitions/A"})
    | {"definitions": {"A": {"$ref": "#/definitions/A"}}},
    "unknown security type": {"securityDefinitions": {"a": {"type": "http"}}},
    "api key without in": {"securityDefinitions": {"a": {"type": "apiKey", "name": "b"}}},
    "oauth2 without url": {
        "securityDefinitions": {"a": {"type": "oauth2", "flow": "implicit", "scopes": {}}}
    },
    "security is object": {"security": {"a": []}},
}


@pytest.mark.parametrize("name", DEFECTS)
def test_what_the_validator_finds_is_found(
    name: str, we_find: Callable[[Fragment], list[Diagnostic]]
) -> None:
    fragment = DEFECTS[name]
    assert validator_objects(fragment), "the table is for what the validator finds"
    found = we_find(fragment)
    if name not in ("required unknown", "additionalProperties is text"):  # warnings here
        found = [diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR]
    assert len(found) == 1, [diagnostic.message for diagnostic in found]
