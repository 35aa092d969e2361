"""Running a target beside the code that uses it: for tests, demonstrations, fuzzing."""

import asyncio
import threading
from collections.abc import Generator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass

from twilio_target.loop import run
from twilio_target.serving import Addresses, serve
from twilio_target.settings import Settings


@dataclass(frozen=True, slots=True)
class _Started:
    addresses: Addresses
    loop: asyncio.AbstractEventLoop
    stop: asyncio.Event


@contextmanager
def running_target(settings: Settings | None = None) -> Generator[Addresses]:
    """Run a target in a thread of its own while the block runs.

    By default it listens on free ports of 127.0.0.1 and keeps its data in a temporary file; several
    can run at once. When the block ends, requests under way are answered, and its thread, sockets
    and temporary files are gone.

    Args:
        settings: what to run.

    Yields:
        The addresses: ``url`` of the connector, ``twilio_url`` of the local Twilio.

    Raises:
        OSError: an address cannot be listened on.
        sqlite3.Error: the database cannot be opened.
    """
    started: Future[_Started] = Future()
    thread = threading.Thread(
        target=_run, args=(settings or Settings(), started), name="twilio-target"
    )
    thread.start()
    try:
        target = started.result()
    except BaseException:
        thread.join()
        raise
    try:
        yield target.addresses
    finally:
        target.loop.call_soon_threadsafe(target.stop.set)
        thread.join()


def _run(settings: Settings, started: Future[_Started]) -> None:
    async def main() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        await serve(
            settings, lambda addresses: started.set_result(_Started(addresses, loop, stop)), stop
        )

    try:
        run(main())
    except BaseException as error:
        if started.done():
            raise
        started.set_exception(error)
