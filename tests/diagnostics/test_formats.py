"""What other programs read: annotations of GitHub, SARIF, JUnit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from jsonschema import Draft4Validator

from swagsmith.cli import group
from swagsmith.diagnostics import Diagnostic, Severity, Span, as_github, as_junit, as_sarif
from swagsmith.diagnostics.fingerprint import fingerprints
from swagsmith.diagnostics.report import Report

SCHEMA = Draft4Validator(
    json.loads((Path(__file__).parent / "data/sarif-2.1.0.schema.json").read_bytes())
)
HOSTILE = "100%, a:b]\r\n[x](1)\x1b[31m::error::\u202e"
SPEC = """\
swagger: "2.0"
info: {title: Widgets, version: "1"}
tags: [{name: a}, {name: a}]
paths:
  /w/{id}:
    get:
      tags: [b]
      parameters: [{name: id, in: path, type: string}, {name: ID, in: path, type: string}]
      responses: {"200": {description: x, schema: {$ref: "#/definitions/Z"}}}
x-a: {b: 1, b: 2}
"""
#: One command of GitHub Actions: its name, its properties, its data.
COMMAND = re.compile(r"::(\w+) ([^:]*)::(.*)")


def diagnostic(**more: Any) -> Diagnostic:
    made: dict[str, Any] = {
        "rule": "some-rule",
        "severity": Severity.WARNING,
        "message": "a fault",
        "pointer": "/paths/~1w/get",
        "span": Span("spec.yaml", 3, 5, 3, 8),
        **more,
    }
    return Diagnostic(**made)


HOSTILE_FINDING = diagnostic(
    message=HOSTILE,
    help=HOSTILE,
    span=Span("a,b:c%.yaml", 3, 5, 9, 8),
    related=((HOSTILE, Span("other.yaml", 1, 2, 1, 3)),),
)


@pytest.fixture
def lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The output for some documents by name, in one format."""
    monkeypatch.setattr("gc.disable", lambda: None)
    monkeypatch.chdir(tmp_path)

    def do(form: str, **documents: str) -> str:
        for name, text in documents.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        names = [f"{name}.yaml" for name in documents]
        return CliRunner().invoke(group, ["lint", *names, "--format", form]).stdout

    return do


def unescaped(text: str) -> str:
    for escape, character in (
        ("%2C", ","),
        ("%3A", ":"),
        ("%0A", "\n"),
        ("%0D", "\r"),
        ("%25", "%"),
    ):
        text = text.replace(escape, character)
    return text


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    found = COMMAND.fullmatch(line)
    assert found, line
    name, properties, data = found.groups()
    pairs = (part.split("=", 1) for part in properties.split(","))
    return name, {key: unescaped(value) for key, value in pairs}, unescaped(data)


def test_github_has_one_command_for_each_finding(lint: Callable[..., str]) -> None:
    lines = lint("github", spec=SPEC).splitlines()
    found = json.loads(lint("json", spec=SPEC))["findings"]
    assert len(lines) == len(found) > 5
    for line, finding in zip(lines, found, strict=True):
        name, properties, data = parsed(line)
        assert name == finding["severity"].replace("info", "notice")
        assert properties["title"] == finding["rule"]
        assert (properties["file"], properties["line"]) == ("spec.yaml", str(finding["line"]))
        columns = (str(finding["column"]), str(finding["end_column"]))
        if finding["line"] == finding["end_line"]:
            assert (properties["col"], properties["endColumn"]) == columns
        assert data.startswith(finding["message"])


def test_github_escapes_what_ends_a_command() -> None:
    text = as_github.render(Report((HOSTILE_FINDING,)))
    assert text.count("\n") == 1
    assert text.endswith("\n")
    assert not any(character in text for character in "\r\x1b\u202e")
    name, properties, data = parsed(text.rstrip("\n"))
    assert (name, properties["file"]) == ("warning", "a,b:c%.yaml")
    assert "col" not in properties  # no columns for a place of several lines
    assert data.split("\n")[0].startswith("100%, a:b]")
    assert data.endswith("other.yaml:1: " + data.split("\n")[0])


def test_advice_is_a_notice_for_github() -> None:
    assert as_github.render(Report((diagnostic(severity=Severity.INFO),))).startswith("::notice ")


def test_junit_keeps_every_finding(lint: Callable[..., str]) -> None:
    root = ET.fromstring(lint("junit", spec=SPEC, clean=SPEC))
    found = json.loads(lint("json", spec=SPEC))["findings"]
    suite = next(suite for suite in root if suite.get("name") == "spec.yaml")
    cases = list(suite)
    assert [case.get("name") for case in cases] == [
        f"{f['rule']} at {f['line']}:{f['column']}" for f in found
    ]
    assert {f["severity"] for f in found} >= {"error", "warning"}
    for case, finding in zip(cases, found, strict=True):
        (failure,) = case
        if finding["severity"] == "info":
            assert failure.tag == "system-out"
            continue
        assert (failure.tag, failure.get("type")) == ("failure", finding["severity"])
        assert failure.get("message") == finding["message"]
        assert f"spec.yaml:{finding['line']}:{finding['column']}" in (failure.text or "")
    assert root.get("failures") == str(sum(int(suite.get("failures", "")) for suite in root))
    assert root.get("tests") == str(len(root.findall(".//testcase")))


