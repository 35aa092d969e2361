"""A report for CI: JUnit's XML, a test case for each operation and each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from swagsmith.diagnostics.visible import visible
from swagsmith.fuzz.curl import curl

if TYPE_CHECKING:
    from swagsmith.fuzz.report import Report


def render(report: Report) -> bytes:
    """The report as an XML document, in UTF-8."""
    failing = {finding.operation for finding in report.findings}
    suite = ET.Element(
        "testsuite",
        name=f"swagsmith fuzz {visible(report.spec)} (seed {report.settings.seed})",
        tests=str(len(report.findings) + len(report.coverage.keys() - failing)),
        failures=str(len(report.findings)),
        errors="0",
        skipped=str(len(set(report.uncovered) - failing)),
        time=f"{report.seconds:.3f}",
    )
    for label, coverage in report.coverage.items():
        if label in failing:
            continue
        case = ET.SubElement(suite, "testcase", classname=visible(label), name="fuzz")
        if not coverage.sent:
            ET.SubElement(case, "skipped", message=visible(coverage.problem or "not covered"))
    for finding in report.findings:
        case = ET.SubElement(
            suite, "testcase", classname=visible(finding.operation), name=finding.check
        )
        failure = ET.SubElement(
            case, "failure", type=finding.check, message=visible(finding.message)
        )
        commands = (visible(curl(exchange)) for exchange in finding.exchanges)
        failure.text = "\n".join((visible(finding.title), *commands, report.settings.repeat))
    ET.indent(suite)
    document: bytes = ET.tostring(suite, encoding="utf-8", xml_declaration=True)
    return document
