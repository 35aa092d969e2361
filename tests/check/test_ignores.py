"""`x-swagsmith-ignore`: what it keeps back, and what is said of one that keeps nothing back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from swagsmith.check import Settings, lint
from swagsmith.diagnostics import Diagnostic
from swagsmith.source import load

KEY = "x-swagsmith-ignore"
Find = Callable[..., list[Diagnostic]]

OPERATION = '{get: {responses: {"200": {description: x}}}'


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"paths:\n  /a: {OPERATION}, {KEY}: [op-summary]}}\n  /b: {OPERATION}}}\n", ["/paths/~1b/get"]),
        (f"paths:\n  {KEY}: [op-summary]\n  /a: {OPERATION}}}\n  /b: {OPERATION}}}\n", []),
        (f"{KEY}: [op-summary]\npaths:\n  /a: {OPERATION}}}\n", []),
        (f"{KEY}: [style]\npaths:\n  /a: {OPERATION}}}\n", []),
        (f"paths:\n  /a: &a {OPERATION}, {KEY}: [op-summary]}}\n  /b: *a\n", []),
        (f"paths:\n  /a: {OPERATION}}}\n  /b: {{{KEY}: [op-summary], {OPERATION[1:]}}}\n", ["/paths/~1a/get"]),
    ],
)  # fmt: skip
def test_an_ignore_holds_for_its_object_and_all_below(
    find: Find, text: str, left: list[str]
) -> None:
    assert [found.pointer for found in find(text, "op-summary", "unused-ignore")] == left


def test_an_ignore_in_json(find: Find) -> None:
    data: dict[str, Any] = {
        "definitions": {"A": {"type": "object", KEY: ["ref-unused"]}},
        "paths": {"/a": {"get": {"responses": {"204": {"description": "x"}}}}},
    }
    assert find(data, "ref-unused", "unused-ignore") == []
    del data["definitions"]["A"][KEY]
    assert len(find(data, "ref-unused")) == 1


def test_an_ignore_hits_what_the_reader_finds(find: Find) -> None:
    assert find(f"x-a: {{{KEY}: [file-duplicate-key], b: 1, b: 2}}\n", "core") == []


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (
            f"info: {{title: a, description: a, version: a, {KEY}: [op-summary]}}\n",
            (1, 67),
            '"op-summary" finds nothing to ignore here',
        ),
        (
            f"{KEY}: [op-id-present, path-slash, style]\npaths: {{/a: {OPERATION}}}}}\n",
            (1, 37),
            '"path-slash" finds nothing',
        ),
        (
            f"{KEY}:\n- op-sumary\n",
            (2, 3),
            "there is no rule called 'op-sumary'; did you mean `op-summary`?",
        ),
        (f"{KEY}: op-summary\n", (1, 21), "is a list of rule ids"),
        (f"{KEY}: {{a: 1}}\n", (1, 21), "is a list of rule ids"),
        (f"{KEY}: [[]]\n", (1, 22), "is a list of rule ids"),
        (
            f"{KEY}: [style]\ninfo: {{title: a, version: a, description: x}}\n",
            (1, 22),
            '"style" finds nothing',
        ),
    ],
)
def test_an_entry_without_effect_is_a_finding(
    find: Find, text: str, place: tuple[int, int], words: str
) -> None:
    (found,) = find(text, "op-summary", "op-id-present", "path-slash", "unused-ignore")
    assert (found.rule, found.severity) == ("unused-ignore", "warning")
    assert f"/{KEY}" in found.pointer
    assert (found.span.line, found.span.column) == place
    assert words in found.message


def test_an_entry_for_a_rule_that_does_not_run_is_left_alone(find: Find) -> None:
    text = f"{KEY}: [op-description, tags-declared]\n"
    assert find(text, "core") == []
    assert find(text, "unused-ignore") == []


def test_unused_entries_can_be_ignored(find: Find) -> None:
    assert find(f"{KEY}: [path-slash]\n", "core", "-unused-ignore") == []


def test_an_ignore_in_a_referenced_file_holds_there(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(
        'swagger: "2.0"\ninfo: {title: a, version: a}\npaths: {/a: {$ref: "a.yaml"}}\n'
    )
    (tmp_path / "a.yaml").write_text(f"{OPERATION}, {KEY}: [op-summary, path-slash]}}\n")
    found = lint(
        load(tmp_path / "spec.yaml"), Settings(select=("op-summary", "path-slash", "unused-ignore"))
    ).diagnostics
    assert [(f.rule, Path(f.span.file).name) for f in found] == [("unused-ignore", "a.yaml")]


PLACES: tuple[tuple[str, ...], ...] = (
    (), ("info",), ("info", "contact"), ("paths",), ("paths", "/a"), ("paths", "/a", "get"),
    ("paths", "/a", "get", "parameters", "0"), ("paths", "/a", "get", "parameters", "1"),
    ("paths", "/a", "get", "parameters", "2", "schema"), ("paths", "/a", "get", "responses"),
    ("paths", "/a", "get", "responses", "200"), ("paths", "/a", "get", "responses", "200", "schema"),
    ("paths", "/a", "get", "responses", "200", "headers"), ("definitions",), ("definitions", "A"),
    ("definitions", "A", "properties"), ("definitions", "A", "properties", "p"), ("parameters",),
    ("parameters", "P"), ("responses",), ("securityDefinitions",), ("securityDefinitions", "k"),
    ("tags", "0"), ("externalDocs",),
)  # fmt: skip
WHOLE: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "a", "version": "a", "contact": {}},
    "paths": {"/a": {"get": {
        "operationId": "a",
        "security": [{"k": []}],
        "tags": ["t"],
        "parameters": [
            {"$ref": "#/parameters/P"},
            {"name": "l", "in": "query", "type": "array", "items": {"type": "string"}},
            {"name": "b", "in": "body", "schema": {"$ref": "#/definitions/A"}},
        ],
        "responses": {"200": {"description": "x", "schema": {"$ref": "#/definitions/A"}, "headers": {"X-A": {"type": "string"}}}, "404": {"$ref": "#/responses/R"}},
    }}},
    "definitions": {"A": {"type": "object", "properties": {"p": {"type": "string"}}}},
    "parameters": {"P": {"name": "p", "in": "query", "type": "string"}},
    "responses": {"R": {"description": "x"}},
    "securityDefinitions": {"k": {"type": "apiKey", "in": "header", "name": "k"}},
    "tags": [{"name": "t"}],
    "externalDocs": {"url": "https://x.test"},
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids="/".join)
@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_check_and_generator_accept_the_extension_anywhere(
    tmp_path: Path, place: tuple[str, ...], suffix: str
) -> None:
    from swagsmith.lower import lower

    path = tmp_path / f"spec.{suffix}"
    path.write_text(json.dumps(WHOLE))
    plain = lower(load(path), None).api
    data = json.loads(json.dumps(WHOLE))
    holder = data
    for token in place:
        holder = holder[int(token)] if isinstance(holder, list) else holder[token]
    holder[KEY] = ["tags-declared"]
    path.write_text(json.dumps(data, indent=1))
    document = load(path)
    shape = ("doc-structure", "doc-openapi3-field", "ext-prefix", "ref-no-siblings")
    assert lint(document, Settings(select=shape)).diagnostics == ()
    assert lower(document, None).api == plain
    (found,) = lint(document, Settings(select=("tags-declared", "unused-ignore"))).diagnostics
    assert found.pointer == "".join(f"/{t.replace('/', '~1')}" for t in (*place, KEY, "0"))
    line = path.read_text().splitlines()[found.span.line - 1]
    assert line[found.span.column - 1 :].startswith('"tags-declared"')
