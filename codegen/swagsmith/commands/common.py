"""What commands that read a document share: the document or a message, never a traceback."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from swagsmith.cli import FINDINGS, UNUSABLE
from swagsmith.diagnostics import DocumentError, Severity
from swagsmith.diagnostics.as_text import render
from swagsmith.diagnostics.report import Report, arranged
from swagsmith.diagnostics.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from swagsmith.diagnostics import Diagnostic, LineSource
    from swagsmith.lower import Lowered
    from swagsmith.source import Document


#: breaches of the specification that are shown where the client is the point
_SHOWN = 20


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
        refuse(error)


def lower_or_exit(
    document: Document, package: str | None = None, *, keep_going: bool | None = None
) -> Lowered:
    """The lowered document, or every reason why it cannot be and exit code 1.

    What there is to say about a document that can be used goes to standard error, a line each: what the lowering
    found, and where the document breaks the specification. `keep_going` is None where a command has no such option.
    """
    from swagsmith.lower import lower

    try:
        lowered = lower(document, package, keep_going=bool(keep_going))
    except DocumentError as error:
        if keep_going is False:
            click.echo("nothing is written; --keep-going writes the rest\n", err=True)
        _refuse(error, document.lines, FINDINGS)
    warn(lowered.findings)
    said = {(found.span.file, found.pointer) for found in lowered.findings}
    warn_shortly(
        [
            found
            for found in breaches(document)
            # the lowering speaks of a schema or parameter where the rules speak of a key in it
            if not {(found.span.file, found.pointer), (found.span.file, _parent(found.pointer))}
            & said
        ]
    )
    return lowered


def _parent(pointer: str) -> str:
    return pointer.rpartition("/")[0]


def breaches(document: Document) -> list[Diagnostic]:
    """Where a document breaks the specification, which the client can live with: errors of the core rules."""
    from dataclasses import replace

    from swagsmith.check import Settings, lint

    found = lint(document, Settings(select=("core",))).diagnostics
    return [
        replace(item, severity=Severity.WARNING)
        for item in found
        if item.severity is Severity.ERROR
    ]


def warn_shortly(findings: Sequence[Diagnostic]) -> None:
    """The first findings, and how many more there are."""
    warn(findings[:_SHOWN])
    more = len(findings) - _SHOWN
    if more > 0:
        click.echo(f"… and {more} more; `swagsmith lint --select core` shows all", err=True)


def warn(findings: Iterable[Diagnostic]) -> None:
    """Findings on standard error, a line each."""
    for finding in arranged(findings):
        click.echo(
            visible(f"{finding.span}: {finding.severity}: {finding.message} [{finding.rule}]"),
            err=True,
        )


def refuse(error: DocumentError) -> NoReturn:
    """Says why a file cannot be read and exits with code 2."""
    _refuse(error, error.lines, UNUSABLE)


def _refuse(error: DocumentError, lines: Mapping[str, LineSource], code: int) -> NoReturn:
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    report = Report(arranged(error.diagnostics), lines)
    click.echo(render(report, colour=colour), nl=False, err=True, color=colour)
    sys.exit(code)
