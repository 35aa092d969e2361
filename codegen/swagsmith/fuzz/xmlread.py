"""Reading XML back into the values that a JSON schema describes."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

from swagsmith.fuzz.xmltree import Element, XmlError, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.fuzz.xmlshape import XmlName, XmlShapes
    from swagsmith.lower.schema import Schema
    from swagsmith.source import Node

_INTEGER: Final = re.compile(r"-?[0-9]{1,400}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,400}(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_BOOLEANS: Final = {"true": True, "false": False}


class XmlReader:
    """Reads values of one document's schemas."""

    def __init__(self, shapes: XmlShapes) -> None:
        self._shapes = shapes

    def read(self, node: Node | None, data: bytes) -> Any:
        """The value of a body, to be validated against its schema.

        What does not fit the schema is given in a way that fails validation: a text that is no
        number stays a text, an element that occurs twice becomes an array, an unknown one a
        property of its own name.

        Args:
            node: its schema, or None for a body without one.
            data: the body.

        Raises:
            XmlError: it is not well-formed, or its root has another name than the schema gives it.
        """
        root = parse_xml(data)
        if node is None:
            return _plain(root)
        name = self._shapes.root_name(node)
        if name.given and not _is(root, name):
            raise XmlError(f"the root element is {_show(root)}, documented is <{name.local}>")
        if self._shapes.is_array(node):
            return self._array(node, self._shapes.item_name(node, name.local), root.children)
        return self._value(node, root)

    def _value(self, node: Node | None, element: Element) -> Any:
        if node is None:
            return _plain(element)
        schema = self._shapes.schema(node)
        empty = not element.text and not element.children and not element.attributes
        if empty and schema.keywords.get("x-nullable") is True:
            return None
        if schema.properties or schema.additional or schema.keywords.get("type") == "object":
            return self._object(schema, element)
        if element.children:
            return _plain(element)
        return _scalar(schema, element.text)

    def _array(self, node: Node, name: XmlName, elements: list[Element]) -> list[Any]:
        items = self._shapes.schema(node).items
        return [
            self._value(items, child) if _is(child, name) else _plain(child) for child in elements
        ]

    def _object(self, schema: Schema, element: Element) -> dict[str, Any]:
        value: dict[str, Any] = {}
        rest = list(element.children)
        attributes = dict(element.attributes)
        for key, node in schema.properties.items():
            name = self._shapes.name(node, key)
            if name.attribute:
                if name.local in attributes:
                    value[key] = _scalar(self._shapes.schema(node), attributes.pop(name.local))
                continue
            self._property(value, rest, key, node, required=key in schema.required)
        self._unknown(
            value,
            schema,
            [*rest, *(Element(name, "", {}, text=text) for name, text in attributes.items())],
        )
        return value

    def _unknown(self, value: dict[str, Any], schema: Schema, rest: list[Element]) -> None:
        """Adds what the schema does not name, unless it is a documented name misspelt."""
        documented = {
            _bare(name): shown
            for key, node in schema.properties.items()
            for name, shown in self._names(key, node)
        }
        for child in rest:
            meant = documented.get(_bare(child.name))
            if meant is not None:
                raise XmlError(f"{_show(child)} is not documented, {meant} is")
            _add(value, child.name, self._value(schema.additional, child))

    def _names(self, key: str, node: Node) -> Iterator[tuple[str, str]]:
        """What a property may be called by mistake, each with what it should be."""
        array = self._shapes.is_array(node) and not self._shapes.is_wrapped(node)
        name = self._shapes.item_name(node, key) if array else self._shapes.name(node, key)
        shown = f"the attribute {name.local}" if name.attribute else f"<{name.local}>"
        yield from ((key, shown), (name.local, shown))

    def _property(
        self, value: dict[str, Any], rest: list[Element], key: str, node: Node, *, required: bool
    ) -> None:
        """Moves the elements of one property from the rest to the value."""
        array = self._shapes.is_array(node)
        wrapped = array and self._shapes.is_wrapped(node)
        name = (
            self._shapes.item_name(node, key)
            if array and not wrapped
            else self._shapes.name(node, key)
        )
        own = [child for child in rest if _is(child, name)]
        rest[:] = [child for child in rest if not _is(child, name)]
        if array and not wrapped:
            if (
                own or required
            ):  # no element is no element: of an array that must be there, an empty one
                value[key] = self._array(node, name, own)
            return
        for child in own:
            if wrapped:
                _add(
                    value, key, self._array(node, self._shapes.item_name(node, key), child.children)
                )
            else:
                _add(value, key, self._value(node, child))


def _add(value: dict[str, Any], key: str, member: Any) -> None:
    value[key] = [value[key], member] if key in value else member


def _bare(name: str) -> str:
    return name.replace("_", "").replace("-", "").casefold()


def _is(element: Element, name: XmlName) -> bool:
    return element.name == name.local and (
        not name.namespace or element.namespace == name.namespace
    )


def _show(element: Element) -> str:
    name = element.name if len(element.name) <= 60 else f"{element.name[:60]}…"
    return f"<{name}>"


def _plain(element: Element) -> Any:
    """An element no schema describes."""
    if not element.children:
        return element.text
    value: dict[str, Any] = {}
    for child in element.children:
        _add(value, child.name, _plain(child))
    return value


def _scalar(schema: Schema, text: str) -> Any:
    match schema.keywords.get("type"):
        case "integer" if _INTEGER.fullmatch(text):
            return int(text)
        case "number" if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
            return int(text) if _INTEGER.fullmatch(text) else float(text)
        case "boolean":
            return _BOOLEANS.get(text, text)
        case _:
            return text
