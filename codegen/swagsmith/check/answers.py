"""Responses as operations give them, references followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swagsmith.check.operations import resolved
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from swagsmith.check.operations import Operation
    from swagsmith.source import Document, Node


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


def answers(document: Document, operations: Iterable[Operation]) -> Iterator[Answer]:
    """Every response of some operations, in document order."""
    for operation in operations:
        responses = resolved(document, operation.node.child("responses"))
        for code, use in responses.items() if responses else ():
            response = None if code.startswith("x-") else resolved(document, use)
            if response is not None and is_mapping(response.value):
                yield Answer(operation, code, use, response)
