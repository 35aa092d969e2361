"""The Message resource: https://www.twilio.com/docs/messaging/api/message-resource."""

import json
import secrets
import sqlite3
from dataclasses import dataclass

from twilio_target.errors import twilio_error
from twilio_target.local.call import API_VERSION, Answer, Call
from twilio_target.local.clock import Clock, microseconds, rfc2822
from twilio_target.local.database import Database
from twilio_target.local.datesent import date_conditions
from twilio_target.local.outbound import Outbound, read_outbound
from twilio_target.local.paging import Listing, parse_page, write_page
from twilio_target.local.selection import Selection, select_page

_FILTERS = ("To", "From", "DateSent", "DateSent<", "DateSent>")


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages of every account.

    Attributes:
        pace: microseconds a message is queued, and then is sent, before it is delivered.
    """

    database: Database
    clock: Clock
    pace: int

    async def create(self, call: Call) -> Answer:
        """Queue a message; it is durable when this returns.

        Raises:
            RestError: 400 or 404 with Twilio's code, where a parameter does not fit.
        """
        outbound = read_outbound(self.database, call)
        sid = ("MM" if outbound.media else "SM") + secrets.token_hex(16)
        now = microseconds(self.clock)
        with self.database.transaction() as connection:
            connection.execute(_INSERT, self._values(outbound, call.account_sid, sid, now))
        return Answer("Message", write_message(call, self._row(call, sid), now), 201)

    def _values(
        self, outbound: Outbound, account_sid: str, sid: str, now: int
    ) -> tuple[object, ...]:
        sent = now + self.pace
        return (
            sid,
            account_sid,
            outbound.sender,
            outbound.recipient,
            outbound.body,
            outbound.segments,
            json.dumps(outbound.media),
            len(outbound.media),
            outbound.price,
            outbound.messaging_service_sid,
            outbound.application_sid,
            outbound.status_callback,
            outbound.max_price,
            now,
            sent,
            sent + self.pace,
        )

    async def fetch(self, call: Call) -> Answer:
        """Give one message.

        Raises:
            RestError: 404/20404, where this account has no such message.
        """
        row = self._row(call, call.path["Sid"])
        return Answer("Message", write_message(call, row, microseconds(self.clock)))

    def _row(self, call: Call, sid: str) -> sqlite3.Row:
        rows = self.database.read(
            "SELECT * FROM messages WHERE sid = ? AND account_sid = ?", (sid, call.account_sid)
        )
        if not rows:
            raise twilio_error(20404, call.uri(call.resource))
        return rows[0]

    async def list(self, call: Call) -> Answer:
        """Give a page of messages, newest first.

        Raises:
            RestError: 400/20001, where a filter or paging parameter does not fit.
        """
        asked = parse_page(call.query, "SM")
        now = microseconds(self.clock)
        filters = {name: call.query[name] for name in _FILTERS if call.query.get(name)}
        dates = date_conditions(filters, now)
        conditions: list[tuple[str, object]] = [("account_sid = ?", call.account_sid), *dates]
        if "To" in filters:
            conditions.append(("recipient = ?", filters["To"]))
        if "From" in filters:
            conditions.append(("sender = ?", filters["From"]))
        selection = Selection(
            "SELECT * FROM messages",
            "SELECT 1 FROM messages",
            "SM",
            conditions,
            indexed=not dates and not {"To", "From"} <= filters.keys(),
        )
        selected = await select_page(self.database, selection, asked)
        listing = Listing(
            call.uri(call.resource),
            filters,
            "messages",
            [write_message(call, row, now) for row in selected.rows],
            selected.total,
            selected.following,
            selected.preceding,
        )
        return Answer("Messages", write_page(listing, asked), items="messages")


_INSERT = """
INSERT INTO messages (
    sid, account_sid, sender, recipient, body, segments, media, media_count, price,
    messaging_service_sid, application_sid, status_callback, max_price, created, sent, delivered
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def write_message(call: Call, row: sqlite3.Row, now: int) -> dict[str, object]:
    """Give a message as Twilio's JSON has it at a moment: its status follows from the time."""
    # A message is queued in the answer to its own creation, however fast the statuses move.
    is_sent = row["sent"] <= now and row["created"] < now
    is_delivered = is_sent and row["delivered"] <= now
    resource = f"/Messages/{row['sid']}"
    status, updated = "queued", row["created"]
    if is_sent:
        status, updated = "sent", row["sent"]
    if is_delivered:
        status, updated = "delivered", row["delivered"]
    return {
        "sid": row["sid"],
        "account_sid": row["account_sid"],
        "api_version": API_VERSION,
        "messaging_service_sid": row["messaging_service_sid"],
        "from": row["sender"],
        "to": row["recipient"],
        "body": row["body"],
        "status": status,
        "direction": "outbound-api",
        "num_segments": str(row["segments"]),
        "num_media": str(row["media_count"]),
        "price": f"-{row['price'] / 100_000:.5f}" if is_sent else None,
        "price_unit": "USD",
        "error_code": None,
        "error_message": None,
        "date_created": rfc2822(row["created"]),
        "date_sent": rfc2822(row["sent"]) if is_sent else None,
        "date_updated": rfc2822(updated),
        "uri": call.uri(resource),
        "subresource_uris": {"media": call.uri(f"{resource}/Media")},
    }
