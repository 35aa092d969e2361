"""How values are written as XML (OpenAPI 2.0, section XML Object): one shape a schema."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
TEXT: Final = "#text"
"""The key under which text beside elements is kept."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text in an element or attribute.

    Attributes:
        name: of the element or attribute, without prefix; empty at the root for any.
        nullable: an empty element is null; otherwise it is the empty string.
        attribute: it is an attribute.
        namespace: its URI.
        prefix: for writing; only together with `namespace`.
    """

    name: str
    _: KW_ONLY
    nullable: bool = False
    attribute: bool = False
    namespace: str | None = None
    prefix: str | None = None


@dataclass(frozen=True, slots=True)
class Array:
    """Repeated elements, each called as `item` is.

    Attributes:
        name: of the element around them.
        item: the shape of one of them.
        wrapped: there is an element around them.
        required: as a property it is always there; where no element is, it is empty.
    """

    name: str
    item: Shape
    _: KW_ONLY
    wrapped: bool = False
    required: bool = False
    namespace: str | None = None
    prefix: str | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """A shape that stands elsewhere, under an element name of its own here.

    Attributes:
        name: of the element.
        to: gives the shape; a function, so that shapes can be recursive.
    """

    name: str
    to: Callable[[], Shape]
    _: KW_ONLY
    namespace: str | None = None
    prefix: str | None = None


@dataclass(frozen=True)
class Object:
    """An element with children and attributes.

    Attributes:
        name: of the element.
        properties: by wire name.
    """

    name: str
    properties: Mapping[str, Shape]
    _: KW_ONLY
    namespace: str | None = None
    prefix: str | None = None

    @cached_property
    def children(self) -> dict[str, list[Member]]:
        """The properties that are elements, by element name; several where namespaces differ."""
        found: dict[str, list[Member]] = {}
        for wire, shape in self.properties.items():
            if not is_attribute(shape):
                member = _member(wire, shape)
                found.setdefault(member.shape.name, []).append(member)
        return found

    @cached_property
    def bare_lists(self) -> tuple[str, ...]:
        """The required properties of which an answer shows nothing when they are empty."""
        return tuple(
            wire
            for wire, shape in self.properties.items()
            if isinstance(shape, Array) and shape.required and not shape.wrapped
        )

    @cached_property
    def attributes(self) -> dict[str, str]:
        """The properties that are attributes: attribute name to wire name."""
        return {s.name: wire for wire, s in self.properties.items() if is_attribute(s)}


Shape: TypeAlias = Scalar | Array | Object | Ref


@dataclass(frozen=True, slots=True)
class Member:
    """A property as elements.

    Attributes:
        wire: its wire name.
        shape: the shape of one element.
        repeated: each element is one more item of a list.
    """

    wire: str
    shape: Shape
    repeated: bool


def target(shape: Shape) -> Scalar | Array | Object:
    """Follows references to the shape they stand for."""
    while isinstance(shape, Ref):
        shape = shape.to()
    return shape


def is_attribute(shape: Shape) -> bool:
    """Whether a property is an attribute."""
    return isinstance(shape, Scalar) and shape.attribute


def _member(wire: str, shape: Shape) -> Member:
    array = target(shape)
    if isinstance(array, Array) and not array.wrapped:
        return Member(wire, array.item, repeated=True)
    return Member(wire, shape, repeated=False)
