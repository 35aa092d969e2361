"""The one place that touches an output folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: what was written, so that a later run knows which files are its own
MANIFEST = ".swagsmith.json"
#: made by using the distribution, not by generating it
_IGNORED = frozenset(
    {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", "dist", "build", ".venv"}
)


class OutputError(Exception):
    """An output folder cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Drift:
    """How a folder differs from what would be written, by relative path."""

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    foreign: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.foreign)


def with_manifest(files: Mapping[str, str], stamp: Mapping[str, str]) -> dict[str, str]:
    """The files and a list of them with their digests; `stamp` says what they were made from."""
    digests = {
        path: hashlib.sha256(text.encode()).hexdigest() for path, text in sorted(files.items())
    }
    return {**files, MANIFEST: json.dumps({**stamp, "files": digests}, indent=2) + "\n"}


def compare(files: Mapping[str, str], folder: Path) -> Drift:
    """Compares content both ways: what is missing or changed in the folder, and what is there beside it."""
    missing: list[str] = []
    changed: list[str] = []
    for path, text in sorted(files.items()):
        target = folder / path
        if not target.is_file():
            missing.append(path)
        elif target.read_bytes() != text.encode():
            changed.append(path)
    foreign = sorted(path for path in _present(folder) if path not in files)
    return Drift(tuple(missing), tuple(changed), tuple(foreign))


def write(files: Mapping[str, str], folder: Path) -> None:
    """Replaces a folder's generated files, all or none; files of somebody else's in it stay.

    Raises:
        OutputError: a path leads out of the folder, or a file that was not generated would be overwritten.
    """
    for path in files:
        if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise OutputError(f"refusing to write {path!r}: it leads out of the output folder")
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file; give a folder")
    folder = folder.resolve()
    ours = _written_before(folder)
    present = list(_present(folder))
    in_the_way = [path for path in present if path in files and path not in ours]
    if in_the_way:
        names = ", ".join(in_the_way[:3]) + (" …" if len(in_the_way) > 3 else "")
        raise OutputError(
            f"{folder} holds files that swagsmith did not write ({names}); choose an empty folder"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
        stage = Path(scratch) / "new"
        _fill(stage, files)
        for path in present:
            if path not in files and path not in ours:
                (stage / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(folder / path, stage / path, follow_symlinks=False)
        if folder.exists():
            stage.chmod(folder.stat().st_mode)
            folder.replace(Path(scratch) / "old")
        stage.replace(folder)


def _fill(stage: Path, files: Mapping[str, str]) -> None:
    stage.mkdir()
    for path, text in files.items():
        target = stage / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


def _written_before(folder: Path) -> frozenset[str]:
    """The files the last run wrote, by its manifest; none where there is no readable one."""
    try:
        found: dict[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return frozenset([*found.keys(), MANIFEST])  # a list there is not ours: no keys
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return frozenset()


def _present(folder: Path) -> Iterator[str]:
    """Every file below a folder by its relative path, caches and builds left out."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if name not in _IGNORED and not name.endswith(".egg-info")
        )
        for name in sorted(names):
            yield (Path(root) / name).relative_to(folder).as_posix()
