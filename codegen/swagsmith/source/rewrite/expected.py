"""What the data of a file has to be after some edits: the check on what was done to its text."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from swagsmith.source.edit import Add, Edit, Remove, Rename, Reorder, Replace
from swagsmith.source.node import is_array, is_mapping
from swagsmith.source.rewrite.layout import Unsafe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_GONE = object()


def after(root: Any, edits: Iterable[Edit]) -> Any:
    """The data after the edits. Raises `Unsafe` for an edit that makes no sense.

    Elements of arrays keep their index until all edits are made.
    """
    # In a list, so that the root can be replaced like any other value.
    whole = [deepcopy(root)]
    renamed: list[tuple[dict[str, Any], str, str]] = []
    reordered: list[tuple[Any, tuple[int, ...]]] = []
    touched: list[Any] = []
    for edit in edits:
        if isinstance(edit, (Remove, Replace)):
            holder, key = _holder(whole, edit.node.tokens)
            _put(holder, key, _GONE if isinstance(edit, Remove) else edit.value)
            touched.append(holder)
        elif isinstance(edit, Rename):
            holder, key = _holder(whole, edit.node.tokens)
            renamed.append((holder, key, edit.key))
        elif isinstance(edit, Add):
            _add(_at(whole, edit.node.tokens), edit)
        elif isinstance(edit, Reorder):
            reordered.append((_at(whole, edit.node.tokens), edit.order))
    for holder in touched:
        _sweep(holder)
    for array, order in reordered:
        if not is_array(array) or sorted(order) != list(range(len(array))):
            raise Unsafe
        array[:] = [array[index] for index in order]
    for mapping, old, new in renamed:
        _rename(mapping, old, new)
    return whole[0]


def _at(whole: list[Any], tokens: Sequence[str]) -> Any:
    value = whole[0]
    for token in tokens:
        try:
            value = value[token] if is_mapping(value) else value[int(token)]
        except (LookupError, ValueError, TypeError):
            raise Unsafe from None
    return value


def _holder(whole: list[Any], tokens: Sequence[str]) -> tuple[Any, str]:
    """What holds a member, and its key or index."""
    if not tokens:
        return whole, "0"
    _at(whole, tokens)
    return _at(whole, tokens[:-1]), tokens[-1]


def _put(holder: Any, key: str, value: Any) -> None:
    if is_mapping(holder):
        holder[key] = value
    else:
        holder[int(key)] = value


def _add(holder: Any, edit: Add) -> None:
    if is_array(holder) and edit.key is None:
        holder.append(edit.value)
    elif is_mapping(holder) and edit.key is not None and edit.key not in holder:
        holder[edit.key] = edit.value
    else:
        raise Unsafe


def _sweep(holder: Any) -> None:
    """Takes out what was removed."""
    if is_array(holder):
        holder[:] = [value for value in holder if value is not _GONE]
    elif is_mapping(holder):
        for key in [key for key, value in holder.items() if value is _GONE]:
            del holder[key]


def _rename(mapping: Any, old: str, new: str) -> None:
    if not is_mapping(mapping) or new in mapping or old not in mapping:
        raise Unsafe
    members = list(mapping.items())
    mapping.clear()
    mapping.update((new if key == old else key, value) for key, value in members)
