"""Declared tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.fixes import Target, fix
from swagsmith.source.edit import Remove

if TYPE_CHECKING:
    from swagsmith.check.fixes import Edits


@fix("tags-unique")
def tags_unique(target: Target) -> Edits:
    """Removes the one of two that says nothing the other does not say."""
    second = target.parent
    first = next(
        (
            tag
            for tag in target.context.root.child("tags").elements()
            if tag.text("name") == target.node.value and tag.tokens != second.tokens
        ),
        None,
    )
    if first is None:
        return ()
    for spare, kept in ((second, first), (first, second)):
        if all(kept.get(key) == value for key, value in spare.value.items()):
            return (Remove(spare),)
    return ()
