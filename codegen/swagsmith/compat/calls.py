"""Which operations there are, and where they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.compat import lists
from swagsmith.compat.change import BREAKS_CALLERS, HARMLESS
from swagsmith.compat.matching import address, base_path, identifier
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
        _address(comparison, pair)
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


def _address(comparison: Comparison, pair: Pair) -> None:
    """Host and base path, or what a policy sets in their place."""
    old, new = comparison.old, comparison.new
    policies = [
        version.connection.host_policy(identifier(one)) if version.connection else None
        for version, one in ((old, pair.old), (new, pair.new))
    ]
    replaced = policies[0] is not None and policies[1] is not None
    if policies[0] is not None and policies[1] is not None:
        places = policies[0].url, policies[1].url
        if places[0].value != places[1].value:
            message = changed("urlTemplate", "the policy for the host", *(n.value for n in places))
            comparison.changes.add("diff-host", places, message, [pair.label])
    _host(comparison, pair, replaced=replaced)
    if pair.moved or address(pair.old) == address(pair.new):
        return
    places = old.root.child("basePath"), new.root.child("basePath")
    paths = [base_path(version.root) or "/" for version in (old, new)]
    message = f"the base path changed from {quoted(paths[0])} to {quoted(paths[1])}"
    effect = HARMLESS if replaced else None
    comparison.changes.add("diff-basepath", places, message, [pair.label], effect)


def _host(comparison: Comparison, pair: Pair, *, replaced: bool) -> None:
    places = comparison.old.root.child("host"), comparison.new.root.child("host")
    before, after = (str(node.value or "").lower() for node in places)
    if before == after:
        return
    message = f"the host changed from {quoted(before)} to {quoted(after)}"
    effect = HARMLESS if replaced else None
    if not before:
        message, effect = f"the host is said to be {quoted(after)}", HARMLESS
    elif not after:
        message = f"no host is said any more; it was {quoted(before)}"
        effect = effect or BREAKS_CALLERS
    comparison.changes.add("diff-host", places, message, [pair.label], effect)


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
