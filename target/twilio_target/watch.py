"""What is told about every request: one line of the log and the Prometheus metrics.

Neither has anything a caller sent but the method and a request id: paths appear as the template of
their route, so that no sid is in the log and the number of metrics is bounded.
"""

import logging
import re
import secrets
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METRICS_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_REQUEST_ID: Final = re.compile(rb"[0-9A-Za-z._-]{1,64}")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_OTHER: Final = "(other)"

WATCH: Final = "twilio_target.watch"
ROUTE: Final = "twilio_target.route"
REQUEST_ID: Final = "twilio_target.request_id"

current_request: ContextVar[str] = ContextVar("current_request", default="")
"""The id of the request under way, which the gateway passes on to Twilio."""

# An id need not be secret, and a request is no time to ask the system for randomness.
_PROCESS: Final = secrets.token_hex(8)
_numbers = count(1)
_logger = logging.getLogger("twilio_target.requests")
# Logger.info would look for the line of the source that calls it, which takes longer than the rest.
_ANSWERED: Final[dict[str, object]] = {
    "name": _logger.name,
    "levelno": logging.INFO,
    "levelname": "INFO",
    "msg": "answered",
}


@dataclass(frozen=True, slots=True)
class Metrics:
    """The metrics of one target; both its listeners write them and either shows them."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram
    in_flight: Gauge

    def text(self) -> bytes:
        """Give them in Prometheus's text format."""
        return generate_latest(self.registry)


def make_metrics() -> Metrics:
    """Make the metrics of a target, all of them zero."""
    registry = CollectorRegistry()
    return Metrics(
        registry,
        Counter(
            "http_requests",
            "Requests that were answered.",
            ("app", "route", "method", "status"),
            registry=registry,
        ),
        Histogram(
            "http_request_duration_seconds",
            "Seconds from a request's head to the end of its answer.",
            ("app", "route"),
            buckets=_BUCKETS,
            registry=registry,
        ),
        Gauge(
            "http_requests_in_flight",
            "Requests that are being answered.",
            ("app",),
            registry=registry,
        ),
    )


@dataclass(slots=True)
class Watch:
    """Keeps the books of one listener.

    Attributes:
        app: what the listener is called: "gateway" or "twilio".
        metrics: where its requests are counted.
        is_ready: tells whether requests can be answered.
        is_stopping: whether the target has been told to stop.
        in_flight: how many requests are being answered.
    """

    app: str
    metrics: Metrics
    is_ready: Callable[[], bool] = field(default=lambda: True)
    is_stopping: bool = False
    in_flight: int = 0
    _counted: dict[tuple[str, str, int], tuple[Counter, Histogram]] = field(
        default_factory=dict[tuple[str, str, int], tuple[Counter, Histogram]], init=False
    )

    def __post_init__(self) -> None:
        self.metrics.in_flight.labels(self.app).set_function(lambda: self.in_flight)

    def answered(self, request: str, route: str, method: str, status: int, seconds: float) -> None:
        """Take note of a request.

        Args:
            request: its id.
            route: the template of the path.
            method: as it was sent.
            status: of the answer; 0 where the client went away before there was one.
            seconds: from the head of the request to the end of the answer.
        """
        method = method if method in _METHODS else _OTHER
        found = self._counted.get((route, method, status))
        if found is None:
            found = self._counted[route, method, status] = (
                self.metrics.requests.labels(self.app, route, method, str(status)),
                self.metrics.seconds.labels(self.app, route),
            )
        found[0].inc()
        found[1].observe(seconds)
        if _logger.isEnabledFor(logging.INFO):
            fields = {
                "app": self.app,
                "request": request,
                "method": method,
                "route": route,
                "status": status,
                "milliseconds": round(seconds * 1000, 3),
            }
            _logger.handle(logging.makeLogRecord(_ANSWERED | {"fields": fields}))

    def refused(self, status: int) -> None:
        """Take note of what was refused before it was a request."""
        self.answered(_made_id(), "(malformed)", _OTHER, status, 0.0)


@dataclass(frozen=True, slots=True)
class Watched:
    """An application under a watch. Its requests and answers carry an id (``X-Request-Id``)."""

    app: ASGIApp
    watch: Watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        start, status, identity = perf_counter(), 0, _request_id(scope["headers"])

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"].append((b"x-request-id", identity.encode()))
            await send(message)

        scope[WATCH], scope[REQUEST_ID] = self.watch, identity
        current_request.set(identity)
        self.watch.in_flight += 1
        try:
            await self.app(scope, receive, send_with_id)
        finally:
            self.watch.in_flight -= 1
            route, seconds = scope.get(ROUTE, "(none)"), perf_counter() - start
            self.watch.answered(identity, route, scope["method"], status, seconds)


def _request_id(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Give the caller's ``X-Request-Id``, or one of our own where it has none that is sane."""
    for name, value in headers:
        if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
            return value.decode()
    return _made_id()


def _made_id() -> str:
    return f"{_PROCESS}{next(_numbers):016x}"
