"""`swagsmith generate`: a document to an installable client."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swagsmith.cli import FINDINGS, UNUSABLE
from swagsmith.diagnostics import Severity
from swagsmith.diagnostics.visible import visible

if TYPE_CHECKING:
    from swagsmith.emit.write import Drift
    from swagsmith.lower import Lowered
    from swagsmith.source import Document


@click.command()
@click.argument("spec", metavar="SPEC")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder of the distribution.",
)
@click.option(
    "--package", metavar="NAME", help="Import name of the client; by default made from info.title."
)
@click.option(
    "--check", is_flag=True, help="Compare the folder with what would be written; write nothing."
)
@click.option("--dry-run", is_flag=True, help="List what would be written; write nothing.")
@click.option(
    "--keep-going",
    is_flag=True,
    help="Leave out what cannot be emitted faithfully, list it, and exit with 1.",
)
def generate(
    spec: str,
    output: Path,
    package: str | None,
    *,
    check: bool,
    dry_run: bool,
    keep_going: bool,
) -> None:
    """Write a typed Python client for SPEC (a file, or - for standard input) into a folder.

    \b
    swagsmith generate spec/twilio.yaml -o generated --package twilio_connector
    swagsmith generate spec/twilio.yaml -o generated --check     # in CI: exit 1 on drift
    swagsmith generate broken.json -o client --keep-going        # what can be emitted of a broken document

    Exit codes: 0 done, 1 the document cannot be emitted faithfully or the folder has drifted, 2 usage or
    unreadable input.
    """
    from swagsmith.commands.common import load_or_exit, lower_or_exit
    from swagsmith.emit import emit
    from swagsmith.emit.write import OutputError, compare, with_manifest, write

    if package is not None and not _is_package(package):
        raise click.BadParameter(
            f"{package!r} is no import name; use lower-case letters, digits and _",
            param_hint="--package",
        )
    document = load_or_exit(spec)
    lowered = lower_or_exit(document, package, keep_going=keep_going)
    files = with_manifest(emit(lowered.api), _stamp(document))
    api = lowered.api
    summary = (
        f"{api.title} {api.version}: {len(api.operations)} operations, {len(api.models)} models"
    )
    try:
        drift = compare(files, output)
        if not dry_run and not check:
            write(files, output)
    except OutputError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(UNUSABLE)
    if dry_run:
        click.echo("\n".join(sorted(files)))
    elif check:
        _report(drift, output, summary)
    else:
        changed = len(drift.missing) + len(drift.changed)
        wrote = f"wrote {changed} of {len(files)}" if changed else f"up to date: {len(files)}"
        click.echo(f"{summary}\n{wrote} files in {output}")
    _exit_if_incomplete(lowered)


def _exit_if_incomplete(lowered: Lowered) -> None:
    """Says what is not in the client, where --keep-going went on in spite of errors."""
    errors = sum(finding.severity is Severity.ERROR for finding in lowered.findings)
    if not errors:
        return
    for operation in lowered.left_out:
        click.echo(visible(f"left out: {operation}"), err=True)
    click.echo(
        f"incomplete because of {errors} error{'s' if errors > 1 else ''} named above; "
        "where a schema leads nowhere, any value is taken",
        err=True,
    )
    sys.exit(FINDINGS)


def _is_package(name: str) -> bool:
    from swagsmith.lower.names import KEYWORDS

    return name.isidentifier() and name.isascii() and name not in KEYWORDS


def _stamp(document: Document) -> dict[str, str]:
    """What the files were made from: the tool's version and a digest of what the document says."""
    import json

    from swagsmith import __version__

    content = json.dumps(document.root.value, sort_keys=True, default=str)
    return {
        "swagsmith": __version__,
        "document": hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest(),
    }


def _report(drift: Drift, output: Path, summary: str) -> None:
    if not drift:
        click.echo(f"{summary}\n{output} is up to date")
        return
    for word, paths in (
        ("missing", drift.missing),
        ("changed", drift.changed),
        ("not generated", drift.foreign),
    ):
        for path in paths:
            click.echo(f"{word}: {output / path}", err=True)
    click.echo(
        f"{output} differs from its document; run `swagsmith generate` and commit the result",
        err=True,
    )
    sys.exit(FINDINGS)
