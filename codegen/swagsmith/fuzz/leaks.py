"""What no answer may hold: internals of the service, headers that a request has put there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.fuzz.hostile.bodies import INJECTED

if TYPE_CHECKING:
    from collections.abc import Iterable

#: a name, what is in it wherever it is (looked for first, as that is cheap), and what tells it:
#: texts that nobody writes by chance
_INTERNALS: Final = (
    (
        "a Python traceback",
        (b"Traceback (", b'File "'),
        rb"Traceback \(most recent call last\)|File \"[^\"\n]{1,300}\", line \d+",
    ),
    (
        "a Java stack trace",
        (b".java:", b".kt:", b".scala:"),
        rb"\bat [\w$.]+\([\w$]+\.(?:java|kt|scala):\d+\)",
    ),
    (
        "a JavaScript stack trace",
        (b"js:", b"ts:"),
        rb"\bat (?:[\w.<>$ \[\]]{1,80} \()?(?:file://|node:|/|[A-Z]:\\)[\w./\\@-]{1,200}:\d+:\d+",
    ),
    ("a .NET stack trace", (b".cs:line ",), rb"\.cs:line \d+"),
    ("a Go stack trace", (b"goroutine ", b"panic: "), rb"goroutine \d+ \[|panic: runtime error"),
    ("a Ruby stack trace", (b".rb:",), rb"[\w/.-]{1,200}\.rb:\d+:in [`']"),
    (
        "a PHP error",
        (b" on line ",),
        rb"(?:error|Warning|Notice)(?:</b>)?: [^\n]{1,300}\.php[^\n]{0,20} on line (?:<b>)?\d+",
    ),
    (
        "a database error",
        (
            *(b"SQL", b"ORA-", b"near ", b"token", b"psycopg", b"sqlite", b"pymysql"),
            *(b"quoted string", b"PG::", b"byte sequence", b"no such "),
        ),
        (
            rb"SQLSTATE\[|You have an error in your SQL syntax|ORA-\d{5}:|near \"[^\"\n]*\": syntax error"
            rb"|unrecognized token: \"|psycopg2?\.\w|sqlite3\.\w*Error|pymysql\.\w|SQLITE_ERROR"
            rb"|unterminated quoted string at or near|invalid byte sequence for encoding"
            rb"|SQL logic error|PG::\w+Error|no such (?:column|table): "
        ),
    ),
    (
        "a path of a source file",
        (b".py", b".rb", b".php", b".java", b".go", b".cs", b"js", b".ts"),
        (
            rb"(?:/(?:home|root|usr/(?:lib|local|src)|opt|srv|app|var/(?:www|lib)|Users)/|[A-Z]:\\)"
            rb"[\w./\\-]{1,200}\.(?:py|rb|php|java|go|cs|m?js|ts)\b"
        ),
    ),
)
PATTERNS: Final = tuple((name, marks, re.compile(pattern)) for name, marks, pattern in _INTERNALS)


def internals(body: bytes, sent: bytes) -> str | None:
    """The name of something in an answer that only its makers should see, or None.

    Args:
        body: of the answer.
        sent: of the request; what it holds itself is no secret.
    """
    plain = body.replace(b'\\"', b'"').replace(b"&quot;", b'"')
    for name, marks, pattern in PATTERNS:
        found = pattern.search(plain) if any(mark in plain for mark in marks) else None
        if found is not None and found[0] not in sent:
            return name
    return None


def injected(headers: Iterable[tuple[str, str]]) -> bool:
    """Whether a header of an answer is one that only the request has named."""
    return any(name.lower() in (INJECTED.lower(), "x-injected") for name, _ in headers)
