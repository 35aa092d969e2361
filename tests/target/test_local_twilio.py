"""The local Twilio on its own port: Twilio's paths, forms, JSON and XML."""

import logging
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import httpx2
import pytest

from twilio_target import Settings, running_target
from twilio_target.local.messages import Messages

FORM = {"From": "+15005550006", "To": "+15558675310", "Body": "Hi"}


def test_creating_answers_201(account: Any) -> None:
    response = account.twilio.post("/Messages.json", data=FORM)
    assert response.status_code == 201
    message = response.json()
    base = f"/2010-04-01/Accounts/{account.sid}/Messages/{message['sid']}"
    assert message["uri"] == f"{base}.json"
    assert message["subresource_uris"] == {"media": f"{base}/Media.json"}
    assert message["error_code"] is None
    assert account.twilio.get(f"/Messages/{message['sid']}.json").json() == message
    bought = account.twilio.post("/IncomingPhoneNumbers.json", data={"AreaCode": "415"})
    assert bought.status_code == 201
    assert bought.json()["capabilities"].keys() == {"voice", "sms", "mms"}
    assert bought.json()["phone_number"].startswith("+1415")


def test_both_wires_see_the_same_message(account: Any) -> None:
    sid = account.twilio.post("/Messages.json", data=FORM).json()["sid"]
    message = account.connector.get(f"/Messages/{sid}.json").json()
    assert message["uri"] == f"/Messages/{sid}.json"


def test_media_urls_are_repeated(twilio: httpx2.Client) -> None:
    urls = ["https://example.com/1", "https://example.com/2"]
    message = twilio.post("/Messages.json", data=FORM | {"MediaUrl": urls}).json()
    assert message["num_media"] == "2"
    without_body = twilio.post("/Messages.json", data=FORM | {"MediaUrl": urls, "Body": ""})
    assert without_body.status_code == 201
    assert without_body.json()["num_segments"] == "1"


def test_a_messaging_service_takes_the_place_of_from(twilio: httpx2.Client) -> None:
    form = {"To": FORM["To"], "Body": "Hi", "MessagingServiceSid": "MG" + "0" * 32}
    message = twilio.post("/Messages.json", data=form).json()
    assert message["messaging_service_sid"] == form["MessagingServiceSid"]


def test_no_suffix_is_xml(account: Any) -> None:
    created = account.twilio.post("/Messages", data=FORM)
    root = ET.fromstring(created.content)
    assert created.status_code == 201
    assert created.headers["content-type"] == "application/xml;charset=utf-8"
    assert root.tag == "TwilioResponse"
    sid = root.findtext("Message/Sid")
    uri = f"/2010-04-01/Accounts/{account.sid}/Messages/{sid}"
    assert root.findtext("Message/Uri") == uri
    assert root.findtext("Message/SubresourceUris/Media") == f"{uri}/Media"
    as_json = account.twilio.get(f"/Messages/{sid}.json").json()
    for name in ("body", "num_segments", "date_created", "price_unit"):
        element = "".join(part.capitalize() for part in name.split("_"))
        assert root.findtext(f"Message/{element}") == as_json[name]
    listed = ET.fromstring(account.twilio.get("/Messages?PageSize=1").content)
    messages = listed.find("Messages")
    assert messages is not None
    assert messages.attrib.items() >= {"page": "0", "pagesize": "1", "total": "1"}.items()
    assert (
        messages.attrib["uri"] == f"/2010-04-01/Accounts/{account.sid}/Messages?PageSize=1&Page=0"
    )
    assert [message.findtext("Sid") for message in messages] == [sid]


@pytest.mark.parametrize(
    ("path", "item"),
    [
        ("/IncomingPhoneNumbers", "IncomingPhoneNumber"),
        ("/AvailablePhoneNumbers/US/Local", "AvailablePhoneNumber"),
        ("/Usage/Records", "UsageRecord"),
        ("/Usage/Records/Daily", "UsageRecord"),
    ],
)
def test_every_list_in_xml(twilio: httpx2.Client, path: str, item: str) -> None:
    twilio.post("/IncomingPhoneNumbers", data={"PhoneNumber": "+15005550006"})
    wrapper = ET.fromstring(twilio.get(path).content)[0]
    assert wrapper.tag == f"{item}s"
    assert wrapper[0].tag == item


