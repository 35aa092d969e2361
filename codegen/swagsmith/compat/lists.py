"""Lists that take effect wherever they stand: media types and schemes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swagsmith.compat.words import quoted

if TYPE_CHECKING:
    from swagsmith.check.operations import Operation
    from swagsmith.compat.change import Effect
    from swagsmith.compat.comparison import Comparison
    from swagsmith.compat.matching import Pair
    from swagsmith.source import Node


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says to one operation.

    Attributes:
        holder: the list, where it is inherited or not; a node without a value where there is none.
        entries: the entries with their places; the list itself for one that is only assumed.
    """

    holder: Node
    entries: dict[str, Node]


def effective(operation: Operation, field: str, assumed: str | None = None) -> Listed:
    """The list that applies to an operation, or what is assumed where there is none.

    Media types have no case, and their parameters are not compared.
    """
    holder = operation.effective(field) or operation.node.child(field)
    found: dict[str, Node] = {}
    for node in holder.elements():
        if isinstance(node.value, str):
            found.setdefault(node.value.partition(";")[0].strip().lower(), node)
    if not found and assumed is not None:
        found[assumed] = holder
    return Listed(holder, found)


def compare(
    comparison: Comparison,
    pair: Pair,
    lists: tuple[Listed, Listed],
    subject: tuple[str, str, str],
    effect: Effect | None = None,
) -> None:
    """Tells the entries that only one list has.

    `subject` is how the rules begin, and how the sentence goes on for an entry that is gone and
    for one that is new; `effect` is that of one that is gone.
    """
    rule, gone, fresh = subject
    old, new = lists
    add = comparison.changes.add
    for name in (name for name in old.entries if name not in new.entries):
        places = old.entries[name], new.holder
        message = f"{quoted(name)} {gone}"
        add(f"{rule}-removed", places, message, [pair.label], effect, about=name)
    for name in (name for name in new.entries if name not in old.entries):
        places = old.holder, new.entries[name]
        add(f"{rule}-added", places, f"{quoted(name)} {fresh}", [pair.label], about=name)
