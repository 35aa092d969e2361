"""The output folder: all or nothing, only our own files, drift seen both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swagsmith.emit import write as module
from swagsmith.emit.write import MANIFEST, OutputError, compare, with_manifest, write

if TYPE_CHECKING:
    from pathlib import Path

FILES = with_manifest({"pkg/__init__.py": "x = 1\n", "README.md": "hello\n"}, {"swagsmith": "0"})


def test_a_second_run_replaces_what_it_wrote_and_removes_what_it_no_longer_writes(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    write(FILES, out)
    less = with_manifest({"pkg/__init__.py": "x = 2\n"}, {"swagsmith": "0"})
    write(less, out)
    assert (out / "pkg/__init__.py").read_text() == "x = 2\n"
    assert not (out / "README.md").exists()
    assert not compare(less, out)


def test_a_file_of_somebody_else_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(FILES, out)
    (out / "notes.txt").write_text("mine")
    write(FILES, out)
    assert (out / "notes.txt").read_text() == "mine"


def test_a_file_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "README.md").write_text("mine")
    with pytest.raises(OutputError, match=r"README\.md"):
        write(FILES, out)
    assert (out / "README.md").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    "manifest", ["{", "[]", '{"files": ["README.md"]}', '{"files": null}', "{}"]
)
def test_a_manifest_of_somebody_else_makes_no_file_ours(tmp_path: Path, manifest: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / MANIFEST).write_text(manifest)
    (out / "README.md").write_text("mine")
    with pytest.raises(OutputError):
        write(FILES, out)
    assert (out / "README.md").read_text() == "mine"


@pytest.mark.parametrize("path", ["../evil.py", "/etc/evil.py", "pkg/../../evil.py"])
def test_no_path_leads_out(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutputError, match="leads out"):
        write({path: ""}, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_half_way_leaves_the_old_folder_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    write(FILES, out)

    def fail(stage: Path, files: object) -> None:
        stage.mkdir()
        (stage / "half").write_text("")
        raise OSError("disk full")

    monkeypatch.setattr(module, "_fill", fail)
    with pytest.raises(OSError, match="disk full"):
        write({"new.py": ""}, out)
    assert not compare(FILES, out)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda out: (out / "README.md").unlink(), ("missing", "README.md")),
        (lambda out: (out / "README.md").write_text("edited"), ("changed", "README.md")),
        (lambda out: (out / "pkg/extra.py").write_text(""), ("foreign", "pkg/extra.py")),
    ],
)
def test_drift_is_seen_both_ways(tmp_path: Path, change: object, expected: tuple[str, str]) -> None:
    out = tmp_path / "out"
    write(FILES, out)
    assert not compare(FILES, out)
    assert callable(change)
    change(out)
    drift = compare(FILES, out)
    assert getattr(drift, expected[0]) == (expected[1],)


def test_caches_are_no_drift(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(FILES, out)
    (out / "pkg/__pycache__").mkdir()
    (out / "pkg/__pycache__/x.pyc").write_bytes(b"")
    assert not compare(FILES, out)
