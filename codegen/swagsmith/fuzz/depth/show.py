"""The resources of a document, as plain data and as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from swagsmith.fuzz.depth.action import read_actions
from swagsmith.fuzz.depth.annotation import find_resources
from swagsmith.fuzz.operations import read_operations
from swagsmith.lower.report import Report
from swagsmith.lower.schema import Schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.fuzz.depth.resource import Item, Listing, Resource
    from swagsmith.source import Document


def describe_resources(document: Document) -> list[dict[str, Any]]:
    """What a document's resources are.

    Raises:
        DocumentError: a reference leads nowhere, or an `x-swagsmith-resource` does not fit.
    """
    schemas = Schemas(Report(document))
    actions = read_actions(document, read_operations(document, schemas))
    return [_describe(one) for one in find_resources(document, schemas, actions)]


def _describe(resource: Resource) -> dict[str, Any]:
    return {
        "name": resource.name,
        "pointer": resource.thing.node.pointer,
        "key": resource.key,
        "create": None if resource.create is None else resource.create.label,
        "fetch": _item(resource.fetch),
        "list": None if resource.listing is None else _listing(resource.listing),
        "update": _item(resource.update),
        "delete": _item(resource.delete),
        "volatile": sorted(resource.volatile),
    }


def _item(item: Item | None) -> dict[str, Any] | None:
    return None if item is None else {"operation": item.action.label, "keys": dict(item.keys)}


def _listing(listing: Listing) -> dict[str, Any]:
    return {
        "operation": listing.action.label,
        "items": listing.items or None,
        "next": listing.next,
        "size": listing.size,
        "filters": dict(listing.filters),
        "least": dict(listing.least),
        "most": dict(listing.most),
    }


def lines(resources: list[dict[str, Any]]) -> Iterator[str]:
    """The same for people."""
    for resource in resources:
        yield f"{resource['name']}  told apart by {resource['key']}"
        if resource["create"]:
            yield f"  create  {resource['create']}"
        for name in ("fetch", "update", "delete"):
            if resource[name]:
                keys = ", ".join(
                    f"{key} = {value}" for key, value in resource[name]["keys"].items()
                )
                yield f"  {name:<6}  {resource[name]['operation']}  {keys}".rstrip()
        if resource["list"]:
            yield from _list_lines(resource["list"])
        if resource["volatile"]:
            yield f"  changes by itself: {', '.join(resource['volatile'])}"
        yield ""


def _list_lines(listing: dict[str, Any]) -> Iterator[str]:
    where = listing["items"] or "the body"
    paging = f", next page {listing['next']}" if listing["next"] else ""
    size = f", page size {listing['size']}" if listing["size"] else ""
    yield f"  list    {listing['operation']}  items in {where}{paging}{size}"
    for name, sign in (("filters", "="), ("least", ">="), ("most", "<=")):
        for query, own in listing[name].items():
            yield f"    {query}: {own} {sign}"
