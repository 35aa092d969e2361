"""The few pieces of HTTP that the gateway and the local Twilio share."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from twilio_target.errors import RestError, twilio_error

MOST_BODY: Final = 64 * 1024
"""The longest request body taken, in bytes: several times what the longest message needs."""

Handler = Callable[[Request], Awaitable[Response]]
Refusal = Callable[[Request, RestError], Response]

_logger = logging.getLogger("twilio_target")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One path: a handler for each method, and how a refusal is written.

    HEAD is answered as GET without the body, which the server leaves out (RFC 9110, section 9.3.2).
    """

    handlers: Mapping[str, Handler]
    refusal: Refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        except RestError as error:
            response = self.refusal(request, error)
        except Exception:
            # What went wrong is for the log; the caller gets no stack trace.
            _logger.exception("%s %s failed", request.method, scope["path"])
            response = self.refusal(request, twilio_error(20500))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.scope["path"].endswith("\n"):
            # The "$" that ends a route's expression takes a line end for nothing.
            raise twilio_error(20404, request.scope["path"])
        method = "GET" if request.method == "HEAD" else request.method
        handler = self.handlers.get(method)
        if handler is None:
            allowed = {*self.handlers, *(("HEAD",) if "GET" in self.handlers else ())}
            raise twilio_error(20004, headers={"Allow": ", ".join(sorted(allowed))})
        return await handler(request)


def make_router(routes: Iterable[tuple[str, Endpoint]], refusal: Refusal) -> Router:
    """Put endpoints behind their paths, with ``/healthz`` beside them.

    Args:
        routes: path templates and what answers them; the first that fits wins.
        refusal: how a request for any other path is refused.
    """

    async def missing(request: Request) -> Response:
        raise twilio_error(20404, request.scope["path"])

    async def unknown(scope: Scope, receive: Receive, send: Send) -> None:
        methods = {scope["method"]: missing, "GET": missing}
        await Endpoint(methods, refusal)(scope, receive, send)

    health = Endpoint({"GET": _healthy}, refusal)
    paths = [Route("/healthz", health), *(Route(path, endpoint) for path, endpoint in routes)]
    return Router(paths, redirect_slashes=False, default=unknown)


async def _healthy(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def read_body(request: Request) -> bytes:
    """Read the whole request body.

    Raises:
        RestError: 413, where it is longer than `MOST_BODY`, announced or not.
    """
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or len(announced) > 9 or int(announced) > MOST_BODY:
        raise _too_long()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY:
            raise _too_long()
    return bytes(body)


def _too_long() -> RestError:
    return RestError(413, f"The request body is longer than {MOST_BODY} bytes.")
