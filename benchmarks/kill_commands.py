"""Kill every command with -9 at any moment, again and again: is everything there at the end, once and whole?

python -m benchmarks.kill_commands [--kills 200] [--lives 10] [--seed 1]

Each life is a new folder in which commands of all kinds are killed; then those that write run to their end. After
each kill the database has to be whole, no article less than before, and no process left. Ends with 1 where
something did not hold. ``python -m benchmarks.kill_crawl`` does it to crawls of a larger web.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.desk import READERS as STORE_READERS
from benchmarks.desk import Desk, archive_of_outlet
from benchmarks.growing_outlet import GrowingOutlets
from benchmarks.processes import processes
from benchmarks.tables import print_table
from tests.web.server import Server

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

ARTICLES = 12  # of each outlet
CRAWLED, IMPORTED, DUE = "crawled.example", "imported.example", "due.example"
SITE = f"""name = "due"
title = "Due"
domains = ["{DUE}"]
language = "eo"
[news]
feeds = ["http://{DUE}/feed.xml"]
"""
# A word in capitals stands for a file of the folder. These end with 0 when they are let, whatever was killed before.
WRITERS = (
    f"crawl page -a site={CRAWLED}",
    "due",
    "import-warc OTHER.warc.gz",
    "reclean --all",
    "check --mend",
    "backup COPY",
    "add-site due.example --name added",
    "bulk OTHER.warc.gz --output CORPUS",
    "collect CORPUS",
    "export --jsonl EXPORT.jsonl",
    "export --wacz EXPORT.wacz",
)
AT_THE_END = ("crawl due", "check", "reclean --verify", "backup COPY")
READERS = (*STORE_READERS, "clean http://crawled.example/", "list", "browse --port 0")
LEFT_SECONDS = 20.0  # in which what a killed process started has to end
EARLIEST = 0.25  # of the time that a command takes; before that Python loads its modules


def writers(outlets: GrowingOutlets) -> tuple[str, ...]:
    """Commands that write."""
    return (*WRITERS, f"fixture {outlets.of(DUE)[0]} --into FIXTURES")


class Life:
    """A folder in which commands are killed."""

    def __init__(self, folder: Path, web: Server, other: bytes) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "OTHER.warc.gz").write_bytes(other)
        self.desk, self.articles = Desk(folder, web), 0
        for name in ("sites", "added"):
            (folder / name).mkdir()
        (folder / "sites" / "due.toml").write_text(SITE)

    def environment(self, words: str) -> dict[str, str]:
        """Where site files are: what is added changes no rules for the others."""
        return {"STET_SITES": str(self.desk.folder / ("added" if words.startswith("add-site") else "sites"))}

    def kill(self, words: str, seconds: float) -> tuple[bool, list[str]]:
        """Whether the command was still at work after so long, and what was wrong then."""
        with self.desk.start(words, **self.environment(words)) as process:
            time.sleep(seconds)
            is_killed = process.poll() is None
            process.kill()
            remaining = remaining_of(process)
            if remaining:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        told = [f"left {', '.join(remaining)}"] if remaining else []
        return is_killed, [f"{words}: {fault}" for fault in (*told, *self._faults())]

    def _faults(self) -> Iterator[str]:
        if not self.desk.database.exists():
            return
        try:
            ((whole,),) = self.desk.rows("PRAGMA quick_check")
            ((count,),) = self.desk.rows("SELECT count(*) FROM articles")
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error) or self.articles:
                yield str(error)
            return
        if whole != "ok":
            yield f"the database is damaged: {whole}"
        if int(str(count)) < self.articles:
            yield f"{self.articles - int(str(count))} articles are gone"
        self.articles = int(str(count))

    def end(self, outlets: GrowingOutlets) -> list[str]:
        """What is wrong when all that was killed has been started again."""
        faults = [*filter(None, map(self._run, (*writers(outlets), *AT_THE_END)))]
        copy = Desk(self.desk.folder / "COPY", self.desk.web).run("check")
        faults += [f"the backup: {copy.out[-200:]}"] if copy.status else []
        return faults + unaccounted(self.desk, outlets)

    def _run(self, words: str) -> str:
        done = self.desk.run(words, **self.environment(words))
        already = words.startswith(("fixture", "add-site")) and "there" in done.err
        return (
            "" if done.status == 0 or already else f"{words} ended with {done.status}: {(done.out + done.err)[-300:]}"
        )


def remaining_of(process: subprocess.Popen[str]) -> list[str]:
    """What is still at work of a killed process's group after a while."""
    end = time.monotonic() + LEFT_SECONDS
    while (found := group(process.pid)) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def group(number: int) -> list[str]:
    """The names of the processes of a group, those that have ended left out."""
    return [each.name for each in processes() if each.group == number and each.state != "Z"]


def unaccounted(desk: Desk, outlets: GrowingOutlets) -> list[str]:
    """Articles that are missing, are there twice, or have a text that they never had."""
    versions = [(url, text) for url, text, _ in desk.versions()]
    count = Counter(url for url, _ in versions)
    texts = {url: {"\n".join(lines) for lines in told} for url, told in outlets.told.items()}
    faults = [f"{url} is missing" for url in outlets.told if url not in count]
    faults += [f"{url} has {number} versions" for url, number in count.items() if number != 1]
    faults += [f"{url} has a text that it never had" for url, text in versions if text not in texts.get(url, set())]
    return [*faults, *desk.open_runs()]


def usual_seconds(life: Life, outlets: GrowingOutlets) -> dict[str, float]:
    """How long each command takes, and is killed after at the latest."""
    seconds = {}
    for words in (*writers(outlets), *READERS):
        started = time.monotonic()
        if not words.startswith("browse"):
            life.desk.run(words, **life.environment(words))
        seconds[words] = max(2.0, time.monotonic() - started)
    return seconds


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="Kill every command with -9 at any moment.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--lives", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    outlets = GrowingOutlets(dict.fromkeys((CRAWLED, IMPORTED, DUE), ARTICLES))
    with tempfile.TemporaryDirectory() as scratch, Server() as web:
        web.outlets = outlets  # type: ignore[assignment]  # asked for answers alone
        return attack(Path(scratch), web, outlets, options)


def attack(scratch: Path, web: Server, outlets: GrowingOutlets, options: argparse.Namespace) -> int:
    """All lives; exit status."""
    other = archive_of_outlet(IMPORTED, scratch / "other", web)
    chance = random.Random(options.seed)
    killed: Counter[str] = Counter()
    faults: list[str] = []
    usual: dict[str, float] = {}
    for number in range(options.lives):
        life = Life(scratch / str(number), web, other)
        usual = usual or usual_seconds(Life(scratch / "usual", web, other), outlets)
        while killed.total() < options.kills * (number + 1) // options.lives:
            words = chance.choice([*writers(outlets), *READERS])
            is_killed, told = life.kill(words, usual[words] * chance.uniform(EARLIEST, 1))
            killed[words] += is_killed
            faults += told
            print(*(f"\n{fault}" for fault in told), sep="", end="", file=sys.stderr)
            print(f"\r{killed.total()} kills, {len(faults)} faults", end="", file=sys.stderr, flush=True)
        faults += [f"life {number}: {fault}" for fault in life.end(outlets)]
    print(file=sys.stderr)
    print_table(
        "Commands that were killed",
        ["command", "kills"],
        [[words, str(count)] for words, count in killed.most_common()],
    )
    print(
        f"{killed.total()} kills in {options.lives} folders, {len(outlets.told)} articles in each: {len(faults)} faults"
    )
    print("\n".join(faults))
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
