"""Numbers on offer and numbers bought."""

from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

import httpx2
import pytest

ParseError = Callable[[httpx2.Response], dict[str, object]]
XML = {"accept": "application/xml"}


def offers(client: httpx2.Client, path: str) -> list[dict[str, Any]]:
    response = client.get(f"/AvailablePhoneNumbers/{path}")
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["available_phone_numbers"]
    return found


def phones(client: httpx2.Client, path: str) -> list[str]:
    return [offer["phone_number"] for offer in offers(client, path)]


COUNTRIES = {"US": "+1", "CA": "+1", "GB": "+44", "AU": "+61", "DE": "+49", "FR": "+33"} | {
    "JP": "+81",
    "SE": "+46",
    "TW": "+886",
}


@pytest.mark.parametrize("kind", ["Local", "Mobile", "TollFree"])
@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_offers_every_kind(connector: httpx2.Client, country: str, kind: str) -> None:
    found = phones(connector, f"{country}/{kind}.json")
    assert len(found) == len(set(found)) == 30
    assert all(phone.startswith(COUNTRIES[country]) for phone in found)
    assert found == phones(connector, f"{country}/{kind}.json")


@pytest.mark.parametrize("kind", ["Local", "Mobile", "TollFree"])
@pytest.mark.parametrize("country", ["ZZ", "us", "USA", "%E6%BC%A2", "U", "."])
def test_unknown_countries(
    connector: httpx2.Client, parse_error: ParseError, country: str, kind: str
) -> None:
    response = connector.get(f"/AvailablePhoneNumbers/{country}/{kind}.json")
    assert response.status_code == 404
    assert parse_error(response)["code"] == 20404


def test_an_offer_in_both_media_types(connector: httpx2.Client) -> None:
    offer = offers(connector, "US/Local.json?AreaCode=510")[0]
    phone = offer["phone_number"]
    assert offer == {
        "phone_number": phone,
        "friendly_name": f"(510) {phone[5:8]}-{phone[8:]}",
        "lata": "722",
        "latitude": "37.7806",
        "longitude": "-122.2166",
        "postal_code": "94601",
        "rate_center": "OKLD FRTVL",
        "region": "CA",
        "mms": phone[-1] not in "89",
        "sms": phone[-1] != "9",
        "voice": True,
    }
    response = connector.get("/AvailablePhoneNumbers/US/Local.json?AreaCode=510", headers=XML)
    root = ET.fromstring(response.content)
    assert root.tag == "AvailablePhoneNumbers"
    assert root.attrib == {"uri": "/AvailablePhoneNumbers/US/Local.json?AreaCode=510"}
    first = {child.tag: child.text for child in root[0]}
    assert root[0].tag == "AvailablePhoneNumber"
    assert first["PhoneNumber"] == phone
    assert (first["Voice"], first["SMS"]) == ("true", str(offer["sms"]).lower())


def starts(offer: dict[str, Any], prefix: str) -> bool:
    return str(offer["phone_number"]).startswith(prefix)


FINDING: list[tuple[str, Callable[[dict[str, Any]], bool]]] = [
    ("AreaCode=415", lambda offer: starts(offer, "+1415")),
    ("AreaCode=500", lambda offer: starts(offer, "+1500")),
    ("InRegion=CA", lambda offer: offer["region"] == "CA"),
    ("InRegion=ny", lambda offer: offer["region"] == "NY"),
    ("InPostalCode=94102", lambda offer: offer["postal_code"] == "94102"),
    ("NearNumber=%2B15105551234", lambda offer: offer["rate_center"] == "OKLD FRTVL"),
    ("NearLatLong=37.8,-122.4", lambda offer: offer["lata"] == "722"),
    ("NearLatLong=40.73,%20-74.01", lambda offer: offer["region"] in {"NY", "NJ"}),
    ("Contains=555", lambda offer: "555" in offer["phone_number"]),
    ("Contains=%2B1415", lambda offer: starts(offer, "+1415")),
    ("Contains=510555****", lambda offer: starts(offer, "+1510555")),
    ("Contains=9**9", lambda offer: offer["phone_number"][-4::3] == "99"),
    ("Contains=SWAG", lambda offer: "7924" in offer["phone_number"]),
    ("Contains=s*ag", lambda offer: offer["phone_number"][-4] == "7"),
    ("SmsEnabled=true", lambda offer: offer["sms"] is True),
    ("SmsEnabled=false", lambda offer: offer["sms"] is False),
    ("MmsEnabled=false&SmsEnabled=true", lambda offer: offer["sms"] is not offer["mms"]),
    ("VoiceEnabled=true", lambda offer: offer["voice"] is True),
    ("AreaCode=&Contains=&InRegion=", lambda offer: bool(offer["region"])),
]


