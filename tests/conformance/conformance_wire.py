"""What must arrive of a call, and how what did arrive differs."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import quote

from conformance_body import compare_payload
from conformance_call import Call
from conformance_reader import Operation, Reader, meant
from conformance_server import Arrived
from conformance_text import (
    agree,
    compare_pairs,
    decoded,
    essence,
    expected_pairs,
    fail,
    is_json,
    joined,
    pairs,
    texts,
)

#: what the caller's credentials begin with
SECRET = "secret-"
_TARGET = re.compile(r"/(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*")
#: what an HTTP client says for itself
_USUAL = frozenset({"accept", "accept-encoding", "authorization", "connection", "content-length", "content-type", "host", "transfer-encoding", "user-agent"})  # fmt: skip


def compare(
    reader: Reader, operation: Operation, call: Call, arrived: Arrived, base_path: str
) -> None:
    """Compares a request with what the document says of it.

    Raises:
        DisagreementError: they differ; the message says in what.
    """
    if arrived.method != operation.method.upper():
        fail(f"method {arrived.method}")
    if _TARGET.fullmatch(arrived.target) is None:
        fail(f"{arrived.target!r} is no request target (RFC 3986)")
    path, _, query = arrived.target.partition("?")
    if not path.startswith(base_path):
        fail(f"path {path!r} is not below {base_path!r}")
    _compare_path(operation, call, path.removeprefix(base_path))
    found = list(pairs(query))
    credentials = list(_query_secrets(reader, found, operation))
    rest = [pair for pair in found if pair not in credentials]
    compare_pairs("query", expected_pairs(call, "query", _template_query(operation, call)), rest)
    _compare_headers(operation, call, arrived)
    _compare_credentials(reader, operation, call, arrived, credentials)
    compare_payload(operation, call, arrived)


def _compare_path(operation: Operation, call: Call, path: str) -> None:
    template = operation.path.partition("#")[0].partition("?")[0]
    template = template if template.startswith("/") else f"/{template}"
    expected = [decoded(part) for part in _filled(template, call).split("/")]
    got = [decoded(part) for part in path.split("/")]
    dated = any(sent.parameter.node.get("format") == "date-time" for sent in call.sent)
    if expected != got and not (dated and len(expected) == len(got)):
        fail(f"path {got}, expected {expected}")


def _filled(template: str, call: Call) -> str:
    """A path with values in its templates, escaped."""
    values = {sent.parameter.name: sent for sent in call.sent if sent.parameter.location == "path"}

    def fill(match: re.Match[str]) -> str:
        sent = values[meant(match[1], values)]
        text = joined(sent.value, sent.collection)
        if sent.parameter.node.get("x-ms-skip-url-encoding") is True:
            return text
        text = quote(text, safe="")
        return (
            quote(text, safe="")
            if sent.parameter.node.get("x-ms-url-encoding") == "double"
            else text
        )

    return re.sub(r"\{([^{}]*)\}", fill, template)


def _template_query(operation: Operation, call: Call) -> list[tuple[str, str]]:
    given = {parameter.name for parameter in operation.parameters if parameter.location == "query"}
    own = operation.path.partition("#")[0].partition("?")[2].split("&")
    kept = [pair for pair in own if pair.partition("=")[0] not in given]
    return list(pairs(_filled("&".join(kept), call)))


def _compare_headers(operation: Operation, call: Call, arrived: Arrived) -> None:
    expected: set[str] = set()
    for sent in call.sent:
        if sent.parameter.location != "header":
            continue
        name = sent.parameter.name.lower()
        expected.add(name)
        got, wanted = (
            arrived.header(name),
            ", ".join(texts(sent)).strip(" \t"),
        )  # RFC 9110 section 5.5
        if got is None or (got != wanted and not agree([wanted], [got], sent)):
            fail(f"header {name!r}: {got!r}, expected {wanted!r}")
    for name, text in arrived.headers:
        if name not in expected | _USUAL and not _is_secret(text):
            fail(f"header {name!r}: {text!r} was not asked for")
    if "accept" not in expected and operation.produces:
        _compare_accept(operation.produces, call.media, arrived.header("accept"))


def _compare_accept(produces: tuple[str, ...], wanted: str, got: str | None) -> None:
    """One header with what the operation produces; XML may be left out where it cannot be read."""
    offered = {essence(kind) for kind in produces}
    accepted = {essence(kind) for kind in (got or "").split(",") if kind.strip()}
    if (
        not accepted
        or not accepted <= {part for kind in offered for part in kind.split(",")} | offered
    ):
        fail(f"Accept {got!r}, the operation produces {produces}")
    if wanted in offered and accepted == {wanted}:
        return
    if any(is_json(kind) for kind in offered) and not any(is_json(kind) for kind in accepted):
        fail(f"Accept {got!r} without JSON, the operation produces {produces}")


def _is_secret(text: str) -> bool:
    if text.startswith("Basic "):
        return SECRET.encode() in b64decode(text[6:])
    return SECRET in text


def _query_secrets(
    reader: Reader, found: list[tuple[str, str]], operation: Operation
) -> Iterator[tuple[str, str]]:
    yield from ((name, text) for name, text in found if text.startswith(SECRET))


def _compare_credentials(
    reader: Reader, operation: Operation, call: Call, arrived: Arrived, query: list[tuple[str, str]]
) -> None:
    """The first alternative that needs something, since every credential was given; nothing without one."""
    schemes = reader.schemes()
    names = next((names for names in operation.security if names), ())
    expected: set[tuple[str, str]] = set()
    for name in names:
        scheme = schemes[name]
        if scheme.get("type") == "apiKey":
            place = "query" if scheme.get("in") == "query" else "header"
            key = str(scheme.get("name"))
            expected.add((place, key if place == "query" else key.lower()))
        else:
            expected.add(("header", "authorization"))
    given = {
        sent.parameter.name.lower() for sent in call.sent if sent.parameter.location == "header"
    }
    got = {("query", name) for name, _ in query}
    got |= {("header", name) for name, text in arrived.headers if _is_secret(text)}
    wanted = {
        (place, name) for place, name in expected if not (place == "header" and name in given)
    }
    if got != wanted:
        fail(f"credentials {sorted(got)}, expected {sorted(wanted)}")
    authorization = arrived.header("authorization") or ""
    kinds = {schemes[name].get("type") for name in names}
    if "authorization" not in given and ("header", "authorization") in wanted and len(names) == 1:
        start = {"basic": "Basic ", "oauth2": f"Bearer {SECRET}", "apiKey": SECRET}[kinds.pop()]
        if not authorization.startswith(start):
            fail(f"Authorization does not start with {start!r}")
