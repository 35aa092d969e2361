"""The reports of the parts of a run, as one."""

from __future__ import annotations

import json
from base64 import b64decode
from collections import Counter
from typing import TYPE_CHECKING, Any

from swagsmith.diagnostics import Span
from swagsmith.fuzz.causes import joined
from swagsmith.fuzz.finding import Coverage, Exchange, Finding
from swagsmith.fuzz.report import Ending, Report
from swagsmith.fuzz.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


class MergeError(ValueError):
    """Reports cannot be joined; the message says why in one line."""


def merged(paths: Sequence[Path]) -> Report:
    """One report made of several, in the order of the operations in the document.

    Args:
        paths: files, or folders with a fuzz.json in them.

    Raises:
        MergeError: one cannot be read, or they are of different runs.
    """
    reports = [_read(path) for path in paths]
    first = reports[0]
    for path, report in zip(paths, reports, strict=True):
        if (report.spec, report.settings.seed) != (first.spec, first.settings.seed):
            raise MergeError(f"{path}: another document or seed than that of {paths[0]}")
    coverage: dict[str, Coverage] = {}
    for path, report in zip(paths, reports, strict=True):
        twice = coverage.keys() & report.coverage.keys()
        if twice:
            raise MergeError(f"{path}: {min(twice)} is in another report too")
        coverage |= report.coverage
    ordered = dict(sorted(coverage.items(), key=lambda item: _place(item[1])))
    return Report(
        first.spec,
        first.settings,
        _ending(reports),
        sum((Counter(report.cases) for report in reports), Counter[str]()),
        ordered,
        joined((one for report in reports for one in report.findings), ordered),
        sum(report.seconds for report in reports),
        sum(report.requests for report in reports),
        sum(report.known for report in reports),
        {name: why for report in reports for name, why in report.unexplored.items()},
    )


def _place(coverage: Coverage) -> tuple[str, int, int]:
    span = coverage.span
    return ("", 0, 0) if span is None else (span.file, span.line, span.column)


def _ending(reports: Iterable[Report]) -> Ending:
    endings = [report.ending for report in reports]
    return next((ending for ending in endings if ending is not Ending.COMPLETE), Ending.COMPLETE)


def _read(path: Path) -> Report:
    file = path / "fuzz.json" if path.is_dir() else path
    try:
        data = json.loads(file.read_bytes())
        return _report(data)
    except OSError as error:
        raise MergeError(f"{file} cannot be read: {(error.strerror or '').lower()}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise MergeError(f"{file}: this is no report of `swagsmith fuzz`") from None


def _report(data: Any) -> Report:
    return Report(
        str(data["spec"]),
        Settings(base_url=str(data["target"]), seed=int(data["seed"])),
        Ending(data["ending"]),
        {str(phase): int(count) for phase, count in data["cases"].items()},
        {str(one["operation"]): _coverage(one) for one in data["operations"]},
        tuple(map(_finding, data["findings"])),
        float(data["seconds"]),
        int(data["requests"]),
        int(data["known"]),
        {str(name): str(why) for name, why in data["unexplored"].items()},
    )


def _coverage(data: Any) -> Coverage:
    return Coverage(
        tuple(data["consumes"]),
        tuple(data["produces"]),
        int(data["sent"]),
        int(data["valid"]),
        int(data["accepted"]),
        dict(data["bodies"]),
        dict(data["answers"]),
        data["problem"],
        tuple(data["statuses"]),
        None if data["place"] is None else Span(**data["place"]),
        str(data["pointer"]),
    )


def _finding(data: Any) -> Finding:
    return Finding(
        str(data["operation"]),
        str(data["check"]),
        str(data["title"]),
        str(data["message"]),
        str(data["phase"]),
        tuple(map(_exchange, data["requests"])),
        int(data["count"]),
        tuple(map(str, data["also"])),
        None if data["proof"] is None else (tuple(data["proof"][0]), str(data["proof"][1])),
    )


def _exchange(data: Any) -> Exchange:
    return Exchange(
        str(data["method"]),
        str(data["url"]),
        tuple((str(name), str(value)) for name, value in data["headers"]),
        None if data["body"] is None else b64decode(data["body"]),
        data["status"],
        str(data["answer_type"]),
        str(data["answer"]).encode(),
        str(data["client"] or ""),
    )
