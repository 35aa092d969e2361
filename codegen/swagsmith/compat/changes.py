"""Collects changes: each place once, with every operation that reaches it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from swagsmith.compat.catalogue import RULES
from swagsmith.compat.change import Change, Effect, Place
from swagsmith.diagnostics import Severity
from swagsmith.source import Node, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swagsmith.check.rule import Profile
    from swagsmith.compat.version import Version

_ORDER: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(slots=True, eq=False)
class Draft:
    """A change whose effect may still grow and whose places are nodes."""

    rule: str
    effect: Effect
    message: str
    old: Node
    new: Node
    operations: dict[str, None] = field(default_factory=dict[str, None])

    def raise_to(self, effect: Effect) -> None:
        """Makes it worse, never better."""
        if _ORDER.index(effect.level) < _ORDER.index(self.effect.level):
            self.effect = effect


class Changes:
    """The changes found so far."""

    def __init__(self, old: Version, new: Version, profile: Profile) -> None:
        """Takes both documents and whom they are for."""
        self._old = old
        self._new = new
        self.profile = profile
        self.drafts: list[Draft] = []
        self._known: dict[tuple[object, ...], Draft] = {}

    def add(
        self,
        rule: str,
        places: tuple[Node, Node],
        message: str,
        operations: Iterable[str] = (),
        effect: Effect | None = None,
        about: str = "",
    ) -> Draft | None:
        """Notes a change, or adds operations to a known one at the same place.

        Args:
            rule: its id.
            places: where it stands in both documents; what is missing is a node without a value.
            message: one sentence; it names no operation where several may reach the place.
            operations: who reaches it.
            effect: whom it hurts, where that differs from the rule's own.
            about: what tells it from other changes of the rule at the same place.

        Returns:
            The change; None where the rule is not for this profile.
        """
        own = RULES[rule].effect_for(self.profile)
        if own is None:
            return None
        keys = [
            (rule, about, side, node.file, node.tokens)
            for side, node in enumerate(places)
            if node.value is not None
        ]
        draft = next((self._known[key] for key in keys if key in self._known), None)
        if draft is None:
            draft = Draft(rule, effect or own, message, *places)
            self.drafts.append(draft)
        draft.raise_to(effect or own)
        self._known.update(dict.fromkeys(keys, draft))
        draft.operations.update(dict.fromkeys(operations))
        return draft

    def of(self, operation: str, *rules: str) -> list[Draft]:
        """The changes of some rules that an operation reaches."""
        return [one for one in self.drafts if one.rule in rules and operation in one.operations]

    def located(self) -> tuple[Change, ...]:
        """The changes with their places, and their operations in order."""
        labels = [one.label for version in (self._old, self._new) for one in version.operations]
        order = {label: index for index, label in enumerate(dict.fromkeys(labels))}
        found = [
            Change(
                draft.rule,
                draft.effect.verdict,
                draft.effect.level,
                draft.message,
                _place(self._old, draft.old),
                _place(self._new, draft.new),
                tuple(sorted(draft.operations, key=order.__getitem__)),
            )
            for draft in self.drafts
        ]
        return tuple(sorted(found, key=lambda one: (one.old.span, one.new.span, one.rule)))


def _place(version: Version, node: Node) -> Place:
    """Where a node stands; the nearest surviving parent of a missing one."""
    document = version.document
    while node.value is None and node.tokens:
        parent = Node(None, node.file, node.tokens[:-1])
        node = document.at(parent.pointer, node.file)
    key = is_mapping(node.value) or is_array(node.value)
    return Place(node.pointer, document.span(node, key=key))
