"""`swagsmith explain`: the rules of `lint` and of `diff` in their own words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from swagsmith.check.rule import Profile
from swagsmith.commands.common import Refused

if TYPE_CHECKING:
    from swagsmith.compat.catalogue import ChangeRule


@click.command()
@click.argument("rule", metavar="[RULE]", required=False)
@click.option(
    "--pages",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write a page for each family of rules instead.",
)
def explain(rule: str | None, pages: Path | None) -> None:
    """Explain RULE: why it is there, a document that breaks it, one that keeps it.

    \b
    swagsmith explain                 # all rules, by pack
    swagsmith explain op-summary
    swagsmith explain diff-operation-removed
    """
    from swagsmith.check import explain as texts
    from swagsmith.check.registry import rules
    from swagsmith.check.words import did_you_mean
    from swagsmith.compat.catalogue import RULES as CHANGES

    if pages is not None:
        _write_pages(pages)
    elif rule is None:
        click.echo(texts.overview(), nl=False)
    elif rule in rules():
        click.echo(texts.explanation(rules()[rule]), nl=False)
    elif rule in texts.FATAL:
        click.echo(f"{rule}\n\n{texts.FATAL[rule]}")
    elif rule in CHANGES:
        click.echo(f"{rule}\n\n{CHANGES[rule].text}\n\n{_harm(CHANGES[rule])}")
    else:
        names = [*rules(), *texts.FATAL, *CHANGES]
        hint = did_you_mean(rule, names) or "`swagsmith explain` lists them"
        raise Refused(f"there is no rule called {rule!r}; {hint}")


def _harm(change: ChangeRule) -> str:
    """Whom a change hurts, on one line."""
    plain, connector = (
        change.effect_for(profile) for profile in (Profile.PLAIN, Profile.CONNECTOR)
    )
    said = [f"{plain.verdict}, {plain.level}" if plain else "not reported"]
    if connector is not None and connector != plain:
        said.append(f"{connector.verdict}, {connector.level} in a connector")
    return "; ".join(said)


def _write_pages(folder: Path) -> None:
    from swagsmith.check.pages import pages

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"wrote {len(pages())} pages into {folder}")
