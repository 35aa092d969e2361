"""A report for programs."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from swagsmith.fuzz.curl import curl

if TYPE_CHECKING:
    from swagsmith.fuzz.finding import Coverage, Exchange, Finding
    from swagsmith.fuzz.report import Report


def render(report: Report) -> str:
    """The report as one JSON object, in ASCII."""
    return json.dumps(
        {
            "version": 1,
            "spec": report.spec,
            "target": report.settings.base_url,
            "seed": report.settings.seed,
            "repeat": report.settings.repeat,
            "ending": report.ending.value,
            "exit_code": report.exit_code,
            "seconds": round(report.seconds, 1),
            "requests": report.requests,
            "known": report.known,
            "unexplored": dict(report.unexplored),
            "cases": dict(report.cases),
            "operations": [_operation(label, found) for label, found in report.coverage.items()],
            "findings": [as_data(report, finding) for finding in report.findings],
        },
        indent=2,
    )


def _operation(label: str, coverage: Coverage) -> dict[str, Any]:
    return {
        "operation": label,
        "covered": bool(coverage.sent),
        "sent": coverage.sent,
        "valid": coverage.valid,
        "accepted": coverage.accepted,
        "bodies": coverage.bodies,
        "answers": coverage.answers,
        "missing": list(coverage.missing),
        "problem": coverage.problem,
        "consumes": coverage.consumes,
        "produces": coverage.produces,
        "statuses": coverage.statuses,
        "pointer": coverage.pointer,
        "place": None if coverage.span is None else asdict(coverage.span),
    }


def as_data(report: Report, finding: Finding) -> dict[str, Any]:
    """A finding as plain data."""
    coverage = report.coverage.get(finding.operation)
    span = None if coverage is None else coverage.span
    return {
        "fingerprint": finding.fingerprint,
        "severity": finding.severity.value,
        "place": None if span is None else str(span),
        "operation": finding.operation,
        "check": finding.check,
        "title": finding.title,
        "message": finding.message,
        "phase": finding.phase,
        "count": finding.count,
        "also": finding.also,
        "proof": finding.proof,
        "requests": [_exchange(exchange) for exchange in finding.exchanges],
    }


def _exchange(exchange: Exchange) -> dict[str, Any]:
    return {
        "curl": curl(exchange),
        "client": exchange.client or None,
        "method": exchange.method,
        "url": exchange.url,
        "headers": exchange.headers,
        "body": None if exchange.body is None else b64encode(exchange.body).decode(),
        "status": exchange.status,
        "answer_type": exchange.answer_type,
        "answer": exchange.answer.decode("utf-8", "replace"),
    }
