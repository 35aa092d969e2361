"""Responses as operations give them, references followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.operations import Operation
    from swagsmith.source import Node


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """One response of one operation.

    Attributes:
        operation: who gives it.
        code: its status code, or `default`.
        use: where the operation names it; perhaps a reference.
        node: the response object.
    """

    operation: Operation
    code: str
    use: Node
    node: Node


def answers(context: Context) -> Iterator[Answer]:
    """Every response of every operation, in document order."""
    for operation in context.operations:
        responses = context.resolved(operation.node.child("responses"))
        for code, use in responses.items() if responses else ():
            response = None if code.startswith("x-") else context.resolved(use)
            if response is not None and is_mapping(response.value):
                yield Answer(operation, code, use, response)
