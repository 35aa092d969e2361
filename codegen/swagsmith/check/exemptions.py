"""Rules that do not hold everywhere: in some files, for some API paths, below some pointers."""

from __future__ import annotations

import os.path
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from swagsmith.check.globs import matches
from swagsmith.source import unescape

if TYPE_CHECKING:
    from swagsmith.check.rule import Rule
    from swagsmith.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class FileExemption:
    """Rules or packs that do not hold in files whose path fits a pattern.

    Attributes:
        pattern: a path seen from the folder; without a slash, the name of a file anywhere.
        names: of rules or packs.
        folder: where the configuration stands.
    """

    pattern: str
    names: tuple[str, ...]
    folder: Path

    def covers(self, rule: Rule, found: Diagnostic) -> bool:
        """Whether a finding of a rule is exempt."""
        if not rule.is_among(self.names):
            return False
        path = os.path.relpath(found.span.file, self.folder)
        pattern = self.pattern if "/" in self.pattern else f"**/{self.pattern}"
        return matches(pattern, Path(path).as_posix())


@dataclass(frozen=True, slots=True)
class PathExemption:
    """Rules or packs that do not hold for API paths that fit a pattern, or below some pointers.

    Attributes:
        pattern: of API paths; of JSON pointers when it begins with `#/`.
        names: of rules or packs.
    """

    pattern: str
    names: tuple[str, ...]

    def covers(self, rule: Rule, found: Diagnostic) -> bool:
        """Whether a finding of a rule is exempt."""
        if not rule.is_among(self.names):
            return False
        if self.pattern.startswith("#"):
            pointer = self.pattern[1:]
            return matches(pointer, found.pointer) or matches(f"{pointer}/**", found.pointer)
        section, _, below = found.pointer[1:].partition("/")
        path = unescape(below.partition("/")[0])
        return section == "paths" and matches(self.pattern, path)


Exemption = FileExemption | PathExemption
