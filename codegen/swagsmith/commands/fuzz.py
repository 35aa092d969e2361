"""`swagsmith fuzz`: requests made from a document, sent to the service it describes."""

from __future__ import annotations

import gc
import os
import secrets
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from swagsmith.cli import UNUSABLE

if TYPE_CHECKING:
    from swagsmith.fuzz.report import Report
    from swagsmith.fuzz.settings import Settings
    from swagsmith.source import Document


def _credentials(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> tuple[str, str] | None:
    if not value:
        return None
    user, colon, password = value.partition(":")
    if not user or not colon or not password:  # the value is not repeated: it may be a password
        raise click.BadParameter("it must be USER:PASS.")
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        raise click.BadParameter("only Latin-1 characters can be sent.") from None
    return user, password


def _address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        parts = urlsplit(value)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    else:
        valid = valid and not parts.query and not parts.fragment
        if "@" in parts.netloc:
            raise click.BadParameter("credentials belong in --auth.")
    if not valid:
        raise click.BadParameter("it must be http://HOST[:PORT][/PATH] or https://….")
    return value.rstrip("/")


@click.command()
@click.argument("spec", metavar="SPEC")
@click.option(
    "--target", required=True, metavar="URL", callback=_address, help="Where the service is."
)
@click.option(
    "--auth",
    metavar="USER:PASS",
    envvar="SWAGSMITH_AUTH",
    show_envvar=True,
    callback=_credentials,
    help="Credentials for HTTP Basic.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), help="Repeats a run; a random one if not given."
)
@click.option(
    "--time-limit",
    type=click.IntRange(min=1),
    metavar="SECONDS",
    help="End the run after that long.",
)
@click.option(
    "--report",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write fuzz.json and fuzz.junit.xml there.",
)
@click.option(
    "--max-examples",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Random cases for each operation, beside the systematic ones.",
)
def fuzz(
    spec: str,
    *,
    target: str,
    auth: tuple[str, str] | None,
    seed: int | None,
    time_limit: int | None,
    report: Path | None,
    max_examples: int,
) -> None:
    """Send requests made from SPEC to a service and judge its answers.

    Valid, invalid and awkward requests for every operation, in every media type the document
    consumes and produces. Requests go to URL; where it has no path, the document's basePath is
    added. They create and change things: point it at a service that is there for testing.

    \b
    SWAGSMITH_AUTH=user:password swagsmith fuzz spec/twilio.yaml --target http://127.0.0.1:8080
    swagsmith fuzz spec/twilio.yaml --target http://127.0.0.1:8080 --seed 7    # the same again

    Exit codes: 0 nothing found, 1 findings, 2 usage, unreachable target, refused credentials or an
    operation for which nothing can be generated, 3 a bug of swagsmith, 130 interrupted.
    """
    from swagsmith.commands.common import load_or_exit

    gc.enable()  # a long run, unlike those of other commands
    require_generator()
    from swagsmith.fuzz.settings import Settings, base_url

    document = load_or_exit(spec)
    seed = secrets.randbits(32) if seed is None else seed
    settings = Settings(
        base_url=base_url(target, document.root.text("basePath")),
        auth=auth,
        seed=seed,
        max_examples=max_examples,
        time_limit=time_limit,
        repeat=_repeat(spec, target, seed, max_examples),
    )
    sys.exit(run_and_report(document, spec, settings, report))


def require_generator() -> None:
    """Ends with exit code 2 and a message where the extra `fuzz` is not installed."""
    from importlib.util import find_spec

    if find_spec("schemathesis") is None:
        click.echo("error: fuzzing needs schemathesis; install swagsmith[fuzz]", err=True)
        sys.exit(UNUSABLE)


def run_and_report(document: Document, spec: str, settings: Settings, folder: Path | None) -> int:
    """One run, shown and written.

    Args:
        document: the document.
        spec: how it is called in reports.
        settings: how to run.
        folder: where reports are written, made if missing; None for nowhere.

    Returns:
        The exit code.
    """
    from swagsmith.commands.common import warn
    from swagsmith.diagnostics import DocumentError
    from swagsmith.fuzz import as_text
    from swagsmith.fuzz.progress import Progress
    from swagsmith.fuzz.run import UnusableError, fuzz

    if folder is not None and (problem := _prepare(folder)):
        click.echo(f"error: {problem}", err=True)
        return UNUSABLE
    progress = Progress(sys.stderr) if sys.stderr.isatty() else None
    try:
        report = fuzz(document, spec, settings, progress)
    except DocumentError as error:
        warn(error.diagnostics)
        return UNUSABLE
    except UnusableError as error:
        click.echo(f"error: {error}", err=True)
        return UNUSABLE
    finally:
        if progress is not None:
            progress.close()
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    click.echo(as_text.render(report, colour=colour), nl=False, color=colour)
    if folder is not None:
        _write(report, folder)
    return report.exit_code


def _prepare(folder: Path) -> str | None:
    """Makes a folder for reports before anything is sent; gives the problem, if there is one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return f"--report {folder}: {error.strerror}"
    return None if os.access(folder, os.W_OK) else f"--report {folder}: not writable"


def _write(report: Report, folder: Path) -> None:
    from swagsmith.fuzz import as_json, as_junit

    (folder / "fuzz.json").write_text(as_json.render(report) + "\n", encoding="utf-8")
    (folder / "fuzz.junit.xml").write_bytes(as_junit.render(report))
    click.echo(f"reports in {folder}")


def _repeat(spec: str, target: str, seed: int, max_examples: int) -> str:
    words = ["swagsmith", "fuzz", spec, "--target", target, "--seed", str(seed)]
    if max_examples != 100:
        words += ["--max-examples", str(max_examples)]
    return shlex.join(words)
