"""What cannot be used is one clear line with its place, and exit code 2; never a traceback."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from swagsmith.check.registry import rules

Run = Callable[..., Result]
Write = Callable[..., str]

CLEAN = 'swagger: "2.0"\ninfo: {title: Widgets, version: "1", description: x}\npaths: {}\n'
JSON = '{"swagger": "2.0",\n "info": {"title": "x" "version": "1"}}'

DOCUMENTS: list[tuple[str, bytes | str, str]] = [
    ("empty.yaml", "", "1:1: error the file is empty [doc-version]"),
    ("blank.json", " \n\t\n", "1:1: error the file is empty [doc-version]"),
    ("binary.json", b"\x89PNG\r\n\x1a\n\0\0\xff", "1:1: error this is a binary file, not a JSON or YAML document [file-encoding]"),
    ("binary.yaml", bytes(range(256)), "1:1: error this is a binary file, not a JSON or YAML document [file-encoding]"),
    ("three.yaml", "openapi: 3.0.1\n", "1:10: error this is OpenAPI 3.0.1; swagsmith reads 2.0 [doc-version]"),
    ("three.json", '{\n "info": {},\n "openapi": "3.1.0"}', "3:13: error this is OpenAPI 3.1.0; swagsmith reads 2.0 [doc-version]"),
    ("one.json", '{"swagger": "1.2"}', "1:13: error this is Swagger 1.2; swagsmith reads 2.0 [doc-version]"),
    ("none.yaml", "info: {}\n", '1:1: error this has no `swagger: "2.0"`; swagsmith reads Swagger 2.0 [doc-version]'),
    ("array.json", "[1]", "1:1: error this is an array, not a document; swagsmith reads Swagger 2.0 [doc-version]"),
    ("text.yaml", "just text\n", "1:1: error this is a single value, not a document; swagsmith reads Swagger 2.0 [doc-version]"),
    ("half.json", JSON, "2:24: error not JSON: expecting ',' delimiter [file-json-strict]"),
    ("cut.json", '{"swagger": "2.0",\n "info": {', "2:11: error not JSON: expecting property name enclosed in double quotes [file-json-strict]"),
    ("string.json", '{"a": "b', "1:7: error not JSON: unterminated string [file-json-strict]"),
    ("half.yaml", 'swagger: "2.0"\ninfo: [\n', "3:1: error while parsing a flow node, did not find expected node content [file-syntax]"),
    ("colon.yaml", "a: b: c\n", "1:5: error mapping values are not allowed in this context [file-syntax]"),
    ("tab.yaml", "a:\n\tb: c\n", "2:1: error a tab cannot indent YAML [file-syntax]"),
]  # fmt: skip


def lines(result: Result) -> list[str]:
    """The lines of the output without excerpts and the summary."""
    shown = (result.stdout + result.stderr).splitlines()
    return [line for line in shown if not re.match(r"[ \d]*\||1 error in 1 file$", line)]


@pytest.mark.parametrize(("name", "text", "line"), DOCUMENTS, ids=[row[0] for row in DOCUMENTS])
def test_a_document_that_cannot_be_used(
    run: Run, write: Write, name: str, text: bytes | str, line: str
) -> None:
    result = run(write(text, name))
    assert result.exit_code == 2
    assert lines(result) == [f"{name}:{line}"]


def test_standard_input_that_cannot_be_used(run: Run) -> None:
    result = run("-", text="")
    assert (result.exit_code, lines(result)) == (
        2,
        ["<stdin>:1:1: error the file is empty [doc-version]"],
    )


def test_a_document_that_is_not_there(run: Run, write: Write, tmp_path: Path) -> None:
    write(CLEAN)
    result = run("none.yaml")
    assert (result.exit_code, lines(result)) == (
        2,
        ["none.yaml:1:1: error cannot be read: no such file or directory [file-read]"],
    )
    result = run(str(tmp_path))
    assert (result.exit_code, lines(result)) == (
        2,
        [f"{tmp_path}:1:1: error cannot be read: is a directory [file-read]"],
    )


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="this user may read everything")
def test_a_document_that_may_not_be_read(run: Run, write: Write) -> None:
    Path(write(CLEAN)).chmod(0)
    result = run("spec.yaml")
    assert (result.exit_code, lines(result)) == (
        2,
        ["spec.yaml:1:1: error cannot be read: permission denied [file-read]"],
    )


OPTIONS: list[tuple[tuple[str, ...], str]] = [
    (("--select", "op-sumary"), "Error: there is no rule called 'op-sumary'; did you mean `op-summary`?"),
    (("--select", "core,styl"), "Error: there is no rule called 'styl'; did you mean `style`?"),
    (("--ignore", "nothing-like-it"), "Error: there is no rule called 'nothing-like-it'; `swagsmith explain` lists them"),
    (("--config", "typo.toml"), "Error: typo.toml:3: there is no option 'igmore'; did you mean `ignore`?"),
    (("--config", "none.toml"), "Error: none.toml cannot be read: no such file or directory"),
    (("--baseline", "none.json"), "Error: none.json:1:1: cannot be read: no such file or directory"),
    (("--baseline", "typo.toml"), "Error: typo.toml: this is no baseline; `swagsmith lint --write-baseline typo.toml` makes one"),
    (("--write-baseline", "none/x.json"), "Error: none/x.json cannot be written: no such file or directory"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "line"), OPTIONS, ids=[" ".join(options) for options, _ in OPTIONS]
)
def test_an_option_that_makes_no_sense(
    run: Run, write: Write, options: tuple[str, ...], line: str
) -> None:
    write('[lint]\nselect = ["core"]\nigmore = []\n', "typo.toml")
    result = run(write(CLEAN), *options)
    assert (result.exit_code, result.stdout) == (2, "")
    if "typo.toml" in options and options[0] == "--baseline":
        line = "Error: typo.toml:"  # TOML is no YAML, or is and holds no findings
    assert lines(result)[0].startswith(line)
    assert len(lines(result)) == 1


@pytest.mark.parametrize("form", ["json", "github", "sarif", "junit"])
def test_other_formats_hold_the_line_too(run: Run, write: Write, form: str) -> None:
    result = run(write(JSON, "half.json"), "--format", form)
    assert result.exit_code == 2
    assert "expecting ',' delimiter" in result.stdout
    assert result.stderr == ""


def test_every_rule_can_be_named_in_every_place(run: Run, write: Write) -> None:
    every = list(rules())
    listed = ", ".join(f'"{name}"' for name in every)
    write(
        f"[lint]\nignore = [{listed}]\nper-path-ignores = {{'/x' = [{listed}]}}\n",
        ".swagsmith.toml",
    )
    assert run(write(f"x-swagsmith-ignore: [{', '.join(every)}]\n{CLEAN}")).exit_code == 0
    assert run("spec.yaml", "--select", ",".join(every), "--ignore", ",".join(every)).exit_code == 0