def test_junit_has_a_case_for_a_clean_document_and_for_advice() -> None:
    advice = diagnostic(severity=Severity.INFO)
    root = ET.fromstring(as_junit.render(Report((advice,), documents=("clean.yaml", "spec.yaml"))))
    clean, advised = root
    assert [case.get("name") for case in clean] == ["no findings"]
    assert (advised.get("tests"), advised.get("failures")) == ("1", "0")
    assert "a fault" in (advised.findtext("testcase/system-out") or "")


def test_junit_is_xml_whatever_a_document_says() -> None:
    (suite, _) = ET.fromstring(as_junit.render(Report((HOSTILE_FINDING,))))[::-1]
    assert suite.get("name") == "a,b:c%.yaml"


def sarif(text: str) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(text)
    errors = [f"{list(error.absolute_path)}: {error.message}" for error in SCHEMA.iter_errors(log)]
    assert errors == []
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif_is_valid_and_complete(lint: Callable[..., str]) -> None:
    run = sarif(lint("sarif", spec=SPEC))
    found = json.loads(lint("json", spec=SPEC))["findings"]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(found)
    for result, finding in zip(run["results"], found, strict=True):
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"] == finding["rule"]
        assert "## Why" in rule["help"]["markdown"]
        assert rule["shortDescription"]["text"].endswith(".")
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "spec.yaml", "uriBaseId": "%SRCROOT%"}
        assert place["region"]["startLine"] == finding["line"]
        assert place["region"]["endColumn"] == finding["end_column"]
        assert location["logicalLocations"] == [{"fullyQualifiedName": "#" + finding["pointer"]}]
        assert len(result.get("relatedLocations", ())) == len(finding["related"])
    assert "%SRCROOT%" in run["originalUriBaseIds"]


def test_sarif_is_valid_without_findings_and_for_unreadable_files(lint: Callable[..., str]) -> None:
    assert sarif(lint("sarif", spec=SPEC.split("tags:", maxsplit=1)[0] + "paths: {}\n"))["results"][
        0
    ]
    assert sarif(as_sarif.render(Report(())))["results"] == []
    (result,) = sarif(lint("sarif", broken="a: ["))["results"]
    assert result["ruleId"] == "file-syntax"
    assert sarif(as_sarif.render(Report((HOSTILE_FINDING,))))["results"]


def test_sarif_names_files_from_the_root_of_the_repository(
    tmp_path: Path, lint: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "ä b").mkdir()
    monkeypatch.chdir(tmp_path / "ä b")
    (tmp_path / "ä b/spec.yaml").write_text(SPEC)
    text = (
        CliRunner().invoke(group, ["lint", "spec.yaml", "../spec.yaml", "--format", "sarif"]).stdout
    )
    uris = {
        unquote(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for result in sarif(text)["results"]
    }
    assert uris == {"ä b/spec.yaml", "spec.yaml"}
    assert "ä" not in text
    github = CliRunner().invoke(group, ["lint", "spec.yaml", "--format", "github"]).stdout
    assert "file=ä b/spec.yaml," in github


def test_sarif_of_a_file_elsewhere_has_an_absolute_uri(tmp_path: Path) -> None:
    found = diagnostic(span=Span(str(tmp_path / "a b.yaml")))
    (result,) = sarif(as_sarif.render(Report((found,), root=tmp_path / "x")))["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == f"file://{tmp_path.as_posix()}/a%20b.yaml"


def test_fingerprints_survive_lines_and_list_members_above(lint: Callable[..., str]) -> None:
    comments = "# above\n" * 100
    moved = SPEC.replace("paths:", "x-more: 1\npaths:\n  /a: {}").replace(
        "[{name: id,", "[{name: q, in: query, type: string}, {name: id,"
    )

    def prints(text: str) -> list[str]:
        return [
            result["partialFingerprints"]["swagsmith/v1"]
            for result in sarif(lint("sarif", spec=text))["results"]
        ]

    before = prints(SPEC)
    assert len(set(before)) == len(before)
    assert prints(comments + SPEC) == before
    assert set(prints(moved)) >= set(before)


def test_fingerprints_tell_findings_apart() -> None:
    same = diagnostic()
    others = [
        diagnostic(rule="other-rule"),
        diagnostic(pointer="/paths/~1w/put"),
        diagnostic(message="another fault"),
        diagnostic(pointer="/paths/~1w/get/responses/200"),
        diagnostic(pointer="/paths/~1w/get/responses/404"),
    ]
    found = fingerprints([same, same, *others])
    assert len(set(found)) == len(found)
    assert found[0].rpartition(":")[0] == found[1].rpartition(":")[0]
    again = diagnostic(message="a   fault", span=Span("spec.yaml", 103))
    assert fingerprints([again]) == found[:1]
