"""The one table between the connector and Twilio: names, types and shapes, both ways.

Requests go from the connector's body to Twilio's form, responses from Twilio's JSON to the
connector's definitions; the XML names of both stand beside them. Nothing else in the gateway knows
a property by name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from twilio_target.gateway.values import (
    connector_path,
    connector_text,
    flag,
    number,
    text,
    uris,
    whole,
)

Convert = Callable[[object], object]


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a definition.

    Attributes:
        name: in the connector's JSON.
        convert: from Twilio's value to the connector's, never called with None; raises ValueError.
        source: names that lead to it in Twilio's JSON, where it is not under its own name; the
            last is also tried in capitals.
        nullable: whether null is kept; otherwise a null property is left out.
        item: XML name of an array's elements, which stand in an element of the property.
        properties: of a nested object.
    """

    name: str
    convert: Convert = text
    source: Sequence[str] = ()
    nullable: bool = False
    item: str = ""
    properties: "Sequence[Property]" = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A response definition.

    Attributes:
        element: XML root.
        properties: of the object; in a list they are XML attributes of the root.
        items: for a list, the name of its array.
        item: for a list, the definition of the array's elements.
    """

    element: str
    properties: Sequence[Property]
    items: str = ""
    item: "Definition | None" = None


def _texts(*names: str) -> tuple[Property, ...]:
    return tuple(Property(name) for name in names)


def _nullable_texts(*names: str) -> tuple[Property, ...]:
    return tuple(Property(name, nullable=True) for name in names)


MESSAGE: Final = Definition(
    "Message",
    (
        *_texts("body"),
        *_nullable_texts("from"),
        *_texts("to", "status", "sid", "account_sid", "api_version"),
        *_texts("num_segments", "num_media", "date_created"),
        *_nullable_texts("date_sent"),
        *_texts("date_updated", "direction"),
        *_nullable_texts("error_code", "error_message", "price", "price_unit"),
        Property("uri", connector_path),
        *_nullable_texts("messaging_service_sid"),
        Property("subresource_uris", uris, item="SubresourceUri"),
    ),
)

CAPABILITIES: Final = tuple(Property(name, flag) for name in ("voice", "sms", "mms"))

INCOMING_PHONE_NUMBER: Final = Definition(
    "IncomingPhoneNumber",
    (
        *_texts("phone_number", "friendly_name", "sid", "account_sid", "date_created"),
        *_texts("date_updated", "status_callback", "status_callback_method", "api_version"),
        Property("capabilities", properties=CAPABILITIES),
    ),
)

AVAILABLE_PHONE_NUMBER: Final = Definition(
    "AvailablePhoneNumber",
    (
        *_texts("phone_number", "friendly_name"),
        *_nullable_texts("lata", "latitude", "longitude", "postal_code", "rate_center", "region"),
        *(Property(name, flag, ("capabilities", name)) for name in ("voice", "sms", "mms")),
    ),
)

USAGE_RECORD: Final = Definition(
    "UsageRecord",
    (
        *_texts("category", "usage", "usage_unit", "description", "price_unit"),
        *_nullable_texts("count"),
        *_texts("count_unit", "start_date", "end_date"),
        Property("price", number),
    ),
)

_PAGE: Final = (
    Property("page", whole),
    Property("page_size", whole),
    Property("num_pages", whole),
)
_URIS: Final = (
    Property("uri", connector_path),
    Property("first_page_uri", connector_path),
    Property("next_page_uri", connector_path, nullable=True),
)

MESSAGE_LIST: Final = Definition(
    "Messages",
    (
        *_PAGE,
        Property("total", whole),
        *_URIS,
        Property("previous_page_uri", connector_path, nullable=True),
    ),
    "messages",
    MESSAGE,
)
INCOMING_PHONE_NUMBER_LIST: Final = Definition(
    "IncomingPhoneNumbers", (*_PAGE, *_URIS), "incoming_phone_numbers", INCOMING_PHONE_NUMBER
)
AVAILABLE_PHONE_NUMBER_LIST: Final = Definition(
    "AvailablePhoneNumbers",
    (Property("uri", connector_path),),
    "available_phone_numbers",
    AVAILABLE_PHONE_NUMBER,
)
USAGE_RECORD_LIST: Final = Definition(
    "UsageRecords", (*_PAGE, *_URIS), "usage_records", USAGE_RECORD
)
ERROR: Final = Definition(
    "RestException",
    (
        Property("code", whole),
        Property("message", connector_text),
        Property("more_info"),
        Property("status", whole),
    ),
)


@dataclass(frozen=True, slots=True)
class BodyProperty:
    """A property of a request body.

    Attributes:
        name: in the connector's JSON.
        form: in Twilio's form; the connector's XML has the same.
        missing: Twilio's error code where it is required and missing; 0 where it is optional.
        is_array: whether it is an array of strings, repeated in the form and in XML.
    """

    name: str
    form: str
    missing: int = 0
    is_array: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A request definition; its name is the XML root."""

    name: str
    properties: Sequence[BodyProperty]


