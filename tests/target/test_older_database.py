"""A database file that an older version made is taken over with all it holds."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from twilio.rest import Client

from twilio_target import Settings, running_target

ADDED = [
    ("messages", ("canceled", "changed", "error_code", "scheduled")),
    ("numbers", ("kind", "settings", "changed")),
]


def test_columns_are_added(tmp_path: Path, open_official: Callable[..., Client]) -> None:
    settings = Settings(database=tmp_path / "twilio.sqlite", status_seconds=0)
    with running_target(settings) as addresses:
        client = open_official(addresses)
        sid = client.messages.create(from_="+15005550006", to="+15558675310", body="Hi").sid
        number = client.incoming_phone_numbers.create(area_code="415").sid
    with closing(sqlite3.connect(tmp_path / "twilio.sqlite")) as connection:
        for table, columns in ADDED:
            for column in columns:
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("DROP TABLE deleted")
    with running_target(settings) as addresses:
        again = open_official(addresses, client.account_sid)
        fetched = again.messages(sid).fetch()
        assert (fetched.body, fetched.status, fetched.error_code) == ("Hi", "delivered", None)
        assert again.messages(sid).update(body="").body == ""
        kept = again.incoming_phone_numbers(number).fetch()
        assert (kept.type, kept.sms_method) == ("local", "POST")
        assert [one.sid for one in again.incoming_phone_numbers.local.list()] == [number]
        assert kept.update(sms_url="https://example.com/").sms_url == "https://example.com/"
        assert again.messages(sid).delete()
