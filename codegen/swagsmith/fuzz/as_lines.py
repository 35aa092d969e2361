"""A report for programs that read line by line: a JSON object for each finding."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from swagsmith.fuzz.as_json import as_data

if TYPE_CHECKING:
    from swagsmith.fuzz.report import Report


def render(report: Report) -> str:
    """A line for each finding, in ASCII."""
    return "".join(f"{json.dumps(as_data(report, finding))}\n" for finding in report.findings)
