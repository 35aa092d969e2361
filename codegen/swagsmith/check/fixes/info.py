"""`info` and the other top-level fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.fixes import Target, fix
from swagsmith.source import is_array
from swagsmith.source.edit import Add

if TYPE_CHECKING:
    from swagsmith.check.fixes import Edits


@fix("tags-declared")
def tags_declared(target: Target) -> Edits:
    """Declares the tag by its name, unless it looks like a declared one that is misspelt."""
    if (target.found.help or "").startswith("did you mean"):
        return ()
    declared, tag = target.context.root.child("tags"), {"name": target.node.value}
    if is_array(declared.value):
        return (Add(declared, tag),)
    return (Add(target.context.root, [tag], "tags"),) if declared.value is None else ()
