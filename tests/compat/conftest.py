from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from swagsmith.check import Profile
from swagsmith.compat import Difference, Version, compare
from swagsmith.source import load

Diff = Callable[..., Difference]

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def widgets() -> str:
    """A small API with a bit of everything."""
    return (HERE / "widgets.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def edited() -> Callable[..., str]:
    """Replaces pieces of a text, each of which occurs once."""

    def do(text: str, *edits: tuple[str, str]) -> str:
        for old, new in edits:
            assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
            text = text.replace(old, new)
        return text

    return do


@pytest.fixture
def diff(tmp_path: Path) -> Diff:
    """Compares two documents given as YAML, with connection files given as data."""

    def version(name: str, text: str, beside: dict[str, Any] | None) -> Version:
        spec = tmp_path / f"{name}.yaml"
        spec.write_text(text, encoding="utf-8")
        properties = tmp_path / f"{name}.apiProperties.json"
        properties.unlink(missing_ok=True)
        if beside is not None:
            properties.write_text(json.dumps(beside, indent=1), encoding="utf-8")
        return Version(load(spec))

    def do(
        old: str,
        new: str,
        profile: Profile = Profile.PLAIN,
        connections: tuple[dict[str, Any] | None, dict[str, Any] | None] = (None, None),
    ) -> Difference:
        found = compare(
            version("old", old, connections[0]), version("new", new, connections[1]), profile
        )
        assert found.refusals == ()
        return found

    return do


@pytest.fixture
def told(diff: Diff) -> Callable[..., set[str]]:
    """What a comparison gives, each change as `rule verdict` without the prefix of rules."""

    def do(*arguments: Any, **options: Any) -> set[str]:
        changes = diff(*arguments, **options).changes
        return {f"{one.rule.removeprefix('diff-')} {one.verdict.value}" for one in changes}

    return do
