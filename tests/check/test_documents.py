"""Whole documents: real ones, and real ones that somebody has spoilt."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from swagsmith.check import Profile, Settings, lint
from swagsmith.diagnostics import DocumentError, LineSource, Severity, Span
from swagsmith.source import load

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("SWAGSMITH_CORPUS", ROOT.parent / "shared" / "corpus"))
DOCUMENTS = sorted(
    path
    for path in CORPUS.rglob("*")
    if path.suffix in (".json", ".yaml") and (path.parent == CORPUS or path.stem == "swagger")
)


def assert_inside(span: Span, lines: LineSource) -> None:
    assert 1 <= span.line <= span.end_line
    assert 1 <= span.column <= len(lines.line(span.line)) + 1
    assert 1 <= span.end_column <= len(lines.line(span.end_line)) + 1


def check(path: Path, profile: Profile = Profile.PLAIN) -> list[str]:
    """The rules that found something; every place is inside its file, no rule broke."""
    try:
        document = load(path)
    except DocumentError as error:
        for found in error.diagnostics:
            assert found.message
            if found.span.file in error.lines:
                assert_inside(found.span, error.lines[found.span.file])
        return [found.rule for found in error.diagnostics]
    result = lint(document, Settings(profile))
    assert not result.broken, [f.message for f in result.diagnostics if f.rule == "internal-error"]
    for found in result.diagnostics:
        for span in (found.span, *(span for _, span in found.related)):
            assert_inside(span, document.lines[span.file])
        assert "\n" not in found.message
    return [found.rule for found in result.diagnostics]


def test_the_connector_document_is_clean_in_every_profile() -> None:
    for profile in Profile:
        assert check(ROOT / "spec" / "twilio.yaml", profile) == []


NONE = pytest.param(
    CORPUS, marks=pytest.mark.skip(reason=f"no corpus of real documents at {CORPUS}")
)


@pytest.mark.parametrize(
    "path", DOCUMENTS or [NONE], ids=lambda path: f"{path.parent.name}-{path.name}"
)
def test_a_real_document_is_checked_without_a_crash(path: Path) -> None:
    check(path)


def test_the_corpus_gives_the_findings_it_is_known_for() -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of real documents at {CORPUS}; SWAGSMITH_CORPUS names another")
    assert len(DOCUMENTS) >= 145
    known = {
        "go-swagger.go-swagger__codegen.todolist.url.basepath.yaml": "file-duplicate-key",
        "microsoft.PowerPlatformConnectors__certified.DocuMotor.json": "file-json-strict",
        "microsoft.PowerPlatformConnectors__independent.Yelp.json": "file-encoding",
        "Azure.autorest.testserver__body-formdata.json": "file-bom",
        "go-swagger.go-swagger__expansion.invalid-refs.json": "ref-resolves",
        "zalando.zally__spp-with-paths-having-api-prefix.json": "path-slash",
        "zalando.zally__swagger2-fashionstore.yaml": "ref-remote",
        "microsoft.PowerPlatformConnectors__certified.Peakboard.json": "op-responses",
    }
    for name, rule in known.items():
        assert rule in check(CORPUS / name), name


def test_multi_file_documents_resolve() -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of real documents at {CORPUS}; SWAGSMITH_CORPUS names another")
    for path in sorted((CORPUS / "multi-file").glob("*/swagger.*")):
        assert not {"ref-resolves", "ref-remote", "ref-loop", "ref-pattern"} & set(check(path))


WHOLE: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Widgets", "version": "1", "contact": {"email": "a@x.test"}},
    "host": "x.test",
    "schemes": ["https"],
    "consumes": ["application/json"],
    "tags": [{"name": "a"}],
    "security": [{"key": []}],
    "paths": {
        "/w/{id}": {
            "parameters": [{"$ref": "#/parameters/id"}],
            "get": {
                "operationId": "getW",
                "tags": ["a"],
                "parameters": [
                    {"name": "q", "in": "query", "type": "array", "items": {"type": "string"}}
                ],
                "responses": {
                    "200": {"description": "x", "schema": {"$ref": "#/definitions/W"}},
                    "default": {"$ref": "#/responses/E"},
                },
            },
            "post": {
                "consumes": ["multipart/form-data"],
                "parameters": [{"name": "f", "in": "formData", "type": "file"}],
                "responses": {"204": {"description": "x", "headers": {"A": {"type": "string"}}}},
            },
        }
    },
    "definitions": {
        "W": {
            "type": "object",
            "discriminator": "kind",
            "required": ["kind"],
            "properties": {
                "kind": {"type": "string", "enum": ["a", "b"], "default": "a"},
                "next": {"$ref": "#/definitions/W"},
            },
        },
        "V": {"allOf": [{"$ref": "#/definitions/W"}, {"minimum": 3, "additionalProperties": {}}]},
    },
    "parameters": {"id": {"name": "id", "in": "path", "required": True, "type": "string"}},
    "responses": {"E": {"description": "x"}},
    "securityDefinitions": {
        "key": {"type": "apiKey", "name": "K", "in": "header"},
        "o": {"type": "oauth2", "flow": "implicit", "scopes": {}, "authorizationUrl": "https://x"},
    },
}


def containers(value: Any) -> Iterator[Any]:
    if isinstance(value, (dict, list)):
        yield value
        for child in value.values() if isinstance(value, dict) else value:
            yield from containers(child)


ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 2.5, "", "x", "200", "/", "{", "/a/{", "#/", [], {}, [None], [[]], {"": 1},
     {"$ref": 3}, {"$ref": "#"}, {"$ref": "#/paths"}, {"$ref": "#/definitions/W"}, {"$ref": "W"},
     {"$ref": "#/parameters/id"}, {"type": "array"}, {"in": "body"}, {"name": []}, {"enum": [{}]},
     {"default": {}}, {"required": [3]}, {"allOf": [{"$ref": "#/definitions/V"}]}, "application/x"]
)  # fmt: skip
FIELDS = st.sampled_from(
    ["type", "in", "name", "$ref", "default", "enum", "required", "properties", "items", "allOf",
     "parameters", "responses", "schema", "security", "tags", "consumes", "get", "paths", "x-a",
     "nullable", "description", "additionalProperties", "discriminator", "operationId", "format",
     "info", "contact", "version", "host", "basePath", "schemes", "produces", "deprecated",
     "securityDefinitions", "definitions", "minItems", "x-nullable", "x-ms-visibility", "examples"]
)  # fmt: skip
CLEAN = settings(
    max_examples=150,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@CLEAN
@given(data=st.data())
def test_a_spoilt_document_gives_findings_and_no_crash(data: st.DataObject, tmp_path: Path) -> None:
    spoilt = json.loads(json.dumps(WHOLE))
    for _ in range(data.draw(st.integers(1, 4))):
        holders = [holder for holder in containers(spoilt) if holder]
        holder = data.draw(st.sampled_from(holders)) if holders else spoilt
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        action = data.draw(st.sampled_from(["set", "remove", "add"]))
        if action == "add" and isinstance(holder, dict):
            holder[data.draw(FIELDS)] = copy.deepcopy(data.draw(ODD))
        elif action == "remove":
            del holder[data.draw(st.sampled_from(keys))]
        else:
            holder[data.draw(st.sampled_from(keys))] = copy.deepcopy(data.draw(ODD))
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(spoilt, indent=1), encoding="utf-8")
    check(path)


def test_the_document_that_is_spoilt_is_right_before(tmp_path: Path) -> None:
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(WHOLE), encoding="utf-8")
    result = lint(load(path), Settings(select=("core",), ignore=("op-id-present", "ref-unused")))
    assert [f.message for f in result.diagnostics if f.severity is Severity.ERROR] == []
