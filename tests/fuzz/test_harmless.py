"""What a sound service may answer is no finding, and small slips of a document hide no operation."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import (
    MissingContentType,
    RejectedPositiveData,
    UndefinedStatusCode,
    UnsupportedMethodResponse,
)

from swagsmith.fuzz.bundle import bundle
from swagsmith.fuzz.generator import _SYSTEMATIC, _thinned
from swagsmith.fuzz.harmless import is_harmless
from swagsmith.fuzz.misfit import Misfit
from swagsmith.fuzz.report import Ending
from swagsmith.source import load


@pytest.mark.parametrize(
    ("kind", "status", "content", "harmless"),
    [
        (MissingContentType, 204, b"", True),
        (MissingContentType, 200, b"{}", False),
        (UndefinedStatusCode, 304, b"", True),
        (UndefinedStatusCode, 414, b"too long", True),
        (UndefinedStatusCode, 418, b"", False),
        (RejectedPositiveData, 304, b"", True),
        (RejectedPositiveData, 400, b"", False),
        (AcceptedNegativeData, 403, b"", True),
        (AcceptedNegativeData, 422, b"", True),
        (AcceptedNegativeData, 404, b"", False),
        (AcceptedNegativeData, 200, b"", False),
        (UnsupportedMethodResponse, 404, b"", True),
        (UnsupportedMethodResponse, 501, b"", True),
        (UnsupportedMethodResponse, 200, b"", False),
    ],
)
def test_what_a_sound_service_may_answer(
    kind: Any, status: int, content: bytes, *, harmless: bool
) -> None:
    response: Any = SimpleNamespace(status_code=status, content=content)
    assert is_harmless(kind.__new__(kind), response) is harmless


def test_slips_hide_no_operation(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "swagger: '2.0'\n"
        "info: {title: 1, contact: {me: you}}\n"
        "paths:\n"
        "  /a/{one}/{two}:\n"
        "    parameters: [{in: path, name: one, type: string}]\n"
        "    get: {responses: {200: {description: x}}}\n"
        "    trace: {responses: {200: {description: x}}}\n"
    )
    data = bundle(load(str(path)))
    item = data["paths"]["/a/{one}/{two}"]
    assert data["info"] == {"title": "", "version": ""}
    assert "trace" not in item
    assert item["parameters"] == [{"in": "path", "name": "one", "type": "string", "required": True}]
    assert [one["name"] for one in item["get"]["parameters"]] == ["two"]


def test_systematic_cases_are_thinned_evenly() -> None:
    many: Any = _thinned(lambda: iter(range(_SYSTEMATIC * 10)))  # type: ignore[arg-type,return-value]
    few: Any = _thinned(lambda: iter(range(7)))  # type: ignore[arg-type,return-value]
    assert list(many()) == list(range(0, _SYSTEMATIC * 10, 10))
    assert list(few()) == list(range(7))


def operation(label: str) -> Any:
    return SimpleNamespace(label=label, secured=False, has_path_parameters=False)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([("a", 403)] * 7 + [("b", 401)] * 7 + [("c", 403)] * 7, Ending.REFUSED),
        ([("a", 403)] * 10 + [("b", 403)] * 10 + [("c", 403)] * 10 + [("a", 200)], Ending.REFUSED),
        ([("a", 403)] * 30, None),  # it may be for others
        ([("a", 403)] * 10 + [("b", 200)] * 10 + [("c", 403)] * 10, None),
        ([("a", 404)] * 10 + [("b", 404)] * 10 + [("c", 404)] * 10, Ending.NOT_FOUND),
        ([("a", 404)] * 10 + [("b", 404)] * 10 + [("c", 404)] * 10 + [("a", 200)], None),
    ],
)
def test_a_run_is_pointless(answers: list[tuple[str, int]], expected: Ending | None) -> None:
    misfit = Misfit(map(operation, "abcd"))
    for label, status in answers:
        misfit.add(label, status)
    assert misfit.verdict() is expected
