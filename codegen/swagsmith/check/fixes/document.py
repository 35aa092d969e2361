"""The document as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.fixes import Target, fix
from swagsmith.source.edit import Replace

if TYPE_CHECKING:
    from swagsmith.check.fixes import Edits


@fix("doc-version")
def doc_version(target: Target) -> Edits:
    """Writes the version as text."""
    return (Replace(target.node, "2.0"),)
