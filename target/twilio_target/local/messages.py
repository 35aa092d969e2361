"""The Message resource: https://www.twilio.com/docs/messaging/api/message-resource."""

import json
import secrets
import sqlite3
from dataclasses import dataclass

from twilio_target.errors import twilio_error
from twilio_target.local.call import API_VERSION, Answer, Call
from twilio_target.local.callbacks import Callbacks
from twilio_target.local.clock import Clock, microseconds, rfc2822
from twilio_target.local.database import Database
from twilio_target.local.datesent import date_conditions
from twilio_target.local.outbound import Outbound, read_outbound
from twilio_target.local.paging import Listing, parse_page, write_page
from twilio_target.local.selection import Selection, select_page
from twilio_target.local.statuses import ERROR_MESSAGES, NEVER, TOO_DEAR, status_at

_FILTERS = ("To", "From", "DateSent", "DateSent<", "DateSent>")


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages of every account.

    Attributes:
        pace: microseconds a message is queued, and then is sent, before it is delivered.
        callbacks: tells callers of the statuses of their messages.
    """

    database: Database
    clock: Clock
    pace: int
    callbacks: Callbacks

    async def create(self, call: Call) -> Answer:
        """Queue a message; it is durable when this returns.

        Raises:
            RestError: 400 or 404 with Twilio's code, where a parameter does not fit.
        """
        now = microseconds(self.clock)
        outbound = read_outbound(self.database, call, now)
        sid = ("MM" if outbound.media else "SM") + secrets.token_hex(16)
        self._write(_INSERT, self._values(outbound, call.account_sid, sid, now))
        row = self._row(call, sid)
        self.callbacks.follow(row, call.token)
        return Answer("Message", write_message(call, row, now), 201)

    def _values(
        self, outbound: Outbound, account_sid: str, sid: str, now: int
    ) -> tuple[object, ...]:
        sent = (outbound.scheduled or now) + self.pace
        failed = outbound.is_too_dear
        return (
            sid,
            account_sid,
            outbound.sender,
            outbound.recipient,
            outbound.body,
            outbound.segments,
            json.dumps(outbound.media),
            len(outbound.media),
            0 if failed else outbound.price,
            outbound.messaging_service_sid,
            outbound.application_sid,
            outbound.status_callback,
            outbound.max_price,
            now,
            NEVER if failed else sent,
            sent if failed else sent + self.pace,
            TOO_DEAR if failed else None,
            outbound.scheduled,
        )

    async def fetch(self, call: Call) -> Answer:
        """Give one message.

        Raises:
            RestError: 404/20404, where this account has no such message.
        """
        row = self._row(call, call.path["Sid"])
        return Answer("Message", write_message(call, row, microseconds(self.clock)))

    async def update(self, call: Call) -> Answer:
        """Redact a message's body, or cancel a message that has not been sent.

        Raises:
            RestError: 404/20404, where this account has no such message; 400/30400, where the
                parameters ask for anything else; 409/30409, where it is too late to cancel.
        """
        row = self._row(call, call.path["Sid"])
        sid, now = row["sid"], microseconds(self.clock)
        match call.form.get("Body"), call.form.get("Status"):
            case [*_, ""], None:
                self._write(_REDACT, (now, sid))
            case None, [*_, "canceled"]:
                if status_at(row, now).name not in {"scheduled", "queued"}:
                    raise twilio_error(30409)
                self._write(_CANCEL, (now, NEVER, sid))
                self.callbacks.follow(self._row(call, sid), call.token)
            case _:
                raise twilio_error(30400, 'either Body="" or Status=canceled is required.')
        return Answer("Message", write_message(call, self._row(call, sid), now))

    async def delete(self, call: Call) -> Answer:
        """Delete a message and its media; nobody is told of its statuses any more.

        Raises:
            RestError: 404/20404, where this account has no such message.
        """
        row = self._row(call, call.path["Sid"])
        with self.database.transaction() as connection:
            connection.execute(_KEEP_USAGE, (row["sid"],))
            connection.execute("DELETE FROM messages WHERE sid = ?", (row["sid"],))
        self.callbacks.forget(row["sid"])
        return Answer("", {}, 204)

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        with self.database.transaction() as connection:
            connection.execute(statement, values)

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
    messaging_service_sid, application_sid, status_callback, max_price,
    created, sent, delivered, error_code, scheduled
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_CANCEL = """
UPDATE messages SET canceled = ?1, changed = ?1, sent = ?2, delivered = ?2, price = 0 WHERE sid = ?3
"""
_KEEP_USAGE = """
INSERT INTO deleted SELECT account_sid, 0, created, segments, media_count, price
FROM messages WHERE sid = ?
"""
_REDACT = "UPDATE messages SET body = '', changed = ? WHERE sid = ?"


def write_message(call: Call, row: sqlite3.Row, now: int) -> dict[str, object]:
    """Give a message as Twilio's JSON has it at a moment: its status follows from the time."""
    status = status_at(row, now)
    is_sent = status.name in {"sent", "delivered"}
    resource = f"/Messages/{row['sid']}"
    return {
        "sid": row["sid"],
        "account_sid": row["account_sid"],
        "api_version": API_VERSION,
        "messaging_service_sid": row["messaging_service_sid"],
        "from": row["sender"],
        "to": row["recipient"],
        "body": row["body"],
        "status": status.name,
        "direction": "outbound-api",
        "num_segments": str(row["segments"]),
        "num_media": str(row["media_count"]),
        "price": f"-{row['price'] / 100_000:.5f}" if is_sent else None,
        "price_unit": "USD",
        "error_code": status.error_code,
        "error_message": ERROR_MESSAGES[status.error_code] if status.error_code else None,
        "date_created": rfc2822(row["created"]),
        "date_sent": rfc2822(row["sent"]) if is_sent else None,
        "date_updated": rfc2822(max(status.since, row["changed"] or 0)),
        "uri": call.uri(resource),
        "subresource_uris": {"media": call.uri(f"{resource}/Media")},
    }
