"""A schema with its references followed and its `allOf` put together (sections Schema Object, Composition)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

from swagsmith.source import Node, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.lower.report import Report

#: how many schemas without a class, or joined by `allOf`, may lead from one into the next; no type is written deeper
MAX_NESTED: Final = 64
#: a schema's identity: the file and pointer of its resolved node
Key: TypeAlias = tuple[str, tuple[str, ...]]


def key_of(node: Node) -> Key:
    """The identity of a resolved node."""
    return (node.file, node.tokens)


@dataclass(slots=True)
class Schema:
    """A schema as one object, whatever it was composed of.

    Attributes:
        node: the resolved schema; where it stands decides its identity.
        keywords: its keywords and those of its `allOf` members, without the structural ones.
        properties: wire name to property schema (unresolved), own ones last word.
        required: names of required properties, of members too.
        items: the schema of its elements, if it names one.
        additional: the schema of its further properties, if it names one.
        bases: definitions it extends that have a discriminator, or extend one that has.
        members: the schemas its `allOf` refers to, at any depth.
        sole: the one schema it is another name for (`allOf` with a single reference and nothing else).
    """

    node: Node
    keywords: dict[str, Any] = field(default_factory=dict[str, Any])
    properties: dict[str, Node] = field(default_factory=dict[str, Node])
    required: set[str] = field(default_factory=set[str])
    items: Node | None = None
    additional: Node | None = None
    bases: list[Node] = field(default_factory=list[Node])
    members: list[Node] = field(default_factory=list[Node])
    sole: Node | None = None

    @property
    def kinds(self) -> list[str]:
        """The types it names: none or one in 2.0, more in documents that took a list from draft 4; null is none."""
        kind = self.keywords.get("type")
        named = kind if is_array(kind) else [kind]
        return [name for name in named if isinstance(name, str) and name != "null"]

    @property
    def is_object(self) -> bool:
        """It describes an object with properties of its own, so it is emitted as a class."""
        object_type = self.kinds in ([], ["object"]) or bool(self.bases)
        discriminated = isinstance(self.keywords.get("discriminator"), str)
        return object_type and bool(self.properties or self.bases or discriminated)


class Schemas:
    """Reads schemas of one document, each once."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._read: dict[Key, Schema] = {}

    def resolve(self, node: Node) -> Node:
        """The schema a node stands for; an empty one, and an error, for a reference that leads nowhere."""
        return self._report.resolve_schema(node)

    def node_at(self, key: Key) -> Node:
        """The node of a schema that was read."""
        return self._read[key].node

    def read(self, node: Node) -> Schema:
        """The composed schema of a node (a reference is followed)."""
        node = self.resolve(node)
        key = key_of(node)
        if key not in self._read:
            self._read[key] = self._compose(node)
        return self._read[key]

    def _compose(self, node: Node) -> Schema:
        schema = Schema(node)
        seen: set[Key] = set()
        self._merge(schema, node, seen, own=True)
        members = list(node.child("allOf").elements())
        # a definition that only extends a discriminated one is a subtype of its own, an inline schema is none
        another = not schema.bases or not is_definition(node)
        if len(members) == 1 and "$ref" in members[0] and another:
            others = set(node.value) - _BESIDE_SOLE
            if not {name for name in others if not name.startswith("x-")}:
                schema.sole = members[0]
        return schema

    def _merge(
        self, schema: Schema, node: Node, seen: set[Key], depth: int = 0, *, own: bool
    ) -> None:
        if not is_mapping(node.value) or key_of(node) in seen:
            return
        seen.add(key_of(node))
        if depth > MAX_NESTED:
            self.refuse_depth("allOf", schema.node)
        self._merge_members(schema, node, seen, depth, own=own)
        for name, prop in node.child("properties").items():
            earlier = schema.properties.get(name)
            schema.properties[name] = prop if earlier is None else _both(schema, earlier, prop)
        required = node.get("required")
        if is_array(required):
            schema.required.update(name for name in required if isinstance(name, str))
        for name in ("items", "additionalProperties"):
            child = node.child(name)
            if is_mapping(child.value):
                setattr(schema, "items" if name == "items" else "additional", child)
        schema.keywords.update(
            (name, value)
            for name, value in node.value.items()
            if own or not _stays_with_its_schema(name)
        )

    def _merge_members(
        self, schema: Schema, node: Node, seen: set[Key], depth: int, *, own: bool
    ) -> None:
        for member in node.child("allOf").elements():
            target = self.resolve(member)
            if own and "$ref" in member and self._in_hierarchy(target):
                schema.bases.append(target)
            if "$ref" in member:
                schema.members.append(target)
            self._merge(schema, target, seen, depth + 1, own=False)

    def _in_hierarchy(self, node: Node) -> bool:
        """Whether a definition has a discriminator or extends one that has."""
        seen: set[Key] = set()
        pending = [node]
        while pending:
            node = pending.pop()
            if isinstance(node.get("discriminator"), str):
                return True
            if key_of(node) not in seen:
                seen.add(key_of(node))
                members = node.child("allOf").elements()
                pending += [self.resolve(member) for member in members if "$ref" in member]
        return False

    def refuse_depth(self, what: str, node: Node) -> NoReturn:
        """Ends the work on a document whose schemas lead from one into the next without end."""
        self._report.refuse(
            "schema-depth", f"{what} leads through more than {MAX_NESTED} schemas from here", node
        )

    def children(self, schema: Schema) -> Iterator[tuple[str, str, Node]]:
        """The schemas directly below: (relation, name, node), relation one of property, item, value."""
        for name, prop in schema.properties.items():
            yield "property", name, prop
        if schema.items is not None:
            yield "item", "", schema.items
        if schema.additional is not None:
            yield "value", "", schema.additional


