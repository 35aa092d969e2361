"""What is read from a document: operations, expected statuses, suggested values, links, one bundle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis

from swagsmith.diagnostics import DocumentError
from swagsmith.fuzz.bundle import bundle
from swagsmith.fuzz.configuration import accepting, configuration, refusing
from swagsmith.fuzz.links import add_links, find_links
from swagsmith.fuzz.operations import read_operations
from swagsmith.fuzz.settings import Settings, base_url
from swagsmith.lower.report import Report
from swagsmith.lower.schema import Schemas
from swagsmith.source import Document, load

if TYPE_CHECKING:
    from pathlib import Path

    from swagsmith.fuzz.operations import Operation


def write(folder: Path, paths: dict[str, Any], **rest: Any) -> Document:
    path = folder / "api.json"
    content = {"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": paths, **rest}
    path.write_text(json.dumps(content))
    return load(str(path))


def operations_of(document: Document) -> dict[str, Operation]:
    found = read_operations(document, Schemas(Report(document)))
    return {operation.label: operation for operation in found}


def test_an_operation_has_what_it_inherits(document: Document) -> None:
    operations = operations_of(document)
    assert list(operations) == ["GET /notes.json", "POST /notes.json", "GET /notes/{NoteId}.json"]
    added = operations["POST /notes.json"]
    assert added.consumes == added.produces == ("application/json", "application/xml")
    assert added.secured
    assert not added.has_path_parameters
    assert added.body is not None
    assert operations["GET /notes.json"].consumes == ()
    assert operations["GET /notes/{NoteId}.json"].has_path_parameters
    refused = added.schema_of(400)
    assert refused is not None
    assert refused.value == {"$ref": "#/definitions/Error"}
    assert added.schema_of(418) is None  # `default` has no schema


def test_an_operation_overrides_what_it_inherits(tmp_path: Path) -> None:
    body = {"name": "b", "in": "body", "schema": {"type": "object"}}
    post = {
        "consumes": ["text/plain"],
        "produces": [],
        "security": [{}, {"k": []}],
        "responses": {},
    }
    item = {"parameters": [body], "post": post, "put": {"responses": {}, "security": []}}
    security = {"k": {"type": "apiKey", "name": "k", "in": "header"}}
    document = write(
        tmp_path,
        {"/a": item},
        produces=["text/css"],
        security=[{"k": []}],
        securityDefinitions=security,
    )
    found = operations_of(document)
    assert (found["POST /a"].consumes, found["POST /a"].produces) == (("text/plain",), ())
    assert (found["PUT /a"].consumes, found["PUT /a"].produces) == ((), ("text/css",))
    assert not found["POST /a"].secured
    assert not found["PUT /a"].secured


def test_the_examples_of_a_document_are_suggested(document: Document) -> None:
    operations = operations_of(document)
    assert operations["GET /notes.json"].examples == {
        "query.Author": ("ann",),
        "query.PageSize": (20,),
    }
    assert operations["POST /notes.json"].examples == {
        "body.title": ("Milk",),
        "body.author": ("ann",),
    }
    config = configuration(tuple(operations.values()), Settings(base_url="http://h"))
    schemathesis.Config.from_dict(config)  # raises for a place it does not understand
    post = config["operations"][1]
    assert set(post["parameters"]) == {"body.title", "body.author"}


def test_an_example_of_a_whole_body_is_taken_apart(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "example": {"a": 1, "b": {"c": "x", "d": [["y"]]}, "e": ["z", True], "odd key": 2},
    }
    array = {"type": "array", "items": {"type": "object", "example": {"a": 1}}}
    bodies = {
        path: {"put": {"parameters": [{"name": "b", "in": "body", "schema": one}], "responses": {}}}
        for path, one in {"/a": schema, "/b": array}.items()
    }
    found = operations_of(write(tmp_path, bodies))
    assert found["PUT /a"].examples == {"body.a": (1,), "body.b.c": ("x",), "body.e[*]": ("z",)}
    assert found["PUT /b"].examples == {}


def test_schemas_that_hold_themselves_are_read(tmp_path: Path) -> None:
    tree = {"type": "object", "properties": {"child": {"$ref": "#/definitions/Tree"}}}
    body = {"name": "b", "in": "body", "schema": {"$ref": "#/definitions/Tree"}}
    document = write(
        tmp_path,
        {"/a": {"put": {"parameters": [body], "responses": {}}}},
        definitions={"Tree": tree},
    )
    assert operations_of(document)["PUT /a"].examples == {}


@pytest.mark.parametrize(
    ("responses", "path", "accepts", "refuses"),
    [
        ({"200": {}, "400": {}}, "/a", {"200", "400"}, {"400"}),
        ({"201": {}, "default": {}}, "/a", {"201"}, {"400", "422"}),
        ({"default": {}}, "/a", {"2XX", "3XX"}, {"400", "422"}),
        ({"200": {}}, "/a/{b}", {"200", "404"}, {"400", "404", "405", "422"}),
        ({"202": {}, "409": {}}, "/a", {"202", "409"}, {"400", "409", "422"}),
    ],
)
def test_expected_statuses_follow_from_the_declared_ones(
    tmp_path: Path, responses: dict[str, Any], path: str, accepts: set[str], refuses: set[str]
) -> None:
    [operation] = operations_of(write(tmp_path, {path: {"get": {"responses": responses}}})).values()
    always = {"413", "414", "429", "431", "5XX"}
    assert accepting(operation) - always == accepts
    assert refusing(operation) - always - {"406", "415"} == refuses


def test_what_is_created_or_listed_is_linked_to_what_fetches_it(document: Document) -> None:
    operations = operations_of(document).values()
    links = list(find_links(Schemas(Report(document)), operations))
    assert [(link.source, link.target, link.parameters) for link in links] == [
        ("POST /notes.json", "GET /notes/{NoteId}.json", {"NoteId": "$response.body#/id"}),
        ("GET /notes.json", "GET /notes/{NoteId}.json", {"NoteId": "$response.body#/notes/0/id"}),
    ]
    data = bundle(document)
    add_links(data, links)
    [link] = data["paths"]["/notes.json"]["post"]["responses"]["200"]["x-links"].values()
    assert link["operationRef"] == "#/paths/~1notes~1{NoteId}.json/get"


def test_a_document_in_several_files_becomes_one(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "pet.json").write_text(
        json.dumps({"Pet": {"properties": {"toy": {"$ref": "#/Toy"}}}, "Toy": {"type": "object"}})
    )
    answer = {"description": "ok", "schema": {"$ref": "parts/pet.json#/Pet"}}
    document = write(
        tmp_path,
        {"/a": {"get": {"responses": {"200": answer, "default": {"$ref": "#/responses/No"}}}}},
        responses={"No": {"description": "no"}},
        definitions={"Free": {"example": {"$ref": "nowhere"}, "properties": {"default": {}}}},
    )
    data = bundle(document)
    responses = data["paths"]["/a"]["get"]["responses"]
    assert responses["default"] == {"$ref": "#/responses/No"}
    assert responses["200"]["schema"] == {"$ref": "#/x-swagsmith-files/0-Pet"}
    shelf = data["x-swagsmith-files"]
    assert shelf["0-Pet"]["properties"]["toy"] == {"$ref": "#/x-swagsmith-files/1-Toy"}
    assert shelf["1-Toy"] == {"type": "object"}
    assert data["definitions"]["Free"]["example"] == {"$ref": "nowhere"}


def test_a_bundle_is_a_copy(document: Document) -> None:
    before = json.dumps(document.root.value)
    bundle(document)["paths"].clear()
    assert json.dumps(document.root.value) == before


def test_a_reference_that_leads_nowhere_is_located(tmp_path: Path) -> None:
    answer = {"200": {"description": "ok", "schema": {"$ref": "#/definitions/No"}}}
    document = write(tmp_path, {"/a": {"get": {"responses": answer}}})
    with pytest.raises(DocumentError, match=r"api\.json:1:\d+: .*does not exist"):
        bundle(document)


@pytest.mark.parametrize(
    ("target", "base_path", "expected"),
    [
        ("http://h:1", "/v1", "http://h:1/v1"),
        ("http://h:1", "/v1/", "http://h:1/v1"),
        ("http://h:1", "/", "http://h:1"),
        ("http://h:1", None, "http://h:1"),
        ("http://h:1/gateway", "/v1", "http://h:1/gateway"),
    ],
)
def test_requests_go_to_the_target(target: str, base_path: str | None, expected: str) -> None:
    assert base_url(target, base_path) == expected
