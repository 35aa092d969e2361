"""Files as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.fixes import Target, fix
from swagsmith.source.edit import Cut, Requote, Unmark

if TYPE_CHECKING:
    from swagsmith.check.fixes import Edits


@fix("file-bom")
def file_bom(target: Target) -> Edits:
    """Takes the mark away."""
    return (Unmark(target.found.span.file),)


@fix("file-json-strict")
def file_json_strict(target: Target) -> Edits:
    """Takes comments and trailing commas away; quotes and escapes texts as JSON does.

    What JSON has no value for, such as NaN, is left to people.
    """
    span, document = target.found.span, target.context.document
    file = document.sources[span.file]
    start = file.lines.offset(span.line, span.column)
    piece = file.text[start : file.lines.offset(span.end_line, span.end_column)]
    if not file.is_json or (piece < " " and len(piece) == 1):
        return (Requote(span.file),)
    is_comment = piece.startswith(("//", "/*", "#"))
    return (Cut(span),) if piece == "," or is_comment else ()
