"""What output formats say about rules."""

from __future__ import annotations

from dataclasses import dataclass

from swagsmith.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class RuleText:
    """What an output format can say about a rule.

    Attributes:
        summary: a sentence.
        text: the whole explanation, in Markdown.
        severity: how bad it is where nothing else is said.
        tags: what it is about.
    """

    summary: str
    text: str = ""
    severity: Severity = Severity.ERROR
    tags: tuple[str, ...] = ()
