"""Every operation of the connector through both clients, in JSON and XML, against the live target."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import pytest
from twilio_connector import AsyncTwilioConnector, StatusError, TwilioConnector, models

if TYPE_CHECKING:
    from twilio_target import Addresses

FROM, TO = "+15005550006", "+15558675310"
MEDIA = ["application/json", "application/xml"]


class Synchronous:
    """The asynchronous client, called as if it were synchronous, so that one scenario serves both."""

    def __init__(self, inner: object, loop: asyncio.Runner) -> None:
        self._inner, self._loop = inner, loop

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not callable(found) and type(found).__module__.startswith("twilio_connector"):
            return Synchronous(found, self._loop)
        return self._call(found) if inspect.ismethod(found) else found

    def _call(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            result = method(*args, **kwargs)
            return (
                self._loop.run(result)
                if inspect.iscoroutine(result)
                else Elements(result, self._loop)
            )

        return call


class Elements:
    """An asynchronous pager as an iterable."""

    def __init__(self, pager: Any, loop: asyncio.Runner) -> None:
        self._pager, self._loop = pager, loop

    def __iter__(self) -> Any:
        return iter(self._loop.run(collect(self._pager)))

    def pages(self) -> list[Any]:
        return self._loop.run(collect(self._pager.pages()))


async def collect(items: Any) -> list[Any]:
    return [item async for item in items]


Scenario = Callable[[Any], None]


def messages(twilio: Any) -> None:
    sent = [twilio.messages.send(from_=FROM, to=TO, body=f"número {n} <&>") for n in range(5)]
    assert all(isinstance(message, models.Message) for message in sent)
    assert sent[0].status == "queued"
    assert sent[0].price is None
    picture = twilio.messages.send(
        from_=FROM, to=TO, body="look", media_url=["http://127.0.0.1/a.png", "http://127.0.0.1/b"]
    )
    assert picture.num_media == "2"
    assert str(picture.sid).startswith("MM")
    listed = list(twilio.messages.list(to=TO, page_size=2))
    assert [message.sid for message in listed] == [
        message.sid for message in [picture, *reversed(sent)]
    ]
    pages = list(twilio.messages.list(page_size=4).pages())
    assert [len(page.messages) for page in pages] == [4, 2]
    assert pages[0].page_size == 4
    day = listed[0].date_created.split(",")[1].strip()
    assert day
    assert list(twilio.messages.list(date_sent_before="2001-01-01")) == []
    assert list(twilio.messages.list(from_="+15550000000")) == []
    found = twilio.messages.get(sent[0].sid)
    assert found.body == "número 0 <&>"
    assert (found.from_, found.to) == (FROM, TO)


def numbers(twilio: Any) -> None:
    local = twilio.available_phone_numbers.get_local_numbers(
        "US", area_code="415", sms_enabled=True
    )
    assert local.available_phone_numbers
    assert all(number.phone_number.startswith("+1415") for number in local.available_phone_numbers)
    assert twilio.available_phone_numbers.get_mobile_numbers("GB").available_phone_numbers
    assert twilio.available_phone_numbers.get_toll_free_numbers("US").available_phone_numbers
    wanted = local.available_phone_numbers[0].phone_number
    bought = twilio.incoming_phone_numbers.add(phone_number=wanted, friendly_name="Mine & yours")
    assert (bought.phone_number, bought.friendly_name) == (wanted, "Mine & yours")
    assert bought.capabilities.sms is True
    assert twilio.incoming_phone_numbers.get(bought.sid).phone_number == wanted
    assert [number.sid for number in twilio.incoming_phone_numbers.list(phone_number=wanted)] == [
        bought.sid
    ]
    assert twilio.messages.send(from_=wanted, to=TO, body="from my own").from_ == wanted


def usage(twilio: Any) -> None:
    assert all(record.count in (None, "0") for record in twilio.usage.list(category="sms"))
    twilio.messages.send(from_=FROM, to=TO, body="counted")
    (record,) = list(twilio.usage.list(category="sms"))
    assert isinstance(record, models.UsageRecords)
    assert int(record.count) == 1
    assert isinstance(record.price, int | float)


@pytest.mark.parametrize("media_type", MEDIA)
@pytest.mark.parametrize(
    "scenario", [messages, numbers, usage], ids=lambda scenario: scenario.__name__
)
class TestEveryOperation:
    def test_synchronous(
        self, target: Addresses, account: dict[str, str], media_type: str, scenario: Scenario
    ) -> None:
        with TwilioConnector(**account, base_url=target.url, media_type=media_type) as twilio:
            scenario(twilio)

    def test_asynchronous(
        self, target: Addresses, account: dict[str, str], media_type: str, scenario: Scenario
    ) -> None:
        with asyncio.Runner() as loop:
            twilio = AsyncTwilioConnector(**account, base_url=target.url, media_type=media_type)
            loop.run(enter(twilio))
            try:
                scenario(Synchronous(twilio, loop))
            finally:
                loop.run(leave(twilio))


def enter(client: Any) -> Coroutine[Any, Any, Any]:
    found: Coroutine[Any, Any, Any] = client.__aenter__()
    return found


def leave(client: Any) -> Coroutine[Any, Any, Any]:
    found: Coroutine[Any, Any, Any] = client.__aexit__(None, None, None)
    return found


#: each documented refusal: how to get it, its status and Twilio's code
REFUSALS: list[tuple[str, Callable[[Any], object], int, int]] = [
    (
        "invalid To",
        lambda twilio: twilio.messages.send(from_=FROM, to="nobody", body="x"),
        400,
        21211,
    ),
    (
        "From not owned",
        lambda twilio: twilio.messages.send(from_="+15558675309", to=TO, body="x"),
        400,
        21606,
    ),
    (
        "body too long",
        lambda twilio: twilio.messages.send(from_=FROM, to=TO, body="x" * 1601),
        400,
        21617,
    ),
    ("no such message", lambda twilio: twilio.messages.get("SM" + "0" * 32), 404, 20404),
    (
        "no such number",
        lambda twilio: twilio.incoming_phone_numbers.get("PN" + "0" * 32),
        404,
        20404,
    ),
]


@pytest.mark.parametrize("media_type", MEDIA)
@pytest.mark.parametrize(
    ("name", "call", "status", "code"), REFUSALS, ids=[refusal[0] for refusal in REFUSALS]
)
def test_refusals_are_typed(
    target: Addresses,
    account: dict[str, str],
    media_type: str,
    name: str,
    call: Callable[[Any], object],
    status: int,
    code: int,
) -> None:
    del name
    with TwilioConnector(**account, base_url=target.url, media_type=media_type) as twilio:
        with pytest.raises(StatusError) as caught:
            call(twilio)
        assert caught.value.status == status
        assert isinstance(caught.value.error, models.Error)
        assert caught.value.error.code == code
        assert account["access_token"] not in f"{caught.value!r} {caught.value}"


def test_wrong_credentials(target: Addresses, account: dict[str, str]) -> None:
    with TwilioConnector(**account, base_url=target.url) as twilio:
        twilio.messages.send(from_=FROM, to=TO, body="x")
    with (
        TwilioConnector(
            account_id=account["account_id"], access_token="other", base_url=target.url
        ) as other,
        pytest.raises(StatusError, match="ListMessages") as caught,
    ):
        list(other.messages.list())
    assert caught.value.status == 401
    assert b"20003" in caught.value.body


def test_accounts_see_only_their_own(target: Addresses, account: dict[str, str]) -> None:
    with TwilioConnector(**account, base_url=target.url) as mine:
        sent = mine.messages.send(from_=FROM, to=TO, body="private")
    with TwilioConnector(
        account_id="AC" + "1" * 32, access_token="t", base_url=target.url
    ) as theirs:
        assert list(theirs.messages.list()) == []
        with pytest.raises(StatusError) as caught:
            theirs.messages.get(str(sent.sid))
    assert caught.value.status == 404
