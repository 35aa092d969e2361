"""Findings as SARIF 2.1.0, for code scanning (OASIS Standard, 27 March 2020)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from swagsmith import __version__
from swagsmith.diagnostics import Severity
from swagsmith.diagnostics.fingerprint import fingerprints
from swagsmith.diagnostics.ruletext import RuleText
from swagsmith.diagnostics.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swagsmith.diagnostics import Diagnostic, Span
    from swagsmith.diagnostics.report import Report

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
#: What stands for the root of the repository, as code scanning calls it.
_ROOT: Final = "%SRCROOT%"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report) -> str:
    """One run, with the rules that found something and their texts."""
    rules = sorted({found.rule for found in report.diagnostics})
    prints = fingerprints(report.diagnostics)
    run = {
        "tool": {
            "driver": {
                "name": "swagsmith",
                "semanticVersion": __version__,
                "rules": [_rule(rule, report.rules.get(rule, RuleText(rule))) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "results": [
            _result(found, fingerprint, rules, report)
            for found, fingerprint in zip(report.diagnostics, prints, strict=True)
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _rule(rule: str, text: RuleText) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": rule,
        "shortDescription": {"text": " ".join(text.summary.split())},
        "defaultConfiguration": {"level": _LEVELS[text.severity]},
    }
    if text.text:
        described["help"] = {"text": text.text, "markdown": text.text}
    if text.tags:
        described["properties"] = {"tags": list(text.tags)}
    return described


def _result(
    found: Diagnostic, fingerprint: str, rules: Sequence[str], report: Report
) -> dict[str, Any]:
    message = f"{found.message}\n{found.help}" if found.help else found.message
    location = {
        **_location(found.span, report),
        "logicalLocations": [{"fullyQualifiedName": f"#{found.pointer}"}],
    }
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": rules.index(found.rule),
        "level": _LEVELS[found.severity],
        "message": {"text": _plain(message)},
        "locations": [location],
        "partialFingerprints": {"swagsmith/v1": fingerprint},
    }
    if found.related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": _plain(word)}, **_location(span, report)}
            for number, (word, span) in enumerate(found.related)
        ]
    return result


def _plain(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n"))


def _location(span: Span, report: Report) -> dict[str, Any]:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    return {
        "physicalLocation": {"artifactLocation": _artifact(span.file, report), "region": region}
    }


def _artifact(file: str, report: Report) -> dict[str, Any]:
    name = report.relative(file)
    uri = quote(name, safe="/~!$&'()*+,;=@-._", errors="surrogateescape")
    if name.startswith("/"):
        return {"uri": f"file://{uri}"}
    if name[1:3] == ":/":
        return {"uri": f"file:///{name[0]}:{uri[4:]}"}
    return {"uri": uri, "uriBaseId": _ROOT}