def test_errors_in_both_forms(twilio: httpx2.Client) -> None:
    as_json = twilio.post("/Messages.json", data=FORM | {"To": "<&>"})
    as_xml = twilio.post("/Messages", data=FORM | {"To": "<&>"})
    assert (as_json.status_code, as_xml.status_code) == (400, 400)
    assert as_json.json() == {
        "code": 21211,
        "message": "Invalid 'To' Phone Number: <&>",
        "more_info": "https://www.twilio.com/docs/errors/21211",
        "status": 400,
    }
    exception = ET.fromstring(as_xml.content).find("RestException")
    assert exception is not None
    assert {child.tag: child.text for child in exception} == {
        "Code": "21211",
        "Message": "Invalid 'To' Phone Number: <&>",
        "MoreInfo": "https://www.twilio.com/docs/errors/21211",
        "Status": "400",
    }


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, 21604),
        ({"To": "+15558675310"}, 21603),
        ({"To": "+15558675310", "From": "+15005550006"}, 21602),
        (FORM | {"Body": "\x07"}, 20001),
        (FORM | {"To": "x" * 60_000}, 21211),
    ],
)
def test_incomplete_forms(twilio: httpx2.Client, form: dict[str, str], code: int) -> None:
    response = twilio.post("/Messages.json", data=form)
    assert (response.status_code, response.json()["code"]) == (400, code)
    assert len(response.content) < 1000


@pytest.mark.parametrize("body", [b"To=%FF", b"To=%ED%A0%80", b"To=\xff", b"a=%00", b"&a=" * 2000])
def test_undecodable_forms(twilio: httpx2.Client, body: bytes) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    response = twilio.post("/Messages.json", content=body, headers=headers)
    assert (response.status_code, response.json()["code"]) == (400, 20001)


def test_what_is_no_form_has_no_fields(twilio: httpx2.Client) -> None:
    assert twilio.post("/Messages.json", json=FORM).json()["code"] == 21604


def test_long_forms(twilio: httpx2.Client) -> None:
    assert twilio.post("/Messages.json", data=FORM | {"X": "x" * 70_000}).status_code == 413


def test_authentication(target: Any, open_account: Callable[..., Any], tls: Any) -> None:
    owner = open_account(target)
    assert owner.twilio.get("/Messages.json").status_code == 200
    paths = f"{target.twilio_url}/2010-04-01/Accounts"
    with httpx2.Client(verify=tls) as client:
        for url, auth in (
            (f"{paths}/{owner.sid}/Messages.json", None),
            (f"{paths}/{owner.sid}/Messages.json", (owner.sid, "wrong")),
            (f"{paths}/ACx/Messages.json", ("ACx", "a token")),
        ):
            response = client.get(url, auth=auth)
            assert response.status_code == 401
            assert response.headers["www-authenticate"] == 'Basic realm="Twilio API"'
            assert response.json() == {
                "code": 20003,
                "message": "Authenticate",
                "more_info": "https://www.twilio.com/docs/errors/20003",
                "status": 401,
            }


def test_an_account_does_not_see_another(
    target: Any, open_account: Callable[..., Any], send: Any, tls: Any
) -> None:
    """And cannot tell whether there is such an account at all."""
    owner, other = open_account(target), open_account(target)
    sid = send(owner.connector).json()["sid"]
    for account in (owner.sid, "AC" + "0" * 32, owner.sid.upper(), "x"):
        base = f"{target.twilio_url}/2010-04-01/Accounts/{account}"
        with httpx2.Client(verify=tls, auth=(other.sid, "a token")) as client:
            for path in ("/Messages.json", f"/Messages/{sid}.json", "/Usage/Records.json"):
                response = client.get(base + path)
                assert (response.status_code, response.json()["code"]) == (404, 20404)
            form = {"From": "+15005550006", "To": "+15558675310", "Body": "Hi"}
            assert client.post(f"{base}/Messages.json", data=form).status_code == 404
    assert other.twilio.get(f"/Messages/{sid}.json").status_code == 404
    assert owner.twilio.get("/Messages.json").json()["total"] == 1


