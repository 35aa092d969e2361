"""`swagsmith lint`."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swagsmith import check
from swagsmith.check import Profile, Settings, SettingsError
from swagsmith.cli import BUG, CLEAN, FINDINGS, UNUSABLE
from swagsmith.diagnostics import DocumentError, LineSource, Severity
from swagsmith.diagnostics.report import Report, arranged
from swagsmith.source import load
from swagsmith.source.reference import project_folder

if TYPE_CHECKING:
    from swagsmith.check import Result
    from swagsmith.diagnostics import Diagnostic


@click.command()
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@click.option("--select", multiple=True, metavar="IDS", help="Run only these rules or packs.")
@click.option("--ignore", multiple=True, metavar="IDS", help="Leave out these rules or packs.")
@click.option(
    "--profile",
    type=click.Choice([profile.value for profile in Profile]),
    default=Profile.PLAIN.value,
    show_default=True,
    help="Whom the document is for; decides which packs of rules run.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="warning",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
def lint(
    specs: tuple[str, ...],
    *,
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    profile: str,
    fail_on: str,
) -> None:
    """Check Swagger 2.0 documents: that they are valid, and that they are good.

    SPEC is a JSON or YAML file, or - for standard input. IDS are names of rules (op-summary) or
    of packs (style), separated by commas.
    """
    # One short run: collecting garbage would find next to none and take a fifth of the time.
    gc.disable()
    settings = Settings(Profile(profile), _split(select), _split(ignore))
    found: list[Diagnostic] = []
    lines: dict[str, LineSource] = {}
    code = CLEAN
    for spec in specs:
        try:
            document = load(spec)
        except DocumentError as error:
            found += error.diagnostics
            lines |= error.lines
            code = max(code, UNUSABLE)
            continue
        try:
            result = check.lint(document, settings)
        except SettingsError as error:
            raise click.UsageError(str(error)) from None
        found += result.diagnostics
        lines |= document.lines
        code = max(code, _code(result, fail_on))
    _write(Report(arranged(found), lines, specs), form)
    sys.exit(code)


def _split(options: tuple[str, ...]) -> tuple[str, ...]:
    names = (name.strip() for option in options for name in option.split(","))
    return tuple(name for name in names if name)


def _code(result: Result, fail_on: str) -> int:
    if result.broken:
        return BUG
    failing = {Severity.ERROR} if fail_on == "error" else {Severity.ERROR, Severity.WARNING}
    return FINDINGS if any(f.severity in failing for f in result.diagnostics) else CLEAN


def _write(report: Report, form: str) -> None:
    if form == "text":
        from swagsmith.diagnostics import as_text

        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        click.echo(as_text.render(report, colour=colour), nl=False, color=colour)
        return
    if form != "json":
        report = replace(report, root=project_folder(Path.cwd() / "_"))
    if form == "sarif":
        from swagsmith.check.explain import rule_texts

        report = replace(report, rules=rule_texts())
    renderer = import_module(f"swagsmith.diagnostics.as_{form}")
    click.echo(renderer.render(report), nl=False)
