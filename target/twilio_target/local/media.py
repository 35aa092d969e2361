"""The Media resource: the files of a message, known by their URLs and never fetched.

https://www.twilio.com/docs/messaging/api/media-resource
"""

import hashlib
import json
import mimetypes
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
        media = self._media(call)
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
        for one in self._media(call):
            if one["sid"] == call.path["Sid"]:
                return Answer("Media", one)
        raise twilio_error(20404, call.uri(call.resource))

    def _media(self, call: Call) -> Sequence[Mapping[str, object]]:
        rows = self.database.read(
            "SELECT sid, account_sid, media, created FROM messages WHERE sid = ? AND account_sid = ?",
            (call.path["MessageSid"], call.account_sid),
        )
        if not rows:
            raise twilio_error(20404, call.uri(call.resource))
        urls = json.loads(rows[0]["media"])
        return [_write(call, rows[0], place, url) for place, url in enumerate(urls)]


def _write(call: Call, row: sqlite3.Row, place: int, url: str) -> Mapping[str, object]:
    sid = "ME" + hashlib.sha256(f"{row['sid']}{place}".encode()).hexdigest()[:32]
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
