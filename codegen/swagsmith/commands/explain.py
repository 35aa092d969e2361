"""`swagsmith explain`: the rules of `lint` in their own words."""

from __future__ import annotations

from pathlib import Path

import click

from swagsmith.commands.common import Refused


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
    """
    from swagsmith.check import explain as texts
    from swagsmith.check.registry import rules
    from swagsmith.check.words import did_you_mean

    if pages is not None:
        _write_pages(pages)
    elif rule is None:
        click.echo(texts.overview(), nl=False)
    elif rule in rules():
        click.echo(texts.explanation(rules()[rule]), nl=False)
    elif rule in texts.FATAL:
        click.echo(f"{rule}\n\n{texts.FATAL[rule]}")
    else:
        hint = did_you_mean(rule, [*rules(), *texts.FATAL]) or "`swagsmith explain` lists them"
        raise Refused(f"there is no rule called {rule!r}; {hint}")


def _write_pages(folder: Path) -> None:
    from swagsmith.check.pages import pages

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"wrote {len(pages())} pages into {folder}")
