"""The frame of the command line: help at once, errors without tracebacks."""

from __future__ import annotations

import subprocess
import sys
from typing import NoReturn

import click
import pytest
from click.testing import CliRunner

from swagsmith import cli

#: What only some command needs, or none but generation.
HEAVY = (
    "datamodel_code_generator", "jinja2", "jsonschema", "jsonschema_rs", "openapi_spec_validator",
    "pydantic", "ruamel", "yaml", "swagsmith.check", "swagsmith.lower", "swagsmith.emit",
)  # fmt: skip


def modules_after(code: str, *arguments: str) -> set[str]:
    """The modules loaded by a run of the command line in a process of its own."""
    script = (
        f"import sys; sys.argv = ['swagsmith', *{arguments!r}]\n"
        f"try:\n    {code}\nexcept SystemExit: pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def heavy(modules: set[str], *allowed: str) -> list[str]:
    return [
        name
        for name in HEAVY
        if name not in allowed and any(m == name or m.startswith(f"{name}.") for m in modules)
    ]


def test_help_imports_nothing_heavy() -> None:
    modules = modules_after("from swagsmith.cli import main; main()", "--help")
    assert "swagsmith.cli" in modules
    assert heavy(modules) == []


def test_lint_imports_no_generator_and_no_validator(tmp_path: object) -> None:
    spec = f"{tmp_path}/spec.json"
    with open(spec, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write('{"swagger": "2.0", "info": {"title": "x", "version": "1"}, "paths": {}}')
    modules = modules_after("from swagsmith.cli import main; main()", "lint", spec)
    # A JSON document needs no YAML either.
    assert heavy(modules, "jsonschema_rs", "swagsmith.check") == []


def test_help_lists_every_command() -> None:
    result = CliRunner().invoke(cli.group, ["--help"])
    assert result.exit_code == 0
    for name, text in cli.COMMANDS.items():
        assert name in result.stdout
        assert text in result.stdout
    assert "Exit codes: 0 clean, 1 findings" in result.stdout


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_can_be_asked_for_help(name: str) -> None:
    result = CliRunner().invoke(cli.group, [name, "--help"])
    assert result.exit_code == 0
    assert f" {name} [OPTIONS]" in result.stdout


def test_version() -> None:
    result = CliRunner().invoke(cli.group, ["--version"])
    assert result.exit_code == 0
    assert result.stdout.startswith("swagsmith ")


def test_an_unknown_command_ends_2() -> None:
    result = CliRunner().invoke(cli.group, ["lnt"])
    assert result.exit_code == 2
    assert "No such command 'lnt'" in result.stderr


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command with a bug."""

    @click.command()
    def command() -> NoReturn:
        raise LookupError("secret")

    monkeypatch.setattr(cli.LazyGroup, "get_command", lambda *_: command)


@pytest.mark.usefixtures("failing")
def test_a_bug_ends_3_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["lint"])
    assert caught.value.code == 3
    shown = capsys.readouterr().err
    assert shown.startswith("swagsmith: internal error: LookupError. Please report it")
    assert "Traceback" not in shown
    assert "secret" not in shown


@pytest.mark.usefixtures("failing")
def test_the_traceback_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWAGSMITH_DEBUG", "1")
    with pytest.raises(LookupError):
        cli.main(["lint"])


def test_a_reader_that_goes_away_is_no_bug(tmp_path: object) -> None:
    script = "from swagsmith.cli import main; main(['--help'])"
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate(timeout=60)
    assert b"Traceback" not in errors
    assert b"internal error" not in errors
    assert tmp_path
