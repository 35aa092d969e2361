"""`swagsmith diff`: formats, exit codes, input that cannot be used."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from swagsmith.cli import group

Run = Callable[..., Result]
Write = Callable[..., str]

SPEC = """\
swagger: "2.0"
info: {title: Widgets, version: "1"}
paths:
  /w:
    get:
      operationId: ListWidgets
      parameters: [{name: limit, in: query, type: integer, maximum: 9}]
      responses: {"200": {description: x, schema: {type: string, enum: [a]}}}
"""
SAFE = ("maximum: 9", "maximum: 10")
WIRE = ("maximum: 9", "maximum: 8")
SOURCE = ("operationId: ListWidgets", "operationId: FindWidgets")
WARNING = ("enum: [a]", "enum: [a, b]")


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)

    def do(text: str | bytes, name: str) -> str:
        Path(name).write_bytes(text.encode() if isinstance(text, str) else text)
        return name

    return do


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, write: Write) -> Run:
    """Compares a document with an edited one, or what is given."""
    monkeypatch.setattr("gc.disable", lambda: None)

    def do(
        *arguments: str, edits: tuple[tuple[str, str], ...] = (), text: str | None = None
    ) -> Result:
        new = SPEC
        for before, after in edits:
            assert before in new
            new = new.replace(before, after)
        files = (
            []
            if "old.yaml" in arguments or "-" in arguments
            else [write(SPEC, "old.yaml"), write(new, "new.yaml")]
        )
        return CliRunner().invoke(group, ["diff", *files, *arguments], input=text)

    return do


def test_no_change_ends_0(run: Run) -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (0, "no changes\n")


def test_text_is_grouped_by_who_gets_hurt(run: Run) -> None:
    result = run(
        edits=(
            WIRE,
            SOURCE,
            WARNING,
            ("description: x", "description: y"),
            ("paths:", "x-a: 1\npaths:"),
        )
    )
    assert result.exit_code == 1
    assert (
        result.stdout
        == """\
breaking on the wire: existing calls fail or mean something else (1)
  the `maximum` of the query parameter `limit` changed from `9` to `8` [diff-param-limits-tighter]
    old.yaml:7:69 -> new.yaml:8:69
    in GET /w

breaking in source: existing callers of the client stop type-checking (1)
  the operationId `ListWidgets` is `FindWidgets` now [diff-operation-id]
    old.yaml:6:20 -> new.yaml:7:20
    in GET /w

warnings: may hurt (1)
  the answer `200` may be `b` now [diff-response-enum-added]
    old.yaml:8:66 -> new.yaml:9:76
    in GET /w

1 breaking on the wire, 1 breaking in source, 1 to look at
"""
    )


def test_safe_changes_are_shown_last(run: Run) -> None:
    result = run(edits=(SAFE, WARNING))
    assert result.exit_code == 0
    assert result.stdout.index("warnings: may hurt (1)") < result.stdout.index("\nsafe (1)\n")
    assert result.stdout.endswith("1 to look at, 1 safe\n")


@pytest.mark.parametrize(
    ("edit", "fails"),
    [
        (WIRE, ["any", "warning", "source", "wire"]),
        (SOURCE, ["any", "warning", "source"]),
        (WARNING, ["any", "warning"]),
        (SAFE, ["any"]),
    ],
)
def test_what_fails_can_be_chosen(run: Run, edit: tuple[str, str], fails: list[str]) -> None:
    for choice in ("any", "warning", "source", "wire", "none"):
        result = run("--fail-on", choice, edits=(edit,))
        assert result.exit_code == (1 if choice in fails else 0), choice
    assert run(edits=(edit,)).exit_code == (1 if "source" in fails else 0)


def test_json_has_every_field(run: Run) -> None:
    result = run("--format", "json", edits=(WARNING,))
    assert json.loads(result.stdout) == {
        "changes": [
            {
                "rule": "diff-response-enum-added",
                "verdict": "wire",
                "level": "warning",
                "message": "the answer `200` may be `b` now",
                "old": {
                    "pointer": "/paths/~1w/get/responses/200/schema/enum",
                    "file": "old.yaml",
                    "line": 8,
                    "column": 66,
                    "end_line": 8,
                    "end_column": 70,
                },
                "new": {
                    "pointer": "/paths/~1w/get/responses/200/schema/enum/1",
                    "file": "new.yaml",
                    "line": 8,
                    "column": 76,
                    "end_line": 8,
                    "end_column": 77,
                },
                "operations": ["GET /w"],
            }
        ],
        "summary": {
            "old": "old.yaml",
            "new": "new.yaml",
            "wire": 0,
            "source": 0,
            "warning": 1,
            "safe": 0,
        },
    }


def test_json_of_nothing_is_json_too(run: Run) -> None:
    assert json.loads(run("--format", "json").stdout)["changes"] == []


def test_markdown_is_an_entry_of_a_changelog(run: Run) -> None:
    result = run("--format", "markdown", edits=(WIRE, SOURCE, ('version: "1"', 'version: "2"')))
    assert (
        result.stdout
        == """\
## Widgets 2

### Breaking: calls fail or mean something else

- The `maximum` of the query parameter `limit` changed from `9` to `8` (`GET /w`).

### Breaking: code that uses the client has to change

