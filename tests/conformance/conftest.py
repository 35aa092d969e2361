"""The helpers of this folder, importable by name; test folders are no packages. And the numbers at the end."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

sys.path.insert(0, str(Path(__file__).parent))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Adds up what the tests of this folder noted, also those that ran in other processes."""
    totals: dict[str, int] = {}
    notes: list[str] = []
    for reports in terminalreporter.stats.values():
        for report in reports:
            for key, value in getattr(report, "user_properties", ()):
                if getattr(report, "when", "") != "call" or not key.startswith("conformance-"):
                    continue
                if isinstance(value, int):
                    totals[key] = totals.get(key, 0) + value
                else:
                    notes.append(str(value))
    if not totals:
        return
    terminalreporter.section("conformance on the wire")
    for note in notes:
        terminalreporter.write_line(note)
    numbers = [f"{count} {key.removeprefix('conformance-')}" for key, count in totals.items()]
    terminalreporter.write_line(", ".join(numbers))
