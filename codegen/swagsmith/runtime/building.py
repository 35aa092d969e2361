"""Builds validators of classes that refer to each other in chains of any length."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, cast

from pydantic_core import core_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel, GetCoreSchemaHandler

#: how many classes are built one inside the other; each takes some 20 frames of the stack
_DEEPEST: Final = 16


class _Progress(threading.local):
    """What is under construction in this thread.

    Attributes:
        depth: how many classes are being built, one inside the other.
        put_off: the classes still to build, by the reference that stands for them.
    """

    def __init__(self) -> None:
        self.depth = 0
        self.put_off: dict[str, type[BaseModel]] = {}


_progress: Final = _Progress()


def schema_of(
    model: type[BaseModel],
    build: Callable[[], core_schema.CoreSchema],
    handler: GetCoreSchemaHandler,
) -> core_schema.CoreSchema:
    """What `build` gives, or deep inside other classes a reference to it, to be built after those.

    Pydantic builds a class and all that it refers to by recursion, which chains of definitions
    would lead to the end of the stack.
    """
    if _progress.depth == _DEEPEST:
        return _put_off(model)
    _progress.depth += 1
    try:
        schema = build()
        return _with_put_off(schema, handler) if _progress.depth == 1 else schema
    finally:
        _progress.depth -= 1
        if _progress.depth == 0:
            _progress.put_off.clear()


def _put_off(model: type[BaseModel]) -> core_schema.CoreSchema:
    # The form of pydantic's own references, of which the names in a JSON schema are made.
    reference = f"{model.__module__}.{model.__qualname__}:{id(model)}-put-off"
    _progress.put_off[reference] = model
    # A reference with metadata is kept; pydantic would put the class in its place, and nest again.
    return core_schema.definition_reference_schema(reference, metadata={"put_off": True})


def _with_put_off(
    schema: core_schema.CoreSchema, handler: GetCoreSchemaHandler
) -> core_schema.CoreSchema:
    """The schema with those of the classes that were put off, and that these put off in turn."""
    built: dict[str, core_schema.CoreSchema] = {}
    while _progress.put_off:
        reference, model = _progress.put_off.popitem()
        if reference not in built:
            found = {**handler.generate_schema(model), "ref": reference}
            built[reference] = cast("core_schema.CoreSchema", found)
    return core_schema.definitions_schema(schema, [*built.values()]) if built else schema
