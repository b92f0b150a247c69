"""A store with the articles of the bundled web, copies of it to do harm to, and commands that work on them."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.web.server import Server

ROOT = Path(__file__).parent.parent
OUTLETS = "www.harbourpost.example,www.nordbote.example,www.lettre-du-lac.example"
SETTINGS = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "0",
    "DOWNLOAD_TIMEOUT": "4",
    "RETRY_TIMES": "1",
    "STET_WORKERS": "1",
    "STET_CONTACT": "benchmarks@stet.example",
    "LOG_LEVEL": "ERROR",
}
MOST_SECONDS = 180.0  # of a command, on a busy machine
# By what they are called in tables; a word in capitals stands for a file of the folder.
READERS = (
    "check",
    "check --quick",
    "reclean --dry-run",
    "reclean --verify",
    "rules",
    "status",
    "history 1",
    "provenance 1",
    "politeness",
    "corrections",
)
WRITERS = (
    "reclean",
    "check --mend",
    "backup COPY",
    "import-warc OTHER.warc.gz",
    "due",
    "crawl moscowtimes",
    f"crawl page -a site={OUTLETS}",
)
VERSIONS = """
SELECT url, text, cause FROM articles JOIN versions ON article = articles.id
WHERE cause NOT IN ('rules', 'code') ORDER BY fetched_at, versions.id
"""
OPEN_RUNS = "SELECT id, spider FROM runs WHERE reason IS NULL"


@dataclass(frozen=True)
class Ended:
    """What a command left; a status of None where it did not end."""

    status: int | None
    out: str
    err: str

    @property
    def told(self) -> list[str]:
        """Lines of standard error."""
        return [line for line in self.err.splitlines() if line.strip()]


class Desk:
    """A folder with a database, an archive, and a WARC file to import; the web that it crawls."""

    def __init__(self, folder: Path, web: Server) -> None:
        self.folder, self.web = folder, web
        self.database, self.archive = folder / "stet.db", folder / "stet-archive"

    def copy(self, folder: Path) -> Desk:
        """The same store elsewhere."""
        shutil.copytree(self.folder, folder)
        return Desk(folder, self.web)

    def command(self, words: str, prefix: Sequence[str] = ()) -> list[str]:
        """What a shell would start."""
        named = [str(self.folder / word) if word[:4].isupper() else word for word in shlex.split(words)]
        options = [f"-s{name}={value}" for name, value in (SETTINGS | {"STET_DATABASE": str(self.database)}).items()]
        return [*prefix, sys.executable, "-m", "scrapy", *named, *options]

    def start(self, words: str, prefix: Sequence[str] = (), **environment: str) -> subprocess.Popen[str]:
        """In a group of its own, which ``ended`` can end."""
        settings = os.environ | self.web.environment(self.folder) | {"COLUMNS": "200"} | environment
        return subprocess.Popen(
            self.command(words, prefix), cwd=ROOT, env=settings, text=True, errors="replace", start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, words: str, prefix: Sequence[str] = (), **environment: str) -> Ended:
        """To its end."""
        with self.start(words, prefix, **environment) as process:
            return ended(process)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Of the database, as a reader beside others."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return connection.execute(sql).fetchall()

    def versions(self) -> list[tuple[str, str, str]]:
        """Address, text and cause of every version that an outlet made, in the order of their fetches."""
        told = self.rows(VERSIONS)
        return [(str(url), str(text), str(cause)) for url, text, cause in told]

    def open_runs(self) -> list[str]:
        """Runs that nobody ended, each told as a fault."""
        return [f"run {run} ({spider}) is open" for run, spider in self.rows(OPEN_RUNS)]


def archive_of_outlet(host: str, folder: Path, web: Server) -> bytes:
    """A WARC file of an outlet that is crawled elsewhere, in a new folder."""
    desk = Desk(folder, web)
    folder.mkdir(parents=True)
    desk.run(f"crawl page -a site={host}")
    return next(desk.archive.glob("*.warc.gz")).read_bytes()


def ended(process: subprocess.Popen[str], most: float = MOST_SECONDS) -> Ended:
    """Wait; what takes too long is killed with all that it started."""
    try:
        out, err = process.communicate(timeout=most)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        return Ended(None, out, err)
    return Ended(process.returncode, out, err)


def furnished(folder: Path, web: Server) -> Desk:
    """A store as two crawls leave it."""
    folder.mkdir(parents=True)
    desk = Desk(folder, web)
    for words in ("crawl moscowtimes", f"crawl page -a site={OUTLETS}"):
        done = desk.run(words)
        if done.status != 0:
            raise RuntimeError(f"{words} ended with {done.status}: {done.err[-500:]}")
    shutil.copy(next(desk.archive.iterdir()), folder / "OTHER.warc.gz")
    return desk
