"""`swagsmith fuzz`: requests made from a document, sent to the service it describes."""

from __future__ import annotations

import gc
import secrets
import shlex
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from swagsmith.cli import UNUSABLE
from swagsmith.commands.common import Refused
from swagsmith.commands.fuzz_merge import merge
from swagsmith.commands.fuzz_output import Outputs, output_options, prepare, show
from swagsmith.commands.fuzz_types import Credentials, Rate, Shard, address

if TYPE_CHECKING:
    from swagsmith.fuzz.settings import Settings
    from swagsmith.source import Document

_EXAMPLES = 10


class _Fuzz(click.Command):
    """The command, with `merge` beside the document."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """The context of `merge` if that is the first word."""
        if args[:1] == ["merge"]:
            return merge.make_context(f"{info_name} merge", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs whichever of the two it is."""
        return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)


@click.command(cls=_Fuzz)
@click.argument("spec", metavar="SPEC")
@click.option(
    "--target", required=True, metavar="URL", callback=address, help="Where the service is."
)
@click.option(
    "--auth",
    "auths",
    multiple=True,
    type=Credentials(),
    metavar="CREDENTIALS",
    envvar="SWAGSMITH_AUTH",
    show_envvar=True,
    help="USER:PASS for HTTP Basic, or NAME=VALUE for a security definition. The second one given"
    " for the same definition is of another account, which must not see what the first one has.",
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
    "--max-requests", type=click.IntRange(min=1), metavar="N", help="Send so many requests at most."
)
@click.option("--rate", type=Rate(), metavar="N/s", help="Send so many requests a second at most.")
@click.option("--safe", is_flag=True, help="Send nothing but GET, HEAD and OPTIONS.")
@click.option(
    "--i-own-this", "owned", is_flag=True, help="Go ahead although the host looks like production."
)
@click.option(
    "--shard", type=Shard(), metavar="I/N", default="1/1", help="Test this part of the operations."
)
@click.option(
    "--client",
    metavar="DIR",
    help="Let the emitted client judge too: the folder of one, or `auto` to emit it for this run.",
)
@output_options
@click.option(
    "--max-examples",
    type=click.IntRange(min=1),
    default=_EXAMPLES,
    show_default=True,
    help="Random cases for each operation, beside the systematic ones.",
)
def fuzz(
    spec: str,
    *,
    target: str,
    auths: tuple[str, ...],
    owned: bool,
    seed: int | None,
    outputs: Outputs,
    **limits: Any,
) -> None:
    """Send requests made from SPEC to a service and judge its answers.

    Valid, invalid, awkward and hostile requests for every operation, in every media type the
    document consumes and produces. Requests go to URL; where it has no path, the document's
    basePath is added. They create and change things: point it at a service that is there for
    testing.

    \b
    SWAGSMITH_AUTH=user:password swagsmith fuzz spec/twilio.yaml --target http://127.0.0.1:8080
    swagsmith fuzz spec/twilio.yaml --target http://127.0.0.1:8080 --seed 7    # the same again
    swagsmith fuzz merge one two --report all    # the reports of --shard 1/2 and 2/2 as one

    Exit codes: 0 nothing found, 1 findings, 2 usage, unreachable target, refused credentials or an
    operation for which nothing can be generated, 3 a bug of swagsmith, 130 interrupted.
    """
    from swagsmith.commands.common import load_or_exit

    gc.enable()  # a long run, unlike those of other commands
    require_generator()
    from swagsmith.fuzz.access import AccessError, read_access
    from swagsmith.fuzz.hosts import looks_like_production
    from swagsmith.fuzz.settings import Settings, base_url

    host = urlsplit(target).hostname or ""
    if not owned and looks_like_production(host):
        raise Refused(
            f"{host} looks like production; what is sent creates, changes and breaks things:"
            " --i-own-this says that you may"
        )
    document = load_or_exit(spec)
    try:
        mine, others = read_access(document, auths)
    except AccessError as error:
        raise click.BadParameter(str(error), param_hint="'--auth'") from None
    seed = secrets.randbits(32) if seed is None else seed
    settings = Settings(
        base_url=base_url(target, document.root.text("basePath")),
        auth=mine.auth,
        other_auth=others.auth,
        keys=mine.keys,
        other_keys=others.keys,
        seed=seed,
        repeat=_repeat(spec, target, seed, limits, owned=owned),
        **limits,
    )
    sys.exit(run_and_report(document, spec, settings, outputs))


def require_generator() -> None:
    """Ends with exit code 2 and a message where the extra `fuzz` is not installed."""
    from importlib.util import find_spec

    if find_spec("schemathesis") is None:
        click.echo("error: fuzzing needs schemathesis; install swagsmith[fuzz]", err=True)
        sys.exit(UNUSABLE)


def run_and_report(document: Document, spec: str, settings: Settings, outputs: Outputs) -> int:
    """One run, shown and written.

    Args:
        document: the document.
        spec: how it is called in reports.
        settings: how to run.
        outputs: where the results go.

    Returns:
        The exit code.
    """
    from swagsmith.commands.common import warn
    from swagsmith.diagnostics import DocumentError
    from swagsmith.fuzz.progress import Progress
    from swagsmith.fuzz.reach import UnusableError
    from swagsmith.fuzz.run import fuzz

    prepare(outputs)
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
    return show(report, outputs)


def _repeat(spec: str, target: str, seed: int, limits: dict[str, Any], *, owned: bool) -> str:
    words = ["swagsmith", "fuzz", spec, "--target", target, "--seed", str(seed)]
    if limits["max_examples"] != _EXAMPLES:
        words += ["--max-examples", str(limits["max_examples"])]
    if limits["max_requests"] is not None:
        words += ["--max-requests", str(limits["max_requests"])]
    if limits["rate"] is not None:
        words += ["--rate", f"{limits['rate']:g}/s"]
    if limits["shard"] != (1, 1):
        words += ["--shard", "{}/{}".format(*limits["shard"])]
    if limits["client"] is not None:
        words += ["--client", limits["client"]]
    words += ["--safe"] * limits["safe"] + ["--i-own-this"] * owned
    return shlex.join(words)
