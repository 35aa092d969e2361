"""A report for people who were not there: one page that needs nothing else."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, Final

from swagsmith.diagnostics.visible import visible
from swagsmith.fuzz.curl import curl
from swagsmith.fuzz.report import Ending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.fuzz.finding import Coverage, Exchange, Finding
    from swagsmith.fuzz.report import Report

_LONGEST: Final = 4000
_STYLE: Final = """
:root { color-scheme: light dark; --ground: #fff; --card: #f6f7f9; --text: #1c2024; --dim: #60676f;
  --line: #dfe3e8; --error: #b4232c; --warning: #935d06; --good: #1a7f45; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171a; --card: #1d2125; --text: #e8eaed;
  --dim: #a0a8b0; --line: #343a41; --error: #ff8c8c; --warning: #f0b95e; --good: #6fd397; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
p { margin: .25rem 0; overflow-wrap: anywhere; }
.dim { color: var(--dim); }
.verdict { font-size: 1.1rem; font-weight: 600; margin: 1.25rem 0; padding: .8rem 1rem;
  border-left: .3rem solid; background: var(--card); border-radius: .3rem; }
.error { color: var(--error); } .warning { color: var(--warning); } .good { color: var(--good); }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem;
  margin: 1rem 0; }
dl div { background: var(--card); border-radius: .3rem; padding: .6rem .8rem; }
dt { color: var(--dim); font-size: .85rem; } dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
article { border: 1px solid var(--line); border-radius: .4rem; padding: 1rem 1.1rem; margin: 0 0 1rem; }
.label { font-size: .8rem; font-weight: 600; text-transform: uppercase; letter-spacing: .04em; }
pre { background: var(--card); border-radius: .3rem; padding: .7rem .8rem; margin: .6rem 0 0;
  white-space: pre-wrap; overflow-wrap: anywhere; font: .85rem/1.5 ui-monospace, monospace; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line);
  vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--dim); font-weight: 600; } td.number, th.number { text-align: right; }
.scroll { overflow-x: auto; }
"""
_POLICY: Final = b64encode(sha256(_STYLE.encode()).digest()).decode()
_WHY: Final = {
    Ending.COMPLETE: "complete",
    Ending.TIME_LIMIT: "stopped at the time limit",
    Ending.REQUEST_LIMIT: "stopped at the limit of requests",
    Ending.INTERRUPTED: "interrupted",
    Ending.REFUSED: "stopped: every valid request was answered with 401 or 403",
    Ending.NOT_FOUND: "stopped: every valid request was answered with 404",
    Ending.UNAVAILABLE: "stopped: the service no longer answers",
}


def render(report: Report) -> str:
    """The report as an HTML page without scripts; its style may be the only one."""
    body = "\n".join(_body(report))
    policy = f"default-src 'none'; style-src 'sha256-{_POLICY}'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Fuzzing of {_text(report.spec)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    """Text of strangers: escaped, and nothing in it reorders or hides what is shown."""
    return escape("\n".join(visible(line) for line in text.split("\n")))


def _body(report: Report) -> Iterator[str]:
    target = report.settings.shown_url or report.settings.base_url
    yield f"<h1>Fuzzing of {_text(report.spec)}</h1>"
    yield f'<p class="dim">against {_text(target)}</p>'
    yield _verdict(report)
    covered = len(report.coverage) - len(report.uncovered)
    facts = {
        "requests": f"{report.requests:,}",
        "operations covered": f"{covered} of {len(report.coverage)}",
        "seed": str(report.settings.seed),
        "time": f"{report.seconds:.0f} s",
        "run": _WHY[report.ending],
    }
    facts |= {f"{phase} cases": f"{count:,}" for phase, count in report.cases.items()}
    rows = (
        f"<div><dt>{_text(key)}</dt><dd>{_text(value)}</dd></div>" for key, value in facts.items()
    )
    yield f"<dl>{''.join(rows)}</dl>"
    if report.findings:
        yield "<h2>Findings</h2>"
    for number, finding in enumerate(report.findings, 1):
        yield from _finding(report, number, finding)
    yield "<h2>Operations</h2>"
    yield from _operations(report)
    for name, reason in report.unexplored.items():
        yield f"<p>not explored: {_text(name)}: {_text(reason)}</p>"
    if report.settings.repeat:
        yield f"<h2>The same again</h2><pre>{_text(report.settings.repeat)}</pre>"


def _verdict(report: Report) -> str:
    count = len(report.findings)
    known = f"; {report.known} more in the baseline" if report.known else ""
    if count:
        word = "1 finding" if count == 1 else f"{count} findings"
        return f'<p class="verdict error">{word}{known}</p>'
    if not report.judged:
        return f'<p class="verdict error">{_text(_WHY[report.ending])}</p>'
    return f'<p class="verdict good">No findings{known}</p>'


def _finding(report: Report, number: int, finding: Finding) -> Iterator[str]:
    coverage = report.coverage.get(finding.operation)
    place = "" if coverage is None or coverage.span is None else f" · {coverage.span}"
    yield f'<article><p class="label {finding.severity}">{finding.severity}</p>'
    yield f"<h3>{number}. {_text(finding.title)}</h3><p>{_text(finding.message)}</p>"
    yield f'<p class="dim">{_text(finding.operation)}{_text(place)} · {_text(finding.check)}</p>'
    if finding.also:
        yield f'<p class="dim">the same at {_text(", ".join(finding.also))}</p>'
    for exchange in finding.exchanges:
        ways = (curl(exchange), exchange.client)
        yield from (f"<pre>{_text(_cut(way))}</pre>" for way in ways if way)
    if finding.exchanges:
        yield f"<pre>{_text(_answer(finding.exchanges[-1]))}</pre>"
    yield "</article>"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text):,} characters)"


def _answer(exchange: Exchange) -> str:
    if exchange.status is None:
        return "no answer"
    text = exchange.answer.decode("utf-8", "replace")
    return f"{exchange.status} {exchange.answer_type}\n{text}".rstrip()


def _operations(report: Report) -> Iterator[str]:
    yield '<div class="scroll"><table><thead><tr><th>operation</th><th class="number">sent</th>'
    yield '<th class="number">accepted</th><th>not covered</th></tr></thead><tbody>'
    for label, coverage in report.coverage.items():
        yield f'<tr><td>{_text(label)}</td><td class="number">{coverage.sent:,}</td>'
        yield f'<td class="number">{coverage.accepted:,}</td><td>{_text(_gap(coverage))}</td></tr>'
    yield "</tbody></table></div>"


def _gap(coverage: Coverage) -> str:
    if not coverage.sent:
        return coverage.problem or "no request was answered"
    never = ("no valid request was answered with 2xx",) if not coverage.accepted else ()
    return ", ".join((*filter(None, (coverage.problem,)), *never, *coverage.missing))
