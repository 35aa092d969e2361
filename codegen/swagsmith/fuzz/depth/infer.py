"""Resources, inferred from a document: what creates, fetches, lists, changes and removes what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.fuzz.depth.resource import Item, Listing, Resource, plain
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from swagsmith.fuzz.depth.action import Action
    from swagsmith.lower.schema import Schema, Schemas
    from swagsmith.source import Node

#: "/Messages/{MessageId}.json" is an item of "/Messages.json"
_ITEM: Final = re.compile(r"(?P<path>/.+)/\{(?P<parameter>[^/{}]+)\}(?P<suffix>\.[A-Za-z]+)?/?")
_KEYS: Final = ("id", "sid", "uuid", "guid", "key", "code", "slug", "name", "username")
_SIZES: Final = frozenset({"pagesize", "perpage", "limit", "$top", "top", "maxresults", "count"})
_NEXT: Final = re.compile(r"(@odata\.|odata\.)?next(page)?(link|uri|url|href)?")
#: a filter described by such a word is no test of equality
_LOOSE: Final = re.compile(
    r"pattern|prefix|suffix|contain|start|begin|search|like\b|match|wildcard|partial|substring"
    r"|regex|comma|list of|multiple|case.?insensitive",
    re.IGNORECASE,
)
#: as many of its properties must be those of the thing for an element of a list to be one
_ALIKE: Final = 0.5


class Inference:
    """Reads the resources of one document."""

    def __init__(self, schemas: Schemas, actions: Mapping[str, Action]) -> None:
        """Takes the document's schemas, and its operations by label."""
        self._schemas = schemas
        self._actions = actions

    def resources(self) -> Iterator[Resource]:
        """One for each path of an item that can be fetched, in the document's order."""
        for action in self._actions.values():
            match = _ITEM.fullmatch(action.path)
            node = action.success
            if action.method != "GET" or match is None or node is None:
                continue
            thing = self.schema(node)
            key = self.key(thing, match["parameter"])
            if key is not None:
                yield self._resource(action, match, thing, key)

    def _resource(self, fetch: Action, match: re.Match[str], thing: Schema, key: str) -> Resource:
        collection = f"{match['path']}{match['suffix'] or ''}"
        keys = {match["parameter"]: key}
        create = self._creating(collection, thing, key)
        listing = self._actions.get(f"GET {collection}") or self._actions.get(f"GET {collection}/")
        update = self._first(("PUT", "PATCH", "POST"), fetch.path)
        if update is None:
            update = self._on_collection("PUT", collection, thing)
        delete = self._first(("DELETE",), fetch.path)
        return Resource(
            name=name_of(thing, fetch),
            thing=thing,
            key=key,
            create=create,
            fetch=Item(fetch, keys),
            listing=None if listing is None else self.listing(listing, thing, key),
            update=None if update is None else Item(update, keys),
            delete=None if delete is None else Item(delete, keys),
            volatile=frozenset(self._read_only(thing)) - {key},
        )

    def schema(self, node: Node) -> Schema:
        """The composed schema of a node; an alias for another schema is followed."""
        schema = self._schemas.read(node)
        return schema if schema.sole is None else self.schema(schema.sole)

    def _creating(self, collection: str, thing: Schema, key: str) -> Action | None:
        for path in (collection, f"{collection}/"):
            action = self._actions.get(f"POST {path}")
            node = None if action is None else action.success
            if action is not None and node is not None:
                made = self.schema(node)
                if made.node == thing.node or (key in made.properties and is_like(made, thing)):
                    return action
        return None

    def _on_collection(self, method: str, collection: str, thing: Schema) -> Action | None:
        """An operation on the collection that takes whole things, as `PUT /pet` does."""
        action = self._actions.get(f"{method} {collection}")
        body = None if action is None else action.operation.body
        return action if body is not None and self.schema(body).node == thing.node else None

    def _first(self, methods: Iterable[str], path: str) -> Action | None:
        found = (self._actions.get(f"{method} {path}") for method in methods)
        return next((action for action in found if action is not None), None)

    def _read_only(self, thing: Schema) -> Iterator[str]:
        for name, node in thing.properties.items():
            if self._schemas.read(node).keywords.get("readOnly") is True:
                yield name

    def key(self, thing: Schema, parameter: str) -> str | None:
        """The property that a path parameter takes: its namesake, else its `id`."""
        wanted = plain(parameter)
        names = {plain(name): name for name in thing.properties}
        fitting = (names[name] for name in names if name == wanted)
        ending = (names[name] for name in _KEYS if name in names and wanted.endswith(name))
        usual = (names[name] for name in _KEYS[:5] if name in names)
        return next((name for group in (fitting, ending, usual) for name in group), None)

    def listing(
        self, action: Action, thing: Schema, key: str, items: str | None = None
    ) -> Listing | None:
        """How an operation lists things, or None where it does not seem to."""
        node = action.success
        if node is None:
            return None
        page = self.schema(node)
        found = self._items(page, thing, key) if items is None else items
        if found is None:
            return None
        queries = action.named("query")
        bounds = _bounds(queries, thing)
        return Listing(
            action=action,
            items=found,
            next=self._next(action.paging, page),
            size=next((name for name in queries if plain(name) in _SIZES), None),
            filters=dict(self._filters(queries, thing)),
            least=bounds[">"],
            most=bounds["<"],
        )

    def _items(self, page: Schema, thing: Schema, key: str) -> str | None:
        arrays: dict[str, Node | None] = {"": page.items}
        arrays |= {name: self.schema(node).items for name, node in page.properties.items()}
        for name, element in arrays.items():
            if element is None:
                continue
            listed = self.schema(element)
            if listed.node == thing.node or (key in listed.properties and is_like(listed, thing)):
                return name
        return None

    def _next(self, paging: Node, page: Schema) -> str | None:
        """The property with the next page's address: named by an extension, else by its name."""
        named = paging.get("next", paging.get("nextLinkName")) if is_mapping(paging.value) else None
        if isinstance(named, str):
            return named if named in page.properties else None
        for name, node in page.properties.items():
            if _NEXT.fullmatch(plain(name)) and self.schema(node).kinds == ["string"]:
                return name
        return None

    def _filters(self, queries: Mapping[str, Node], thing: Schema) -> Iterator[tuple[str, str]]:
        properties = {plain(name): name for name in thing.properties}
        for name, node in queries.items():
            own = properties.get(plain(name))
            if own is None or node.get("type") == "array" or _is_loose(node):
                continue
            if self.schema(thing.properties[own]).kinds == [node.get("type")]:
                yield name, own


