"""Schemas whose values would have no end: what each of them has to contain."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import Kind
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

#: How many schemas one is composed of by `allOf`, as far as properties are looked for.
_MOST_PARTS: Final = 50

#: How many steps of a way round are shown.
_MOST_SHOWN: Final = 10
#: Fields without which a value needs to contain nothing.
_NEEDING: Final = frozenset(("required", "allOf", "minItems"))


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """Something a value of a schema has to contain.

    Attributes:
        place: the property, the `items`, or the member of `allOf`.
        target: the schema it has.
        requirement: where it is said that it is required; None for a member of `allOf`.
    """

    place: Node
    target: Node
    requirement: Node | None


@dataclass(slots=True)
class _Search:
    """A depth-first search for needs that lead back to a schema whose value they are part of."""

    context: Context
    needs: dict[int, list[Need]] = field(default_factory=dict[int, "list[Need]"])
    done: set[int] = field(default_factory=set[int])

    def cycles(self, start: Node) -> Iterator[tuple[Need, ...]]:
        """The cycles that are found from a schema on."""
        if id(start.value) in self.done:
            return
        #: schemas on the way, by identity, with the index of the need that leads on from them
        way = {id(start.value): 0}
        trail: list[Need] = []
        stack = [iter(self.of(start))]
        while stack:
            need = next(stack[-1], None)
            if need is None:
                stack.pop()
                key, _ = way.popitem()
                self.done.add(key)
                if trail:
                    trail.pop()
                continue
            key = id(need.target.value)
            if key in way:
                yield _way_round(trail, way[key], need)
            elif key not in self.done:
                trail.append(need)
                way[key] = len(trail)
                stack.append(iter(self.of(need.target)))

    def of(self, schema: Node) -> list[Need]:
        """What a value of a schema has to contain."""
        key = id(schema.value)
        if key not in self.needs:
            self.needs[key] = list(_needs(self.context, schema))
        return self.needs[key]


def _way_round(trail: list[Need], start: int, last: Need) -> tuple[Need, ...]:
    """The beginning of a cycle: what is required on the way, or one member of `allOf`."""
    needs = (trail[index] for index in range(start, len(trail)))
    required = (need for need in chain(needs, (last,)) if need.requirement is not None)
    return tuple(islice(required, _MOST_SHOWN)) or (last,)


def cycles(context: Context) -> Iterator[tuple[Need, ...]]:
    """Every way from a schema back to itself through what its values have to contain.

    Of a way, the first properties and elements that are required are given; where there are none,
    a member of `allOf`.
    """
    search = _Search(context)
    for site in context.sites(Kind.SCHEMA):
        if not site.node.value.keys().isdisjoint(_NEEDING):
            yield from search.cycles(site.node)


def _needs(context: Context, schema: Node) -> Iterator[Need]:
    if schema.value.keys().isdisjoint(_NEEDING) or schema.get("x-nullable") is True:
        return  # with null there is a value that has an end
    kind = schema.get("type")
    members = list(_members(context, schema))
    for place, target in members:
        yield Need(place, target, None)
    if kind == "array" and isinstance(least := schema.get("minItems"), int) and least > 0:
        yield from _need(context, schema.child("items"), schema.child("minItems"))
    if kind not in (None, "object"):
        return
    parts = _parts(context, schema) if members else [schema]
    # What one member of `allOf` requires another one may declare.
    for part in (schema, *(target for _, target in members)):
        for name in part.child("required").elements():
            declaration = _property(parts, name)
            if declaration is not None:
                yield from _need(context, declaration, name)


def _need(context: Context, place: Node, requirement: Node) -> Iterator[Need]:
    target = context.resolved(place)
    if target is not None and is_mapping(target.value) and place.get("x-nullable") is not True:
        yield Need(place, target, requirement)


def _members(context: Context, schema: Node) -> Iterator[tuple[Node, Node]]:
    for place in schema.child("allOf").elements():
        target = context.resolved(place)
        if target is not None and is_mapping(target.value):
            yield place, target


def _parts(context: Context, schema: Node) -> list[Node]:
    """The schema and what it is composed of."""
    found = {id(schema.value): schema}
    waiting = [schema]
    while waiting and len(found) < _MOST_PARTS:
        for _, target in _members(context, waiting.pop()):
            if id(target.value) not in found:
                found[id(target.value)] = target
                waiting.append(target)
    return list(found.values())


def _property(parts: list[Node], name: Node) -> Node | None:
    for part in parts:
        properties = part.child("properties")
        if isinstance(name.value, str) and name.value in properties:
            return properties.child(name.value)
    return None
