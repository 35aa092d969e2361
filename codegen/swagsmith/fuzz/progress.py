"""How a run goes on, for somebody who watches it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import TextIO

_PERIOD: Final = 0.1
_CLEAR: Final = "\r\x1b[K"


class Progress:
    """One line on a terminal, rewritten as the run goes on."""

    def __init__(self, stream: TextIO) -> None:
        """Takes the terminal to write to."""
        self._stream = stream
        self._started = self._shown = time.monotonic()

    def update(self, phase: str, covered: int, total: int, cases: int, findings: int) -> None:
        """Shows the state of things, ten times a second at most."""
        now = time.monotonic()
        if now - self._shown < _PERIOD:
            return
        self._shown = now
        minutes, seconds = divmod(int(now - self._started), 60)
        self._write(
            f"{phase:<9} {covered}/{total} operations  {cases:,} cases"
            f"  {findings} findings  {minutes}:{seconds:02}"
        )

    def close(self) -> None:
        """Removes the line."""
        self._write("")

    def _write(self, text: str) -> None:
        self._stream.write(f"{_CLEAR}{text}")
        self._stream.flush()
