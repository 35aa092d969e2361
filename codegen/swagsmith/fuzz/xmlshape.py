"""How a schema's values are written as XML (section XML Object)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from swagsmith.lower.schema import key_of
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swagsmith.lower.schema import Key, Schema, Schemas
    from swagsmith.source import Node


@dataclass(frozen=True, slots=True)
class XmlName:
    """The name of an element or attribute.

    Attributes:
        local: without prefix.
        namespace: "" for none.
        prefix: "" for none.
        given: the document names it; if not, it is called after its property or at will.
        attribute: it is an attribute.
    """

    local: str
    namespace: str = ""
    prefix: str = ""
    given: bool = True
    attribute: bool = False


class XmlShapes:
    """Names and types of a document's schemas as they matter to XML."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._read: dict[Key, Schema] = {}
        self._names: dict[tuple[Key, str], XmlName] = {}

    def schema(self, node: Node) -> Schema:
        """The composed schema of a node; an alias for another schema is followed."""
        key = key_of(node)
        if key not in self._read:
            schema = self._schemas.read(node)
            while schema.sole is not None and schema.node.get("xml") is None:
                schema = self._schemas.read(schema.sole)
            self._read[key] = schema
        return self._read[key]

    def root_name(self, node: Node) -> XmlName:
        """The name of a body's element: `xml.name`, else its definition's name, else any."""
        tokens = self._schemas.resolve(node).tokens
        if len(tokens) == 2 and tokens[0] == "definitions":
            return self.name(node, tokens[1])
        name = self.name(node, "root")
        return XmlName(
            name.local, name.namespace, name.prefix, given="name" in _annotation(self.schema(node))
        )

    def name(self, node: Node, fallback: str) -> XmlName:
        """The name of a property's or an array element's element."""
        key = key_of(node), fallback
        if key not in self._names:
            self._names[key] = self._name(node, fallback)
        return self._names[key]

    def _name(self, node: Node, fallback: str) -> XmlName:
        annotation = _annotation(self.schema(node))

        def text(key: str) -> str:
            value = annotation.get(key)
            return value if isinstance(value, str) else ""

        return XmlName(
            text("name") or fallback,
            text("namespace"),
            text("prefix"),
            attribute=annotation.get("attribute") is True,
        )

    def is_array(self, node: Node) -> bool:
        """Whether a schema is an array of something."""
        schema = self.schema(node)
        return schema.items is not None and schema.keywords.get("type") in (None, "array")

    def is_wrapped(self, node: Node) -> bool:
        """Whether an array has an element around its elements."""
        return _annotation(self.schema(node)).get("wrapped") is True

    def item_name(self, node: Node, fallback: str) -> XmlName:
        """The name of an array's elements: their own, else its own if wrapped, else the property's."""
        items = self.schema(node).items
        assert items is not None
        return self.name(
            items, self.name(node, fallback).local if self.is_wrapped(node) else fallback
        )


def _annotation(schema: Schema) -> Mapping[str, Any]:
    annotation = schema.keywords.get("xml")
    return annotation if is_mapping(annotation) else {}
