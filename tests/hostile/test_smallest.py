"""The smallest documents that once gave a package that does something else than its document, or none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hostile_checks import check_all, package_of

from swagsmith.emit import EXPORTS, emit
from swagsmith.lower import lower
from swagsmith.lower.naming import CLIENT_NAMES, EXPORTED_NAMES
from swagsmith.source import load

STRING = {"type": "string"}
OK = {"200": {"description": ""}}


def files_of(folder: Path, title: str = "t", **parts: Any) -> dict[str, str]:
    spec = {"swagger": "2.0", "info": {"title": title, "version": "1"}, "paths": {}, **parts}
    file = folder / "document.json"
    file.write_text(json.dumps(spec))
    files = emit(lower(load(file)).api)
    check_all(files)
    return files


def one(**operation: Any) -> dict[str, Any]:
    return {"paths": {"/a": {"get": {"responses": OK, **operation}}}}


@pytest.mark.parametrize(
    ("first", "second"),
    [("straße", "strasse"), ("omit", "other"), ("class", "class_"), ("ŉ", "ʼn")],
)
def test_constants_of_builders_do_not_meet(tmp_path: Path, first: str, second: str) -> None:
    optional = {"name": "b", "in": "body", "schema": {"type": "string"}}
    paths = {
        f"/{index}": {"post": {"operationId": name, "parameters": [optional], "responses": OK}}
        for index, name in enumerate((first, second))
    }
    files_of(tmp_path, paths=paths)


@pytest.mark.parametrize("tag", ["cached_property", "con", "NUL", "com1", "w" * 300, "中" * 200, "Model", "__init__", "_root"])  # fmt: skip
def test_tags_are_files_and_attributes(tmp_path: Path, tag: str) -> None:
    tags = [tag, "after"]
    files_of(
        tmp_path,
        paths={f"/{n}": {"get": {"tags": [name], "responses": OK}} for n, name in enumerate(tags)},
    )


@pytest.mark.parametrize(
    ("title", "package"),
    [
        ("Größe", "grosse"), ("日本", "client"), ("日本 API", "api"), ("json", "json_client"), ("Pydantic", "pydantic_client"),
        ("typing", "typing_client"), ("con", "con_"), ("", "api"), ("_private", "private"), ("__init__", "init"), ("2nd", "n2nd"),
    ],
)  # fmt: skip
def test_the_package_can_be_installed_beside_others(
    tmp_path: Path, title: str, package: str
) -> None:
    assert package_of(files_of(tmp_path, title)) == package


@pytest.mark.parametrize("title", sorted({*CLIENT_NAMES, *EXPORTS}))
def test_a_client_is_called_like_nothing_it_stands_beside(tmp_path: Path, title: str) -> None:
    assert set(EXPORTS) <= CLIENT_NAMES | EXPORTED_NAMES
    files_of(tmp_path, title)


@pytest.mark.parametrize(
    "name", ["self", "options", "Request", "_x", "__class__", "हिन्दी", "x y", "same", "Pager"]
)
def test_an_x_python_name_gives_way_where_it_cannot_be_had(tmp_path: Path, name: str) -> None:
    two = [{"name": wire, "in": "query", "type": "string", "x-python-name": name} for wire in "ab"]
    files_of(tmp_path, **one(parameters=two, **{"x-python-name": name}))
    properties = {wire: {**STRING, "x-python-name": name} for wire in "ab"}
    model = {"type": "object", "properties": properties, "x-python-name": name}
    first = {"type": "object", "properties": {"m": {"$ref": "#/definitions/M"}}}
    files_of(tmp_path, definitions={"First": first, "M": model, "N": model})


def test_a_class_without_capitals_is_not_hidden_by_its_own_property(tmp_path: Path) -> None:
    reference = {"$ref": "#/definitions/中"}
    files_of(tmp_path, definitions={"中": {"type": "object", "properties": {"中": reference}}})


def test_letters_that_lower_case_to_two_characters(tmp_path: Path) -> None:
    files_of(tmp_path, definitions={"A": {"type": "object", "properties": {"İ": STRING}}})


def test_schemes_of_one_spelling(tmp_path: Path) -> None:
    credentials = {"x-swagsmith-credentials": {"username": "timeout", "password": "timeout"}}
    schemes = {name: {"type": "basic", **credentials} for name in ("a-b", "a.b")}
    files_of(tmp_path, securityDefinitions=schemes)
    files_of(tmp_path, securityDefinitions={name: {"type": "basic"} for name in ("a-b", "a.b")})


@pytest.mark.parametrize("name", ["super", "ApiKeyAuth", "self", "timeout"])
def test_a_credential_hides_nothing_the_constructor_needs(tmp_path: Path, name: str) -> None:
    scheme = {"type": "apiKey", "in": "header", "name": "k"}
    chosen = {**scheme, "x-swagsmith-credentials": {"key": name}}
    for schemes in ({name: scheme}, {"x": chosen}):
        files = files_of(tmp_path, securityDefinitions=schemes)
        assert f" {name}: Secret" not in files["t/_client.py"]


def test_the_name_of_a_scheme_is_prose(tmp_path: Path) -> None:
    files_of(tmp_path, securityDefinitions={'"""\n' * 9: {"type": "oauth2", "flow": "implicit"}})


def test_metadata_holds_any_character(tmp_path: Path) -> None:
    files_of(tmp_path, '\U0001f600 " \\ \x7f \ud800')


def test_one_path_in_both_places(tmp_path: Path) -> None:
    path = {"get": {"operationId": "same", "responses": OK}}
    files_of(tmp_path, paths={"/a": path}, **{"x-ms-paths": {"/a": path}})
