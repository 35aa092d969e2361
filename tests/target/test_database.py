"""The SQLite file: transactions, the write-ahead log and what runs beside the event loop."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from twilio_target.local.database import Database, open_database

INSERT = "INSERT INTO accounts VALUES (?, ?, ?, ?)"
COUNT = "SELECT COUNT(*) FROM accounts"


def add(database: Database, name: str) -> None:
    with database.transaction() as connection:
        connection.execute(INSERT, (name, b"salt", b"x" * 2_000, 0))


def count(connection: sqlite3.Connection) -> int:
    return int(connection.execute(COUNT).fetchone()[0])


def test_a_transaction_is_all_or_nothing() -> None:
    with open_database(None) as database:
        add(database, "kept")
        rows = [("lost", b"", b"", 0), ("kept", b"", b"", 0)]
        with pytest.raises(sqlite3.IntegrityError), database.transaction() as connection:
            connection.executemany(INSERT, rows)
        add(database, "after")
        sids = [row["sid"] for row in database.read("SELECT sid FROM accounts")]
        assert sids == ["after", "kept"]


def test_a_scan_runs_beside_the_loop_and_sees_what_is_committed() -> None:
    async def work(database: Database) -> None:
        add(database, "committed")
        begun, finish = threading.Event(), threading.Event()

        def slow(connection: sqlite3.Connection) -> tuple[int, int]:
            connection.execute("BEGIN")
            before = count(connection)
            begun.set()
            assert finish.wait(10)
            return before, count(connection)

        scan = asyncio.ensure_future(database.scan(slow))
        await asyncio.to_thread(begun.wait, 10)
        # A reader in the middle of its work keeps no writer waiting.
        add(database, "while it runs")
        finish.set()
        assert await scan == (1, 1)
        assert await database.scan(count) == 2

    with open_database(None) as database:
        asyncio.run(work(database))


def test_the_log_does_not_grow_for_ever(tmp_path: Path) -> None:
    """Also where there is no pause between two changes."""
    path, log = tmp_path / "twilio.sqlite", tmp_path / "twilio.sqlite-wal"
    sizes: list[int] = []

    async def write(database: Database) -> None:
        for number in range(4000):
            add(database, str(number))
            await asyncio.sleep(0)
            if number % 1000 == 999:
                sizes.append(log.stat().st_size)

    with open_database(path) as database:
        (mode,) = database.read("PRAGMA journal_mode")[0]
        assert mode == "wal"
        asyncio.run(write(database))
    # Without checkpoints each thousand would add as much as the first.
    assert sizes[3] < 3 * sizes[0]
    assert not log.exists()
    with open_database(path) as database:
        assert count(database.connection) == 4000
