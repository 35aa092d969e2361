"""The Media resource: the files of a message, known by their URLs and never fetched.

https://www.twilio.com/docs/messaging/api/media-resource
"""

import hashlib
import json
import mimetypes
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from twilio_target.errors import twilio_error
from twilio_target.local.call import Answer, Call
from twilio_target.local.clock import rfc2822
from twilio_target.local.database import Database
from twilio_target.local.paging import Listing, parse_page, write_page


@dataclass(frozen=True, slots=True)
class Media:
    """The media of every account."""

    database: Database

    async def list(self, call: Call) -> Answer:
        """Give a page of a message's media.

        Raises:
            RestError: 404/20404, where this account has no such message; 400/20001, where a paging
                parameter does not fit.
        """
        asked = parse_page(call.query)
        row = self._row(call)
        media = [
            _write(call, row, _sid(row, place), url)
            for place, url in enumerate(_urls(row))
            if url is not None
        ]
        page = media[asked.offset : asked.offset + asked.size]
        following = "" if asked.offset + asked.size < len(media) else None
        uri = call.uri(call.resource)
        listing = Listing(uri, {}, "media_list", page, len(media), following)
        return Answer("MediaList", write_page(listing, asked), items="media_list", item="Media")

    async def fetch(self, call: Call) -> Answer:
        """Give one file of a message.

        Raises:
            RestError: 404/20404, where this account has no such message or the message no such file.
        """
        row = self._row(call)
        _place, url = self._find(call, row)
        return Answer("Media", _write(call, row, call.path["Sid"], url))

    async def delete(self, call: Call) -> Answer:
        """Delete one file of a message.

        Raises:
            RestError: 404/20404, as for `fetch`.
        """
        row = self._row(call)
        place, _url = self._find(call, row)
        urls = _urls(row)
        # The places of the others stay, for their sids.
        urls[place] = None
        with self.database.transaction() as connection:
            connection.execute(_UPDATE, (json.dumps(urls), row["sid"]))
        return Answer("", {}, 204)

    def _find(self, call: Call, row: sqlite3.Row) -> tuple[int, str]:
        for place, url in enumerate(_urls(row)):
            if url is not None and _sid(row, place) == call.path["Sid"]:
                return place, url
        raise twilio_error(20404, call.uri(call.resource))

    def _row(self, call: Call) -> sqlite3.Row:
        rows = self.database.read(
            "SELECT sid, account_sid, media, created FROM messages WHERE sid = ? AND account_sid = ?",
            (call.path["MessageSid"], call.account_sid),
        )
        if not rows:
            raise twilio_error(20404, call.uri(call.resource))
        return rows[0]


_UPDATE: Final = "UPDATE messages SET media = ? WHERE sid = ?"


def _urls(row: sqlite3.Row) -> list[str | None]:
    """Give the URLs of a message's files, None in the place of one that was deleted."""
    urls: list[str | None] = json.loads(row["media"])
    return urls


def _sid(row: sqlite3.Row, place: int) -> str:
    return "ME" + hashlib.sha256(f"{row['sid']}{place}".encode()).hexdigest()[:32]


def _write(call: Call, row: sqlite3.Row, sid: str, url: str) -> Mapping[str, object]:
    content_type, _encoding = mimetypes.guess_type(url)
    return {
        "sid": sid,
        "account_sid": row["account_sid"],
        "parent_sid": row["sid"],
        "content_type": content_type or "application/octet-stream",
        "date_created": rfc2822(row["created"]),
        "date_updated": rfc2822(row["created"]),
        "uri": call.uri(f"/Messages/{row['sid']}/Media/{sid}"),
    }
