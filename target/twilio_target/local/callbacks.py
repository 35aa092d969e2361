"""Status callbacks: who sent a message is told of each of its statuses.

https://www.twilio.com/docs/messaging/guides/track-outbound-message-status

The account's token signs what is posted. It stays in the memory of this process, with the messages
whose statuses are still to come, and is never written to the database or a log. So the callbacks
that are pending when the process ends are not made.
"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from twilio_target.local.call import API_VERSION
from twilio_target.local.clock import SECOND, Clock
from twilio_target.local.statuses import Status, timeline
from twilio_target.local.webhooks import NOT_HERE, Webhooks, open_webhooks

_MOST_FOLLOWED: Final = 1000
# A clock that a test moves is looked at this often.
_LONGEST_SLEEP: Final = 1.0

_logger = logging.getLogger("twilio_target")


@dataclass(frozen=True, slots=True)
class Callbacks:
    """The messages whose statuses are still to be told. Made by `open_callbacks`.

    Attributes:
        webhooks: makes the requests.
        clock: tells when a status begins.
    """

    webhooks: Webhooks
    clock: Clock
    _followed: dict[str, asyncio.Task[None]] = field(
        default_factory=dict[str, asyncio.Task[None]], init=False
    )

    def follow(self, row: sqlite3.Row, token: str) -> None:
        """Tell the StatusCallback of a message, where it has one, of every status from now on.

        Args:
            row: the message; what was to be told of it before is forgotten.
            token: the account's token.
        """
        sid = row["sid"]
        self.forget(sid)
        if not row["status_callback"]:
            return
        if len(self._followed) >= _MOST_FOLLOWED:
            _logger.warning("status callbacks of %s left out: too many are pending", sid)
            return
        task = asyncio.get_running_loop().create_task(self._tell(row, token))
        self._followed[sid] = task
        task.add_done_callback(lambda done: self._finish(sid, done))

    def forget(self, sid: str) -> None:
        """Tell nothing more of a message."""
        task = self._followed.pop(sid, None)
        if task is not None:
            task.cancel()

    async def close(self) -> None:
        """Drop what is pending."""
        tasks = list(self._followed.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _finish(self, sid: str, task: asyncio.Task[None]) -> None:
        if self._followed.get(sid) is task:
            del self._followed[sid]
        if not task.cancelled() and task.exception() is not None:
            _logger.error("status callbacks of %s failed", sid, exc_info=task.exception())

    async def _tell(self, row: sqlite3.Row, token: str) -> None:
        """Post the statuses of a message one after the other, so that they arrive in order."""
        for status in timeline(row):
            # The clock may be one that a test moves, of which no event tells.
            while (left := status.since / SECOND - self.clock()) > 0:  # noqa: ASYNC110
                await asyncio.sleep(min(left, _LONGEST_SLEEP))
            fault = await self.webhooks.post(row["status_callback"], fields_of(row, status), token)
            if fault is not None:
                _logger.warning("status callback %s of %s: %s", status.name, row["sid"], fault)
            if fault == NOT_HERE:
                return


@asynccontextmanager
async def open_callbacks(clock: Clock, *, anywhere: bool) -> AsyncGenerator[Callbacks]:
    """Make status callbacks while the block runs; what is pending at its end is dropped.

    Args:
        clock: tells the time.
        anywhere: whether other machines may be called, not only this one.
    """
    async with open_webhooks(anywhere=anywhere) as webhooks:
        callbacks = Callbacks(webhooks, clock)
        try:
            yield callbacks
        finally:
            await callbacks.close()


def fields_of(row: sqlite3.Row, status: Status) -> dict[str, str]:
    """Give the form fields that tell of a status."""
    optional = {
        "ErrorCode": status.error_code,
        "MessagingServiceSid": row["messaging_service_sid"],
    }
    return {
        "AccountSid": row["account_sid"],
        "ApiVersion": API_VERSION,
        "From": row["sender"],
        "MessageSid": row["sid"],
        "MessageStatus": status.name,
        "SmsSid": row["sid"],
        "SmsStatus": status.name,
        "To": row["recipient"],
        **{name: str(value) for name, value in optional.items() if value is not None},
    }
