"""Findings for people: one line each, the line of the file, a caret under the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.diagnostics import Severity
from swagsmith.diagnostics.visible import columns, shown, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from swagsmith.diagnostics import Diagnostic, Span
    from swagsmith.diagnostics.report import Report

    Painter = Callable[[str, str], str]

#: How much of a long line is shown around the place; a document may be one line of megabytes.
_WIDTH: Final = 120
_LEAD: Final = 40
_RESET: Final = "\x1b[0m"
_BOLD: Final = "\x1b[1m"
_DIM: Final = "\x1b[2m"
_COLOURS: Final = {
    Severity.ERROR: "\x1b[1;31m",
    Severity.WARNING: "\x1b[1;33m",
    Severity.INFO: "\x1b[1;36m",
}


def render(report: Report, *, colour: bool = False) -> str:
    """The findings and a summary line. `colour` adds terminal escapes."""
    paint = _paint if colour else _plain
    blocks = [
        "\n".join(line for line in _finding(found, report, paint)) for found in report.diagnostics
    ]
    return "\n".join([*blocks, report.summary, ""])


def _plain(text: str, _style: str) -> str:
    return text


def _paint(text: str, style: str) -> str:
    return f"{style}{text}{_RESET}"


def _finding(found: Diagnostic, report: Report, paint: Painter) -> Iterator[str]:
    place = paint(visible(str(found.span)), _BOLD)
    severity = paint(found.severity.value, _COLOURS[found.severity])
    rule = paint(f"[{found.rule}]", _DIM)
    yield f"{place}: {severity} {visible(found.message)} {rule}"
    lines = report.lines.get(found.span.file)
    margin = " " * len(str(found.span.line))
    if lines is not None and (text := lines.line(found.span.line)):
        shown, carets = _excerpt(text, found.span)
        bar = paint("|", _DIM)
        yield f"{paint(str(found.span.line), _DIM)} {bar} {shown}"
        yield f"{margin} {bar} {paint(carets, _COLOURS[found.severity])}"
    if found.help:
        yield f"{margin} = help: {visible(found.help)}"
    for word, span in found.related:
        yield f"{margin} = {visible(f'{span}: {word}')}"


def _excerpt(text: str, span: Span) -> tuple[str, str]:
    """The part of a line around a place, and the carets that go under it."""
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(text)
    cut = max(0, start - _LEAD) if len(text) > _WIDTH else 0
    part = text[cut : cut + _WIDTH]
    # Most lines are plain; each character of the others is looked at.
    pieces = part if part.isascii() and part.isprintable() else [shown(c) for c in part]
    lead = "…" if cut else ""
    tail = "…" if cut + _WIDTH < len(text) else ""
    # A tab stays a tab in both lines, so that they keep step whatever width it is shown with.
    padding = " " * len(lead) + _blanks(pieces[: start - cut])
    width = columns("".join(pieces[start - cut : end - cut]))
    return lead + "".join(pieces) + tail, padding + "^" * max(1, width)


def _blanks(pieces: Sequence[str]) -> str:
    if isinstance(pieces, str):
        return " " * len(pieces)
    return "".join("\t" if piece == "\t" else " " * columns(piece) for piece in pieces)
