"""Run ``scrapy`` on the bundled web, and read what it left."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.web.server import Server

ROOT = Path(__file__).parent.parent
LONGEST = 270  # seconds of a command, on a machine that is busy with other things; less than a test may take
HURRY = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "0",
    "RETRY_TIMES": "1",
    "DOWNLOAD_TIMEOUT": "4",
    "STET_WORKERS": "1",
    "LOG_LEVEL": "ERROR",
    "STET_CONTACT": "tests@stet.example",
}


# A crawl with the site files of a folder; the second argument is what stands behind "scrapy crawl".
RUN = """
import sys
from pathlib import Path
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings
from spiders.loader import SiteLoader
settings = get_project_settings()
settings.setdict(dict(pair.split("=", 1) for pair in sys.argv[3:]), priority="cmdline")
process = AsyncCrawlerProcess(settings)
name, *arguments = sys.argv[2].split()
process.crawl(SiteLoader(Path(sys.argv[1])).load(name), **dict(each.split("=", 1) for each in arguments))
process.start()
"""


@dataclass
class Ran:
    """A finished ``scrapy`` command."""

    status: int
    out: str
    err: str


def finish(command: list[str], environment: dict[str, str]) -> Ran:
    """Run to the end. What takes too long is killed with all that it started: a child would hold the pipes open."""
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, **pipes) as process:
        return ended(process)


def ended(process: subprocess.Popen[str]) -> Ran:
    """What a process that leads its group leaves when it ends; the group is killed when that takes too long."""
    try:
        out, err = process.communicate(timeout=LONGEST)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    return Ran(process.returncode, out, err)


@dataclass
class Desk:
    """A folder with a database of its own, and the web that it crawls."""

    folder: Path
    web: Server | None = None

    @property
    def database(self) -> Path:
        return self.folder / "stet.db"

    def command(self, *arguments: str, **settings: str) -> tuple[list[str], dict[str, str]]:
        """What a user types, and the environment it runs in."""
        options = [part for name, value in (HURRY | settings).items() for part in ("-s", f"{name}={value}")]
        environment = os.environ | {"STET_DATABASE": str(self.database), "COLUMNS": "200"}
        environment |= self.web.environment(self.folder) if self.web else {"no_proxy": "*"}
        return [sys.executable, "-m", "scrapy", *arguments, *options], environment

    def scrapy(self, *arguments: str, prefix: tuple[str, ...] = (), **settings: str) -> Ran:
        """Run a command in a process of its own, as a user does, and wait for its end."""
        command, environment = self.command(*arguments, **settings)
        return finish([*prefix, *command], environment)

    def start(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        """The same without waiting; ``ended`` waits for it."""
        command, environment = self.command(*arguments, **settings)
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True, start_new_session=True
        )

    def crawl(self, spider: str, **settings: str) -> Ran:
        """``scrapy crawl`` with the site files that lie in the folder in place of the project's own."""
        command, environment = self.command("-", **settings)
        options = [part for part in command if "=" in part]
        return finish([sys.executable, "-c", RUN, str(self.folder), spider, *options], environment)

    def wait_for(self, count: int, sql: str = "SELECT count(*) AS n FROM fetches WHERE kind = 'page'") -> None:
        """Until the database says so; fails after a minute."""
        for _ in range(600):
            time.sleep(0.1)
            with contextlib.suppress(sqlite3.OperationalError):
                if self.rows(sql)[0]["n"] >= count:
                    return
        raise AssertionError(f"{sql} stayed below {count}")

    def rows(self, sql: str, *parameters: object) -> list[dict[str, Any]]:
        """Rows of the database."""
        with sqlite3.connect(self.database) as connection:
            connection.row_factory = sqlite3.Row
            rows = [dict(row) for row in connection.execute(sql, parameters)]
        connection.close()
        return rows

    def reasons(self) -> dict[str, str | None]:
        """Why each address that was asked for as a page failed; None where it is an article."""
        rows = self.rows("SELECT url_asked, error FROM fetches WHERE kind = 'page' ORDER BY id")
        return {row["url_asked"]: row["error"] for row in rows}

    def items(self, name: str) -> list[dict[str, Any]]:
        """The lines of a feed export."""
        return [json.loads(line) for line in (self.folder / name).read_text().splitlines()]
