"""Where the keys of a TOML file stand; the standard library's reader does not say."""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*\[{1,2}([^\[\]]+)\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(
    r"""\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*="""
)
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+)""")

Path = tuple[str, ...]


def line_of(text: str, path: Path, element: str | None = None) -> int:
    """The line of a key, from 1; of the nearest table that is found if the key stands inline.

    `element` is a text within the value of the key, such as one of a list.
    """
    lines = text.splitlines()
    found = _keys(lines)
    while path and path not in found:
        path, element = path[:-1], element if element is not None else path[-1]
    start = found.get(path, 1)
    if element is None:
        return start
    after = (number for number in range(start, len(lines) + 1) if element in lines[number - 1])
    return next(after, start)


def _keys(lines: list[str]) -> dict[Path, int]:
    """The lines of all tables and keys that begin a line."""
    found: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(lines, 1):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key[1])), number)
    return found


def _parts(dotted: str) -> Path:
    return tuple("".join(groups) for groups in _PART.findall(dotted))
