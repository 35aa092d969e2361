"""Regular expressions as text: whether they are any, and who can read them."""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import Final

import jsonschema_rs

#: What only some engines have: the name of it, and how it looks. Escaped characters and classes
#: are taken out before.
_DIALECTS: Final = (
    ("a look-behind", r"\(\?<[=!]"),
    ("a named group", r"\(\?P?<[A-Za-z_]"),
    ("an inline flag", r"\(\?[a-zA-Z]*-?[a-zA-Z]+[:)]|\(\?\^"),
    ("an atomic group", r"\(\?>"),
    ("a comment", r"\(\?#"),
    ("a back reference by name", r"\(\?P="),
    ("a possessive quantifier", r"[*+?}]\+"),
)
_ESCAPES: Final = (
    ("an anchor like \\A or \\z", r"\\[AZzG]"),
    ("an escape like \\h or \\R", r"\\[hHRXKQE]"),
    ("a POSIX class", r"\[\[:\^?[a-z]+:\]"),
)
#: What neither ECMA 262 nor Python has, and other engines have.
READ_ELSEWHERE: Final = tuple(name for name, _ in _ESCAPES)
#: Longer expressions are not tried; it would take too long.
_LONGEST: Final = 2000
_RANGE: Final = r"(\\[dswDSW])-(?!\])"
_ESCAPED: Final = r"(?s)\\."
_CLASS: Final = r"\[\^?\]?[^\]]*\]"
_ANCHOR: Final = r"[$^]|\(\?[=!]"


@cache
def compiled(pattern: str) -> jsonschema_rs.Draft4Validator | None:
    """What tells the texts that match; None for what is no expression of ECMA 262."""
    try:
        return jsonschema_rs.Draft4Validator({"pattern": pattern})
    except ValueError:
        return None


def is_portable(pattern: str) -> bool:
    """Whether a text is a regular expression of ECMA 262."""
    return compiled(pattern) is not None


def dialect(pattern: str) -> str | None:
    """What of an expression only some engines can read, as far as it has a name."""
    for name, looks in _ESCAPES:
        if re.search(looks, pattern.replace("\\\\", "")):
            return name
    return next((name for name, looks in _DIALECTS if re.search(looks, _plain(pattern))), None)


def _plain(pattern: str) -> str:
    """An expression without what is escaped and without the insides of classes."""
    return re.sub(_CLASS, "_", re.sub(_ESCAPED, "_", pattern))


def is_anchored(pattern: str) -> bool:
    """Whether an expression says where in a text it fits, or that it fits anywhere."""
    return re.search(_ANCHOR, _plain(pattern.replace(r"\b", "^"))) is not None


def is_readable(pattern: str) -> bool:
    """Whether some engine reads an expression, if not all do."""
    if len(pattern) > _LONGEST:
        return True
    # A class before a hyphen is no range where engines are lenient.
    lenient = re.sub(_RANGE, r"\1\\-", pattern)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(lenient)
        except (re.error, OverflowError, RecursionError):
            return False
    return True
