"""What documents leave unsaid or say twice still gets a name and a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from swagsmith.diagnostics import DocumentError
from swagsmith.lower import Lowered, lower
from swagsmith.source import load

HEAD = 'swagger: "2.0"\ninfo: {title: T, version: "1"}\n'


def lowered(tmp_path: Path, text: str) -> Lowered:
    path = tmp_path / "spec.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return lower(load(path), "t")


def names(tmp_path: Path, *paths: str) -> list[str]:
    rows = "".join(f"  {path!r}: {{get: {{responses: {{}}}}}}\n" for path in paths)
    return [operation.name for operation in lowered(tmp_path, f"paths:\n{rows}").api.operations]


@pytest.mark.parametrize(
    "paths", [("/a/b", "/a-b"), ("/ab", "/AB"), ("/a/{x}", "/a/{x}/"), ("/a", "/a/")]
)
def test_paths_that_make_the_same_name_are_told_apart_in_any_order(
    tmp_path: Path, paths: tuple[str, ...]
) -> None:
    found = names(tmp_path, *paths)
    assert len(set(found)) == len(paths)
    assert names(tmp_path, *reversed(paths)) == found[::-1]


def test_a_duplicate_operation_id_is_told_apart_by_method_and_path(tmp_path: Path) -> None:
    text = "paths:\n  /a: {get: {operationId: x, responses: {}}, put: {operationId: x, responses: {}}}\n"
    found = [operation.name for operation in lowered(tmp_path, text).api.operations]
    assert found == ["get_a", "put_a"]


def test_even_where_paths_read_the_same(tmp_path: Path) -> None:
    text = "paths:\n" + "".join(
        f"  {path}: {{get: {{operationId: x, responses: {{}}}}}}\n" for path in ("/a/b", "/a-b")
    )
    found = [operation.name for operation in lowered(tmp_path, text).api.operations]
    assert len(set(found)) == 2
    assert all(name.startswith("get_a_b_") for name in found)


def test_an_undeclared_template_becomes_an_argument_and_a_parameter_without_one_is_left_out(
    tmp_path: Path,
) -> None:
    text = (
        "paths:\n  '/a/{id}':\n    get:\n      responses: {}\n"
        "      parameters: [{name: other, in: path, required: true, type: string}]\n"
    )
    result = lowered(tmp_path, text)
    (operation,) = result.api.operations
    assert [(one.wire, one.required) for one in operation.parameters] == [("id", True)]
    assert [found.rule for found in result.findings] == ["path-params-used", "path-params-declared"]


def test_every_dangling_reference_is_named_in_one_run(tmp_path: Path) -> None:
    text = (
        "paths:\n  /a:\n    get:\n      parameters: [{$ref: '#/parameters/No'}]\n"
        "      responses: {'200': {$ref: '#/responses/No'}, '400': {description: x, schema: {$ref: '#/definitions/No'}}}\n"
    )
    with pytest.raises(DocumentError) as caught:
        lowered(tmp_path, text)
    assert [(found.rule, found.span.line) for found in caught.value.diagnostics] == [
        ("ref-resolves", 6),
        ("ref-resolves", 7),
        ("ref-resolves", 7),
    ]