def is_definition(node: Node) -> bool:
    """Whether a schema is one that others can name: of a shelf, or of a file of its own."""
    if node.tokens[:1] == ("definitions",) and len(node.tokens) == 2:
        return True
    inline = {"properties", "items", "allOf", "additionalProperties", "schema"}
    return not inline & set(node.tokens[:-1]) and node.key not in {
        "items",
        "schema",
        "additionalProperties",
    }


def _both(schema: Schema, earlier: Node, later: Node) -> Node:
    """What two members say of one property; it stands nowhere, so it gets the place where it would.

    A later one that says all there is to say, a reference or a simple type, narrows the earlier.
    """
    if not is_mapping(earlier.value) or not is_mapping(later.value) or earlier.file != later.file:
        return later
    whole = "$ref" in later.value or ("type" in later.value and "properties" not in later.value)
    if whole or later.value == earlier.value:
        return later
    if "properties" in later.value or "allOf" in later.value:
        both: dict[str, Any] = {"allOf": [earlier.value, later.value]}
    elif "$ref" in earlier.value:
        both = {**later.value, "allOf": [earlier.value]}
    else:
        both = {**earlier.value, **later.value}
    return Node(both, later.file, (*schema.node.tokens, "properties", later.key))


def _stays_with_its_schema(keyword: str) -> bool:
    """Whether a keyword says something of an `allOf` member alone, not of what it is part of."""
    if keyword.startswith("x-"):
        return keyword not in _INHERITED_EXTENSIONS
    return keyword in _OWN


_OWN = frozenset(
    {
        "default",
        "description",
        "discriminator",
        "example",
        "externalDocs",
        "readOnly",
        "title",
        "xml",
    }
)
#: what may stand beside a single `allOf` member without making it another schema
_BESIDE_SOLE = frozenset(
    {
        "allOf",
        "default",
        "description",
        "example",
        "externalDocs",
        "nullable",
        "readOnly",
        "title",
        "type",
        "x-nullable",
    }
)
_INHERITED_EXTENSIONS = frozenset({"x-nullable", "x-ms-enum"})
