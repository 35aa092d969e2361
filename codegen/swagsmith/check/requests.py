"""What can be reached from where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.grammar import GRAMMAR, Kind, Shape
from swagsmith.check.structure.misspelt import lacks
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node


def has_arrays_of_unknown(context: Context) -> bool:
    """Whether an array does not say what it holds, which may have been a reference."""
    return any(
        site.node.get("type") == "array" and lacks(site.node, "items")
        for site in context.having("type")
        if site.kind is Kind.SCHEMA
    )


def request_schemas(context: Context) -> Iterator[Node]:
    """Every schema that a body parameter consists of, references followed, each once."""
    waiting = [
        site.node.child("schema")
        for site in context.sites(Kind.PARAMETER)
        if site.node.get("in") == "body"
    ]
    seen: set[int] = set()
    while waiting:
        schema = context.resolved(waiting.pop())
        if schema is None or not is_mapping(schema.value) or id(schema.value) in seen:
            continue
        seen.add(id(schema.value))
        yield schema
        for field, shape, _ in GRAMMAR[Kind.SCHEMA]:
            child = schema.child(field)
            if shape is Shape.ONE:
                waiting.append(child)
            else:
                waiting += child.members() if shape is Shape.MAP else child.elements()
