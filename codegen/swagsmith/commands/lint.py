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

from swagsmith.check import Profile, SettingsError, session
from swagsmith.check.configuration import FAIL_ON
from swagsmith.cli import BUG, CLEAN, FINDINGS, UNUSABLE
from swagsmith.commands.common import Refused
from swagsmith.diagnostics import Severity
from swagsmith.diagnostics.report import Report, arranged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swagsmith.check.session import Checked

_FORMATS = ("text", "json", "github", "sarif", "junit")


@click.command()
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@click.option("--select", multiple=True, metavar="IDS", help="Run only these rules or packs.")
@click.option("--ignore", multiple=True, metavar="IDS", help="Leave out these rules or packs.")
@click.option(
    "--profile",
    type=click.Choice([profile.value for profile in Profile]),
    help="Whom the document is for; decides which packs of rules run.  [default: plain]",
)
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in FAIL_ON]),
    help="The least severity that makes the exit code 1.  [default: warning]",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read the configuration from this file, not from the nearest one.",
)
def lint(
    specs: tuple[str, ...],
    *,
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    profile: str | None,
    fail_on: str | None,
    config: Path | None,
) -> None:
    """Check Swagger 2.0 documents: that they are valid, and that they are good.

    SPEC is a JSON or YAML file, or - for standard input. IDS are names of rules (op-summary) or
    of packs (style), separated by commas.

    \b
    Options are also read from the nearest .swagsmith.toml ([lint]) or pyproject.toml
    ([tool.swagsmith.lint]) above the document, or else above the current folder; the
    command line wins:
      profile = "connector"
      select = ["core", "security"]
      ignore = ["op-tags"]
      fail-on = "error"
      baseline = "lint-baseline.json"
      severity = {op-summary = "info", op-tags = "warning", info-contact = "off"}
      per-file-ignores = {"legacy/**" = ["style"]}
      per-path-ignores = {"/internal/**" = ["op-summary"], "#/definitions/Old*" = ["core"]}
    """
    # One short run: collecting garbage would find next to none and take a fifth of the time.
    gc.disable()
    request = session.Request(
        config,
        Profile(profile) if profile else None,
        _split(select),
        _split(ignore),
        Severity(fail_on) if fail_on else None,
    )
    try:
        checked = list(session.check(specs, request))
    except SettingsError as error:
        raise Refused(str(error)) from None
    _write(_report(checked), form)
    sys.exit(max(map(_code, checked)))


def _split(options: tuple[str, ...]) -> tuple[str, ...]:
    names = (name.strip() for option in options for name in option.split(","))
    return tuple(name for name in names if name)


def _code(checked: Checked) -> int:
    if checked.broken:
        return BUG
    if checked.document is None:
        return UNUSABLE
    return FINDINGS if checked.fails else CLEAN


def _report(checked: Sequence[Checked]) -> Report:
    lines = {name: text for one in checked for name, text in one.lines.items()}
    found = [diagnostic for one in checked for diagnostic in one.diagnostics]
    return Report(arranged(found), lines, tuple(one.name for one in checked))


def _write(report: Report, form: str) -> None:
    if form == "text":
        from swagsmith.diagnostics import as_text

        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        click.echo(as_text.render(report, colour=colour), nl=False, color=colour)
        return
    if form != "json":
        from swagsmith.source.reference import project_folder

        report = replace(report, root=project_folder(Path.cwd() / "_"))
    if form == "sarif":
        from swagsmith.check.explain import rule_texts

        report = replace(report, rules=rule_texts())
    renderer = import_module(f"swagsmith.diagnostics.as_{form}")
    click.echo(renderer.render(report), nl=False)
