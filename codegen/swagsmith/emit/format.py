"""The last step over emitted Python: unused imports out, imports sorted, layout by ruff, pinned and isolated."""

from __future__ import annotations

import ast
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_OPTIONS = ["--isolated", "--quiet", "--no-cache"]
_LINE_LENGTH = ["--config", "line-length=110"]


class FormatError(AssertionError):
    """Emitted text is not Python."""


def format_python(files: Mapping[str, str], package: str) -> dict[str, str]:
    """Formats every `.py` file of a tree with one ruff process each for imports and layout.

    Args:
        files: relative path to text.
        package: the first-party package, for the sorting of imports.

    Raises:
        FormatError: a file does not parse; names the file and the line.
    """
    python = {path: text for path, text in files.items() if path.endswith(".py")}
    for path, text in python.items():
        try:
            ast.parse(text)
        except SyntaxError as error:
            raise FormatError(f"{path}:{error.lineno}: {error.msg}") from error
    with tempfile.TemporaryDirectory(prefix="swagsmith-") as folder:
        root = Path(folder)
        for path, text in python.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        config = [
            *_LINE_LENGTH,
            "--config",
            f'lint.isort.known-first-party=["{package}"]',
            "--target-version=py311",
        ]
        _ruff("check", "--fix", "--exit-zero", "--select=F401,I", *_OPTIONS, *config, folder)
        _ruff("format", *_OPTIONS, *_LINE_LENGTH, "--target-version=py311", folder)
        return {**files, **{path: (root / path).read_text(encoding="utf-8") for path in python}}


def _ruff(*arguments: str) -> None:
    from ruff import find_ruff_bin  # type: ignore[import-untyped]

    done = subprocess.run(  # noqa: S603 - our own binary, our own arguments
        [find_ruff_bin(), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise FormatError(done.stderr.strip() or done.stdout.strip())
