"""A short transcript: the emitted client against an embedded target. Run by `make demo`."""

from __future__ import annotations

import asyncio
import secrets

from twilio_connector import AsyncTwilioConnector, NotFoundError, TwilioConnector

from twilio_target import running_target

TO, FROM = "+15558675310", "+15005550006"  # Twilio's own test numbers


def main() -> None:
    """Starts a target on free ports, talks to it in every way the client has, and stops it."""
    account, token = f"AC{secrets.token_hex(16)}", secrets.token_hex(16)
    with running_target() as target:
        print(f"connector {target.url}, local Twilio {target.twilio_url}")
        with TwilioConnector(account_id=account, access_token=token, base_url=target.url) as twilio:
            sent = twilio.messages.send(from_=FROM, to=TO, body="Hi there")
            print(f"sent      {sent.sid} to {sent.to}: {sent.status}, {sent.num_segments} segment")
            twilio.messages.send(from_=FROM, to=TO, body="Olá 👋 " * 20)
        asyncio.run(show_lists(account, token, target.url))
        with TwilioConnector(account_id=account, access_token=token, base_url=target.url) as twilio:
            found = twilio.messages.get(str(sent.sid))
            print(f"fetched   {found.sid}: {found.body!r}, {found.status}")
            try:
                twilio.messages.get("SM" + "0" * 32)
            except NotFoundError as error:
                print(f"not found {error.status} {error.error!r}")
    print("stopped")


async def show_lists(account: str, token: str, url: str) -> None:
    """Lists what was sent with the asynchronous client, in JSON and again in XML."""
    for media_type in ("application/json", "application/xml"):
        async with AsyncTwilioConnector(
            account_id=account, access_token=token, base_url=url, media_type=media_type
        ) as twilio:
            async for message in twilio.messages.list(to=TO, page_size=1):
                body = (message.body or "")[:24]
                print(
                    f"listed    {message.sid} {message.num_segments} segment(s) {body!r} as {media_type}"
                )


if __name__ == "__main__":
    main()
