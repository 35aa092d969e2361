"""The findings of one run, in the order people read them."""

from __future__ import annotations

import os.path
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from swagsmith.diagnostics import Diagnostic, LineSource, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from swagsmith.diagnostics.ruletext import RuleText


@dataclass(frozen=True, slots=True)
class Report:
    """What one run has to say.

    Attributes:
        diagnostics: the findings, sorted by place and without repeats.
        lines: the lines they show, by file.
        documents: the names of the documents checked.
        known: how many findings a baseline keeps back.
        rules: what can be said about the rules, by id; only formats that explain them need it.
        root: the folder that names of files are written relative to, for other programs.
    """

    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, LineSource] = field(default_factory=dict[str, LineSource])
    documents: tuple[str, ...] = ("",)
    known: int = 0
    rules: Mapping[str, RuleText] = field(default_factory=dict[str, "RuleText"])
    root: Path = field(default_factory=Path.cwd)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        found = Counter(diagnostic.severity for diagnostic in self.diagnostics)
        return {severity.value: found[severity] for severity in Severity}

    @property
    def summary(self) -> str:
        """One line for people."""
        files = _count(len(self.documents), "file")
        known = f" ({self.known} more in the baseline)" if self.known else ""
        if not self.diagnostics:
            return f"no findings in {files}{known}"
        counts = [_count(number, name) for name, number in self.counts.items() if number]
        return f"{', '.join(counts)} in {files}{known}"

    def relative(self, file: str) -> str:
        """A file as seen from the root, with slashes; an absolute path when it lies outside."""
        path = Path(os.path.abspath(file))  # noqa: PTH100 -- resolve() would follow links
        inside = path.is_relative_to(self.root)
        return (path.relative_to(self.root) if inside else path).as_posix()


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
