"""Security requirements: which schemes a document asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.structure.misspelt import is_hidden
from swagsmith.source import is_array, is_mapping

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
    if not is_mapping(defined) or not defined or next(requirements(context), None) is not None:
        return False
    return all(is_known(holder) for holder in holders(context))


def is_known(holder: Node) -> bool:
    """Whether an object has no requirements that are hidden by a fault of its structure."""
    security = holder.child("security")
    if "security" in holder:
        return is_array(security.value) and all(is_mapping(it.value) for it in security.elements())
    return not is_hidden(holder, "security")
