"""The pages of docs/rules: one for each family of rules, made from what the rules say."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Final

from swagsmith.check.explain import facts, summary
from swagsmith.check.registry import FAMILIES, rules
from swagsmith.check.rule import Pack, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

INDEX: Final = "README.md"
_MARK: Final = (
    "<!-- Made by `make rules-docs` from the docstrings of codegen/swagsmith/check. -->\n"
)
_HEADING = re.compile(r"^## (?=(?:Why|Bad|Good)$)", re.MULTILINE)


def pages() -> dict[str, str]:
    """The text of every page by its name."""
    families = {family: _rules_of(family) for family in FAMILIES}
    found = {f"{family}.md": _page(family, group) for family, group in families.items()}
    return {INDEX: _index(families), **found}


def _rules_of(family: str) -> list[Rule]:
    module = import_module(f"swagsmith.check.rules.{family}")
    return [value for value in vars(module).values() if isinstance(value, Rule)]


def _page(family: str, group: list[Rule]) -> str:
    module = import_module(f"swagsmith.check.rules.{family}")
    blocks = [f"{_MARK}\n# Rules: {family}\n\n{(module.__doc__ or '').strip()}\n"]
    for rule in group:
        _, _, sections = rule.text.partition("\n\n")
        body = _HEADING.sub("### ", sections)
        blocks.append(f"## {rule.id}\n\n{summary(rule)}\n\n*{facts(rule)}*\n\n{body}\n")
    return "\n".join(blocks)


def _index(families: dict[str, list[Rule]]) -> str:
    home = {rule.id: family for family, group in families.items() for rule in group}
    head = (
        f"{_MARK}\n# Rules of `swagsmith lint`\n\n"
        f"{len(home)} rules. `swagsmith explain RULE` shows the same text.\n"
    )
    return "\n".join([head, *(_table(pack, home) for pack in Pack if any(_of(pack)))])


def _of(pack: Pack) -> Iterator[Rule]:
    """The rules of a pack; one of several packs stands in its first."""
    return (rule for rule in rules().values() if rule.packs[0] is pack)


def _table(pack: Pack, home: dict[str, str]) -> str:
    rows = (
        f"| [{rule.id}]({home[rule.id]}.md#{rule.id}) |"
        f" {rule.severity.value if rule.default else 'off'} | {summary(rule)} |\n"
        for rule in _of(pack)
    )
    return f"## {pack.value}\n\n| rule | severity | finds |\n| --- | --- | --- |\n{''.join(rows)}"
