"""A test file for each finding: it fails until the finding is fixed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from swagsmith.diagnostics.visible import visible
from swagsmith.fuzz import leaks
from swagsmith.fuzz.as_repeat import repeating_test
from swagsmith.fuzz.checks import LIMIT
from swagsmith.fuzz.hostile import send
from swagsmith.fuzz.redaction import KEY_PLACEHOLDER, OTHER_PLACEHOLDER, PLACEHOLDER

if TYPE_CHECKING:
    from swagsmith.fuzz.finding import Exchange, Finding
    from swagsmith.fuzz.report import Report

_NOT_IN_NAMES: Final = re.compile(r"[^a-z0-9]+")
_REFUSED: Final = "assert answer is None or not (200 <= answer[0] < 300 or answer[0] >= 500)"
_ANSWERED: Final = "assert answer is not None"
_OTHER_STATUS: Final = "assert answer is not None and answer[0] != {status}"
_OTHER_TYPE: Final = "assert answer is not None and media_type(answer) != {answer_type!r}"
_NO_CRASH: Final = "assert answer is None or answer[0] < 500"
#: by check, what is asserted of the answer
_ASSERTIONS: Final = {
    "answered": _ANSWERED,
    "answered_as_asked": _OTHER_TYPE,
    "content_type_conformance": _OTHER_TYPE,
    "ignored_auth": _REFUSED,
    "missing_required_header": _REFUSED,
    "negative_data_rejection": _REFUSED,
    "no_injected_header": "assert answer is None or not injected(answer)",
    "no_internals": "assert answer is None or not internals(answer)",
    "not_a_server_error": _NO_CRASH,
    "positive_data_acceptance": _OTHER_STATUS,
    "response_time": "assert seconds < {limit}",
    "status_code_conformance": _OTHER_STATUS,
    "unsupported_method": _OTHER_STATUS,
}
_HEAD: Final = '''"""{title}

{operation}
{message}

Where the service is stands in SWAGSMITH_TARGET, the credentials in SWAGSMITH_AUTH: `user:password`,
or `NAME=VALUE` for a security definition; of several lines the first one counts.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import re
import socket
import ssl
import time
from urllib.parse import urlsplit

TARGET = os.environ.get("SWAGSMITH_TARGET", {target!r})
AUTH = os.environ.get("SWAGSMITH_AUTH", "").partition("\\n")[0]
METHOD = {method!r}
PATH = {path!r}
HEADERS = {headers}
BODY = {body}


{send}

def filled(text):
    """A text with the credentials in it."""
    return text.replace({key!r}, AUTH.partition("=")[2])


def filled_header(name, value):
    if value == {basic!r}:
        return name, "Basic " + base64.b64encode(AUTH.encode()).decode()
    return name, filled(value)


def media_type(answer):
    values = [value for name, value in answer[1] if name.lower() == "content-type"]
    return values[0].partition(";")[0].strip().lower() if values else ""


def injected(answer):
    return [name for name, _ in answer[1] if name.lower() in ("x-injected", "x-swagsmith-injected")]


def internals(answer):
    return [pattern for pattern in {internals} if re.search(pattern, answer[2].replace(b'\\\\"', b'"'))]


def at(value, path):
    """The value at a path, or None."""
    for token in path:
        try:
            value = value[token]
        except (LookupError, TypeError):
            return None
    return value


def test_{name}():
    started = time.monotonic()
    headers = [filled_header(name, value) for name, value in HEADERS]
    answer = send(METHOD, TARGET + filled(PATH), headers, BODY, {timeout})
    seconds = time.monotonic() - started
    {assertion}
