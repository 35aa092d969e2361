"""Every schema that becomes a class, found and named before any is lowered, so that recursion needs no retries."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swagsmith.ir.api import Place
from swagsmith.lower.names import ANNOTATION_NAMES, Wanted, chosen_name, claim, pascal
from swagsmith.lower.report import is_nowhere
from swagsmith.lower.schema import Key, Schema, Schemas, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swagsmith.lower.report import Report
    from swagsmith.source import Node

_RELATION_SUFFIX = {"item": "Item", "value": "Value"}
#: what the package of models and its modules hold beside the models
RESERVED = ANNOTATION_NAMES | frozenset(
    {
        "Annotated",
        "Any",
        "Base64",
        "Date",
        "DateTime",
        "Field",
        "Literal",
        "Model",
        "None",
        "TYPE_CHECKING",
        "TypeAlias",
    }
    | {"True", "False", "additional", "polymorphic", "read_only", "annotations"}
)


@dataclass(frozen=True, slots=True)
class Root:
    """A place where schemas start: a definition, a body, a response."""

    name: str
    node: Node
    definition: bool = False


@dataclass(frozen=True, slots=True)
class Inventory:
    """Which schemas are classes or named definitions, and what they are called.

    Attributes:
        classes: key of an object schema to its class name; identical inline schemas share one.
        places: the same, each by the name it has where it stands, which no other place changes.
        definitions: key of each definition that is no class to its name.
        shared: (alias, class) pairs: the name an inline schema would have had, were it not shared.
        order: keys of the classes to emit, in document order.
    """

    classes: dict[Key, str]
    places: dict[Key, str]
    definitions: dict[Key, str]
    shared: tuple[tuple[str, str], ...]
    order: tuple[Key, ...]


@dataclass(slots=True)
class _Found:
    schema: Schema
    wanted: str
    definition: bool
    fingerprint: str = ""


def take_inventory(schemas: Schemas, roots: Iterable[Root], report: Report) -> Inventory:
    """Finds and names all object schemas below the roots.

    Names of inline schemas come from where they stand: the class they are in and the property, or the operation.
    """
    found: dict[Key, _Found] = {}
    _walk(schemas, roots, found)
    classes = {
        key: item
        for key, item in found.items()
        if item.schema.is_object and item.schema.sole is None
    }
    inline_groups = _identical({key: item for key, item in classes.items() if not item.definition})
    names = _name(found, report)
    canonical: dict[Key, str] = {
        key: names[key] for key, item in classes.items() if item.definition
    }
    shared: list[tuple[str, str]] = []
    for group in inline_groups:
        first, *others = sorted(group, key=lambda key: (len(names[key]), names[key]))
        for key in group:
            canonical[key] = names[first]
        shared += [(names[key], names[first]) for key in others]
    emitted: set[str] = set()
    order: list[Key] = []
    for key in classes:
        if names[key] == canonical[key] and canonical[key] not in emitted:
            emitted.add(canonical[key])
            order.append(key)
    definitions = {
        key: names[key] for key, item in found.items() if item.definition and key not in classes
    }
    places = {key: names[key] for key in classes}
    return Inventory(canonical, places, definitions, tuple(sorted(shared)), tuple(order))


def _walk(schemas: Schemas, roots: Iterable[Root], found: dict[Key, _Found]) -> None:
    """Depth first, without recursion: documents may nest as deep as they like."""
    roots = list(roots)
    places = {key_of(root.node): root for root in roots}
    pending = [(root.name, root.node, root.definition) for root in roots]
    pending.reverse()
    while pending:
        name, node, definition = pending.pop()
        target = schemas.resolve(node)
        if is_nowhere(target):
            continue
        key = key_of(target)
        if key in places:  # called after where it stands, whoever refers to it
            name, definition = places[key].name, places[key].definition
        elif key != key_of(node):
            name, definition = _definition_name(target), True
        if key in found:
            continue
        schema = schemas.read(target)
        found[key] = _Found(schema, name, definition)
        below: list[tuple[str, Node, bool]] = []
        for relation, wire, child in schemas.children(schema):
            if key_of(child)[1][: len(key[1])] != key[1] or child.file != key[0]:
                continue  # a member's, which gives it its name
            suffix = _RELATION_SUFFIX.get(relation) or pascal(wire, "Property")
            below.append((name + suffix, child, False))
        below += [(_definition_name(member), member, True) for member in schema.members]
        if schema.sole is not None:
            below.append((name, schema.sole, False))
        pending += reversed(below)


def _definition_name(node: Node) -> str:
    """What a referenced schema is called: its key, or its file where the whole file is the schema."""
    override = chosen_name(node.get("x-python-name"), "Model")
    if override is not None:
        return override
    client_name = node.get("x-ms-client-name")
    if isinstance(client_name, str) and client_name:
        return pascal(client_name)
    if node.tokens:
        return pascal(node.key)
    return pascal(node.file.rsplit("/", 1)[-1].rsplit(".", 1)[0])


def _identical(inline: dict[Key, _Found]) -> list[list[Key]]:
    """Inline schemas that say the same, by what they say; relative references count from their own file."""
    groups: dict[str, list[Key]] = defaultdict(list)
    for key, item in inline.items():
        text = json.dumps(item.schema.node.value, sort_keys=True, default=str)
        scope = key[0] if '"$ref"' in text else ""
        groups[
            hashlib.sha256(f"{scope}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
        ].append(key)
    return list(groups.values())


def _name(found: dict[Key, _Found], report: Report) -> dict[Key, str]:
    """Definitions choose first, then inline schemas, so that an inline schema never renames a definition."""
    definitions = {key: item for key, item in found.items() if item.definition}
    wanted = {key: _wanted(key, item) for key, item in definitions.items()}
    names, meetings = claim(wanted, RESERVED)
    inline = {
        key: Wanted(item.wanted, item.wanted, (item.wanted + _digest(key),), capitals=True)
        for key, item in found.items()
        if not item.definition and item.schema.is_object
    }
    taken = set(names.values())
    inline_names, inline_meetings = claim(inline, RESERVED | taken)
    for key, wanted_name in inline.items():
        if wanted_name.name in taken:
            report.warn(
                "name-collision",
                f"a definition has the name of this schema, {wanted_name.name}; it is called {inline_names[key]}",
                found[key].schema.node,
                advice="name one of them with x-python-name",
            )
    names.update(inline_names)
    for meeting in (*meetings, *inline_meetings):
        first, *others = [found[key].schema.node for key in meeting.keys]  # type: ignore[index]  # keys are ours
        for other in others:
            report.warn(
                "name-collision",
                f"this schema and another are both called {meeting.name} in Python; "
                f"they are told apart as {names[key_of(first)]} and {names[key_of(other)]}",
                other,
                ("the other one", first),
                advice="name one of them with x-python-name",
            )
    return names


def _wanted(key: Key, item: _Found) -> Wanted:
    file, tokens = key
    shelf = item.wanted + pascal("-".join(tokens[:-1]) or file.rsplit("/", 1)[-1])
    longer = (shelf, item.wanted + _digest(key))
    override = chosen_name(item.schema.node.get("x-python-name"), "Model")
    if override is not None:
        return Wanted(override, override, longer, fixed=True, capitals=True)
    elsewhere = tokens[:1] != ("definitions",) or len(tokens) != 2
    return Wanted(
        item.wanted,
        tokens[-1] if tokens else item.wanted,
        longer,
        capitals=True,
        rank=int(elsewhere),
    )


def _digest(key: Key) -> str:
    """A few characters that say where an inline schema stands, for the rare case that its name does not."""
    return (
        hashlib.sha256(
            "/".join((key[0].rsplit("/", 1)[-1], *key[1])).encode("utf-8", "surrogatepass")
        )
        .hexdigest()[:4]
        .upper()
    )


def place_of(node: Node) -> Place:
    """A node's place, for the IR."""
    return Place(node.file, node.pointer)
