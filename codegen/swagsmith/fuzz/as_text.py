"""A report for people: what was sent, then each finding with what repeats it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.diagnostics.visible import visible
from swagsmith.fuzz.curl import curl
from swagsmith.fuzz.report import Ending, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from swagsmith.diagnostics import Span
    from swagsmith.fuzz.finding import Exchange, Finding

    Painter = Callable[[str, str], str]

_RED: Final = "\x1b[1;31m"
_GREEN: Final = "\x1b[1;32m"
_BOLD: Final = "\x1b[1m"
#: characters of a command; a longer one is a body of hundreds of lines
_LONGEST: Final = 4000
_EXCERPT: Final = 160
_WHY: Final = {
    Ending.COMPLETE: "",
    Ending.TIME_LIMIT: ", stopped at the time limit",
    Ending.REQUEST_LIMIT: ", stopped at the limit of requests",
    Ending.INTERRUPTED: ", interrupted",
    Ending.REFUSED: ", stopped",
    Ending.NOT_FOUND: ", stopped",
    Ending.UNAVAILABLE: ", stopped as the service no longer answers",
}


def render(report: Report, *, colour: bool = False) -> str:
    """The report as lines of text. `colour` adds terminal escapes."""
    paint = _paint if colour else _plain
    lines = [*_summary(report, paint), ""]
    for number, finding in enumerate(report.findings, 1):
        coverage = report.coverage.get(finding.operation)
        place = None if coverage is None else coverage.span
        lines += [*_finding(number, finding, place, paint), ""]
    return "\n".join([*lines, *_verdict(report, paint), ""])


def _plain(text: str, _style: str) -> str:
    return text


def _paint(text: str, style: str) -> str:
    return f"{style}{text}\x1b[0m"


def _summary(report: Report, paint: Painter) -> Iterator[str]:
    def row(name: str, value: str) -> str:
        return f"{paint(f'{name:<12}', _BOLD)}{value}"

    phases = ", ".join(f"{phase} {number:,}" for phase, number in report.cases.items())
    yield row("requests", f"{report.requests:,}")
    yield row("cases", f"{report.total:,}" + (f" ({phases})" if phases else ""))
    count = len(report.coverage)
    yield row("operations", f"{count - len(report.uncovered)} of {count} covered")
    if report.ending not in (Ending.REFUSED, Ending.NOT_FOUND):
        yield from (f"{'':<12}{visible(gap)}" for gap in _gaps(report))
    yield row("bodies sent", _counts(report.bodies))
    yield row("answers", f"{_counts(report.answers)} (2xx, with a body)")
    yield row("seed", str(report.settings.seed))
    yield row("time", f"{report.seconds:.0f} s{_WHY[report.ending]}")


def _gaps(report: Report) -> Iterator[str]:
    """What was not tested, or only in part."""
    for label, coverage in report.coverage.items():
        if not coverage.sent:
            yield f"not covered: {label}: {coverage.problem or 'no request was answered'}"
        elif coverage.problem:
            yield f"covered in part: {label}: {coverage.problem}"
        if coverage.valid and not coverage.accepted:
            yield f"never accepted: {label}: no valid request was answered with 2xx"
        if coverage.missing:
            yield f"covered in part: {label}: {', '.join(coverage.missing)}"
    for name, reason in report.unexplored.items():
        yield f"not explored: {name}: {reason}"


def _counts(counts: Mapping[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{visible(name)} {number:,}" for name, number in ordered) or "none"


def _finding(number: int, finding: Finding, place: Span | None, paint: Painter) -> Iterator[str]:
    yield f"{paint(f'{number}. {visible(finding.operation)}', _RED)}  {finding.severity} [{finding.check}]"
    if place is not None:
        yield f"   {visible(str(place))}"
    yield f"   {visible(finding.title)}: {visible(finding.message)}"
    for exchange in finding.exchanges:
        yield from (f"   {visible(_cut(way))}" for way in (curl(exchange), exchange.client) if way)
    yield f"   {_answer(finding.exchanges)}"
    if finding.also:
        yield f"   the same at {visible(', '.join(finding.also))}"
    yield f"   seen in {_times(finding.count)}, {finding.phase} phase"


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}… ({len(text):,} characters; --report DIR has all)"


def _answer(exchanges: Iterable[Exchange]) -> str:
    *_, last = exchanges
    if last.status is None:
        return "no answer"
    text = " ".join(last.answer.decode("utf-8", "replace").split())
    excerpt = text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
    return f"answered {last.status} {visible(last.answer_type)} {visible(excerpt)}".rstrip()


def _times(count: int) -> str:
    return "1 case" if count == 1 else f"{count:,} cases"


def _verdict(report: Report, paint: Painter) -> Iterator[str]:
    count = len(report.findings)
    if report.known:
        yield f"{report.known} more in the baseline"
    if count:
        yield paint("1 finding" if count == 1 else f"{count} findings", _RED)
    elif report.ending is Ending.REFUSED:
        given = (
            "were refused"
            if report.settings.has_credentials
            else "are missing (--auth or SWAGSMITH_AUTH)"
        )
        yield paint(
            f"every valid request was answered with 401 or 403: the credentials {given}", _RED
        )
    elif report.ending is Ending.NOT_FOUND:
        yield paint(
            "every valid request was answered with 404: is this the service of the document?", _RED
        )
    elif report.ending is Ending.UNAVAILABLE:
        yield paint("the service no longer answers", _RED)
    elif report.untestable:
        yield paint(
            f"no findings, but {len(report.untestable)} of {len(report.coverage)} operations could not be tested",
            _RED,
        )
    else:
        yield paint("no findings", _GREEN)
    if report.settings.repeat:
        yield f"repeat with: {visible(report.settings.repeat)}"
