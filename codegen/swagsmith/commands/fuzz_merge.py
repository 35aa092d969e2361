"""`swagsmith fuzz merge`: the reports of the parts of a run as one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from swagsmith.commands.common import Refused
from swagsmith.commands.fuzz_output import Outputs, prepare, show


@click.command()
@click.argument(
    "reports", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="REPORT..."
)
@click.option(
    "--report",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the reports of the whole there.",
)
def merge(reports: tuple[Path, ...], folder: Path | None) -> None:
    """Join the reports of the parts of a run.

    REPORT is a folder that `--report` has written, or the fuzz.json in it. The exit code is that of
    the whole.
    """
    from swagsmith.fuzz.merge import MergeError, merged

    outputs = Outputs(report=folder)
    prepare(outputs)
    try:
        report = merged(reports)
    except MergeError as error:
        raise Refused(str(error)) from None
    sys.exit(show(report, outputs))
