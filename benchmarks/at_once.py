"""Two crawls of one outlet, re-cleaning, imports, backups and readers at once: every page there, no version twice?

python -m benchmarks.at_once [--seconds 300] [--seed 1]

The outlet tells new articles and changes old ones meanwhile. Each command is started again when it has ended. Ends with
1 where a command failed, an answer of the reading room was none, a backup was not whole, or a page is not as told.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from benchmarks.desk import Desk, archive_of_outlet
from benchmarks.growing_outlet import GrowingOutlets
from benchmarks.reading_speed import served
from benchmarks.tables import print_table
from tests.web.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CRAWLED, OTHERS = "crawled.example", ("one.example", "two.example", "three.example", "four.example")
AT_FIRST = 20  # articles of each outlet
ASKED = 8  # articles that a crawl asks for by name, beside what it finds
PACE = 1.5  # seconds between two things that the outlet does
READ = (
    "/", "/search?q=ba", "/article/{number}", "/article/{number}/versions", "/article/{number}/page/{number}/source",
    "/changes", "/charts", "/desk", "/search.atom?q=ba", "/export.jsonl", "/export.wacz?q=ba", "/stet/articles.json",
)  # fmt: skip
MAY_BE_MISSING = {200, 302, 404}
AT_THE_END = (f"crawl page -a site={CRAWLED}", "reclean --all", "check", "reclean --verify")


@dataclass
class Siege:
    """What goes on at once on one desk until a moment."""

    desk: Desk
    outlets: GrowingOutlets
    end: float
    chance: random.Random
    done: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def run(self, name: str, words: str) -> None:
        """One command, to its end."""
        done = self.desk.run(words)
        self.done[name] += 1
        if done.status != 0:
            self.faults.append(f"{words[:80]} ended with {done.status}: {(done.out + done.err)[-300:]}")

    def again(self, name: str, words: Callable[[], str]) -> None:
        """A command, started again when it has ended."""
        while time.monotonic() < self.end:
            self.run(name, words())

    def crawl(self) -> str:
        """The outlet, and some of its articles by name: those of late, so that two crawls ask for the same."""
        late = self.outlets.of(CRAWLED)[-2 * ASKED :]
        return f"crawl page -a site={CRAWLED} -a 'url={' '.join(self.chance.sample(late, ASKED))}'"

    def back_up(self) -> None:
        """Backups into one folder; each has to be whole."""
        while time.monotonic() < self.end:
            self.run("backup", "backup COPY")
            checked = Desk(self.desk.folder / "COPY", self.desk.web).run("check")
            if checked.status != 0:
                self.faults.append(f"a backup was not whole: {(checked.out + checked.err)[-300:]}")

    def tell(self) -> None:
        """The outlet's work."""
        while time.monotonic() < self.end:
            if self.chance.random() < 0.4:
                self.outlets.publish(CRAWLED)
            else:
                self.outlets.revise(self.chance.choice(self.outlets.of(CRAWLED)[-2 * ASKED :]))
            time.sleep(PACE)

    def read(self) -> None:
        """What readers ask for."""
        with served(self.desk.database) as address, httpx.Client(base_url=address, timeout=60) as client:
            while time.monotonic() < self.end:
                path = self.chance.choice(READ).format(number=self.chance.randrange(1, 60))
                status = client.get(path).status_code
                self.done["answers of the reading room"] += 1
                if status not in (MAY_BE_MISSING if path.startswith("/article/") else {200}):
                    self.faults.append(f"{path} was answered with {status}")
                time.sleep(0.3)

    def go(self) -> None:
        """All of it at once."""
        imports = iter(range(10**6))
        work: list[Callable[[], None]] = [
            lambda: self.again("crawl", self.crawl),
            lambda: self.again("crawl", self.crawl),
            lambda: self.again("reclean", lambda: "reclean --all"),
            lambda: self.again("import-warc", lambda: f"import-warc OTHER{next(imports) % len(OTHERS)}.warc.gz"),
            self.back_up,
            self.tell,
            self.read,
        ]
        with ThreadPoolExecutor(len(work)) as pool:
            for each in [pool.submit(one) for one in work]:
                each.result()


def faults_of(desk: Desk, told: dict[str, list[tuple[str, ...]]]) -> Iterator[str]:
    """Articles that are missing or not the latest, versions that are there twice, out of order or were never told."""
    stored: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for url, text, cause in desk.versions():
        stored[url].append((text, cause))
    for url, versions in told.items():
        if url not in stored:
            yield f"{url} is missing"
        else:
            yield from (f"{url} {fault}" for fault in _faults_of_one(stored[url], versions))
    yield from (f"{url} was never told" for url in stored.keys() - told.keys())
    yield from desk.open_runs()


def _faults_of_one(stored: list[tuple[str, str]], told: list[tuple[str, ...]]) -> Iterator[str]:
    order = {"\n".join(lines): number for number, lines in enumerate(told)}
    numbers = [order.get(text, -1) for text, _ in stored]
    if -1 in numbers:
        yield "has a text that it never had"
    if len(set(numbers)) < len(numbers):
        yield f"has a version twice: {numbers}"
    elif numbers != sorted(numbers):
        yield f"has its versions in another order than told: {numbers}"
    if [cause for _, cause in stored].count("first") != 1:
        yield f"has versions caused by {[cause for _, cause in stored]}"


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="Crawls, re-cleaning, imports, backups and readers at once.")
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    outlets = GrowingOutlets(dict.fromkeys((CRAWLED, *OTHERS), AT_FIRST))
    with tempfile.TemporaryDirectory() as scratch, Server() as web:
        web.outlets = outlets  # type: ignore[assignment]  # asked for answers alone
        desk = Desk(Path(scratch) / "desk", web)
        desk.folder.mkdir()
        for number, host in enumerate(OTHERS):
            content = archive_of_outlet(host, Path(scratch) / "others" / host, web)
            (desk.folder / f"OTHER{number}.warc.gz").write_bytes(content)
        desk.run(f"crawl page -a site={CRAWLED}")  # a reading room needs something to read
        siege = Siege(desk, outlets, time.monotonic() + options.seconds, random.Random(options.seed))
        siege.go()
        return report(siege)


def report(siege: Siege) -> int:
    """Print what was done and what is wrong; exit status."""
    for number in range(len(OTHERS)):
        siege.run("at the end", f"import-warc OTHER{number}.warc.gz")
    for words in AT_THE_END:
        siege.run("at the end", words)
    faults = [*siege.faults, *faults_of(siege.desk, siege.outlets.told)]
    print_table("At once", ["what", "times"], [[name, str(count)] for name, count in siege.done.most_common()])
    ((versions,),) = siege.desk.rows("SELECT count(*) FROM versions")
    told = sum(map(len, siege.outlets.told.values()))
    print(f"{len(siege.outlets.told)} articles told in {told} texts; {versions} versions stored; {len(faults)} faults")
    print("\n".join(faults))
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
