"""Plain values as text, in the manner of the file they are put into."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from swagsmith.source import yamlscalar
from swagsmith.source.node import is_array, is_mapping

_PLAIN: Final = re.compile(r"[A-Za-z_/$][A-Za-z0-9_/.$-]*(?: [A-Za-z0-9_/.$-]+)*")
_SPECIAL: Final = frozenset("-?:,[]{}#&*!|>'\"%@` \t\r\n")


def as_json(value: Any, *, ascii_only: bool, compact: bool) -> str:
    """A value as JSON on one line, with escapes for all but ASCII or without blanks if wanted."""
    separators = (",", ":") if compact else (", ", ": ")
    return json.dumps(value, ensure_ascii=ascii_only, separators=separators)


def as_yaml(value: Any, *, key: bool = False) -> str:
    """A value as YAML in flow style."""
    if is_mapping(value):
        members = (f"{as_yaml(name, key=True)}: {as_yaml(v)}" for name, v in value.items())
        return f"{{{', '.join(members)}}}"
    if is_array(value):
        return f"[{', '.join(map(as_yaml, value))}]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and _is_text(value, key=key):
        return value
    return json.dumps(value, ensure_ascii=False)


def in_place_of(old: str, value: Any, *, key: bool = False) -> str:
    """A value as YAML, quoted as the scalar was that stood there."""
    if not isinstance(value, str):
        return as_yaml(value, key=key)
    if old[:1] == "'" and value.isprintable():
        doubled = value.replace("'", "''")
        return f"'{doubled}'"
    if old[:1] not in _SPECIAL and _is_text(value, key=key) and _like(old, value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _is_text(value: str, *, key: bool) -> bool:
    """Whether every reader of YAML takes the plain scalar for text."""
    known = yamlscalar.key_ambiguity(value) if key else yamlscalar.ambiguity(value)
    return known is None and isinstance(yamlscalar.resolve(value), str)


def _like(old: str, value: str) -> bool:
    """Whether a plain scalar may stand where another one stood: nothing in it is new there."""
    allowed = frozenset(old) | frozenset(" /._()")
    known = value[0] not in _SPECIAL and all(c.isalnum() or c in allowed for c in value)
    return known and not re.search(r": | #|[ :]\Z", value)
