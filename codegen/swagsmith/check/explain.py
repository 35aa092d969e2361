"""What there is to say about every id a finding may have, for people and for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.fixes import fixes
from swagsmith.check.registry import rules
from swagsmith.check.rule import Pack
from swagsmith.diagnostics.ruletext import RuleText

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    """The text of one rule."""
    tags = tuple(pack.value for pack in rule.packs)
    return RuleText(summary(rule), rule.text, rule.severity, tags)


def summary(rule: Rule) -> str:
    """The first paragraph of a rule's text, on one line."""
    return " ".join(rule.text.partition("\n\n")[0].split())


def facts(rule: Rule) -> str:
    """How bad a rule's findings are, where it belongs, whether it has a fix; on one line."""
    severities = [rule.severity.value if rule.default else f"off; {rule.severity} when switched on"]
    severities += [f"{severity} in {pack}" for pack, severity in rule.severities]
    mended = " · mended by --fix" if rule.id in fixes() else ""
    return f"{', '.join(severities)} · {', '.join(rule.packs)}{mended}"


def explanation(rule: Rule) -> str:
    """Everything about one rule, in Markdown."""
    _, _, sections = rule.text.partition("\n\n")
    return f"{rule.id}\n\n{summary(rule)}\n\n{facts(rule)}\n\n{sections}\n"


def overview() -> str:
    """A line for each rule, by pack; a rule of several packs stands in its first."""
    width = max(map(len, rules()))
    blocks = [
        "\n".join([pack.value, *_lines(list(found), width)])
        for pack in Pack
        if (found := [rule for rule in rules().values() if rule.packs[0] is pack])
    ]
    return "\n\n".join(blocks) + "\n"


def _lines(found: list[Rule], width: int) -> Iterator[str]:
    for rule in found:
        severity = rule.severity.value if rule.default else "off"
        yield f"  {rule.id:<{width}}  {severity:<7}  {summary(rule)}"
