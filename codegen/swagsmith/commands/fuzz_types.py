"""The forms of the values that `swagsmith fuzz` takes."""

from __future__ import annotations

from urllib.parse import urlsplit

import click


class Credentials(click.ParamType[str]):
    """As in the environment, one account a line: a password may hold a space."""

    name = "credentials"

    def split_envvar_value(self, rv: str) -> list[str]:
        """The accounts."""
        return rv.splitlines()


class Rate(click.ParamType[float]):
    """So many a second."""

    name = "rate"

    def convert(
        self, value: str | float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number of `10/s`, `90/m` or `10`."""
        number, _, unit = str(value).partition("/")
        seconds = {"": 1, "s": 1, "m": 60, "h": 3600}.get(unit.strip())
        try:
            rate = float(number)
        except ValueError:
            rate = 0
        if seconds is None or not 0 < rate < 1e9:
            self.fail("it must be N/s, N/m or N/h.", param, ctx)
        return rate / seconds


class Shard(click.ParamType[tuple[int, int]]):
    """A part of a run."""

    name = "shard"

    def convert(
        self,
        value: str | tuple[int, int],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[int, int]:
        """The two numbers of `2/4`."""
        if isinstance(value, tuple):
            return value
        number, slash, count = value.partition("/")
        if slash and number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count):
            return int(number), int(count)
        raise click.BadParameter("it must be I/N, with I from 1 to N.", ctx, param)


def address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """A target without a slash at the end."""
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
