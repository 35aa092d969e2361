"""`--baseline`: an old document fails only on what is new."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result

SPEC = """\
swagger: "2.0"
info: {title: Widgets, version: "1"}
paths:
  /a:
    get: {operationId: a, responses: {"200": {description: x}}}
  /b:
    get:
      operationId: b
      parameters: [{name: p, in: path, type: string}, {name: q, in: path, type: string}]
      responses: {"200": {description: x}}
"""
FIXED = SPEC.replace('version: "1"', 'version: "1", description: x')
WORSE = SPEC + "  c: {}\n"

Run = Callable[..., Result]
Write = Callable[..., str]


@pytest.fixture
def known(run: Run, write: Write) -> str:
    """The baseline of SPEC."""
    result = run(write(SPEC), "--write-baseline", "known.json")
    assert (result.exit_code, result.stderr) == (0, "")
    count = len(json.loads(Path("known.json").read_text())["findings"])
    assert result.stdout == f"wrote {count} findings to known.json\n"
    assert count > 5
    return "known.json"


def test_known_findings_are_counted_and_do_not_fail(run: Run, known: str) -> None:
    count = len(json.loads(Path(known).read_text())["findings"])
    result = run("spec.yaml", "--baseline", known)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"no findings in 1 file ({count} more in the baseline)\n"
    data = json.loads(run("spec.yaml", "--baseline", known, "--format", "json").stdout)
    assert (data["findings"], data["summary"]["known"]) == ([], count)


def test_new_findings_fail(run: Run, write: Write, known: str) -> None:
    write(WORSE)
    result = run("spec.yaml", "--baseline", known, "--format", "json")
    assert result.exit_code == 1
    assert [f["rule"] for f in json.loads(result.stdout)["findings"]] == ["path-slash"]


@pytest.mark.parametrize(
    "moved",
    [
        "# c\n" * 100 + SPEC,
        SPEC.replace("\n", "\r\n"),
        SPEC.replace("  /a:", "  /new: {}\n  /a:"),
        SPEC.replace("[{name: p", "[{name: new, in: query, type: string}, {name: p"),
        # the other order of keys and paths, all in flow style
        json.dumps({"paths": {"/b": {"get": {"parameters": [{"in": "path", "type": "string", "name": "p"}, {"name": "q", "in": "path", "type": "string"}], "operationId": "b", "responses": {"200": {"description": "x"}}}}, "/a": {"get": {"responses": {"200": {"description": "x"}}, "operationId": "a"}}}, "info": {"title": "Widgets", "version": "1"}, "swagger": "2.0"}),
    ],
    ids=["lines", "breaks", "path", "parameter", "order"],
)  # fmt: skip
def test_known_findings_are_known_wherever_they_move(
    run: Run, write: Write, known: str, moved: str
) -> None:
    write(moved)
    result = run("spec.yaml", "--baseline", known)
    assert (result.exit_code, result.stderr) == (0, "")


def test_entries_that_no_longer_occur_are_told_with_their_place(
    run: Run, write: Write, known: str
) -> None:
    write(FIXED)
    result = run("spec.yaml", "--baseline", known)
    assert result.exit_code == 0
    line = next(
        n
        for n, text in enumerate(Path(known).read_text().splitlines(), 1)
        if "info-description" in text
    )
    assert (
        result.stderr
        == f"known.json:{line}:3: info: info-description at spec.yaml#/info no longer occurs [unused-baseline]\n"
    )


def test_entries_of_rules_and_files_that_were_not_checked_are_left_alone(
    run: Run, write: Write, known: str
) -> None:
    write(FIXED)
    assert run("spec.yaml", "--baseline", known, "--select", "core").stderr == ""
    write(FIXED, "other.yaml")
    assert run("other.yaml", "--baseline", known).stderr == ""


def test_one_of_two_alike_findings_is_enough_to_be_new(run: Run, write: Write) -> None:
    one = SPEC.replace(", {name: q, in: path, type: string}", "")
    chosen = ("--select", "path-params-required,path-params-used")
    run(write(one), "--write-baseline", "known.json", *chosen)
    write(SPEC)
    result = run("spec.yaml", "--baseline", "known.json", "--format", "json", *chosen)
    assert sorted(f["rule"] for f in json.loads(result.stdout)["findings"]) == [
        "path-params-required",
        "path-params-used",
    ]


def test_files_are_seen_from_the_baseline(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(SPEC, "apis/a/spec.yaml")
    write(SPEC, "apis/b/spec.yaml")
    Path("ci").mkdir()
    assert run("apis/a/spec.yaml", "--write-baseline", "ci/known.json").exit_code == 0
    assert '"file": "../apis/a/spec.yaml"' in Path("ci/known.json").read_text()
    monkeypatch.chdir("apis/a")
    assert run("spec.yaml", "--baseline", "../../ci/known.json").exit_code == 0
    assert run("../b/spec.yaml", "--baseline", "../../ci/known.json").exit_code == 1


def test_the_configuration_names_a_baseline_beside_itself(
    run: Run, write: Write, known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('[lint]\nbaseline = "known.json"\n', ".swagsmith.toml")
    assert run("spec.yaml").exit_code == 0
    Path("sub").mkdir()
    monkeypatch.chdir("sub")
    assert run("../spec.yaml").exit_code == 0
    # one that is written again starts from all findings
    assert run("../spec.yaml", "--write-baseline", "again.json").exit_code == 0
    assert len(json.loads(Path("again.json").read_text())["findings"]) == len(
        json.loads(Path("../known.json").read_text())["findings"]
    )


def test_a_baseline_is_the_same_bytes_every_time(run: Run, write: Write, known: str) -> None:
    before = Path(known).read_bytes()
    run("spec.yaml", "--write-baseline", known)
    assert Path(known).read_bytes() == before
    clean = ("spec.yaml", "--select", "path-slash")
    assert run(*clean, "--write-baseline", "none.json").stdout == "wrote 0 findings to none.json\n"
    assert json.loads(Path("none.json").read_text()) == {"swagsmith-baseline": 1, "findings": []}
    assert run(*clean, "--baseline", "none.json").exit_code == 0


def test_other_formats_hold_new_findings_only(run: Run, write: Write, known: str) -> None:
    write(WORSE)
    arguments = ("spec.yaml", "--baseline", known, "--format")
    assert run(*arguments, "github").stdout.count("\n") == 1
    assert ET.fromstring(run(*arguments, "junit").stdout).get("failures") == "1"
    (sarif_run,) = json.loads(run(*arguments, "sarif").stdout)["runs"]
    assert len(sarif_run["results"]) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "known.json:1:1: cannot be read: no such file or directory"),
        (b"\0\1", "known.json:1:1: this is a binary file, not a JSON or YAML document"),
        ('{"findings": [}', "known.json:1:15: not JSON: expecting value"),
        (
            "{}",
            "known.json: this is no baseline; `swagsmith lint --write-baseline known.json` makes one",
        ),
        (
            '{"swagsmith-baseline": 1, "findings": [{"file": 1}]}',
            "known.json: this is no baseline; ",
        ),
        ('{"swagsmith-baseline": 2, "findings": []}', "known.json: this is no baseline; "),
    ],
)
def test_a_baseline_that_is_none_is_one_line(
    run: Run, write: Write, text: str | bytes | None, message: str
) -> None:
    write(SPEC)
    if text is not None:
        write(text, "known.json")
    result = run("spec.yaml", "--baseline", "known.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Error: {message}")
    assert result.stderr.count("\n") == 1


def test_a_baseline_that_cannot_be_written_is_one_line(run: Run, write: Write) -> None:
    result = run(write(SPEC), "--write-baseline", "none/known.json")
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: none/known.json cannot be written: no such file or directory\n",
    )


def test_no_baseline_is_written_for_documents_that_cannot_be_read(run: Run, write: Write) -> None:
    result = run(write(SPEC), "none.yaml", "--write-baseline", "known.json")
    assert result.exit_code == 2
    assert "none.yaml:1:1: error cannot be read" in result.stdout
    assert not Path("known.json").exists()
