"""The findings of one run, in the order people read them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swagsmith.diagnostics import Diagnostic, LineSource, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Report:
    """Findings sorted by place and without repeats, the lines they show, the files checked."""

    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, LineSource] = field(default_factory=dict[str, LineSource])
    files: int = 1

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        found = Counter(diagnostic.severity for diagnostic in self.diagnostics)
        return {severity.value: found[severity] for severity in Severity}

    @property
    def summary(self) -> str:
        """One line for people."""
        files = _count(self.files, "file")
        if not self.diagnostics:
            return f"no findings in {files}"
        counts = [_count(number, name) for name, number in self.counts.items() if number]
        return f"{', '.join(counts)} in {files}"


def arranged(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings sorted by file, line, column and rule, each said once."""
    unique = {(found.rule, found.span, found.message): found for found in diagnostics}
    return tuple(
        sorted(
            unique.values(),
            key=lambda found: (
                found.span.file,
                found.span.line,
                found.span.column,
                found.rule,
                found.message,
            ),
        )
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
