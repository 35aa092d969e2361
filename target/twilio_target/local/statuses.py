"""How far a message has come: its statuses follow from the time."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

NEVER: Final = 2**62
"""The moment of what does not happen: a message that fails or is canceled is never sent."""

TOO_DEAR: Final = 30010
"""The error code of a message that costs more than its MaxPrice."""

ERROR_MESSAGES: Final[Mapping[int, str]] = MappingProxyType(
    {TOO_DEAR: "Message price exceeds max price"}
)


@dataclass(frozen=True, slots=True)
class Status:
    """A status of a message.

    Attributes:
        name: as Twilio names it.
        since: the moment it begins, in microseconds.
        error_code: why the message failed; None where it did not.
    """

    name: str
    since: int
    error_code: int | None = None


def timeline(row: sqlite3.Row) -> Sequence[Status]:
    """Give the statuses of a message in their order, those to come too."""
    if row["canceled"] is not None:
        return (Status("canceled", row["canceled"]),)
    first = [Status("queued", row["created"])]
    if row["scheduled"] is not None:
        first = [Status("scheduled", row["created"]), Status("queued", row["scheduled"])]
    if row["error_code"] is not None:
        return (*first, Status("failed", row["delivered"], row["error_code"]))
    return (*first, Status("sent", row["sent"]), Status("delivered", row["delivered"]))


def status_at(row: sqlite3.Row, now: int) -> Status:
    """Give the status of a message at a moment."""
    first, *later = timeline(row)
    # A message has its first status in the answer to its own creation, however fast the statuses move.
    reached = [status for status in later if status.since <= now and row["created"] < now]
    return reached[-1] if reached else first
