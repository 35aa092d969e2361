"""Plain YAML scalars: the value their author meant, and whether YAML readers agree on it."""

from __future__ import annotations

import re
import sys
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE: Final = "file-yaml-implicit-type"
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)").fullmatch
_RADIX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+").fullmatch
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
).fullmatch
_CONSTANTS: Final[dict[str, Any]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMERIC: Final = frozenset("-+.0123456789")
_LONGEST_NUMBER: Final = 300
_BOOLEAN_WORDS: Final = frozenset(
    form for word in ("yes", "no", "on", "off") for form in (word, word.title(), word.upper())
)
#: Forms that YAML 1.1 and YAML 1.2 readers take for different things (yaml.org/type against
#: the core schema, YAML 1.2.2 section 10.3.2), with what they may take them for.
_AMBIGUOUS: Final = tuple(
    (re.compile(pattern).fullmatch, what)
    for pattern, what in (
        (r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?", "a date"),
        (r"[-+]?0[0-9_]+|0o[0-7]+|0b[01_]+", "an octal or binary number"),
        (r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", "a number in base 60"),
        (r"[-+]?[0-9]+_[0-9_]*(?:\.[0-9_]*)?", "a number"),
        (r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][0-9]+|[-+]?[0-9]+[eE][-+][0-9]+", "a number"),
        (r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", "a number that JSON cannot hold"),
    )
)


#: An escape in a double-quoted scalar (YAML 1.2.2 section 5.7).
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0abefv])|.)", re.DOTALL
)
_CONTROLS: Final = {"0": 0, "a": 7, "b": 8, "e": 27, "f": 12, "v": 11}


def escapes(text: str) -> Iterator[tuple[str, int, int]]:
    """The characters that a double-quoted scalar spells as escapes, each with its range."""
    for found in _ESCAPE.finditer(text):
        *codes, control = found.groups()
        code = next((int(digits, 16) for digits in codes if digits), _CONTROLS.get(control))
        if code is not None and code <= sys.maxunicode:
            yield chr(code), found.start(), found.end()


def resolve(text: str) -> Any:
    """The value of a plain scalar by the core schema of YAML 1.2.

    Text stays what readers disagree on and its author meant as text: `no`, `on`, `012`, dates,
    `1_000`, and what JSON cannot hold: `.inf`, `.nan`.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMERIC or len(text) > _LONGEST_NUMBER:
        return text
    if _INTEGER(text) or _RADIX(text):
        return int(text, 0)
    if _FLOAT(text):
        value = float(text)
        return value if isfinite(value) else text
    return text


def ambiguity(text: str) -> str | None:
    """What some YAML reader may take a plain scalar for, against its author's intent."""
    if text in _BOOLEAN_WORDS:
        return "a boolean"
    if text[:1] not in _NUMERIC:
        return None
    return next((what for matches, what in _AMBIGUOUS if matches(text)), None)


def key_ambiguity(text: str) -> str | None:
    """What a YAML reader takes a plain mapping key for, if not for text."""
    if text in _CONSTANTS:
        return "null" if _CONSTANTS[text] is None else "a boolean"
    if text[0] in _NUMERIC and not isinstance(resolve(text), str):
        return "a number"
    return ambiguity(text)
