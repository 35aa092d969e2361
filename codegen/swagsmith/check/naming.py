"""Names and their conventions."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

_RUN = re.compile(r"[^\W_]+")
# "HTTPServer2Port" is HTTP Server2 Port; "IDs" stays together.
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z](?!\b))")
PASCAL: Final = "PascalCase"
#: By name; the earlier one is meant where a name fits several.
CONVENTIONS: Final[dict[str, Callable[[str], object]]] = {
    name: re.compile(pattern).fullmatch
    for name, pattern in (
        ("kebab-case", r"[a-z0-9]+(?:-[a-z0-9]+)*"),
        ("snake_case", r"[a-z0-9]+(?:_[a-z0-9]+)*"),
        ("camelCase", r"[a-z][A-Za-z0-9]*"),
        # A later revision of an operation is called so by custom connectors.
        (PASCAL, r"[A-Z][A-Za-z0-9]*(?:_V[0-9]+)?"),
        ("Noun_Verb", r"[A-Z][A-Za-z0-9]*(?:_[A-Z][A-Za-z0-9]*)+"),
    )
}


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a name in any convention, in lower case: `GetHTTPUrl` is get http url."""
    return tuple(part.lower() for run in _RUN.findall(name) for part in _CAMEL.split(run) if part)


def prevailing(names: Collection[str], conventions: Iterable[str]) -> tuple[str, int]:
    """The one of some conventions that most names follow, and how many do."""
    counts = {
        convention: sum(1 for name in names if CONVENTIONS[convention](name))
        for convention in conventions
    }
    best = max(counts, key=lambda convention: counts[convention])
    return best, counts[best]
