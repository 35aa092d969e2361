"""The SQLite file under the local Twilio: who may touch it, when, and for how long.

One connection, used on the event loop only, reads single rows and pages through an index and does
every write: both take microseconds, less than handing them to a thread. What may visit many rows
(`Database.scan`) and the checkpoints, which wait for the disk, run in a worker thread with a
connection of its own; in WAL mode neither keeps the other waiting.

A committed transaction is in the write-ahead log, which survives the end of the process at any
moment. ``synchronous=NORMAL`` does not wait until the log is on the disk; `Database.flush` does, in
a thread, and once for all the changes that were committed by then. What is acknowledged after it
survives a loss of power as well. https://www.sqlite.org/wal.html
"""

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
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
        flusher: the thread that waits for the disk.
        log: file descriptor of the write-ahead log; None where `flush` waits for nothing.
        is_open: whether the connection may still be used.
    """

    path: Path
    connection: sqlite3.Connection
    worker: ThreadPoolExecutor
    flusher: ThreadPoolExecutor
    log: int | None
    is_open: bool = field(default=True, init=False)
    _writes: int = field(default=0, init=False)
    _commits: int = field(default=0, init=False)
    _flushed: int = field(default=0, init=False)
    _flush: asyncio.Future[None] | None = field(default=None, init=False)
    _lost: OSError | None = field(default=None, init=False)
    _checkpoint: asyncio.Future[int] | None = field(default=None, init=False)

    def read(self, statement: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """Give the rows of a query that an index answers."""
        return self.connection.execute(statement, values).fetchall()

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """Write. When the block ends the change is in the log; when it raises there is none."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
        self._commits += 1
        self._writes += 1
        if self._writes >= _CHECKPOINT_EVERY and (not self._checkpoint or self._checkpoint.done()):
            self._writes = 0
            loop = asyncio.get_running_loop()
            self._checkpoint = loop.run_in_executor(self.worker, self._move_log)
            self._checkpoint.add_done_callback(self._finish_log)

    def answers(self) -> bool:
        """Tell whether the database can be read."""
        try:
            return self.is_open and self._lost is None and self.read("SELECT 1")[0][0] == 1
        except sqlite3.Error:
            return False

    async def flush(self) -> None:
        """Wait until everything that is committed by now is on the disk.

        Raises:
            OSError: the disk does not take it.
        """
        if self._lost is not None:
            raise self._lost
        wanted = self._commits
        while self.log is not None and self._flushed < wanted:
            if self._flush is None or self._flush.done():
                self._flush = asyncio.ensure_future(self._flush_log(self.log))
            # Who is no longer waiting, such as a client that left, must not stop the others.
            await asyncio.shield(self._flush)

    async def _flush_log(self, log: int) -> None:
        commits = self._commits
        try:
            await asyncio.get_running_loop().run_in_executor(self.flusher, os.fsync, log)
        except OSError as error:
            # The kernel may have dropped what it could not write, and does not say so twice.
            self._lost = error
            raise
        self._flushed = commits

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
def open_database(path: Path | None, *, fsync: bool = True) -> Generator[Database]:
    """Open the database and make its tables, and close it at the end.

    Args:
        path: the file, made when it is missing; None is a temporary one that is removed at the end.
        fsync: whether `Database.flush` waits for the disk; for a temporary file it never does.

    Raises:
        OSError: the file's folder cannot be read.
        sqlite3.Error: the file cannot be opened, or is something else.
    """
    if path is None:
        with (
            tempfile.TemporaryDirectory(prefix="twilio-target-") as folder,
            open_database(Path(folder) / "twilio.sqlite", fsync=False) as database,
        ):
            yield database
        return
    with ExitStack() as stack:
        connection = stack.enter_context(closing(_connect(path)))
        _prepare(connection)
        worker, flusher = (
            stack.enter_context(ThreadPoolExecutor(1, thread_name_prefix=f"twilio-target-{name}"))
            for name in ("database", "flush")
        )
        log = _open_log(connection, stack) if fsync else None
        database = Database(path, connection, worker, flusher, log)
        try:
            yield database
        finally:
            database.is_open = False


def _prepare(connection: sqlite3.Connection) -> None:
    mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode != "wal":
        raise sqlite3.OperationalError("the file system has no write-ahead log")
    connection.execute("PRAGMA synchronous=NORMAL")
    # A checkpoint waits for the disk, and the event loop must not: the worker does them.
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.executescript(_SCHEMA)
    _add_columns(connection)


def _open_log(connection: sqlite3.Connection, stack: ExitStack) -> int:
    """Open the log, which is there as long as the connection is, and make sure it stays found."""
    log = Path(connection.execute("PRAGMA database_list").fetchone()["file"] + "-wal")
    folder = os.open(log.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    descriptor = os.open(log, os.O_RDONLY)
    stack.callback(os.close, descriptor)
    return descriptor
