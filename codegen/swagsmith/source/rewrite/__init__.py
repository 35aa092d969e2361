"""Edits of a document as exact changes of its text: everything else stays, byte for byte.

Nothing is written out again. Each edit becomes the replacement of a few characters at a known
place; the new text is read back, and has to hold exactly the data that the edits ask for.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from swagsmith.diagnostics import DocumentError
from swagsmith.source.edit import Edit, Remove, Unmark, file_of, identity, tokens_of
from swagsmith.source.rewrite.expected import after
from swagsmith.source.rewrite.layout import TextEdit, Unsafe
from swagsmith.source.rewrite.texts import Texts
from swagsmith.source.sourcefile import SourceFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["rewrite"]

#: What mends one finding; all of it is done or nothing.
Fix = tuple[Edit, ...]


def rewrite(
    files: Mapping[str, SourceFile], fixes: Sequence[Fix]
) -> tuple[dict[str, bytes], list[Fix]]:
    """The new bytes of the files that change, by name, and the fixes that were made.

    A fix that cannot be made safely, or not together with an earlier one, is left out.
    """
    done = _together(fixes)
    new = _attempt(files, done)
    if new is not None:
        return new, done
    done = list[Fix]()
    for fix in _together(fixes):
        tried = _attempt(files, [*done, fix])
        if tried is not None:
            done, new = [*done, fix], tried
    return new or {}, done


def _together(fixes: Sequence[Fix]) -> list[Fix]:
    """The fixes without repeats, and without those inside of what another one removes."""
    unique = {tuple(map(identity, fix)): fix for fix in fixes}.values()
    removed = {
        (edit.node.file, edit.node.tokens)
        for fix in unique
        for edit in fix
        if isinstance(edit, Remove)
    }
    return [fix for fix in unique if not any(_is_inside(edit, removed) for edit in fix)]


def _is_inside(edit: Edit, removed: set[tuple[str, tuple[str, ...]]]) -> bool:
    tokens = tokens_of(edit)
    # A removed thing is not inside of itself.
    length = len(tokens) if isinstance(edit, Remove) else len(tokens) + 1
    return any((file_of(edit), tokens[:n]) in removed for n in range(1, length))


def _attempt(files: Mapping[str, SourceFile], fixes: Sequence[Fix]) -> dict[str, bytes] | None:
    """The new bytes after all fixes; None when they cannot all be made."""
    by_file: dict[str, list[Edit]] = {}
    for fix in fixes:
        for edit in fix:
            by_file.setdefault(file_of(edit), []).append(edit)
    new: dict[str, bytes] = {}
    for name, edits in by_file.items():
        try:
            new[name] = _changed(files[name], edits)
        except Unsafe:
            return None
    return new


def _changed(file: SourceFile, edits: Sequence[Edit]) -> bytes:
    """The new bytes of one file. Raises `Unsafe`."""
    if not file.is_utf8:
        raise Unsafe
    marked = file.marked and not any(isinstance(edit, Unmark) for edit in edits)
    text = _applied(file.text, sorted(Texts(file, edits).edits()))
    data = text.encode("utf-8-sig" if marked else "utf-8")
    try:
        read = SourceFile(file.name, data)
    except DocumentError:
        raise Unsafe from None
    if json.dumps(read.value) != json.dumps(after(file.value, edits)):
        raise Unsafe
    return data


def _applied(text: str, edits: Sequence[TextEdit]) -> str:
    parts, done = list[str](), 0
    for edit in edits:
        if edit.start < done:
            raise Unsafe
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:]])
