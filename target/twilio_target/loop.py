"""The event loop a target runs on: uvloop, where there is one."""

import asyncio
from collections.abc import Callable, Coroutine

try:
    import uvloop
except ImportError:  # there is none for Windows
    _new_event_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop
else:
    _new_event_loop = uvloop.new_event_loop


def run(main: Coroutine[object, object, None]) -> None:
    """Run a coroutine on a new event loop and close the loop."""
    with asyncio.Runner(loop_factory=_new_event_loop) as runner:
        runner.run(main)
