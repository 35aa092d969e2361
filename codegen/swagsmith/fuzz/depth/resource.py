"""What the model needs to know of a kind of thing that a service keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swagsmith.fuzz.depth.action import Action
    from swagsmith.lower.schema import Schema


@dataclass(frozen=True, slots=True)
class Item:
    """An operation on one thing.

    Attributes:
        action: the operation.
        keys: the property that each path parameter takes.
    """

    action: Action
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """The operation that lists things.

    Attributes:
        action: the operation.
        items: the property of its answer that holds the things; "" where the answer is the array.
        next: the property with the address of the next page, or None.
        size: the query parameter with the number of things on a page, or None.
        filters: the property that a query parameter asks to be equal.
        least: the property that a query parameter is a lower bound of.
        most: the property that a query parameter is an upper bound of.
    """

    action: Action
    items: str
    next: str | None = None
    size: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict[str, str])
    least: Mapping[str, str] = field(default_factory=dict[str, str])
    most: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Resource:
    """A kind of thing that a service keeps.

    Attributes:
        name: of its definition.
        thing: its schema.
        key: the property that tells one from another.
        create: the operation that makes one.
        fetch: the operation that gives one.
        listing: the operation that gives many.
        update: the operation that changes one.
        delete: the operation that removes one.
        volatile: properties that the service may change by itself.
        declared: `volatile` is complete, as the document says so.
    """

    name: str
    thing: Schema
    key: str
    create: Action | None = None
    fetch: Item | None = None
    listing: Listing | None = None
    update: Item | None = None
    delete: Item | None = None
    volatile: frozenset[str] = frozenset()
    declared: bool = False

    @property
    def actions(self) -> tuple[Action, ...]:
        """The operations it has."""
        items = (self.fetch, self.update, self.delete)
        found = [self.create, *(None if item is None else item.action for item in items)]
        found.append(None if self.listing is None else self.listing.action)
        return tuple(action for action in found if action is not None)


def plain(name: str) -> str:
    """A name without what spellings differ in: `date_sent`, `DateSent` and `dateSent` are one."""
    return name.replace("_", "").replace("-", "").casefold()
