"""The IncomingPhoneNumber resource: the numbers an account has bought.

https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
"""

import secrets
import sqlite3
from dataclasses import dataclass
from typing import Final

from twilio_target.errors import twilio_error
from twilio_target.local.available import AvailableNumbers, friendly_number, is_area_code
from twilio_target.local.call import API_VERSION, Answer, Call
from twilio_target.local.capabilities import capabilities_of
from twilio_target.local.clock import Clock, microseconds, rfc2822
from twilio_target.local.database import Database
from twilio_target.local.outbound import E164, MAGIC_NUMBER, is_web_url
from twilio_target.local.paging import Listing, parse_page, write_page
from twilio_target.local.patterns import as_glob, read_pattern
from twilio_target.local.selection import Selection, select_page

_FILTERS: Final = ("PhoneNumber", "FriendlyName", "Beta")
_LONGEST_NAME: Final = 64
_PRICE: Final = 115_000


@dataclass(frozen=True, slots=True)
class IncomingNumbers:
    """The bought numbers of every account."""

    database: Database
    clock: Clock
    available: AvailableNumbers

    async def create(self, call: Call) -> Answer:
        """Buy a number, chosen by itself or by area code.

        Raises:
            RestError: 400 with Twilio's code: the number is malformed (21421) or taken (21422), the
                area code is malformed (21451) or empty (21452).
        """
        call.require_clean_form()
        number = self._chosen(call)
        name = call.field("FriendlyName") or friendly_number(number)
        callback = call.field("StatusCallback")
        method = call.field("StatusCallbackMethod") or "POST"
        if len(name) > _LONGEST_NAME:
            raise twilio_error(20002)
        if callback and not is_web_url(callback):
            raise twilio_error(21502, callback)
        if method not in {"GET", "POST"}:
            raise twilio_error(20001, "StatusCallbackMethod")
        sid = "PN" + secrets.token_hex(16)
        now = microseconds(self.clock)
        values = (sid, call.account_sid, number, name, callback, method, _PRICE, now)
        with self.database.transaction() as connection:
            connection.execute(_INSERT, values)
        return Answer("IncomingPhoneNumber", _write(call, self._row(call, sid)), 201)

    def _chosen(self, call: Call) -> str:
        number, area_code = call.field("PhoneNumber"), call.field("AreaCode")
        if number:
            if not E164.fullmatch(number):
                raise twilio_error(21421, number)
            if self._is_taken(number, call.account_sid):
                raise twilio_error(21422, number)
            return number
        if not area_code:
            raise twilio_error(21450)
        if not is_area_code(area_code):
            raise twilio_error(21451, area_code)
        found = self.available.first(area_code)
        if found is None:
            raise twilio_error(21452, area_code)
        return found

    def _is_taken(self, number: str, account_sid: str) -> bool:
        # Every account may own the test number; any other number has one owner.
        if number == MAGIC_NUMBER:
            statement = "SELECT 1 FROM numbers WHERE phone_number = ? AND account_sid = ?"
            return bool(self.database.read(statement, (number, account_sid)))
        return bool(self.database.read("SELECT 1 FROM numbers WHERE phone_number = ?", (number,)))

    async def fetch(self, call: Call) -> Answer:
        """Give one bought number.

        Raises:
            RestError: 404/20404, where this account has no such number.
        """
        return Answer("IncomingPhoneNumber", _write(call, self._row(call, call.path["Sid"])))

    def _row(self, call: Call, sid: str) -> sqlite3.Row:
        rows = self.database.read(
            "SELECT * FROM numbers WHERE sid = ? AND account_sid = ?", (sid, call.account_sid)
        )
        if not rows:
            raise twilio_error(20404, call.uri(call.resource))
        return rows[0]

    async def list(self, call: Call) -> Answer:
        """Give a page of bought numbers, newest first.

        Raises:
            RestError: 400/20001, where a filter or paging parameter does not fit.
        """
        asked = parse_page(call.query, "PN")
        filters = {name: call.query[name] for name in _FILTERS if call.query.get(name)}
        conditions: list[tuple[str, object]] = [("account_sid = ?", call.account_sid)]
        if "PhoneNumber" in filters:
            pattern = read_pattern(filters["PhoneNumber"])
            conditions.append(("phone_number GLOB ?", as_glob(pattern) if pattern else ""))
        if "FriendlyName" in filters:
            conditions.append(("friendly_name = ?", filters["FriendlyName"]))
        # Numbers that are new to Twilio are "beta"; the local Twilio has none to leave out.
        if filters.get("Beta", "true").lower() not in {"true", "false"}:
            raise twilio_error(20001, "Beta")
        selection = Selection("SELECT * FROM numbers", "SELECT 1 FROM numbers", "PN", conditions)
        selected = await select_page(self.database, selection, asked)
        listing = Listing(
            call.uri(call.resource),
            filters,
            "incoming_phone_numbers",
            [_write(call, row) for row in selected.rows],
            selected.total,
            selected.following,
            selected.preceding,
        )
        items = "incoming_phone_numbers"
        return Answer("IncomingPhoneNumbers", write_page(listing, asked), items=items)


_INSERT = """
INSERT INTO numbers (
    sid, account_sid, phone_number, friendly_name, status_callback, status_callback_method,
    price, created
) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


def _write(call: Call, row: sqlite3.Row) -> dict[str, object]:
    has = capabilities_of(row["phone_number"])
    return {
        "sid": row["sid"],
        "account_sid": row["account_sid"],
        "api_version": API_VERSION,
        "friendly_name": row["friendly_name"],
        "phone_number": row["phone_number"],
        "capabilities": {"voice": has.voice, "sms": has.sms, "mms": has.mms},
        "status_callback": row["status_callback"],
        "status_callback_method": row["status_callback_method"],
        "address_requirements": "none",
        "beta": False,
        "origin": "twilio",
        "date_created": rfc2822(row["created"]),
        "date_updated": rfc2822(row["created"]),
        "uri": call.uri(f"/IncomingPhoneNumbers/{row['sid']}"),
    }
