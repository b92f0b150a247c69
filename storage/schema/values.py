"""Values that Stet does not write, in a database that came from elsewhere or was changed by hand: which, and where.

A file can be made to hold anything, whatever its schema says. What reads a row trusts it; where that fails, the row is
looked for, so that a person is told where to look and not in which line of ours it was met.
"""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import chain
from sqlite3 import OperationalError
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlite_utils import Database

from extractors.model import Category
from storage.records import FetchKind, Outcome
from storage.schema.migrations import migrations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What reading such a value, or looking for a row that it should name, raises.
BY_VALUES = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError, StopIteration, OperationalError,
)  # fmt: skip
MOST_SECONDS = 60  # that are spent on looking for it
STEPS = 100_000  # of SQLite, between two looks at the clock
AROUND = timedelta(days=4000)  # readers add to moments, and take from them

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%) STRICT%' ORDER BY rowid"
TYPES = {"TEXT": ("text",), "INTEGER": ("integer",), "REAL": ("real", "integer")}


class Column(NamedTuple):
    """As ``PRAGMA table_info`` tells it; ``key`` is its place in the primary key, from 1."""

    number: int
    name: str
    type: str
    must: int
    default: str | None
    key: int


def _is_text(text: str) -> bool:
    return isinstance(text, str)


def _is_moment(text: str) -> bool:
    moment = datetime.fromisoformat(text)
    return moment.tzinfo is not None and moment.astimezone(UTC) - AROUND < moment + AROUND


def _is_day(text: str) -> bool:
    return text == "" or date.fromisoformat(text) - AROUND < date.max - AROUND


def _json(text: str) -> Any:
    """Raises ValueError, too, where a letter in it is half of one."""
    told = json.loads(text)
    json.dumps(told, ensure_ascii=False).encode()
    return told


def _is_object(text: str) -> bool:
    return isinstance(_json(text), dict)


def _is_texts(text: str) -> bool:
    told = _json(text)
    return isinstance(told, list) and all(isinstance(each, str) for each in told)


def _is_headers(text: str) -> bool:
    return all(isinstance(name, str) and isinstance(value, str) for name, value in _json(text))


def _is_redirects(text: str) -> bool:
    return all(isinstance(hop["url"], str) and isinstance(hop["status"], int) for hop in _json(text))


def _is_one_of(names: type[Category | FetchKind | Outcome]) -> Callable[[str], bool]:
    return lambda text: names(text) is not None


MOMENTS = ("at", "started_at", "finished_at", "first_seen", "last_seen", "fetched_at", "found_at", "made_at",
    "first_fetched", "last_fetched", "learned_at", "withdrawn_at", "applied_at", "marked_at", "settled_at")  # fmt: skip
# What a column holds goes by its name; of enumerations those that are read as such.
HOLDS: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(MOMENTS, _is_moment),
    **dict.fromkeys(("week", "first_dated", "last_dated"), _is_day),
    **dict.fromkeys(("arguments", "statistics"), _is_object),
    **dict.fromkeys(("authors", "tags", "flags", "kinds"), _is_texts),
    "headers": _is_headers,
    "redirects": _is_redirects,
    "kind": _is_one_of(FetchKind),
    "outcome": _is_one_of(Outcome),
    "category": _is_one_of(Category),
}


def wrong_values(db: Database) -> Iterator[str]:
    """Row, column and the value's beginning, as SQL writes them, of the tables of ours; one a row."""
    names = ["is_text", *(f"is_{name}" for name in HOLDS)]
    for name, holds in zip(names, (_is_text, *HOLDS.values()), strict=True):
        db.conn.create_function(name, 1, _judge(holds), deterministic=True)
    for table, columns in _tables().items():
        yield from _of_table(db, table, columns)


@lru_cache(maxsize=1)
def _tables() -> dict[str, list[Column]]:
    """Of ours: a user's own columns hold what the user likes."""
    db = Database(memory=True)
    migrations.apply(db)
    names = [name for (name,) in db.execute(TABLES).fetchall()]
    tables = {name: [Column(*row) for row in db.execute(f"PRAGMA table_info({name})").fetchall()] for name in names}
    db.close()
    return tables


def _judge(holds: Callable[[str], bool]) -> Callable[[bytes], bool]:
    def judged(value: bytes) -> bool:
        try:
            return holds(value.decode())
        except BY_VALUES:
            return False

    return judged


def _of_table(db: Database, table: str, columns: list[Column]) -> Iterator[str]:
    keys = [column.name for column in columns if column.key] or ["rowid"]
    wrong = " ".join(f"WHEN NOT {_condition(column)} THEN '{column.name}'" for column in columns)
    sql = f"SELECT {', '.join(map(_shown, keys))}, CASE {wrong} END AS wrong FROM {table} WHERE wrong IS NOT NULL"  # noqa: S608
    for *row, name in db.conn.execute(sql):
        where = " AND ".join(f"{_shown(key)} IS ?" for key in keys)
        value = db.conn.execute(f"SELECT {_shown(name)} FROM {table} WHERE {where}", row).fetchone()[0]  # noqa: S608
        yield f"{table} {' '.join(map(_told, row))}: {name} is {_told(value)}, which is none that Stet writes"


def missing_rows(db: Database) -> Iterator[str]:
    """Rows that are referred to and are not there."""
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check").fetchall():
        yield f"{table} row {row} refers to a row of {parent} that is not there"


def _shown(column: str) -> str:
    """The beginning of what SQL would write, as bytes: they may be no text."""
    return f"CAST(substr(quote({column}), 1, 60) AS BLOB)"


def _told(written: bytes) -> str:
    return written.decode(errors="backslashreplace")


def _condition(column: Column) -> str:
    """In SQL, of a value that is as it should be."""
    types = ", ".join(f"'{each}'" for each in TYPES[column.type])
    judge = f"is_{column.name}" if column.name in HOLDS else "is_text"
    text, real = f"{judge}(CAST({column.name} AS BLOB))", f"abs({column.name}) < 1e300"
    holds = {"TEXT": text, "REAL": real, "INTEGER": "1"}[column.type]
    nothing = "0" if column.must else f"{column.name} IS NULL"
    return f"({nothing} OR (typeof({column.name}) IN ({types}) AND {holds}))"


@contextmanager
def values_explained(db: Database, refused: type[Exception]) -> Iterator[None]:
    """What fails inside for a value that Stet did not write fails as ``refused``, with the place of the value."""
    try:
        yield
    except BY_VALUES as error:
        if fault := first_fault(db):
            raise refused(f"{fault}; scrapy check names all of them") from error
        raise


def first_fault(db: Database, seconds: float = MOST_SECONDS) -> str | None:
    """A value that is none of ours, or a row that is missing; None, too, where it takes too long to find."""
    end = time.monotonic() + seconds
    db.conn.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    try:
        return next(chain(wrong_values(db), missing_rows(db)), None)
    except OperationalError:
        return None
    finally:
        db.conn.set_progress_handler(None, 0)
