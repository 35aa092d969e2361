"""The definitions have these properties and no other.

The table is typed from the connector's reference page; the two lists it lacks and `Error` are as
Twilio has them.
"""

from __future__ import annotations

from typing import Any

import pytest

Json = dict[str, Any]

_COUNTED = dict.fromkeys(("page", "page_size", "num_pages"), "integer")
_PAGED = _COUNTED | dict.fromkeys(("uri", "first_page_uri", "next_page_uri"), "string")


def _strings(names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), "string")


def _booleans(names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), "boolean")


# definition: (description, required, type by property)
DEFINITIONS: dict[str, tuple[str, list[str], dict[str, str]]] = {
    "SendMessageRequest": (
        "Request model for Send Message operation",
        ["from", "to", "body"],
        _strings("from to body")
        | {"media_url": "array of string"}
        | _strings("status_callback messaging_service_sid application_sid max_price"),
    ),
    "Message": (
        "Model for Message",
        [],
        _strings(
            "body from to status sid account_sid api_version num_segments num_media date_created "
            "date_sent date_updated direction error_code error_message price price_unit uri "
            "messaging_service_sid"
        )
        | {"subresource_uris": "array of string"},
    ),
    "MessageList": (
        "Response model for List Messages operation",
        [],
        {"messages": "array of Message", "total": "integer", "previous_page_uri": "string"}
        | _PAGED,
    ),
    "IncomingPhoneNumberList": (
        "Response model for List Incoming Phone Numbers",
        [],
        {"incoming_phone_numbers": "array of IncomingPhoneNumber"} | _PAGED,
    ),
    "AddIncomingPhoneNumberRequest": (
        "Request model for Add Incoming Number operation",
        ["PhoneNumber"],
        _strings("PhoneNumber AreaCode FriendlyName"),
    ),
    "IncomingPhoneNumber": (
        "Incoming Phone Number",
        [],
        _strings(
            "phone_number friendly_name sid account_sid date_created date_updated status_callback "
            "status_callback_method api_version"
        )
        | {"capabilities": "Capabilities"},
    ),
    "Capabilities": ("Phone Number Capabilities", [], _booleans("mms sms voice")),
    "AvailablePhoneNumbers": (
        "Available Phone Numbers",
        [],
        _strings(
            "phone_number friendly_name lata latitude longitude postal_code rate_center region"
        )
        | _booleans("mms sms voice"),
    ),
    "UsageRecords": (
        "Usage Records class",
        [],
        _strings(
            "category usage usage_unit description price_unit count count_unit start_date end_date"
        )
        | {"price": "number"},
    ),
    # Behind the later operations.
    "AvailablePhoneNumberList": (
        "Response model",
        [],
        {"available_phone_numbers": "array of AvailablePhoneNumbers", "uri": "string"},
    ),
    "UsageRecordList": (
        "Response model for List Usage operation",
        [],
        {"usage_records": "array of UsageRecords"} | _PAGED,
    ),
    "Error": (
        "Why a request was refused",
        ["message", "status"],
        {"code": "integer", "message": "string", "more_info": "string", "status": "integer"},
    ),
}

# What Twilio sends as null.
NULLABLE = {
    "Message": {
        *("from", "date_sent", "error_code", "error_message", "price", "price_unit"),
        "messaging_service_sid",
    },
    "MessageList": {"next_page_uri", "previous_page_uri"},
    "IncomingPhoneNumberList": {"next_page_uri"},
    "UsageRecordList": {"next_page_uri"},
    "AvailablePhoneNumbers": {
        *("lata", "latitude", "longitude", "postal_code", "rate_center", "region")
    },
    "UsageRecords": {"count"},
}

STATUSES = (
    "queued sending sent failed delivered undelivered receiving received accepted scheduled read "
    "partially_delivered canceled"
)
DIRECTIONS = "inbound outbound-api outbound-call outbound-reply"


def test_there_are_these_definitions_and_no_other(definitions: Json) -> None:
    assert set(definitions) == set(DEFINITIONS)


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_definition_is_so(definitions: Json, name: str) -> None:
    description, required, properties = DEFINITIONS[name]
    definition = definitions[name]
    assert definition["description"].startswith(description)
    assert definition["type"] == "object"
    assert definition.get("required", []) == required
    assert {key: _type(each) for key, each in definition["properties"].items()} == properties


def _type(schema: Json) -> str:
    if "$ref" in schema:
        assert len(schema) == 1
        return str(schema["$ref"]).removeprefix("#/definitions/")
    return f"array of {_type(schema['items'])}" if "items" in schema else str(schema["type"])


@pytest.mark.parametrize("name", DEFINITIONS)
def test_null_is_allowed_where_twilio_sends_it(definitions: Json, name: str) -> None:
    properties = definitions[name]["properties"]
    nullable = {key for key, each in properties.items() if each.get("x-nullable") is True}
    assert nullable == NULLABLE.get(name, set())


def test_a_message_has_these_statuses_and_directions(definitions: Json) -> None:
    properties = definitions["Message"]["properties"]
    enums = {key: each["enum"] for key, each in properties.items() if "enum" in each}
    assert enums == {"status": STATUSES.split(), "direction": DIRECTIONS.split()}


def test_strings_are_limited_where_twilio_limits_them(definitions: Json) -> None:
    limits = {
        f"{name}.{key}": each.get("pattern") or each["maxLength"]
        for name, definition in definitions.items()
        for key, each in definition["properties"].items()
        if {"pattern", "maxLength", "minLength"} & set(each)
    }
    assert limits == {
        "SendMessageRequest.body": 1600,
        "Message.sid": "^(SM|MM)[0-9a-fA-F]{32}$",
        "Message.account_sid": "^AC[0-9A-Za-z]{32}$",
        "IncomingPhoneNumber.sid": "^PN[0-9a-fA-F]{32}$",
        "IncomingPhoneNumber.account_sid": "^AC[0-9A-Za-z]{32}$",
    }


@pytest.mark.parametrize("name", DEFINITIONS)
def test_every_property_is_labelled_and_described(definitions: Json, name: str) -> None:
    for key, schema in definitions[name]["properties"].items():
        described = definitions[_type(schema)] if "$ref" in schema else schema
        assert described["description"].endswith("."), key
        assert all(word[0].isupper() for word in described["x-ms-summary"].split()), key


@pytest.mark.parametrize("name", ["SendMessageRequest", "AddIncomingPhoneNumberRequest"])
def test_every_property_of_a_request_says_how_visible_it_is(definitions: Json, name: str) -> None:
    definition = definitions[name]
    visibility = {key: each["x-ms-visibility"] for key, each in definition["properties"].items()}
    assert set(visibility.values()) <= {"important", "advanced"}
    assert {visibility[key] for key in definition["required"]} == {"important"}
