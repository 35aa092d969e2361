"""Security requirements: which schemes a document asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node


def holders(context: Context) -> Iterator[Node]:
    """The objects that may have `security`: the document and its operations."""
    yield context.root
    yield from (operation.node for operation in context.operations)


def requirements(context: Context) -> Iterator[Node]:
    """What stands under each name of a scheme in each requirement: the list of scopes."""
    for holder in holders(context):
        for requirement in holder.child("security").elements():
            yield from requirement.members()


def requires_nothing(context: Context) -> bool:
    """Whether there are security definitions and no requirement at all, which is sec-unused."""
    defined = context.root.get("securityDefinitions")
    return is_mapping(defined) and bool(defined) and next(requirements(context), None) is None
