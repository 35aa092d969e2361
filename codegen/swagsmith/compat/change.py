"""What one change is: its rule, whom it hurts, and where it stands in both documents."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from swagsmith.diagnostics import Severity

if TYPE_CHECKING:
    from swagsmith.diagnostics import Span


class Verdict(StrEnum):
    """Who gets hurt by a change.

    `wire`: an existing call fails or means something else. `source`: an existing caller of the
    emitted client stops type-checking. `safe`: nobody.
    """

    WIRE = "wire"
    SOURCE = "source"
    SAFE = "safe"


@dataclass(frozen=True, slots=True)
class Effect:
    """Who gets hurt, and how surely: an error hurts, a warning may, an info does not."""

    verdict: Verdict
    level: Severity


BREAKS: Final = Effect(Verdict.WIRE, Severity.ERROR)
MAY_BREAK: Final = Effect(Verdict.WIRE, Severity.WARNING)
BREAKS_CALLERS: Final = Effect(Verdict.SOURCE, Severity.ERROR)
HARMLESS: Final = Effect(Verdict.SAFE, Severity.INFO)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: an RFC 6901 pointer and the span in the file."""

    pointer: str
    span: Span


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        rule: stable id from the catalogue.
        verdict: who gets hurt.
        level: how surely.
        message: one sentence that names the thing; names and values stand in backticks.
        old: the place in the old document; the nearest surviving parent of something new.
        new: the place in the new document; the nearest surviving parent of something removed.
        operations: the operations that reach the place, such as `GET /widgets`.
    """

    rule: str
    verdict: Verdict
    level: Severity
    message: str
    old: Place
    new: Place
    operations: tuple[str, ...]
