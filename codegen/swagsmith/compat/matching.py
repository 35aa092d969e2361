"""Which operation of the old document is which of the new one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from swagsmith.lower.xml import is_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from swagsmith.check.operations import Operation, Parameter
    from swagsmith.source import Node

_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """One operation in both documents."""

    old: Operation
    new: Operation

    @property
    def label(self) -> str:
        """What people call it: its method and path in the old document."""
        return self.old.label

    @property
    def moved(self) -> bool:
        """Whether it is called at another place than the base path and template names explain."""
        if (self.old.method, address(self.old)) == (self.new.method, address(self.new)):
            return False
        return (self.old.method, shape(self.old.path)) != (self.new.method, shape(self.new.path))

    @property
    def renamed(self) -> dict[str, str]:
        """New template names that differ from the old ones at the same place, and the old ones."""
        if self.moved:
            return {}
        old, new = (_TEMPLATE.findall(one.path) for one in (self.old, self.new))
        return {theirs: ours for ours, theirs in zip(old, new, strict=False) if ours != theirs}

    def parameters(self, *locations: str) -> Iterator[tuple[Parameter | None, Parameter | None]]:
        """The parameters of some places, matched by name and place; renamed templates are one."""
        renamed = self.renamed
        old = {one.identity: one for one in self.old.located(*locations)}
        new = {_identity(one, renamed): one for one in self.new.located(*locations)}
        for identity in dict.fromkeys([*old, *new]):
            yield old.get(identity), new.get(identity)

    def body(self) -> tuple[Parameter | None, Parameter | None]:
        """The body parameters, whatever they are called."""
        old, new = (next(iter(one.located("body")), None) for one in (self.old, self.new))
        return old, new


@dataclass(frozen=True, slots=True)
class Matching:
    """The operations of both documents, those that are in one only apart."""

    pairs: tuple[Pair, ...]
    removed: tuple[Operation, ...]
    added: tuple[Operation, ...]


def shape(path: str) -> str:
    """A path without the names of its templates."""
    return _TEMPLATE.sub("{}", path if path.startswith("/") else f"/{path}")


def base_path(root: Node) -> str:
    """The effective `basePath`: absent and `/` are empty (section Swagger Object)."""
    path = (root.text("basePath") or "").strip("/")
    return f"/{path}" if path else ""


def address(operation: Operation) -> str:
    """Where an operation is called below its host, whichever part of that is the base path."""
    return shape(base_path(operation.root) + operation.path)


def speaks_xml(pair: Pair, field: str) -> bool:
    """Whether the effective `consumes` or `produces` names XML in both documents."""
    return all(any(map(is_xml, one.media_types(field))) for one in (pair.old, pair.new))


def identifier(operation: Operation) -> str | None:
    """Its operationId, if it has one."""
    return operation.node.text("operationId") or None


def _identity(parameter: Parameter, renamed: dict[str, str]) -> tuple[str, str]:
    if parameter.location == "path" and parameter.name in renamed:
        return renamed[parameter.name], "path"
    return parameter.identity


_Key: TypeAlias = "Callable[[Operation], Hashable | None]"

#: What makes two operations one, the surest first; two with one operationId are told apart.
_KEYS: Final[tuple[_Key, ...]] = (
    lambda one: identifier(one) and (identifier(one), one.method, address(one)),
    identifier,
    lambda one: (one.method, address(one)),
    lambda one: (one.method, shape(one.path)),
)


def match(old: Sequence[Operation], new: Sequence[Operation]) -> Matching:
    """Matches operations by operationId first, then by method and path."""
    left, right = list(old), list(new)
    found: dict[int, Operation] = {}
    for key in _KEYS:
        there: dict[Hashable, Operation] = {}
        for one in right:
            there.setdefault(key(one), one)
        taken: set[int] = set()
        for one in left:
            partner = there.pop(key(one), None) if key(one) is not None else None
            if partner is not None:
                found[id(one)] = partner
                taken.add(id(partner))
        left = [one for one in left if id(one) not in found]
        right = [one for one in right if id(one) not in taken]
    pairs = tuple(Pair(one, found[id(one)]) for one in old if id(one) in found)
    return Matching(pairs, tuple(left), tuple(right))
