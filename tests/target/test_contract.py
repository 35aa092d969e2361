"""The target against spec/twilio.yaml: its table, and every documented answer there is."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import httpx2
import jsonschema_rs
import pytest
import yaml

from twilio_target import Settings, running_target
from twilio_target.gateway.mapping import OPERATIONS, Body, Definition, Operation, Property
from twilio_target.markup import pascal

SPEC: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "spec" / "twilio.yaml").read_text(encoding="utf-8")
)
DOCUMENTED = {
    operation["operationId"]: (method, path, operation)
    for path, item in SPEC["paths"].items()
    for method, operation in item.items()
    if method in {"get", "post"}
}
# The document describes /Usage/Records/{SubResource}.json in words, and it is served.
SERVED = {
    operation.operation_id: operation
    for operation in OPERATIONS
    if operation.path != "/Usage/Records/{SubResource}.json"
}


def resolve(node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        _, section, name = node["$ref"].split("/")
        node = SPEC[section][name]
    return node


def as_draft4(schema: Any) -> Any:
    """Give a Swagger 2.0 schema as one of JSON Schema draft 4."""
    match schema:
        case [*elements]:
            return [as_draft4(one) for one in elements]
        case {}:
            resolved = resolve(schema)
            plain = {name: as_draft4(value) for name, value in resolved.items()}
            is_nullable = plain.pop("x-nullable", False)
            return {"anyOf": [{"type": "null"}, plain]} if is_nullable else plain
        case _:
            return schema


def test_the_operations_are_the_documented_ones() -> None:
    assert len(SERVED) == len(DOCUMENTED) == 10
    for operation_id, (method, path, documented) in DOCUMENTED.items():
        served = SERVED[operation_id]
        assert (served.method, served.path) == (method.upper(), path)
        parameters = [resolve(parameter) for parameter in documented.get("parameters", [])]
        query = {one["name"]: one["type"] for one in parameters if one["in"] == "query"}
        assert query.items() <= dict(served.query).items()
        # The URIs of a list's pages have these, whatever the document declares.
        assert served.query.keys() - query.keys() <= {"Page", "PageToken"}
        bodies = [one["schema"] for one in parameters if one["in"] == "body"]
        assert len(bodies) == (served.body is not None)
        if served.body is not None:
            check_body(served.body, resolve(bodies[0]))
        check_definition(served.answer, resolve(documented["responses"]["200"]["schema"]))


def check_body(body: Body, schema: dict[str, Any]) -> None:
    assert body.name == schema["xml"]["name"]
    assert [one.name for one in body.properties] == list(schema["properties"])
    for one in body.properties:
        documented = schema["properties"][one.name]
        assert one.is_array is (documented["type"] == "array")
        assert bool(one.missing) is (one.name in schema["required"])
        xml = documented["items"]["xml"] if one.is_array else documented["xml"]
        assert one.form == xml["name"]


def check_definition(definition: Definition, schema: dict[str, Any]) -> None:
    assert definition.element == schema["xml"]["name"]
    names = {one.name for one in definition.properties}
    assert names | ({definition.items} - {""}) == schema["properties"].keys()
    for one in definition.properties:
        check_property(one, schema["properties"][one.name], attribute=bool(definition.items))
    if definition.item is not None:
        check_definition(definition.item, resolve(schema["properties"][definition.items]["items"]))


def check_property(one: Property, schema: dict[str, Any], *, attribute: bool) -> None:
    documented = resolve(schema)
    xml = documented["xml"]
    assert one.nullable is documented.get("x-nullable", False)
    assert xml["name"] == (one.name.replace("_", "") if attribute else pascal(one.name))
    assert xml.get("attribute", False) is attribute
    if one.item:
        assert (xml["wrapped"], documented["items"]["xml"]["name"]) == (True, one.item)
    for nested in one.properties:
        check_property(nested, documented["properties"][nested.name], attribute=False)


def from_xml(element: ET.Element, schema: dict[str, Any]) -> Any:
    """Read an element as the document's `xml` annotations say."""
    schema = resolve(schema)
    if schema["type"] != "object":
        return from_text(element.text or "", schema)
    found: dict[str, Any] = {}
    for name, declared in schema["properties"].items():
        value = resolve(declared)
        xml = value.get("xml", {})
        if value["type"] == "array":
            item = resolve(value["items"])
            within = element.find(xml["name"]) if xml.get("wrapped") else element
            if within is not None:
                found[name] = [from_xml(one, item) for one in within.findall(item["xml"]["name"])]
        elif xml.get("attribute"):
            text = element.get(xml["name"])
            if text is not None:
                found[name] = from_text(text, value)
            elif value.get("x-nullable"):
                found[name] = None
        elif (child := element.find(xml["name"])) is not None:
            found[name] = from_xml(child, value)
    return found


