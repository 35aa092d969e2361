"""Sending, fetching and listing messages through the connector, in JSON and in XML."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

import httpx2
import pytest

from twilio_target import Addresses

Send = Callable[..., httpx2.Response]
ParseError = Callable[[httpx2.Response], dict[str, object]]
XML = {"accept": "application/xml"}

PROPERTIES = {
    "body",
    "from",
    "to",
    "status",
    "sid",
    "account_sid",
    "api_version",
    "num_segments",
    "num_media",
    "date_created",
    "date_sent",
    "date_updated",
    "direction",
    "error_code",
    "error_message",
    "price",
    "price_unit",
    "uri",
    "messaging_service_sid",
    "subresource_uris",
}


def pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def from_xml(element: ET.Element) -> dict[str, object]:
    """Read a <Message> back into the connector's JSON."""
    found: dict[str, object] = {}
    for name in PROPERTIES:
        child = element.find(pascal(name))
        assert child is not None, name
        found[name] = child.text
    uris = element.findall("SubresourceUris/SubresourceUri")
    return found | {"subresource_uris": [uri.text for uri in uris]}


def test_a_new_message(connector: httpx2.Client, send: Send) -> None:
    response = send(connector, body="Hi there")
    message = response.json()
    assert response.status_code == 200
    assert message.keys() == PROPERTIES
    sid = message["sid"]
    assert re.fullmatch("SM[0-9a-f]{32}", sid)
    date = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000"
    assert re.fullmatch(date, message["date_created"])
    expected = {
        "body": "Hi there",
        "from": "+15005550006",
        "to": "+15558675310",
        "status": "queued",
        "direction": "outbound-api",
        "api_version": "2010-04-01",
        "num_segments": "1",
        "num_media": "0",
        "price": None,
        "price_unit": "USD",
        "date_sent": None,
        "date_updated": message["date_created"],
        "error_code": None,
        "error_message": None,
        "messaging_service_sid": None,
        "uri": f"/Messages/{sid}.json",
        "subresource_uris": [f"/Messages/{sid}/Media.json"],
    }
    assert expected.items() <= message.items()


def test_media_are_repeated_and_make_another_sid(connector: httpx2.Client, send: Send) -> None:
    urls = ["https://example.com/a.png", "https://example.com/b?c=d&e=%20"]
    message = send(connector, media_url=urls).json()
    assert re.fullmatch("MM[0-9a-f]{32}", message["sid"])
    assert message["num_media"] == "2"


@pytest.mark.parametrize(
    "body",
    [
        "plain",
        "<b>&amp; ]]> \"'",
        " leading and trailing ",
        "tab\tline\nreturn\rboth\r\n",
        "naïve 漢字 😀 \u2028 \ufffd",
        "%41+%2B&Body=x;y",
        "\x7f\x85\xa0",
        "x" * 1600,
        "' OR 1=1; DROP TABLE messages; --",
    ],
)
def test_what_was_sent_is_given_back(connector: httpx2.Client, send: Send, body: str) -> None:
    """Sent as JSON and as XML, fetched and listed as both: always the same text."""
    escaped = body.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")
    document = (
        "<SendMessageRequest><From>+15005550006</From><To>+15558675310</To>"
        f"<Body>{escaped.replace(chr(13), '&#13;')}</Body></SendMessageRequest>"
    )
    headers = {"content-type": "application/xml"} | XML
    as_xml = connector.post("/Messages.json", content=document.encode(), headers=headers)
    assert as_xml.status_code == 200
    sent = [send(connector, body=body).json(), from_xml(ET.fromstring(as_xml.content))]
    fetched = [connector.get(f"/Messages/{message['sid']}.json").json() for message in sent]
    listed_xml = connector.get("/Messages.json", headers=XML).content
    lists = (
        connector.get("/Messages.json").json()["messages"],
        [from_xml(child) for child in ET.fromstring(listed_xml)],
    )
    assert [message["body"] for message in sent] == [body, body]
    assert [message["body"] for message in fetched] == [body, body]
    for listed in lists:
        assert [message["body"] for message in listed] == [body, body]
        assert {message["sid"] for message in listed} == {message["sid"] for message in sent}


def test_json_and_xml_say_the_same(connector: httpx2.Client, send: Send) -> None:
    sid = send(connector, media_url=["https://example.com/a.png"]).json()["sid"]
    as_json = connector.get(f"/Messages/{sid}.json").json()
    response = connector.get(f"/Messages/{sid}.json", headers=XML)
    root = ET.fromstring(response.content)
    assert root.tag == "Message"
    assert from_xml(root) == as_json
    assert response.text.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    assert "<Price/>" in response.text


