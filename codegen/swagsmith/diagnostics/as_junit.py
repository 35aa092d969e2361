"""Findings as JUnit's XML: a suite for each file, a case for each finding, warnings included."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from swagsmith.diagnostics import Severity
from swagsmith.diagnostics.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swagsmith.diagnostics import Diagnostic
    from swagsmith.diagnostics.report import Report


def render(report: Report) -> str:
    """An XML document. Errors and warnings are failures; advice is output of a case that passes.

    A document without findings is a suite with one case that passes, so that nobody takes it for
    one that was not checked.
    """
    by_file: dict[str, list[Diagnostic]] = {name: [] for name in report.documents}
    for found in report.diagnostics:
        by_file.setdefault(found.span.file, []).append(found)
    suites = [_suite(report.relative(file), found, report) for file, found in by_file.items()]
    root = ET.Element(
        "testsuites",
        name="swagsmith lint",
        tests=_total(suites, "tests"),
        failures=_total(suites, "failures"),
        errors="0",
    )
    root.extend(suites)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _total(suites: Sequence[ET.Element], count: str) -> str:
    return str(sum(int(suite.get(count, "0")) for suite in suites))


def _suite(file: str, findings: Sequence[Diagnostic], report: Report) -> ET.Element:
    failing = [found for found in findings if found.severity is not Severity.INFO]
    suite = ET.Element(
        "testsuite",
        name=visible(file),
        tests=str(len(findings) or 1),
        failures=str(len(failing)),
        errors="0",
        skipped="0",
        time="0",
    )
    for found in findings:
        _case(suite, file, found, report)
    if not findings:
        ET.SubElement(suite, "testcase", classname=visible(file), name="no findings", time="0")
    return suite


def _case(suite: ET.Element, file: str, found: Diagnostic, report: Report) -> None:
    span = found.span
    case = ET.SubElement(
        suite,
        "testcase",
        classname=visible(file),
        name=f"{found.rule} at {span.line}:{span.column}",
        file=visible(file),
        line=str(span.line),
        time="0",
    )
    place = f"{file}:{span.line}:{span.column}"
    related = (
        f"{report.relative(other.file)}:{other.line}:{other.column}: {word}"
        for word, other in found.related
    )
    lines = [f"{place}: {found.severity} {found.message} [{found.rule}]", f"at {found.pointer}"]
    lines += [f"help: {found.help}"] if found.help else []
    text = "\n".join(visible(line) for line in (*lines, *related))
    if found.severity is Severity.INFO:
        ET.SubElement(case, "system-out").text = text
        return
    failure = ET.SubElement(
        case, "failure", type=found.severity.value, message=visible(found.message)
    )
    failure.text = text
