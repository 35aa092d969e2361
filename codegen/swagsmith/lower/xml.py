"""XML annotations to shapes (section XML Object)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from swagsmith.ir.xml import Array, Name, Object, Ref, Scalar, Shape
from swagsmith.lower.schema import MAX_NESTED, Key, Schema, Schemas, key_of
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swagsmith.lower.inventory import Inventory
    from swagsmith.source import Node


def is_xml(media_type: str) -> bool:
    """Whether a media type is XML: `application/xml`, `text/xml` or a `+xml` suffix."""
    essence = media_type.split(";", 1)[0].strip().lower()
    return essence in ("application/xml", "text/xml") or essence.endswith("+xml")


class XmlShapes:
    """Shapes of the schemas that are read or written as XML; classes get one shape each, by class name."""

    def __init__(self, schemas: Schemas, inventory: Inventory) -> None:
        self._schemas = schemas
        self._inventory = inventory
        self._classes: dict[str, Shape | None] = {}
        self._open: set[Key] = set()
        self._pending: list[tuple[str, Name, Schema]] = []

    def root(self, node: Node) -> Shape:
        """The shape of a body or answer; its element is called by `xml.name`, else after its definition."""
        target = self._schemas.resolve(node)
        fallback = (
            target.key if target.tokens[:1] == ("definitions",) and len(target.tokens) == 2 else ""
        )
        shape = self._shape(node, fallback)
        while self._pending:
            class_name, name, schema = self._pending.pop()
            self._classes[class_name] = Object(name, self._properties(schema))
        return shape

    def classes(self) -> tuple[tuple[str, Shape], ...]:
        """The shape of each class reached so far."""
        return tuple((name, shape) for name, shape in self._classes.items() if shape is not None)

    def _shape(self, node: Node, fallback: str) -> Shape:
        schema = self._schemas.read(node)
        name = _name(schema, fallback)
        class_name = self._inventory.classes.get(key_of(schema.node))
        if class_name is not None:
            if class_name not in self._classes:
                self._classes[class_name] = (
                    None  # reserved: its turn comes, however long the chain of classes
                )
                self._pending.append((class_name, name, schema))
            return Ref(name, class_name)
        key = key_of(schema.node)
        if key in self._open:  # an array that holds itself: its text is kept as it comes
            return Scalar(name, nullable=True)
        if len(self._open) > MAX_NESTED:
            self._schemas.refuse_depth("a type", schema.node)
        self._open.add(key)
        try:
            return self._unnamed(schema, name, fallback)
        finally:
            self._open.discard(key)

    def _unnamed(self, schema: Schema, name: Name, fallback: str) -> Shape:
        if schema.sole is not None:
            return self._shape(schema.sole, fallback)
        if schema.items is not None and schema.kinds in ([], ["array"]):
            wrapped = _xml(schema).get("wrapped") is True
            item = self._shape(schema.items, (name.local if wrapped else fallback) or "item")
            return Array(name if wrapped else item.name, item, wrapped)
        if schema.kinds == ["object"]:
            return Object(name, ())
        return Scalar(name, nullable=schema.keywords.get("x-nullable") is True)

    def _properties(self, schema: Schema) -> tuple[tuple[str, Shape], ...]:
        return tuple(
            (wire, _required(shape) if wire in schema.required else shape)
            for wire, prop in schema.properties.items()
            for shape in (self._shape(prop, wire),)
        )


def _required(shape: Shape) -> Shape:
    """The shape of a required property. A list without an element around it leaves no trace when it is empty."""
    if isinstance(shape, Array) and not shape.wrapped:
        return replace(shape, required=True)
    return shape


def _xml(schema: Schema) -> Mapping[str, Any]:
    annotation = schema.keywords.get("xml")
    return annotation if is_mapping(annotation) else {}


def _name(schema: Schema, fallback: str) -> Name:
    annotation = _xml(schema)

    def string(key: str) -> str | None:
        value = annotation.get(key)
        return value if isinstance(value, str) and value else None

    return Name(
        string("name") or fallback,
        string("namespace"),
        string("prefix"),
        annotation.get("attribute") is True,
    )
