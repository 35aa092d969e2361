"""IR types as Python annotations: one mapping for what a caller gives, one for what comes back."""

from __future__ import annotations

from typing import assert_never

from swagsmith.emit.literals import pyrepr
from swagsmith.ir.types import (
    AnyJson,
    Array,
    Choice,
    File,
    Kind,
    Map,
    ModelRef,
    Nullable,
    Primitive,
    Type,
)

_GIVEN = {
    Kind.STRING: "str",
    Kind.INTEGER: "int",
    Kind.NUMBER: "float",
    Kind.BOOLEAN: "bool",
    Kind.DATE: "_datetime.date | str",
    Kind.DATE_TIME: "_datetime.datetime | str",
    Kind.BASE64: "bytes | str",
    Kind.INT_OR_STRING: "int | str",
}
_RETURNED = {
    Kind.STRING: "str",
    Kind.INTEGER: "int",
    Kind.NUMBER: "float",
    Kind.BOOLEAN: "bool",
    Kind.DATE: "_datetime.date",
    Kind.DATE_TIME: "_datetime.datetime",
    Kind.BASE64: "bytes",
    Kind.INT_OR_STRING: "int | str",
}
_DECODED = {
    **_RETURNED,
    Kind.NUMBER: "int | float",
    Kind.DATE: "_wire.Date",
    Kind.DATE_TIME: "_wire.DateTime",
    Kind.BASE64: "_wire.Base64",
}


def given(found: Type) -> str:
    """What a caller may pass: models or plain data, sequences, only the values an enumeration names."""
    match found:
        case Primitive(kind):
            return _GIVEN[kind]
        case Choice(values):
            return f"Literal[{', '.join(pyrepr(value) for value in values)}]"
        case ModelRef(name):
            return f"_models.{name} | Mapping[str, Any]"
        case Array(item):
            return f"Sequence[{given(item)}]"
        case Map(value):
            return f"Mapping[str, {given(value)}]"
        case Nullable(inner):
            return _or_none(given(inner))
        case File():
            return "FileInput"
        case AnyJson():
            return "Any"
    assert_never(found)


def returned(found: Type | None) -> str:
    """What a call returns."""
    return "None" if found is None else _comes_back(found, _RETURNED)


def decoded(found: Type) -> str:
    """The same for the decoder, where it says how text becomes a value."""
    return _comes_back(found, _DECODED)


def _comes_back(found: Type, scalars: dict[Kind, str]) -> str:
    match found:
        case Primitive(kind):
            return scalars[kind]
        case Choice(_, base):
            return _comes_back(base, scalars)
        case ModelRef(name):
            return f"_models.{name}"
        case Array(item):
            return f"_builtins.list[{_comes_back(item, scalars)}]"
        case Map(value):
            return f"dict[str, {_comes_back(value, scalars)}]"
        case Nullable(inner):
            return _or_none(_comes_back(inner, scalars))
        case File():
            return "bytes"
        case AnyJson():
            return "Any"
    assert_never(found)


def _or_none(annotation: str) -> str:
    return annotation if annotation == "Any" else f"{annotation} | None"


def alias_target(found: Type) -> str:
    """The right-hand side of a type alias in the models module."""
    match found:
        case Choice(values, base):
            names = ", ".join(pyrepr(value) for value in values)
            return f"Literal[{names}] | {_DECODED[base.kind].removeprefix('_wire.')}"
        case Primitive(kind):
            return _DECODED[kind].removeprefix("_wire.")
        case ModelRef(name):
            return name
        case Array(item):
            return f"list[{alias_target(item)}]"
        case Map(value):
            return f"dict[str, {alias_target(value)}]"
        case Nullable(inner):
            return _or_none(alias_target(inner))
        case File():
            return "bytes"
        case AnyJson():
            return "Any"
    assert_never(found)
