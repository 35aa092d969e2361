"""Patterns with `*`, `**` and `?` for files, API paths and pointers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_WILD = re.compile(r"(\*\*/|\*\*|\*|\?)")
_MEANINGS: Final = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@lru_cache(1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = _WILD.split(pattern)
    return re.compile("".join(_MEANINGS.get(part, re.escape(part)) for part in parts), re.DOTALL)


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text fits: `*` and `?` stay between two slashes, `**` goes across them."""
    return _compiled(pattern).fullmatch(text) is not None
