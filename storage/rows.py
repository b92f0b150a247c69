"""Writing rows.

Plain SQL: sqlite-utils reads the schema anew for each row, which costs several times the write. Table and columns are
names of ours, never a page's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlite_utils import Database


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
