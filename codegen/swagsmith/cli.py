"""The command line. Commands live in `swagsmith.commands` and are imported when they are run."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Final, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Exit codes, the same for every command.
CLEAN: Final = 0
FINDINGS: Final = 1
UNUSABLE: Final = 2
BUG: Final = 3

#: The commands and what `--help` says about them; listing them imports none. The command `x` is
#: the object `x` of the module `swagsmith.commands.x`.
COMMANDS: Final[dict[str, str]] = {
    "lint": "Check Swagger 2.0 documents.",
    "explain": "Explain a rule of lint, or list them all.",
    "diff": "Show what changed between two documents, and whom it hurts.",
    "generate": "Write a typed Python client for a document.",
    "inspect": "Show the API of a document as it is understood.",
    "docs": "Write the reference pages of a document.",
    "fuzz": "Test a running service against its document.",
}


class LazyGroup(click.Group):
    """A group whose commands are imported one by one, by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"swagsmith.commands.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 clean, 1 findings, 2 usage or unreadable input, 3 a bug of swagsmith.",
)
@click.version_option(
    package_name="swagsmith", prog_name="swagsmith", message="%(prog)s %(version)s"
)
def group() -> None:
    """A Swagger 2.0 toolchain: lint a document, make a client from it, test its service."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and exits. Nothing leaves it as a traceback."""
    # Most runs are short: collecting garbage would find next to none and take a fifth of the time.
    gc.disable()
    try:
        group.main(args=arguments, prog_name="swagsmith", standalone_mode=True)
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(UNUSABLE)
    except Exception as error:
        if os.environ.get("SWAGSMITH_DEBUG"):
            raise
        click.echo(
            f"swagsmith: internal error: {type(error).__name__}. Please report it with the"
            " command and the document; SWAGSMITH_DEBUG=1 shows where it happened.",
            err=True,
        )
        sys.exit(BUG)
    finally:
        # The interpreter collects once more before it ends; what is frozen it leaves alone.
        gc.freeze()
    sys.exit(CLEAN)
