"""What no answer may hold: internals of the service, headers that a request has put there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.fuzz.hostile.bodies import INJECTED

if TYPE_CHECKING:
    from collections.abc import Iterable

#: a name, and what tells it: long enough texts that nobody writes by chance
_INTERNALS: Final = (
    ("a Python traceback", rb"Traceback \(most recent call last\)|File \"[^\"\n]{1,300}\", line \d+"),
    ("a Java stack trace", rb"\bat [\w$.]+\([\w$]+\.(?:java|kt|scala):\d+\)"),
    ("a JavaScript stack trace", rb"\bat [^\n\"]{0,200}[(/ ][\w./\\:-]+\.[cm]?[jt]s:\d+:\d+"),
    ("a .NET stack trace", rb"\bat [\w.<>`]+\([^)\n]{0,200}\) in [^\n]{1,200}\.cs:line \d+"),
    ("a Go stack trace", rb"goroutine \d+ \[|panic: runtime error"),
    ("a Ruby stack trace", rb"[\w/.-]+\.rb:\d+:in [`']"),
    ("a PHP error", rb"(?:Fatal error|Warning|Notice|Parse error)(?:</b>)?:[^\n]{1,300} on line (?:<b>)?\d+"),
    (
        "a database error",
        rb"SQLSTATE\[|You have an error in your SQL syntax|ORA-\d{5}:|near \"[^\"\n]*\": syntax error"
        rb"|unrecognized token: \"|psycopg2?\.|sqlite3\.\w*Error|pymysql\.|SQLITE_ERROR"
        rb"|unterminated quoted string at or near|invalid byte sequence for encoding"
        rb"|SQL logic error|PG::\w+Error|no such column: |no such table: ",
    ),
    (
        "a path of a source file",
        rb"(?:/(?:home|root|usr/lib|usr/local|usr/src|opt|srv|app|var/www|var/lib|Users)/|[A-Z]:\\\\?)"
        rb"[\w./\\ -]{1,200}\.(?:py|rb|php|java|go|cs|m?js|ts)\b",
    ),
)
_PATTERNS: Final = tuple((name, re.compile(pattern)) for name, pattern in _INTERNALS)


def internals(body: bytes, sent: bytes) -> str | None:
    """The name of something in an answer that only its makers should see, or None.

    Args:
        body: of the answer.
        sent: of the request; what it holds itself is no secret.
    """
    plain = body.replace(b'\\"', b'"').replace(b"&quot;", b'"')
    for name, pattern in _PATTERNS:
        found = pattern.search(plain)
        if found is not None and found[0] not in sent:
            return name
    return None


def injected(headers: Iterable[tuple[str, str]]) -> bool:
    """Whether a header of an answer is one that only the request has named."""
    return any(name.lower() in (INJECTED.lower(), "x-injected") for name, _ in headers)
