"""A connector and its connection file, spoilt at random: findings, and no crash."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from swagsmith.check import Profile, Settings, lint
from swagsmith.diagnostics import DocumentError, LineSource, Span
from swagsmith.source import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INTERNAL = {"x-ms-visibility": "internal"}
DOCUMENT: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Widgets", "version": "1.0", "description": "Makes widgets of any colour."},
    "host": "w.test",
    "schemes": ["https"],
    "consumes": ["application/json"],
    "x-ms-capabilities": {"testConnection": {"operationId": "ListKinds", "parameters": {}}},
    "x-ms-connector-metadata": [
        {"propertyName": "Website", "propertyValue": "https://w.test/"},
        {"propertyName": "Privacy policy", "propertyValue": "https://w.test/p"},
        {"propertyName": "Categories", "propertyValue": "Data;AI"},
    ],
    "security": [{"login": []}],
    "securityDefinitions": {"login": {"type": "basic"}},
    "paths": {
        "/kinds": {
            "get": {
                "operationId": "ListKinds",
                "summary": "List kinds",
                "x-ms-pageable": {"nextLinkName": "nextLink"},
                "x-ms-api-annotation": {"family": "ListKinds", "revision": 1},
                "responses": {
                    "200": {"description": "All.", "schema": {"$ref": "#/definitions/Kinds"}}
                },
            }
        },
        "/widgets/{id}": {
            "post": {
                "operationId": "MakeWidget",
                "summary": "Make a widget",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "type": "string",
                     "x-ms-url-encoding": "single", "x-ms-summary": "Id"},
                    {"name": "kind", "in": "query", "type": "string", "x-ms-summary": "Kind",
                     "x-ms-dynamic-values": {"operationId": "ListKinds", "parameters": {},
                                             "value-collection": "value", "value-path": "id"}},
                    {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Widget"}},
                ],
                "responses": {"204": {"description": "Made."}},
            }
        },
        "/hooks": {
            "x-ms-notification-content": {"schema": {"$ref": "#/definitions/Widget"}},
            "post": {
                "operationId": "Subscribe",
                "summary": "When a widget is made",
                "x-ms-trigger": "single",
                "parameters": [
                    {"name": "h", "in": "body", "schema": {
                        "type": "object", "required": ["url"], "properties": {
                            "url": {"type": "string", "x-ms-notification-url": True, **INTERNAL}}}},
                ],
                "responses": {"201": {"description": "Subscribed."}},
            },
        },
    },
    "definitions": {
        "Kinds": {"type": "object", "properties": {
            "nextLink": {"type": "string", "title": "Next"},
            "value": {"type": "array", "title": "Kinds", "items": {"$ref": "#/definitions/Kind"}}}},
        "Kind": {"type": "object", "properties": {"id": {"type": "string", "title": "Id"}}},
        "Widget": {"type": "object", "title": "Widget", "required": ["unit"], "properties": {
            "unit": {"type": "string", "default": "mm", **INTERNAL},
            "size": {"type": "string", "title": "Size", "enum": ["s", "m"], "x-ms-enum-values": [
                {"value": "s", "displayName": "Small"}, {"value": "m", "displayName": "Middle"}]},
            "next": {"$ref": "#/definitions/Widget"},
            "more": {"type": "object", "title": "More", "x-ms-dynamic-schema": {
                "operationId": "ListKinds", "parameters": {}, "value-path": "value"}}}},
    },
}  # fmt: skip
CONNECTION: dict[str, Any] = {
    "properties": {
        "iconBrandColor": "#F22F46",
        "capabilities": [],
        "publisher": "W",
        "stackOwner": "W",
        "scriptOperations": ["MakeWidget"],
        "connectionParameters": {
            "username": {"type": "string", "uiDefinition": {
                "displayName": "User", "constraints": {"required": "true", "clearText": True}}},
            "password": {"type": "securestring", "uiDefinition": {"displayName": "Password"}},
        },
        "policyTemplateInstances": [
            {"templateId": "dynamichosturl", "title": "Host", "parameters": {
                "x-ms-apimTemplateParameter.urlTemplate": "https://@connectionParameters('username')",
                "x-ms-apimTemplate-operationName": ["ListKinds"]}},
            {"templateId": "updatenextlink", "parameters": {
                "x-ms-apimTemplateParameter.nextLinkPropertyName": "nextLink"}},
        ],
    }
}  # fmt: skip

ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 2.5, "", "x", "single", "batch", "internal", "ListKinds", "@body(", "@x('",
     [], {}, [None], [[]], {"": 1}, ["ListKinds"], {"$ref": 3}, {"$ref": "#"}, {"operationId": []},
     {"$ref": "#/definitions/Widget"}, {"parameter": "kind"}, {"type": "array"}, {"value": {}},
     {"items": {"$ref": "#/definitions/Kinds"}}, {"open": {"operationId": "ListKinds"}}]
)  # fmt: skip
FIELDS = st.sampled_from(
    ["type", "in", "name", "$ref", "default", "enum", "required", "properties", "items", "schema",
     "responses", "x-ms-visibility", "x-ms-dynamic-values", "x-ms-dynamic-list", "x-ms-trigger",
     "x-ms-dynamic-tree", "x-ms-dynamic-schema", "x-ms-dynamic-properties", "x-ms-enum-values",
     "x-ms-notification-url", "x-ms-notification-content", "x-ms-capabilities", "x-ms-pageable",
     "x-ms-api-annotation", "x-ms-operation-context", "x-ms-summary", "parameters", "operationId",
     "value-path", "value-collection", "deprecated", "templateId", "connectionParameters",
     "connectionParameterSets", "scriptOperations", "policyTemplateInstances", "uiDefinition"]
)  # fmt: skip


def containers(value: Any) -> Iterator[Any]:
    if isinstance(value, (dict, list)):
        yield value
        for child in value.values() if isinstance(value, dict) else value:
            yield from containers(child)


def spoil(value: Any, data: st.DataObject) -> None:
    """One change somewhere in a value."""
    holders = [holder for holder in containers(value) if holder]
    holder = data.draw(st.sampled_from(holders)) if holders else value
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    action = data.draw(st.sampled_from(["set", "remove", "add"]))
    if (action == "add" or not keys) and isinstance(holder, dict):
        holder[data.draw(FIELDS)] = copy.deepcopy(data.draw(ODD))
    elif action == "remove":
        del holder[data.draw(st.sampled_from(keys))]
    else:
        holder[data.draw(st.sampled_from(keys))] = copy.deepcopy(data.draw(ODD))


def assert_inside(span: Span, lines: LineSource) -> None:
    assert 1 <= span.line <= span.end_line
    assert 1 <= span.column <= len(lines.line(span.line)) + 1
    assert 1 <= span.end_column <= len(lines.line(span.end_line)) + 1


def check(folder: Path, document: Any, connection: Any) -> list[tuple[str, str]]:
    """Rules and pointers of what is found; every place is inside its file, no rule broke."""
    path = folder / "apiDefinition.swagger.json"
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    (folder / "apiProperties.json").write_text(json.dumps(connection, indent=1), encoding="utf-8")
    try:
        loaded = load(path)
    except DocumentError:
        return []
    result = lint(loaded, Settings(Profile.CERTIFIED))
    assert not result.broken, [f.message for f in result.diagnostics if f.rule == "internal-error"]
    for found in result.diagnostics:
        for span in (found.span, *(span for _, span in found.related)):
            assert_inside(span, loaded.lines[span.file])
        assert "\n" not in found.message
    return [(found.rule, found.pointer) for found in result.diagnostics]


@settings(
    max_examples=200,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_spoilt_connector_gives_findings_and_no_crash(
    data: st.DataObject, tmp_path: Path
) -> None:
    document, connection = copy.deepcopy(DOCUMENT), copy.deepcopy(CONNECTION)
    for _ in range(data.draw(st.integers(1, 4))):
        spoil(data.draw(st.sampled_from([document, document, connection])), data)
    check(tmp_path, document, connection)


def test_the_connector_that_is_spoilt_is_right_before(tmp_path: Path) -> None:
    from swagsmith.check.registry import rules
    from swagsmith.check.rule import Pack

    strict = {
        rule.id
        for rule in rules().values()
        if rule.packs[0] in (Pack.CONNECTOR, Pack.CONNECTION) and rule.severity != "info"
    }
    assert strict & {rule for rule, _ in check(tmp_path, DOCUMENT, CONNECTION)} == set()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("x-ms-visibility", "x-ms-visbility"),
        ("x-ms-visibility", "x-ms-Visibility"),
        ("x-ms-url-encoding", "x-ms-url-encodng"),
        ("x-ms-summary", "x-ms-summmary"),
        ("x-ms-notification-content", "x-ms-notification-contents"),
        ("x-ms-notification-url", "x-ms-notificaton-url"),
        ("x-ms-connector-metadata", "x-ms-connector-metdata"),
        ("x-ms-capabilities", "x-ms-capabilites"),
        ("x-ms-enum-values", "x-ms-enum-value"),
        ("x-ms-trigger", "x-ms-triger"),
    ],
)
def test_a_misspelt_extension_is_one_finding(tmp_path: Path, right: str, wrong: str) -> None:
    text = json.dumps(DOCUMENT)
    before = check(tmp_path, DOCUMENT, CONNECTION)
    after = check(tmp_path, json.loads(text.replace(f'"{right}"', f'"{wrong}"')), CONNECTION)
    extra = [found for found in after if found not in before]
    assert len(extra) == text.count(f'"{right}"') > 0
    assert {rule for rule, _ in extra} == {"ms-known-extension"}
    assert all(pointer.endswith(f"/{wrong}") for _, pointer in extra)


def test_a_misspelt_visibility_is_one_finding(tmp_path: Path) -> None:
    text = json.dumps(DOCUMENT)
    before = check(tmp_path, DOCUMENT, CONNECTION)
    after = check(tmp_path, json.loads(text.replace('"internal"', '"Internal"')), CONNECTION)
    extra = [found for found in after if found not in before]
    assert [rule for rule, _ in extra] == ["ms-visibility"] * text.count('"internal"')


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("iconBrandColor", "iconBrandColour", "conn-structure"),
        ("publisher", "publishr", "conn-structure"),
        ("stackOwner", "stackowner", "conn-structure"),
        ("connectionParameters", "connectionParameter", "conn-structure"),
        ("policyTemplateInstances", "policyTemplateInstance", "conn-structure"),
        ("uiDefinition", "uiDefintion", "conn-structure"),
        ("properties", "propertes", "conn-structure"),
        ("dynamichosturl", "dynamichostUrls", "conn-policy-parameters"),
        ("urlTemplate", "urlTemplat", "conn-policy-parameters"),
    ],
)
def test_a_misspelt_field_of_a_connection_is_one_finding(
    tmp_path: Path, right: str, wrong: str, rule: str
) -> None:
    text = json.dumps(CONNECTION)
    before = check(tmp_path, DOCUMENT, CONNECTION)
    changed = text.replace(f'{right}"', f'{wrong}"')
    extra = [f for f in check(tmp_path, DOCUMENT, json.loads(changed)) if f not in before]
    extra = [found for found in extra if found[0] != "conn-host-override"]  # it has moved, too
    assert [found[0] for found in extra] == [rule] * text.count(f'{right}"')
