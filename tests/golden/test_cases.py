"""Each folder of tests/cases shows one feature: a small document and what is emitted for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from swagsmith.diagnostics import DocumentError
from swagsmith.emit import emit
from swagsmith.lower import lower
from swagsmith.source import load

CASES = Path(__file__).parent.parent / "cases"
#: the parts that vary with the document; the rest is the same for all
SHOWN = ("_shapes.py", "models/", "operations/", "resources/")
SAME = ("operations/__init__.py", "resources/__init__.py")


def emitted(folder: Path) -> dict[str, str]:
    """What a case gives: files by path, and what was said on the way as stderr.txt."""
    try:
        lowered = lower(load(folder / "spec.yaml"), "case")
    except DocumentError as error:
        said, files = error.diagnostics, {}
    else:
        said = lowered.findings
        files = {
            path.removeprefix("case/"): text
            for path, text in emit(lowered.api).items()
            if path.startswith("case/")
        }
    shown = {
        path: text for path, text in files.items() if path.startswith(SHOWN) and path not in SAME
    }
    lines = [
        f"{found.span.line}:{found.span.column}: {found.severity}: {found.message} [{found.rule}]\n"
        for found in said
    ]
    return {**shown, "stderr.txt": "".join(lines)}


@pytest.mark.parametrize("folder", sorted(CASES.iterdir()), ids=lambda folder: folder.name)
def test_case(folder: Path, request: pytest.FixtureRequest) -> None:
    found = emitted(folder)
    expected_folder = folder / "expected"
    if request.config.getoption("--update-golden"):
        for path in [path for path in expected_folder.rglob("*") if path.is_file()]:
            path.unlink()
        for name, text in found.items():
            target = expected_folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    expected = {
        path.relative_to(expected_folder).as_posix(): path.read_text(encoding="utf-8")
        for path in expected_folder.rglob("*")
        if path.is_file()
    }
    assert found == expected, "run `make update-golden` and read the difference"
