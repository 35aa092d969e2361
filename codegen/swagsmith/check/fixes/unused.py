"""What nothing uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.fixes import Target, fix
from swagsmith.source.edit import Remove

if TYPE_CHECKING:
    from swagsmith.check.fixes import Edits


@fix("ref-unused")
def ref_unused(target: Target) -> Edits:
    """Removes it; of a tag the name is found, and the whole declaration goes."""
    is_tag = target.node.tokens[:1] == ("tags",)
    return (Remove(target.parent if is_tag else target.node),)
