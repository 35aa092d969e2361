"""Fields that are missing only because their name is misspelt, which doc-structure reports."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from swagsmith.check.structure.schema import fields, schema
from swagsmith.source.similar import closest

if TYPE_CHECKING:
    from swagsmith.source import Node


@cache
def all_fields() -> frozenset[str]:
    """The fixed fields of all objects of the specification."""
    names = ("", *schema()["definitions"])
    return frozenset(field for name in names for field in fields(name))


def is_misspelt(key: str, field: str) -> bool:
    """Whether a key means a field and is none itself."""
    if key in all_fields() or key.startswith("x-"):
        return False
    return closest(key, (field,)) is not None


def is_hidden(node: Node, field: str) -> bool:
    """Whether a field of an object is there under a misspelt name only."""
    return field not in node and _means(_odd(node), field)


def lacks(node: Node, field: str) -> bool:
    """Whether an object has no such field, not even under a misspelt name or behind a broken `$ref`."""
    if field in node or "$ref" in node:
        return False
    # Most objects have fields only; the question is asked very often.
    odd = _odd(node)
    return not odd or not (_means(odd, field) or _means(odd, "$ref"))


def _odd(node: Node) -> list[str]:
    """The keys of an object that are neither fields nor extensions."""
    known, keys = all_fields(), node.names()
    if known.issuperset(keys):
        return []
    return [key for key in keys if key not in known and key[:2] != "x-"]


def _means(odd: list[str], field: str) -> bool:
    return any(closest(key, (field,)) is not None for key in odd)
