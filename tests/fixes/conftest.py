from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from swagsmith.check import Profile
from swagsmith.check.fixing import mend
from swagsmith.check.session import Request, check
from swagsmith.diagnostics import Diagnostic

Found = list[Diagnostic]


@pytest.fixture
def mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[bytes, Found, Found]]:
    """The bytes of a document after its fixes, and the findings before and after."""
    monkeypatch.chdir(tmp_path)

    def do(data: str | bytes, *select: str, name: str = "spec.yaml") -> tuple[bytes, Found, Found]:
        old = data.encode() if isinstance(data, str) else data
        Path(name).write_bytes(old)
        # What is right in a connector may be wrong elsewhere.
        connector = select[-1].startswith("ms-")
        request = Request(select=select, profile=Profile.CONNECTOR if connector else None)
        (before,) = check([name], request)
        files = list(mend([name], request).files.values())
        new = files[0].new if files else old
        assert Path(name).read_bytes() == old  # nothing is written yet
        Path(name).write_bytes(new)
        (after,) = check([name], request)
        assert mend([name], request).files == {}, "a second run has nothing to do"
        return new, list(before.diagnostics), list(after.diagnostics)

    return do
