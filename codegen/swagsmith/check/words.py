"""How findings speak about values and names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from swagsmith.source.similar import closest

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The types of JSON with their article.
ARTICLES: Final = {
    "array": "an array",
    "boolean": "a boolean",
    "file": "a file",
    "integer": "an integer",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a text",
}
_LONGEST: Final = 60


def json_type(value: Any) -> str:
    """The JSON type of a value; a whole number is an integer."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    kinds = ((str, "string"), (int, "integer"), (float, "number"), (list, "array"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "object")


def shown(value: Any) -> str:
    """A value as JSON, shortened; an object or array by its type only."""
    if isinstance(value, (dict, list)):
        return ARTICLES[json_type(value)]
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def listed(items: Iterable[str], last: str = "or") -> str:
    """Words in a row: `a, b or c`."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def bare(text: str) -> str:
    """A short text without what does not matter when two are compared: case, end mark, spaces."""
    return text.strip().rstrip(".!").casefold()


def did_you_mean(name: str, names: Iterable[str]) -> str | None:
    """The hint for a name that does not exist."""
    found = closest(name, names)
    return f"did you mean `{found}`?" if found else None
