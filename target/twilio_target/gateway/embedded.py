"""Calling a Twilio of this process: what the wire carries, without a connection."""

import asyncio
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlencode

from starlette.types import ASGIApp, Message, Scope

from twilio_target.errors import RestError
from twilio_target.gateway.upstream import (
    UpstreamAnswer,
    UpstreamRequest,
    parse_document,
    retry_after,
)
from twilio_target.watch import current_request

_FORM: Final = (b"content-type", b"application/x-www-form-urlencoded")


@dataclass(frozen=True, slots=True)
class EmbeddedTwilio:
    """A Twilio that is an ASGI application on the same event loop.

    It reads and writes the same headers and bytes as over HTTP.

    Attributes:
        app: the application.
        timeout: seconds for one request.
    """

    app: ASGIApp
    timeout: float

    async def send(self, request: UpstreamRequest) -> UpstreamAnswer:
        """Ask Twilio.

        Raises:
            RestError: 500, where it is too slow.
        """
        body = b"" if request.form is None else urlencode(request.form).encode()
        exchange = _Exchange(body)
        try:
            async with asyncio.timeout(self.timeout):
                await self.app(_scope(request, body), exchange.receive, exchange.send)
        except TimeoutError:
            raise RestError(500, "Twilio did not answer in time.", 20500) from None
        document = parse_document(exchange.answer.decode())
        return UpstreamAnswer(
            exchange.status, document, retry_after(exchange.header(b"retry-after"))
        )


def _scope(request: UpstreamRequest, body: bytes) -> Scope:
    headers = [
        (b"authorization", request.authorization.encode()),
        (b"x-request-id", current_request.get().encode()),
    ]
    if request.form is not None:
        headers += [_FORM, (b"content-length", b"%d" % len(body))]
    return {
        "type": "http",
        "method": request.method,
        "path": unquote(request.path),
        "raw_path": request.path.encode(),
        "query_string": urlencode(request.query).encode(),
        "root_path": "",
        "headers": headers,
    }


class _Exchange:
    """One request's body, and what is answered to it."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.answer = b""

    async def receive(self) -> Message:
        return {"type": "http.request", "body": self.body, "more_body": False}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], message["headers"]
        else:
            self.answer += message.get("body", b"")

    def header(self, name: bytes) -> str:
        return next((value.decode("latin-1") for key, value in self.headers if key == name), "")
