"""Dependencies point one way: source -> check, lower -> ir <- emit."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "codegen/swagsmith"
#: what each part may import of ours, beside itself
ALLOWED = {
    "diagnostics": {"__version__"},
    "source": {"diagnostics"},
    "ir": set(),
    "check": {"diagnostics", "source"},
    "compat": {"check", "diagnostics", "ir", "lower", "source"},
    "lower": {"diagnostics", "source", "ir"},
    "emit": {"ir", "__version__"},
    "runtime": set(),
    "fuzz": {"diagnostics", "source", "ir", "lower", "emit", "__version__"},
}


def imported(path: Path) -> set[str]:
    """The parts of the package a module imports, at the top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = (
                [node.module]
                if node.module != "swagsmith"
                else [f"swagsmith.{item.name}" for item in node.names]
            )
        elif isinstance(node, ast.Import):
            names = [item.name for item in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("swagsmith.")}
    return found


@pytest.mark.parametrize("part", sorted(ALLOWED))
def test_a_part_imports_only_what_it_may(part: str) -> None:
    modules = list((PACKAGE / part).rglob("*.py"))
    assert modules
    wrong = {
        str(path.relative_to(PACKAGE)): extra
        for path in modules
        if (extra := imported(path) - ALLOWED[part] - {part})
    }
    assert wrong == {}


def test_the_runtime_needs_nothing_of_the_tool() -> None:
    for path in (PACKAGE / "runtime").rglob("*.py"):
        assert "swagsmith" not in path.read_text(encoding="utf-8"), path
