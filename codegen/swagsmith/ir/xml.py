"""How a value is written as XML (section XML Object): one shape a schema, references by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Name:
    """An element's or attribute's name."""

    local: str
    namespace: str | None = None
    prefix: str | None = None
    attribute: bool = False


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text."""

    name: Name
    nullable: bool


@dataclass(frozen=True, slots=True)
class Array:
    """Repeated elements, with an element around them where `wrapped`.

    Attributes:
        required: as a property it is always there: without elements it is empty.
    """

    name: Name
    item: Shape
    wrapped: bool
    required: bool = False


@dataclass(frozen=True, slots=True)
class Object:
    """An element with children and attributes, by the property's wire name."""

    name: Name
    properties: tuple[tuple[str, Shape], ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """A shape that stands elsewhere under `to`, here under its own element name."""

    name: Name
    to: str


Shape: TypeAlias = Scalar | Array | Object | Ref
