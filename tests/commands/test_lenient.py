"""Documents that break the specification without endangering the client: they generate, and it is said where."""

from __future__ import annotations

from pathlib import Path

import pytest

from swagsmith.cli import main

DOCUMENT = """\
swagger: "2.0"
info: {title: Lenient, version: "1"}
paths:
  /a:
    get:
      operationId: get_a
      responses: {"200": {description: It, schema: {$ref: "#/definitions/M"}}}
definitions:
  M: {type: object, properties: {p: {type: string}}}
"""
OPERATION = "      operationId: get_a"
RESPONSES = '      responses: {"200": {description: It, schema: {$ref: "#/definitions/M"}}}'
PROPERTY = "{p: {type: string}}"
#: what is written, what is written in its place, where the warning stands, its words
CASES = {
    "a default of another type": (PROPERTY, "{p: {type: integer, default: x}}", ":9:62:", "default"),
    "no answers": (RESPONSES, "      responses: {}", ":7:7:", "no response"),
    "answers left out": (RESPONSES + "\n", "", ":5:5:", "responses"),
    "a list of types": (PROPERTY, "{p: {type: [string, integer]}}", ":9:37:", "type"),
    "null as a type": (PROPERTY, '{p: {type: [string, "null"]}}', ":9:38:", "type"),
    "nullable": (PROPERTY, "{p: {type: string, nullable: true}}", ":9:52:", "nullable"),
    "anyOf": (PROPERTY, "{p: {anyOf: [{type: string}]}}", ":9:37:", "anyOf"),
    "oneOf beside properties": (PROPERTY, PROPERTY + ", oneOf: [{}]", ":9:54:", "oneOf"),
    "an unknown key at the root": ("definitions:", "servers: []\ndefinitions:", ":8:1:", "servers"),
    "an unknown key": (OPERATION, OPERATION + "\n      sumary: It", ":7:7:", "sumary"),
    "a method in capitals": ("    get:", "    GET:", ":6:7:", "GET of /a is taken as get"),
    "a parameter without a type": (OPERATION, OPERATION + "\n      parameters: [{name: q, in: query}]", ":7:20:", "type"),
    "an object in the query": (OPERATION, OPERATION + "\n      parameters: [{name: q, in: query, type: object}]", ":7:20:", "object"),
    "a path parameter without a place": (OPERATION, OPERATION + "\n      parameters: [{name: q, in: path, required: true, type: string}]", ":7:20:", "no place"),
    "a template nobody declares": ("  /a:", "  /a/{id}:", ":6:7:", "{id}"),
    "a media type no header can hold": (OPERATION, OPERATION + '\n      produces: ["a\\nb"]', ":7:18:", "media type"),
    "a bearer scheme": ("definitions:", "securityDefinitions: {t: {type: http, scheme: bearer}}\ndefinitions:", ":8:26:", "taken as oauth2"),
    "a host with a scheme": ("paths:", "host: https://h\nschemes: [https]\npaths:", ":3:7:", "is read as if it could"),
    "a schema for an answer without a body": ('{"200"', '{"204"', ":7:52:", "no body"),
    "an unknown type": (PROPERTY, "{p: {type: date}}", ":9:37:", "'date' is no type"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_it_generates_and_says_where(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, place, words = CASES[name]
    assert DOCUMENT.count(old) == 1
    spec = tmp_path / "lenient.yaml"
    spec.write_text(DOCUMENT.replace(old, new))
    with pytest.raises(SystemExit) as stopped:
        main(["generate", str(spec), "-o", str(tmp_path / "out")])
    said = capsys.readouterr().err.splitlines()
    assert stopped.value.code == 0, said
    assert any(place in line and words in line and " warning: " in line for line in said), said
    assert "def get_a(" in (tmp_path / "out/lenient/operations/_root.py").read_text()


def test_many_breaches_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "many.yaml"
    spec.write_text(DOCUMENT + "".join(f"k{number}: 1\n" for number in range(50)))
    with pytest.raises(SystemExit):
        main(["generate", str(spec), "-o", str(tmp_path / "out")])
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 21
    assert said[-1] == "… and 30 more; `swagsmith lint --select core` shows all"
