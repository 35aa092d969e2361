"""Connections and flows: the connection file beside both documents, triggers, revisions."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from swagsmith.check import Profile
from swagsmith.compat import Version
from swagsmith.source import load

if TYPE_CHECKING:
    from pathlib import Path

    from swagsmith.compat import Difference

Json = dict[str, Any]
Diff = Callable[..., "Difference"]

HOST = "x-ms-apimTemplateParameter.urlTemplate"


def parameter(kind: str, name: str, *, required: bool = False) -> Json:
    constraints = {"required": "true"} if required else {}
    return {"type": kind, "uiDefinition": {"displayName": name, "constraints": constraints}}


BASE: Json = {
    "properties": {
        "connectionParameters": {
            "username": parameter("securestring", "Account"),
            "password": parameter("securestring", "Token"),
            "site": parameter("string", "Site"),
        },
        "iconBrandColor": "#123456",
        "policyTemplateInstances": [
            {"templateId": "setheader", "title": "Header", "parameters": {"a": "1"}},
            {"templateId": "setheader", "title": "Other", "parameters": {"b": "1"}},
        ],
    }
}


def parameters(file: Json) -> Json:
    return file["properties"]["connectionParameters"]


def policies(file: Json) -> list[Json]:
    return file["properties"]["policyTemplateInstances"]


def basic_to_key(file: Json) -> None:
    del parameters(file)["username"], parameters(file)["password"]
    parameters(file)["api_key"] = parameter("securestring", "Key")


def to_oauth(file: Json) -> None:
    basic_to_key(file)
    del parameters(file)["api_key"]
    parameters(file)["token"] = {
        "type": "oauthSetting",
        "oAuthSettings": {"identityProvider": "aad"},
    }


def rename(file: Json) -> None:
    parameters(file)["tenant"] = parameters(file).pop("site")


#: what happens, how, what it gives forth and back
ROWS: list[tuple[str, Callable[[Json], object], set[str], set[str]]] = [
    ("a key instead of a password", basic_to_key, {"auth-type wire"}, {"auth-type wire"}),
    ("OAuth instead of a password", to_oauth, {"auth-type wire"}, {"auth-type wire"}),
    ("a parameter is gone", lambda file: parameters(file).pop("site"), {"connection-parameter wire"}, {"connection-parameter safe"}),
    ("a parameter has another name", rename, {"connection-parameter wire"}, {"connection-parameter wire"}),
    ("a parameter has another type", lambda file: parameters(file)["site"].update(type="int"), {"connection-parameter wire"}, {"connection-parameter wire"}),
    ("a parameter has to be given", lambda file: parameters(file).update(site=parameter("string", "Site", required=True)), {"connection-parameter wire"}, {"connection-parameter safe"}),
    ("a required parameter is new", lambda file: parameters(file).update(a=parameter("string", "A", required=True)), {"connection-parameter wire"}, {"connection-parameter wire"}),
    ("an optional parameter is new", lambda file: parameters(file).update(a=parameter("string", "A")), {"connection-parameter safe"}, {"connection-parameter wire"}),
    ("a policy is gone", lambda file: policies(file).pop(), {"policy wire"}, {"policy wire"}),
    ("a policy changed", lambda file: policies(file)[0].update(parameters={"a": "2"}), {"policy wire"}, {"policy wire"}),
    ("policies are in another order", lambda file: policies(file).reverse(), {"policy wire"}, {"policy wire"}),
    ("a text changed", lambda file: parameters(file)["site"]["uiDefinition"].update(description="x"), {"minor-update safe"}, {"minor-update safe"}),
    ("a colour changed", lambda file: file["properties"].update(iconBrandColor="#654321"), {"minor-update safe"}, {"minor-update safe"}),
    ("keys are in another order", lambda file: parameters(file).update(username=parameters(file).pop("username")), set(), set()),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_connections_are_compared(
    row: tuple[str, Callable[[Json], object], set[str], set[str]],
    told: Callable[..., set[str]],
    widgets: str,
) -> None:
    _, change, forth, back = row
    changed = copy.deepcopy(BASE)
    change(changed)
    assert told(widgets, widgets, Profile.CONNECTOR, (BASE, changed)) == forth
    assert told(widgets, widgets, Profile.CONNECTOR, (changed, BASE)) == back


def host_policy(url: str, *operations: str) -> Json:
    inputs = {
        HOST: url,
        **({"x-ms-apimTemplate-operationName": list(operations)} if operations else {}),
    }
    policy = {"templateId": "dynamichosturl", "title": "Host", "parameters": inputs}
    return {"properties": {"policyTemplateInstances": [policy]}}


def test_a_policy_that_sets_the_host_makes_other_hosts_harmless(
    told: Callable[..., set[str]], widgets: str
) -> None:
    moved = widgets.replace("host: api.test", "host: www.test").replace(
        "basePath: /v1", "basePath: /v2"
    )
    same = host_policy("https://a.test")
    assert told(widgets, moved) == {"host wire", "basepath wire"}
    assert told(widgets, moved, Profile.PLAIN, (same, same)) == {"host safe", "basepath safe"}
    other = host_policy("https://a.test", "NoSuchOperation")
    assert told(widgets, moved, Profile.PLAIN, (other, other)) == {"host wire", "basepath wire"}


def test_a_policy_that_sets_another_host_is_another_host(diff: Diff, widgets: str) -> None:
    files = host_policy("https://a.test"), host_policy("https://b.test")
    (change,) = diff(widgets, widgets, Profile.PLAIN, files).changes
    assert (change.rule, change.verdict) == ("diff-host", "wire")
    assert change.old.span.file.endswith("old.apiProperties.json")
    assert change.old.pointer == f"/properties/policyTemplateInstances/0/parameters/{HOST}"
    assert (change.old.span.line, change.old.span.column) == (8, 48)


def test_a_gone_parameter_stands_where_it_was(diff: Diff, widgets: str) -> None:
    changed = copy.deepcopy(BASE)
    del parameters(changed)["site"]
    (change,) = diff(widgets, widgets, Profile.PLAIN, (BASE, changed)).changes
    assert change.message == "the connection parameter `site` is gone"
    assert change.old.pointer == "/properties/connectionParameters/site"
    assert change.new.pointer == "/properties/connectionParameters"


def test_a_file_beside_one_document_only_is_not_compared(
    told: Callable[..., set[str]], widgets: str
) -> None:
    assert told(widgets, widgets, Profile.CONNECTOR, (BASE, None)) == set()


def test_ways_to_connect(told: Callable[..., set[str]], widgets: str) -> None:
    def file(*names: str) -> Json:
        sets = [
            {"name": name, "parameters": {"k": parameter("securestring", "K")}} for name in names
        ]
        return {"properties": {"connectionParameterSets": {"values": sets}}}

    assert told(widgets, widgets, Profile.PLAIN, (file("a"), file("a", "b"))) == {
        "connection-parameter safe"
    }
    assert told(widgets, widgets, Profile.PLAIN, (file("a", "b"), file("a"))) == {
        "connection-parameter wire"
    }


@pytest.mark.parametrize(
    ("spec", "beside"),
    [
        ("twilio.yaml", "twilio.apiProperties.json"),
        ("apiDefinition.swagger.json", "apiProperties.json"),
        ("twilio.swagger.json", "twilio.apiProperties.json"),
    ],
)
def test_where_the_connection_file_is(tmp_path: Path, spec: str, beside: str) -> None:
    path = tmp_path / spec
    path.write_text('{"swagger": "2.0"}')
    assert Version(load(path)).connection is None
    (tmp_path / beside).write_text('{"properties": {}}')
    found = Version(load(path)).connection
    assert found is not None
    assert found.root.file == str(tmp_path / beside)


TRIGGER = "operationId: ListWidgets\n      x-ms-trigger: batch"


def test_a_trigger_of_many_becomes_one_of_one(
    told: Callable[..., set[str]], edited: Callable[..., str], widgets: str
) -> None:
    many = edited(widgets, ("operationId: ListWidgets", TRIGGER))
    one = many.replace("batch", "single")
    assert told(many, one) == told(one, many) == {"trigger wire"}


def test_what_a_webhook_hands_over(
    told: Callable[..., set[str]], edited: Callable[..., str], widgets: str
) -> None:
    content = "  /widgets:\n    x-ms-notification-content: {schema: {type: object, properties: {a: {type: string}}}}\n"
    old = edited(widgets, ("  /widgets:\n", content))
    new = edited(old, ("{a: {type: string}}", "{a: {type: string}, b: {type: string}}"))
    assert told(old, new) == {"trigger safe"}
    assert told(new, old) == {"trigger wire"}


def test_a_revision_that_breaks_belongs_into_the_next(
    diff: Diff, edited: Callable[..., str], widgets: str
) -> None:
    old = edited(
        widgets,
        (
            "operationId: ListWidgets",
            "operationId: ListWidgets\n      x-ms-api-annotation: {family: Lists, revision: 1}",
        ),
    )
    new = edited(old, ("maximum: 50", "maximum: 40"))
    found = {change.rule: change for change in diff(old, new, Profile.CONNECTOR).changes}
    assert set(found) == {"diff-param-limits-tighter", "diff-needs-revision"}
    assert found["diff-needs-revision"].level == "warning"
    assert "`ListWidgets` of the family `Lists`" in found["diff-needs-revision"].message
    harmless = {change.rule for change in diff(new, old, Profile.CONNECTOR).changes}
    assert harmless == {"diff-param-limits-looser"}


def test_a_drop_down_is_filled_otherwise(
    told: Callable[..., set[str]], edited: Callable[..., str], widgets: str
) -> None:
    old = edited(
        widgets, ("enum: [up, down]", "x-ms-dynamic-values: {operationId: A, value-path: a}")
    )
    assert told(old, old.replace("value-path: a", "value-path: b")) == {"dynamic wire"}


@pytest.mark.parametrize("value", [None, 1, "x", [], [1], {"a": 1}, {"values": 5}])
@pytest.mark.parametrize(
    "key", ["connectionParameters", "connectionParameterSets", "policyTemplateInstances"]
)
def test_strange_connection_files_do_no_harm(
    told: Callable[..., set[str]], widgets: str, key: str, value: object
) -> None:
    strange = {"properties": {key: value}}
    for files in ((BASE, strange), (strange, BASE), (strange, strange), ({}, strange)):
        told(widgets, widgets, Profile.CONNECTOR, files)
