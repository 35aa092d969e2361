"""What a user of the client writes, as the type checkers see it. Checked, never run."""

from __future__ import annotations

from typing import assert_type

import httpx2
from twilio_connector import (
    AsyncTwilioConnector,
    NotFoundError,
    Options,
    RateLimitError,
    StatusError,
    TwilioConnector,
    models,
)
from twilio_connector.operations import messages


def synchronous() -> None:
    with TwilioConnector(
        account_id="AC", access_token=lambda: "fresh", base_url="http://127.0.0.1"
    ) as twilio:
        sent = twilio.messages.send(
            from_="+1", to="+2", body="Hi", media_url=["http://127.0.0.1/a.png"]
        )
        assert_type(sent, models.Message)
        assert_type(sent.sid, str | None)
        assert_type(sent.subresource_uris, list[str] | None)
        for message in twilio.messages.list(to="+2", date_sent_after="2026-11-01"):
            assert_type(message, models.Message)
        for page in twilio.messages.list().pages():
            assert_type(page, models.MessageList)
            assert_type(page.total, int | None)
        for record in twilio.usage.list(options=Options(timeout=5)):
            assert_type(record.price, int | float | None)
        raw = twilio.send(messages.get("SM"))
        assert_type(raw.value, models.Message)
        assert_type(raw.status, int)
        try:
            twilio.messages.get("SM")
        except (NotFoundError, RateLimitError) as error:
            assert_type(error.status, int)
        except StatusError as error:
            assert_type(error.request_id, str | None)
        assert_type(twilio.with_options(timeout=1.0, media_type="application/xml"), TwilioConnector)
    TwilioConnector(transport=httpx2.Client())


async def asynchronous() -> None:
    async with AsyncTwilioConnector(
        account_id="AC", access_token="t", transport=httpx2.AsyncClient()
    ) as twilio:
        assert_type(await twilio.messages.get("SM"), models.Message)
        async for number in twilio.incoming_phone_numbers.list():
            assert_type(number.capabilities, models.Capabilities | None)
        found = await twilio.available_phone_numbers.get_local_numbers("US", sms_enabled=True)
        assert_type(found.available_phone_numbers, list[models.AvailablePhoneNumbers] | None)


def mistakes(twilio: TwilioConnector) -> None:
    """Each ignore says that the checkers object; one that they do not object to fails as unused."""
    twilio.messages.send(from_="+1", to="+2")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue] - body is missing
    twilio.messages.send(from_=1, to="+2", body="Hi")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] - not text
    twilio.messages.list("+1")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue] - by keyword only
    twilio.messages.get()  # type: ignore[call-arg] # pyright: ignore[reportCallIssue] - which one?
    models.Mesage()  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue] - misspelt
    twilio.with_options(tiemout=1)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue] - misspelt
