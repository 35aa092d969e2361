"""Findings for programs: one JSON object."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from swagsmith.diagnostics import Diagnostic
    from swagsmith.diagnostics.report import Report


def render(report: Report) -> str:
    """`{"findings": [...], "summary": {...}}`; each finding has every field, absent ones null."""
    summary = {**report.counts, "files": len(report.documents), "known": report.known}
    findings = [_finding(found) for found in report.diagnostics]
    return json.dumps({"findings": findings, "summary": summary}, indent=2) + "\n"


def _finding(found: Diagnostic) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "severity": found.severity.value,
        "message": found.message,
        "help": found.help,
        "pointer": found.pointer,
        **asdict(found.span),
        "related": [{"message": word, **asdict(span)} for word, span in found.related],
    }
