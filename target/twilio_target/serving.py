"""Running a target on an event loop: what starts first stops last."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from twilio_target.gateway.app import gateway
from twilio_target.gateway.upstream import open_upstream
from twilio_target.local.app import Behaviour, local_twilio
from twilio_target.local.callbacks import open_callbacks
from twilio_target.local.database import open_database
from twilio_target.settings import Settings

_STOP_SECONDS: Final = 5
# Longer than clients, the gateway among them, keep an idle connection: of the two the client must
# close it first, or a request could meet a connection that is just being closed.
_IDLE_SECONDS: Final = 120


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a target is reached.

    Attributes:
        url: of the connector.
        twilio_url: of Twilio's own wire: the local Twilio or the upstream in its place.
    """

    url: str
    twilio_url: str


async def serve(
    settings: Settings, started: Callable[[Addresses], None], stop: asyncio.Event
) -> None:
    """Run a target until it is told to stop, then answer what is under way and close everything.

    Args:
        settings: what to run.
        started: is called when both addresses take requests.
        stop: set it to end.

    Raises:
        OSError: an address cannot be listened on.
        sqlite3.Error: the database cannot be opened.
    """
    async with AsyncExitStack() as stack:
        twilio_url = settings.upstream
        if twilio_url is None:
            database = stack.enter_context(open_database(settings.database))
            behaviour = Behaviour(settings.clock, settings.status_seconds, settings.rate_limit)
            callbacks = await stack.enter_async_context(
                open_callbacks(settings.clock, anywhere=settings.callbacks_anywhere)
            )
            twilio = local_twilio(database, behaviour, callbacks)
            twilio_url = await stack.enter_async_context(
                _listening(twilio, settings.host, settings.twilio_port)
            )
        upstream = await stack.enter_async_context(
            open_upstream(twilio_url, settings.upstream_timeout)
        )
        url = await stack.enter_async_context(
            _listening(gateway(upstream), settings.host, settings.port)
        )
        started(Addresses(url, twilio_url))
        await stop.wait()


class _Server(uvicorn.Server):
    """A server that leaves the process's signals alone."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Do nothing: who runs the target decides when it stops."""
        yield


@asynccontextmanager
async def _listening(app: ASGIApp, host: str, port: int) -> AsyncGenerator[str]:
    """Serve an application and give its base URL."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=2048) as listener:
        config = uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=_STOP_SECONDS,
        )
        server = _Server(config)
        task = asyncio.create_task(server.serve([listener]))
        # The socket takes connections already; the server accepts them when its task runs.
        try:
            yield _base_url(host, listener.getsockname()[1])
        finally:
            server.should_exit = True
            await task


def _base_url(host: str, port: int) -> str:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - not bound here
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"
