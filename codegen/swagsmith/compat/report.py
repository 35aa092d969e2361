"""Changes in the order people read them: who gets hurt first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from swagsmith.compat.change import Change, Verdict
from swagsmith.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


class Group(StrEnum):
    """What a change is to a reader; the value is the key in summaries."""

    WIRE = "wire"
    SOURCE = "source"
    WARNING = "warning"
    SAFE = "safe"


def group_of(change: Change) -> Group:
    """The group of a change: what certainly hurts by who is hurt, then what may, then the rest."""
    if change.level is Severity.WARNING:
        return Group.WARNING
    return {Verdict.WIRE: Group.WIRE, Verdict.SOURCE: Group.SOURCE}.get(change.verdict, Group.SAFE)


@dataclass(frozen=True, slots=True)
class Report:
    """The changes of one comparison.

    Attributes:
        old: what the old document is called.
        new: what the new one is called.
        title: the title and version of the new document.
        operations: how many operations the old document has.
        changes: the changes.
    """

    old: str
    new: str
    title: str
    operations: int
    changes: tuple[Change, ...]

    def grouped(self) -> Iterator[tuple[Group, list[Change]]]:
        """The groups that have changes, the worst first."""
        for group in Group:
            found = [change for change in self.changes if group_of(change) is group]
            if found:
                yield group, found

    @property
    def counts(self) -> dict[str, int]:
        """How many changes there are of each group."""
        found = Counter(group_of(change) for change in self.changes)
        return {group.value: found[group] for group in Group}
