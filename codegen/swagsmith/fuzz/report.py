"""What a run has to say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swagsmith.fuzz.finding import Coverage, Finding
    from swagsmith.fuzz.settings import Settings


class Ending(StrEnum):
    """Why a run ended."""

    COMPLETE = "complete"
    TIME_LIMIT = "time limit"
    REQUEST_LIMIT = "request limit"
    INTERRUPTED = "interrupted"
    REFUSED = "credentials refused"
    NOT_FOUND = "nothing found"
    UNAVAILABLE = "service gone"


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a run.

    Attributes:
        spec: the document, as it was named.
        cases: answered requests by phase, in the order of phases.
        coverage: what was sent, by operation label.
        findings: faults, one for each kind at each operation.
        seconds: how long it took.
        requests: everything that was sent, answered or not.
        known: findings that a baseline keeps back.
        unexplored: why a resource could not be explored in depth, by its name.
    """

    spec: str
    settings: Settings
    ending: Ending
    cases: Mapping[str, int]
    coverage: Mapping[str, Coverage]
    findings: tuple[Finding, ...]
    seconds: float
    requests: int = 0
    known: int = 0
    unexplored: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def total(self) -> int:
        """Answered requests."""
        return sum(self.cases.values())

    @property
    def uncovered(self) -> tuple[str, ...]:
        """Operations that were not sent a single request that was answered."""
        return tuple(label for label, coverage in self.coverage.items() if not coverage.sent)

    @property
    def untestable(self) -> tuple[str, ...]:
        """Uncovered operations for which no request could be made."""
        return tuple(label for label in self.uncovered if self.coverage[label].problem)

    @property
    def bodies(self) -> Counter[str]:
        """How many request bodies of each media type were sent."""
        return sum(
            (Counter(coverage.bodies) for coverage in self.coverage.values()), Counter[str]()
        )

    @property
    def answers(self) -> Counter[str]:
        """How many successful answers of each media type came."""
        return sum(
            (Counter(coverage.answers) for coverage in self.coverage.values()), Counter[str]()
        )

    @property
    def judged(self) -> bool:
        """Whether the service was the right one and took the credentials."""
        return self.ending not in (Ending.REFUSED, Ending.NOT_FOUND, Ending.UNAVAILABLE)

    @property
    def exit_code(self) -> int:
        """0 nothing found, 1 findings, 2 the service could not be judged, 130 interrupted."""
        if self.findings:
            return 1
        if self.ending is Ending.INTERRUPTED:
            return 130
        if not self.judged:
            return 2
        return 2 if self.untestable else 0
