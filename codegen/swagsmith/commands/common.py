"""What commands that read a document share: the document or a message, never a traceback."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from swagsmith.cli import FINDINGS, UNUSABLE
from swagsmith.diagnostics import DocumentError
from swagsmith.diagnostics.as_text import render
from swagsmith.diagnostics.report import Report, arranged
from swagsmith.diagnostics.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from swagsmith.diagnostics import Diagnostic, LineSource
    from swagsmith.lower import Lowered
    from swagsmith.source import Document


class Refused(click.ClickException):
    """Input that cannot be used: one line on standard error, exit code 2."""

    exit_code = UNUSABLE

    def format_message(self) -> str:
        """The message; what it quotes of a file must not drive the terminal."""
        return visible(self.message)


def load_or_exit(spec: str) -> Document:
    """The document, or its problem on standard error and exit code 2."""
    from swagsmith.source import load

    try:
        return load(spec)
    except DocumentError as error:
        _refuse(error, error.lines, UNUSABLE)


def lower_or_exit(document: Document, package: str | None = None) -> Lowered:
    """The lowered document, or every reason why it cannot be and exit code 1.

    What there is to say about a document that can be used goes to standard error, a line each.
    """
    from swagsmith.lower import lower

    try:
        lowered = lower(document, package)
    except DocumentError as error:
        _refuse(error, document.lines, FINDINGS)
    warn([*document.findings, *lowered.findings])
    return lowered


def warn(findings: Iterable[Diagnostic]) -> None:
    """Findings on standard error, a line each."""
    for finding in arranged(findings):
        click.echo(
            visible(f"{finding.span}: {finding.severity}: {finding.message} [{finding.rule}]"),
            err=True,
        )


def _refuse(error: DocumentError, lines: Mapping[str, LineSource], code: int) -> NoReturn:
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    report = Report(arranged(error.diagnostics), lines)
    click.echo(render(report, colour=colour), nl=False, err=True, color=colour)
    sys.exit(code)