- The operationId `ListWidgets` is `FindWidgets` now (`GET /w`).
"""
    )
    assert run("--format", "markdown").stdout == "## Widgets 1\n\nNo changes for callers.\n"


HOSTILE = [
    "`code`",
    "<script>",
    "[a](http://b)",
    "*a*",
    "\x1b[31m",
    "a\n\n# b",
    "\u202e",
    "",
    "a|b",
    "x" * 500,
    "``",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_no_markup_and_drive_no_terminal(run: Run, write: Write, name: str) -> None:
    document = {
        "swagger": "2.0",
        "info": {"title": name, "version": name},
        "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {"description": "x"}}}}},
    }
    operation = document["paths"]["/a"]["get"]  # type: ignore[index]
    write(json.dumps(document), "old.json")
    operation["operationId"] = name or "b"
    operation["parameters"] = [{"name": name, "in": "query", "type": "string"}]
    write(json.dumps(document), "new.json")
    found = (
        CliRunner().invoke(group, ["diff", "old.json", "new.json", "--format", "markdown"]).stdout
    )
    tokens = MarkdownIt("commonmark").parse(found)
    inline = [token for block in tokens for token in block.children or []]
    assert {token.type for token in inline} <= {"text", "code_inline", "text_special"}
    assert sum(token.type == "list_item_open" for token in tokens) == 2
    text = CliRunner().invoke(group, ["diff", "old.json", "new.json"]).stdout
    for line in (*found.splitlines(), *text.splitlines()):
        assert line.isprintable()


def test_colour_is_for_terminals(run: Run) -> None:
    from swagsmith.check import Profile
    from swagsmith.compat import Version, as_text, compare
    from swagsmith.compat.report import Report
    from swagsmith.source import load

    assert "\x1b" not in run(edits=(WIRE,)).stdout
    found = compare(Version(load("old.yaml")), Version(load("new.yaml")), Profile.PLAIN)
    painted = as_text.render(Report("a", "b", "c", 1, found.changes), colour=True)
    assert painted.startswith("\x1b[1;31mbreaking on the wire")


def test_standard_input_is_a_document(run: Run, write: Write) -> None:
    old = write(SPEC, "spec.yaml")
    result = CliRunner().invoke(group, ["diff", old, "-"], input=SPEC.replace(*WIRE))
    assert result.exit_code == 1
    assert "spec.yaml:7:69 -> <stdin>:7:69" in result.stdout


def test_a_connector_is_compared_as_one(run: Run) -> None:
    edit = ("operationId: ListWidgets", "operationId: ListWidgets\n      x-ms-visibility: internal")
    assert run(edits=(edit,)).exit_code == 0
    assert run("--profile", "connector", edits=(edit,)).exit_code == 1


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        (None, "bad.json:1:1: error cannot be read: no such file or directory [file-read]"),
        (b"", "bad.json:1:1: error the file is empty [doc-version]"),
        (b"\x00\x01", "bad.json:1:1: error this is a binary file"),
        (b'{"a": 1 "b": 2}', "bad.json:1:9: error not JSON: expecting ',' delimiter"),
        (
            b'{"openapi": "3.0.1"}',
            "bad.json:1:13: error this is OpenAPI 3.0.1; swagsmith reads 2.0",
        ),
        (b"[]", "bad.json:1:1: error this is an array, not a document"),
    ],
)
def test_what_cannot_be_read_ends_2(
    write: Write, text: bytes | None, line: str, place: int
) -> None:
    files = [write(SPEC, "spec.yaml")]
    files.insert(place, "bad.json")
    if text is not None:
        write(text, "bad.json")
    result = CliRunner().invoke(group, ["diff", *files])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(line)
    assert result.stderr.count(": error ") == 1


def test_a_connection_file_that_cannot_be_read_ends_2(write: Write) -> None:
    write("{", "spec.apiProperties.json")
    write(SPEC, "spec.yaml")
    result = CliRunner().invoke(group, ["diff", "spec.yaml", "spec.yaml"])
    assert result.exit_code == 2
    assert result.stderr.startswith("spec.apiProperties.json:1:2: error not JSON")


def test_a_document_without_a_client_is_compared_on_the_wire(write: Write) -> None:
    broken = SPEC.replace(
        "schema: {type: string, enum: [a]}", "schema: {$ref: '#/definitions/Gone'}"
    )
    files = write(SPEC, "old.yaml"), write(broken, "new.yaml")
    result = CliRunner().invoke(group, ["diff", *files])
    assert result.exit_code == 1
    assert "[diff-response-type]" in result.stdout
    assert (
        result.stderr.splitlines()[0]
        == "no client can be made, so what it calls things is not compared:"
    )
    assert result.stderr.splitlines()[1].startswith("new.yaml:8:")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Missing argument 'OLD'"),
        (("spec.yaml",), "Missing argument 'NEW'"),
        (("-", "-"), "only one of OLD and NEW can be standard input"),
        (("spec.yaml", "spec.yaml", "--format", "xml"), "'xml' is not one of"),
        (("spec.yaml", "spec.yaml", "--profile", "certified"), "'certified' is not one of"),
        (("spec.yaml", "spec.yaml", "--fail-on", "all"), "'all' is not one of"),
    ],
)
def test_wrong_usage_ends_2(write: Write, arguments: tuple[str, ...], words: str) -> None:
    write(SPEC, "spec.yaml")
    result = CliRunner().invoke(group, ["diff", *arguments])
    assert result.exit_code == 2
    assert words in result.stderr
