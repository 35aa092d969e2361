"""``python -m twilio_target.fuzz SPEC``: fuzz an embedded target, or the one named by ``--target``."""

import logging
import secrets
import shlex
import sys
from pathlib import Path
from typing import Final

import click

from swagsmith import cli
from swagsmith.commands.common import load_or_exit
from swagsmith.commands.fuzz import require_generator, run_and_report
from swagsmith.commands.fuzz_output import Outputs
from swagsmith.fuzz.settings import Settings
from twilio_target import running_target

# Random cases for each operation: some thousand cases in all, in a minute.
_EXAMPLES: Final = 100
# Reproductions show where ``python -m twilio_target`` listens: the embedded target is gone then.
_SERVED: Final = "http://127.0.0.1:8080"
_NUMBER: Final = "+15005550006"
# More than a page of a list has by default.
_MESSAGES: Final = 60


@click.command()
@click.argument("spec", metavar="SPEC")
@click.option("--seed", type=click.IntRange(min=0), help="Repeats a run; random if not given.")
@click.option("--max-examples", type=click.IntRange(min=1), default=_EXAMPLES, show_default=True)
@click.option("--time-limit", type=click.IntRange(min=1), metavar="SECONDS")
@click.option("--report", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
def embedded(
    spec: str, seed: int | None, max_examples: int, time_limit: int | None, report: Path | None
) -> None:
    """Fuzz an embedded target; with --target URL, do what `swagsmith fuzz` does."""
    require_generator()
    document = load_or_exit(spec)
    seed = secrets.randbits(32) if seed is None else seed
    words = ["python", "-m", "twilio_target.fuzz", spec, "--seed", str(seed)]
    if max_examples != _EXAMPLES:
        words += ["--max-examples", str(max_examples)]
    # The server warns of every malformed request.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    auth, other = ((f"AC{secrets.token_hex(16)}", secrets.token_hex(16)) for _ in range(2))
    with running_target() as target:
        populate(target.url, auth)
        settings = Settings(
            base_url=target.url,
            auth=auth,
            other_auth=other,
            seed=seed,
            max_examples=max_examples,
            time_limit=time_limit,
            repeat=shlex.join(words),
            shown_url=_SERVED,
        )
        code = run_and_report(document, spec, settings, Outputs(report=report))
    sys.exit(code)


def populate(url: str, auth: tuple[str, str]) -> None:
    """Give an account of a target something to list: a number and more than a page of messages.

    Args:
        url: of the connector.
        auth: account sid and token.

    Raises:
        requests.RequestException: the target does not take one of the requests.
    """
    import requests  # noqa: PLC0415 - it comes with the generator, which may be missing

    message = {"from": _NUMBER, "to": "+15558675310", "body": "Hi there"}
    with requests.Session() as session:
        session.auth = auth
        session.post(
            f"{url}/IncomingPhoneNumbers.json", json={"PhoneNumber": _NUMBER}, timeout=10
        ).raise_for_status()
        for _ in range(_MESSAGES):
            session.post(f"{url}/Messages.json", json=message, timeout=10).raise_for_status()


def main() -> None:
    """Run the program."""
    arguments = sys.argv[1:]
    if any(word.partition("=")[0] == "--target" for word in arguments):
        cli.main(["fuzz", *arguments])
    embedded.main(arguments, prog_name="python -m twilio_target.fuzz")


if __name__ == "__main__":
    main()
