"""The size of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swagsmith.check import Profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from swagsmith.diagnostics import Diagnostic

MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("size", "severity"),
    [
        (MEGABYTE, "error"),
        (MEGABYTE * 8 // 10, "warning"),
        (MEGABYTE * 8 // 10 - 1, None),
    ],
)
def test_the_limit_of_a_connector(
    find: Callable[..., list[Diagnostic]],
    document: Callable[[str], object],
    size: int,
    severity: str | None,
) -> None:
    frame = document("x-a: 1\n#\n").stat().st_size  # type: ignore[attr-defined]  # a Path
    text = f"x-a: 1\n#{'a' * (size - frame)}\n"
    found = find(text, "file-size", profile=Profile.CONNECTOR)
    assert [diagnostic.severity for diagnostic in found] == ([severity] if severity else [])
    for diagnostic in found:
        assert (diagnostic.pointer, diagnostic.span.line, diagnostic.span.column) == ("", 1, 1)
        assert f"{size:,} bytes" in diagnostic.message
