"""Twilio's magic test numbers, by Twilio's own library and through the connector."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

SENDERS = [("+15005550001", 21212, 400), ("+15005550007", 21606, 400), ("+15005550008", 21611, 429)]
RECIPIENTS = [
    ("+15005550001", 21211),
    ("+15005550002", 21612),
    ("+15005550003", 21408),
    ("+15005550004", 21610),
    ("+15005550009", 21614),
]
MESSAGES = {
    21211: "Invalid 'To' Phone Number: +15005550001",
    21212: "Invalid 'From' Phone Number: +15005550001",
    21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To'"
    " number: +15005550003.",
    21606: "The 'From' phone number +15005550007 is not a valid, SMS-capable inbound phone number"
    " or short code for your account.",
    21610: "Attempt to send to unsubscribed recipient",
    21611: "SMS queue is full.",
    21612: "The 'To' phone number: +15005550002, is not currently reachable using the 'From' phone"
    " number: +15005550006 via SMS.",
    21614: "To number: +15005550009, is not a mobile number",
}


@pytest.mark.parametrize(
    ("sender", "recipient", "code", "status"),
    [
        *((number, "+15558675310", code, status) for number, code, status in SENDERS),
        *(("+15005550006", number, code, 400) for number, code in RECIPIENTS),
    ],
)
def test_messages_that_are_refused(
    official: Client, sender: str, recipient: str, code: int, status: int
) -> None:
    with pytest.raises(TwilioRestException) as caught:
        official.messages.create(from_=sender, to=recipient, body="Hi")
    error = caught.value
    assert (error.code, error.status, error.msg) == (
        code,
        status,
        f"Unable to create record: {MESSAGES[code]}",
    )
    assert official.messages.list() == []


@pytest.mark.parametrize("recipient", ["+15005550006", "+15005550005", "+14155550109"])
def test_messages_that_are_taken(official: Client, recipient: str) -> None:
    sent = official.messages.create(from_="+15005550006", to=recipient, body="Hi")
    assert sent.status == "queued"


@pytest.mark.parametrize(("number", "code"), [("+15005550000", 21422), ("+15005550001", 21421)])
def test_numbers_that_are_not_sold(official: Client, number: str, code: int) -> None:
    with pytest.raises(TwilioRestException) as caught:
        official.incoming_phone_numbers.create(phone_number=number)
    assert (caught.value.code, caught.value.status) == (code, 400)
    assert number in caught.value.msg


def test_numbers_that_are_sold(official: Client) -> None:
    bought = official.incoming_phone_numbers.create(phone_number="+15005550006")
    assert bought.phone_number == "+15005550006"
    by_area = official.incoming_phone_numbers.create(area_code="500")
    assert by_area.phone_number.startswith("+1500")


def test_an_area_code_without_numbers(official: Client) -> None:
    with pytest.raises(TwilioRestException) as caught:
        official.incoming_phone_numbers.create(area_code="533")
    assert (caught.value.code, caught.value.status) == (21452, 400)
    assert "No phone numbers found in area code 533" in caught.value.msg
    offered = official.available_phone_numbers("US").local
    assert offered.list(area_code=533) == []
    assert offered.list(area_code=500, limit=1)


def test_the_connector_refuses_the_same(
    connector: httpx2.Client, send: Callable[..., Any], parse_error: Callable[..., Any]
) -> None:
    answers = [send(connector, **{"from": number}) for number, *_ in SENDERS]
    answers += [send(connector, to=number) for number, _ in RECIPIENTS]
    codes = [parse_error(answer)["code"] for answer in answers]
    assert codes == [code for _, code, *_ in (*SENDERS, *RECIPIENTS)]
    assert [answer.status_code for answer in answers] == [400, 400, 429, *[400] * 5]
