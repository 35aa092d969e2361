"""The verdict `source` is true: mypy reads code written for the old client against the new one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from swagsmith.emit import emit
from swagsmith.emit.write import write
from swagsmith.lower import lower
from swagsmith.source import load

if TYPE_CHECKING:
    from pathlib import Path

    from swagsmith.compat import Difference

HEAD = "from __future__ import annotations\nfrom {package} import {client}, models\n\ndef use(client: {client}) -> None:\n"
SIZE = "size: {type: number, maximum: 9}"

#: what is edited, and a line that a caller of the old client has written
ROWS: list[tuple[str, str, str]] = [
    ("operationId: GetWidget", "operationId: FetchWidget", "client.widgets.get('1')"),
    ("operationId: GetWidget", "operationId: FetchWidget\n      x-python-name: get", "client.widgets.get('1')"),
    ("GetWidget\n      tags: [Widgets]", "GetWidget\n      tags: [Things]", "client.widgets.get('1')"),
    ("{name: order,", "{name: order, x-python-name: by,", "client.widgets.list(order='up')"),
    ("format: int32", "format: int64", "client.widgets.list(limit=5)"),
    (SIZE, SIZE.replace("{", "{x-python-name: extent, "), "client.widgets.get('1').size"),
    ("made: {type: string}", "made: {type: string, format: date-time}", "(client.widgets.get('1').made or '').upper()"),
    ("      made: {type: string}\n", "", "client.widgets.get('1').made"),
    (SIZE, f"{SIZE}\n      more: {{type: string}}", "client.widgets.get('1').size"),
    ('"404": {description: None.}', '"404": {description: None.}\n        "204": {description: Gone.}', "[one.id for one in client.widgets.list()]"),
    ("in: body,", "in: body, required: true,", "client.widgets.create(body=models.NewWidget(name='x'))"),
    ("  Widget:\n", "  Widget:\n    x-python-name: Thing\n", "models.Widget"),
    ("type: integer, format: int32, maximum", "type: number, maximum", "client.widgets.list(limit=5)"),
]  # fmt: skip


def test_what_is_said_of_callers_is_so(
    tmp_path: Path, diff: Callable[..., Difference], edited: Callable[..., str], widgets: str
) -> None:
    said: dict[str, bool] = {}
    for number, (old, new, line) in enumerate(ROWS):
        changed = edited(widgets, (old, new))
        said[f"new_{number}"] = any(
            change.level == "error" for change in diff(widgets, changed).changes
        )
        said[f"old_{number}"] = False
        for name, text in ((f"old_{number}", widgets), (f"new_{number}", changed)):
            client(tmp_path, name, text, line)
    assert broken(tmp_path, said) == said


def client(folder: Path, name: str, text: str, line: str) -> None:
    """A package for a document, and a caller of it."""
    spec = folder / f"{name}.yaml"
    spec.write_text(text)
    api = lower(load(spec), name).api
    write(emit(api), folder / "packages" / name)
    head = HEAD.format(package=name, client=api.client)
    (folder / f"use_{name}.py").write_text(f"{head}    _ = {line}\n")


def broken(folder: Path, names: dict[str, bool]) -> dict[str, bool]:
    """Which callers do not type-check."""
    paths = [folder / "packages" / name for name in names]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir=/dev/null",
         *(str(folder / f"use_{name}.py") for name in names)],
        capture_output=True, text=True, check=False, cwd=folder,
        env={"MYPYPATH": ":".join(map(str, paths)), "PATH": ""},
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert "Found" in lines[-1], done.stdout + done.stderr
    wrong = {line.partition(".py:")[0] for line in lines if ": error:" in line}
    assert all(one.startswith("use_") for one in wrong), done.stdout
    return {name: f"use_{name}" in wrong for name in names}
