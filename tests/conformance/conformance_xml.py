"""Values as XML (section XML Object)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from xml.etree import ElementTree as ET

from conformance_reader import Node
from conformance_schema import Nodes, combine
from conformance_text import fail, text_of


def document(nodes: Nodes, value: Any) -> ET.Element:
    """The root element of a value; it is called by `xml.name`, else after its definition."""
    shape = combine(nodes)
    annotation = _annotation(nodes)
    target = nodes[0].resolved()
    named = target.keys[:1] == ("definitions",) and len(target.keys) == 2
    root = ET.Element(_qualified(annotation, target.keys[-1] if named else "root"))
    if isinstance(value, list):
        # a document has one root, so the list is in it, wrapped or not
        _append_items(
            root, shape.items, value, root.tag if annotation.get("wrapped") or named else "item"
        )
    else:
        _fill(root, nodes, value)
    return root


def _annotation(nodes: Nodes) -> dict[str, Any]:
    found = combine(nodes).keywords.get("xml")
    return found if isinstance(found, dict) else {}


def _qualified(annotation: dict[str, Any], otherwise: str) -> str:
    name, namespace = annotation.get("name") or otherwise, annotation.get("namespace")
    if annotation.get("attribute") is True and not annotation.get("prefix"):
        return str(name)  # the default namespace does not hold for attributes
    return f"{{{namespace}}}{name}" if namespace else str(name)


def _fill(parent: ET.Element, nodes: Nodes, value: Any) -> None:
    if not isinstance(value, dict):
        parent.text = text_of(value)
        return
    properties = combine(nodes).properties
    for wire, inner in value.items():
        below: tuple[Node, ...] = properties[wire]
        annotation = _annotation(below)
        name = _qualified(annotation, wire)
        if annotation.get("attribute") is True:
            parent.set(name, text_of(inner))
        elif isinstance(inner, list):
            wrapped = annotation.get("wrapped") is True
            holder = ET.SubElement(parent, name) if wrapped else parent
            # `xml.name` of an array is its wrapper's; elements without a name of their own have its or the property's
            local = annotation.get("name") or wire if wrapped else wire
            _append_items(holder, combine(below).items, inner, str(local))
        else:
            _fill(ET.SubElement(parent, name), below, inner)


def _append_items(holder: ET.Element, items: Nodes, values: list[Any], otherwise: str) -> None:
    name = _qualified(_annotation(items), otherwise)
    for value in values:
        _fill(ET.SubElement(holder, name), items, value)


def compare_xml(nodes: Nodes, value: Any, body: bytes) -> None:
    """Raises DisagreementError where a body is not the value as XML."""
    try:
        got = ET.fromstring(body)
    except ET.ParseError as error:
        fail(f"body {body!r} is not XML: {error}")
        return
    expected = document(nodes, value)
    if _essence(got) != _essence(expected):
        fail(f"body {body!r}, expected {ET.tostring(expected)!r}")


def _essence(element: ET.Element) -> Any:
    """What an element says; the order of elements with different names says nothing."""
    children = defaultdict(list)
    for child in element:
        children[child.tag].append(_essence(child))
    text = (element.text or "").strip() if children else element.text or ""
    return element.tag, dict(element.attrib), text, dict(children)
