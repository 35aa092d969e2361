"""Runs rules over a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from swagsmith.check.context import Context
from swagsmith.check.registry import rules
from swagsmith.check.suppress import wanted
from swagsmith.diagnostics import Severity
from swagsmith.diagnostics.report import arranged
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.rule import Rule
    from swagsmith.check.settings import Settings
    from swagsmith.diagnostics import Diagnostic
    from swagsmith.source import Document

#: The rule id of a finding about this tool rather than the document.
INTERNAL = "internal-error"


@dataclass(frozen=True, slots=True)
class Result:
    """What one document gave.

    Attributes:
        diagnostics: the findings, sorted by place.
        broken: the ids of rules that failed internally; each has a finding `internal-error`.
    """

    diagnostics: tuple[Diagnostic, ...]
    broken: tuple[str, ...] = ()


def lint(document: Document, settings: Settings) -> Result:
    """Runs the chosen rules. A rule that fails is reported and stops no other one."""
    active = settings.active(rules())
    context = Context(document, settings.profile)
    found: list[Diagnostic] = []
    broken: list[str] = []
    for rule_id, severity in active.items():
        rule = rules()[rule_id]
        if rule.check is None:
            continue
        try:
            found += _run(rule, severity, context)
        except Exception as error:  # noqa: BLE001 -- whatever a rule does, the others go on
            broken.append(rule_id)
            found.append(_internal(document, rule, error))
    # Last, because rules may have read further files.
    found += [
        replace(seen, severity=active[seen.rule])
        for seen in document.findings
        if seen.rule in active
    ]
    return Result(arranged(wanted(document, settings, active, found)), tuple(broken))


def _run(rule: Rule, severity: Severity, context: Context) -> Iterator[Diagnostic]:
    if rule.check is not None:
        for finding in rule.check(context):
            yield context.document.diagnostic(rule.id, severity, finding)


def _internal(document: Document, rule: Rule, error: Exception) -> Diagnostic:
    finding = Finding(
        document.root,
        f"the rule {rule.id} failed: {type(error).__name__}",
        "this is a fault of swagsmith; please report it with the document",
    )
    return document.diagnostic(INTERNAL, Severity.ERROR, finding)
