"""Paths as text: their templates, and what is wrong with those."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

#: One template: a name in braces, within a segment.
TEMPLATE: Final = re.compile(r"\{([^{}/]*)\}")
#: What other systems put into templates: defaults, patterns, wildcards, queries.
_FOREIGN: Final = frozenset(":=*+?#")
_QUERY = re.compile(r"[?#]")


def paths(context: Context) -> Iterator[tuple[str, Node]]:
    """Every path and its path item."""
    for site in context.sites(Kind.PATHS):
        for path, node in site.node.items():
            if not path.startswith("x-") and path != "$ref":
                yield path, node


def names(path: str) -> list[str]:
    """The names of the templates, in order."""
    return TEMPLATE.findall(path)


def plain(path: str) -> str:
    """The path with its templates unnamed; equal for paths that match the same requests."""
    return TEMPLATE.sub("{}", path)


def query(path: str) -> str:
    """What a path wrongly holds of a query or fragment, "" for most."""
    found = _QUERY.search(TEMPLATE.sub(lambda match: "_" * len(match[0]), path))
    return path[found.start() :] if found else ""


def fault(path: str) -> str | None:
    """What is wrong with the braces of a path."""
    found = names(path)
    if "{" in (rest := TEMPLATE.sub("", path)) or "}" in rest:
        crossing = re.search(r"\{[^{}]*/[^{}]*\}", path)
        return "a template crosses a slash" if crossing else "braces do not balance"
    if "" in found:
        return "a template has no name"
    for name in found:
        if _FOREIGN & set(name):
            return f"the template {{{name}}} is more than a name"
        if found.count(name) > 1:
            return f"the template {{{name}}} occurs twice"
    return None
