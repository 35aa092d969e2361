"""Other formats are refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swagsmith.diagnostics import Diagnostic, DocumentError
from swagsmith.source import Document, load

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "message", "column"),
    [
        ("openapi: 3.0.1\n", "this is OpenAPI 3.0.1; swagsmith reads 2.0", 10),
        ("swagger: '1.2'\n", "this is Swagger 1.2; swagsmith reads 2.0", 10),
        ("swaggerVersion: '1.1'\n", "this is Swagger 1.1; swagsmith reads 2.0", 17),
        ("asyncapi: 2.6.0\n", "this is AsyncAPI 2.6.0; swagsmith reads 2.0", 11),
        ("info: {}\n", 'this has no `swagger: "2.0"`; swagsmith reads Swagger 2.0', 1),
        ("swagger: true\n", "this is Swagger True; swagsmith reads 2.0", 10),
        ("- 1\n", "this is an array, not a document; swagsmith reads Swagger 2.0", 1),
        ("text\n", "this is a single value, not a document; swagsmith reads Swagger 2.0", 1),
    ],
)
def test_what_is_not_swagger_2_is_refused(
    refused: Callable[..., Diagnostic], text: str, message: str, column: int
) -> None:
    found = refused(text)
    assert (found.rule, found.message) == ("doc-version", message)
    assert (found.span.line, found.span.column) == (1, column)


@pytest.mark.parametrize("version", ['"2.0"', "2.0", "2", '"2"'])
def test_what_can_only_mean_2_is_read(read: Callable[..., Document], version: str) -> None:
    assert read(f'{{"swagger": {version}}}', "spec.json").root.value


@pytest.mark.parametrize("name", ["missing.yaml", ".", "a\0b"])
def test_what_is_no_file_is_refused(
    name: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    with pytest.raises(DocumentError) as caught:
        load(name)
    (found,) = caught.value.diagnostics
    assert found.rule == "file-read"
    assert found.message.startswith("cannot be read: ")
    assert found.span.file == name
