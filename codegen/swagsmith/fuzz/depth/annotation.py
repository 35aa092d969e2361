"""`x-swagsmith-resource`: what a document says itself of a resource, over what is inferred."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from swagsmith.diagnostics import DocumentError
from swagsmith.fuzz.depth.infer import Inference
from swagsmith.fuzz.depth.resource import Item, Listing, Resource
from swagsmith.lower.schema import key_of
from swagsmith.source import Finding, is_array, is_mapping
from swagsmith.source.similar import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from swagsmith.fuzz.depth.action import Action
    from swagsmith.lower.schema import Schema, Schemas
    from swagsmith.source import Document, Node

EXTENSION: Final = "x-swagsmith-resource"
RULE: Final = "resource"
_PARTS: Final = ("create", "fetch", "list", "update", "delete", "key", "volatile")
_LISTING: Final = ("operation", "items", "next", "size", "filters", "least", "most")


def find_resources(
    document: Document, schemas: Schemas, actions: Mapping[str, Action]
) -> tuple[Resource, ...]:
    """The resources of a document: inferred, and corrected where its definitions say otherwise.

    Raises:
        DocumentError: an `x-swagsmith-resource` does not fit the document; every mistake is named.
    """
    inference = Inference(schemas, actions)
    found = list(inference.resources())
    reader = _Reader(document, inference, actions)
    for node in document.root.child("definitions").members():
        if EXTENSION not in node:
            continue
        places = [n for n, one in enumerate(found) if key_of(one.thing.node) == key_of(node)]
        known = [found[place] for place in places]
        found = [one for place, one in enumerate(found) if place not in places]
        entry = node.child(EXTENSION)
        if entry.value is not False:
            found += reader.read(entry, schemas.read(node), known)
    reader.finish()
    return tuple(found)


class _Reader:
    """Reads the extension, and collects what is wrong with it."""

    def __init__(
        self, document: Document, inference: Inference, actions: Mapping[str, Action]
    ) -> None:
        self._document = document
        self._inference = inference
        self._actions = {action.operation_id: action for action in actions.values()}
        self._errors: list[DocumentError] = []

    def finish(self) -> None:
        """Raises DocumentError if anything was wrong."""
        if self._errors:
            every = [one for error in self._errors for one in error.diagnostics]
            raise DocumentError(*every, lines=self._document.lines)

    def read(self, node: Node, thing: Schema, known: list[Resource]) -> list[Resource]:
        """The resources that an entry corrects, or the one it makes."""
        if not is_mapping(node.value):
            self._wrong(node, f"`{EXTENSION}` is an object, or false for no resource")
            return known
        self._names(node, _PARTS)
        if known:
            return [self._corrected(node, one) for one in known]
        name = thing.node.key
        key = node.text("key") or self._fetch_key(node) or self._inference.key(thing, "id")
        if key is None or key not in thing.properties:
            self._wrong(
                node, f"which property tells one {name} from another is not known; name it as `key`"
            )
            return []
        return [self._corrected(node, Resource(name, thing, key))]

    def _fetch_key(self, node: Node) -> str | None:
        fetch = node.child("fetch")
        names = [value for name, value in fetch.items() if name != "operation"]
        value = names[-1].value if names else None
        return value if isinstance(value, str) else None

    def _corrected(self, node: Node, known: Resource) -> Resource:
        thing, parts = known.thing, {name: node.child(name) for name in _PARTS if name in node}
        changes: dict[str, Any] = {}
        if "create" in parts:
            changes["create"] = self._action(parts["create"])
        for name in ("fetch", "update", "delete"):
            if name in parts:
                changes[name] = self._item(parts[name], thing, known.key)
        if "key" in parts:
            changes["key"] = self._property(parts["key"], thing) or known.key
        if "list" in parts:
            changes["listing"] = self._listing(parts["list"], thing, known)
        if "volatile" in parts:
            changes["volatile"] = frozenset(self._properties(parts["volatile"], thing))
            changes["declared"] = True
        return replace(known, **changes)

    def _item(self, node: Node, thing: Schema, key: str) -> Item | None:
        if node.value is False:
            return None
        holder = node.child("operation") if is_mapping(node.value) else node
        action = self._action(holder)
        if action is None:
            return None
        parameters = action.named("path")
        keys: dict[str, str] = {}
        for name, value in node.items():
            if name != "operation" and self._known(value, name, parameters, "path parameter"):
                keys[name] = self._property(value, thing) or key
        if not keys and parameters:
            keys[list(parameters)[-1]] = key
        return Item(action, keys)

    def _listing(self, node: Node, thing: Schema, known: Resource) -> Listing | None:
        if node.value is False:
            return None
        holder = node.child("operation") if is_mapping(node.value) else node
        action = known.listing.action if known.listing and holder.value is None else None
        action = action or self._action(holder)
        if action is None:
            return None
        if is_mapping(node.value):
            self._names(node, _LISTING)
        items = node.text("items")
        listing = self._inference.listing(action, thing, known.key, items)
        if listing is None:
            self._wrong(holder, f"the answer of {action.label} has no array of these; name `items`")
            return None
        return self._refined(node, listing, thing)

    def _refined(self, node: Node, listing: Listing, thing: Schema) -> Listing:
        success = listing.action.success
        page = {} if success is None else self._inference.schema(success).properties
        queries = listing.action.named("query")
        changes: dict[str, Any] = {}
        for name in ("items", "next"):
            value = node.child(name)
            if name in node and self._known(value, value.value, page, "property of the answer"):
                changes[name] = value.value
        size = node.child("size")
        if "size" in node and self._known(size, size.value, queries, "query parameter"):
            changes["size"] = size.value
        for name in ("filters", "least", "most"):
            if name in node:
                changes[name] = self._pairs(node.child(name), queries, thing)
        return replace(listing, **changes)

    def _pairs(self, node: Node, queries: Mapping[str, Node], thing: Schema) -> dict[str, str]:
        if not is_mapping(node.value):
            self._wrong(node, f"`{node.key}` is an object: query parameter to property")
        return {
            name: own
            for name, value in node.items()
            if self._known(value, name, queries, "query parameter")
            and (own := self._property(value, thing)) is not None
        }

    def _properties(self, node: Node, thing: Schema) -> list[str]:
        if not is_array(node.value):
            self._wrong(node, f"`{node.key}` is a list of properties")
        found = (self._property(element, thing) for element in node.elements())
        return [name for name in found if name is not None]

    def _property(self, node: Node, thing: Schema) -> str | None:
        known = self._known(node, node.value, thing.properties, f"property of {thing.node.key}")
        return node.value if known else None

    def _action(self, node: Node) -> Action | None:
        if node.value is False:
            return None
        if self._known(node, node.value, self._actions, "operationId"):
            return self._actions[node.value]
        return None

    def _names(self, node: Node, known: Iterable[str]) -> None:
        known = tuple(known)
        for name, value in node.items():
            if not name.startswith("x-"):
                self._known(value, name, known, "part of it")

    def _known(self, node: Node, name: Any, known: Iterable[str], what: str) -> bool:
        known = tuple(known)
        if isinstance(name, str) and name in known:
            return True
        shown = f"{name!r}" if isinstance(name, str) else f"{node.key!r} holds what"
        close = closest(name, known) if isinstance(name, str) else None
        self._wrong(node, f"{shown} is no {what}", f"did you mean {close!r}?" if close else None)
        return False

    def _wrong(self, node: Node, message: str, advice: str | None = None) -> None:
        self._errors.append(self._document.error(RULE, Finding(node, message, advice)))
