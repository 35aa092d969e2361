"""`swagsmith lint`."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swagsmith.check import SettingsError, session
from swagsmith.check.run import INTERNAL
from swagsmith.cli import BUG, CLEAN, FINDINGS, UNUSABLE
from swagsmith.commands.common import Refused, warn
from swagsmith.commands.lint_fix import mend
from swagsmith.commands.lint_options import request_options
from swagsmith.diagnostics.report import Report, arranged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swagsmith.check.session import Checked, Request

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
@click.option("--fix", is_flag=True, help="Mend what can be mended safely: show the change, ask.")
@click.option("--yes", is_flag=True, help="With --fix: do not ask.")
@click.option("--dry-run", is_flag=True, help="With --fix: show the change, do nothing else.")
@request_options
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write all findings into this file, for --baseline.",
)
def lint(
    specs: tuple[str, ...],
    *,
    form: str,
    request: Request,
    write_baseline: Path | None,
    fix: bool,
    yes: bool,
    dry_run: bool,
) -> None:
    """Check Swagger 2.0 documents: that they are valid, and that they are good.

    SPEC is a JSON or YAML file, or - for standard input. IDS are names of rules (op-summary) or
    of packs (style), separated by commas.

    With --fix, the change is shown as a diff and made when you say so; where nobody can be
    asked, --yes makes it. The findings that are left are reported.

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
    if (yes or dry_run) and not fix:
        raise click.UsageError("--yes and --dry-run go with --fix")
    try:
        if fix:
            mend(specs, request, yes=yes, dry_run=dry_run)
        checked = list(session.check(specs, request))
        if write_baseline is not None and all(one.document is not None for one in checked):
            _write_baseline(checked, write_baseline)
            sys.exit(max((BUG for one in checked if one.broken), default=CLEAN))
        left, unused = session.without_known(checked)
    except SettingsError as error:
        raise Refused(str(error)) from None
    _write(_report(left), form)
    warn(unused)
    sys.exit(max(map(_code, left)))


def _code(checked: Checked) -> int:
    if checked.broken:
        return BUG
    if checked.document is None:
        return UNUSABLE
    return FINDINGS if checked.fails else CLEAN


def _report(checked: Sequence[Checked]) -> Report:
    lines = {name: text for one in checked for name, text in one.lines.items()}
    found = [diagnostic for one in checked for diagnostic in one.diagnostics]
    known = sum(one.known for one in checked)
    return Report(arranged(found), lines, tuple(one.name for one in checked), known)


def _write_baseline(checked: Sequence[Checked], path: Path) -> None:
    from swagsmith.check.baseline import render

    found = [[one for one in document.diagnostics if one.rule != INTERNAL] for document in checked]
    text = render(found, path.parent)
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Refused(f"{path} cannot be written: {(error.strerror or '').lower()}") from None
    click.echo(f"wrote {sum(map(len, found))} findings to {path}")


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
