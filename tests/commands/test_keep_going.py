"""`generate --keep-going`: the rest of a broken document, and a list of what is not in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from swagsmith.cli import main

OK = '      responses: {"200": {description: It, schema: {$ref: "#/definitions/It"}}}'
SOUND = f"""\
swagger: "2.0"
info: {{title: Half, version: "1"}}
definitions: {{It: {{properties: {{a: {{type: string}}}}}}}}
paths:
  /good:
    get:
      operationId: good
{OK}
  /bad:
    post:
      operationId: bad
{OK}
"""
PARAMETERS = "      operationId: bad\n      parameters: "
#: what breaks it, the words of the error, the operations left out
FAULTS = {
    "two bodies": (
        ("      operationId: bad", f"{PARAMETERS}[{{name: a, in: body, schema: {{}}}}, {{name: b, in: body, schema: {{}}}}]"),
        "an operation has one body",
        ["POST /bad"],
    ),
    "a parameter that is nowhere": (
        ("      operationId: bad", f"{PARAMETERS}[{{$ref: '#/parameters/No'}}]"),
        "'#/parameters/No' does not exist",
        ["POST /bad"],
    ),
    "a response that is nowhere": (
        (f"bad\n{OK}", "bad\n      responses: {'200': {$ref: '#/responses/No'}}"),
        "'#/responses/No' does not exist",
        ["POST /bad"],
    ),
    "a place that is none": (
        ("      operationId: bad", f"{PARAMETERS}[{{name: a, in: cookie, type: string}}]"),
        "a parameter needs a name and a location",
        ["POST /bad"],
    ),
    "no object": (
        ("  /bad:\n    post:\n", "  /other: {put: 1}\n  /bad:\n    post:\n"),
        "the operation put /other is no object",
        ["PUT /other"],
    ),
    "a schema that is nowhere": (
        ("{a: {type: string}}", "{a: {$ref: '#/definitions/No'}}"),
        "'#/definitions/No' does not exist",
        [],
    ),
    "a key that stands twice": (
        ("      operationId: good", "      operationId: good\n      operationId: better"),
        "operationId",
        [],
    ),
}  # fmt: skip


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def call(*arguments: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        code = stopped.value.code
        assert isinstance(code, int)
        return code, capsys.readouterr().err

    return call


@pytest.mark.parametrize("fault", FAULTS)
def test_the_rest_is_written(
    run: Callable[..., tuple[int, str]], tmp_path: Path, fault: str
) -> None:
    (old, new), words, left_out = FAULTS[fault]
    assert SOUND.count(old) == 1
    spec, out = tmp_path / "half.yaml", tmp_path / "out"
    spec.write_text(SOUND.replace(old, new))
    code, errors = run("generate", spec, "-o", out)
    assert code == 1
    assert words in errors
    assert "--keep-going" in errors
    assert not out.exists()
    code, errors = run("generate", spec, "-o", out, "--keep-going")
    assert code == 1
    assert words in errors
    assert [line for line in errors.splitlines() if line.startswith("left out: ")] == [
        f"left out: {operation}" for operation in left_out
    ]
    assert "incomplete because of 1 error named above" in errors
    operations = (out / "half/operations/_root.py").read_text()
    assert ("def bad(" in operations) == ("POST /bad" not in left_out)
    assert "def good(" in operations or "def better(" in operations
    for path in out.rglob("*.py"):
        compile(path.read_text(), str(path), "exec")
    code, _ = run("generate", spec, "-o", out, "--keep-going", "--check")
    assert code == 1  # up to date, and still incomplete


def test_a_sound_document_is_no_different(
    run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    spec, out = tmp_path / "half.yaml", tmp_path / "out"
    spec.write_text(SOUND)
    assert run("generate", spec, "-o", out, "--keep-going") == (0, "")
    manifest = json.loads((out / ".swagsmith.json").read_text())
    assert run("generate", spec, "-o", out, "--check") == (0, "")
    assert manifest