def is_like(schema: Schema, thing: Schema) -> bool:
    """Whether the properties of a schema are mostly those of a thing."""
    common = schema.properties.keys() & thing.properties.keys()
    return len(common) >= _ALIKE * max(len(schema.properties), len(thing.properties))


def name_of(thing: Schema, fetch: Action) -> str:
    """What a kind of thing is called: its definition's name, else the path it is fetched at."""
    tokens = thing.node.tokens
    return tokens[1] if tokens[:1] == ("definitions",) and len(tokens) == 2 else fetch.path


def _is_loose(node: Node) -> bool:
    """Whether a filter says of itself that it is something else than a test of equality.

    One that takes dates compares a part of the property.
    """
    text = node.text("description") or ""
    return bool(_LOOSE.search(text)) or node.get("format") in ("date", "date-time") or _dated(node)


def _dated(node: Node) -> bool:
    return "YYYY" in (node.text("description") or "")


def _bounds(queries: Mapping[str, Node], thing: Schema) -> dict[str, dict[str, str]]:
    """The query parameters called `name<` and `name>` (or `name<=`, `name>=`) after a property."""
    properties = {plain(name): name for name in thing.properties}
    bounds: dict[str, dict[str, str]] = {"<": {}, ">": {}}
    for name in queries:
        match = re.fullmatch(r"(.+?)([<>])=?", name)
        own = properties.get(plain(match[1])) if match else None
        if match and own is not None:
            bounds[match[2]][name] = own
    return bounds
