"""Writing one row.

Plain SQL: sqlite-utils reads the schema anew for each row, which costs several times the write. Table and columns are
names of ours, never a page's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database


def insert(db: Database, table: str, row: Mapping[str, object]) -> int:
    """Insert one row; returns its id."""
    columns, places = ", ".join(row), ", ".join("?" * len(row))
    cursor = db.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", tuple(row.values()))  # noqa: S608
    return cast("int", cursor.lastrowid)


def update(db: Database, table: str, key: int, row: Mapping[str, object]) -> None:
    """Set columns of the row with an id."""
    columns = ", ".join(f"{name} = ?" for name in row)
    db.execute(f"UPDATE {table} SET {columns} WHERE id = ?", (*row.values(), key))  # noqa: S608
