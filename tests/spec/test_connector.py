"""The document says what the connector is: operations, parameters, answers, definitions.

The tables are typed from the connector's reference page (version 1.0), its later operations and
Twilio's REST API; nothing in them comes from the document.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV2SpecValidator

Json = dict[str, Any]

# operationId: (call, tag, summary, gist of the description, definition of the answer)
OPERATIONS = {
    "GetMessage": (
        "GET /Messages/{MessageId}.json",
        "Messages",
        "Get Message",
        "Returns a single message specified by the provided Message ID.",
        "Message",
    ),
    "ListMessages": (
        "GET /Messages.json",
        "Messages",
        "List Messages",
        "Returns a list of messages associated with your account.",
        "MessageList",
    ),
    "SendMessage": (
        "POST /Messages.json",
        "Messages",
        "Send Message",
        "Send a new message to a mobile number.",
        "Message",
    ),
    "ListIncomingPhoneNumbers": (
        "GET /IncomingPhoneNumbers.json",
        "IncomingPhoneNumbers",
        "List Incoming Phone Numbers",
        "phone numbers",
        "IncomingPhoneNumberList",
    ),
    "AddIncomingNumber": (
        "POST /IncomingPhoneNumbers.json",
        "IncomingPhoneNumbers",
        "Add Incoming Phone Number",
        "Buys a phone number",
        "IncomingPhoneNumber",
    ),
    "GetIncomingPhoneNumber": (
        "GET /IncomingPhoneNumbers/{IncomingPhoneNumberSid}.json",
        "IncomingPhoneNumbers",
        "Get Incoming Phone Number",
        "a single phone number",
        "IncomingPhoneNumber",
    ),
    "GetAvailableLocalNumbers": (
        "GET /AvailablePhoneNumbers/{IsoCountryCode}/Local.json",
        "AvailablePhoneNumbers",
        "Get Available Local Numbers",
        "local phone numbers",
        "AvailablePhoneNumberList",
    ),
    "GetAvailableMobileNumbers": (
        "GET /AvailablePhoneNumbers/{IsoCountryCode}/Mobile.json",
        "AvailablePhoneNumbers",
        "Get Available Mobile Numbers",
        "mobile phone numbers",
        "AvailablePhoneNumberList",
    ),
    "GetAvailableTollFreeNumbers": (
        "GET /AvailablePhoneNumbers/{IsoCountryCode}/TollFree.json",
        "AvailablePhoneNumbers",
        "Get Available Toll Free Numbers",
        "toll-free phone numbers",
        "AvailablePhoneNumberList",
    ),
    "ListUsage": (
        "GET /Usage/Records.json",
        "Usage",
        "List Usage",
        "what your account has used",
        "UsageRecordList",
    ),
}

# operationId: (name, in, type or definition, required, default, gist of the description)
_COUNTRY = ("IsoCountryCode", "path", "string", True, None, "country")
_AREA_CODE = ("AreaCode", "query", "string", False, None, "area code")
_CONTAINS = ("Contains", "query", "string", False, None, "pattern")
_CAPABLE = [
    ("SmsEnabled", "query", "boolean", False, None, "text messages"),
    ("MmsEnabled", "query", "boolean", False, None, "media messages"),
    ("VoiceEnabled", "query", "boolean", False, None, "calls"),
]
_PAGE_SIZE = ("PageSize", "query", "integer", False, 50, "How many resources in each list page")
_DATE_SENT = "Only messages sent on this date (GMT), given as `YYYY-MM-DD`"
PARAMETERS: dict[str, list[tuple[str, str, str, bool, object, str]]] = {
    "GetMessage": [("MessageId", "path", "string", True, None, "Message ID")],
    "ListMessages": [
        ("To", "query", "string", False, None, "To phone number"),
        ("From", "query", "string", False, None, "From phone number"),
        ("DateSent", "query", "string", False, None, _DATE_SENT),
        ("DateSent<", "query", "string", False, None, "on or before midnight"),
        ("DateSent>", "query", "string", False, None, "on or after midnight"),
        _PAGE_SIZE,
        ("Page", "query", "integer", False, 0, "Page number"),
    ],
    "SendMessage": [
        ("sendMessageRequest", "body", "SendMessageRequest", True, None, "Message to send")
    ],
    "ListIncomingPhoneNumbers": [
        ("PhoneNumber", "query", "string", False, None, "match this pattern"),
        ("FriendlyName", "query", "string", False, None, "friendly name"),
        _PAGE_SIZE,
        ("Beta", "query", "boolean", False, None, "new to Twilio"),
    ],
    "AddIncomingNumber": [
        (
            "addIncomingPhoneNumberRequest",
            "body",
            "AddIncomingPhoneNumberRequest",
            True,
            None,
            "number to buy",
        )
    ],
    "GetIncomingPhoneNumber": [("IncomingPhoneNumberSid", "path", "string", True, None, "sid")],
    "GetAvailableLocalNumbers": [
        _COUNTRY,
        _AREA_CODE,
        _CONTAINS,
        *_CAPABLE,
        ("NearNumber", "query", "string", False, None, "close to this phone number"),
        ("NearLatLong", "query", "string", False, None, "`latitude,longitude`"),
        ("InPostalCode", "query", "string", False, None, "postal code"),
        ("InRegion", "query", "string", False, None, "region"),
    ],
    "GetAvailableMobileNumbers": [_COUNTRY, _AREA_CODE, _CONTAINS, *_CAPABLE],
    "GetAvailableTollFreeNumbers": [_COUNTRY, _AREA_CODE, _CONTAINS],
    "ListUsage": [
        ("Category", "query", "string", False, None, "category"),
        ("StartDate", "query", "string", False, None, "on or after this date"),
        ("EndDate", "query", "string", False, None, "on or before this date"),
        _PAGE_SIZE,
    ],
}

# What every operation answers, and what those with a path parameter answer besides.
ANSWERS = {
    "200": "Operation successful",
    "400": "Bad Request",
    "500": "Internal Server Error. Unknown error occurred",
    "default": "Operation Failed.",
}
NOT_FOUND = {
    "GetMessage": "Message not found",
    "GetIncomingPhoneNumber": "Phone number not found",
    "GetAvailableLocalNumbers": "Country not found",
    "GetAvailableMobileNumbers": "Country not found",
    "GetAvailableTollFreeNumbers": "Country not found",
}

PAGING = {
    "ListMessages": {"items": "messages", "next": "next_page_uri"},
    "ListIncomingPhoneNumbers": {"items": "incoming_phone_numbers", "next": "next_page_uri"},
    "ListUsage": {"items": "usage_records", "next": "next_page_uri"},
}


def test_it_describes_these_operations_and_no_other(operations: Json) -> None:
    assert set(operations) == set(OPERATIONS)


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_an_operation_is_called_and_described_so(operations: Json, operation_id: str) -> None:
    call, tag, summary, gist, _ = OPERATIONS[operation_id]
    operation = operations[operation_id]
    assert operation["call"] == call
    assert operation["tags"] == [tag]
    assert operation["summary"] == summary
    assert gist in operation["description"]
    assert operation.get("x-swagsmith-paging") == PAGING.get(operation_id)


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_an_operation_takes_these_parameters(operations: Json, operation_id: str) -> None:
    parameters = operations[operation_id]["parameters"]
    expected = PARAMETERS[operation_id]
    assert [
        (
            each["name"],
            each["in"],
            each.get("type") or each["schema"]["$ref"].removeprefix("#/definitions/"),
            each.get("required", False),
            each.get("default"),
        )
        for each in parameters
    ] == [row[:5] for row in expected]
    for parameter, row in zip(parameters, expected, strict=True):
        assert row[5] in parameter["description"]


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_an_operation_answers_so(operations: Json, operation_id: str) -> None:
    expected = dict(ANSWERS)
    if operation_id in NOT_FOUND:
        expected["404"] = NOT_FOUND[operation_id]
    answers = operations[operation_id]["responses"]
    assert set(answers) == set(expected)
    for status, description in expected.items():
        assert answers[status]["description"].startswith(description)
    definition = {"200": OPERATIONS[operation_id][-1], "default": None}
    assert {
        status: answer["schema"]["$ref"] if "schema" in answer else None
        for status, answer in answers.items()
    } == {
        status: name and f"#/definitions/{name}"
        for status, name in ((status, definition.get(status, "Error")) for status in expected)
    }


def test_the_date_parameters_have_readable_names(operations: Json) -> None:
    named = {
        each["name"]: each["x-python-name"]
        for each in operations["ListMessages"]["parameters"]
        if "x-python-name" in each
    }
    assert named == {"DateSent<": "date_sent_before", "DateSent>": "date_sent_after"}


def test_usage_tells_of_its_sub_resources(operations: Json) -> None:
    description = operations["ListUsage"]["description"]
    assert "/Usage/Records/{SubResource}.json" in description
    periods = "Daily Monthly Yearly AllTime Today Yesterday ThisMonth LastMonth"
    assert [name for name in periods.split() if name not in description] == []


def test_path_and_paging_parameters_are_limited_as_twilio_limits_them(operations: Json) -> None:
    limits = {
        each["name"]: {key: each[key] for key in ("pattern", "minimum", "maximum") if key in each}
        for operation in operations.values()
        for each in operation["parameters"]
    }
    assert {name: limit for name, limit in limits.items() if limit} == {
        "MessageId": {"pattern": "^(SM|MM)[0-9a-fA-F]{32}$"},
        "IncomingPhoneNumberSid": {"pattern": "^PN[0-9a-fA-F]{32}$"},
        "IsoCountryCode": {"pattern": "^[A-Z]{2}$"},
        "PageSize": {"minimum": 1, "maximum": 1000},
        "Page": {"minimum": 0},
    }


def test_it_speaks_json_and_xml_over_https_with_basic_authentication(document: Json) -> None:
    media_types = ["application/json", "application/xml"]
    assert document["swagger"] == "2.0"
    assert (document["info"]["title"], document["info"]["version"]) == ("Twilio", "1.0")
    assert document["info"]["x-python-name"] == "twilio_connector"
    assert document["consumes"] == document["produces"] == media_types
    assert document["schemes"] == ["https"]
    assert (document["host"], document["basePath"]) == ("api.twilio.com", "/")
    assert document["security"] == [{"basic": []}]
    assert list(document["securityDefinitions"]) == ["basic"]
    scheme = document["securityDefinitions"]["basic"]
    assert scheme["type"] == "basic"
    assert scheme["x-swagsmith-credentials"] == {
        "username": "account_id",
        "password": "access_token",
    }


def test_no_operation_departs_from_what_holds_for_all(operations: Json) -> None:
    for operation in operations.values():
        assert not {"consumes", "produces", "schemes", "security"} & set(operation)


def test_tags_are_declared_and_described(document: Json) -> None:
    declared = {tag["name"]: tag["description"] for tag in document["tags"]}
    assert set(declared) == {tag for _, tag, *_ in OPERATIONS.values()}
    assert all(description.endswith(".") for description in declared.values())


def test_every_parameter_is_labelled_and_says_how_visible_it_is(operations: Json) -> None:
    for operation in operations.values():
        assert operation["x-ms-visibility"] in {"important", "advanced"}
        for parameter in operation["parameters"]:
            name = parameter["name"]
            assert _is_label(parameter["x-ms-summary"]), name
            assert parameter["description"] != parameter["x-ms-summary"], name
            assert parameter["x-ms-visibility"] in {"important", "advanced"}, name
            encoding = "single" if parameter["in"] == "path" else None
            assert parameter.get("x-ms-url-encoding") == encoding, name


def _is_label(text: str) -> bool:
    return len(text) <= 80 and all(word[0].isupper() for word in text.split())


def test_page_size_and_beta_are_advanced(operations: Json) -> None:
    visibility = {
        each["name"]: each["x-ms-visibility"]
        for each in operations["ListIncomingPhoneNumbers"]["parameters"]
    }
    assert (visibility["PageSize"], visibility["Beta"]) == ("advanced", "advanced")


def test_it_is_swagger(document: Json) -> None:
    assert list(OpenAPIV2SpecValidator(document).iter_errors()) == []


@pytest.mark.parametrize("missing", ["description", "schema"])
def test_a_damaged_copy_is_not(document: Json, missing: str) -> None:
    damaged = copy.deepcopy(document)
    del damaged["responses"]["BadRequest"]["description"]
    del damaged["paths"]["/Messages.json"]["post"]["parameters"][0][missing]
    assert list(OpenAPIV2SpecValidator(damaged).iter_errors())
