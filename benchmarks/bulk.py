"""A corpus made under kills, beside one made undisturbed: row for row; and what the machinery costs beside extraction.

python -m benchmarks.bulk [--records 5000] [--files 20] [--kills 10] [--workers 2] [--real]

Records are made: articles of 40 sites, a line that repeats in those of every other one, and a page whose packing is
damaged. The command is killed with -9, whole (driver and tasks) or one of its processes, at random moments, and started
again; where a corpus is made before all kills are given, another one is begun. Ends with 1 where a row is another, the
damaged page costs more than its row, or extraction is less than 0.9 of the processor time of the undisturbed run,
starting apart: that of a run over one page. Extraction is measured in the readers of that very run: on a machine that
others use too, the same pages take half as long again a minute later.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from benchmarks.processes import processes
from spiders.bulk.corpus_files import TABLES
from storage import Exchange
from storage.archive.warc import serialise_exchange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parent.parent
START = datetime(2024, 5, 1, tzinfo=UTC)
WORDS = (
    *("river", "bridge", "council", "harbour", "winter", "engine", "letter"),
    *("garden", "market", "window", "doctor", "station", "paper", "music"),
)
LEAST_SHARE = 0.9
POISON = "https://site-0.example/news/2024-05-01-99999-a-page-that-is-never-read"


def main() -> int:
    """Print the figures; exit status."""
    parser = argparse.ArgumentParser(description="Corpora under kills, beside an undisturbed one.")
    for name, number in (("records", 5000), ("files", 20), ("kills", 10), ("workers", 2)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument(
        "--real", action="store_true", help="pages of the open corpus in ../shared in place of made ones"
    )
    arguments = parser.parse_args()
    chance = random.Random(18)
    with tempfile.TemporaryDirectory(prefix="stet-bench-") as name:
        folder = Path(name)
        pages = list(exchanges(arguments.records, chance, list(real_pages()) if arguments.real else []))
        write_files(folder / "archives", pages, arguments.files)
        write_files(folder / "one page", pages[:1], 1)
        starting, _, _ = run_whole(folder, "one page", "started", arguments.workers)
        working, extracting, status = run_whole(folder, "archives", "whole", arguments.workers)
        share = extracting / (working - starting)
        print(f"{len(pages)} pages: extraction {extracting:.1f} s, the whole command {working:.1f} s of processor time")
        print(f"share of extraction: {extracting / working:.2f}")
        print(f"share without starting, which takes {starting:.1f} s: {share:.2f} (at least {LEAST_SHARE})")
        made = run_killed(folder, arguments.workers, arguments.kills, chance)
        others = [other for name in made for other in differences(folder / "whole", folder / name)]
        kills = f"{arguments.kills} kills with -9, over {len(made)} corpora"
        print("\n".join([f"{kills}; rows equal to an undisturbed run: {'NO' if others else 'yes'}", *others]))
        poisoned = rows(folder / "whole", "rejected", f"url = '{POISON}'")
        print(f"the page that cannot be read: {len(poisoned)} row, {poisoned[0][-1] if poisoned else 'none'}")
        return int(not (status == 0 and not others and len(poisoned) == 1 and share >= LEAST_SHARE))


def real_pages() -> Iterator[bytes]:
    """As they would come over the wire."""
    for path in sorted((ROOT.parent / "shared" / "corpus" / "pages").glob("*.html.gz")):
        yield gzip.compress(gzip.decompress(path.read_bytes()), 6, mtime=0)


def exchanges(records: int, chance: random.Random, real: Sequence[bytes] = ()) -> Iterator[Exchange]:
    """Articles of many sites, made unless there are real pages; the last is the poisoned one."""
    for number in range(records - 1):
        site = number % 40
        title = f"{' '.join(chance.choices(WORDS, k=5)).capitalize()} {number}"
        body = real[number % len(real)] if real else made_page(number, site, title, chance)
        yield exchange(f"https://site-{site}.example/news/2024-05-01-{number}-{'-'.join(title.lower().split())}", body)
    yield exchange(POISON, gzip.compress(b"<html><body>" + b"<p>Never read." * 99, mtime=0)[:10] + b"nonsense")


def made_page(number: int, site: int, title: str, chance: random.Random) -> bytes:
    """An article over the wire; in those of every other site stands a line that repeats."""
    lines = [" ".join(chance.choices(WORDS, k=30)).capitalize() + f" on day {number}." for _ in range(12)]
    # Words alone do not condemn it, whatever the weights: it goes because it stands below every article.
    standing = f"<p>Whoever wrote this sits in room {site} above a bakery.</p>" if site % 2 else ""
    text = "".join(f"<p>{line}</p>" for line in lines) + standing
    head = f"<html lang=en><head><title>{title}</title></head><body><nav><a href=/>Home</a></nav>"
    return gzip.compress(f"{head}<article><h1>{title}</h1>{text}</article></body></html>".encode(), mtime=0)


def exchange(url: str, body: bytes) -> Exchange:
    """A page as it came."""
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"))
    moment = START + timedelta(seconds=len(url) * 60)
    return Exchange(url, moment, (), 200, headers, body)


def write_files(folder: Path, pages: list[Exchange], files: int) -> None:
    """The pages in so many WARC files."""
    folder.mkdir()
    for number in range(files):
        with (folder / f"{number:03d}.warc.gz").open("wb") as stream:
            stream.writelines(serialise_exchange(page, None).response for page in pages[number::files])


def start(folder: Path, source: str, name: str, workers: int, scrapy: str = "scrapy") -> subprocess.Popen[bytes]:
    """The command, as the leader of a session of its own."""
    command = [sys.executable, "-m", scrapy, "bulk", str(folder / source), "--output", str(folder / name)]
    environment = os.environ | {"STET_READING_TIMES": str(folder / f"{name}.seconds")}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
    return subprocess.Popen([*command, "--workers", str(workers)], cwd=ROOT, start_new_session=True, **quiet)  # type: ignore[call-overload,no-any-return,unused-ignore]


def session(leader: int) -> dict[int, float]:
    """The processes of a session, and the processor seconds of each."""
    return {each.number: each.seconds for each in processes() if each.session == leader}


def run_whole(folder: Path, source: str, name: str, workers: int) -> tuple[float, float, int]:
    """An undisturbed run: processor seconds of all its processes, those of extraction, and the exit status."""
    process, spent = start(folder, source, name, workers, "benchmarks.reading_time"), dict[int, float]()
    while process.poll() is None:
        spent |= session(process.pid)
        time.sleep(0.2)
    extracting = sum(map(float, (folder / f"{name}.seconds").read_text().split()))
    return sum(spent.values()), extracting, process.returncode


def run_killed(folder: Path, workers: int, kills: int, chance: random.Random) -> list[str]:
    """Start it again until it ends well and so many kills are given; returns the corpora that were made."""
    made, killed = ["killed"], 0
    while True:
        process, pause = start(folder, "archives", made[-1], workers), chance.uniform(2, 12)
        try:
            if process.wait(pause if killed < kills else None) == 0:
                if killed == kills:
                    return made
                made.append(f"killed-{len(made)}")
        except subprocess.TimeoutExpired:
            killed += 1
            kill_some(process, chance)


def kill_some(process: subprocess.Popen[bytes], chance: random.Random) -> None:
    """The whole session, or one process of it, whose end the others have to notice."""
    others = [pid for pid in session(process.pid) if pid != process.pid]
    if others and chance.random() < 0.5:
        os.kill(chance.choice(others), signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):  # a reader of pages is replaced, and the run goes on
            process.wait(30)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def differences(whole: Path, corpus: Path) -> Iterator[str]:
    """Each table that has other rows, how many, and the first of them."""
    for table in TABLES:
        expected, found = (Counter(map(repr, rows(each, table))) for each in (whole, corpus))
        missing, new = list((expected - found).elements()), list((found - expected).elements())
        if missing or new:
            yield f"{corpus.name}, {table}: {len(missing)} missing, {len(new)} new: {(new or missing)[0][:300]}"


def rows(corpus: Path, table: str, where: str = "true") -> list[tuple[object, ...]]:
    """The rows of a table, in their order."""
    return duckdb.read_parquet(f"{corpus}/{table}/*.parquet").filter(where).order("file, record").fetchall()


if __name__ == "__main__":
    sys.exit(main())
