"""The connector's document and its connection file as plain data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from ruamel.yaml import YAML

SPEC = Path(__file__).parents[2] / "spec"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch")

Json = dict[str, Any]


@pytest.fixture(scope="session")
def document() -> Json:
    with (SPEC / "twilio.yaml").open(encoding="utf-8") as file:
        return cast("Json", YAML(typ="safe", pure=True).load(file))  # pyright: ignore[reportUnknownMemberType] -- ruamel.yaml leaves its load untyped


@pytest.fixture(scope="session")
def definitions(document: Json) -> Json:
    return cast("Json", document["definitions"])


@pytest.fixture(scope="session")
def operations(document: Json) -> Json:
    """Each operation by its id, with `call`, and shared parameters and responses put in place."""

    def follow(node: Json) -> Json:
        reference = node.get("$ref")
        if reference is None:
            return node
        assert list(node) == ["$ref"], f"siblings of {reference} would be ignored"
        _, section, name = reference.split("/")
        return cast("Json", document[section][name])

    found: Json = {}
    for path, item in document["paths"].items():
        assert set(item) <= set(METHODS), f"{path} has more than methods"
        for method, operation in item.items():
            assert operation["operationId"] not in found
            found[operation["operationId"]] = operation | {
                "call": f"{method.upper()} {path}",
                "parameters": [follow(each) for each in operation.get("parameters", [])],
                "responses": {
                    status: follow(each) for status, each in operation["responses"].items()
                },
            }
    return found


@pytest.fixture(scope="session")
def connection() -> Json:
    text = (SPEC / "twilio.apiProperties.json").read_text(encoding="utf-8")
    return cast("Json", json.loads(text)["properties"])
