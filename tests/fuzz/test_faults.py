"""Each fault of a service is found by the check made for it, and a sound service is called sound."""

from __future__ import annotations

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

SEND, LIST = "POST /notes.json", "GET /notes.json"
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


def run(document: Document, url: str, **values: Any) -> Report:
    given = {"base_url": f"{url}/v1", "auth": ("ann", "correct-horse"), "seed": 1, **values}
    return fuzz(document, "notes.yaml", Settings(**given))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_sound_service_is_sound(document: Document, serve: Callable[..., Any], seed: int) -> None:
    report = run(document, serve().url, seed=seed, max_examples=10)
    assert report.findings == ()
    assert report.uncovered == ()
    assert report.exit_code == 0
    assert list(report.cases) == ["depth", "examples", "coverage", "fuzzing", "stateful", "hostile"]
    assert all(report.cases.values())
    for media_type in ("application/json", "application/xml"):
        assert report.bodies[media_type] > 10
        assert all(coverage.answers[media_type] for coverage in report.coverage.values())


@pytest.mark.parametrize("rows", GROUPS, ids=lambda rows: ", ".join(row[0] for row in rows))
def test_each_fault_is_found_by_its_check_and_nothing_else_is(
    document: Document,
    serve: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    rows: list[tuple[str, str, str, str]],
) -> None:
    monkeypatch.setattr(checks, "LIMIT", 0.4)
    report = run(document, serve(*(fault for fault, *_ in rows)).url, max_examples=12)
    findings = report.findings
    missed = [
        fault
        for fault, check, operation, word in rows
        if not any(
            (one.check, one.operation) == (check, operation) and word in one.message
            for one in findings
        )
    ]
    assert missed == [], overview(findings)
    # What a fault shows is told by one check, and once for each operation and kind.
    assert {one.check for one in findings} == {check for _, check, *_ in rows}, overview(findings)
    assert len(findings) == len({(one.operation, one.check, one.message) for one in findings})
    assert report.exit_code == 1


def test_what_is_not_found_comes_with_the_request_that_named_it(
    document: Document, serve: Callable[..., Any]
) -> None:
    [lost] = run(document, serve("lost").url, max_examples=15).findings
    named, missing = lost.exchanges
    assert (named.status, missing.status) == (200, 404)
    assert missing.url.rpartition("/")[2].removesuffix(".json") in named.answer.decode()
    assert lost.check == "named_is_found"


def overview(findings: tuple[Finding, ...]) -> str:
    return "\n".join(f"{one.operation}: {one.check}: {one.message}" for one in findings)
