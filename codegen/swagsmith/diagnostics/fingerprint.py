"""What makes a finding the same one after the document has changed elsewhere."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swagsmith.diagnostics import Diagnostic

_DIGITS = re.compile(r"[0-9]+")
#: An index of an array; a response code is a number and no index.
_INDEX = re.compile(r"(?<!/responses)/[0-9]+(?=/|$)")


def fingerprints(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """A fingerprint for each of some findings, in their order; no two in a file are the same.

    It is made of the rule, the pointer and the message, without what moves when something else
    is added: lines, indexes, counts, white space. Findings that are alike in all that are
    numbered in the order they stand in the file.
    """
    seen: Counter[tuple[str, str]] = Counter()
    found: list[str] = []
    for diagnostic in diagnostics:
        digest = _digest(diagnostic)
        key = (diagnostic.span.file, digest)
        seen[key] += 1
        found.append(f"{digest}:{seen[key]}")
    return found


def _digest(found: Diagnostic) -> str:
    pointer = _INDEX.sub("/*", found.pointer)
    message = " ".join(_DIGITS.sub("#", found.message).split())
    text = f"{found.rule}\0{pointer}\0{message}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
