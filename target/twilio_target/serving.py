"""Running a target on an event loop: what starts first stops last."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Final, cast

import uvicorn

from twilio_target.connection import IDLE_SECONDS, Connection, connection_class
from twilio_target.gateway.app import gateway
from twilio_target.gateway.embedded import EmbeddedTwilio
from twilio_target.gateway.upstream import Upstream, open_upstream
from twilio_target.local.app import Behaviour, local_twilio
from twilio_target.local.callbacks import open_callbacks
from twilio_target.local.database import open_database
from twilio_target.settings import Settings
from twilio_target.watch import Watch, Watched, make_metrics

_STOP_SECONDS: Final = 5
_TICKS: Final = 5


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
    metrics = make_metrics()
    watch = Watch("gateway", metrics)
    twilio_watch = Watch("twilio", metrics)
    async with AsyncExitStack() as stack:
        upstream: Upstream
        if settings.upstream is None:
            database = stack.enter_context(open_database(settings.database, fsync=settings.fsync))
            twilio_watch.is_ready = database.answers
            behaviour = Behaviour(settings.clock, settings.status_seconds, settings.rate_limit)
            callbacks = await stack.enter_async_context(
                open_callbacks(settings.clock, anywhere=settings.callbacks_anywhere)
            )
            twilio = Watched(local_twilio(database, behaviour, callbacks), twilio_watch)
            twilio_url = await stack.enter_async_context(
                _listening(twilio, settings.host, settings.twilio_port)
            )
            upstream = EmbeddedTwilio(twilio, settings.upstream_timeout)
        else:
            twilio_url = settings.upstream
            upstream = await stack.enter_async_context(
                open_upstream(twilio_url, settings.upstream_timeout)
            )
        url = await stack.enter_async_context(
            _listening(Watched(gateway(upstream), watch), settings.host, settings.port)
        )
        started(Addresses(url, twilio_url))
        await stop.wait()
        watch.is_stopping = twilio_watch.is_stopping = True
        await asyncio.sleep(settings.drain_seconds)


class _Server(uvicorn.Server):
    """A server that leaves the process's signals alone and ends what takes too long."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Do nothing: who runs the target decides when it stops."""
        yield

    async def on_tick(self, counter: int) -> bool:
        """Look at every connection twice a second."""
        if counter % _TICKS == 0:
            now = asyncio.get_running_loop().time()
            for connection in list(cast("set[Connection]", self.server_state.connections)):
                connection.expire(now)
        return await super().on_tick(counter)


@asynccontextmanager
async def _listening(app: Watched, host: str, port: int) -> AsyncGenerator[str]:
    """Serve an application and give its base URL."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=2048) as listener:
        config = uvicorn.Config(
            app,
            http=connection_class(app.watch.refused),
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=round(IDLE_SECONDS),
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
