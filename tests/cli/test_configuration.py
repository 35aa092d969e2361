"""`[tool.swagsmith.lint]` and `.swagsmith.toml`: what they can say, and what is said of their faults."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from swagsmith.check.configuration import _OPTIONS
from swagsmith.check.tomllines import line_of
from swagsmith.cli import group

SPEC = """\
swagger: "2.0"
info: {title: Widgets, version: "1", description: x}
paths:
  /internal/w:
    get: {responses: {"200": {description: x}}}
  /w:
    get: {responses: {"200": {description: x}}}
definitions: {Old: {type: object}, New: {type: object}}
"""

Run = Callable[..., Result]
Write = Callable[..., str]


def found(result: Result) -> dict[str, list[str]]:
    """The pointers of the findings by rule."""
    by_rule: dict[str, list[str]] = {}
    for finding in json.loads(result.stdout)["findings"]:
        by_rule.setdefault(finding["rule"], []).append(finding["pointer"])
    return by_rule


@pytest.fixture
def configured(run: Run, write: Write) -> Callable[..., Result]:
    """Runs lint beside a `.swagsmith.toml` with some options."""

    def do(options: str, *arguments: str) -> Result:
        write(f"[lint]\n{options}", ".swagsmith.toml")
        return run(write(SPEC), "--format", "json", *arguments)

    return do


def test_rules_are_chosen(configured: Callable[..., Result]) -> None:
    rules = found(configured('select = ["op-summary", "core"]\nignore = ["ref-unused"]')).keys()
    assert rules >= {"op-summary", "op-id-present"}
    assert not rules & {"op-description", "ref-unused"}


def test_a_profile_is_chosen(configured: Callable[..., Result]) -> None:
    assert "op-description" in found(configured(""))
    assert "op-description" not in found(configured('profile = "connector"'))


def test_the_name_of_a_file_tells_that_it_is_a_connector(run: Run, write: Write) -> None:
    named = write(SPEC, "apiDefinition.swagger.json"), write(SPEC, "my.swagger.json")

    def severity(name: str, *arguments: str) -> set[str]:
        result = run(name, "--format", "json", "--select", "op-summary", *arguments)
        return {one["severity"] for one in json.loads(result.stdout)["findings"]}

    assert [severity(name) for name in named] == [{"error"}, {"warning"}]
    assert severity(named[0], "--profile", "plain") == {"warning"}
    write("[lint]\nfail-on = 'error'", ".swagsmith.toml")
    assert severity(named[0]) == {"error"}
    write("[lint]\nprofile = 'plain'", ".swagsmith.toml")
    assert severity(named[0]) == {"warning"}


def test_fail_on(configured: Callable[..., Result]) -> None:
    chosen = ("--select", "op-summary")
    assert configured("", *chosen).exit_code == 1
    assert configured('fail-on = "error"', *chosen).exit_code == 0
    assert configured('fail-on = "error"', *chosen, "--fail-on", "warning").exit_code == 1


def test_the_command_line_wins(configured: Callable[..., Result]) -> None:
    options = 'profile = "connector"\nselect = ["core"]\nignore = ["op-id-present"]'
    both = {"ref-unused", "op-id-present"}
    assert found(configured(options)).keys() & both == {"ref-unused"}
    assert set(found(configured(options, "--select", "op-summary"))) == {"op-summary"}
    assert found(configured(options, "--ignore", "ref-unused")).keys() & both == {"op-id-present"}
    severities = {
        f["severity"]
        for f in json.loads(configured(options, "--select", "op-summary").stdout)["findings"]
    }
    assert severities == {"error"}
    plain = configured(options, "--select", "op-summary", "--profile", "plain")
    assert {f["severity"] for f in json.loads(plain.stdout)["findings"]} == {"warning"}


def test_a_severity_is_set_or_switched_off(configured: Callable[..., Result]) -> None:
    result = configured(
        'severity = {op-summary = "error", ref-unused = "off"}\nselect = ["op-summary", "ref-unused"]'
    )
    assert [f["severity"] for f in json.loads(result.stdout)["findings"]] == ["error", "error"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("spec.yaml", 0), ("*.yaml", 0), ("**/*.yaml", 0), ("sp?c.yaml", 0),
        ("spec", 2), ("*.json", 2), ("other/*.yaml", 2), ("spec.yam", 2), ("spec.yaml/**", 2), ("sp[e]c.yaml", 2),
    ],
)  # fmt: skip
def test_rules_are_off_in_some_files(
    configured: Callable[..., Result], pattern: str, left: int
) -> None:
    result = configured(f'per-file-ignores = {{"{pattern}" = ["style", "ref-unused"]}}')
    assert len(found(result).get("op-summary", ())) == left
    assert ("ref-unused" in found(result)) == bool(left)
    assert "op-id-present" in found(result)


def test_files_are_seen_from_the_folder_of_the_configuration(
    write: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(SPEC, "apis/old/spec.yaml")
    write(SPEC, "apis/new/spec.yaml")
    write(
        '[lint]\nselect = ["op-summary"]\nper-file-ignores = {"apis/old/**" = ["style"]}',
        ".swagsmith.toml",
    )
    monkeypatch.chdir("apis")
    result = run("old/spec.yaml", "new/spec.yaml", "--format", "json")
    assert {f["file"] for f in json.loads(result.stdout)["findings"]} == {"new/spec.yaml"}


@pytest.mark.parametrize(
    ("pattern", "rule", "left"),
    [
        ("/internal/**", "op-summary", ["/paths/~1w/get"]),
        ("/internal/*", "op-summary", ["/paths/~1w/get"]),
        ("/*", "op-summary", ["/paths/~1internal~1w/get"]),
        ("**", "op-summary", []),
        ("/intern", "op-summary", ["/paths/~1internal~1w/get", "/paths/~1w/get"]),
        ("#/paths/~1w", "op-summary", ["/paths/~1internal~1w/get"]),
        ("#/paths/*/get", "op-summary", []),
        ("#/paths/~1", "op-summary", ["/paths/~1internal~1w/get", "/paths/~1w/get"]),
        ("#/definitions/O*", "ref-unused", ["/definitions/New"]),
        ("/definitions/**", "ref-unused", ["/definitions/Old", "/definitions/New"]),
    ],
)
def test_rules_are_off_for_some_paths(
    configured: Callable[..., Result], pattern: str, rule: str, left: list[str]
) -> None:
    assert (
        found(configured(f'per-path-ignores = {{"{pattern}" = ["{rule}"]}}')).get(rule, []) == left
    )


def test_the_nearest_file_counts(
    write: Write, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write('[tool.swagsmith.lint]\nselect = ["op-summary"]', "pyproject.toml")
    write('[lint]\nselect = ["op-description"]', "a/.swagsmith.toml")
    write("[tool.other]\nswagsmith = 1", "a/b/pyproject.toml")  # says nothing about us
    write(
        '[tool.swagsmith.lint]\nselect = ["core"]', "a/pyproject.toml"
    )  # the other one comes first
    write(SPEC, "a/b/spec.yaml")
    write(SPEC, "spec.yaml")
    assert set(found(run("a/b/spec.yaml", "--format", "json"))) == {"op-description"}
    assert set(found(run("spec.yaml", "--format", "json"))) == {"op-summary"}
    both = run("spec.yaml", "a/b/spec.yaml", "--format", "json")
    assert set(found(both)) == {"op-summary", "op-description"}
    assert set(found(run("-", "--format", "json", text=SPEC))) == {"op-summary"}
    assert set(found(run("spec.yaml", "--config", "a/.swagsmith.toml", "--format", "json"))) == {
        "op-description"
    }


def test_a_document_elsewhere_takes_the_file_of_this_folder(
    write: Write, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "spec.yaml"
    other.write_text(SPEC)
    write('[lint]\nselect = ["op-summary"]', ".swagsmith.toml")
    assert set(found(run(str(other), "--format", "json"))) == {"op-summary"}


FAULTS = [
    ("[lnt]\n", 1, "there is no table 'lnt'; the options of lint stand in the table [lint]"),
    ('profile = "connector"\n', 1, "there is no table 'profile'; the options of lint stand in the table [lint]"),
    ("[lint]\n\nselct = []\n", 3, "there is no option 'selct'; did you mean `select`?"),
    ("[lint]\nfail_on = 'error'\n", 2, "there is no option 'fail_on'; did you mean `fail-on`?"),
    ("[lint]\nselect = [\n  'core',\n  'op-sumary',\n]\n", 4, "there is no rule called 'op-sumary'; did you mean `op-summary`?"),
    ("[lint]\nignore = ['styl']\n", 2, "there is no rule called 'styl'; did you mean `style`?"),
    ("[lint]\nselect = 'core'\n", 2, "`select` is a list of texts, not a text"),
    ("[lint]\nselect = [1]\n", 2, "`select` is a list of texts; 1 is none"),
    ("[lint]\nprofile = 'conector'\n", 2, '`profile` is plain, connector or certified, not "conector"; did you mean `connector`?'),
    ("[lint]\nprofile = 2026-01-01\n", 2, "`profile` is a text, not a date"),
    ("[lint]\nfail-on = 'info'\n", 2, '`fail-on` is error or warning, not "info"'),
    ("[lint]\nbaseline = true\n", 2, "`baseline` is a text, not a boolean"),
    ("[lint]\n[lint.severity]\nop-summary = 'eror'\n", 3, '`op-summary` is error, warning, info or off, not "eror"; did you mean `error`?'),
    ("[lint]\nseverity.op-sumary = 'error'\n", 2, "there is no rule called 'op-sumary'; did you mean `op-summary`?"),
    ("[lint]\nseverity = {style = 'info'}\n", 2, "'style' is a pack; a severity is set for one rule"),
    ("[lint]\nseverity = ['x']\n", 2, "`severity` is a table, not an array"),
    ("[lint]\n[lint.per-file-ignores]\n'a/*' = ['op-sumary']\n", 3, "there is no rule called 'op-sumary'; did you mean `op-summary`?"),
    ("[lint.per-path-ignores]\n'internal' = ['style']\n", 2, "'internal' is no API path and no pointer; they begin with / or #/"),
    ("lint = 1\n", 1, "`lint` is a table, not an integer"),
    ("[lint]\nselect = [\n", 2, "not TOML: "),
    ("[lint]\nselect == 1\n", 2, "not TOML: invalid value"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "message"), FAULTS)
def test_a_fault_is_one_line_with_its_place(
    run: Run, write: Write, text: str, line: int, message: str
) -> None:
    result = run(write(SPEC), "--config", write(text, ".swagsmith.toml"))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"Error: .swagsmith.toml:{line}: {message}")
    assert result.stderr.count("\n") == 1


def test_a_fault_of_pyproject_is_told_too(run: Run, write: Write) -> None:
    write('[project]\nname = "x"\n\n[tool.swagsmith.lint]\nslect = ["core"]\n', "pyproject.toml")
    result = run(write(SPEC))
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr
        == "Error: pyproject.toml:5: there is no option 'slect'; did you mean `select`?\n"
    )
    write("[tool.swagsmith.lnt]\n", "pyproject.toml")
    assert "pyproject.toml:1: there is no table 'lnt'; the options" in run("spec.yaml").stderr
    write("[tool]\nswagsmith = 1\n", "pyproject.toml")
    assert "pyproject.toml:2: `swagsmith` is a table, not an integer" in run("spec.yaml").stderr


@pytest.mark.parametrize(
    "text",
    ["", "[project]\nname = 'x'\n", "[tool.other]\na = 1\n", "[[[\n", "[tool]\nx = 'swagsmith'\n"],
)
def test_a_pyproject_of_others_is_left_alone(run: Run, write: Write, text: str) -> None:
    write(text, "pyproject.toml")
    assert run(write(SPEC), "--select", "path-slash").exit_code == 0


def test_a_configuration_that_cannot_be_read_is_told(run: Run, write: Write) -> None:
    write(SPEC)
    result = run("spec.yaml", "--config", "none.toml")
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: none.toml cannot be read: no such file or directory\n",
    )
    result = run("spec.yaml", "--config", write(b"\xff", "x.toml"))
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: x.toml cannot be read: it is not UTF-8\n",
    )


def test_an_unknown_rule_on_the_command_line_is_one_line(run: Run, write: Write) -> None:
    result = run(write(SPEC), "--ignore", "op-sumary")
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: there is no rule called 'op-sumary'; did you mean `op-summary`?\n",
    )


def test_help_names_every_option_of_the_file() -> None:
    text = CliRunner().invoke(group, ["lint", "--help"]).stdout
    for option in _OPTIONS:
        assert re.search(rf"^ +{option} = ", text, re.MULTILINE), option


@pytest.mark.parametrize(
    ("text", "keys", "element", "line"),
    [
        ("a = 1\n[b.c]\nd = 2\n", ("b", "c", "d"), None, 3),
        ("a = 1\n[b.'c.d']\n", ("b", "c.d"), None, 2),
        ("a.'b' . \"c\" = 1\n", ("a", "b", "c"), None, 1),
        ("\na = {\n  b = 1 }\n", ("a", "b"), None, 3),
        ("\n[a] # b\n", ("a", "x"), None, 2),
        ("a = [\n 'x',\n 'y']\n", ("a",), "y", 3),
        ("", ("a",), None, 1),
    ],
)
def test_lines_of_keys(text: str, keys: tuple[str, ...], element: str | None, line: int) -> None:
    assert line_of(text, keys, element) == line
