"""A value of a document together with where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterator


#: For the functions that are called most: what it narrows stays Any.
_MAPPING: Final[Any] = dict
#: how people write true where YAML 1.1 has been or quotes have got in
_TRUE = frozenset({"true", "yes", "on"})


def is_mapping(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a value is an object of the document."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether a value is an array of the document."""
    return isinstance(value, list)


def escape(token: str) -> str:
    """One reference token of a JSON pointer (RFC 6901 section 3), escaped."""
    return token.replace("~", "~0").replace("/", "~1")


def unescape(token: str) -> str:
    """The inverse of `escape`."""
    return token.replace("~1", "/").replace("~0", "~")


@dataclass(slots=True)
class Node:
    """A plain value (dict, list, str, int, float, bool or None), its file and its pointer tokens.

    Mapping keys are always text. Array indexes are tokens too, as decimal text. Nobody changes a
    node; it is not frozen because there are very many and a frozen one takes twice as long to make.
    """

    value: Any
    file: str
    tokens: tuple[str, ...] = ()

    @property
    def pointer(self) -> str:
        """RFC 6901 pointer within `file`."""
        return "".join(["/" + escape(token) for token in self.tokens])

    @property
    def key(self) -> str:
        """The last token: the key or index under which this value stands ("" at the root)."""
        return self.tokens[-1] if self.tokens else ""

    def child(self, key: str | int) -> Node:
        """The value under a key or index; a missing one is a node with the value None."""
        value, token, found = self.value, str(key), None
        if isinstance(value, _MAPPING):
            found = value.get(token)
        elif is_array(value) and token.isdecimal() and int(token) < len(value):
            found = value[int(token)]
        return Node(found, self.file, (*self.tokens, token))

    def __contains__(self, key: object) -> bool:
        return isinstance(self.value, _MAPPING) and key in self.value

    def items(self) -> Iterator[tuple[str, Node]]:
        """The members of a mapping in document order; nothing for any other value."""
        if is_mapping(self.value):
            for key, value in self.value.items():
                yield key, Node(value, self.file, (*self.tokens, key))

    def members(self) -> Iterator[Node]:
        """The values of a mapping in document order; nothing for any other value."""
        return (node for _, node in self.items())

    def names(self) -> list[str]:
        """The keys of a mapping in document order; none for any other value."""
        return list(self.value) if is_mapping(self.value) else []

    def elements(self) -> Iterator[Node]:
        """The elements of an array; nothing for any other value."""
        if is_array(self.value):
            for index, value in enumerate(self.value):
                yield Node(value, self.file, (*self.tokens, str(index)))

    def get(self, key: str, default: Any = None) -> Any:
        """The plain value under a key of a mapping, or the default."""
        return self.value.get(key, default) if isinstance(self.value, _MAPPING) else default

    def flag(self, key: str) -> bool:
        """Whether the value under a key is true; `yes` and `"true"` are what their author meant."""
        value = self.get(key)
        return value is True or (isinstance(value, str) and value.lower() in _TRUE)

    def text(self, key: str) -> str | None:
        """The text under a key of a mapping; None for anything else."""
        value = self.value.get(key) if isinstance(self.value, _MAPPING) else None
        return value if isinstance(value, str) else None
