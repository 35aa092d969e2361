"""The connection file has the two values that HTTP Basic needs, and fits the document."""

from __future__ import annotations

import re
from typing import Any

import pytest

Json = dict[str, Any]

# The platform builds basic authentication from parameters of these names.
PARAMETERS = {"username": ("Account Id", 2), "password": ("Access Token", 3)}


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_connection_parameter_is_secret_and_complete(connection: Json, name: str) -> None:
    label, tab = PARAMETERS[name]
    parameter = connection["connectionParameters"][name]
    assert set(parameter) == {"type", "uiDefinition"}
    assert parameter["type"] == "securestring"
    shown = parameter["uiDefinition"]
    assert set(shown) == {"displayName", "description", "tooltip", "constraints"}
    assert shown["displayName"] == label
    assert shown["description"].endswith(".")
    assert shown["tooltip"].endswith(".")
    assert shown["constraints"] == {"tabIndex": tab, "clearText": False, "required": "true"}


def test_there_is_no_other_parameter(connection: Json) -> None:
    assert list(connection["connectionParameters"]) == list(PARAMETERS)


def test_the_file_has_what_certification_asks_for(connection: Json) -> None:
    assert set(connection) == {
        "connectionParameters",
        "iconBrandColor",
        "capabilities",
        "policyTemplateInstances",
        "publisher",
        "stackOwner",
    }
    assert connection["capabilities"] == ["actions"]
    assert re.fullmatch("#[0-9A-Fa-f]{6}", connection["iconBrandColor"])
    assert connection["iconBrandColor"].lower() not in {"#ffffff", "#007ee5"}
    assert connection["publisher"]
    assert connection["stackOwner"] == "Twilio"
    # The gateway speaks the connector's own contract, so nothing is left to rewrite: no host, no
    # path, no body. Of the two media types the platform reads one, and says so.
    (policy,) = connection["policyTemplateInstances"]
    assert policy["templateId"] == "setheader"
    prefix = "x-ms-apimTemplateParameter."
    assert policy["parameters"] == {
        f"{prefix}name": "Accept",
        f"{prefix}value": "application/json",
        f"{prefix}existsAction": "override",
        "x-ms-apimTemplate-policySection": "Request",
    }


def test_the_document_has_what_certification_asks_for(document: Json) -> None:
    info = document["info"]
    assert len(info["title"]) <= 30
    assert 30 <= len(info["description"]) <= 500
    assert all(info["contact"][key] for key in ("name", "url", "email"))
    metadata = {
        each["propertyName"]: each["propertyValue"] for each in document["x-ms-connector-metadata"]
    }
    assert metadata["Website"].startswith("https://")
    assert metadata["Privacy policy"].startswith("https://")
    assert metadata["Categories"] == "Communication"


def test_the_connection_is_tested_by_an_operation_that_needs_nothing(
    document: Json, operations: Json
) -> None:
    tested = operations[document["x-ms-capabilities"]["testConnection"]["operationId"]]
    assert tested["call"].startswith("GET ")
    assert not any(each.get("required") for each in tested["parameters"])


def test_neither_file_holds_a_credential(document: Json, connection: Json) -> None:
    token = re.compile(r"\b(AC|SK)[0-9a-f]{32}\b", re.IGNORECASE)
    text = f"{document} {connection}"
    assert token.search("AC" + "0" * 32)
    assert token.search(text) is None
