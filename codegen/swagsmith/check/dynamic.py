"""Operations that designers call for lists and schemas, and how documents refer to inputs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from swagsmith.check import reach
from swagsmith.check.extensions import DYNAMIC, is_internal
from swagsmith.check.grammar import Kind
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swagsmith.check.context import Context
    from swagsmith.check.operations import Operation
    from swagsmith.check.walk import Site
    from swagsmith.source import Node

#: Extensions of operations and of the document that name operations as well.
_OTHERS: Final = ("x-ms-operation-context", "x-ms-notification", "x-ms-capabilities")
#: How far up callers are looked for; a schema with more users is not followed to all of them.
_MOST: Final = 500
_SIMPLE: Final = ("string", "number", "integer", "boolean", "file")


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A place that names an operation.

    Attributes:
        key: the extension.
        node: the object with the `operationId`; the extension, or a part of it such as `browse`.
        site: the object that has the extension.
    """

    key: str
    node: Node
    site: Site

    @property
    def name(self) -> Node:
        """The id of the operation."""
        return self.node.child("operationId")


class Known(StrEnum):
    """What can be said about something a document refers to."""

    YES = "it exists"
    NO = "it does not exist"
    OPEN = "the schema leaves it open"


def calls(context: Context) -> Iterator[Call]:
    """Every place that names an operation to call."""
    for site in context.sites(Kind.PARAMETER, Kind.SCHEMA, Kind.ITEMS):
        for key in DYNAMIC:
            if key in site.node.value:
                yield from _calls(key, site.node.child(key), site)
    for site in context.sites(Kind.ROOT, Kind.OPERATION):
        for key in _OTHERS:
            if key in site.node.value:
                yield from _calls(key, site.node.child(key), site)


def _calls(key: str, node: Node, site: Site) -> Iterator[Call]:
    if "operationId" in node:
        yield Call(key, node, site)
        return
    for name, part in node.items():
        if name != "parameters":
            yield from _calls(key, part, site)


class Callers:
    """Which operations use a parameter or a schema."""

    def __init__(self, context: Context) -> None:
        """Notes who holds whom, once for all questions."""
        self._users: dict[int, list[Operation]] = defaultdict(list)
        self._holders: dict[int, list[int]] = defaultdict(list)
        for operation in context.operations:
            for parameter in operation.parameters:
                self._users[id(parameter.node.value)].append(operation)
            roots = [*reach.bodies([operation]), *reach.answers(context.document, [operation])]
            for root in roots:
                self._use(context, root, operation)
        for site in context.sites(Kind.SCHEMA):
            for part in reach.parts(site.node):
                target = context.resolved(part)
                if target is not None:
                    self._holders[id(target.value)].append(id(site.node.value))

    def _use(self, context: Context, root: Node, operation: Operation) -> None:
        target = context.resolved(root)
        if target is not None:
            self._users[id(target.value)].append(operation)

    def of(self, site: Site) -> Sequence[Operation]:
        """The operations that use an object; none when they are too many to say."""
        while site.kind is Kind.ITEMS and site.parent is not None:
            site = site.parent
        found: dict[int, Operation] = {}
        waiting, seen = [id(site.node.value)], {id(site.node.value)}
        while waiting:
            key = waiting.pop()
            found |= {id(operation): operation for operation in self._users.get(key, ())}
            above = [other for other in self._holders.get(key, ()) if other not in seen]
            seen.update(above)
            waiting += above
            if len(seen) + len(found) > _MOST:
                return ()
        return [*found.values()]


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """An input of an operation that a reference leads to.

    Attributes:
        node: the parameter or property.
        is_internal: whether it, or something around it, is internal.
        in_body: whether it is a part of the body.
    """

    node: Node
    is_internal: bool
    in_body: bool


def inputs(context: Context, operation: Operation, text: str) -> tuple[list[Field], bool]:
    """What a reference may mean in an operation, and whether that is all it can mean.

    It is the name of a parameter, the path of a property in the body, or such a path after the
    name of the body parameter.
    """
    found: list[Field] = []
    complete = operation.complete
    for parameter in operation.parameters:
        if parameter.name == text:
            found.append(Field(parameter.node, is_internal(parameter.node), in_body=False))
        if parameter.location == "body":
            before, _, rest = text.partition("/")
            path = rest if rest and before == parameter.name else text
            known, field = _property(context, parameter.node, path)
            complete = complete and known is not Known.OPEN
            found += [field] if field is not None else []
    return found, complete


def _property(context: Context, body: Node, path: str) -> tuple[Known, Field | None]:
    schema, internal = body.child("schema"), is_internal(body)
    for step in path.split("/"):
        known, schema = member(context, schema, step)
        if known is not Known.YES:
            return known, None
        target = context.resolved(schema)
        internal = internal or is_internal(schema) or (target is not None and is_internal(target))
    target = context.resolved(schema)
    return Known.YES, Field(target or schema, internal, in_body=True)


def member(context: Context, schema: Node, name: str) -> tuple[Known, Node]:
    """A property of a schema, or of the elements of an array."""
    target = context.resolved(schema)
    seen: set[int] = set()
    while target is not None and "items" in target and id(target.value) not in seen:
        seen.add(id(target.value))
        if name == "items":
            return Known.YES, target.child("items")
        target = context.resolved(target.child("items"))
    if target is None or not is_mapping(target.value) or "items" in target:
        return Known.OPEN, schema
    found = reach.properties(context.document, target)
    if name in found:
        return Known.YES, found[name]
    if target.get("type") in _SIMPLE and not found:
        return Known.NO, target
    return (Known.OPEN if reach.is_open(context.document, target) else Known.NO), target