'''
_SCHEMA: Final = """assert answer is not None
    schema = json.loads({schema!r})
    value = at(json.loads(answer[2]), {path!r})
    jsonschema_rs = __import__("pytest").importorskip("jsonschema_rs")
    assert value is None or jsonschema_rs.is_valid(schema, value)"""
#: what the sender adds itself, or what means nothing to the service
_INCIDENTAL: Final = frozenset(
    {"accept-encoding", "connection", "host", "user-agent", "x-schemathesis-testcaseid"}
)


def write_tests(report: Report, folder: Path) -> int:
    """Writes the files into a folder that exists.

    Returns:
        How many there are. One for a finding that takes several requests, or whose answer cannot
        be judged without the whole document, repeats a part of the run.
    """
    written: set[str] = set()
    for finding in report.findings:
        assertion = _assertion(finding)
        name = _name(finding, written)
        if assertion is None:
            words = _prose(finding.title), _prose(finding.operation), _prose(finding.message)
            text = repeating_test(report, finding, name, folder, words)
        else:
            text = _text(report, finding, name, assertion)
        (folder / f"test_{name}.py").write_text(text, encoding="utf-8", newline="\n")
    return len(written)


def _name(finding: Finding, taken: set[str]) -> str:
    words = f"{finding.check} {finding.operation}".lower()
    name = f"{_NOT_IN_NAMES.sub('_', words).strip('_')[:80]}_{finding.fingerprint[:6]}"
    taken.add(name)
    return name


def _assertion(finding: Finding) -> str | None:
    if len(finding.exchanges) != 1 or _needs_others(finding):
        return None
    [last] = finding.exchanges
    if finding.check == "hostile_request":
        if "should be refused" in finding.message:
            return _REFUSED
        return _ANSWERED if "closed without" in finding.message else _NO_CRASH
    if finding.proof is not None:
        path, schema = finding.proof
        return _SCHEMA.format(path=path, schema=schema)
    assertion = _ASSERTIONS.get(finding.check)
    if assertion is None:
        return None
    return assertion.format(status=last.status, answer_type=last.answer_type, limit=LIMIT)


def _needs_others(finding: Finding) -> bool:
    """Whether a request is of something that requests before it have made, or of the other account."""
    [last] = finding.exchanges
    if any(value == OTHER_PLACEHOLDER for _, value in last.headers):
        return True
    accepted = last.status is not None and 200 <= last.status < 300
    return accepted and finding.phase in ("depth", "stateful") and "{" in finding.operation


def _text(report: Report, finding: Finding, name: str, assertion: str) -> str:
    [exchange] = finding.exchanges
    base = report.settings.shown_url or report.settings.base_url
    url = exchange.url
    return _HEAD.format(
        title=_prose(finding.title),
        operation=_prose(finding.operation),
        message=_prose(finding.message),
        target=base,
        method=exchange.method,
        path=url.removeprefix(base),
        headers=_headers(exchange),
        body=_bytes(exchange.body),
        send=_sender(),
        key=KEY_PLACEHOLDER,
        basic=PLACEHOLDER,
        internals=_internals(),
        name=name,
        timeout=15,
        assertion=assertion,
    )


def _prose(text: str) -> str:
    """Text of strangers inside a docstring."""
    return visible(text).replace("\\", "\\\\").replace('"', '\\"')


def _headers(exchange: Exchange) -> str:
    size = str(len(exchange.body or b""))
    kept = [
        (name, value)
        for name, value in exchange.headers
        if name.lower() not in _INCIDENTAL and (name.lower() != "content-length" or value != size)
    ]
    return ascii(kept)


def _bytes(body: bytes | None) -> str:
    """A body as an expression; one that repeats a byte many times is not written out."""
    if body is None or len(body) < 10_000:
        return repr(body)
    found = re.match(rb"(?s)(.*?)(.)\2{999,}", body)
    if found is None:
        return repr(body)
    before, byte = found[1], found[2]
    rest = body[len(before) :]
    after = rest.lstrip(byte)
    return f"{before!r} + {byte!r} * {len(rest) - len(after)} + {_bytes(after)}"


def _sender() -> str:
    """The source of what sends hostile requests, without its imports and types of its own."""
    source = Path(send.__file__).read_text(encoding="utf-8")
    return source[source.index("#: of an answer") :]


def _internals() -> str:
    return ascii([pattern.pattern for _, _, pattern in leaks.PATTERNS])
