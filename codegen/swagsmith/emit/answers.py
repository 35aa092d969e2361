"""What the answers of an operation mean to its caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.ir.types import Array, Choice, File, Nullable, Primitive, Type

if TYPE_CHECKING:
    from swagsmith.ir.api import Operation


def success_types(operation: Operation) -> tuple[Type | None, ...]:
    """What a call may return: the types of its 2xx answers, or of `default` where there is none, without repeats."""
    found = [response for response in operation.responses if response.status.startswith("2")]
    found = found or [response for response in operation.responses if response.status == "default"]
    return tuple(dict.fromkeys(response.type for response in found)) or (None,)


def response_kind(response_type: Type | None) -> str:
    """The kind of an answer in `inspect`: model, array, primitive, file or none."""
    match response_type:
        case None:
            return "none"
        case Array():
            return "array"
        case File():
            return "file"
        case Nullable(inner):
            return response_kind(inner)
        case Primitive() | Choice():
            return "primitive"
        case _:
            return "model"  # objects, with or without names for their properties
