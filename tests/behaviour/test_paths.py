"""Paths as documents write them: with queries, fragments, and the template syntax of other tools."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from swagsmith.diagnostics import DocumentError
from swagsmith.lower import lower
from swagsmith.source import load

Client = Callable[..., Any]
Recorder = Any  # tests/behaviour/conftest.py has the class


def document(path: str, *parameters: str) -> str:
    return f"""
swagger: "2.0"
info: {{title: Paths, version: "1"}}
paths:
  "{path}":
    get:
      operationId: call
      parameters: [{", ".join(parameters)}]
      responses: {{"204": {{description: Done}}}}
"""


def place(name: str) -> str:
    return f"{{name: {name}, in: path, required: true, type: string}}"


MANY = "{name: q, in: query, type: array, items: {type: string}, collectionFormat: multi}"
QUERY = "{name: q, in: query, type: string, required: true}"


@pytest.mark.parametrize(
    ("path", "parameters", "given", "named", "target"),
    [
        ("/{a}.json", [place("a")], ["x/y"], {}, "/x%2Fy.json"),
        ("/{a}-{b}", [place("b"), place("a")], ["1", "2"], {}, "/1-2"),
        ("/{a}{b}", [place("a"), place("b")], ["1", "2"], {}, "/12"),
        ("/{a}/{a}", [place("a")], ["1"], {}, "/1/1"),
        ("/op?act=go", [QUERY], [], {"q": "1"}, "/op?act=go&q=1"),
        ("/op?q={q}", [QUERY], [], {"q": "a b&c"}, "/op?q=a%20b%26c"),
        ("/op?q={q}&r=1", [MANY], [], {"q": ["a", "b"]}, "/op?r=1&q=a&q=b"),
        ("/op?q={q}&r=1", [MANY], [], {}, "/op?r=1"),
        ("/op?q={r}", [], ["a b&c"], {}, "/op?q=a%20b%26c"),
        ("/op?q=1", [QUERY], [], {}, "/op?q=1"),
        ("/op?q=1&r=2", [QUERY], [], {"q": "3"}, "/op?r=2&q=3"),
        (
            "/op",
            [QUERY.replace("}", ", x-ms-skip-url-encoding: true}")],
            [],
            {"q": "a%2Fb c&d"},
            "/op?q=a%2Fb%20c%26d",
        ),
        ("/op#frag", [QUERY], [], {"q": "1"}, "/op?q=1"),
        ("/op?act=go#frag", [QUERY], [], {"q": "1"}, "/op?act=go&q=1"),
        ("/{name=shelves/*}:do", [place("name")], ["shelves/1"], {}, "/shelves/1:do"),
        ("/{+path}", [place("path")], ["a/b c"], {}, "/a/b%20c"),
        ("/{path*}", [place("path")], ["a/b"], {}, "/a%2Fb"),
        ("/{id:[0-9]+}", [place("id")], ["7"], {}, "/7"),
        ("/{ID}", [place("id")], ["7"], {}, "/7"),
        ("/{undeclared}", [], ["7"], {}, "/7"),
    ],
)
def test_targets(client: Client, server: Recorder, path: str, parameters: list[str], given: list[str], named: dict[str, str], target: str) -> None:  # fmt: skip
    client(document(path, *parameters)).call(*given, **named)
    assert server.last.target == target


@pytest.mark.parametrize("path", ["/a/../b", "/./b", "/a/.."])
def test_a_path_that_would_be_another(tmp_path: Path, path: str) -> None:
    spec = tmp_path / "dots.yaml"
    spec.write_text(document(path))
    with pytest.raises(DocumentError, match="would call another path"):
        lower(load(spec))


def test_bytes_are_base64_where_nothing_else_is_said(client: Client, server: Recorder) -> None:
    body = "{name: b, in: body, required: true, schema: {type: string, format: byte}}"
    client(document("/b", body).replace("get:", "post:")).call(body=b"\xff\xfe")
    assert (server.last.headers["content-type"], server.last.body) == (
        "application/json",
        b'"//4="',
    )