@pytest.mark.parametrize(("query", "expected"), FINDING)
def test_filters_that_find_something(
    connector: httpx2.Client, query: str, expected: Callable[[dict[str, Any]], bool]
) -> None:
    found = offers(connector, f"US/Local.json?{query}")
    assert len(found) >= 10
    assert all(expected(offer) for offer in found)


@pytest.mark.parametrize(
    "query",
    [
        "VoiceEnabled=false",
        "AreaCode=1",
        "AreaCode=999999",
        "AreaCode=415&InRegion=NY",
        "AreaCode=500&InRegion=NY",
        "InRegion=XX",
        "InPostalCode=00000",
        "NearLatLong=0,0",
        "NearNumber=%2B442012345678",
        "Contains=%2B44",
        "Contains=" + "*" * 5_000,
        "Contains=12345678901234",
        "Contains=%25",
        "Contains=%5B0-9%5D",
        "Contains=%E6%BC%A2",
        "Contains=1%2B1",
    ],
)
def test_filters_that_find_nothing(connector: httpx2.Client, query: str) -> None:
    assert offers(connector, f"US/Local.json?{query}") == []


def buy(client: httpx2.Client, **body: object) -> httpx2.Response:
    return client.post("/IncomingPhoneNumbers.json", json=body)


def test_buying_an_offered_number(connector: httpx2.Client, send: Any) -> None:
    number = phones(connector, "US/Local.json?AreaCode=617&SmsEnabled=true")[0]
    bought = buy(connector, PhoneNumber=number, FriendlyName="Ours", Unknown=1)
    assert bought.status_code == 200
    document = bought.json()
    sid = document["sid"]
    assert sid.startswith("PN")
    assert len(sid) == 34
    assert document["phone_number"] == number
    assert document["friendly_name"] == "Ours"
    assert document["capabilities"] == {"voice": True, "sms": True, "mms": number[-1] not in "89"}
    assert connector.get(f"/IncomingPhoneNumbers/{sid}.json").json() == document
    assert connector.get("/IncomingPhoneNumbers.json").json()["incoming_phone_numbers"] == [
        document
    ]
    assert number not in phones(connector, "US/Local.json?AreaCode=617")
    assert send(connector, **{"from": number}).status_code == 200


def test_a_bought_number_in_xml(connector: httpx2.Client) -> None:
    body = (
        "<AddIncomingPhoneNumberRequest><PhoneNumber>+14155550180</PhoneNumber>"
        "<FriendlyName>A &amp; B</FriendlyName></AddIncomingPhoneNumberRequest>"
    )
    headers = XML | {"content-type": "application/xml"}
    response = connector.post("/IncomingPhoneNumbers.json", content=body, headers=headers)
    root = ET.fromstring(response.content)
    assert root.tag == "IncomingPhoneNumber"
    assert root.findtext("FriendlyName") == "A & B"
    capabilities = root.find("Capabilities")
    assert capabilities is not None
    assert [(child.tag, child.text) for child in capabilities] == [
        ("Voice", "true"),
        ("SMS", "true"),
        ("MMS", "true"),
    ]
    listed = connector.get("/IncomingPhoneNumbers.json", headers=XML)
    root = ET.fromstring(listed.content)
    assert root.tag == "IncomingPhoneNumbers"
    assert root.attrib["pagesize"] == "50"
    assert [child.findtext("PhoneNumber") for child in root] == ["+14155550180"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"PhoneNumber": "415"}, 21421),
        ({"PhoneNumber": "+1 415 555 0100"}, 21421),
        ({"PhoneNumber": "+14155550181", "FriendlyName": "x" * 65}, 20002),
        ({"PhoneNumber": "", "AreaCode": ""}, 21450),
        ({"PhoneNumber": "", "AreaCode": "41"}, 21451),
        ({"PhoneNumber": "", "AreaCode": "115"}, 21451),
        ({"PhoneNumber": "+14155550181", "FriendlyName": "\0"}, 20001),
        ({"PhoneNumber": 5}, 20001),
        ({"AreaCode": "415"}, 21450),
    ],
)
def test_numbers_that_cannot_be_bought(
    connector: httpx2.Client, parse_error: ParseError, body: dict[str, object], code: int
) -> None:
    response = buy(connector, **body)
    assert response.status_code == 400
    assert parse_error(response)["code"] == code
    assert connector.get("/IncomingPhoneNumbers.json").json()["incoming_phone_numbers"] == []


