"""Writing generated values as XML after their schema, also values that do not fit it."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from swagsmith.fuzz.xmlshape import XmlName, XmlShapes
from swagsmith.source import Node, is_array, is_mapping

#: what XML 1.0 cannot hold, not even as a reference (section 2.2, Char)
_IMPOSSIBLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_IN_NAMES: Final = re.compile(r"[^\w.\-]")
_ESCAPES: Final = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\r": "&#13;",
        "\n": "&#10;",
        "\t": "&#9;",
    }
)


class XmlWriter:
    """Writes values of one document's schemas."""

    def __init__(self, shapes: XmlShapes) -> None:
        self._shapes = shapes

    def write(self, node: Node | None, value: Any) -> bytes:
        """A body, in UTF-8.

        Characters that XML cannot hold are left out; what is sent can so fit a schema that the
        value does not fit, and the other way round.

        Args:
            node: its schema, or None for a value without one.
            value: plain data.
        """
        name = XmlName("root") if node is None else self._shapes.root_name(node)
        if node is not None and self._shapes.is_array(node) and is_array(value):
            return _element(name, {}, self._items(node, name.local, value)).encode()
        return self._value(node, name, value).encode()

    def _value(self, node: Node | None, name: XmlName, value: Any) -> str:
        if is_mapping(value):
            return self._object(node, name, value)
        if is_array(value):
            if node is not None and self._shapes.is_array(node):
                return self._array(node, name, value)
            return "".join(self._value(None, name, item) for item in value)
        return _element(name, {}, _text(value))

    def _array(self, node: Node, name: XmlName, value: list[Any]) -> str:
        inner = self._items(node, name.local, value)
        return _element(name, {}, inner) if self._shapes.is_wrapped(node) else inner

    def _items(self, node: Node, fallback: str, value: list[Any]) -> str:
        name = self._shapes.item_name(node, fallback)
        return "".join(self._value(self._shapes.schema(node).items, name, item) for item in value)

    def _object(self, node: Node | None, name: XmlName, value: dict[str, Any]) -> str:
        schema = None if node is None else self._shapes.schema(node)
        attributes: dict[str, str] = {}
        children: list[str] = []
        for key, member in value.items():
            declared = None if schema is None else schema.properties.get(key, schema.additional)
            if declared is None:
                children.append(self._value(None, XmlName(_name(key)), member))
                continue
            child = self._shapes.name(declared, key)
            if child.attribute:
                if member is not None:
                    attributes[_name(child.local)] = _text(member)
            elif self._shapes.is_array(declared) and not self._shapes.is_wrapped(declared):
                # An unwrapped array's own name is not written (section XML Object, Arrays).
                members = member if is_array(member) else [member]
                children.append(self._items(declared, key, members))
            else:
                children.append(self._value(declared, child, member))
        return _element(name, attributes, "".join(children))


def _element(name: XmlName, attributes: dict[str, str], content: str) -> str:
    tag = _name(name.local)
    if name.prefix:
        tag = f"{_name(name.prefix)}:{tag}"
    opening = tag
    if name.namespace:
        key = f"xmlns:{_name(name.prefix)}" if name.prefix else "xmlns"
        opening += f' {key}="{name.namespace.translate(_ESCAPES)}"'
    opening += "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{opening}>{content}</{tag}>" if content else f"<{opening}/>"


def _name(text: str) -> str:
    """A text as a name, near enough: of an undeclared property nothing is promised."""
    name = _NOT_IN_NAMES.sub("_", text)
    return name if name[:1].isalpha() or name[:1] == "_" else f"_{name}"


def _text(value: Any) -> str:
    """A scalar, null being an empty element; anything else as JSON."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return _IMPOSSIBLE.sub("", text).translate(_ESCAPES)
