"""What is offered for CI: hooks, an action, lines to copy. All that they name exists."""

from __future__ import annotations

import json
import os
import re
import shlex
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from swagsmith.cli import COMMANDS, group

ROOT = Path(__file__).parents[2]
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
ACTION: dict[str, Any] = yaml.safe_load(
    (ROOT / ".github/actions/swagsmith-lint/action.yml").read_text()
)
PAGES = ("docs/lint-in-ci.md", "docs/lint.md", "README.md")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: A command line in prose or in a script; it ends with the line, a comment, a redirection.
CALL = re.compile(rf"(?:^|[\s`/])swagsmith ((?:{'|'.join(COMMANDS)})\b[^`#>|\n;&]*)")


def blocks(page: str, *languages: str) -> list[str]:
    return [
        text for language, text in BLOCK.findall((ROOT / page).read_text()) if language in languages
    ]


def calls() -> list[tuple[str, str]]:
    texts = [(page, (ROOT / page).read_text()) for page in PAGES]
    texts += [(".pre-commit-hooks.yaml", hook["entry"]) for hook in HOOKS]
    texts += [("action.yml", step["run"]) for step in ACTION["runs"]["steps"]]
    return [(where, found.strip()) for where, text in texts for found in CALL.findall(text)]


def command(name: str) -> click.Command:
    found = group.get_command(click.Context(group), name)
    assert found is not None, f"there is no `swagsmith {name}`"
    return found


@pytest.mark.parametrize(("where", "line"), calls())
def test_named_commands_and_their_options_exist(where: str, line: str) -> None:
    name, *arguments = shlex.split(line, comments=True)
    known = {option for parameter in command(name).params for option in parameter.opts}
    for argument in arguments:
        if argument.startswith("-") and argument != "-":
            assert argument.partition("=")[0] in known, f"{where}: {line}"


def test_every_page_has_calls() -> None:
    assert {where for where, _ in calls()} >= {*PAGES, ".pre-commit-hooks.yaml"}
    assert len(calls()) > 20


def test_hooks_are_complete() -> None:
    assert [hook["id"] for hook in HOOKS] == [
        "swagsmith-lint",
        "swagsmith-generate-check",
        "swagsmith-diff",
    ]
    for hook in HOOKS:
        assert {"name", "description", "entry", "files"} <= hook.keys()
        assert hook["language"] == "python"
        assert re.compile(hook["files"])
    assert re.search(HOOKS[0]["files"], "apis/Swagger.v2.yaml")
    assert re.search(HOOKS[0]["files"], "connector/apiDefinition.swagger.json")
    assert not re.search(HOOKS[0]["files"], "package.json")


def test_the_page_uses_the_hooks_and_their_arguments_parse() -> None:
    (config,) = (yaml.safe_load(text) for text in blocks(PAGES[0], "yaml") if "repos:" in text)
    used = {hook["id"]: hook for hook in config["repos"][0]["hooks"]}
    entries = {hook["id"]: hook["entry"] for hook in HOOKS}
    assert used.keys() == entries.keys()
    for name, hook in used.items():
        words = [*shlex.split(entries[name])[1:], *hook.get("args", ["spec.yaml"])]
        if words[0] in COMMANDS:
            command(words[0]).make_context(words[0], words[1:])


def test_every_piece_of_yaml_to_copy_is_yaml() -> None:
    found = [yaml.safe_load(text) for page in PAGES for text in blocks(page, "yaml")]
    assert len(found) >= 6
    workflows = [data for data in found if "jobs" in data]
    uses = [step for data in workflows for job in data["jobs"].values() for step in job["steps"]]
    ours = [step for step in uses if "swagsmith" in step["uses"]]
    assert len(ours) == 2
    for step in ours:
        path = step["uses"].partition("@")[0].split("/", 2)[2]
        assert (ROOT / path / "action.yml").is_file()
        assert step["with"].keys() <= ACTION["inputs"].keys()
        assert "specs" in step["with"]


def test_the_configuration_to_copy_is_accepted(tmp_path: Path) -> None:
    from swagsmith.check import configuration

    for text in blocks("docs/lint.md", "toml"):
        path = tmp_path / "pyproject.toml"
        path.write_text(text.replace('"op-tags"', '"op-summary"'))
        found = configuration.read(path)
        assert found.settings.profile == "connector"
        assert len(found.settings.exemptions) == 4


@pytest.fixture
def action(tmp_path: Path) -> Any:
    """Runs the second step of the action as a runner would, with this swagsmith."""
    program = tmp_path / "swagsmith/bin/swagsmith"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!{sys.executable}\nfrom swagsmith.cli import main\nmain()\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    (step,) = (step for step in ACTION["runs"]["steps"] if step["name"] == "Lint")

    def do(**inputs: str) -> subprocess.CompletedProcess[str]:
        defaults = {name: given.get("default", "") for name, given in ACTION["inputs"].items()}
        values = {**defaults, **inputs}
        variables = {
            name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: values[found[1]], text)
            for name, text in step["env"].items()
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=tmp_path, capture_output=True, text=True, check=False,
            env={**os.environ, **variables, "RUNNER_TEMP": str(tmp_path)},
        )  # fmt: skip

    return do


def test_the_action_annotates_and_writes_sarif(action: Any, tmp_path: Path) -> None:
    head = 'swagger: "2.0"\ninfo: {title: a, version: "1", description: x}\n'
    for name, paths in (("a", "{}"), ("b", "{w: {}}"), ("c", "{v: {}}")):
        (tmp_path / f"{name}.yaml").write_text(f"{head}paths: {paths}\n")
    done = action(specs="*.yaml", args="--select path-slash", sarif="out.sarif")
    assert done.returncode == 1, done.stderr
    assert [line.partition(",")[0] for line in done.stdout.splitlines()] == [
        "::error file=b.yaml",
        "::error file=c.yaml",
    ]
    (run,) = json.loads((tmp_path / "out.sarif").read_text())["runs"]
    assert len(run["results"]) == 2
    assert action(specs="a.yaml", args="--select path-slash").returncode == 0
    assert action(specs="none.yaml").returncode == 2
    assert action(specs="a.yaml; touch pwned").returncode == 2
    assert not (tmp_path / "pwned").exists()


def test_the_action_installs_its_own_repository() -> None:
    install = ACTION["runs"]["steps"][0]["run"]
    (relative,) = re.findall(r"\$GITHUB_ACTION_PATH((?:/\.\.)+)", install)
    folder = ROOT / ".github/actions/swagsmith-lint"
    assert Path(os.path.normpath(f"{folder}{relative}")) == ROOT
