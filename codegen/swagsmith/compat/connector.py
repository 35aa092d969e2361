"""What matters to flows that use a connector, in the document and in its connection file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.compat import policies
from swagsmith.compat.catalogue import RULES
from swagsmith.compat.change import BREAKS, HARMLESS
from swagsmith.compat.matching import identifier
from swagsmith.compat.pairs import Pairs, Side
from swagsmith.compat.words import changed, quoted
from swagsmith.diagnostics import Severity
from swagsmith.source import is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.compat.comparison import Comparison
    from swagsmith.compat.matching import Pair
    from swagsmith.source import Node

_NOTIFICATION: Final = "x-ms-notification-content"
_REVISION: Final = "x-ms-api-annotation"
#: Keys whose values are for people, wherever they stand.
_TEXTS: Final = frozenset(
    {"description", "summary", "title", "x-ms-summary", "displayName", "tooltip"}
    | {"contact", "license", "termsOfService", "externalDocs", "example", "examples"}
    | {"iconBrandColor", "publisher", "stackOwner", "x-ms-connector-metadata"}
)
#: Changes that are texts themselves.
_LABELS: Final = frozenset({"diff-summary", "diff-xms-summary"})


def compare(comparison: Comparison) -> None:
    """Triggers, the connection file; then what follows from everything found so far."""
    for pair in comparison.matching.pairs:
        _trigger(comparison, pair)
        _notification(comparison, pair)
    policies.compare(comparison)
    _revisions(comparison)
    _minor(comparison)


def _trigger(comparison: Comparison, pair: Pair) -> None:
    places = pair.old.node.child("x-ms-trigger"), pair.new.node.child("x-ms-trigger")
    old, new = (node.value for node in places)
    if old != new:
        message = changed("x-ms-trigger", quoted(identifier(pair.old) or pair.label), old, new)
        comparison.changes.add("diff-trigger", places, message, [pair.label])


def _notification(comparison: Comparison, pair: Pair) -> None:
    """What a webhook hands over; it is read like an answer."""
    old, new = (one.path_node.child(_NOTIFICATION).child("schema") for one in (pair.old, pair.new))
    was, now = is_mapping(old.value), is_mapping(new.value)
    pairs = Pairs(comparison.old, comparison.new)
    if was and now:
        pairs.start(old, new, Side.ANSWER, "the notification", pair.label)
        pairs.walk()
    faults = list(pairs.faults())
    if was == now and not faults:
        return
    message = f"the content of the notifications {'changed' if was and now else 'is new'}"
    levels = [fault.effect or RULES[fault.rule].effect_for(comparison.profile) for fault in faults]
    hurts = was and (not now or any(one and one.level is not Severity.INFO for one in levels))
    message = message if now else "the content of the notifications is not said any more"
    effect = BREAKS if hurts else HARMLESS
    comparison.changes.add("diff-trigger", (old, new), message, [pair.label], effect)


def _revisions(comparison: Comparison) -> None:
    """Operations that take part in revisions and break."""
    broken = {
        label
        for draft in comparison.changes.drafts
        if draft.effect == BREAKS
        for label in draft.operations
    }
    for pair in comparison.matching.pairs:
        places = pair.old.node.child(_REVISION), pair.new.node.child(_REVISION)
        if pair.label in broken and is_mapping(places[0].value):
            name = identifier(pair.old) or pair.label
            message = (
                f"{quoted(name)} of the family {quoted(places[0].get('family'))} breaks its steps;"
                " publish the change as its next revision"
            )
            comparison.changes.add("diff-needs-revision", places, message, [pair.label])


def _minor(comparison: Comparison) -> None:
    """Nothing but texts changed."""
    if any(draft.rule not in _LABELS for draft in comparison.changes.drafts):
        return
    found = [*_differences(comparison.old.root, comparison.new.root)]
    ours, theirs = comparison.old.connection, comparison.new.connection
    if ours is not None and theirs is not None:
        found += _differences(ours.root, theirs.root)
    if found and all(
        _TEXTS & {*old.tokens} or old.tokens == ("info", "version") for old, _ in found
    ):
        what = "a text" if len(found) == 1 else f"{len(found)} texts"
        message = f"only {what} changed: certification calls this a minor update"
        comparison.changes.add("diff-minor-update", found[0], message)


def _differences(old: Node, new: Node) -> Iterator[tuple[Node, Node]]:
    """The deepest places where two values differ; the order of keys is none."""
    if old.value == new.value:
        return
    left, right = old.value, new.value
    if is_mapping(left) and is_mapping(right):
        for key in dict.fromkeys((*left, *right)):
            if key in left and key in right:
                yield from _differences(old.child(key), new.child(key))
            else:
                yield old.child(key), new.child(key)
    elif is_array(left) and is_array(right) and len(left) == len(right):
        for ours, theirs in zip(old.elements(), new.elements(), strict=True):
            yield from _differences(ours, theirs)
    else:
        yield old, new
