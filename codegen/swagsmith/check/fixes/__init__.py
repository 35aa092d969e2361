"""How findings are mended that a program can mend safely.

A fix is a function beside a rule's name: it takes a finding and gives edits, or none where this
one is left to people. It stands in a module of the family of its rule:

    @fix("path-slash")
    def path_slash(target: Target) -> Edits:
        return (Rename(target.node, f"/{target.node.key}"),)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from swagsmith.check.context import Context
    from swagsmith.diagnostics import Diagnostic
    from swagsmith.source import Node
    from swagsmith.source.edit import Edit

    Edits = tuple[Edit, ...]
    Fixer = Callable[["Target"], Edits]

#: The families that have fixes.
FAMILIES: Final = (
    "files",
    "document",
    "unused",
    "info",
    "address",
    "tags",
    "paths",
    "parameters",
    "schemas",
    "connector",
    "dynamic",
)


@dataclass(frozen=True, slots=True)
class Target:
    """A finding that is to be mended.

    Attributes:
        context: what the rules read.
        found: the finding.
        node: what it is about; missing ones have the value None.
    """

    context: Context
    found: Diagnostic
    node: Node

    @property
    def parent(self) -> Node:
        """What holds the node."""
        pointer = self.found.pointer.rpartition("/")[0]
        return self.context.document.at(pointer, self.node.file)


_FIXES: Final[dict[str, Fixer]] = {}


def fix(rule_id: str) -> Callable[[Fixer], Fixer]:
    """Registers the fix of a rule."""

    def register(fixer: Fixer) -> Fixer:
        _FIXES[rule_id] = fixer
        return fixer

    return register


@cache
def fixes() -> Mapping[str, Fixer]:
    """The fix of every rule that has one, by its id. Imports the families on the first call."""
    for family in FAMILIES:
        import_module(f"swagsmith.check.fixes.{family}")
    return MappingProxyType(_FIXES)
