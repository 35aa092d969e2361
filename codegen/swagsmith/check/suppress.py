"""Findings that are not wanted: exempt by the configuration, or ignored by the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.registry import rules
from swagsmith.check.rules.suppressions import UNUSED_IGNORE
from swagsmith.check.settings import unknown
from swagsmith.check.words import shown
from swagsmith.source import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from swagsmith.check.settings import Settings
    from swagsmith.diagnostics import Diagnostic, Severity
    from swagsmith.source import Document
    from swagsmith.source.ignores import Ignore


def wanted(
    document: Document,
    settings: Settings,
    active: Mapping[str, Severity],
    found: Iterable[Diagnostic],
) -> Iterator[Diagnostic]:
    """The findings that are left, and `unused-ignore` for entries that kept nothing back."""
    ignores = document.ignores
    used: set[int] = set()
    for diagnostic in found:
        hits = _hits(document, diagnostic) if ignores else ()
        used.update(map(id, hits))
        if not hits and not _is_exempt(diagnostic, settings):
            yield diagnostic
    if UNUSED_IGNORE.id in active:
        for file, ignore in ignores:
            message = None if id(ignore) in used else _unused(ignore, active)
            if message is not None:
                unused = _located(document, file, ignore, message, active[UNUSED_IGNORE.id])
                if not _is_exempt(unused, settings):
                    yield unused


def _hits(document: Document, found: Diagnostic) -> list[Ignore]:
    """The entries that keep a finding back."""
    rule = rules().get(found.rule)
    if rule is None:
        return []
    entries = document.ignored_at(found.span.file, found.pointer)
    return [
        entry for entry in entries if isinstance(entry.name, str) and rule.is_among((entry.name,))
    ]


def _is_exempt(found: Diagnostic, settings: Settings) -> bool:
    rule = rules().get(found.rule) if settings.exemptions else None
    return rule is not None and settings.exempts(rule, found)


def _unused(ignore: Ignore, active: Mapping[str, Severity]) -> str | None:
    """What is wrong with an entry that has kept nothing back; None when its rule does not run."""
    name = ignore.name
    if not isinstance(name, str):
        return "`x-swagsmith-ignore` is a list of rule ids"
    if (fault := unknown(name, rules())) is not None:
        return fault
    runs = any(rules()[rule_id].is_among((name,)) for rule_id in active)
    return f"{shown(name)} finds nothing to ignore here" if runs else None


def _located(
    document: Document, file: str, ignore: Ignore, message: str, severity: Severity
) -> Diagnostic:
    return document.located(
        file,
        Problem(
            UNUSED_IGNORE.id, severity, message, ignore.start, ignore.end, pointer=ignore.pointer
        ),
    )
