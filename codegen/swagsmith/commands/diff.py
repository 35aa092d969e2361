"""`swagsmith diff`: what changed between two documents, and whom it hurts."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Final

import click

from swagsmith.cli import CLEAN, FINDINGS

if TYPE_CHECKING:
    from swagsmith.compat import Version
    from swagsmith.compat.report import Report

#: What makes the exit code 1, from nothing to everything: the groups of changes that do.
_FAILS: Final = {
    "none": (),
    "wire": ("wire",),
    "source": ("wire", "source"),
    "warning": ("wire", "source", "warning"),
    "any": ("wire", "source", "warning", "safe"),
}


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How changes are written; markdown is an entry of a changelog.",
)
@click.option(
    "--profile",
    type=click.Choice(["plain", "connector"]),
    default="plain",
    show_default=True,
    help="Whom the documents are for; flows that use a connector bind to more than callers do.",
)
@click.option(
    "--fail-on",
    type=click.Choice(list(_FAILS)),
    default="source",
    show_default=True,
    help="The least harm that makes the exit code 1: calls that break, callers of the client too,"
    " warnings too, or any change.",
)
def diff(old: str, new: str, *, form: str, profile: str, fail_on: str) -> None:
    """Show what changed from OLD to NEW, and whom each change hurts.

    Each is a JSON or YAML file, or one of them - for standard input. Compared is what takes
    effect: what is moved, inlined, reordered or inherited has not changed. A connection file
    (apiProperties.json) beside both documents is compared too.

    \b
    wire    an existing call fails or means something else
    source  an existing caller of the emitted client stops type-checking
    safe    nobody is hurt

    \b
    swagsmith diff spec/baseline/twilio.yaml spec/twilio.yaml
    swagsmith diff old.json new.json --format markdown --fail-on none >> CHANGELOG.md

    Exit codes: 0 nothing breaking, 1 something breaking, 2 usage or unreadable input.
    """
    from swagsmith.check import Profile
    from swagsmith.commands.common import warn
    from swagsmith.compat import compare
    from swagsmith.compat.report import Report

    if old == new == "-":
        raise click.UsageError("only one of OLD and NEW can be standard input")
    gc.disable()  # one short run: collecting garbage would find next to none
    before, after = _version(old), _version(new)
    found = compare(before, after, Profile(profile))
    for refusal in found.refusals:
        click.echo("no client can be made, so what it calls things is not compared:", err=True)
        warn(refusal.diagnostics[:1])
    report = Report(old, new, _title(after), len(before.operations), found.changes)
    _write(report, form)
    failing = sum(report.counts[group] for group in _FAILS[fail_on])
    sys.exit(FINDINGS if failing else CLEAN)


def _version(spec: str) -> Version:
    """A document and its connection file, or what is wrong with them and exit code 2."""
    from swagsmith.commands.common import load_or_exit, refuse
    from swagsmith.compat import Version
    from swagsmith.diagnostics import DocumentError

    document = load_or_exit(spec)
    try:
        return Version(document)
    except DocumentError as error:
        refuse(error)


def _title(version: Version) -> str:
    info = version.root.child("info")
    words = (info.text("title") or "API", str(info.get("version") or ""))
    return " ".join(word for word in words if word)


def _write(report: Report, form: str) -> None:
    if form == "json":
        from swagsmith.compat import as_json

        click.echo(as_json.render(report), nl=False)
    elif form == "markdown":
        from swagsmith.compat import as_markdown

        click.echo(as_markdown.render(report), nl=False)
    else:
        from swagsmith.compat import as_text

        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        click.echo(as_text.render(report, colour=colour), nl=False, color=colour)
