"""What one question to the database may cost: the time is bounded by Datasette, size and single steps here.

Datasette can stop a query between two steps of SQLite, not within one: ``hex(zeroblob(200000000))`` takes gigabytes,
``instr`` over two long texts takes hours. So no value is long, and the functions that compare take linear time.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_VALUE = 4 * 2**20  # bytes of a value, and of a row
LONGEST_OF_OURS = 64 * 2**20  # the same for the questions of our own pages: whatever a crawl may store
LARGEST_ANSWER = 64 * 2**20  # bytes of all rows
LARGEST_HEAP = 512 * 2**20  # bytes that SQLite takes, of all connections together
TOO_MUCH = f"{LARGEST_HEAP // 2**20} MB for all questions together are used up: ask for less, or later"
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_ATTACHED: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}

REFUSED = {"json_patch", "sqlite_log"}  # time by the square of its members; writes what a stranger says into our log
TRIMS = {"ltrim": "l", "rtrim": "r", "trim": "lr"}  # and the ends that each looks at


def bound(connection: sqlite3.Connection) -> None:
    """Set the bounds of a connection."""
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)
    connection.execute(f"PRAGMA hard_heap_limit = {LARGEST_HEAP}")
    connection.create_function("instr", 2, _instr, deterministic=True)
    connection.create_function("replace", 3, _replace, deterministic=True)
    for name, ends in TRIMS.items():
        trim = partial(_trimmed, ends)
        connection.create_function(name, 1, trim, deterministic=True)
        connection.create_function(name, 2, trim, deterministic=True)
    connection.set_authorizer(_is_allowed)
    connection.row_factory = Rows()


@contextmanager
def for_our_own(connection: sqlite3.Connection) -> Iterator[None]:
    """Inside, a value may be as long as any that is stored: what is asked is written here, by nobody else."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_OF_OURS)
    before, connection.row_factory = connection.row_factory, sqlite3.Row
    try:
        yield
    finally:
        connection.row_factory = before
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)


class Rows:
    """Makes the rows of a connection. Raises OperationalError where those of one cursor get too large together."""

    def __init__(self) -> None:
        self._sizes: WeakKeyDictionary[sqlite3.Cursor, int] = WeakKeyDictionary()

    def __call__(self, cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        """Called for each row."""
        size = self._sizes.get(cursor, 0) + sum(len(value) for value in values if isinstance(value, (str, bytes)))
        self._sizes[cursor] = size
        if size > LARGEST_ANSWER:
            raise sqlite3.OperationalError(f"the answer is larger than {LARGEST_ANSWER // 2**20} MB: ask for less")
        return sqlite3.Row(cursor, values)


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _instr(whole: object, part: object) -> int | None:
    """As SQLite's; Python's search takes linear time."""
    if whole is None or part is None:
        return None
    if isinstance(whole, bytes) and isinstance(part, bytes):
        return whole.find(part) + 1
    return _text(whole).find(_text(part)) + 1


def _replace(whole: object, part: object, other: object) -> str | bytes | None:
    """As SQLite's. A result that would be too long is never made: SQLite refuses what comes in its place."""
    if whole is None or part is None or other is None:
        return None
    text, old, new = map(_text, (whole, part, other))
    if not old:
        return text
    if len(text) + text.count(old) * (len(new) - len(old)) > LONGEST_VALUE:
        return bytes(LONGEST_OF_OURS + 1)
    return text.replace(old, new)


def _trimmed(ends: str, whole: object, letters: object = " ") -> str | None:
    """As SQLite's, which goes through all the letters for each letter of the text."""
    if whole is None or letters is None:
        return None
    text, unwanted = _text(whole), frozenset(_text(letters))
    first = next((at for at, letter in enumerate(text) if letter not in unwanted), len(text)) if "l" in ends else 0
    text = text[first:]
    last = next((at for at, letter in enumerate(reversed(text)) if letter not in unwanted), len(text))
    return text[: len(text) - last] if "r" in ends else text


def _is_allowed(action: int, _: str | None, function: str | None, *__: str | None) -> int:
    is_refused = action == sqlite3.SQLITE_FUNCTION and function in REFUSED
    return sqlite3.SQLITE_DENY if is_refused else sqlite3.SQLITE_OK
