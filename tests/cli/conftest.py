from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from swagsmith.cli import group

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Writes a file into a fresh folder, which is the current one."""
    monkeypatch.chdir(tmp_path)

    def do(text: str | bytes, name: str = "spec.yaml") -> str:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
        return name

    return do


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `swagsmith lint`."""
    # The command switches the collector off for good, which is right for a process of its own.
    monkeypatch.setattr("gc.disable", lambda: None)

    def do(*arguments: str, text: str | bytes | None = None) -> Result:
        return CliRunner().invoke(group, ["lint", *arguments], input=text)

    return do
