"""The options of `lint` that a configuration file can hold too, gathered into one argument."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from swagsmith.check import Profile
from swagsmith.check.configuration import FAIL_ON
from swagsmith.check.session import Request
from swagsmith.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., None]


def request_options(command: Command) -> Command:
    """Adds the options to a command, which receives them as `request`."""

    @wraps(command)
    def gather(**options: Any) -> None:
        profile, fail_on = options.pop("profile"), options.pop("fail_on")
        request = Request(
            options.pop("config"),
            Profile(profile) if profile else None,
            _split(options.pop("select")),
            _split(options.pop("ignore")),
            Severity(fail_on) if fail_on else None,
            options.pop("baseline"),
        )
        command(request=request, **options)

    gathering: Command = gather
    for option in reversed(_OPTIONS):
        gathering = option(gathering)
    return gathering


def _split(options: tuple[str, ...]) -> tuple[str, ...]:
    names = (name.strip() for option in options for name in option.split(","))
    return tuple(name for name in names if name)


def _file(name: str, text: str) -> Callable[[Command], Command]:
    return click.option(name, type=click.Path(path_type=Path), metavar="FILE", help=text)


_OPTIONS: tuple[Callable[[Command], Command], ...] = (
    click.option("--select", multiple=True, metavar="IDS", help="Run only these rules or packs."),
    click.option("--ignore", multiple=True, metavar="IDS", help="Leave out these rules or packs."),
    click.option(
        "--profile",
        type=click.Choice([profile.value for profile in Profile]),
        help="Whom the document is for; decides which packs of rules run.  [default: plain;"
        " connector for apiDefinition.swagger.json]",
    ),
    click.option(
        "--fail-on",
        type=click.Choice([severity.value for severity in FAIL_ON]),
        help="The least severity that makes the exit code 1.  [default: warning]",
    ),
    _file("--config", "Read the configuration from this file, not from the nearest one."),
    _file("--baseline", "Keep back the findings that this file knows."),
)
