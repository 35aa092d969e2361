"""Reading one page of a table, newest first, and finding where its neighbours begin."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from twilio_target.local.database import Database
from twilio_target.local.paging import PageRequest

_COUNTED: Final = 10_000
_CHEAP_OFFSET: Final = 1000


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that a list is about.

    Attributes:
        statement: "SELECT … FROM table" for the rows.
        counting: "SELECT 1 FROM table", to count them.
        kind: "SM" or "PN", for page tokens.
        conditions: SQL conditions, each with the value of its one placeholder.
        indexed: whether an index finds the rows, so that the first pages cost little.
    """

    statement: str
    counting: str
    kind: str
    conditions: Sequence[tuple[str, object]]
    indexed: bool = True


@dataclass(frozen=True, slots=True)
class Selected:
    """One page of rows, with the page tokens of its neighbours as `Listing` has them."""

    rows: list[sqlite3.Row]
    total: int | None
    following: str | None
    preceding: str


async def select_page(database: Database, selection: Selection, asked: PageRequest) -> Selected:
    """Read a page. The total is counted up to 10,000 and unknown above."""
    if selection.indexed and asked.offset <= _CHEAP_OFFSET:
        return _select(database.connection, selection, asked)
    return await database.scan(lambda connection: _select(connection, selection, asked))


def _select(connection: sqlite3.Connection, selection: Selection, asked: PageRequest) -> Selected:
    conditions = list(selection.conditions)
    total = _count(connection, selection)
    order, limit = "DESC", asked.size + 1
    if asked.after is not None:
        conditions.append(("seq < ?", asked.after))
    elif asked.before is not None:
        conditions.append(("seq > ?", asked.before))
        order, limit = "ASC", asked.size
    parts = [selection.statement, _where(conditions), "ORDER BY seq", order, "LIMIT ? OFFSET ?"]
    values = [*(value for _, value in conditions), limit, asked.offset]
    rows = connection.execute(" ".join(parts), values).fetchall()
    if asked.before is not None:
        # The element the token names comes after these, so there is always a next page.
        rows.reverse()
        return Selected(rows, total, *_tokens(selection.kind, rows, more=bool(rows)))
    page = rows[: asked.size]
    return Selected(page, total, *_tokens(selection.kind, page, more=len(rows) > asked.size))


def _count(connection: sqlite3.Connection, selection: Selection) -> int | None:
    parts = ["SELECT COUNT(*) FROM (", selection.counting, _where(selection.conditions), "LIMIT ?)"]
    values = [*(value for _, value in selection.conditions), _COUNTED + 1]
    total = int(connection.execute(" ".join(parts), values).fetchone()[0])
    return total if total <= _COUNTED else None


def _where(conditions: Sequence[tuple[str, object]]) -> str:
    return "WHERE " + " AND ".join(condition for condition, _ in conditions)


def _tokens(kind: str, rows: Sequence[sqlite3.Row], *, more: bool) -> tuple[str | None, str]:
    following = f"PA{kind}{rows[-1]['seq']:032x}" if more else None
    return following, f"PB{kind}{rows[0]['seq']:032x}" if rows else ""
