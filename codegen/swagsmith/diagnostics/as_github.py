"""Findings as annotations of a pull request: workflow commands of GitHub Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.diagnostics import Severity
from swagsmith.diagnostics.visible import visible

if TYPE_CHECKING:
    from swagsmith.diagnostics import Diagnostic, Span
    from swagsmith.diagnostics.report import Report

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}
#: The percent sign first, so that no escape is escaped again.
_DATA: Final = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY: Final = (*_DATA, (":", "%3A"), (",", "%2C"))


def render(report: Report) -> str:
    """One line for each finding; nothing when there is none."""
    return "".join(f"{_command(found, report)}\n" for found in report.diagnostics)


def _command(found: Diagnostic, report: Report) -> str:
    place = {"file": report.relative(found.span.file), **_place(found.span), "title": found.rule}
    properties = ",".join(
        f"{name}={_escaped(visible(str(value)), _PROPERTY)}" for name, value in place.items()
    )
    related = (f"{report.relative(span.file)}:{span.line}: {word}" for word, span in found.related)
    lines = [found.message, *([found.help] if found.help else []), *related]
    text = "\n".join(visible(line) for line in lines)
    return f"::{_COMMANDS[found.severity]} {properties}::{_escaped(text, _DATA)}"


def _place(span: Span) -> dict[str, int]:
    """GitHub takes columns only for a place within one line."""
    lines = {"line": span.line, "endLine": span.end_line}
    if span.line != span.end_line:
        return lines
    return {**lines, "col": span.column, "endColumn": span.end_column}


def _escaped(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for character, escape in table:
        text = text.replace(character, escape)
    return text
