"""What a database that came from elsewhere could run here: triggers, views, expressions that no migration of ours made.

SQLite runs what a file's schema says with the questions that are put to it. So the schema is held against what our
migrations make before anything is asked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlite_utils import Database

from storage.schema.migrations import migrations

if TYPE_CHECKING:
    from collections.abc import Mapping

Part = tuple[str, str]  # its kind and its name

PARTS = "SELECT type, name, coalesce(sql, '') FROM sqlite_master"
STEPS = migrations.migrations_table
LAYOUT = re.compile(r'["`\[\]\s]')  # the versions of sqlite-utils quote names and break lines in different ways
OF_SQLITE = re.compile(r"sqlite_(?:sequence|stat\d)")
# Columns that are computed or checked, and tables that are programs.
RUNS = re.compile(r"\b(?:VIRTUAL|CHECK|AS)\b", re.IGNORECASE)
COLUMN = r"""\s*(?:\w+|"[^"]*"|\[[^\]]*\])(?:\s+(?:ASC|DESC))?\s*"""
PLAIN_INDEX = re.compile(rf"CREATE\s[^()]*\({COLUMN}(?:,{COLUMN})*\)\s*", re.IGNORECASE)


def foreign_part(db: Database) -> str | None:
    """What of the schema is not ours and could run, in words; None where there is nothing. Runs none of it.

    Views, tables and indexes of the user's own columns may stand beside ours: nothing here asks for them.
    """
    db.execute("BEGIN")  # else another process may upgrade it between two looks
    try:
        parts = {(kind, name): str(sql) for kind, name, sql in db.execute(PARTS).fetchall()}
        # What tells which steps were taken is asked itself.
        steps = {part: sql for part, sql in parts.items() if part[1].lower() == STEPS}
        return _foreign(steps, _made_by(len(_names()))) or _foreign(parts, _made_for(db))
    finally:
        db.rollback()


def _foreign(parts: Mapping[Part, str], ours: Mapping[Part, str]) -> str | None:
    names = {name.lower() for _, name in ours}
    for part, sql in parts.items():
        kind, name = part
        if part in ours and ours[part] != _bare(sql) and not (kind == "table" and _is_widened(_bare(sql), ours[part])):
            return f"the {kind} {name!r} is not as Stet makes it"
        if part not in ours and (name.lower() in names or _runs(kind, name, sql)):
            return f"the {kind} {name!r} is none of Stet's"
    return None


def _is_widened(table: str, ours: str) -> bool:
    """Whether a table is ours with further columns behind; what is computed or checked in them would have brackets."""
    head = ours[: ours.rindex(")")]
    return table.startswith(head) and "(" not in table[len(head) :]


def _runs(kind: str, name: str, sql: str) -> bool:
    """Whether something may run without being asked for by its name."""
    if kind == "index":
        return bool(sql) and PLAIN_INDEX.fullmatch(sql) is None
    if kind == "table":
        return OF_SQLITE.fullmatch(name) is None and RUNS.search(sql) is not None
    return kind != "view"


def _names() -> list[str]:
    return [migration.name for migration in migrations.pending(Database(memory=True))]


def _made_for(db: Database) -> Mapping[Part, str]:
    return _made_by(len(migrations.applied(db)))


@lru_cache(maxsize=4)
def _made_by(count: int) -> Mapping[Part, str]:
    """What the first of our migrations make."""
    db = Database(memory=True)
    migrations.apply(db, stop_before=_names()[count:] or None)
    made = {(kind, name): _bare(sql) for kind, name, sql in db.execute(PARTS).fetchall()}
    db.close()
    return made


def _bare(sql: str) -> str:
    return LAYOUT.sub("", sql)
