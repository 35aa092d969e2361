"""The emitted client as a judge: it sends what was sent, and decodes what came, without a loss."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

import schemathesis
from schemathesis.core.failures import Failure

from swagsmith.fuzz.client_call import KEYS
from swagsmith.fuzz.client_package import ClientError
from swagsmith.fuzz.depth.conformance import violation
from swagsmith.fuzz.finding import Exchange
from swagsmith.fuzz.generator import is_valid
from swagsmith.lower.xml import is_xml
from swagsmith.source import is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from schemathesis import CheckContext, Response

    from swagsmith.fuzz.client_call import ClientCalls
    from swagsmith.fuzz.client_package import ClientPackage
    from swagsmith.fuzz.generator import Case
    from swagsmith.fuzz.operations import Operation
    from swagsmith.fuzz.redaction import Redaction
    from swagsmith.lower.schema import Schemas


class AnswerLost(Failure):
    """The client does not decode an answer that fits the document, or loses a part of it."""

    kind_title = "The emitted client does not decode the answer"


class RequestChanged(Failure):
    """The client does not send a request that fits the document as it is."""

    kind_title = "The emitted client sends another request"


@dataclass(frozen=True, slots=True)
class ClientCheck:
    """What is needed to judge.

    Attributes:
        package: the client.
        calls: finds the call that sends a request.
        operations: of the document, by label.
        schemas: of the document.
        read_xml: gives the value of an XML body of a schema; raises ValueError.
    """

    package: ClientPackage
    calls: ClientCalls
    operations: Mapping[str, Operation]
    schemas: Schemas
    read_xml: Callable[[Any, bytes], Any]

    def request(self, operation: Operation, exchange: Exchange) -> str | None:
        """What the client sends in another way than the request that went out, or None.

        Args:
            operation: what was called.
            exchange: a request that fits the document.
        """
        call = self.calls.call(exchange)
        if call is None:
            return None
        try:
            sent = self.package.request(call)
        except ClientError as error:
            return f"the client refuses {call.method.name}: {error}"
        path, _, query = exchange.url.partition("?")
        mine, _, other_query = str(sent.url).partition("?")
        if unquote(path) != unquote(mine):
            return f"the client sends another path: {mine}"
        if _pairs(query) != _pairs(other_query):
            return f"the client sends another query: {other_query}"
        headers = {name.lower(): value for name, value in exchange.headers}
        kind = headers.get("content-type", "") if exchange.body else ""
        body = sent.body if isinstance(sent.body, bytes) else b""
        if not self._same_body(operation, kind, exchange.body or b"", body):
            return "the client sends another body"
        return None

    def _same_body(self, operation: Operation, kind: str, body: bytes, other: bytes) -> bool:
        if body == other:
            return True
        try:
            expected: Any = self._value(operation.body, kind, body)
            return bool(expected == self._value(operation.body, kind, other))
        except ValueError:
            return False

    def _value(self, node: Any, kind: str, body: bytes) -> Any:
        if is_xml(kind):
            return self.read_xml(node, body)
        return json.loads(body) if "json" in kind else _pairs(body.decode())

    def answer(self, operation: Operation, status: int, kind: str, body: bytes) -> str | None:
        """What the client makes of an answer that fits its schema, if that is not right, or None.

        Args:
            operation: what was called.
            status: of the answer.
            kind: its Content-Type.
            body: the whole of it.
        """
        node = operation.schema_of(status)
        if node is None or not body or not self.package.knows(operation.label):
            return None
        try:
            value = self.read_xml(node, body) if is_xml(kind) else json.loads(body)
        except (ValueError, RecursionError):
            return None
        if violation(self.schemas, node, value) is not None:
            return None
        try:
            decoded = self.package.value(operation.label, status, kind, body)
        except ClientError as error:
            return f"the client cannot decode it: {error}"
        place = difference(value, decoded)
        return None if place is None else f"encoded back by the client it differs at {place or '/'}"


def install(client: ClientCheck | None, redaction: Redaction) -> None:
    """Registers the check in place of that of an earlier run; without a client it finds nothing.

    Args:
        client: the judge.
        redaction: knows the credentials, which the client is not given.
    """

    def client_decodes(context: CheckContext, response: Response, case: Case) -> None:
        """The emitted client decodes an answer without a loss, and sends the request that was sent."""
        del context
        operation = None if client is None else client.operations.get(case.operation.label)
        if client is None or operation is None or response.content_size > len(response.content):
            return
        kind = (response.headers.get("content-type") or [""])[0]
        problem = client.answer(operation, response.status_code, kind, response.content)
        if problem is not None:
            raise AnswerLost(operation=operation.label, message=problem)
        problem = (
            client.request(operation, _exchange(response, redaction)) if is_valid(case) else None
        )
        if problem is not None:
            raise RequestChanged(operation=operation.label, message=problem)

    schemathesis.check(client_decodes)


def _exchange(response: Response, redaction: Redaction) -> Exchange:
    """The request as the client would send it: without the credentials."""
    request = response.request
    body = request.body.encode() if isinstance(request.body, str) else request.body
    headers = (redaction.header(str(name), _text(value)) for name, value in request.headers.items())
    return Exchange(
        request.method or "",
        redaction.text(request.url or ""),
        tuple(headers),
        redaction.data(body) if isinstance(body, bytes) else None,
        response.status_code,
        "",
        b"",
    )


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _pairs(query: str) -> list[tuple[str, str]]:
    """Names and texts; the order of names means nothing, that of texts of one name does."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return sorted((pair for pair in pairs if pair[1] not in KEYS), key=lambda pair: pair[0])


def difference(one: Any, other: Any) -> str | None:
    """Where two values differ, as a JSON pointer, or None."""
    if is_mapping(one) and is_mapping(other):
        return _members(sorted({*one, *other}), one, other)
    if is_array(one) and is_array(other) and len(one) == len(other):
        return _members(range(len(one)), one, other)
    same = one == other and isinstance(one, bool) is isinstance(other, bool)
    return None if same or _same_time(one, other) else ""


def _members(tokens: Sequence[Any], one: Any, other: Any) -> str | None:
    for token in tokens:
        missing = is_mapping(one) and (token not in one or token not in other)
        place = "" if missing else difference(one[token], other[token])
        if place is not None:
            return f"/{token}{place}"
    return None


def _same_time(one: Any, other: Any) -> bool:
    """Whether two texts are the same moment (RFC 3339), which can be written in several ways."""
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    try:
        return datetime.fromisoformat(one) == datetime.fromisoformat(other)
    except ValueError:
        return False
