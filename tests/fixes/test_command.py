"""`swagsmith lint --fix`: what it shows, what it asks, what it writes."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from swagsmith.cli import group
from swagsmith.diagnostics import as_diff

OLD = 'swagger: "2.0"\ninfo: {title: Widgets, version: "1", description: x}\npaths:\n  w: {}\n'
NEW = OLD.replace("  w:", "  /w:")
DIFF = """\
--- a/spec.yaml
+++ b/spec.yaml
@@ -1,4 +1,4 @@
 swagger: "2.0"
 info: {title: Widgets, version: "1", description: x}
 paths:
-  w: {}
+  /w: {}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setattr("gc.disable", lambda: None)
    monkeypatch.chdir(tmp_path)
    Path("spec.yaml").write_bytes(OLD.encode())

    def do(*arguments: str, answer: str | None = None) -> Result:
        if answer is not None:
            monkeypatch.setattr("swagsmith.commands.lint_fix._can_ask", lambda: True)
        chosen = ("--select", "path-slash,path-template-syntax,path-params-required")
        return CliRunner().invoke(group, ["lint", *arguments, *chosen], input=answer)

    return do


def test_a_dry_run_shows_the_change_and_nothing_else(run: Callable[..., Result]) -> None:
    result = run("spec.yaml", "--fix", "--dry-run")
    assert (result.exit_code, result.stdout, result.stderr) == (1, DIFF, "")
    assert Path("spec.yaml").read_text() == OLD
    Path("spec.yaml").write_text(NEW)
    result = run("spec.yaml", "--fix", "--dry-run")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_yes_makes_the_change_and_reports_what_is_left(run: Callable[..., Result]) -> None:
    result = run("spec.yaml", "--fix", "--yes")
    assert (result.exit_code, result.stdout) == (0, "no findings in 1 file\n")
    assert result.stderr == DIFF + "made 1 fix in 1 file\n"
    assert Path("spec.yaml").read_text() == NEW
    result = run("spec.yaml", "--fix", "--yes")
    assert (result.exit_code, result.stderr) == (0, "")


def test_standard_output_is_the_report_alone(run: Callable[..., Result]) -> None:
    Path("spec.yaml").write_text(OLD + "  x/{: {}\n")
    result = run("spec.yaml", "--fix", "--yes", "--format", "json")
    (finding,) = json.loads(result.stdout)["findings"]
    assert (result.exit_code, finding["rule"], finding["line"]) == (1, "path-template-syntax", 5)


@pytest.mark.parametrize(("answer", "text"), [("y\n", NEW), ("n\n", OLD), ("\n", OLD)])
def test_it_asks_on_a_terminal(run: Callable[..., Result], answer: str, text: str) -> None:
    result = run("spec.yaml", "--fix", answer=answer)
    assert result.stderr.startswith(DIFF + "Make 1 fix in 1 file? [y/N]: ")
    assert Path("spec.yaml").read_text() == text
    assert result.exit_code == (0 if text == NEW else 1)


def test_where_nobody_can_be_asked_it_says_so(run: Callable[..., Result]) -> None:
    result = run("spec.yaml", "--fix")
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr
        == "Error: --fix cannot ask here; add --yes to make the changes, --dry-run to see them\n"
    )
    assert Path("spec.yaml").read_text() == OLD


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-", "--fix", "--yes"), "--fix changes files; standard input is none"),
        (("spec.yaml", "--yes"), "--yes and --dry-run go with --fix"),
        (("spec.yaml", "--dry-run"), "--yes and --dry-run go with --fix"),
    ],
)
def test_wrong_usage_ends_2(
    run: Callable[..., Result], arguments: tuple[str, ...], words: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_file_that_changes_meanwhile_is_not_overwritten(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def edited(*_: object, **__: object) -> bool:
        Path("spec.yaml").write_text("# mine\n" + OLD)
        return True

    monkeypatch.setattr("click.confirm", edited)
    result = run("spec.yaml", "--fix", answer="")
    assert result.exit_code == 2
    assert result.stderr.endswith(
        "Error: spec.yaml has changed meanwhile; nothing more was written\n"
    )
    assert Path("spec.yaml").read_text() == "# mine\n" + OLD


def test_files_of_several_documents_and_their_parts_are_mended_once(
    run: Callable[..., Result],
) -> None:
    head = OLD.split("paths:", maxsplit=1)[0]
    for name in ("a", "b"):
        Path(f"{name}.yaml").write_text(
            f"{head}paths:\n  /{name}/{{id}}: {{$ref: 'parts/item.yaml'}}\n"
        )
    Path("parts").mkdir()
    item = 'parameters: [{name: id, in: path, type: string}]\nget: {operationId: a, responses: {"200": {description: x}}}\n'
    Path("parts/item.yaml").write_text(item)
    result = run("a.yaml", "b.yaml", "--fix", "--yes")
    assert result.stderr.count("+++ b/parts/item.yaml\n") == 1
    assert "made 1 fix in 1 file\n" in result.stderr
    assert Path("parts/item.yaml").read_text() == item.replace(
        "string}]", "string, required: true}]"
    )
    assert result.exit_code == 0


def test_what_cannot_be_read_is_reported_as_without_fix(run: Callable[..., Result]) -> None:
    result = run("none.yaml", "spec.yaml", "--fix", "--yes")
    assert result.exit_code == 2
    assert Path("spec.yaml").read_text() == NEW
    assert "none.yaml:1:1: error cannot be read" in result.stdout


def test_known_findings_are_not_mended(run: Callable[..., Result]) -> None:
    assert run("spec.yaml", "--write-baseline", "known.json").exit_code == 0
    result = run("spec.yaml", "--baseline", "known.json", "--fix", "--yes")
    assert (result.exit_code, result.stderr) == (0, "")
    assert Path("spec.yaml").read_text() == OLD


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch program here")
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("lines", [0, 50])
def test_a_dry_run_is_a_patch(run: Callable[..., Result], line_break: str, lines: int) -> None:
    text = ("# above\n" * lines + OLD + "# below\n" * lines + "  v: {}").replace("\n", line_break)
    Path("spec.yaml").write_bytes(text.encode())
    diff = run("spec.yaml", "--fix", "--dry-run").stdout_bytes
    done = subprocess.run(
        ["patch", "-p1", "--binary"], input=diff, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert (
        Path("spec.yaml").read_bytes()
        == text.replace("  w:", "  /w:").replace("  v:", "  /v:").encode()
    )


def test_a_diff_does_not_drive_the_terminal() -> None:
    text = as_diff.render("a\x1b[31m", b"x: \x1b[2J\n", b"y\n")
    assert "\x1b" not in text
    assert "\x1b[32m+y\x1b[0m" in as_diff.render("a", b"x\n", b"y\n", colour=True)
