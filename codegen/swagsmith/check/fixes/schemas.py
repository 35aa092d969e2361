"""Schemas: required names, enums, fields that are null."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.fixes import Target, fix
from swagsmith.check.values import same
from swagsmith.source import escape, is_array
from swagsmith.source.edit import Add, Remove, Replace

if TYPE_CHECKING:
    from swagsmith.check.fixes import Edits
    from swagsmith.source import Node


def required(schema: Node, name: str) -> Edits:
    """Makes a property required; nothing where it is, or where `required` is no list."""
    names = schema.child("required")
    if is_array(names.value):
        return () if name in names.value else (Add(names, name),)
    return () if "required" in schema else (Add(schema, [name], "required"),)


@fix("schema-required-list")
def schema_required_list(target: Target) -> Edits:
    """Removes repeats and empty lists; takes `required: true` of a property to its object."""
    node, document = target.node, target.context.document
    if isinstance(node.value, str):
        return (Remove(node),) if node.value in target.parent.value[: int(node.key)] else ()
    if node.value == [] or node.value is False:
        return (Remove(node),)
    if node.value is not True or node.tokens[-3:-2] != ("properties",):
        return ()
    owner = document.at(target.found.pointer.rsplit("/", 3)[0], node.file)
    added = required(owner, node.tokens[-2])
    known = owner.get("required")
    return (Remove(node), *added) if added or is_array(known) else ()


@fix("schema-enum-unique")
def schema_enum_unique(target: Target) -> Edits:
    """Removes a value that is there already; one that differs by case is left to people."""
    node = target.node
    before = list(target.parent.elements())[: int(node.key)] if node.key.isdecimal() else []
    same = (type(one.value) is type(node.value) and one.value == node.value for one in before)
    return (Remove(node),) if any(same) else ()


@fix("schema-null-value")
def schema_null_value(target: Target) -> Edits:
    """Removes the field."""
    return (Remove(target.node),) if target.node.key in target.parent else ()


@fix("schema-inline")
def schema_inline(target: Target) -> Edits:
    """Refers to the definition it is a copy of; where there is none, people have to name it."""
    node, root = target.node, target.context.root
    if node.file != root.file:
        return ()
    for name, definition in root.child("definitions").items():
        if same(definition.value, node.value):
            return (Replace(node, {"$ref": f"#/definitions/{escape(name)}"}),)
    return ()


@fix("schema-xml")
def schema_xml(target: Target) -> Edits:
    """Removes what has no effect in any reading: an empty object, `wrapped` on what is no array."""
    xml, kind = target.node, target.parent.get("type")
    if not any(value not in (None, False) for value in xml.value.values()):
        return (Remove(xml),)
    if not xml.flag("wrapped") or kind in (None, "array") or not isinstance(kind, str):
        return ()
    return (Remove(xml if len(xml.value) == 1 else xml.child("wrapped")),)