def test_a_list_in_xml_has_its_properties_as_attributes(
    connector: httpx2.Client, send: Send
) -> None:
    for _ in range(3):
        send(connector, to="+15551230001")
    path = "/Messages.json?To=%2B15551230001&PageSize=1&Page=1"
    as_json = connector.get(path).json()
    root = ET.fromstring(connector.get(path, headers=XML).content)
    names = {name.replace("_", ""): text for name, text in as_json.items() if name != "messages"}
    assert root.tag == "Messages"
    assert root.attrib == {name: str(text) for name, text in names.items()}
    assert [from_xml(child) for child in root] == as_json["messages"]
    last = connector.get("/Messages.json?PageSize=3", headers=XML)
    assert "nextpageuri" not in ET.fromstring(last.content).attrib


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": ""}, 21604),
        ({"from": ""}, 21603),
        ({"body": ""}, 21602),
        ({"to": "15558675310"}, 21211),
        ({"to": "+0558675310"}, 21211),
        ({"to": "+155586"}, 21211),
        ({"to": "+1555867531012345"}, 21211),
        ({"to": "+1555867531\N{ARABIC-INDIC DIGIT ZERO}"}, 21211),
        ({"to": "+15558675310\n"}, 21211),
        ({"to": " +15558675310"}, 21211),
        ({"to": "not a number"}, 21211),
        ({"from": "5005550006"}, 21212),
        ({"from": "Somebody"}, 21212),
        ({"from": "+15005550009"}, 21606),
        ({"from": "+447400123456"}, 21606),
        ({"body": "x" * 1601}, 21617),
        ({"media_url": ["example.com/a.png"]}, 21620),
        ({"media_url": ["https://"]}, 21620),
        ({"media_url": ["ftp://example.com/a"]}, 21620),
        ({"media_url": ["https://example.com/a", "https://[x"]}, 21620),
        ({"media_url": ["https://example.com:99999/"]}, 21620),
        ({"media_url": ["https://example.com/a"] * 11}, 21623),
        ({"status_callback": "nowhere"}, 21609),
        ({"status_callback": "https://example.com/" + "x" * 4000}, 21609),
        ({"messaging_service_sid": "MG1"}, 21701),
        ({"max_price": "cheap"}, 20001),
    ],
)
def test_what_twilio_refuses(
    connector: httpx2.Client,
    send: Send,
    parse_error: ParseError,
    changes: Mapping[str, object],
    code: int,
) -> None:
    response = send(connector, **changes)
    assert response.status_code == 400
    error = parse_error(response)
    assert error["code"] == code
    assert error["more_info"] == f"https://www.twilio.com/docs/errors/{code}"
    assert connector.get("/Messages.json").json()["messages"] == []


def test_every_optional_property_is_taken(connector: httpx2.Client, send: Send) -> None:
    message = send(
        connector,
        status_callback="https://example.com/status?x=y",
        messaging_service_sid="MG" + "a" * 32,
        application_sid="AP" + "b" * 32,
        max_price="0.05",
        media_url=[],
    ).json()
    assert message["messaging_service_sid"] == "MG" + "a" * 32
    assert message["from"] == "+15005550006"


@pytest.mark.parametrize(
    "sid", ["SM" + "0" * 32, "x", "SM%20", "%E6%BC%A2", "a" * 5_000, "..", "'%20OR%201=1", "%25"]
)
def test_an_unknown_message(connector: httpx2.Client, parse_error: ParseError, sid: str) -> None:
    response = connector.get(f"/Messages/{sid}.json")
    assert response.status_code == 404
    assert parse_error(response)["code"] == 20404


def test_filters_are_exact(connector: httpx2.Client, send: Send) -> None:
    buy = connector.post("/IncomingPhoneNumbers.json", json={"PhoneNumber": "+14155550100"})
    assert buy.status_code == 200
    for sender in ("+15005550006", "+14155550100"):
        for to in ("+1555867531", "+15558675310"):
            send(connector, **{"from": sender, "to": to})

    def count(query: str) -> int:
        document = connector.get(f"/Messages.json?{query}").json()
        assert document["total"] == len(document["messages"])
        return int(document["total"])

    assert count("") == 4
    assert count("To=%2B1555867531") == 2
    assert count("To=%2B155586753") == 0
    assert count("To=%2B15558675310&From=%2B14155550100") == 1
    assert count("From=%2B14155550100") == 2
    assert count("To=%25") == 0
    assert count("To=*") == 0
    assert count("To=&From=") == 4
    assert count("Unknown=1") == 4


def test_accounts_see_only_their_own(
    target: Addresses, open_account: Callable[..., Any], connector: httpx2.Client, send: Send
) -> None:
    stranger = open_account(target).connector
    sid = send(connector).json()["sid"]
    number = connector.post("/IncomingPhoneNumbers.json", json={"PhoneNumber": "+14155550101"})
    number_sid = number.json()["sid"]
    assert connector.get(f"/Messages/{sid}.json").status_code == 200
    assert stranger.get(f"/Messages/{sid}.json").status_code == 404
    assert stranger.get(f"/IncomingPhoneNumbers/{number_sid}.json").status_code == 404
    assert stranger.get("/Messages.json").json()["messages"] == []
    assert stranger.get("/IncomingPhoneNumbers.json").json()["incoming_phone_numbers"] == []
    assert send(stranger, **{"from": "+14155550101"}).json()["code"] == 21606
    usage = stranger.get("/Usage/Records.json?Category=totalprice").json()["usage_records"]
    assert [record["price"] for record in usage] == [0]


def test_a_wrong_token_is_refused(
    target: Addresses,
    open_account: Callable[..., Any],
    connector: httpx2.Client,
    account: Any,
) -> None:
    assert connector.get("/Messages.json").status_code == 200
    sid = account.sid
    impostor = open_account(target, token="another token", sid=sid)
    for client in (impostor.connector, impostor.twilio):
        response = client.get("/Messages.json")
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == 'Basic realm="Twilio API"'
        assert response.json()["code"] == 20003
