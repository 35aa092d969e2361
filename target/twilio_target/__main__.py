"""``python -m twilio_target``: run a target until SIGINT or SIGTERM."""

import asyncio
import signal
import sqlite3
import sys
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import click

from twilio_target.logs import LEVELS, Format, configure_logging
from twilio_target.loop import run
from twilio_target.serving import Addresses, serve
from twilio_target.settings import Settings

_PORT = click.IntRange(0, 65_535)
_TEMPORARY = ":memory:"


def _base_url(_context: click.Context, _parameter: click.Parameter, url: str | None) -> str | None:
    if not url:
        return None
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        valid = False
    else:
        valid = valid and parts.path in {"", "/"} and not parts.query and not parts.fragment
        valid = valid and "@" not in parts.netloc
    if not valid:
        raise click.BadParameter("it must be http://HOST[:PORT] or https://HOST[:PORT].")
    return url.rstrip("/")


@click.command(context_settings={"auto_envvar_prefix": "TWILIO_TARGET", "show_default": True})
@click.option("--host", default="127.0.0.1", show_envvar=True, help="Address to listen on.")
@click.option(
    "--port", type=_PORT, default=8080, show_envvar=True, help="Port of the connector; 0: any."
)
@click.option(
    "--twilio-port",
    type=_PORT,
    default=8081,
    show_envvar=True,
    help="Port of the local Twilio; 0: any.",
)
@click.option(
    "--database",
    metavar="PATH",
    default=_TEMPORARY,
    show_envvar=True,
    help="SQLite file of the local Twilio, made when missing; :memory: keeps nothing.",
)
@click.option(
    "--upstream",
    metavar="URL",
    callback=_base_url,
    show_envvar=True,
    help="Twilio to call instead of the local one, such as https://api.twilio.com.",
)
@click.option(
    "--upstream-timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    show_envvar=True,
    help="Seconds for one request to Twilio.",
)
@click.option(
    "--status-seconds",
    type=click.FloatRange(0, 86_400),
    default=1.0,
    show_envvar=True,
    help="Seconds a message of the local Twilio is queued, and then is sent.",
)
@click.option(
    "--rate-limit",
    type=click.FloatRange(min=0),
    default=0.0,
    show_envvar=True,
    help="Requests a second the local Twilio takes from an account; 0: any number.",
)
@click.option(
    "--callbacks-anywhere",
    is_flag=True,
    show_envvar=True,
    help="Let status callbacks of the local Twilio go to other machines, not only to this one.",
)
@click.option(
    "--fsync/--no-fsync",
    default=True,
    show_envvar=True,
    help="Acknowledge a change when it is on the disk, and would survive a loss of power.",
)
@click.option(
    "--drain-seconds",
    type=click.FloatRange(0, 3_600),
    default=0.0,
    show_envvar=True,
    help="Seconds from the signal to stop, when /readyz turns to 503, to the end of listening.",
)
@click.option(
    "--log-level",
    type=click.Choice(LEVELS),
    default="info",
    show_envvar=True,
    help="What is logged on stderr; info has a line for every request.",
)
@click.option(
    "--log-format",
    type=click.Choice(["json", "text"]),
    default="json",
    show_envvar=True,
    help="How a line of the log is written.",
)
def main(  # noqa: PLR0913 - one for each option
    *,
    host: str,
    port: int,
    twilio_port: int,
    database: str,
    upstream: str | None,
    upstream_timeout: float,
    status_seconds: float,
    rate_limit: float,
    callbacks_anywhere: bool,
    fsync: bool,
    drain_seconds: float,
    log_level: str,
    log_format: Format,
) -> None:
    """Serve the Twilio connector, and behind it a local Twilio."""
    configure_logging(log_level, log_format)
    settings = Settings(
        host=host,
        port=port,
        twilio_port=twilio_port,
        database=None if database == _TEMPORARY else Path(database),
        upstream=upstream,
        upstream_timeout=upstream_timeout,
        status_seconds=status_seconds,
        rate_limit=rate_limit,
        callbacks_anywhere=callbacks_anywhere,
        fsync=fsync,
        drain_seconds=drain_seconds,
    )
    try:
        run(_serve(settings))
    except OSError as error:
        _stop(str(error))
    except sqlite3.Error as error:
        _stop(f"{database}: {error}")


def _stop(message: str) -> NoReturn:
    click.echo(f"twilio_target: {message}", err=True)
    sys.exit(2)


async def _serve(settings: Settings) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)

    def say(addresses: Addresses) -> None:
        twilio = "upstream" if settings.upstream else "local Twilio"
        click.echo(f"connector {addresses.url}  {twilio} {addresses.twilio_url}")

    await serve(settings, say, stop)


if __name__ == "__main__":
    main(prog_name="python -m twilio_target")
