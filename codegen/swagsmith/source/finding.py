"""Something to say about a node, before it is known where in the file that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from swagsmith.diagnostics import Severity
    from swagsmith.source.node import Node


#: Longest message; documents may have keys of any length.
_LONGEST: Final = 300


def shortened(message: str) -> str:
    """A message of bearable length."""
    return message if len(message) <= _LONGEST else f"{message[: _LONGEST - 1]}…"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule or a stage says about a document.

    Attributes:
        node: what it is about; it may be missing, then the nearest parent shows the place.
        message: one line that names the thing.
        help: what to do about it, if that is not obvious.
        related: other nodes with a word each; they are shown at their keys.
        key: whether to point at the node's key; by default only a text or number is pointed at
            itself, an object or array at its key.
        severity: where it differs from the severity of the rule.
    """

    node: Node
    message: str
    help: str | None = None
    related: tuple[tuple[str, Node], ...] = ()
    key: bool | None = None
    severity: Severity | None = None

    @property
    def at_key(self) -> bool:
        """Whether the key of the node is the place to look."""
        if self.key is None:
            return isinstance(self.node.value, (dict, list))
        return self.key
