"""Twilio's own Python library with its asynchronous client against the local Twilio."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

from twilio_target import Addresses

FROM, TO = "+15005550006", "+15558675310"

# The library passes its credentials in a way that aiohttp is about to drop.
pytestmark = [
    pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The 'auth' parameter is deprecated:DeprecationWarning"),
]

Use = Callable[[Client], Awaitable[None]]


@pytest.fixture
def run(target: Addresses, open_official: Callable[..., Client]) -> Callable[[Use], None]:
    """A function that runs a coroutine with an asynchronous client."""

    async def with_client(use: Use) -> None:
        async with AsyncTwilioHttpClient() as http_client:
            await use(open_official(target, http_client=http_client))

    return lambda use: asyncio.run(with_client(use))


async def send(client: Client, **changes: Any) -> Any:
    return await client.messages.create_async(**{"from_": FROM, "to": TO, "body": "Hi"} | changes)


def test_messages(run: Callable[[Use], None]) -> None:
    async def use(client: Client) -> None:
        sent = await send(client, media_url=["https://example.com/a.jpg"])
        fetched = await client.messages(sent.sid).fetch_async()
        assert (fetched.sid, fetched.num_media) == (sent.sid, "1")
        assert [one.content_type for one in await sent.media.list_async()] == ["image/jpeg"]
        assert (await sent.update_async(body="")).body == ""
        assert (await sent.update_async(status="canceled")).status == "canceled"
        assert await sent.delete_async() is True
        with pytest.raises(TwilioRestException) as caught:
            await sent.fetch_async()
        assert (caught.value.status, caught.value.code) == (404, 20404)

    run(use)


def test_paging(run: Callable[[Use], None]) -> None:
    async def use(client: Client) -> None:
        sent = await asyncio.gather(*(send(client, body=str(number)) for number in range(6)))
        sids = {one.sid for one in sent}
        listed = await client.messages.list_async(page_size=2)
        assert {one.sid for one in listed} == sids
        streamed = [one.sid async for one in await client.messages.stream_async(page_size=4)]
        assert streamed == [one.sid for one in listed]
        page = await client.messages.page_async(page_size=4)
        following = await page.next_page_async()
        assert [one.sid for one in following] == streamed[4:]
        assert await following.next_page_async() is None

    run(use)


def test_numbers(run: Callable[[Use], None]) -> None:
    async def use(client: Client) -> None:
        offered = await client.available_phone_numbers("US").local.list_async(
            area_code=512, limit=1
        )
        number = await client.incoming_phone_numbers.create_async(
            phone_number=offered[0].phone_number
        )
        assert (await number.update_async(friendly_name="Desk")).friendly_name == "Desk"
        assert (await client.incoming_phone_numbers(number.sid).fetch_async()).sid == number.sid
        assert len(await client.incoming_phone_numbers.list_async()) == 1
        assert len(await client.incoming_phone_numbers.local.list_async()) == 1
        assert await client.incoming_phone_numbers.toll_free.list_async() == []
        assert await number.delete_async() is True
        assert await client.available_phone_numbers.list_async()
        assert (await client.available_phone_numbers("CA").fetch_async()).country == "Canada"
        assert await client.available_phone_numbers("US").toll_free.list_async(limit=1)
        assert await client.available_phone_numbers("US").mobile.list_async(limit=1)

    run(use)


def test_usage_and_account(run: Callable[[Use], None]) -> None:
    async def use(client: Client) -> None:
        await send(client)
        records = client.usage.records
        for resource in (records, records.today, records.daily, records.all_time):
            (record,) = await resource.list_async(category="sms")
            assert record.count == "1"
        account = await client.api.accounts(client.account_sid).fetch_async()
        assert account.sid == client.account_sid
        with pytest.raises(TwilioRestException) as caught:
            await send(client, to="nobody")
        assert (caught.value.status, caught.value.code) == (400, 21211)

    run(use)
