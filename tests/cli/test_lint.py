"""`swagsmith lint`: formats, choices, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest
from click.testing import Result

HEAD = (
    'swagger: "2.0"\ninfo: {title: Widgets, version: "1", description: x, '
    'contact: {name: x, url: "https://x.test", email: x@x.test}}\n'
)
TAIL = (
    "host: x.test\nschemes: [https]\nsecurityDefinitions: {a: {type: basic}}\nsecurity: [{a: []}]\n"
)
CLEAN = HEAD + "paths: {}\n" + TAIL
WARNED = HEAD + 'paths:\n  /w:\n    get: {responses: {"200": {description: x}}}\n' + TAIL
WRONG = HEAD + "paths:\n  /w: {fetch: {}}\n" + TAIL

Run = Callable[..., Result]


def test_a_clean_document_ends_0(run: Run, write: Callable[..., str]) -> None:
    result = run(write(CLEAN))
    assert (result.exit_code, result.stdout) == (0, "no findings in 1 file\n")


def test_a_finding_shows_the_place(run: Run, write: Callable[..., str]) -> None:
    result = run(write(WARNED), "--select", "op-id-present")
    assert result.exit_code == 1
    assert result.stdout == (
        "spec.yaml:5:5: warning GET /w has no `operationId` [op-id-present]\n"
        '5 |     get: {responses: {"200": {description: x}}}\n'
        "  |     ^^^\n"
        "1 warning in 1 file\n"
    )


def test_warnings_can_be_let_pass(run: Run, write: Callable[..., str]) -> None:
    name = write(WARNED)
    assert run(name).exit_code == 1
    assert run(name, "--fail-on", "error").exit_code == 0
    assert run(write(WRONG), "--fail-on", "error").exit_code == 1


def test_json_has_every_field(run: Run, write: Callable[..., str]) -> None:
    text = HEAD + "paths: {}\nx-a: {b: 1,\n b: 2}\n" + TAIL
    result = run(write(text), "--format", "json")
    assert result.exit_code == 1
    span = {"file": "spec.yaml", "end_line": 5, "end_column": 3, "line": 5, "column": 2}
    first = {"file": "spec.yaml", "line": 4, "column": 7, "end_line": 4, "end_column": 8}
    assert json.loads(result.stdout) == {
        "findings": [
            {
                "rule": "file-duplicate-key",
                "severity": "error",
                "message": "the key 'b' appears twice in one object; only the last one counts",
                "help": "remove or merge one of the two",
                "pointer": "/x-a/b",
                **span,
                "related": [{"message": "first declared here", **first}],
            }
        ],
        "summary": {"error": 1, "warning": 0, "info": 0, "files": 1, "known": 0},
    }


def test_json_of_nothing_is_json_too(run: Run, write: Callable[..., str]) -> None:
    result = run(write(CLEAN), "--format", "json")
    assert json.loads(result.stdout)["findings"] == []


def test_rules_are_selected_and_ignored(run: Run, write: Callable[..., str]) -> None:
    name = write(WARNED)
    chosen = run(name, "--select", "op-summary,op-description", "--ignore", "op-summary")
    assert "[op-description]" in chosen.stdout
    assert "1 warning in 1 file" in chosen.stdout
    profile = run(name, "--profile", "connector", "--select", "op-summary")
    assert "error GET /w has no summary" in profile.stdout


def test_several_documents_are_one_run(run: Run, write: Callable[..., str]) -> None:
    first, second = write(WARNED, "b.yaml"), write(WRONG, "a.yaml")
    result = run(first, second, "--select", "core")
    assert result.exit_code == 1
    assert result.stdout.index("a.yaml:4:8") < result.stdout.index("b.yaml:5:5")
    assert result.stdout.endswith("1 error, 1 warning in 2 files\n")


def test_standard_input_is_a_document(run: Run) -> None:
    result = run("-", "--select", "core", text=WRONG)
    assert result.exit_code == 1
    assert result.stdout.startswith("<stdin>:4:8: error `fetch` is neither a field")
    assert "4 |   /w: {fetch: {}}\n  |        ^^^^^\n" in result.stdout


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        ("a: [1\n", "spec.yaml", "spec.yaml:2:1: error while parsing a flow sequence"),
        ('{"a": 1 "b": 2}', "spec.json", "spec.json:1:9: error not JSON: expecting ',' delimiter"),
        ("openapi: 3.0.1\n", "a.yaml", "a.yaml:1:10: error this is OpenAPI 3.0.1; swagsmith reads"),
        ("", "a.yaml", "a.yaml:1:1: error the file is empty"),
        (b"\x00\x01\x02", "a.yaml", "a.yaml:1:1: error this is a binary file"),
    ],
)
def test_what_cannot_be_read_ends_2(
    run: Run, write: Callable[..., str], text: str | bytes, name: str, line: str
) -> None:
    result = run(write(text, name))
    assert result.exit_code == 2
    assert result.stdout.startswith(line)
    assert result.stdout.endswith("1 error in 1 file\n")


def test_an_unreadable_document_does_not_hide_the_others(
    run: Run, write: Callable[..., str]
) -> None:
    result = run("missing.yaml", write(WRONG))
    assert result.exit_code == 2
    assert "missing.yaml:1:1: error cannot be read: no such file" in result.stdout
    assert "spec.yaml:4:8" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Missing argument 'SPEC...'"),
        (("spec.yaml", "--select", "op-sumary"), "did you mean `op-summary`?"),
        (("spec.yaml", "--profile", "none"), "'none' is not one of"),
        (("spec.yaml", "--format", "xml"), "'xml' is not one of"),
        (("spec.yaml", "--nope"), "No such option"),
    ],
)
def test_wrong_usage_ends_2(
    run: Run, write: Callable[..., str], arguments: tuple[str, ...], words: str
) -> None:
    write(CLEAN)
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("paths: {}\nx-a: 1\nx-a: 2\n", "file-duplicate-key"),
        (
            (
                'paths: {/w: {get: {responses: {"200": {description: x, schema: {$ref:'
                " '#/definitions/A'}}}}}}\n"
            ),
            "ref-resolves",
        ),
        (
            (
                'paths: {/w: {get: {responses: {"200": {description: x, schema: {$ref:'
                " '#/definitions/A'}}}}}}\ndefinitions: {A: {$ref: '#/definitions/A'}}\n"
            ),
            "ref-loop",
        ),
    ],
)
def test_one_fault_is_one_located_message(
    run: Run, write: Callable[..., str], text: str, rule: str
) -> None:
    name = write(HEAD + text + TAIL)
    result = run(name, "--select", "core", "--ignore", "op-id-present", "--format", "json")
    (found,) = json.loads(result.stdout)["findings"]
    assert (found["rule"], found["file"]) == (rule, name)
    assert found["line"] > 2
    assert result.exit_code == 1


def test_a_broken_rule_ends_3_with_a_message(
    run: Run, write: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("swagsmith.check.structure.findings", fail)
    result = run(write(WARNED))
    assert result.exit_code == 3
    assert "the rule doc-structure failed: KeyError" in result.stdout
    assert "please report it" in result.stdout
    assert "[op-summary]" in result.stdout


def test_hostile_names_do_not_reach_the_terminal(run: Run, write: Callable[..., str]) -> None:
    text = json.dumps({"swagger": "2.0", "info": {}, "paths": {"\x1b[31m\r\nfake:1:1: error": {}}})
    result = run(write(text, "spec.json"), "--select", "core")
    assert "\x1b" not in result.stdout
    assert "\nfake" not in result.stdout
    raw = text.replace("\\u001b", "\x7f")
    assert "\x7f" not in run(write(raw, "raw.json"), "--select", "core").stdout


def test_a_document_on_one_long_line_is_shown_in_part(run: Run, write: Callable[..., str]) -> None:
    text = json.dumps({"swagger": "2.0", "x-a": "b" * 500, "info": {"titel": "x" * 500}})
    result = run(write(text, "spec.json"), "--select", "core")
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) < 200
    finding = next(i for i, line in enumerate(lines) if "`titel` is no field" in line)
    assert lines[finding + 1].index('"titel"') == lines[finding + 2].index("^")


def test_colour_is_for_terminals(run: Run, write: Callable[..., str]) -> None:
    from swagsmith.diagnostics import (
        Severity,
        as_text,
    )
    from swagsmith.diagnostics.report import Report
    from swagsmith.source import Finding, load

    name = write(WARNED)
    assert "\x1b" not in run(name).stdout
    document = load(name)
    found = document.diagnostic("x", Severity.INFO, Finding(document.at("/paths"), "message"))
    painted = as_text.render(Report((found,), document.lines), colour=True)
    assert "\x1b[1;36minfo\x1b[0m" in painted


def test_tabs_keep_the_caret_in_step(run: Run, write: Callable[..., str]) -> None:
    name = write('{"swagger": "2.0", "paths": {},\n\t"infos": {}}', "spec.json")
    result = run(name, "--select", "doc-structure")
    assert '2 | \t"infos": {}}\n  | \t^^^^^^^\n' in result.stdout


def test_the_program_runs_as_a_process(write: Callable[..., str]) -> None:
    command = [sys.executable, "-c", "from swagsmith.cli import main; main()", "lint"]
    done = subprocess.run([*command, write(WARNED)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.endswith("3 warnings, 2 infos in 1 file\n")
    assert done.stderr == ""
