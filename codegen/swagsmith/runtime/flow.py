"""The course of a call, without I/O: what to do next is yielded, what came of it is sent back.

Both clients drive the same generator, so retries, redirects and errors are written once.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from . import decode, links, retry
from .decode import Answer
from .errors import ApiError, DecodeError, TransportError
from .headers import Headers
from .operation import Response

if TYPE_CHECKING:
    from .operation import Operation
    from .prepare import Prepared
    from .transport import HttpRequest

R = TypeVar("R")
_MAX_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
# Called after the package that holds this one: the client.
_log: Final = logging.getLogger((__package__ or "").rpartition(".")[0])


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request; comes back with the response, its body unread, or an `ApiError`."""

    http: HttpRequest


@dataclass(frozen=True, slots=True)
class Read:
    """Read and close a response; comes back with its body, None if too large, or an `ApiError`."""

    response: Any


@dataclass(frozen=True, slots=True)
class Drop:
    """Close a response unread."""

    response: Any


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait."""

    seconds: float


Step: TypeAlias = Send | Read | Drop | Sleep
Flow: TypeAlias = Generator[Step, Any, R]


@dataclass(frozen=True, slots=True)
class Opened:
    """A successful answer whose body is still to be read."""

    status: int
    headers: Headers
    response: Any
    http: HttpRequest


@dataclass(frozen=True, slots=True)
class _Again:
    """The attempt failed and may be repeated."""

    headers: Headers | None


def whole(call: Prepared) -> Flow[Response[Any]]:
    """Makes a call and decodes its answer.

    Raises:
        ApiError: of the kind the error tree says.
    """
    answer = yield from _attempts(call)
    assert isinstance(answer, Response)
    return answer


def opened(call: Prepared) -> Flow[Opened]:
    """Makes a call and leaves the body of a successful answer unread.

    Raises:
        ApiError: of the kind the error tree says.
    """
    answer = yield from _attempts(call)
    assert isinstance(answer, Opened)
    return answer


def located(error: ApiError, call: Prepared) -> ApiError:
    """A transport's error with the operation, method and host it happened at."""
    http = call.http
    message = f"{http.method} {links.host(http.url)}: {error}"
    return type(error)(message, operation=call.operation.id)


def _attempts(call: Prepared) -> Flow[Response[Any] | Opened]:
    for attempt in count():
        outcome = yield from _attempt(call, attempt)
        if not isinstance(outcome, _Again):
            return outcome
        yield Sleep(retry.delay(attempt, outcome.headers))
    raise AssertionError


def _attempt(call: Prepared, attempt: int) -> Flow[Response[Any] | Opened | _Again]:
    may_repeat = attempt < call.max_retries
    http, response = yield from _send(call, attempt)
    if isinstance(response, ApiError):
        return _failed(call, response, may_repeat=may_repeat)
    status, headers = response.status, Headers(response.headers)
    if may_repeat and retry.after_status(http.method, status, headers):
        yield Drop(response)
        return _Again(headers)
    answer = Opened(status, headers, response, http)
    if http.stream and decode.is_success(call.operation, status):
        return answer
    body = yield Read(response)
    if isinstance(body, ApiError):
        return _failed(call, body, may_repeat=may_repeat)
    return _concluded(call, answer, body)


def _send(call: Prepared, attempt: int) -> Flow[tuple[HttpRequest, Any]]:
    """Sends, following redirects; gives the last request, and its response or an `ApiError`."""
    http = call.http
    for redirects in count():
        response = yield Send(http)
        outcome = type(response).__name__ if isinstance(response, ApiError) else response.status
        _log.debug("%s %s: %s (attempt %d)", call.operation.id, http.method, outcome, attempt + 1)
        target = None
        if redirects < _MAX_REDIRECTS and not isinstance(response, ApiError):
            target = _redirect(call.operation, http, response)
        if target is None:
            return http, response
        yield Drop(response)
        http = http.at(target)
    raise AssertionError


def _redirect(operation: Operation, http: HttpRequest, response: Any) -> str | None:
    """Where to go instead; None to stay: another origin, or a status the document describes."""
    if response.status not in _REDIRECTS or http.method not in {"GET", "HEAD"}:
        return None
    location = Headers(response.headers).get("location")
    if location is None or str(response.status) in operation.responses:
        return None
    return links.resolve(http.url, location)


def _failed(call: Prepared, error: ApiError, *, may_repeat: bool) -> _Again:
    repeatable = isinstance(error, TransportError) and retry.after_error(call.http.method, error)
    if may_repeat and repeatable:
        return _Again(None)
    raise located(error, call)


def _concluded(call: Prepared, opened: Opened, body: bytes | None) -> Response[Any]:
    operation, status, headers = call.operation, opened.status, opened.headers
    answer = Answer(opened.http.method, status, headers, body or b"")
    if not decode.is_success(operation, status):
        raise decode.failure(operation, answer, call.missing)
    if body is None:
        raise DecodeError(
            f"the answer ({status}) is larger than the client allows (response_limit)",
            operation=operation.id,
            status=status,
            body=b"",
        )
    value = decode.value(operation, answer)
    url = links.without_query(opened.http.url)
    content = decode.documented(operation, status)
    return Response(status, headers, value, body, operation.id, url, content)