def test_tokens_are_stored_as_salted_hashes(tmp_path: Any, open_account: Any) -> None:
    path = tmp_path / "twilio.sqlite"
    token = "a very recognisable token"
    with running_target(Settings(database=path)) as target:
        for _ in range(2):
            assert open_account(target, token=token).twilio.get("/Messages.json").is_success
    files = [file.read_bytes() for file in tmp_path.iterdir()]
    assert len(files) == 1
    assert token.encode() not in files[0]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/Messages/SMx.json", 404, 20404),
        ("GET", "/Messages/SMx/Media.json", 404, 20404),
        ("GET", "/IncomingPhoneNumbers/PNx.json", 404, 20404),
        ("GET", "/AvailablePhoneNumbers/ZZ/Local.json", 404, 20404),
        ("GET", "/AvailablePhoneNumbers/US/Fixed.json", 404, 20404),
        ("GET", "/Usage/Records/Weekly.json", 404, 20404),
        ("GET", "/Nothing.json", 404, 20404),
        ("PUT", "/Messages.json", 405, 20004),
        ("DELETE", "/Usage/Records.json", 405, 20004),
    ],
)
def test_unknown_resources(
    twilio: httpx2.Client, method: str, path: str, status: int, code: int
) -> None:
    response = twilio.request(method, path)
    assert (response.status_code, response.json()["code"]) == (status, code)
    as_xml = twilio.request(method, path.removesuffix(".json"))
    assert as_xml.status_code == status
    found = ET.fromstring(as_xml.content).findtext("RestException/Code")
    assert found == str(code)


def test_the_rate_limit(open_account: Callable[..., Any], clock: Any) -> None:
    with running_target(Settings(clock=clock, rate_limit=2)) as target:
        account, other = open_account(target), open_account(target)
        statuses = [account.twilio.get("/Messages.json").status_code for _ in range(3)]
        assert statuses == [200, 200, 429]
        refused = account.connector.get("/Messages.json")
        assert (refused.status_code, refused.json()["code"]) == (429, 20429)
        assert refused.headers["retry-after"] == "1"
        assert other.twilio.get("/Messages.json").status_code == 200
        clock.pass_seconds(0.5)
        statuses = [account.connector.get("/Messages.json").status_code for _ in range(2)]
        assert statuses == [200, 429]


def test_a_fault_of_the_target_itself(
    account: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is a 500 without a stack trace on both wires; the log has the trace and no secrets."""

    async def fail(_self: Messages, _call: object) -> None:
        raise RuntimeError("a fault with details")

    # The handlers are bound when a target starts.
    monkeypatch.setattr(Messages, "fetch", fail)
    with running_target() as target, caplog.at_level(logging.ERROR):
        base = f"{target.twilio_url}/2010-04-01/Accounts/{account.sid}"
        responses = [
            account.twilio.get(f"{base}/Messages/x.json"),
            account.twilio.get(f"{base}/Messages/x"),
            account.connector.get(f"{target.url}/Messages/x.json"),
        ]
        assert [response.status_code for response in responses] == [500, 500, 500]
        for response in responses:
            assert "details" not in response.text
            assert "20500" in response.text
    assert "a fault with details" in caplog.text
    assert "a token" not in caplog.text


def test_the_other_resources_in_xml(twilio: httpx2.Client) -> None:
    urls = ["https://example.com/1", "https://example.com/2"]
    created = ET.fromstring(twilio.post("/Messages", data=FORM | {"MediaUrl": urls}).content)
    path = f"/Messages/{created.findtext('Message/Sid')}"
    media = ET.fromstring(twilio.get(f"{path}/Media").content)
    assert [one.tag for one in media.findall("MediaList/*")] == ["Media", "Media"]
    sid = media.findtext("MediaList/Media/Sid")
    assert ET.fromstring(twilio.get(f"{path}/Media/{sid}").content).findtext("Media/Sid") == sid
    countries = ET.fromstring(twilio.get("/AvailablePhoneNumbers").content)
    assert "US" in {one.findtext("CountryCode") for one in countries.findall("Countries/Country")}
    account = ET.fromstring(twilio.get(str(twilio.base_url).rstrip("/")).content)
    assert account.findtext("Account/Status") == "active"
    deleted = twilio.delete(path)
    assert (deleted.status_code, deleted.content) == (204, b"")
