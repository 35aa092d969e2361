"""Models and Python values as plain JSON data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from .formats import base64_text, datetime_text
from .omit import OMIT

if TYPE_CHECKING:
    from collections.abc import Iterable

ANSWER: Final = "answer"
"""The validation context of what a server sent, where a Python name is no property's name."""


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether plain data is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether plain data is a JSON array."""
    return isinstance(value, list)


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether a value has keys."""
    return isinstance(value, Mapping)


def is_sequence(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether a value is a sequence other than text and bytes."""
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray))


def object_type(value: object) -> type[object]:
    """The class of a value of which nothing is known."""
    return type(value)


class PlainError(ValueError):
    """A value that JSON cannot hold.

    Attributes:
        pointer: where it is, RFC 6901.
    """

    def __init__(self, message: str, pointer: str) -> None:
        super().__init__(message)
        self.pointer = pointer


def pointer_token(key: str) -> str:
    """A key as part of an RFC 6901 pointer, slash included."""
    return "/" + key.replace("~", "~0").replace("/", "~1")


def to_wire(value: Any, pointer: str = "") -> Any:
    """Turns a value into None, bool, int, float, str, list and dict.

    Of models only the properties that were set are taken, by wire name, without read-only ones
    (section Schema Object, `readOnly`). Dates become RFC 3339, bytes base64, and enumeration
    members their values. OMIT leaves its key out.

    Raises:
        PlainError: a value of another type, a number that JSON cannot hold, a datetime without
            offset, a key that is not a string.
    """
    kind = object_type(value)
    if value is None or kind is str or kind is bool or kind is int:
        return value
    if kind is dict:
        return _object(value.items(), pointer)
    if kind is list or kind is tuple:
        return [to_wire(item, f"{pointer}/{index}") for index, item in enumerate(value)]
    if isinstance(value, Enum):
        return to_wire(value.value, pointer)
    try:
        return _scalar(value)
    except PlainError:
        raise
    except ValueError as error:
        raise PlainError(str(error), pointer) from None
    except TypeError:
        return _container(value, pointer)


def _scalar(value: Any) -> str | float:
    match value:
        case str() | int():
            # A subclass: its plain value.
            return value
        case float():
            if not isfinite(value):
                raise ValueError("NaN and infinity are not JSON numbers")
            return value
        case datetime():
            return datetime_text(value)
        case date():
            return value.isoformat()
        case bytes() | bytearray():
            return base64_text(bytes(value) if isinstance(value, bytearray) else value)
        case _:
            return _rare_scalar(value)


def _rare_scalar(value: Any) -> str | float:
    from decimal import Decimal  # noqa: PLC0415 - rare
    from uuid import UUID  # noqa: PLC0415 - rare

    if isinstance(value, UUID):
        return str(value)
    if not isinstance(value, Decimal):
        raise TypeError
    if not value.is_finite():
        raise ValueError("NaN and infinity are not JSON numbers")
    if value == value.to_integral_value():
        return int(value)
    number = float(value)
    if Decimal(repr(number)) != value:
        raise ValueError("a Decimal with more digits than a JSON number keeps; send it as a string")
    return number


def _object(items: Iterable[tuple[Any, Any]], pointer: str) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, value in items:
        name = key.value if isinstance(key, Enum) else key
        if not isinstance(name, str):
            raise PlainError(f"a key of type {type(name).__name__}; JSON has string keys", pointer)
        if value is not OMIT:
            plain[name] = to_wire(value, pointer + pointer_token(name))
    return plain


def _container(value: Any, pointer: str) -> Any:
    kind = object_type(value)
    if is_mapping(value):
        return _object(value.items(), pointer)
    if is_sequence(value):
        return [to_wire(item, f"{pointer}/{index}") for index, item in enumerate(value)]
    if hasattr(kind, "model_fields"):
        from .model import set_fields  # noqa: PLC0415 - pydantic is there already, if this is a model

        if getattr(kind, "__pydantic_root_model__", False):
            return to_wire(value.root, pointer)
        return _object(set_fields(value), pointer)
    raise PlainError(f"a {kind.__name__} is not JSON", pointer)
