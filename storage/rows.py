"""Writing rows, and reading one.

Plain SQL: sqlite-utils reads the schema anew for each row that it writes, which costs several times the write, and puts
a savepoint around each query. Table and columns are names of ours, never a page's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlite_utils import Database

LONGEST_NUMBER = 18  # digits of a row's number; SQLite has 63 bits


def insert(db: Database, table: str, row: Mapping[str, object]) -> int:
    """Insert one row; returns its id."""
    return cast("int", db.execute(_insertion(table, row), tuple(row.values())).lastrowid)


def insert_all(db: Database, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows of the same columns."""
    if rows:
        db.conn.executemany(_insertion(table, rows[0]), [tuple(row.values()) for row in rows])


def _insertion(table: str, row: Mapping[str, object]) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"  # noqa: S608


def update(db: Database, table: str, key: int, row: Mapping[str, object]) -> None:
    """Set columns of the row with an id."""
    columns = ", ".join(f"{name} = ?" for name in row)
    db.execute(f"UPDATE {table} SET {columns} WHERE id = ?", (*row.values(), key))  # noqa: S608


def first(db: Database, sql: str, values: Sequence[object] | Mapping[str, object]) -> dict[str, Any] | None:
    """The first row that a query gives, by column; None where it gives none."""
    cursor = db.conn.execute(sql, values)
    row = cursor.fetchone()
    return None if row is None else dict(zip((column[0] for column in cursor.description), row, strict=True))


def row_number(digits: str) -> int:
    """The number of a row as somebody wrote it; 0, which no row has, where no row can have such a number."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else 0


def sayable(text: str) -> str:
    """As it can be stored: a name of a file that is not Unicode has its bytes as numbers."""
    return text.encode(errors="backslashreplace").decode()
