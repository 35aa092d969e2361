"""Walks both documents' schemas side by side: each pair once a direction, whatever reaches it.

A definition has no direction of its own; it is walked from requests and from answers apart. What is
found at a pair is told with every operation from which one gets there.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from swagsmith.compat import facets, members
from swagsmith.compat.words import Label, definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.compat.changes import Changes, Draft
    from swagsmith.compat.facets import Fault
    from swagsmith.compat.schema import Key, Schema
    from swagsmith.compat.version import Version
    from swagsmith.source import Node


class Side(Enum):
    """Who writes the value and who reads it; and whether it is JSON, or text as in a query."""

    PARAMETER = "parameter"
    BODY = "body"
    HEADER = "header"
    ANSWER = "answer"

    @property
    def request(self) -> bool:
        """Whether the caller writes it."""
        return self in (Side.PARAMETER, Side.BODY)

    @property
    def text(self) -> bool:
        """Whether arrays are joined to a text."""
        return self in (Side.PARAMETER, Side.HEADER)


PairKey: TypeAlias = "tuple[Key, Key, Side]"

#: How many partners a schema has at most while its partner has as many. A schema that is shared on
#: one side and written out on the other has many; on both sides, documents made to exhaust have.
_PARTNERS: Final = 16


@dataclass(slots=True, eq=False)
class Met:
    """Two schemas that stand at the same place of a value.

    Attributes:
        old: the old one.
        new: the new one.
        side: who writes and reads.
        label: what messages call it.
        reach: the operations that reach it, as bits.
        children: the pairs it leads to.
        drafts: what was found here.
        faults: the same, before it is known which operations reach it.
    """

    old: Schema
    new: Schema
    side: Side
    label: Label
    reach: int = 0
    children: list[Met] = field(default_factory=list["Met"])
    faults: list[Fault] = field(default_factory=list["Fault"])
    drafts: list[Draft] = field(default_factory=list["Draft"])


class Pairs:
    """The pairs met so far."""

    def __init__(self, old: Version, new: Version) -> None:
        """Takes both documents."""
        self._old = old.schemas
        self._new = new.schemas
        self._met: dict[PairKey, Met] = {}
        self._pending: deque[Met] = deque()
        self._labels: dict[str, int] = {}
        #: the operations that send or answer XML, as bits
        self._xml: dict[Side, int] = {}
        self._spread = False
        self._partners: dict[tuple[int, Key, Side], int] = {}

    def start(
        self, old: Node, new: Node, side: Side, owner: str, operation: str, *, xml: bool = False
    ) -> None:
        """Begins at a parameter, a body, a header or an answer's schema; `xml` if it is sent as that."""
        met = self._meet((old,), (new,), side, Label(owner))
        if met is not None:
            bit = 1 << self._labels.setdefault(operation, len(self._labels))
            met.reach |= bit
            self._xml[side] = self._xml.get(side, 0) | (bit if xml else 0)

    def at(self, old: Schema, new: Schema, side: Side) -> Met | None:
        """The pair of two schemas, if it was met."""
        return self._met.get((old.key, new.key, side))

    def walk(self) -> None:
        """Compares every pair, and those that it leads to."""
        while self._pending:
            met = self._pending.popleft()
            met.faults = list(facets.faults(met))
            if not any(fault.final for fault in met.faults):
                met.faults += members.faults(met, self._old, self._new)
                self._descend(met)

    def report(self, changes: Changes) -> None:
        """Tells what was found, with the operations that reach it."""
        for met in self._met.values():
            for fault in met.faults:
                callers = self.callers(met, xml=fault.xml)
                if callers or not fault.xml:
                    draft = changes.add(
                        fault.rule, fault.places, fault.message, callers, fault.effect, fault.about
                    )
                    met.drafts += [draft] if draft else []

    def faults(self) -> Iterator[Fault]:
        """What was found, without the operations."""
        return (fault for met in self._met.values() for fault in met.faults)

    def callers(self, met: Met, *, xml: bool = False) -> list[str]:
        """The operations that reach a pair, or those of them that do with XML."""
        if not self._spread:
            self._propagate()
        reach = met.reach & self._xml.get(met.side, 0) if xml else met.reach
        return [label for index, label in enumerate(self._labels) if reach >> index & 1]

    def _propagate(self) -> None:
        """Hands the operations on to everything below; all of them at once, as bits of a number."""
        self._spread = True
        pending = deque(met for met in self._met.values() if met.reach)
        while pending:
            met = pending.popleft()
            for child in met.children:
                if met.reach & ~child.reach:
                    child.reach |= met.reach
                    pending.append(child)

    def _descend(self, met: Met) -> None:
        old, new, side, label = met.old, met.new, met.side, met.label
        for name, ours in old.properties.items():
            if name in new.properties and self._counts(met, name):
                self._below(met, ours, new.properties[name], label.property(name))
        if old.items and new.items:
            self._below(met, old.items, new.items, label.element())
        if old.values and new.values:
            self._below(met, old.values, new.values, label.value())
        if side in (Side.BODY, Side.ANSWER):
            subtypes = self._new.subtypes(new)
            for value, node in self._old.subtypes(old).items():
                if value in subtypes:
                    self._below(met, (node,), (subtypes[value],), label)

    def _counts(self, met: Met, name: str) -> bool:
        """Whether a property is part of the value: what is read-only is not sent."""
        sides = ((met.old, self._old), (met.new, self._new))
        return not met.side.request or all(members.is_sent(*side, name) for side in sides)

    def _below(
        self, parent: Met, old: tuple[Node, ...], new: tuple[Node, ...], label: Label
    ) -> None:
        met = self._meet(old, new, parent.side, label)
        if met is not None:
            parent.children.append(met)

    def _meet(
        self, old: tuple[Node, ...], new: tuple[Node, ...], side: Side, label: Label
    ) -> Met | None:
        """The pair of two schemas, put into the queue when it is new."""
        left, right = self._old.read(*old), self._new.read(*new)
        key = (left.key, right.key, side)
        if key not in self._met:
            ours, theirs = (0, left.key, side), (1, right.key, side)
            partners = [self._partners.get(one, 0) for one in (ours, theirs)]
            if min(partners) >= _PARTNERS:
                return None
            self._partners[ours], self._partners[theirs] = (count + 1 for count in partners)
            met = Met(left, right, side, definition(left.node) or label)
            self._met[key] = met
            self._pending.append(met)
        return self._met[key]
