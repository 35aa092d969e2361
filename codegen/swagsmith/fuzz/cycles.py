"""When to end a run that has a time limit: a limit, not a duration."""

from __future__ import annotations

from typing import Final

from schemathesis.engine.run import PhaseName

#: the part of its share of time after which a phase counts as cut short
_CUT: Final = 0.8


class Cycles:
    """Given a time limit, the generator repeats its random phases until the time is used up.

    That is right where the phases were cut short, and too much where they were not.
    """

    def __init__(self, limit: int | None) -> None:
        """Takes the limit in seconds, counted from the start of the run, or None."""
        self._limit = limit
        self._begun: dict[PhaseName, float] = {}
        self._cut = False

    def reset(self) -> None:
        """Begins anew."""
        self._begun.clear()
        self._cut = False

    def goes_on(self, phase: PhaseName, seconds: float) -> bool:
        """Whether a phase that is about to begin should run.

        Args:
            phase: which.
            seconds: since the start of the run.
        """
        again = phase in self._begun
        since = self._begun.get(PhaseName.FUZZING)
        if phase is not PhaseName.FUZZING and since is not None and self._limit is not None:
            # The stateful phase follows; the two of them had half of the remaining time each.
            self._cut = seconds - since > _CUT * (self._limit - since) / 2
            again = False
        self._begun[phase] = seconds
        return not again or self._cut
