"""What a value can be: a closed union, consumed with `match`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class Kind(Enum):
    """A scalar as it is seen by a Python caller, whatever its text on the wire."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATE_TIME = "date-time"
    BASE64 = "byte"
    INT_OR_STRING = "int-or-string"


@dataclass(frozen=True, slots=True)
class Primitive:
    """A scalar (section Data Types)."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Choice:
    """An enumeration: the values a document names. In an answer other values of `base` may occur.

    Values are strings, integers or booleans, in document order.
    """

    values: tuple[str | int | bool, ...]
    base: Primitive


@dataclass(frozen=True, slots=True)
class ModelRef:
    """An object with properties, by the name of its class."""

    name: str


@dataclass(frozen=True, slots=True)
class Array:
    """A JSON array."""

    item: Type


@dataclass(frozen=True, slots=True)
class Map:
    """An object whose keys are not named by the document."""

    value: Type


@dataclass(frozen=True, slots=True)
class Nullable:
    """A value or null (`x-nullable`)."""

    inner: Type


@dataclass(frozen=True, slots=True)
class File:
    """Raw bytes: `type: file`, never decoded."""


@dataclass(frozen=True, slots=True)
class AnyJson:
    """Any JSON value: a schema that says nothing."""


Type: TypeAlias = Primitive | Choice | ModelRef | Array | Map | Nullable | File | AnyJson
