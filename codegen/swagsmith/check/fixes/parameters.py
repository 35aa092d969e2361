"""Parameters: fields without effect, their order, copies of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.check import templates
from swagsmith.check.fixes import Target, fix
from swagsmith.check.rules.parameter_style import copies, holders
from swagsmith.check.values import canonical, same
from swagsmith.source.edit import Add, Remove, Reorder, Replace

if TYPE_CHECKING:
    from swagsmith.check.fixes import Edits
    from swagsmith.check.operations import Parameter
    from swagsmith.source import Node

_WORD: Final = re.compile(r"[A-Za-z0-9]+")


@fix("param-collection-format-scalar")
def param_collection_format_scalar(target: Target) -> Edits:
    """Removes it."""
    return (Remove(target.node),)


@fix("param-allow-empty")
def param_allow_empty(target: Target) -> Edits:
    """Removes it."""
    return (Remove(target.node),) if target.node.key == "allowEmptyValue" else ()


@fix("param-order")
def param_order(target: Target) -> Edits:
    """Puts required ones first, and those of the path as they stand in it; the rest stays."""
    pointer = target.found.pointer.rsplit("/", 3)[0]
    for path, holder in holders(target.context):
        if (holder.pointer, holder.file) == (pointer, target.node.file):
            listed = target.context.listed(holder)
            order = _order(path, listed.parameters) if listed.complete else ()
            return (Reorder(holder.child("parameters"), order),) if order else ()
    return ()


def _order(path: str, parameters: tuple[Parameter, ...]) -> tuple[int, ...]:
    indexes = {id(one): index for index, one in enumerate(parameters)}
    ordered = sorted(parameters, key=lambda one: one.node.get("required") is not True)
    places = {name: index for index, name in enumerate(templates.names(path))}
    slots = [i for i, one in enumerate(ordered) if one.location == "path" and one.name in places]
    located = sorted((ordered[slot] for slot in slots), key=lambda one: places[one.name])
    for slot, one in zip(slots, located, strict=True):
        ordered[slot] = one
    return tuple(indexes[id(one)] for one in ordered)


@fix("param-shared-missing")
def param_shared_missing(target: Target) -> Edits:
    """Moves it to `parameters` of the document, under its name; all copies become references."""
    root, node = target.context.root, target.node
    nodes = copies(target.context).get(canonical(node.value), [])
    shared = root.child("parameters")
    if any(one.file != root.file for one in nodes) or "$ref" in shared:
        return ()
    name = next((key for key, one in shared.items() if same(one.value, node.value)), None)
    added: Edits = ()
    if name is None:
        name = "".join(word[0].upper() + word[1:] for word in _WORD.findall(str(node.get("name"))))
        if not name or name in shared:
            return ()
        added = (_added(root, shared, name, node),)
    reference = {"$ref": f"#/parameters/{name}"}
    return (*added, *(Replace(one, reference) for one in nodes))


def _added(root: Node, shared: Node, name: str, node: Node) -> Add:
    if "parameters" in root:
        return Add(shared, node.value, name)
    return Add(root, {name: node.value}, "parameters")
