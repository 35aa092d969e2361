"""`generate`, `inspect` and `docs` as commands: exit codes, messages, and nothing half done."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from swagsmith.cli import main

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
swagger: "2.0"
info: {title: Good, version: "1.2"}
paths:
  /a:
    get:
      operationId: get_a
      responses: {"200": {description: It, schema: {type: string}}}
"""
BAD = {
    "unreadable": (b"\x00\x01\x02", 2, ""),
    "not-yaml": (b"swagger: [", 2, ":1:"),
    "not-2.0": (b"openapi: 3.0.1\n", 2, "OpenAPI 3.0.1"),
    "empty": (b"", 2, "empty"),
    "dangling": (GOOD.replace("{type: string}", '{$ref: "#/definitions/Nope"}').encode(), 1, ":7:"),
    "duplicate-key": (
        GOOD.replace("      operationId", "      operationId: other\n      operationId").encode(),
        1,
        ":7:",
    ),
    "cycle": (
        (
            GOOD.replace("{type: string}", '{$ref: "#/definitions/A"}')
            + 'definitions: {A: {$ref: "#/definitions/A"}}\n'
        ).encode(),
        1,
        ":8:",
    ),
    "two-bodies": (
        GOOD.replace(
            "      responses",
            "      parameters: [{name: a, in: body, schema: {}}, {name: b, in: body, schema: {}}]\n      responses",
        ).encode(),
        1,
        ":7:",
    ),
}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        code = stopped.value.code
        assert isinstance(code, int)
        return code, out, err

    return call


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD)
    return path


def test_it_says_what_it_read_and_wrote(run: Run, good: Path, tmp_path: Path) -> None:
    code, out, _ = run("generate", good, "-o", tmp_path / "out")
    assert code == 0
    assert "Good 1.2: 1 operations, 0 models" in out
    assert (tmp_path / "out/good/_client.py").is_file()
    code, out, _ = run("generate", good, "-o", tmp_path / "out")
    assert "up to date" in out


@pytest.mark.parametrize("case", sorted(BAD))
def test_a_bad_document_gets_one_located_message_and_nothing_is_written(
    run: Run, tmp_path: Path, case: str
) -> None:
    content, expected, said = BAD[case]
    spec = tmp_path / "bad.yaml"
    spec.write_bytes(content)
    code, _, err = run("generate", spec, "-o", tmp_path / "out")
    assert code == expected
    assert said in err
    assert "1 error in 1 file" in err or code == 2, err
    assert "Traceback" not in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.yaml"]


def test_a_missing_file(run: Run, tmp_path: Path) -> None:
    code, _, err = run("generate", tmp_path / "nope.yaml", "-o", tmp_path / "out")
    assert code == 2
    assert "nope.yaml" in err


def test_check_fails_on_drift_and_writes_nothing(run: Run, good: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("generate", good, "-o", out, "--check")[0] == 1
    assert not out.exists()
    run("generate", good, "-o", out)
    assert run("generate", good, "-o", out, "--check")[0] == 0
    (out / "good/extra.py").write_text("")
    code, _, err = run("generate", good, "-o", out, "--check")
    assert (code, "not generated" in err, "extra.py" in err) == (1, True, True)
    (out / "good/extra.py").unlink()
    (out / "good/_client.py").unlink()
    code, _, err = run("generate", good, "-o", out, "--check")
    assert (code, "missing" in err) == (1, True)


def test_a_dry_run_lists_and_writes_nothing(run: Run, good: Path, tmp_path: Path) -> None:
    code, out, _ = run("generate", good, "-o", tmp_path / "out", "--dry-run")
    assert code == 0
    assert "good/_client.py" in out.splitlines()
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["9a", "a-b", "../x", "class", "Ünï"])
def test_a_package_has_to_be_an_import_name(
    run: Run, good: Path, tmp_path: Path, name: str
) -> None:
    code, _, err = run("generate", good, "-o", tmp_path / "out", "--package", name)
    assert code == 2
    assert name in err


def test_inspect_as_data(run: Run, good: Path) -> None:
    code, out, _ = run("inspect", good, "--format", "json")
    assert code == 0
    assert json.loads(out) == {
        "package": "good",
        "client": "Good",
        "async_client": "AsyncGood",
        "operations": [
            {
                "pointer": "/paths/~1a/get",
                "operation_id": "get_a",
                "method": "GET",
                "path": "/a",
                "resource": None,
                "call": "get_a",
                "paging": None,
                "arguments": [],
                "consumes": [],
                "produces": [],
                "responses": [{"status": "200", "python_type": "str", "kind": "primitive"}],
                "security": [],
            }
        ],
    }


def test_inspect_as_text(run: Run, good: Path) -> None:
    code, out, _ = run("inspect", good)
    assert code == 0
    assert "get_a  GET /a" in out


def test_docs_writes_two_pages(run: Run, good: Path, tmp_path: Path) -> None:
    assert run("docs", good, "-o", tmp_path / "site")[0] == 0
    assert "get_a()" in (tmp_path / "site/index.md").read_text()
    assert "<title>Good 1.2</title>" in (tmp_path / "site/index.html").read_text()