def from_text(text: str, schema: dict[str, Any]) -> Any:
    if not text and schema.get("x-nullable"):
        return None
    convert: dict[str, Callable[[str], Any]] = {
        "integer": int,
        "number": float,
        "boolean": {"true": True, "false": False}.__getitem__,
        "string": str,
    }
    return convert[schema["type"]](text)


def check(response: httpx2.Response, operation_id: str, status: int) -> Any:
    """Check an answer against its documented schema and give it as JSON, whatever it is in."""
    assert response.status_code == status, response.text
    schema = resolve(DOCUMENTED[operation_id][2]["responses"][str(status)])["schema"]
    content_type = response.headers["content-type"]
    assert content_type in SPEC["produces"]
    if content_type == "application/json":
        document = response.json()
    else:
        root = ET.fromstring(response.content)
        assert root.tag == resolve(schema)["xml"]["name"]
        document = from_xml(root, schema)
    jsonschema_rs.Draft4Validator(as_draft4(schema)).validate(document)
    return document


MESSAGE = (
    '{"from":"+15005550006","to":"+15558675310","body":"<&>","media_url":["https://x.example/"]}'
)
PATHS = {
    "GetMessage": ("/Messages/{message}.json", "/Messages/SM%00.json"),
    "ListMessages": ("/Messages.json?PageSize=1&Page=1", "/Messages.json?PageSize=0"),
    "SendMessage": ("/Messages.json", "/Messages.json"),
    "ListIncomingPhoneNumbers": (
        "/IncomingPhoneNumbers.json?Beta=true",
        "/IncomingPhoneNumbers.json?Beta=maybe",
    ),
    "AddIncomingNumber": ("/IncomingPhoneNumbers.json", "/IncomingPhoneNumbers.json"),
    "GetIncomingPhoneNumber": (
        "/IncomingPhoneNumbers/{number}.json",
        "/IncomingPhoneNumbers/PN%00.json",
    ),
    "GetAvailableLocalNumbers": (
        "/AvailablePhoneNumbers/US/Local.json",
        "/AvailablePhoneNumbers/US/Local.json?SmsEnabled=maybe",
    ),
    "GetAvailableMobileNumbers": (
        "/AvailablePhoneNumbers/GB/Mobile.json",
        "/AvailablePhoneNumbers/GB/Mobile.json?VoiceEnabled=",
    ),
    "GetAvailableTollFreeNumbers": (
        "/AvailablePhoneNumbers/US/TollFree.json",
        "/AvailablePhoneNumbers/US/TollFree.json?AreaCode=x",
    ),
    "ListUsage": ("/Usage/Records.json", "/Usage/Records.json?StartDate=now"),
}
ABSENT = {
    "GetMessage": "/Messages/SM00000000000000000000000000000000.json",
    "GetIncomingPhoneNumber": "/IncomingPhoneNumbers/PN00000000000000000000000000000000.json",
    "GetAvailableLocalNumbers": "/AvailablePhoneNumbers/ZZ/Local.json",
    "GetAvailableMobileNumbers": "/AvailablePhoneNumbers/ZZ/Mobile.json",
    "GetAvailableTollFreeNumbers": "/AvailablePhoneNumbers/ZZ/TollFree.json",
}


