"""The few pieces of HTTP that the gateway and the local Twilio share."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import compile_path
from starlette.types import ASGIApp, Receive, Scope, Send

from twilio_target.errors import RestError, twilio_error
from twilio_target.watch import METRICS_TYPE, REQUEST_ID, ROUTE, WATCH, Watch

MOST_BODY: Final = 64 * 1024
"""The longest request body taken, in bytes: several times what the longest message needs."""

BODY_SECONDS: Final = 10.0
"""How long a request body may take to come."""

Handler = Callable[[Request], Awaitable[Response]]
Refusal = Callable[[Request, RestError], Response]

_logger = logging.getLogger("twilio_target")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One path: a handler for each method, and how a refusal is written.

    HEAD is answered as GET without the body, which the server leaves out, and OPTIONS with the
    methods there are (RFC 9110, sections 9.3.2 and 9.3.7).
    """

    handlers: Mapping[str, Handler]
    refusal: Refusal
    route: str = "(none)"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        scope[ROUTE] = self.route
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        except RestError as error:
            response = self.refusal(request, error)
        except Exception:
            # What went wrong is for the log; the caller gets no stack trace.
            fields = {"request": scope.get(REQUEST_ID), "route": self.route}
            _logger.exception("failed", extra={"fields": fields})
            response = self.refusal(request, twilio_error(20500))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.scope["path"].endswith("\n"):
            # The "$" that ends a route's expression takes a line end for nothing.
            raise twilio_error(20404, request.scope["path"])
        method = request.scope["method"]
        method = "GET" if method == "HEAD" else method
        handler = self.handlers.get(method)
        if handler is not None:
            return await handler(request)
        allowed = {*self.handlers, "OPTIONS", *(("HEAD",) if "GET" in self.handlers else ())}
        headers = {"Allow": ", ".join(sorted(allowed))}
        if method == "OPTIONS":
            return Response(status_code=204, headers=headers)
        raise twilio_error(20004, headers=headers)


@dataclass(frozen=True, slots=True)
class Router:
    """Endpoints behind their paths: an ASGI application.

    Attributes:
        exact: the endpoints of the paths without parameters; they go before the others.
        templates: the expressions of the others and their endpoints; the first that fits wins.
        default: answers what fits none.
    """

    exact: Mapping[str, ASGIApp]
    templates: Sequence[tuple[re.Pattern[str], ASGIApp]]
    default: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        path = scope["path"]
        scope["path_params"] = {}
        endpoint = self.exact.get(path)
        if endpoint is None:
            endpoint = self._find(path, scope)
        await endpoint(scope, receive, send)

    def _find(self, path: str, scope: Scope) -> ASGIApp:
        for pattern, endpoint in self.templates:
            found = pattern.match(path)
            if found is not None:
                scope["path_params"] = found.groupdict()
                return endpoint
        return self.default


def make_router(routes: Iterable[tuple[str, Endpoint]], refusal: Refusal) -> Router:
    """Put endpoints behind their paths, with what a machine asks about the server beside them.

    Args:
        routes: path templates and what answers them; of the templates with parameters the first
            that fits wins.
        refusal: how a request for any other path is refused.
    """

    async def missing(request: Request) -> Response:
        raise twilio_error(20404, request.scope["path"])

    async def unknown(scope: Scope, receive: Receive, send: Send) -> None:
        methods = {scope["method"]: missing, "GET": missing}
        if scope["path"] == "*":  # of "OPTIONS *", which asks about the whole server
            methods = {"GET": missing, "POST": missing}
        await Endpoint(methods, refusal)(scope, receive, send)

    machine = {"/healthz": _healthy, "/readyz": _ready, "/metrics": _metrics}
    every = [(path, Endpoint({"GET": handler}, refusal)) for path, handler in machine.items()]
    paths = [(path, replace(endpoint, route=path)) for path, endpoint in [*routes, *every]]
    return Router(
        {path: endpoint for path, endpoint in paths if "{" not in path},
        [(compile_path(path)[0], endpoint) for path, endpoint in paths if "{" in path],
        unknown,
    )


async def _healthy(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _ready(request: Request) -> Response:
    watch: Watch = request.scope[WATCH]
    if watch.is_stopping:
        return JSONResponse({"status": "stopping"}, 503)
    if not watch.is_ready():
        return JSONResponse({"status": "not ready"}, 503)
    return JSONResponse({"status": "ready"})


async def _metrics(request: Request) -> Response:
    watch: Watch = request.scope[WATCH]
    return Response(watch.metrics.text(), media_type=METRICS_TYPE)


async def read_body(request: Request) -> bytes:
    """Read the whole request body.

    Raises:
        RestError: 413, where it is longer than `MOST_BODY`, announced or not; 415, where it is
            compressed; 408, where it takes longer than `BODY_SECONDS`.
    """
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise RestError(415, "A compressed request body is not taken.")
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or len(announced) > 9 or int(announced) > MOST_BODY:
        raise _too_long()
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BODY:
                    raise _too_long()
    except TimeoutError:
        message = "The request body took too long."
        raise RestError(408, message, headers={"Connection": "close"}) from None
    return bytes(body)


def _too_long() -> RestError:
    return RestError(413, f"The request body is longer than {MOST_BODY} bytes.")
