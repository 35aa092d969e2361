"""What becomes of the report of a run: shown, compared with a baseline, written."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from swagsmith.cli import CLEAN, UNUSABLE
from swagsmith.commands.common import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from swagsmith.fuzz.baseline import Baseline
    from swagsmith.fuzz.report import Report

    Command = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the results of a run go, each None for nowhere.

    Attributes:
        report: folder of the reports.
        tests: folder of the test files.
        baseline: known findings, which are kept back.
        write_baseline: the file for all findings.
    """

    report: Path | None = None
    tests: Path | None = None
    baseline: Baseline | None = None
    write_baseline: Path | None = None


_OPTIONS: tuple[Callable[[Command], Command], ...] = (
    click.option(
        "--report",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Write fuzz.json, fuzz.jsonl, fuzz.junit.xml, fuzz.sarif and fuzz.html there.",
    ),
    click.option(
        "--write-tests",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Write a test file for each finding there; it fails until the finding is fixed.",
    ),
    click.option(
        "--baseline",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Keep back the findings that this file knows.",
    ),
    click.option(
        "--write-baseline",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write all findings into this file, for --baseline.",
    ),
)


def output_options(command: Command) -> Command:
    """Adds the options to a command, which receives them as `outputs`."""

    @wraps(command)
    def gather(**options: Any) -> None:
        outputs = Outputs(
            options.pop("report"),
            options.pop("write_tests"),
            _known(options.pop("baseline")),
            options.pop("write_baseline"),
        )
        command(outputs=outputs, **options)

    gathering: Command = gather
    for option in reversed(_OPTIONS):
        gathering = option(gathering)
    return gathering


def _known(path: Path | None) -> Baseline | None:
    from swagsmith.fuzz.baseline import BaselineError, read

    try:
        return None if path is None else read(path)
    except BaselineError as error:
        raise Refused(str(error)) from None


def prepare(outputs: Outputs) -> None:
    """Makes the folders before anything is sent, or exits with code 2."""
    for option, folder in (("--report", outputs.report), ("--write-tests", outputs.tests)):
        if folder is None:
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            _refuse(f"{option} {folder}: {error.strerror}")
        if not os.access(folder, os.W_OK):
            _refuse(f"{option} {folder}: not writable")


def _refuse(problem: str) -> NoReturn:
    click.echo(f"error: {problem}", err=True)
    sys.exit(UNUSABLE)


def show(report: Report, outputs: Outputs) -> int:
    """Shows a report, writes what is asked for, and gives the exit code."""
    from swagsmith.fuzz import as_text

    if outputs.write_baseline is not None and report.judged:
        _write_baseline(report, outputs.write_baseline)
        return CLEAN
    unused: tuple[str, ...] = ()
    if outputs.baseline is not None:
        left = outputs.baseline.unknown(report.findings)
        unused = outputs.baseline.unused(report.findings, report.coverage)
        report = replace(report, findings=left, known=len(report.findings) - len(left))
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    click.echo(as_text.render(report, colour=colour), nl=False, color=colour)
    for line in unused:
        click.echo(line, err=True)
    if outputs.report is not None:
        write_reports(report, outputs.report)
        click.echo(f"reports in {outputs.report}")
    if outputs.tests is not None:
        from swagsmith.fuzz.as_tests import write_tests

        count = write_tests(report, outputs.tests)
        click.echo(f"{count} test files in {outputs.tests}")
    return report.exit_code


def write_reports(report: Report, folder: Path) -> None:
    """Every kind of report, into a folder that exists."""
    from swagsmith.fuzz import as_html, as_json, as_junit, as_lines, as_sarif

    texts = {
        "fuzz.json": as_json.render(report) + "\n",
        "fuzz.jsonl": as_lines.render(report),
        "fuzz.sarif": as_sarif.render(report),
        "fuzz.html": as_html.render(report),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    (folder / "fuzz.junit.xml").write_bytes(as_junit.render(report))


def _write_baseline(report: Report, path: Path) -> None:
    from swagsmith.fuzz.baseline import render

    try:
        path.write_text(render(report.findings), encoding="utf-8", newline="\n")
    except OSError as error:
        raise Refused(f"{path} cannot be written: {(error.strerror or '').lower()}") from None
    click.echo(f"wrote {len(report.findings)} findings to {path}")
