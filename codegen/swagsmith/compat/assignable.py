"""Which types of the emitted client can stand for which, to a type checker."""

from __future__ import annotations

from typing import Final

from swagsmith.ir.types import (
    AnyJson,
    Array,
    Choice,
    Kind,
    Map,
    ModelRef,
    Nullable,
    Primitive,
    Type,
)

#: Kinds that are objects of their own in Python, not the text that came.
_DECODED: Final = frozenset({Kind.DATE, Kind.DATE_TIME, Kind.BASE64})


def bare(found: Type) -> Type:
    """A type without null and without the names of its values: both are told of the wire."""
    match found:
        case Nullable(inner):
            return bare(inner)
        case Choice(_, base):
            return base
        case _:
            return found


def takes(old: Type, new: Type) -> bool:
    """Whether an argument of the new type takes what one of the old type took."""
    match old, new:
        case (Primitive(before), Primitive(after)):
            texts = before is Kind.STRING and after in _DECODED
            return texts or before is after or (before, after) == (Kind.INTEGER, Kind.NUMBER)
        case (_, AnyJson()) | (Map(), ModelRef()) | (Map(), Map()) | (Array(), Array()):
            return True
        case _:
            return old == new


def gives(old: Type, new: Type) -> bool:
    """Whether a result of the new type can be used as one of the old type."""
    match old, new:
        case (Primitive(before), Primitive(after)):
            return before is after or (before, after) == (Kind.NUMBER, Kind.INTEGER)
        case (_, AnyJson()) | (Map(), Map()) | (Array(), Array()):
            return True
        case (AnyJson(), Primitive(kind)):
            return kind not in _DECODED
        case (AnyJson(), Map() | Array()):
            return True
        case _:
            return old == new
