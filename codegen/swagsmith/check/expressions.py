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
    ("a look-behind", re.compile(r"\(\?<[=!]")),
    ("a named group", re.compile(r"\(\?P?<[A-Za-z_]")),
    ("an inline flag", re.compile(r"\(\?[a-zA-Z]*-?[a-zA-Z]+[:)]|\(\?\^")),
    ("an atomic group", re.compile(r"\(\?>")),
    ("a comment", re.compile(r"\(\?#")),
    ("a back reference by name", re.compile(r"\(\?P=")),
    ("a possessive quantifier", re.compile(r"[*+?}]\+")),
)
_ESCAPES: Final = (
    ("an anchor like \\A or \\z", re.compile(r"\\[AZzG]")),
    ("an escape like \\h or \\R", re.compile(r"\\[hHRXKQE]")),
    ("a POSIX class", re.compile(r"\[\[:\^?[a-z]+:\]")),
)
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
_ANCHOR = re.compile(r"[$^]|\(\?[=!]")


@cache
def is_portable(pattern: str) -> bool:
    """Whether a text is a regular expression of ECMA 262."""
    try:
        jsonschema_rs.Draft4Validator({"pattern": pattern})
    except ValueError:
        return False
    return True


def dialect(pattern: str) -> str | None:
    """What of an expression only some engines can read; None for most, and for what none can."""
    for name, looks in _ESCAPES:
        if looks.search(pattern.replace("\\\\", "")):
            return name
    if not is_portable(pattern) and not _python_reads(pattern):
        return None
    plain = _CLASS.sub("_", _ESCAPED.sub("_", pattern))
    found = [name for name, looks in _DIALECTS if looks.search(plain)]
    return found[0] if found else None if is_portable(pattern) else "something"


def is_anchored(pattern: str) -> bool:
    """Whether an expression says where in a text it fits, or that it fits anywhere."""
    kept = pattern.replace(r"\b", "^")
    return _ANCHOR.search(_CLASS.sub("_", _ESCAPED.sub("_", kept))) is not None


def _python_reads(pattern: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError):
            return False
    return True
