"""Each fault of a service is found by the check made for it, and a sound service is called sound."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from swagsmith.fuzz import checks
from swagsmith.fuzz.run import fuzz
from swagsmith.fuzz.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from swagsmith.fuzz.finding import Finding
    from swagsmith.fuzz.report import Report
    from swagsmith.source import Document

SEND, LIST, GET = "POST /notes.json", "GET /notes.json", "GET /notes/{NoteId}.json"
#: faults that do not hide one another: fault, the check that finds it, where, a word of the message
GROUPS = [
    [
        ("crash", "not_a_server_error", SEND, "500"),
        ("slow", "response_time", LIST, "seconds"),
        ("no header", "response_headers_conformance", LIST, "X-Total"),
        ("wrong type", "response_schema_conformance", SEND, "/likes"),
        ("wrong root in XML", "response_schema_conformance", LIST, "<Page>"),
        ("unchecked page size", "negative_data_rejection", LIST, "query PageSize"),
        ("unchecked title in application/json", "negative_data_rejection", SEND, "body"),
        ("any method", "unsupported_method", SEND, "405"),
    ],
    [
        ("wrong type in XML", "response_schema_conformance", LIST, "/likes"),
        ("shape of errors", "response_schema_conformance", LIST, "message"),
        ("no authentication", "ignored_auth", LIST, "401"),
        ("unchecked title in application/xml", "negative_data_rejection", SEND, "body"),
        ("created", "positive_data_acceptance", SEND, "201"),
    ],
    [
        ("misspelt element in XML", "response_schema_conformance", SEND, "<title>"),
        ("text error", "content_type_conformance", SEND, "text/plain"),
        ("lost", "named_is_found", GET, "just named"),
    ],
    [
        ("broken XML", "response_schema_conformance", LIST, "not well-formed"),
        ("broken JSON of no schema", "well_formed", SEND, "application/json"),
    ],
    [
        ("always JSON", "answered_as_asked", LIST, "asked for application/xml"),
        ("drop", "answered", SEND, "Connection broken"),
    ],
]
FAULTS = [
    pytest.param(number, *row, id=row[0]) for number, rows in enumerate(GROUPS) for row in rows
]


def run(document: Document, url: str, **values: Any) -> Report:
    given = {"base_url": f"{url}/v1", "auth": ("ann", "correct-horse"), "seed": 1, **values}
    return fuzz(document, "notes.yaml", Settings(**given))


@pytest.fixture(scope="session")
def report_on(document: Document, serve: Callable[..., Any]) -> Callable[[int], Report]:
    """A function that gives the report on a service with a group of faults, found out once."""

    @cache
    def report(group: int) -> Report:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(checks, "LIMIT", 0.4)
            return run(document, serve(*(row[0] for row in GROUPS[group])).url, max_examples=15)

    return report


@pytest.mark.parametrize("seed", [1, 2])
def test_a_sound_service_is_sound(document: Document, serve: Callable[..., Any], seed: int) -> None:
    report = run(document, serve().url, seed=seed, max_examples=30)
    assert report.findings == ()
    assert report.uncovered == ()
    assert report.exit_code == 0
    assert list(report.cases) == ["examples", "coverage", "fuzzing", "stateful"]
    assert all(report.cases.values())
    for media_type in ("application/json", "application/xml"):
        assert report.bodies[media_type] > 10
        assert all(coverage.answers[media_type] for coverage in report.coverage.values())


@pytest.mark.parametrize(("group", "fault", "check", "operation", "word"), FAULTS)
def test_a_fault_is_found(
    report_on: Callable[[int], Report],
    group: int,
    fault: str,
    check: str,
    operation: str,
    word: str,
) -> None:
    report = report_on(group)
    assert report.exit_code == 1
    found = [one for one in report.findings if (one.check, one.operation) == (check, operation)]
    assert any(word in one.message for one in found), f"{fault}:\n{overview(report.findings)}"


@pytest.mark.parametrize("group", range(len(GROUPS)))
def test_nothing_else_is_found(report_on: Callable[[int], Report], group: int) -> None:
    """What a fault shows is told by few checks, not by all of them."""
    findings = report_on(group).findings
    expected = {row[1] for row in GROUPS[group]}
    assert {one.check for one in findings} <= expected, overview(findings)


def test_each_fault_is_told_once_for_each_operation(report_on: Callable[[int], Report]) -> None:
    findings = [one for one in report_on(0).findings if one.check == "response_schema_conformance"]
    assert len(findings) <= 5, overview(findings)
    assert max(one.count for one in findings) > 1


def test_what_is_not_found_comes_with_the_request_that_named_it(
    report_on: Callable[[int], Report],
) -> None:
    [lost] = [one for one in report_on(2).findings if one.check == "named_is_found"]
    named, missing = lost.exchanges
    assert (named.status, missing.status) == (200, 404)
    assert missing.url.rpartition("/")[2].removesuffix(".json") in named.answer.decode()


def overview(findings: tuple[Finding, ...] | list[Finding]) -> str:
    return "\n".join(f"{one.operation}: {one.check}: {one.message}" for one in findings)
