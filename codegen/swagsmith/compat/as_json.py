"""Changes for programs: one JSON object."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from swagsmith.compat.change import Change, Place
    from swagsmith.compat.report import Report


def render(report: Report) -> str:
    """`{"changes": [...], "summary": {...}}`; each change has every field."""
    changes = [_change(change) for change in report.changes]
    summary = {"old": report.old, "new": report.new, **report.counts}
    return json.dumps({"changes": changes, "summary": summary}, indent=2) + "\n"


def _change(change: Change) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "verdict": change.verdict.value,
        "level": change.level.value,
        "message": change.message,
        "old": _place(change.old),
        "new": _place(change.new),
        "operations": list(change.operations),
    }


def _place(place: Place) -> dict[str, Any]:
    return {"pointer": place.pointer, **asdict(place.span)}
