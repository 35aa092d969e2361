"""Running the live target with one of the faults of `depth_faults`, or without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from depth_faults import FAULTS, Asked, Behaviour, Forward, Given
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twilio_target import running_target, serving
from twilio_target.settings import Settings


@dataclass
class Faulty:
    """An application with a fault in front of it, which counts requests."""

    app: ASGIApp
    behave: Behaviour
    count: Callable[[], None]
    state: dict[str, Any] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.count()
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in scope["headers"])
        query = scope["query_string"].decode("latin-1")
        asked = Asked(
            scope["method"], scope["path"], scope["raw_path"], query, headers, body, self.state
        )

        async def forward(changed: Asked) -> Given:
            return await self._forward(scope, changed)

        given = await self.behave(asked, forward)
        lengths = [v for k, v in given.headers if k == "content-length"]
        length = lengths[0] if lengths == ["999999"] else str(len(given.body))
        kept = [(k, v) for k, v in given.headers if k != "content-length"]
        raw = [
            (k.encode("latin-1"), v.encode("latin-1"))
            for k, v in (*kept, ("content-length", length))
        ]
        await send({"type": "http.response.start", "status": given.status, "headers": raw})
        await send(
            {"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else given.body}
        )

    async def _forward(self, scope: Scope, asked: Asked) -> Given:
        changed = {
            **scope,
            "method": asked.method,
            "path": asked.path,
            "raw_path": asked.raw_path,
            "query_string": asked.query.encode("latin-1"),
            "headers": [(k.encode("latin-1"), v.encode("latin-1")) for k, v in asked.headers],
        }
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": asked.body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(changed, receive, send)
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in sent[0]["headers"])
        return Given(sent[0]["status"], headers, b"".join(m.get("body", b"") for m in sent[1:]))


async def sound(asked: Asked, forward: Forward) -> Given:
    return await forward(asked)


@dataclass
class Faults:
    """A running target."""

    url: str
    requests: int = 0


@contextmanager
def target_with(name: str | None) -> Iterator[Faults]:
    """Runs a target with a fault, or a sound one."""
    chosen = FAULTS[name] if name else None
    known = serving.gateway, serving.local_twilio
    running = Faults("")

    def count() -> None:
        running.requests += 1

    def wrap(make: Callable[..., ASGIApp], *, inner: bool) -> Callable[..., ASGIApp]:
        mine = chosen is not None and chosen.inner is inner
        behave = chosen.behave if chosen is not None and mine else sound
        return lambda *given: Faulty(make(*given), behave, (lambda: None) if inner else count)

    serving.gateway = wrap(known[0], inner=False)
    serving.local_twilio = wrap(known[1], inner=True)
    try:
        with running_target(Settings()) as addresses:
            running.url = addresses.url
            yield running
    finally:
        serving.gateway, serving.local_twilio = known
