"""Changes of a document, said in its own terms; `rewrite` turns them into changes of its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from swagsmith.diagnostics import Span
    from swagsmith.source.node import Node


@dataclass(frozen=True, slots=True)
class Remove:
    """Takes a member out of its object or array."""

    node: Node


@dataclass(frozen=True, slots=True)
class Replace:
    """Writes another value where one stands."""

    node: Node
    value: Any


@dataclass(frozen=True, slots=True)
class Rename:
    """Writes another key for a member of an object, which keeps its place."""

    node: Node
    key: str


@dataclass(frozen=True, slots=True)
class Add:
    """Puts a member at the end of an object, or without a key at the end of an array."""

    node: Node
    value: Any
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Reorder:
    """Puts the elements of an array into another order: their indexes as they are now."""

    node: Node
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """Takes text out that is no data, such as a comment; a line that has nothing else goes too."""

    span: Span


@dataclass(frozen=True, slots=True)
class Unmark:
    """Takes the byte order mark from a file."""

    file: str


@dataclass(frozen=True, slots=True)
class Requote:
    """Writes every key and value of a file that is nearly JSON as JSON has it."""

    file: str


Edit = Remove | Replace | Rename | Add | Reorder | Cut | Unmark | Requote


def file_of(edit: Edit) -> str:
    """The file an edit changes."""
    if isinstance(edit, (Unmark, Requote)):
        return edit.file
    return edit.span.file if isinstance(edit, Cut) else edit.node.file


def tokens_of(edit: Edit) -> tuple[str, ...]:
    """The pointer of what an edit changes; () for one that changes no data."""
    return () if isinstance(edit, (Unmark, Requote, Cut)) else edit.node.tokens


def identity(edit: Edit) -> tuple[Any, ...]:
    """What makes two edits the same one."""
    more = (repr(getattr(edit, name, None)) for name in ("key", "value", "order", "span"))
    return (type(edit), file_of(edit), tokens_of(edit), *more)
