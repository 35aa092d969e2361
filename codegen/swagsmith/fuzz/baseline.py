"""Known findings of a service: a run fails only on what is new."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from swagsmith.source import is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from pathlib import Path

    from swagsmith.fuzz.finding import Finding

_FORMAT: Final = "swagsmith-fuzz-baseline"
_VERSION: Final = 1
_TEXTS: Final = ("operation", "check", "message", "fingerprint")


class BaselineError(ValueError):
    """A file is no baseline; the message says so in one line."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings of one file.

    Attributes:
        name: of the file.
        entries: operation, check, message and fingerprint of each.
    """

    name: str
    entries: tuple[dict[str, str], ...]

    def unknown(self, found: Iterable[Finding]) -> tuple[Finding, ...]:
        """Those of some findings that are not known."""
        known = {entry["fingerprint"] for entry in self.entries}
        return tuple(finding for finding in found if finding.fingerprint not in known)

    def unused(self, found: Iterable[Finding], tested: Container[str]) -> tuple[str, ...]:
        """A line for each entry of a tested operation that has not occurred."""
        seen = {finding.fingerprint for finding in found}
        return tuple(
            f"{self.name}: {entry['check']} at {entry['operation']} did not occur in this run"
            for entry in self.entries
            if entry["operation"] in tested and entry["fingerprint"] not in seen
        )


def read(path: Path) -> Baseline:
    """The baseline in a file. Raises BaselineError."""
    try:
        content: Any = json.loads(path.read_bytes())
    except OSError as error:
        raise BaselineError(f"{path} cannot be read: {(error.strerror or '').lower()}") from None
    except (ValueError, RecursionError):
        content = None
    entries = content.get("findings") if is_mapping(content) else None
    if not is_array(entries) or content.get(_FORMAT) != _VERSION or not all(map(_fits, entries)):
        advice = f"`swagsmith fuzz --write-baseline {path}` makes one"
        raise BaselineError(f"{path}: this is no baseline; {advice}")
    return Baseline(str(path), tuple(entries))


def render(found: Iterable[Finding]) -> str:
    """The text of a baseline, a line for each finding."""
    entries = [{name: getattr(finding, name) for name in _TEXTS} for finding in found]
    lines = ",\n".join(f"  {json.dumps(entry)}" for entry in entries)
    body = f"[\n{lines}\n ]" if lines else "[]"
    return f'{{"{_FORMAT}": {_VERSION},\n "findings": {body}\n}}\n'


def _fits(entry: Any) -> bool:
    return is_mapping(entry) and all(isinstance(entry.get(name), str) for name in _TEXTS)
