"""What the emitted client calls things: the two lowered APIs side by side.

Names are decided while a document is lowered, from operationIds, tags, property names and
`x-python-name`, and from each other; so they are compared there and not in the documents. Names of
classes come from names of definitions, which are free to change; only an `x-python-name` that
changes one is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swagsmith.check.rule import Profile
from swagsmith.compat.change import BREAKS_CALLERS, HARMLESS
from swagsmith.compat.matching import identifier
from swagsmith.compat.security import renamed
from swagsmith.compat.words import quoted
from swagsmith.source import is_array

if TYPE_CHECKING:
    from swagsmith.check.operations import Operation
    from swagsmith.compat.comparison import Comparison
    from swagsmith.compat.matching import Pair
    from swagsmith.ir import api as ir
    from swagsmith.source import Node


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a method."""

    name: str
    parameter: ir.Parameter | None = None
    wire: str = ""


def arguments(
    operation: ir.Operation, renamed: dict[str, str] | None = None
) -> dict[tuple[str, str], Argument]:
    """The arguments of a method, by place and wire name; `renamed` maps templates to old names."""
    found: dict[tuple[str, str], Argument] = {}
    for one in operation.parameters:
        wire = one.wire.lower() if one.location == "header" else one.wire
        if one.location == "path":
            wire = (renamed or {}).get(wire, wire)
        found[one.location, wire] = Argument(one.name, one, one.wire)
    fields = operation.body.fields if operation.body is not None else None
    for field in fields or ():
        found["body", field.field.wire] = Argument(field.name, None, field.field.wire)
    return found


def argument_names(operation: ir.Operation | None) -> dict[tuple[str, str], str] | None:
    """The names of a method's arguments; None where there is no method."""
    if operation is None:
        return None
    return {key: one.name for key, one in arguments(operation).items()}


def compare(comparison: Comparison) -> None:
    """Names of methods, arguments, credentials and of the package."""
    resources: dict[tuple[str | None, str | None], tuple[Node, Node]] = {}
    for pair in comparison.matching.pairs:
        _method(comparison, pair, resources)
        _arguments(comparison, pair)
    _credentials(comparison)
    _package(comparison)


def _call(operation: ir.Operation) -> str:
    return f"{operation.resource}.{operation.name}" if operation.resource else operation.name


def _method(
    comparison: Comparison,
    pair: Pair,
    resources: dict[tuple[str | None, str | None], tuple[Node, Node]],
) -> None:
    """How an operation is called in Python, by the cause: operationId, path, tag, or a name."""
    old, new = comparison.emitted(pair)
    same = old is not None and new is not None and _call(old) == _call(new)
    before, after = identifier(pair.old), identifier(pair.new)
    if before != after:
        _operation_id(comparison, pair, before, after, same=same)
        return
    if old is None or new is None or same:
        return
    paths = comparison.changes.of(pair.label, "diff-path-changed", "diff-path-template-renamed")
    if before is None and paths:
        paths[0].raise_to(BREAKS_CALLERS)
        return
    message = f"{quoted(_call(old))} is called {quoted(_call(new))} in the client now"
    if _tag(pair.old) == _tag(pair.new):
        places = _named(pair.old.node, pair.new.node)
        comparison.changes.add("diff-client-name", places, message, [pair.label])
        return
    places = pair.old.node.child("tags"), pair.new.node.child("tags")
    if old.name == new.name:
        places = resources.setdefault((old.resource, new.resource), places)
        names = [quoted(one.resource or "the client") for one in (old, new)]
        message = f"the methods of {names[0]} are those of {names[1]} in the client now"
    comparison.changes.add("diff-tag", places, message, [pair.label])


def _operation_id(
    comparison: Comparison, pair: Pair, before: str | None, after: str | None, *, same: bool
) -> None:
    """Another operationId; it does not hurt callers of a method that keeps its name."""
    message = f"the operationId {quoted(before)} is {quoted(after)} now"
    if before is None:
        message = f"{quoted(pair.label)} has the operationId {quoted(after)} now"
    elif after is None:
        message = f"{quoted(pair.label)} has no operationId now; it was {quoted(before)}"
    effect = HARMLESS if same and comparison.profile is Profile.PLAIN else None
    places = pair.old.node.child("operationId"), pair.new.node.child("operationId")
    comparison.changes.add("diff-operation-id", places, message, [pair.label], effect)


def _tag(operation: Operation) -> object:
    tags = operation.node.get("tags")
    return tags[0] if is_array(tags) and tags else None


def _named(old: Node, new: Node) -> tuple[Node, Node]:
    """Where a name is chosen: `x-python-name`, or the thing itself."""
    if any("x-python-name" in node for node in (old, new)):
        return old.child("x-python-name"), new.child("x-python-name")
    return old, new


def _arguments(comparison: Comparison, pair: Pair) -> None:
    """The names of arguments; those of renamed templates are told with the template."""
    old, new = comparison.emitted(pair)
    if old is None or new is None:
        return
    left, right = arguments(old), arguments(new, pair.renamed)
    for key, ours in left.items():
        theirs = right.get(key)
        if theirs is None or ours.name == theirs.name or ours.wire != theirs.wire:
            continue
        places = _places(comparison, pair, ours, theirs)
        message = (
            f"the argument {quoted(ours.name)} is called {quoted(theirs.name)} in the client now"
        )
        comparison.changes.add("diff-client-name", places, message, [pair.label])


def _places(
    comparison: Comparison, pair: Pair, ours: Argument, theirs: Argument
) -> tuple[Node, Node]:
    """The parameter, or the property of the body."""
    found: list[Node] = []
    sides = ((comparison.old, ours, pair.old), (comparison.new, theirs, pair.new))
    for version, one, operation in sides:
        if one.parameter is not None:
            place = one.parameter.place
            found.append(version.document.at(place.pointer, place.file))
            continue
        body = operation.located("body")[0].node.child("schema")
        found.append(version.schemas.read(body).properties[one.wire][-1])
    return _named(found[0], found[1])


def _credentials(comparison: Comparison) -> None:
    """The arguments of the client's constructor that carry credentials."""
    old, new = comparison.old.api, comparison.new.api
    if old is None or new is None:
        return
    names = renamed(comparison.old, comparison.new)
    theirs = {names.get(scheme.name, scheme.name): scheme for scheme in new.security}
    for ours in old.security:
        other = theirs.get(ours.name)
        if other is None or other.kind != ours.kind or other.arguments == ours.arguments:
            continue
        words = [quoted(", ".join(one.arguments)) for one in (ours, other)]
        message = f"the credentials {words[0]} are called {words[1]} in the client now"
        places = (
            comparison.old.root.child("securityDefinitions").child(ours.name),
            comparison.new.root.child("securityDefinitions").child(other.name),
        )
        comparison.changes.add("diff-client-name", places, message)


def _package(comparison: Comparison) -> None:
    """The package, where the document chooses its name; a title is free to change."""
    old, new = comparison.old.api, comparison.new.api
    places = [
        version.root.child("info").child("x-python-name")
        for version in (comparison.old, comparison.new)
    ]
    chosen = any(node.value is not None for node in places)
    if old is not None and new is not None and chosen and old.package != new.package:
        message = f"the package {quoted(old.package)} is called {quoted(new.package)} now"
        comparison.changes.add("diff-client-name", (places[0], places[1]), message)
