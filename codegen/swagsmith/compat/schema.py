"""A schema as one object: references followed, `allOf` put together, each keyword with its place.

Sections Schema Object, Parameter Object, Items Object and Header Object: what they share is read
the same way. `allOf` is a conjunction, so a property that several members describe is described by
all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from swagsmith.check.operations import resolved
from swagsmith.source import Node, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.source import Document

#: What identifies a schema: where the objects stand that it is made of.
Key: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]

#: What a member of `allOf` says of itself alone.
_OWN: Final = frozenset(
    {"default", "description", "discriminator", "example", "externalDocs", "readOnly", "title"}
    | {"xml"}
)
_INHERITED: Final = frozenset({"x-nullable", "x-ms-enum", "x-extensible-enum"})
_STRUCTURE: Final = frozenset({"allOf", "properties", "required", "items", "additionalProperties"})
#: How many objects one schema is put together from; more is a document made to exhaust.
_MOST: Final = 500


@dataclass(slots=True, eq=False)
class Schema:
    """What a value has to be.

    Attributes:
        node: the object that stands for the schema in messages.
        key: its identity.
        keywords: the keywords that apply, with their places.
        properties: for each property the schemas that describe it.
        required: the names in `required`, with their places.
        items: the schemas of an array's elements.
        additional: what `additionalProperties` says, each time it is said.
    """

    node: Node
    key: Key
    keywords: dict[str, Node] = field(default_factory=dict[str, Node])
    properties: dict[str, tuple[Node, ...]] = field(default_factory=dict[str, "tuple[Node, ...]"])
    required: dict[str, Node] = field(default_factory=dict[str, Node])
    items: tuple[Node, ...] = ()
    additional: tuple[Node, ...] = ()

    def keyword(self, name: str) -> Node:
        """The place of a keyword; where it is missing, a node without a value."""
        return self.keywords.get(name) or self.node.child(name)

    def value(self, name: str) -> Any:
        """The value of a keyword; None where it is missing."""
        found = self.keywords.get(name)
        return None if found is None else found.value

    def says(self, name: str) -> bool:
        """Whether a boolean keyword is true."""
        return self.value(name) is True

    @property
    def kind(self) -> str | None:
        """Its type, told from its other keywords where it is not written; None for any."""
        found = self.value("type")
        if is_array(found):
            named = [name for name in found if name != "null"]
            found = named[0] if len(named) == 1 else None
        if isinstance(found, str):
            return found
        if self.properties or self.additional or "discriminator" in self.keywords:
            return "object"
        return "array" if self.items else _kind_of_values(self.value("enum"))

    @property
    def nullable(self) -> bool:
        """Whether null is a value."""
        kinds = self.value("type")
        return self.says("x-nullable") or (is_array(kinds) and "null" in kinds)

    @property
    def closed(self) -> bool:
        """Whether it forbids properties that it does not name."""
        return any(node.value is False for node in self.additional)

    @property
    def values(self) -> tuple[Node, ...]:
        """The schemas of properties that it does not name; empty where they may be anything."""
        return tuple(node for node in self.additional if is_mapping(node.value) and node.value)


def _kind_of_values(values: object) -> str | None:
    """The type that all values of an enumeration have."""
    if not is_array(values) or not values:
        return None
    kinds = (("boolean", bool), ("string", str), ("integer", int))
    return next((name for name, kind in kinds if all(type(v) is kind for v in values)), None)


class Schemas:
    """Reads the schemas of one document, each once."""

    def __init__(self, document: Document) -> None:
        """Takes the document."""
        self._document = document
        self._read: dict[Key, Schema] = {}

    def read(self, *nodes: Node) -> Schema:
        """The schema that some nodes make together; references are followed.

        A reference that leads nowhere says nothing: any value fits.
        """
        targets = [
            resolved(self._document, node) or Node({}, node.file, node.tokens) for node in nodes
        ]
        key = tuple(dict.fromkeys((node.file, node.tokens) for node in targets))
        if key not in self._read:
            self._read[key] = self._compose(key, targets)
        return self._read[key]

    def subtypes(self, schema: Schema) -> dict[str, Node]:
        """The definitions that extend a schema with a `discriminator`, by the value that tells them.

        That value is the name of the definition (section Schema Object), or what
        `x-ms-discriminator-value` says.
        """
        if "discriminator" not in schema.keywords:
            return {}
        found: dict[str, Node] = {}
        pending = [*schema.key]
        seen = set(pending)
        while pending:
            for node in self._extensions.get(pending.pop(), ()):
                if (node.file, node.tokens) not in seen:
                    seen.add((node.file, node.tokens))
                    pending.append((node.file, node.tokens))
                    found[node.text("x-ms-discriminator-value") or node.key] = node
        return found

    @cached_property
    def _extensions(self) -> dict[tuple[str, tuple[str, ...]], list[Node]]:
        """The definitions that name a schema in their `allOf`, by that schema's place."""
        found: dict[tuple[str, tuple[str, ...]], list[Node]] = {}
        for node in self._document.root.child("definitions").members():
            for member in node.child("allOf").elements():
                target = resolved(self._document, member)
                if target is not None and "$ref" in member:
                    found.setdefault((target.file, target.tokens), []).append(node)
        return found

    def _compose(self, key: Key, targets: list[Node]) -> Schema:
        schema = Schema(targets[-1], key)
        for node, own in self._members(targets):
            _absorb(schema, node, own=own)
        return schema

    def _members(self, targets: list[Node]) -> Iterator[tuple[Node, bool]]:
        """Every object that applies, members of `allOf` before what names them."""
        seen: set[tuple[str, tuple[str, ...]]] = set()
        pending = [(node, True, False) for node in reversed(targets)]
        while pending:
            node, own, opened = pending.pop()
            if opened:
                yield node, own
                continue
            target = resolved(self._document, node)
            if target is None or not is_mapping(target.value) or len(seen) > _MOST:
                continue
            if (target.file, target.tokens) in seen:
                continue
            seen.add((target.file, target.tokens))
            members = list(target.child("allOf").elements())
            whole = own and len(members) == 1 and not set(target.value) & (_STRUCTURE - {"allOf"})
            pending.append((target, own, True))
            pending += [(member, whole, False) for member in reversed(members)]


def _absorb(schema: Schema, node: Node, *, own: bool) -> None:
    """Adds what one object says."""
    for name, child in node.items():
        if name not in _STRUCTURE and (own or _is_shared(name)):
            schema.keywords[name] = child
    for name, child in node.child("properties").items():
        schema.properties[name] = (*schema.properties.get(name, ()), child)
    for element in node.child("required").elements():
        if isinstance(element.value, str):
            schema.required[element.value] = element
    if is_mapping(node.get("items")):
        schema.items = (*schema.items, node.child("items"))
    if "additionalProperties" in node:
        schema.additional = (*schema.additional, node.child("additionalProperties"))


def _is_shared(name: str) -> bool:
    """Whether a keyword of a member of `allOf` is one of the whole."""
    return name in _INHERITED if name.startswith("x-") else name not in _OWN
