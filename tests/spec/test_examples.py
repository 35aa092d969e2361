"""Examples fit their schemas."""

from __future__ import annotations

import copy
from typing import Any, cast

import jsonschema_rs
import pytest

Json = dict[str, Any]


def _draft4(document: Json, node: object) -> object:
    """The schema as JSON Schema, draft 4: references followed, `x-nullable` as a second type.

    No definition of the document holds itself.
    """
    if isinstance(node, list):
        return [_draft4(document, each) for each in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    schema = cast("Json", node)
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/definitions/")
        return _draft4(document, document["definitions"][name])
    converted: Json = {key: _draft4(document, each) for key, each in schema.items()}
    if schema.get("x-nullable") is True:
        converted["type"] = [schema["type"], "null"]
    return converted


def _faults(document: Json, schema: Json, value: object) -> list[str]:
    validator = jsonschema_rs.Draft4Validator(cast("Json", _draft4(document, schema)))
    return [error.message for error in validator.iter_errors(value)]


def test_examples_of_answers_fit(document: Json, operations: Json) -> None:
    for operation_id, operation in operations.items():
        for status, answer in operation["responses"].items():
            if "schema" not in answer:
                continue
            example = answer["examples"]["application/json"]
            faults = _faults(document, answer["schema"], example)
            assert faults == [], (operation_id, status)


def test_answers_have_examples_in_what_is_produced(document: Json, operations: Json) -> None:
    for operation in operations.values():
        for answer in operation["responses"].values():
            assert set(answer.get("examples", {})) <= set(document["produces"])


def test_an_example_of_an_answer_shows_every_property(document: Json, operations: Json) -> None:
    for operation_id, operation in operations.items():
        answer = operation["responses"]["200"]
        name = answer["schema"]["$ref"].removeprefix("#/definitions/")
        shown = set(answer["examples"]["application/json"])
        assert shown == set(document["definitions"][name]["properties"]), operation_id


def test_examples_of_requests_fit(document: Json) -> None:
    with_example = [each for each in document["definitions"].values() if "example" in each]
    assert len(with_example) == 2
    for definition in with_example:
        assert _faults(document, definition, definition["example"]) == []


def test_examples_of_parameters_fit(document: Json, operations: Json) -> None:
    for operation in operations.values():
        for parameter in operation["parameters"]:
            if parameter["in"] != "body":
                example = parameter["x-example"]
                limits = ("type", "pattern", "minimum", "maximum")
                schema = {key: parameter[key] for key in limits if key in parameter}
                assert _faults(document, schema, example) == [], parameter["name"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sid", "SM0"),
        ("account_sid", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
        ("status", "lost"),
        ("status", None),
        ("error_code", 30003),
        ("subresource_uris", {"media": "/Messages/Media.json"}),
    ],
)
def test_a_message_unlike_the_document_does_not_fit(
    document: Json, operations: Json, key: str, value: object
) -> None:
    answer = operations["GetMessage"]["responses"]["200"]
    example = copy.deepcopy(answer["examples"]["application/json"])
    example[key] = value
    assert _faults(document, answer["schema"], example)
