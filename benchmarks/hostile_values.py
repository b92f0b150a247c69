"""A stranger's database, full of values that Stet never writes, under every command and page of the reading room.

python -m benchmarks.hostile_values [--cases 200] [--seed 1] [--seconds 480]

Each case is a copy of a store in which up to three columns hold a hostile value, in one row or in all; a few commands
and pages are tried on it, in a process that has little memory and time. Holds what ends with 0, or with 1 and one line;
what is answered, or refused with the reason. The same seed makes the same cases. Ends with 1 where something fell.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.tables import print_table
from storage.schema.values import _tables
from tests.reading_samples import Room, furnish

if TYPE_CHECKING:
    from collections.abc import Iterator

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(
    ["spiders.reading.preloaded", "scrapy.cmdline", "spiders.store_command", "tests.reading_samples"]
)
MOST_BYTES = 3 * 2**30  # of the addresses of a process
MOST_SECONDS = 120  # on a busy machine
MOST_COLUMNS = 3
A_CASE = 3  # so many commands, and as many pages
WRITE = "CAST"  # a value that begins so is SQL
VALUES: tuple[object, ...] = (
    None, 0, -1, 7, 2**62, -(2**63), float("inf"), 1e308, b"\xff\x00", b"", b"\x00" * 10**6,
    "", "x", "\0", "=1+1", "\n" * 9, "\x01" * 10_000, "x" * 10**6, "<script>", "CAST(x'61EDA080' AS TEXT)",
    "CAST(x'FF' AS TEXT)", "null", "5", "{}", "[]", "[1, null]", "[[]]", '{"a": [1e999]}', "[" * 100_000,
    '["\\ud800"]', "{",
    '[{"url": 5, "status": "x"}]', '[["a", "b"], ["c"]]', "yesterday", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59+00:00", "2026-11-30T00:00:00", "2026-02-30", "-5", "9" * 5000, "http://[", "javascript:x",
    "http://a.example/\0", "../../etc/passwd", "/dev/zero", "..", "sha256:", "ferry\u202e", "\ud7ff\U0010ffff",
)  # fmt: skip
COMMANDS = (
    "check", "check --quick", "check --mend", "reclean --dry-run", "reclean --verify", "reclean --all", "rules",
    "rules suggest harbourpost", "status", "history 1", "history 51", "provenance 1", "provenance 51",
    "provenance --prov 51", "politeness", "corrections", "backup OUT", "export --wacz OUT",
    "export --jsonl OUT", "export --csv OUT", "export --parquet OUT", "export --markdown OUT", "export --epub OUT",
    "export --jsonl OUT bridge",
)  # fmt: skip
PAGES = (
    "/", "/search", "/search?q=bridge", "/search?q=bridge&sort=oldest&site=harbourpost", "/search.atom?q=bridge",
    "/search.json?q=bridge", "/search.csv?q=the", "/article/1", "/article/51", "/article/51/versions", "/version/52",
    "/article/51/page/52", "/article/51/page/52/sandboxed", "/article/51/page/52/source",
    "/article/51/page/52/record.warc.gz", "/changes", "/changes.atom", "/charts", "/appeals", "/rules", "/desk",
    "/export.jsonl", "/export.parquet", "/export.wacz", "/corrections", "/reading-list", "/harbour",
    "/harbour/articles",
    "/harbour/versions?_facet=words", "/harbour/fetches.json?_labels=on", "/harbour/runs.csv", "/harbour/removals",
)  # fmt: skip
CALM = {"200", "302", "400", "404", "503"}
TOLD = re.compile(r"The database holds what Stet cannot read|broken off")


@dataclass(frozen=True)
class Case:
    """What is spoiled (table, column, value, whether in all rows), and what is tried on it."""

    number: int
    spoiled: tuple[tuple[str, str, object, bool], ...]
    commands: tuple[str, ...]
    pages: tuple[str, ...]

    def __str__(self) -> str:
        told = (f"{table}.{column} = {value!r:.40}{' *' * rows}" for table, column, value, rows in self.spoiled)
        return f"case {self.number}: {', '.join(told)}"


def cases(seed: int) -> Iterator[Case]:
    """Without end."""
    columns = [(table, column.name) for table, of_table in _tables().items() for column in of_table]
    number = 0
    while number := number + 1:
        chance = random.Random(f"{seed}/{number}")
        chosen = chance.sample(columns, chance.randint(1, MOST_COLUMNS))
        spoiled = tuple((*each, chance.choice(VALUES), chance.random() < 0.5) for each in chosen)
        yield Case(number, spoiled, tuple(chance.sample(COMMANDS, A_CASE)), tuple(chance.sample(PAGES, A_CASE)))


def spoil(path: Path, table: str, column: str, value: object, *, in_all_rows: bool = True) -> None:
    """Past the schema, which says the same before and after. A text that begins with CAST is SQL."""
    told, values = (str(value), ()) if str(value).startswith(WRITE) else ("?", (value,))
    where = "" if in_all_rows else f" WHERE {column} IS (SELECT {column} FROM {table} LIMIT 1)"  # noqa: S608
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        triggers = connection.execute("SELECT * FROM sqlite_master WHERE type = 'trigger'").fetchall()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE type = 'trigger'")
        loose = re.sub(r"\) STRICT,?", ")", sql.replace(" NOT NULL", ""))
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (loose, table))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"UPDATE OR IGNORE {table} SET {column} = {told}{where}", values)  # noqa: S608  (our own words)
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (sql, table))
        connection.executemany("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", triggers)


# In a process of its own


def _command(folder: Path, words: str) -> int:
    from scrapy.cmdline import execute  # noqa: PLC0415  (it reads the settings of where it is)

    out = str(folder / f"out-{abs(hash(words))}")
    settings = {
        "STET_DATABASE": folder / "harbour.db",
        "LOG_LEVEL": "ERROR",
        "STET_WORKERS": 1,
        "STET_PAGE_SECONDS": 20,
    }
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    try:
        execute(["scrapy", *(out if word == "OUT" else word for word in words.split()), *options])
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def _page(folder: Path, path: str) -> int:
    answer = Room(folder / "harbour.db", {}).get(path)
    sys.stdout.write(f"{answer.status_code} {answer.text[-4000:] if str(answer.status_code) not in CALM else ''}")
    return 0


def _work(folder: Path, words: str, told: Path) -> None:
    os.setpgid(0, 0)
    for number, name in ((1, "out"), (2, "err")):
        with told.with_suffix(f".{name}").open("wb", buffering=0) as file:
            os.dup2(file.fileno(), number)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    status = _page(folder, words) if words.startswith("/") else _command(folder, words)
    sys.stdout.flush()
    os._exit(status)


# Judging


def fault_of(words: str, status: int | None, out: str, err: str) -> str:
    """What is wrong with how it ended; nothing where it held."""
    told = out + err
    lines = [line for line in err.splitlines() if line.strip()]
    is_page = words.startswith("/")
    faults = {
        f"did not end within {MOST_SECONDS} s": status is None,
        f"took more than {MOST_BYTES // 2**20} MB": "not enough memory" in told or "MemoryError" in told,
        f"a traceback: {(lines or ['?'])[-1][:150]}": "Traceback" in told,
        f"status {status}: {' / '.join(lines)[-200:]}": status not in {0, 1},
        f"{len(lines)} lines: {' / '.join(lines)[:300]}": not is_page and status == 1 and len(lines) > 1,
        "status 1 without a word": status == 1 and not told.strip(),
        f"answered {out[:150]!r}": is_page and not (out[:3] in CALM or TOLD.search(told)),
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")


def tried(original: Path, case: Case, scratch: Path) -> Iterator[tuple[str, str]]:
    """What was tried, and its fault; each on a copy of its own, for some write."""
    spoiled = scratch / "spoiled"
    shutil.copytree(original, spoiled)
    for table, column, value, in_all_rows in case.spoiled:
        with contextlib.suppress(sqlite3.Error):  # some triggers and indexes do not let it be
            spoil(spoiled / "harbour.db", table, column, value, in_all_rows=in_all_rows)
    for words in (*case.commands, *case.pages):
        folder = scratch / "work"
        shutil.copytree(spoiled, folder)
        yield words, _ended(folder, words)
        shutil.rmtree(folder)
    shutil.rmtree(spoiled)


def _ended(folder: Path, words: str) -> str:
    told = folder.with_name("told")
    process = FORKED.Process(target=_work, args=(folder, words, told))
    process.start()
    process.join(MOST_SECONDS)
    status = process.exitcode
    with contextlib.suppress(ProcessLookupError):  # what it started
        os.killpg(process.pid or 0, signal.SIGKILL)
    process.join()
    out, err = (told.with_suffix(f".{name}").read_text(errors="replace") for name in ("out", "err"))
    return fault_of(words, status, out, err)


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="Commands and pages on a stranger's database.")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=480, help="begin no case after so long")
    options = parser.parse_args()
    end, counts, fell = time.monotonic() + options.seconds, {"command": [0, 0], "page": [0, 0]}, list[str]()
    with tempfile.TemporaryDirectory() as scratch:
        original = furnish(_made(Path(scratch) / "original")).path.parent
        for case in cases(options.seed):
            if case.number > options.cases or time.monotonic() > end:
                break
            for words, fault in tried(original, case, Path(scratch)):
                count = counts["page" if words.startswith("/") else "command"]
                count[0], count[1] = count[0] + 1, count[1] + (not fault)
                if fault:
                    fell.append(f"{case}: {words}: {fault}")
                    print(fell[-1], file=sys.stderr, flush=True)
    rows = [[what, str(number), str(held)] for what, (number, held) in counts.items()]
    print_table(f"Hostile values, seed {options.seed}", ["what", "tried", "held"], rows)
    return int(bool(fell))


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    sys.exit(main())
