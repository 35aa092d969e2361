"""Texts of a request as the values that an emitted client is given for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from swagsmith.emit.literals import pyrepr
from swagsmith.ir.types import Array, Choice, Kind, Nullable, Primitive
from swagsmith.source import is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from swagsmith.ir.api import Parameter
    from swagsmith.ir.types import Type

_SEPARATORS: Final = {"csv": ",", "ssv": " ", "tsv": "\t", "pipes": "|"}


class NoCallError(ValueError):
    """A request cannot be written as a call of the client."""


def argument(parameter: Parameter, texts: Sequence[str]) -> Any:
    """The value of a parameter (section Parameter Object, `collectionFormat`).

    Args:
        parameter: what the document says of it.
        texts: what was sent: one text, or several where it was repeated.

    Raises:
        NoCallError: the client would never send that.
    """
    if parameter.file or len(parameter.collection) > 1:
        raise NoCallError("a file, or a list of lists")
    if not parameter.collection:
        return scalar(parameter.type, _sole(texts))
    found = parameter.type.inner if isinstance(parameter.type, Nullable) else parameter.type
    item: Type = found.item if isinstance(found, Array) else Primitive(Kind.STRING)
    [kind] = parameter.collection
    pieces = texts if kind == "multi" else _sole(texts).split(_SEPARATORS[kind])
    return [scalar(item, piece) for piece in pieces]


def _sole(texts: Sequence[str]) -> str:
    if len(texts) != 1:
        raise NoCallError("sent more than once")
    return texts[0]


def scalar(found: Type, text: str) -> Any:
    """A value of a type; what the client would write in another way stays a text, which it sends."""
    match found:
        case Nullable(inner) | Choice(_, inner):
            return scalar(inner, text)
        case Primitive(Kind.BOOLEAN):
            return {"true": True, "false": False}.get(text, text)
        case Primitive(Kind.INTEGER | Kind.INT_OR_STRING | Kind.NUMBER):
            return _number(text)
        case _:
            return text


def _number(text: str) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return value if plain and repr(value) == text and "e" not in text else text


def read_json(data: bytes) -> Any:
    """A JSON body as the client would write it again. Raises NoCallError and ValueError."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            raise NoCallError("a name that occurs twice")
        return made

    def constant(_: str) -> None:
        raise NoCallError("a number that is none")

    try:
        return json.loads(data.decode(), object_pairs_hook=members, parse_constant=constant)
    except RecursionError:
        raise NoCallError("nested too deeply") from None


def literal(value: Any) -> str:
    """A value as Python source."""
    if is_mapping(value):
        return f"{{{_listed(f'{literal(k)}: {literal(v)}' for k, v in value.items())}}}"
    if is_array(value):
        return f"[{_listed(map(literal, value))}]"
    if isinstance(value, str) and value.isprintable() and not set('"\\') & set(value):
        return f'"{value}"'
    return pyrepr(value)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(texts)
