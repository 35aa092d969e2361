"""A report for code scanning: each finding at its operation in the document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from swagsmith.diagnostics import Diagnostic, Span, as_sarif
from swagsmith.diagnostics.report import Report as Diagnostics
from swagsmith.fuzz.curl import curl
from swagsmith.source.reference import project_folder

if TYPE_CHECKING:
    from swagsmith.fuzz.finding import Finding
    from swagsmith.fuzz.report import Report


def render(report: Report) -> str:
    """The report as SARIF 2.1.0."""
    found = tuple(_diagnostic(report, finding) for finding in report.findings)
    return as_sarif.render(Diagnostics(found, {}, root=project_folder(Path.cwd() / "_")))


def _diagnostic(report: Report, finding: Finding) -> Diagnostic:
    coverage = report.coverage.get(finding.operation)
    span = Span(report.spec) if coverage is None else coverage.span or Span(report.spec)
    return Diagnostic(
        f"fuzz-{finding.check.replace('_', '-')}",
        finding.severity,
        f"{finding.operation}: {finding.title}: {finding.message}",
        "" if coverage is None else coverage.pointer,
        span,
        "\n".join(map(curl, finding.exchanges)) or None,
    )
