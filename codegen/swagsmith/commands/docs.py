"""`swagsmith docs`: the reference pages alone."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from swagsmith.cli import UNUSABLE


@click.command()
@click.argument("spec", metavar="SPEC")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder of the pages."
)
@click.option(
    "--package", metavar="NAME", help="Import name of the client; by default made from info.title."
)
def docs(spec: str, output: Path, package: str | None) -> None:
    """Write the reference of SPEC as Markdown and as one self-contained HTML page.

    \b
    swagsmith docs spec/twilio.yaml -o site
    """
    from swagsmith.commands.common import load_or_exit, lower_or_exit
    from swagsmith.emit.reference import reference
    from swagsmith.emit.write import OutputError, with_manifest, write

    document = load_or_exit(spec)
    lowered = lower_or_exit(document, package)
    try:
        write(with_manifest(reference(lowered.api), {}), output)
    except OutputError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(UNUSABLE)
    click.echo(f"wrote {output / 'index.html'} and {output / 'index.md'}")