SEND_MESSAGE_REQUEST: Final = Body(
    "SendMessageRequest",
    (
        BodyProperty("from", "From", missing=21603),
        BodyProperty("to", "To", missing=21604),
        BodyProperty("body", "Body", missing=21602),
        BodyProperty("media_url", "MediaUrl", is_array=True),
        BodyProperty("status_callback", "StatusCallback"),
        BodyProperty("messaging_service_sid", "MessagingServiceSid"),
        BodyProperty("application_sid", "ApplicationSid"),
        BodyProperty("max_price", "MaxPrice"),
    ),
)
ADD_INCOMING_PHONE_NUMBER_REQUEST: Final = Body(
    "AddIncomingPhoneNumberRequest",
    (
        BodyProperty("PhoneNumber", "PhoneNumber", missing=21450),
        BodyProperty("AreaCode", "AreaCode"),
        BodyProperty("FriendlyName", "FriendlyName"),
    ),
)

QueryType = Literal["string", "integer", "boolean"]


def _typed(query_type: QueryType, *names: str) -> dict[str, QueryType]:
    return dict.fromkeys(names, query_type)


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the connector; Twilio has it under the same path, below the account.

    Attributes:
        operation_id: as the connector's document names it.
        method: GET or POST.
        path: template from the root.
        answer: definition of the 200 response.
        query: query parameters and their types; Twilio's have the same names.
        body: definition of the request body.
    """

    operation_id: str
    method: Literal["GET", "POST"]
    path: str
    answer: Definition
    query: Mapping[str, QueryType] = field(default_factory=dict[str, QueryType])
    body: Body | None = None


_PAGING: Final = _typed("integer", "PageSize", "Page") | _typed("string", "PageToken")
_MESSAGE_FILTERS: Final = _typed("string", "To", "From", "DateSent", "DateSent<", "DateSent>")
_NUMBER_FILTERS: Final = _typed("string", "PhoneNumber", "FriendlyName") | _typed("boolean", "Beta")
_PATTERN: Final = _typed("string", "AreaCode", "Contains")
_CAN: Final = _typed("boolean", "SmsEnabled", "MmsEnabled", "VoiceEnabled")
_NEAR: Final = _typed("string", "NearNumber", "NearLatLong", "InPostalCode", "InRegion")
_USAGE_FILTERS: Final = _typed("string", "Category", "StartDate", "EndDate")

OPERATIONS: Final = (
    Operation("GetMessage", "GET", "/Messages/{MessageId}.json", MESSAGE),
    Operation("ListMessages", "GET", "/Messages.json", MESSAGE_LIST, _MESSAGE_FILTERS | _PAGING),
    Operation("SendMessage", "POST", "/Messages.json", MESSAGE, body=SEND_MESSAGE_REQUEST),
    Operation(
        "ListIncomingPhoneNumbers",
        "GET",
        "/IncomingPhoneNumbers.json",
        INCOMING_PHONE_NUMBER_LIST,
        _NUMBER_FILTERS | _PAGING,
    ),
    Operation(
        "AddIncomingNumber",
        "POST",
        "/IncomingPhoneNumbers.json",
        INCOMING_PHONE_NUMBER,
        body=ADD_INCOMING_PHONE_NUMBER_REQUEST,
    ),
    Operation(
        "GetIncomingPhoneNumber",
        "GET",
        "/IncomingPhoneNumbers/{IncomingPhoneNumberSid}.json",
        INCOMING_PHONE_NUMBER,
    ),
    Operation(
        "GetAvailableLocalNumbers",
        "GET",
        "/AvailablePhoneNumbers/{IsoCountryCode}/Local.json",
        AVAILABLE_PHONE_NUMBER_LIST,
        _PATTERN | _CAN | _NEAR,
    ),
    Operation(
        "GetAvailableMobileNumbers",
        "GET",
        "/AvailablePhoneNumbers/{IsoCountryCode}/Mobile.json",
        AVAILABLE_PHONE_NUMBER_LIST,
        _PATTERN | _CAN,
    ),
    Operation(
        "GetAvailableTollFreeNumbers",
        "GET",
        "/AvailablePhoneNumbers/{IsoCountryCode}/TollFree.json",
        AVAILABLE_PHONE_NUMBER_LIST,
        _PATTERN,
    ),
    *(
        Operation("ListUsage", "GET", path, USAGE_RECORD_LIST, _USAGE_FILTERS | _PAGING)
        for path in ("/Usage/Records.json", "/Usage/Records/{SubResource}.json")
    ),
)