def test_a_number_has_one_owner_but_the_test_number(
    target: Any, connector: httpx2.Client, open_account: Any
) -> None:
    stranger = open_account(target).connector
    assert buy(connector, PhoneNumber="+14155550182").status_code == 200
    for client in (connector, stranger):
        assert buy(client, PhoneNumber="+14155550182").json()["code"] == 21422
        assert buy(client, PhoneNumber="+15005550006").status_code == 200
        assert buy(client, PhoneNumber="+15005550006").json()["code"] == 21422


def test_buying_by_area_code(connector: httpx2.Client) -> None:
    bought = {buy(connector, PhoneNumber="", AreaCode="702").json()["phone_number"] for _ in "123"}
    assert len(bought) == 3
    assert all(number.startswith("+1702") for number in bought)


def test_a_number_without_sms_cannot_send(connector: httpx2.Client, send: Any) -> None:
    buy(connector, PhoneNumber="+14155550189")
    assert send(connector, **{"from": "+14155550189"}).json()["code"] == 21606


@pytest.fixture(scope="module")
def owner_of_three(target: Any, tls: Any) -> Iterator[httpx2.Client]:
    auth = ("AC" + "3" * 32, "token")
    with httpx2.Client(base_url=target.url, auth=auth, verify=tls) as client:
        buy(client, PhoneNumber="+14155550191")
        buy(client, PhoneNumber="+14155550192", FriendlyName="Second")
        buy(client, PhoneNumber="+442079460193")
        yield client


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("PhoneNumber=%2B14155550191", ["+14155550191"]),
        ("PhoneNumber=5550191", ["+14155550191"]),
        ("PhoneNumber=%2B1415555019*", ["+14155550192", "+14155550191"]),
        ("PhoneNumber=415*550*92", ["+14155550192"]),
        ("PhoneNumber=*", ["+442079460193", "+14155550192", "+14155550191"]),
        ("PhoneNumber=%2B44", ["+442079460193"]),
        ("PhoneNumber=44", ["+442079460193"]),
        ("PhoneNumber=**************", []),
        ("PhoneNumber=" + "*" * 5_000, []),
        ("PhoneNumber=%3F", []),
        ("PhoneNumber=%5B0-9%5D", []),
        ("PhoneNumber=%25", []),
        ("FriendlyName=Second", ["+14155550192"]),
        ("FriendlyName=second", []),
        ("FriendlyName=Sec", []),
        ("FriendlyName=(415)%20555-0191", ["+14155550191"]),
        ("Beta=true", ["+442079460193", "+14155550192", "+14155550191"]),
        ("Beta=false&FriendlyName=Second", ["+14155550192"]),
    ],
)
def test_filters_of_bought_numbers(
    owner_of_three: httpx2.Client, query: str, found: list[str]
) -> None:
    page = owner_of_three.get(f"/IncomingPhoneNumbers.json?{query}").json()
    assert [one["phone_number"] for one in page["incoming_phone_numbers"]] == found


def test_an_unknown_bought_number(connector: httpx2.Client, parse_error: ParseError) -> None:
    for sid in ("PN" + "0" * 32, "x"):
        response = connector.get(f"/IncomingPhoneNumbers/{sid}.json")
        assert response.status_code == 404
        assert parse_error(response)["code"] == 20404


@pytest.mark.parametrize("kind", ["Local", "Mobile", "TollFree"])
def test_a_kind_is_no_sid(connector: httpx2.Client, kind: str) -> None:
    response = connector.get(f"/IncomingPhoneNumbers/{kind}.json")
    assert (response.status_code, response.json()["code"]) == (404, 20404)
