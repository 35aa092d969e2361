"""What commands that read a document share: the document or a message, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from swagsmith.diagnostics import Diagnostic, DocumentError

if TYPE_CHECKING:
    from swagsmith.lower import Lowered
    from swagsmith.source import Document


def load_or_exit(spec: str) -> Document:
    """The document, or its problem on standard error and exit code 2."""
    from swagsmith.source import load  # noqa: PLC0415

    try:
        return load(spec)
    except DocumentError as error:
        show(None, error.diagnostics)
        sys.exit(2)


def lower_or_exit(document: Document, package: str | None = None) -> Lowered:
    """The lowered document, or every reason why it cannot be and exit code 1."""
    from swagsmith.lower import lower  # noqa: PLC0415

    try:
        return lower(document, package)
    except DocumentError as error:
        show(document, error.diagnostics)
        sys.exit(1)


def show(document: Document | None, findings: Iterable[Diagnostic]) -> None:
    """Findings on standard error, one line each with its place."""
    del document
    for finding in findings:
        click.echo(
            f"{finding.span}: {finding.severity}: {finding.message} [{finding.rule}]", err=True
        )
        if finding.help:
            click.echo(f"  help: {finding.help}", err=True)
