"""How changes speak about the things of a document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from swagsmith.source import Node, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swagsmith.check.operations import Parameter

_LONGEST: Final = 80
_LOCATIONS: Final = {"formData": "form"}


def quoted(name: object) -> str:
    """A name or value of the document in backticks, which nothing in it can end."""
    plain = name if isinstance(name, str) else json.dumps(name, ensure_ascii=False, default=str)
    text = " ".join(plain.replace("`", "'").split()) or '""'
    return f"`{text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}`"


def value(found: Any) -> str:
    """A JSON value in backticks, a text with its quotes."""
    return quoted(json.dumps(found, ensure_ascii=False, default=str))


def names(items: Iterable[object]) -> str:
    """Names in a row, a few of many."""
    words = [quoted(item) for item in items]
    shown = words[:5]
    more = [f"{len(words) - 5} more"] if len(words) > 5 else []
    row = [*shown, *more]
    return f"{', '.join(row[:-1])} and {row[-1]}" if len(row) > 1 else "".join(row)


def canonical(found: Any) -> str:
    """A text that is equal for equal JSON values: 1 and 1.0 are equal, 1 and true are not."""
    return "" if found is None else json.dumps(_plain(found), sort_keys=True, default=str)


def _plain(found: Any) -> Any:
    if isinstance(found, float) and found.is_integer():
        return int(found)
    if is_array(found):
        return [_plain(item) for item in found]
    if is_mapping(found):
        return {key: _plain(item) for key, item in found.items()}
    return found


@dataclass(frozen=True, slots=True)
class Label:
    """What a schema is called: a path of property names within something with a name."""

    owner: str
    path: str = ""

    def __str__(self) -> str:
        plain = {
            "": self.owner,
            "[]": f"each element of {self.owner}",
            "*": f"each value of {self.owner}",
        }
        return plain.get(self.path) or f"{quoted(self.path)} of {self.owner}"

    def property(self, name: str) -> Label:
        """A property of it."""
        return Label(self.owner, f"{self.path}.{name}" if self.path else name)

    def element(self) -> Label:
        """What an array holds."""
        return Label(self.owner, f"{self.path}[]")

    def value(self) -> Label:
        """The value under a key that the document does not name."""
        return Label(self.owner, f"{self.path}.*" if self.path else "*")


def missing(parent: Node, key: str) -> Node:
    """The place of something that is not there."""
    return Node(None, parent.file, (*parent.tokens, key))


def changed(keyword: str, thing: object, old: Any, new: Any) -> str:
    """A sentence about a keyword that has another value; None is none."""
    if old is None:
        return f"{thing} has the {quoted(keyword)} {value(new)} now"
    if new is None:
        return f"{thing} has no {quoted(keyword)} any more; it was {value(old)}"
    return f"the {quoted(keyword)} of {thing} changed from {value(old)} to {value(new)}"


def definition(node: Node) -> Label | None:
    """What a schema is called that has a name of its own."""
    if node.tokens[:1] == ("definitions",) and len(node.tokens) == 2:
        return Label(quoted(node.key))
    return None


def parameter(found: Parameter) -> str:
    """What a parameter is called."""
    if found.location == "body":
        return "the body"
    return f"the {_LOCATIONS.get(found.location, found.location)} parameter {quoted(found.name)}"
