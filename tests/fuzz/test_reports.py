"""Reports: what strangers wrote stays text, credentials stay out, known findings stay back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from swagsmith.commands.fuzz import fuzz as command
from swagsmith.diagnostics import Span
from swagsmith.fuzz import as_html, as_json, as_lines, as_sarif, as_text
from swagsmith.fuzz.access import Key
from swagsmith.fuzz.curl import curl
from swagsmith.fuzz.finding import Coverage, Exchange, Finding
from swagsmith.fuzz.merge import MergeError, merged
from swagsmith.fuzz.redaction import Redaction
from swagsmith.fuzz.report import Ending, Report
from swagsmith.fuzz.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

SPEC = str(Path(__file__).parent / "notes.yaml")
NASTY = '<script>alert(1)</script>"\u202e\x1b[31m'


def report(*findings: Finding) -> Report:
    coverage = {"GET /a": Coverage(span=Span("api.yaml", 7, 3, 7, 6), pointer="/paths/~1a/get")}
    settings = Settings(base_url="http://127.0.0.1:1")
    return Report(NASTY, settings, Ending.COMPLETE, {"fuzzing": 1}, coverage, findings, 1.0)


def nasty() -> Finding:
    exchange = Exchange("GET", f"http://h/{NASTY}", (), None, 500, NASTY, NASTY.encode())
    return Finding("GET /a", "not_a_server_error", NASTY, NASTY, "fuzzing", (exchange,))


def test_the_page_shows_what_strangers_wrote_as_text() -> None:
    page = as_html.render(report(nasty()))
    assert "<script" not in page
    assert "\u202e" not in page
    assert "\x1b" not in page
    assert "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    assert "api.yaml:7:3" in page
    assert 'class="label error"' in page
    assert "1 finding" in page


def test_reports_show_the_call_of_the_client() -> None:
    exchange = Exchange("GET", "http://h/a", (), None, 500, "", b"", 'client.get(id="<a>")')
    found = report(Finding("GET /a", "not_a_server_error", "T", "M", "fuzzing", (exchange,)))
    assert 'client.get(id="<a>")' in as_text.render(found).split("   curl")[1]
    assert "<pre>client.get(id=" in as_html.render(found)
    assert "<a>" not in as_html.render(found)
    [request] = json.loads(as_json.render(found))["findings"][0]["requests"]
    assert request["client"] == 'client.get(id="<a>")'
    [request] = json.loads(as_json.render(report(nasty())))["findings"][0]["requests"]
    assert request["client"] is None


def test_the_page_of_a_sound_service() -> None:
    page = as_html.render(report())
    assert "No findings" in page
    assert "<article" not in page


def test_what_could_not_be_explored_is_shown() -> None:
    shown = replace(report(), unexplored={"Pet": "no operation creates one"})
    line = "not explored: Pet: no operation creates one"
    assert line in as_text.render(shown)
    assert line in as_html.render(shown)
    assert json.loads(as_json.render(shown))["unexplored"] == {"Pet": "no operation creates one"}


def test_sarif_has_the_place_in_the_document() -> None:
    [result] = json.loads(as_sarif.render(report(nasty())))["runs"][0]["results"]
    assert result["ruleId"] == "fuzz-not-a-server-error"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 7
    assert result["level"] == "error"


def test_a_line_for_each_finding() -> None:
    lines = as_lines.render(report(nasty(), nasty())).splitlines()
    assert [json.loads(line)["place"] for line in lines] == ["api.yaml:7:3"] * 2


def test_a_fingerprint_does_not_change_with_numbers() -> None:
    def found(message: str, check: str = "x") -> str:
        return Finding("GET /a", check, "T", message, "p", ()).fingerprint

    assert found("seen 3 times") == found("seen 14 times")
    assert found("seen") != found("heard")
    assert found("seen") != found("seen", "y")


def test_a_baseline_keeps_known_findings_back(serve: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    quick = ("--seed", "3", "--max-examples", "3")

    def call(*faults: str, **options: str) -> Any:
        arguments = [SPEC, "--target", serve(*faults).url, *quick]
        arguments += [
            word
            for name, value in options.items()
            for word in (f"--{name.replace('_', '-')}", value)
        ]
        return CliRunner().invoke(command, arguments, env={"SWAGSMITH_AUTH": "ann:correct-horse"})

    written = call("wrong type", write_baseline=str(file))
    assert written.exit_code == 0, written.output
    assert "findings to" in written.stdout
    known = call("wrong type", baseline=str(file))
    assert known.exit_code == 0, known.output
    assert "more in the baseline" in known.stdout
    fixed = call(baseline=str(file))
    assert "did not occur in this run" in fixed.stderr
    worse = call("wrong type", "text error", baseline=str(file))
    assert worse.exit_code == 1


def test_keys_are_in_no_report() -> None:
    key = Key("k", "query", "key", "se/cret-one", "se/cret-one")
    token = Key("t", "header", "Authorization", "Bearer secret-two", "secret-two")
    redaction = Redaction.of(Settings(base_url="", keys=(key,), other_keys=(token,)))
    url = redaction.text("http://h/?key=se%2Fcret-one")
    headers = (redaction.header("Authorization", "Bearer secret-two"),)
    line = curl(Exchange("GET", url, headers, None, 200, "", b""))
    assert line == (
        "curl --include 'http://h/?key='\"${SWAGSMITH_AUTH#*=}\""
        " --header 'Authorization: Bearer '\"${SWAGSMITH_AUTH#*=}\""
    )
    assert redaction.data(b"se/cret-one") == b"${SWAGSMITH_AUTH#*=}"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"spec": 1}', "[" * 100_000])
def test_what_is_no_report_is_not_merged(tmp_path: Path, content: str) -> None:
    path = tmp_path / "fuzz.json"
    path.write_text(content)
    with pytest.raises(MergeError, match="no report"):
        merged([tmp_path])
    with pytest.raises(MergeError, match="cannot be read"):
        merged([tmp_path / "nothing"])
