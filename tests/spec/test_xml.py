"""The XML annotations describe Twilio's XML, without the element that Twilio wraps around it."""

from __future__ import annotations

from typing import Any, cast
from xml.etree import ElementTree as ET

import pytest

Json = dict[str, Any]

_LIST_ATTRIBUTES = {
    "page": "@page",
    "page_size": "@pagesize",
    "num_pages": "@numpages",
    "uri": "@uri",
    "first_page_uri": "@firstpageuri",
    "next_page_uri": "@nextpageuri",
}

# definition: (root, what each property is: an element, "@" an attribute, "*" repeated elements)
NAMES: dict[str, tuple[str, dict[str, str]]] = {
    "SendMessageRequest": (
        "SendMessageRequest",
        {
            "from": "From",
            "to": "To",
            "body": "Body",
            "media_url": "MediaUrl*",
            "status_callback": "StatusCallback",
            "messaging_service_sid": "MessagingServiceSid",
            "application_sid": "ApplicationSid",
            "max_price": "MaxPrice",
        },
    ),
    "Message": (
        "Message",
        {
            "body": "Body",
            "from": "From",
            "to": "To",
            "status": "Status",
            "sid": "Sid",
            "account_sid": "AccountSid",
            "api_version": "ApiVersion",
            "num_segments": "NumSegments",
            "num_media": "NumMedia",
            "date_created": "DateCreated",
            "date_sent": "DateSent",
            "date_updated": "DateUpdated",
            "direction": "Direction",
            "error_code": "ErrorCode",
            "error_message": "ErrorMessage",
            "price": "Price",
            "price_unit": "PriceUnit",
            "uri": "Uri",
            "messaging_service_sid": "MessagingServiceSid",
            "subresource_uris": "SubresourceUris/SubresourceUri*",
        },
    ),
    "MessageList": (
        "Messages",
        {"messages": "Message*", "total": "@total", "previous_page_uri": "@previouspageuri"}
        | _LIST_ATTRIBUTES,
    ),
    "IncomingPhoneNumberList": (
        "IncomingPhoneNumbers",
        {"incoming_phone_numbers": "IncomingPhoneNumber*"} | _LIST_ATTRIBUTES,
    ),
    "AddIncomingPhoneNumberRequest": (
        "AddIncomingPhoneNumberRequest",
        {"PhoneNumber": "PhoneNumber", "AreaCode": "AreaCode", "FriendlyName": "FriendlyName"},
    ),
    "IncomingPhoneNumber": (
        "IncomingPhoneNumber",
        {
            "phone_number": "PhoneNumber",
            "friendly_name": "FriendlyName",
            "sid": "Sid",
            "account_sid": "AccountSid",
            "date_created": "DateCreated",
            "date_updated": "DateUpdated",
            "capabilities": "Capabilities",
            "status_callback": "StatusCallback",
            "status_callback_method": "StatusCallbackMethod",
            "api_version": "ApiVersion",
        },
    ),
    "Capabilities": ("Capabilities", {"mms": "MMS", "sms": "SMS", "voice": "Voice"}),
    "AvailablePhoneNumbers": (
        "AvailablePhoneNumber",
        {
            "phone_number": "PhoneNumber",
            "friendly_name": "FriendlyName",
            "lata": "Lata",
            "latitude": "Latitude",
            "longitude": "Longitude",
            "postal_code": "PostalCode",
            "rate_center": "RateCenter",
            "region": "Region",
            "mms": "MMS",
            "sms": "SMS",
            "voice": "Voice",
        },
    ),
    "AvailablePhoneNumberList": (
        "AvailablePhoneNumbers",
        {"available_phone_numbers": "AvailablePhoneNumber*", "uri": "@uri"},
    ),
    "UsageRecords": (
        "UsageRecord",
        {
            "category": "Category",
            "usage": "Usage",
            "usage_unit": "UsageUnit",
            "description": "Description",
            "price": "Price",
            "price_unit": "PriceUnit",
            "count": "Count",
            "count_unit": "CountUnit",
            "start_date": "StartDate",
            "end_date": "EndDate",
        },
    ),
    "UsageRecordList": ("UsageRecords", {"usage_records": "UsageRecord*"} | _LIST_ATTRIBUTES),
    "Error": (
        "RestException",
        {"code": "Code", "message": "Message", "more_info": "MoreInfo", "status": "Status"},
    ),
}

