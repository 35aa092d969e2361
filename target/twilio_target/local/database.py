"""The SQLite file under the local Twilio: who may touch it, when, and for how long.

One connection, used on the event loop only, reads single rows and pages through an index and does
every write: both take microseconds, less than handing them to a thread. What may visit many rows
(`Database.scan`) and the checkpoints, which wait for the disk, run in a worker thread with a
connection of its own; in WAL mode neither keeps the other waiting.

A committed transaction is in the write-ahead log, which survives the end of the process at any
moment; ``synchronous=NORMAL`` risks the last ones only when the machine itself loses power.
https://www.sqlite.org/wal.html
"""

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

T = TypeVar("T")

# A message changes about five pages, and SQLite by itself makes a checkpoint every 1,000.
_CHECKPOINT_EVERY: Final = 200
_LONGEST_LOG: Final = 4000
_BUSY_SECONDS: Final = 2.0

# What was deleted has still been used: of it there is left what usage is counted from.
# Times are microseconds since 1970, prices hundred-thousandths of a dollar.
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS accounts (
    sid TEXT PRIMARY KEY, salt BLOB NOT NULL, digest BLOB NOT NULL, created INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, account_sid TEXT NOT NULL,
    sender TEXT NOT NULL, recipient TEXT NOT NULL, body TEXT NOT NULL, segments INTEGER NOT NULL,
    media TEXT NOT NULL, media_count INTEGER NOT NULL, price INTEGER NOT NULL,
    messaging_service_sid TEXT, application_sid TEXT, status_callback TEXT, max_price TEXT,
    created INTEGER NOT NULL, sent INTEGER NOT NULL, delivered INTEGER NOT NULL,
    canceled INTEGER, changed INTEGER, error_code INTEGER, scheduled INTEGER
);
CREATE INDEX IF NOT EXISTS messages_newest ON messages (account_sid, seq);
CREATE INDEX IF NOT EXISTS messages_to ON messages (account_sid, recipient, seq);
CREATE INDEX IF NOT EXISTS messages_from ON messages (account_sid, sender, seq);
CREATE TABLE IF NOT EXISTS numbers (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, account_sid TEXT NOT NULL,
    phone_number TEXT NOT NULL, friendly_name TEXT NOT NULL, status_callback TEXT NOT NULL,
    status_callback_method TEXT NOT NULL, price INTEGER NOT NULL, created INTEGER NOT NULL,
    kind TEXT, settings TEXT, changed INTEGER
);
CREATE TABLE IF NOT EXISTS deleted (
    account_sid TEXT NOT NULL, is_number INTEGER NOT NULL, created INTEGER NOT NULL,
    segments INTEGER NOT NULL, media_count INTEGER NOT NULL, price INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS deleted_created ON deleted (account_sid, created);
CREATE UNIQUE INDEX IF NOT EXISTS numbers_owned ON numbers (account_sid, phone_number);
CREATE INDEX IF NOT EXISTS numbers_taken ON numbers (phone_number);
"""
# Columns that the tables of an older file lack; all of them take NULL.
_LATER_COLUMNS: Final = (
    (
        "messages",
        ("canceled INTEGER", "changed INTEGER", "error_code INTEGER", "scheduled INTEGER"),
    ),
    ("numbers", ("kind TEXT", "settings TEXT", "changed INTEGER")),
)


@dataclass(slots=True)
class Database:
    """An open database. Made by `open_database`, and used from one event loop.

    Attributes:
        path: the file.
        connection: for the event loop.
        worker: the thread for what takes longer; it opens connections of its own.
        is_open: whether the connection may still be used.
    """

    path: Path
    connection: sqlite3.Connection
    worker: ThreadPoolExecutor
    is_open: bool = field(default=True, init=False)
    _writes: int = field(default=0, init=False)
    _checkpoint: asyncio.Future[int] | None = field(default=None, init=False)

    def read(self, statement: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """Give the rows of a query that an index answers."""
        return self.connection.execute(statement, values).fetchall()

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """Write. When the block ends the change is durable; when it raises nothing has changed."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
        self._writes += 1
        if self._writes >= _CHECKPOINT_EVERY and (not self._checkpoint or self._checkpoint.done()):
            self._writes = 0
            loop = asyncio.get_running_loop()
            self._checkpoint = loop.run_in_executor(self.worker, self._move_log)
            self._checkpoint.add_done_callback(self._finish_log)

    async def scan(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """Run a query that may visit many rows, in the worker thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.worker, self._scan, query)

    def _scan(self, query: Callable[[sqlite3.Connection], T]) -> T:
        with closing(_connect(self.path)) as connection:
            return query(connection)

    def _move_log(self) -> int:
        """Copy what the log has into the database, and give the log's length in pages."""
        with closing(_connect(self.path)) as connection:
            _busy, pages, _moved = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            return int(pages)

    def _finish_log(self, checkpoint: asyncio.Future[int]) -> None:
        # The log begins anew only when all of it has been copied, and while messages keep coming
        # there is always more by the end. Here nothing is written meanwhile, and little is left.
        if self.is_open and not checkpoint.cancelled() and checkpoint.result() > _LONGEST_LOG:
            self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    return connection


def _add_columns(connection: sqlite3.Connection) -> None:
    for table, columns in _LATER_COLUMNS:
        present = {row["name"] for row in connection.execute(f"PRAGMA table_info({table})")}
        for column in columns:
            if column.partition(" ")[0] not in present:
                connection.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


@contextmanager
def open_database(path: Path | None) -> Generator[Database]:
    """Open the database and make its tables, and close it at the end.

    Args:
        path: the file, made when it is missing; None is a temporary one that is removed at the end.

    Raises:
        sqlite3.Error: the file cannot be opened, or is something else.
    """
    if path is None:
        with (
            tempfile.TemporaryDirectory(prefix="twilio-target-") as folder,
            open_database(Path(folder) / "twilio.sqlite") as database,
        ):
            yield database
        return
    with (
        closing(_connect(path)) as connection,
        ThreadPoolExecutor(1, thread_name_prefix="twilio-target-database") as worker,
    ):
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        # A checkpoint waits for the disk, and the event loop must not: the worker does them.
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.executescript(_SCHEMA)
        _add_columns(connection)
        database = Database(path, connection, worker)
        try:
            yield database
        finally:
            database.is_open = False
