"""Fields of parameters that have no effect where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.fixes import Target, fix
from swagsmith.source.edit import Remove

if TYPE_CHECKING:
    from swagsmith.check.fixes import Edits


@fix("param-collection-format-scalar")
def param_collection_format_scalar(target: Target) -> Edits:
    """Removes it."""
    return (Remove(target.node),)


@fix("param-allow-empty")
def param_allow_empty(target: Target) -> Edits:
    """Removes it."""
    return (Remove(target.node),) if target.node.key == "allowEmptyValue" else ()