# Shaped as Twilio's own answers are, short of what the connector's definitions leave out.
TWILIO_MESSAGES = """
<TwilioResponse>
  <Messages page="1" numpages="3" pagesize="2" total="5" start="2" end="3"
      uri="/Messages.json?PageSize=2&amp;Page=1" firstpageuri="/Messages.json?PageSize=2&amp;Page=0"
      previouspageuri="/Messages.json?PageSize=2&amp;Page=0">
    <Message>
      <Sid>SM1a2b3c4d5e6f708192a3b4c5d6e7f809</Sid>
      <DateCreated>Fri, 13 Aug 2010 01:16:24 +0000</DateCreated>
      <DateSent/>
      <To>+15558675310</To>
      <Body>5 &lt; 6 &amp; "so on"</Body>
      <NumSegments>1</NumSegments>
      <Price/>
      <SubresourceUris>
        <SubresourceUri>/Messages/SM1a2b3c4d5e6f708192a3b4c5d6e7f809/Media.json</SubresourceUri>
        <SubresourceUri>/Messages/SM1a2b3c4d5e6f708192a3b4c5d6e7f809/Feedback.json</SubresourceUri>
      </SubresourceUris>
    </Message>
    <Message>
      <Sid>MM1a2b3c4d5e6f708192a3b4c5d6e7f809</Sid>
      <Price>-0.02000</Price>
      <SubresourceUris/>
    </Message>
  </Messages>
</TwilioResponse>
"""
MESSAGES: Json = {
    "page": 1,
    "num_pages": 3,
    "page_size": 2,
    "total": 5,
    "uri": "/Messages.json?PageSize=2&Page=1",
    "first_page_uri": "/Messages.json?PageSize=2&Page=0",
    "previous_page_uri": "/Messages.json?PageSize=2&Page=0",
    "messages": [
        {
            "sid": "SM1a2b3c4d5e6f708192a3b4c5d6e7f809",
            "date_created": "Fri, 13 Aug 2010 01:16:24 +0000",
            "date_sent": None,
            "to": "+15558675310",
            "body": '5 < 6 & "so on"',
            "num_segments": "1",
            "price": None,
            "subresource_uris": [
                "/Messages/SM1a2b3c4d5e6f708192a3b4c5d6e7f809/Media.json",
                "/Messages/SM1a2b3c4d5e6f708192a3b4c5d6e7f809/Feedback.json",
            ],
        },
        {
            "sid": "MM1a2b3c4d5e6f708192a3b4c5d6e7f809",
            "price": "-0.02000",
            "subresource_uris": [],
        },
    ],
}

REQUEST = """
<SendMessageRequest>
  <From>+15005550006</From>
  <To>+15558675310</To>
  <Body/>
  <MediaUrl>https://example.com/a.png</MediaUrl>
  <MediaUrl>https://example.com/b.png</MediaUrl>
</SendMessageRequest>
"""


class Reader:
    """Reads XML by the annotations alone (section XML Object of Swagger 2.0)."""

    def __init__(self, definitions: Json) -> None:
        self.definitions = definitions

    def follow(self, schema: Json) -> Json:
        reference = schema.get("$ref")
        return self.definitions[reference.removeprefix("#/definitions/")] if reference else schema

    def name(self, schema: Json, fallback: str) -> str:
        return str(self.follow(schema).get("xml", {}).get("name", fallback))

    def read(self, schema: Json, element: ET.Element) -> object:
        schema = self.follow(schema)
        if schema["type"] != "object":
            return _scalar(schema, element.text or "")
        found: Json = {}
        for key, each in schema["properties"].items():
            values = self.read_property(key, each, element)
            if values is not None:
                found[key] = values[0]
        return found

    def read_property(self, key: str, schema: Json, parent: ET.Element) -> list[object] | None:
        """The value, alone in a list; None for a property that is absent."""
        if schema.get("type") == "array":
            return self.read_array(key, schema, parent)
        name = self.name(schema, key)
        if self.follow(schema).get("xml", {}).get("attribute"):
            text = parent.get(name)
            return None if text is None else [_scalar(schema, text)]
        element = parent.find(name)
        return None if element is None else [self.read(schema, element)]

    def read_array(self, key: str, schema: Json, parent: ET.Element) -> list[object] | None:
        holder: ET.Element | None = parent
        fallback = key
        if schema.get("xml", {}).get("wrapped"):
            # The name of an array is that of the element around it, and means nothing without one.
            fallback = self.name(schema, key)
            holder = parent.find(fallback)
        if holder is None:
            return None
        item = schema["items"]
        elements = holder.findall(self.name(item, fallback))
        return [[self.read(item, each) for each in elements]]


