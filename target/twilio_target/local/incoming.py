"""The IncomingPhoneNumber resource: the numbers an account has bought.

https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
"""

import json
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
from twilio_target.local.geography import Kind, kinds_of
from twilio_target.local.magic import MAGIC_NUMBER, PURCHASES, refuse_magic
from twilio_target.local.numbersettings import (
    DEFAULTS,
    read_callback,
    read_name,
    read_settings,
)
from twilio_target.local.outbound import E164
from twilio_target.local.paging import Listing, parse_page, write_page
from twilio_target.local.patterns import as_glob, read_pattern
from twilio_target.local.selection import Selection, select_page

_FILTERS: Final = ("PhoneNumber", "FriendlyName", "Beta", "Origin")
_PRICE: Final = 115_000


@dataclass(frozen=True, slots=True)
class IncomingNumbers:
    """The bought numbers of every account."""

    database: Database
    clock: Clock
    available: AvailableNumbers

    async def create(self, call: Call, kind: Kind | None = None) -> Answer:
        """Buy a number, chosen by itself or by area code.

        Args:
            call: the request.
            kind: the kind it must be of; None is any.

        Raises:
            RestError: 400 with Twilio's code: the number is malformed (21421) or taken (21422), the
                area code is malformed (21451) or empty (21452).
        """
        call.require_clean_form()
        number = self._chosen(call)
        kinds = kinds_of(number)
        if kind is not None and kind not in kinds:
            raise twilio_error(21422, number)
        name = read_name(call, friendly_number(number))
        callback, method = read_callback(call, "", "POST")
        settings = json.dumps(read_settings(call))
        sid = "PN" + secrets.token_hex(16)
        now = microseconds(self.clock)
        values = (sid, call.account_sid, number, name, callback, method, _PRICE, now)
        with self.database.transaction() as connection:
            connection.execute(_INSERT, (*values, kind or kinds[0], settings))
        return Answer("IncomingPhoneNumber", _write(call, self._row(call, sid)), 201)

    async def update(self, call: Call) -> Answer:
        """Change the settings of a bought number; what the request leaves out stays.

        Raises:
            RestError: 404/20404, where this account has no such number; 400, where a value does not
                fit.
        """
        call.require_clean_form()
        row = self._row(call, call.path["Sid"])
        name = read_name(call, row["friendly_name"])
        callback, method = read_callback(
            call, row["status_callback"], row["status_callback_method"]
        )
        settings = json.loads(row["settings"] or "{}") | read_settings(call)
        now = microseconds(self.clock)
        values = (name, callback, method, json.dumps(settings), now, row["sid"])
        with self.database.transaction() as connection:
            connection.execute(_UPDATE, values)
        return Answer("IncomingPhoneNumber", _write(call, self._row(call, row["sid"])))

    async def delete(self, call: Call) -> Answer:
        """Give a number back: anyone can buy it then.

        Raises:
            RestError: 404/20404, where this account has no such number.
        """
        row = self._row(call, call.path["Sid"])
        with self.database.transaction() as connection:
            connection.execute(_KEEP_USAGE, (row["sid"],))
            connection.execute("DELETE FROM numbers WHERE sid = ?", (row["sid"],))
        return Answer("", {}, 204)

    def _chosen(self, call: Call) -> str:
        number, area_code = call.field("PhoneNumber"), call.field("AreaCode")
        if number:
            if not E164.fullmatch(number):
                raise twilio_error(21421, number)
            refuse_magic(PURCHASES, number)
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

    async def list(self, call: Call, kind: Kind | None = None) -> Answer:
        """Give a page of bought numbers, newest first.

        Args:
            call: the request.
            kind: only numbers that were bought as such; None is all.

        Raises:
            RestError: 400/20001, where a filter or paging parameter does not fit.
        """
        asked = parse_page(call.query, "PN")
        filters = {name: call.query[name] for name in _FILTERS if call.query.get(name)}
        conditions: list[tuple[str, object]] = [("account_sid = ?", call.account_sid)]
        if kind is not None:
            conditions.append(("COALESCE(kind, 'Local') = ?", kind))
        if "PhoneNumber" in filters:
            pattern = read_pattern(filters["PhoneNumber"])
            conditions.append(("phone_number GLOB ?", as_glob(pattern) if pattern else ""))
        if "FriendlyName" in filters:
            conditions.append(("friendly_name = ?", filters["FriendlyName"]))
        if "Origin" in filters:
            # None is hosted elsewhere.
            conditions.append(("'twilio' = ?", filters["Origin"]))
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
    price, created, kind, settings
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_KEEP_USAGE = """
INSERT INTO deleted SELECT account_sid, 1, created, 0, 0, price FROM numbers WHERE sid = ?
"""
_UPDATE = """
UPDATE numbers SET friendly_name = ?, status_callback = ?, status_callback_method = ?,
    settings = ?, changed = ? WHERE sid = ?
"""


_TYPES: Final = {"Local": "local", "Mobile": "mobile", "TollFree": "toll-free"}


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
        "status": "in-use",
        "type": _TYPES[row["kind"] or "Local"],
        "emergency_address_status": "unregistered",
        **DEFAULTS,
        **json.loads(row["settings"] or "{}"),
        "address_requirements": "none",
        "beta": False,
        "origin": "twilio",
        "date_created": rfc2822(row["created"]),
        "date_updated": rfc2822(row["changed"] or row["created"]),
        "uri": call.uri(f"/IncomingPhoneNumbers/{row['sid']}"),
    }
