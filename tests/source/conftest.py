from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swagsmith.diagnostics import Diagnostic, DocumentError
from swagsmith.source import Document, load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = 'swagger: "2.0"\ninfo: {title: Widgets, version: "1"}\npaths: {}\n'


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file into a fresh folder."""

    def do(data: str | bytes, name: str = "spec.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return do


@pytest.fixture
def read(write: Callable[..., Path]) -> Callable[..., Document]:
    """Loads a file with some content."""

    def do(data: str | bytes, name: str = "spec.yaml") -> Document:
        return load(write(data, name))

    return do


@pytest.fixture
def yaml(read: Callable[..., Document]) -> Callable[[str], Document]:
    """Loads a YAML document that has what every document has, and some more lines from line 4."""
    return lambda text: read(HEAD + text)


@pytest.fixture
def refused(read: Callable[..., Document]) -> Callable[..., Diagnostic]:
    """The one finding with which a file is refused."""

    def do(data: str | bytes, name: str = "spec.yaml") -> Diagnostic:
        with pytest.raises(DocumentError) as caught:
            read(data, name)
        (found,) = caught.value.diagnostics
        return found

    return do
