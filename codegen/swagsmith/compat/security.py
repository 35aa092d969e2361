"""What credentials an operation needs (section Security Requirement Object)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from swagsmith.compat.words import missing, names, quoted
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from swagsmith.check.operations import Operation
    from swagsmith.compat.comparison import Comparison
    from swagsmith.compat.matching import Pair
    from swagsmith.compat.version import Version
    from swagsmith.source import Node

#: Schemes that are needed together, with their scopes: pairs of a scheme and a scope; a scheme
#: needed for itself has the scope "".
Need: TypeAlias = frozenset[tuple[str, str]]

#: The fields of a scheme that a client depends on.
_FIELDS: Final = ("type", "in", "name", "flow", "authorizationUrl", "tokenUrl")


def compare(comparison: Comparison) -> None:
    """What changed about the credentials of every operation."""
    same = renamed(comparison.old, comparison.new)
    for pair in comparison.matching.pairs:
        old = _needs(pair.old, {})
        new = _needs(pair.new, same)
        _requirements(comparison, pair, old, new)
        used = {name for need in old for name, _ in need} & {
            name for need in new for name, _ in need
        }
        for name in sorted(used):
            _scheme(comparison, pair, name, next((n for n, o in same.items() if o == name), name))


def renamed(old: Version, new: Version) -> dict[str, str]:
    """New names of schemes that are called otherwise in the old document, and the old names."""
    before, after = (version.root.child("securityDefinitions") for version in (old, new))
    left = {_content(node): name for name, node in before.items() if name not in after}
    found = ((name, left.get(_content(node))) for name, node in after.items() if name not in before)
    return {name: other for name, other in found if other is not None}


def _content(scheme: Node) -> tuple[str, ...]:
    return tuple(_field(scheme, name) for name in _FIELDS)


def _field(scheme: Node, name: str) -> str:
    """A field of a scheme as text; names of headers have no case."""
    found = str(scheme.get(name) or "")
    return found.lower() if name == "name" and scheme.get("in") == "header" else found


def _needs(operation: Operation, names: dict[str, str]) -> dict[Need, Node]:
    """The alternatives with their places; empty for an operation that is open."""
    node = operation.effective("security")
    found: dict[Need, Node] = {}
    for alternative in node.elements() if node else ():
        if is_mapping(alternative.value):
            found.setdefault(_need(alternative, names), alternative)
    return {} if frozenset() in found else found


def _need(alternative: Node, names: dict[str, str]) -> Need:
    found: set[tuple[str, str]] = set()
    for name, scopes in alternative.items():
        scheme = names.get(name, name)
        found.add((scheme, ""))
        found |= {
            (scheme, scope.value) for scope in scopes.elements() if isinstance(scope.value, str)
        }
    return frozenset(found)


def _requirements(
    comparison: Comparison, pair: Pair, old: dict[Need, Node], new: dict[Need, Node]
) -> None:
    add = comparison.changes.add
    places = _holder(pair.old), _holder(pair.new)
    if not old and new:
        where = missing(places[0], "0"), next(iter(new.values()))
        message = f"{_said(next(iter(new)))} is needed where nothing was"
        add("diff-security-added", where, message, [pair.label])
    for need, node in old.items():
        if not new or any(other <= need for other in new):
            continue
        more = next((other for other in new if other > need), None)
        if more is not None:
            message = f"{_said(more - need)} is needed beside {_said(need)}"
            add("diff-security-added", (node, new[more]), message, [pair.label])
        else:
            message = f"{_said(need)} is no longer a way to authenticate"
            where = node, missing(places[1], "0")
            add("diff-security-alternative-removed", where, message, [pair.label])
    _relaxed(comparison, pair, old, new)


def _relaxed(
    comparison: Comparison, pair: Pair, old: dict[Need, Node], new: dict[Need, Node]
) -> None:
    """Nothing is needed where something was, less is, or something else will do as well."""
    places = _holder(pair.old), _holder(pair.new)
    add = comparison.changes.add
    if old and not new:
        where = next(iter(old.values())), missing(places[1], "0")
        message = f"{_said(next(iter(old)))} is needed no longer"
        add("diff-security-relaxed", where, message, [pair.label])
    kept = all(any(other <= need for other in new) for need in old)
    for need, node in new.items():
        fresh = bool(old) and not any(other <= need for other in old)
        if fresh and (kept or any(need < other for other in old)):
            message = f"{_said(need)} is enough"
            add("diff-security-relaxed", (missing(places[0], "0"), node), message, [pair.label])


def _holder(operation: Operation) -> Node:
    return operation.effective("security") or operation.node.child("security")


def _said(need: Need) -> str:
    """The schemes of an alternative, and their scopes."""
    schemes = sorted({name for name, scope in need if not scope})
    scopes = sorted(scope for _, scope in need if scope)
    words = [f"the scheme {names(schemes)}"] if schemes else []
    words += [f"the scope {names(scopes)}"] if scopes else []
    return " with ".join(words) or "a scope"


def _scheme(comparison: Comparison, pair: Pair, old_name: str, new_name: str) -> None:
    """A scheme that both use, field by field; one that changed its type is another one."""
    schemes = (
        comparison.old.root.child("securityDefinitions").child(old_name),
        comparison.new.root.child("securityDefinitions").child(new_name),
    )
    fields = [name for name in _FIELDS if len({_field(one, name) for one in schemes}) > 1]
    for name in fields[:1] if "type" in fields or "flow" in fields else fields:
        values = [quoted(_field(one, name) or "nothing") for one in schemes]
        message = f"the {quoted(name)} of the scheme {quoted(old_name)} changed from {values[0]} to {values[1]}"
        places = schemes[0].child(name), schemes[1].child(name)
        comparison.changes.add("diff-security-scheme", places, message, [pair.label])
