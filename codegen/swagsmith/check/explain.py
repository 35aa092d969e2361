"""What can be said about every id a finding may have, for people and for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.registry import rules
from swagsmith.diagnostics.report import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swagsmith.check.rule import Rule

#: Findings that end the work on a document, or on the tool; no rule looks for them.
FATAL: Final = {
    "file-read": "A file cannot be read: it does not exist, or access is denied.",
    "file-syntax": "A file is no YAML, or uses a part of YAML that no document needs.",
    "file-limit": "A file is larger, nests deeper or repeats more than any real document.",
    "internal-error": "A rule failed, which is a fault of swagsmith; the other rules have run.",
}


def rule_texts() -> Mapping[str, RuleText]:
    """The texts of all ids."""
    fatal = {name: RuleText(text) for name, text in FATAL.items()}
    return fatal | {rule.id: rule_text(rule) for rule in rules().values()}


def rule_text(rule: Rule) -> RuleText:
    """The text of one rule: its first paragraph is the summary, the rest Markdown."""
    summary, _, _ = rule.text.partition("\n\n")
    tags = tuple(pack.value for pack in rule.packs)
    return RuleText(" ".join(summary.split()), rule.text, rule.severity, tags)