def _scalar(schema: Json, text: str) -> object:
    if not text and schema.get("x-nullable"):
        return None
    match schema["type"]:
        case "integer":
            return int(text)
        case "number":
            return float(text)
        case "boolean":
            return {"true": True, "false": False}[text]
        case _:
            return text


def _notation(reader: Reader, key: str, schema: Json) -> str:
    """The table's notation for how a property is written."""
    if schema.get("type") != "array":
        attribute = reader.follow(schema).get("xml", {}).get("attribute")
        return f"{'@' if attribute else ''}{reader.name(schema, key)}"
    wrapped = schema.get("xml", {}).get("wrapped")
    around = reader.name(schema, key) if wrapped else key
    item = f"{reader.name(schema['items'], around)}*"
    return f"{around}/{item}" if wrapped else item


@pytest.mark.parametrize("definition", NAMES)
def test_elements_and_attributes_have_twilios_names(definitions: Json, definition: str) -> None:
    root, expected = NAMES[definition]
    schema = definitions[definition]
    reader = Reader(definitions)
    assert schema["xml"] == {"name": root}
    assert {
        key: _notation(reader, key, each) for key, each in schema["properties"].items()
    } == expected


def test_the_table_names_every_definition(definitions: Json) -> None:
    assert set(NAMES) == set(definitions)


def test_no_annotation_has_a_namespace(definitions: Json) -> None:
    def keys(node: object) -> set[str]:
        if isinstance(node, list):
            return {key for each in cast("list[object]", node) for key in keys(each)}
        if not isinstance(node, dict):
            return set()
        mapping = cast("Json", node)
        own = set(mapping["xml"]) if isinstance(mapping.get("xml"), dict) else set[str]()
        return own | {key for each in mapping.values() for key in keys(each)}

    assert keys(definitions) == {"name", "attribute", "wrapped"}


def test_twilios_xml_is_read_without_its_wrapper(definitions: Json) -> None:
    messages = ET.fromstring(TWILIO_MESSAGES).find("Messages")
    assert messages is not None
    assert Reader(definitions).read({"$ref": "#/definitions/MessageList"}, messages) == MESSAGES


def test_a_request_repeats_media_and_may_have_an_empty_body(definitions: Json) -> None:
    schema = {"$ref": "#/definitions/SendMessageRequest"}
    assert Reader(definitions).read(schema, ET.fromstring(REQUEST)) == {
        "from": "+15005550006",
        "to": "+15558675310",
        "body": "",
        "media_url": ["https://example.com/a.png", "https://example.com/b.png"],
    }


def test_xml_examples_say_what_the_json_examples_say(definitions: Json, operations: Json) -> None:
    reader = Reader(definitions)
    compared: set[str] = set()
    for operation in operations.values():
        for answer in operation["responses"].values():
            examples = answer.get("examples", {})
            if "application/xml" not in examples:
                continue
            root = ET.fromstring(examples["application/xml"])
            definition = reader.follow(answer["schema"])
            assert root.tag == definition["xml"]["name"]
            assert reader.read(definition, root) == _without_null_attributes(
                definition, examples["application/json"]
            )
            assert _names_in(root) <= _names_in_table()
            compared.add(root.tag)
    # One for every shape that an answer has.
    assert compared == {
        "Message",
        "Messages",
        "IncomingPhoneNumber",
        "IncomingPhoneNumbers",
        "AvailablePhoneNumbers",
        "UsageRecords",
        "RestException",
    }


def _without_null_attributes(definition: Json, example: Json) -> Json:
    return {
        key: value
        for key, value in example.items()
        if value is not None or not definition["properties"][key].get("xml", {}).get("attribute")
    }


def _names_in(root: ET.Element) -> set[str]:
    """Every name in a document, as the table writes it."""
    attributes = {f"@{name}" for each in root.iter() for name in each.attrib}
    return {each.tag for each in root.iter()} | attributes


def _names_in_table() -> set[str]:
    roots = {root for root, _ in NAMES.values()}
    notations = [notation for _, properties in NAMES.values() for notation in properties.values()]
    return roots | {part.rstrip("*") for notation in notations for part in notation.split("/")}
