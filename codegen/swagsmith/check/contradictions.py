"""What members of one `allOf` say against each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from swagsmith.check.composition import parts
from swagsmith.check.values import canonical, contradict, is_number
from swagsmith.source import Finding, is_array

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

#: One alone contradicts nobody.
_FEWEST: Final = 2
_LIMITS: Final = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A schema that a composition consists of.

    Attributes:
        branch: which member it comes from; 0 is what stands beside `allOf`.
        place: where the composition names it: itself, or the reference that leads to it.
        node: the schema.
    """

    branch: int
    place: Node
    node: Node


@dataclass(slots=True)
class _Said:
    """What has been said so far of one value, and by which part: by key, or by pair of limits."""

    kind: tuple[str, Part] | None = None
    options: tuple[set[Hashable], Part] | None = None
    limits: dict[str, tuple[float, Part]] = field(default_factory=dict[str, "tuple[float, Part]"])

    def conflict(self, part: Part, schema: Node) -> tuple[str, Part] | None:
        """Adds what a part says; gives what it contradicts, and in which part that stands."""
        return self._type(part, schema) or self._enum(part, schema) or self._limits(part, schema)

    def _type(self, part: Part, schema: Node) -> tuple[str, Part] | None:
        kind = schema.text("type")
        if kind is None:
            return None
        if self.kind is None:
            self.kind = (kind, part)
            return None
        other, first = self.kind
        if not contradict((kind, other)):
            return None
        return f"is of type {other} and of type {kind}", first

    def _enum(self, part: Part, schema: Node) -> tuple[str, Part] | None:
        if not is_array(schema.get("enum")):
            return None
        options = {canonical(option) for option in schema.get("enum")}
        if self.options is None:
            self.options = (options, part)
            return None
        others, first = self.options
        self.options = (others & options, part)
        disjoint = others and options and not others & options
        return ("has no value that both enums list", first) if disjoint else None

    def _limits(self, part: Part, schema: Node) -> tuple[str, Part] | None:
        for least, most in _LIMITS:
            low, high = schema.get(least), schema.get(most)
            if is_number(low) and most in self.limits and low > self.limits[most][0]:
                limit, first = self.limits[most]
                return f"has `{least}` {low} and `{most}` {limit}", first
            if is_number(high) and least in self.limits and high < self.limits[least][0]:
                limit, first = self.limits[least]
                return f"has `{least}` {limit} and `{most}` {high}", first
            if is_number(low) and (least not in self.limits or low > self.limits[least][0]):
                self.limits[least] = (low, part)
            if is_number(high) and (most not in self.limits or high < self.limits[most][0]):
                self.limits[most] = (high, part)
        return None


def contradictions(context: Context, composed: list[Part]) -> Iterator[Finding]:
    """What the members of the `allOf` of a schema contradict each other in.

    What one member alone has wrong is not told; it is wrong at its own place.
    """
    whole = _Said()
    properties: dict[str, _Said] = {}
    for part in composed:
        found = whole.conflict(part, part.node)
        if found is not None and found[1].branch != part.branch:
            yield _finding(part, found[1], f"the value {found[0]}", None)
        for name, declared in part.node.child("properties").items():
            target = context.resolved(declared)
            said = properties.setdefault(name, _Said())
            found = said.conflict(part, target) if target is not None else None
            if found is not None and found[1].branch != part.branch:
                yield _finding(part, found[1], f"the property `{name}` {found[0]}", name)


def forbidden(composed: list[Part]) -> Iterator[tuple[Node, Node]]:
    """Parts with `additionalProperties: false`, each with a property that another part adds."""
    for closed in composed:
        if closed.node.get("additionalProperties") is not False:
            continue
        for other in composed:
            if other.branch == closed.branch:
                continue
            added = (
                declared
                for name, declared in other.node.child("properties").items()
                if name not in closed.node.child("properties")
            )
            first = next(added, None)
            if first is not None:
                yield closed.node, first
                break


def members(context: Context, schema: Node) -> list[Part]:
    """What the `allOf` of a schema composes; nothing where there are no two that could differ."""
    branches = list(schema.child("allOf").elements())
    if len(branches) + (len(schema.value) > 1) < _FEWEST:
        return []
    found = [Part(0, schema, schema)]
    for branch, member in enumerate(branches, 1):
        for node in parts(context.document, member):
            if node.value is not schema.value:
                inside = (
                    node.file == member.file and node.tokens[: len(member.tokens)] == member.tokens
                )
                found.append(Part(branch, node if inside else member.child("$ref"), node))
    return found


def _finding(part: Part, first: Part, message: str, name: str | None) -> Finding:
    """The finding stands in the later part that the composition itself writes out."""
    here, there = part, first
    if here.place is not here.node and there.place is there.node:
        here, there = there, here
    node, other = _named(here, name), _named(there, name)
    return Finding(node, message, related=(("and here", other),))


def _named(part: Part, name: str | None) -> Node:
    if part.place is not part.node or name is None:
        return part.place
    return part.node.child("properties").child(name)
