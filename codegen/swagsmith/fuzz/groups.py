"""Operations that belong together, and the parts a run can be split into."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from swagsmith.fuzz.links import Link
    from swagsmith.fuzz.operations import Operation

#: operations that give each other what they need
Group = tuple["Operation", ...]


def groups_of(
    operations: Iterable[Operation],
    links: Iterable[Link],
    ties: Iterable[Collection[str]] = (),
) -> tuple[Group, ...]:
    """Operations by what is between them, in the document's order.

    What is sent for a group depends on no other group: hence a part of a run sends what the whole
    run sends.

    Args:
        operations: of the document.
        links: from one operation to another.
        ties: labels of operations that are explored together.
    """
    known = tuple(operations)
    group_of = {operation.label: {operation.label} for operation in known}
    pairs = [(link.source, link.target) for link in links]
    pairs += [pair for labels in ties for pair in pairwise(labels)]
    for source, target in pairs:
        one, other = group_of.get(source), group_of.get(target)
        if one is None or other is None or one is other:
            continue
        one |= other
        group_of.update(dict.fromkeys(other, one))
    by_label = {operation.label: operation for operation in known}
    distinct = {id(labels): labels for labels in group_of.values()}
    return tuple(
        tuple(operation for label, operation in by_label.items() if label in labels)
        for labels in distinct.values()
    )


def shard_of(groups: tuple[Group, ...], shard: tuple[int, int]) -> tuple[Group, ...]:
    """The groups of one part of a run, as many operations in each part as can be.

    Args:
        groups: all groups, in the document's order.
        shard: number of the part, counted from 1, and how many parts there are.
    """
    number, count = shard
    parts: list[list[Group]] = [[] for _ in range(count)]
    for group in sorted(groups, key=len, reverse=True):
        min(parts, key=lambda part: sum(map(len, part))).append(group)
    mine = {id(group) for group in parts[number - 1]}
    return tuple(group for group in groups if id(group) in mine)


def paths_of(data: dict[str, Any], group: Group) -> dict[str, Any]:
    """A bundled document with the paths of a group alone."""
    wanted = {operation.path for operation in group}
    paths = {path: item for path, item in data["paths"].items() if path in wanted}
    return {**data, "paths": paths}
