"""A request as a `curl` command for a shell that knows `$'…'`: bash, zsh, ksh."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

from swagsmith.fuzz.redaction import KEY_PLACEHOLDER, OTHER_PLACEHOLDER, PLACEHOLDER

if TYPE_CHECKING:
    from swagsmith.fuzz.finding import Exchange

#: what the HTTP client of the run adds, and curl does in its own way
INCIDENTAL: Final = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "host",
        "user-agent",
        "x-schemathesis-testcaseid",
    }
)
_SPECIAL: Final = re.compile(r"[\[\]{}]")
_DOTS: Final = re.compile(r"/(\.|%2e){1,2}(?=[/?]|$)", re.IGNORECASE)


def curl(exchange: Exchange) -> str:
    """The command that sends a request again.

    Credentials are taken from the environment variable SWAGSMITH_AUTH, as `user:password` or
    `NAME=VALUE`.
    """
    words = ["curl", "--include"]
    if exchange.method == "HEAD":
        words.append("--head")
    elif exchange.method != ("POST" if exchange.body else "GET"):
        words += ["--request", quote(exchange.method)]
    if _SPECIAL.search(exchange.url.replace(KEY_PLACEHOLDER, "")):
        words.append("--globoff")
    if _DOTS.search(exchange.url):
        words.append("--path-as-is")
    words += [_expanding(exchange.url), *_headers(exchange)]
    if not exchange.body:
        return " ".join(words)
    if b"\0" in exchange.body:  # which no argument of a command can hold
        return f"printf {_printf(exchange.body)} | {' '.join(words)} --data-binary @-"
    return " ".join(
        [
            *words,
            "--data-raw" if exchange.body[:1] == b"@" else "--data-binary",
            quote(exchange.body),
        ]
    )


def _headers(exchange: Exchange) -> list[str]:
    words: list[str] = []
    size = str(len(exchange.body or b""))
    sent = {name.lower(): (name, value) for name, value in exchange.headers}
    for key, (name, value) in sent.items():
        if value in (PLACEHOLDER, OTHER_PLACEHOLDER):
            words += ["--user", f'"{value}"']
        elif key not in INCIDENTAL or (key == "content-length" and value != size):
            # An empty header is sent only if it ends in a semicolon (curl's manual, --header).
            words += ["--header", _expanding(f"{name}: {value}" if value else f"{name};")]
    if exchange.body and "content-type" not in sent:
        words += ["--header", "Content-Type:"]
    return words


def _expanding(text: str) -> str:
    """A text as one word, in which the shell puts the key."""
    return f'"{KEY_PLACEHOLDER}"'.join(
        quote(piece) if piece or KEY_PLACEHOLDER not in text else ""
        for piece in text.split(KEY_PLACEHOLDER)
    )


def quote(value: str | bytes) -> str:
    """A value as one word of the shell."""
    data = value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = ""
    if text.isprintable() and (text or not data):
        return shlex.quote(text)
    return f"$'{_escaped(data)}'"


def _escaped(data: bytes) -> str:
    return "".join(
        f"\\{chr(byte)}"
        if byte in b"\\'"
        else chr(byte)
        if 0x20 <= byte < 0x7F
        else f"\\{byte:03o}"
        for byte in data
    )


def _printf(data: bytes) -> str:
    """Bytes as a format for `printf`, which has octal escapes but `%` as well."""
    text = "".join(
        {37: "%%", 92: "\\\\"}.get(byte) or (chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}")
        for byte in data
    )
    return shlex.quote(text)
