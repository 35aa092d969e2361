"""What a form or a query is when it has arrived."""

from __future__ import annotations

from typing import Any

import pytest

from swagsmith.fuzz.forms import arrived, arrived_query, open_schema, query_schema

FORM = {
    "type": "object",
    "properties": {
        "To": {"type": "string"},
        "Size": {"type": "integer"},
        "Media": {"type": "array", "items": {"type": "string"}},
    },
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ("To=a&more=42", {"To": "a"}),
        (b"To=42&Size=42", {"To": "42", "Size": 42}),
        ("Size=many", {"Size": "many"}),
        ("To=", {"To": ""}),
        ("To=a&To=b", {"To": ["a", "b"]}),
        ("Media=a&Media=b", {"Media": ["a", "b"]}),
        ("Media=a", {"Media": ["a"]}),
    ],
)
def test_a_form_arrives_as_declared_fields(sent: bytes | str, value: Any) -> None:
    assert arrived(FORM, None, sent) == value


def test_a_form_with_files_is_judged_by_its_fields() -> None:
    assert arrived(FORM, {"To": "a", "more": 42}, None) == {"To": "a"}
    assert arrived(FORM, "no form", None) == "no form"
    assert "additionalProperties" not in open_schema(FORM)
    assert "additionalProperties" in FORM


PARAMETERS: dict[tuple[str, str], dict[str, Any]] = {
    ("query", "Size"): {"name": "Size", "in": "query", "type": "integer"},
    ("query", "To"): {"name": "To", "in": "query", "type": "string", "required": True},
    ("path", "Sid"): {"name": "Sid", "in": "path", "type": "string", "required": True},
}


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("To=a&Size=", {"To": "a"}),
        ("To=a&Size=1&Size=", {"To": "a"}),
        ("To=a&Size=&Size=x", None),
        ("To=a&Size=x", None),
        ("Size=5&To=", {"Size": 5}),
        ("more=", None),
        ("", None),
    ],
)
def test_an_empty_parameter_is_none(query: str, value: Any) -> None:
    assert arrived_query(query_schema(PARAMETERS), f"http://127.0.0.1/a?{query}") == value


def test_a_query_has_a_schema_of_its_own() -> None:
    schema = query_schema(PARAMETERS)
    assert schema["properties"] == {"Size": {"type": "integer"}, "To": {"type": "string"}}
    assert schema["required"] == ["To"]
    assert "required" not in query_schema({})
