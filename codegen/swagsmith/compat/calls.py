"""Which operations there are, and where they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.compat import host, lists
from swagsmith.compat.change import BREAKS_CALLERS
from swagsmith.compat.matching import address, identifier
from swagsmith.compat.words import changed, missing, quoted

if TYPE_CHECKING:
    from swagsmith.check.operations import Operation
    from swagsmith.compat.comparison import Comparison
    from swagsmith.compat.matching import Pair
    from swagsmith.compat.version import Version
    from swagsmith.source import Node


def compare(comparison: Comparison) -> None:
    """Operations that are gone or new, and what changed about how each is reached."""
    add, matching = comparison.changes.add, comparison.matching
    for one in matching.removed:
        places = one.node, _absent(one, comparison.new)
        add("diff-operation-removed", places, f"{_title(one)} is gone", [one.label])
    for one in matching.added:
        places = _absent(one, comparison.old), one.node
        add("diff-operation-added", places, f"{_title(one)} is new", [one.label])
    for pair in matching.pairs:
        _path(comparison, pair)
        host.compare(comparison, pair)
        _schemes(comparison, pair)
        _state(comparison, pair)


def _absent(operation: Operation, version: Version) -> Node:
    """Where an operation is missing."""
    path = version.root.child(operation.path_node.tokens[0]).child(operation.path)
    return missing(path, operation.method)


def _title(operation: Operation) -> str:
    name = identifier(operation)
    return f"the operation {quoted(name or operation.label)}"


def _path(comparison: Comparison, pair: Pair) -> None:
    if pair.moved:
        words = [quoted(one.label) for one in (pair.old, pair.new)]
        message = f"{words[0]} is called as {words[1]} now"
        places = _where(pair.old, pair), _where(pair.new, pair)
        comparison.changes.add("diff-path-changed", places, message, [pair.label])


def _where(operation: Operation, pair: Pair) -> Node:
    """The method or the path, whichever differs."""
    same = address(pair.old) == address(pair.new)
    return operation.node if same else operation.path_node


def _schemes(comparison: Comparison, pair: Pair) -> None:
    """The effective schemes; a document that names none is called as it was fetched."""
    found = lists.effective(pair.old, "schemes"), lists.effective(pair.new, "schemes")
    words = "diff-scheme", "is no longer a scheme", "is a scheme now"
    effect = None if found[1].entries else BREAKS_CALLERS
    lists.compare(comparison, pair, found, words, effect)


def _state(comparison: Comparison, pair: Pair) -> None:
    """Deprecated, hidden from designers, called otherwise by them."""
    old, new = pair.old.node, pair.new.node
    add, title = comparison.changes.add, _title(pair.old)
    was, now = (node.get("deprecated") is True for node in (old, new))
    if was != now:
        places = old.child("deprecated"), new.child("deprecated")
        message = f"{title} is deprecated" + ("" if now else " no longer")
        add("diff-operation-deprecated", places, message, [pair.label])
    places = old.child("x-ms-visibility"), new.child("x-ms-visibility")
    was, now = (node.value == "internal" for node in places)
    if now and not was:
        add("diff-operation-hidden", places, f"{title} is internal now", [pair.label])
    elif was and not now:
        add("diff-operation-shown", places, f"{title} is internal no longer", [pair.label])
    places = old.child("summary"), new.child("summary")
    if places[0].value != places[1].value:
        message = changed("summary", title, places[0].value, places[1].value)
        add("diff-summary", places, message, [pair.label])