@pytest.fixture(scope="module")
def owner(clocked_target: Any, tls: Any) -> Iterator[httpx2.Client]:
    auth = ("AC" + "4" * 32, "token")
    with httpx2.Client(base_url=clocked_target.url, auth=auth, verify=tls) as client:
        yield client


@pytest.fixture(scope="module")
def sids(owner: httpx2.Client) -> dict[str, str]:
    headers = {"content-type": "application/json"}
    owner.post("/Messages.json", content=MESSAGE, headers=headers)
    sent = owner.post("/Messages.json", content=MESSAGE, headers=headers)
    bought = owner.post("/IncomingPhoneNumbers.json", json={"PhoneNumber": "+15005550006"})
    return {"message": sent.json()["sid"], "number": bought.json()["sid"]}


@pytest.fixture(scope="module")
def orphan(tls: Any) -> Iterator[httpx2.Client]:
    """A client of a gateway whose upstream is not there."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        dead = f"http://127.0.0.1:{listener.getsockname()[1]}"
    auth = ("AC" + "4" * 32, "token")
    with (
        running_target(Settings(upstream=dead)) as target,
        httpx2.Client(base_url=target.url, auth=auth, verify=tls) as client,
    ):
        yield client


def call(
    client: httpx2.Client, operation: Operation, path: str, accept: str, *, good: bool
) -> httpx2.Response:
    """Call an operation, its body in the media type that is accepted."""
    headers = {"accept": accept}
    if operation.body is None:
        return client.get(path, headers=headers)
    headers["content-type"] = accept
    values = {
        "SendMessageRequest": (("from", "+15005550006"), ("to", "+15558675310"), ("body", "<&>")),
        "AddIncomingPhoneNumberRequest": (("PhoneNumber", f"+1415555{next(NUMBERS):04}"),),
    }[operation.body.name]
    body = dict(values[: None if good else -1])
    if accept == "application/json":
        return client.post(path, json=body, headers=headers)
    root = ET.Element(operation.body.name)
    for name, text in body.items():
        ET.SubElement(root, pascal(name)).text = text
    return client.post(path, content=ET.tostring(root), headers=headers)


NUMBERS = iter(range(300, 400))


@pytest.mark.parametrize("accept", SPEC["produces"])
@pytest.mark.parametrize("operation_id", DOCUMENTED)
def test_every_documented_status(
    owner: httpx2.Client,
    sids: dict[str, str],
    orphan: httpx2.Client,
    operation_id: str,
    accept: str,
) -> None:
    operation = SERVED[operation_id]
    good, bad = (path.format_map(sids) for path in PATHS[operation_id])
    answered = {"default"}
    check(call(owner, operation, good, accept, good=True), operation_id, 200)
    answered.add("200")
    check(call(owner, operation, bad, accept, good=False), operation_id, 400)
    answered.add("400")
    if operation_id in ABSENT:
        check(call(owner, operation, ABSENT[operation_id], accept, good=True), operation_id, 404)
        answered.add("404")
    check(call(orphan, operation, good, accept, good=True), operation_id, 500)
    answered.add("500")
    unauthorized = owner.request(operation.method, good, auth=("nobody", "x"))
    assert unauthorized.status_code == 401
    assert DOCUMENTED[operation_id][2]["responses"].keys() == answered


@pytest.mark.parametrize("operation_id", [name for name in DOCUMENTED if SERVED[name].body is None])
def test_json_and_xml_say_the_same(
    owner: httpx2.Client, sids: dict[str, str], operation_id: str
) -> None:
    path = PATHS[operation_id][0].format_map(sids)
    as_json, as_xml = (
        check(owner.get(path, headers={"accept": accept}), operation_id, 200)
        for accept in SPEC["produces"]
    )
    assert as_xml == as_json


def test_the_examples_of_the_document(connector: httpx2.Client) -> None:
    """What the document shows as a request is taken."""
    for name, path in (
        ("SendMessageRequest", "/Messages.json"),
        ("AddIncomingPhoneNumberRequest", "/IncomingPhoneNumbers.json"),
    ):
        example = SPEC["definitions"][name]["example"]
        assert connector.post(path, json=example).status_code == 200
