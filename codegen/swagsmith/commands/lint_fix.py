"""`swagsmith lint --fix`: shows what would change, asks, writes."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from swagsmith.cli import CLEAN, FINDINGS
from swagsmith.commands.common import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swagsmith.check.fixing import Mended
    from swagsmith.check.session import Request


def mend(specs: Sequence[str], request: Request, *, yes: bool, dry_run: bool) -> None:
    """Mends documents on disk.

    The diff goes to standard error, so that standard output holds the report alone. A dry run
    writes it to standard output and exits, with 1 when there is something to mend.
    """
    from swagsmith.check.fixing import mend as mended_by

    if "-" in specs:
        raise Refused("--fix changes files; standard input is none")
    if not (yes or dry_run or _can_ask()):
        raise Refused("--fix cannot ask here; add --yes to make the changes, --dry-run to see them")
    mended = mended_by(specs, request)
    _show(mended, to_stderr=not dry_run)
    if dry_run:
        sys.exit(FINDINGS if mended.files else CLEAN)
    if not mended.files:
        return
    files = f"{len(mended.files)} file{'' if len(mended.files) == 1 else 's'}"
    question = f"Make {mended.count} fix{'' if mended.count == 1 else 'es'} in {files}?"
    if yes or click.confirm(question, err=True):
        _write(mended)
        click.echo(f"made {question[5:-1]}", err=True)


def _can_ask() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _show(mended: Mended, *, to_stderr: bool) -> None:
    from swagsmith.diagnostics import as_diff

    stream = sys.stderr if to_stderr else sys.stdout
    colour = stream.isatty() and "NO_COLOR" not in os.environ
    for file in mended.files.values():
        diff = as_diff.render(file.name, file.old, file.new, colour=colour)
        click.echo(diff, nl=False, err=to_stderr, color=colour)


def _write(mended: Mended) -> None:
    for path, file in mended.files.items():
        try:
            if path.read_bytes() != file.old:
                raise Refused(f"{file.name} has changed meanwhile; nothing more was written")
            path.write_bytes(file.new)
        except OSError as error:
            reason = (error.strerror or "").lower()
            raise Refused(f"{file.name} cannot be written: {reason}") from None
