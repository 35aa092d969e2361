"""Known findings: an old document fails only on what is new."""

from __future__ import annotations

import json
import os.path
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from swagsmith.check.settings import SettingsError
from swagsmith.diagnostics import Diagnostic, DocumentError, Severity
from swagsmith.diagnostics.fingerprint import fingerprints
from swagsmith.source import is_array, is_mapping, sourcefile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

#: The rule id of an entry that no longer occurs.
UNUSED: Final = "unused-baseline"
_FORMAT: Final = "swagsmith-baseline"
_VERSION: Final = 1
#: A finding as a baseline knows it: its file, seen from the baseline's folder, and fingerprint.
_Key = tuple[str, str]


@dataclass(slots=True)
class Baseline:
    """The findings of one file, and which of them have occurred.

    Attributes:
        file: the file itself.
        entries: the findings as they stand there.
    """

    file: sourcefile.SourceFile
    entries: list[dict[str, Any]]
    _known: set[_Key] = field(default_factory=set[_Key])
    _seen: set[_Key] = field(default_factory=set[_Key])

    def __post_init__(self) -> None:
        self._known = {(entry["file"], entry["fingerprint"]) for entry in self.entries}

    def unknown(self, found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Those of the findings of one document, sorted by place, that are not known."""
        keys = _keys(found, Path(self.file.name).parent)
        self._seen.update(keys)
        pairs = zip(found, keys, strict=True)
        return tuple(diagnostic for diagnostic, key in pairs if key not in self._known)

    def unused(self, files: Iterable[str], rules: Collection[str]) -> Iterator[Diagnostic]:
        """The entries that have not occurred, for files and rules that were checked."""
        folder = Path(self.file.name).parent
        checked = {_seen_from(file, folder) for file in files}
        for index, entry in enumerate(self.entries):
            key = (entry["file"], entry["fingerprint"])
            if key in self._seen or entry["file"] not in checked or entry["rule"] not in rules:
                continue
            tokens = ("findings", str(index))
            message = f"{entry['rule']} at {entry['file']}#{entry['pointer']} no longer occurs"
            yield Diagnostic(
                UNUSED, Severity.INFO, message, "/".join(("", *tokens)), self.file.span(tokens)
            )


def read(path: Path) -> Baseline:
    """The baseline in a file. Raises `SettingsError`."""
    try:
        file = sourcefile.read(path, str(path))
    except DocumentError as error:
        first = error.diagnostics[0]
        raise SettingsError(f"{first.span}: {first.message}") from None
    content: Any = file.value
    entries = content.get("findings") if is_mapping(content) else None
    if not is_array(entries) or content.get(_FORMAT) != _VERSION or not all(map(_fits, entries)):
        message = f"this is no baseline; `swagsmith lint --write-baseline {path}` makes one"
        raise SettingsError(f"{path}: {message}")
    return Baseline(file, entries)


def render(found: Iterable[Sequence[Diagnostic]], folder: Path) -> str:
    """The text of a baseline in a folder, for the findings of some documents; a line for each."""
    entries = {
        key: {
            "file": key[0],
            "rule": diagnostic.rule,
            "pointer": diagnostic.pointer,
            "fingerprint": key[1],
        }
        for group in found
        for diagnostic, key in zip(group, _keys(group, folder), strict=True)
    }
    ordered = sorted(entries.values(), key=lambda entry: tuple(entry.values()))
    lines = ",\n".join(f"  {json.dumps(entry)}" for entry in ordered)
    body = f"[\n{lines}\n ]" if lines else "[]"
    return f'{{"{_FORMAT}": {_VERSION},\n "findings": {body}\n}}\n'


def _fits(entry: Any) -> bool:
    """Whether an entry has all its texts."""
    names = ("file", "rule", "pointer", "fingerprint")
    return is_mapping(entry) and all(isinstance(entry.get(name), str) for name in names)


def _keys(found: Sequence[Diagnostic], folder: Path) -> list[_Key]:
    files = (_seen_from(diagnostic.span.file, folder) for diagnostic in found)
    return list(zip(files, fingerprints(found), strict=True))


def _seen_from(file: str, folder: Path) -> str:
    return Path(os.path.relpath(file, folder)).as_posix()
