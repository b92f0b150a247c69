"""What an attacker tries, and what holds: addresses, servers, pages in the browser, records, questions, and growth.

python -m benchmarks.attack [--seconds 600]

Runs on loopback within ten minutes and prints a table. Ends with 1 where something did not hold. What reads pages is
measured by size: a time grows with size to the power of its exponent, 1 where it is in proportion.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from scrapy import Request

from benchmarks.attack_pages import FAMILIES
from benchmarks.growth import STEEPEST, Growth, expressions, growth
from benchmarks.page_growth import READERS, taken
from benchmarks.tables import print_table
from spiders.web.addresses import absolute, host_of
from spiders.web.ssrf_guard import is_public_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Pool = TypeVar("Pool", bound=Executor)
ROOT = Path(__file__).parent.parent
SIZES = (50_000, 100_000, 200_000)  # characters of a page
MOST_SECONDS = 30  # that a page may take; what reads pages ends it then
COUNTED = re.compile(r"(\d+) (passed|failed|skipped|error)")
BROWSER = "pages in the browser"
# Several processes would each crawl for themselves what the tests of its file share, beyond the bounds of time of all.
ALONE = "-n0"
# Attacks that stay as tests, by what they attack.
TESTS = {
    BROWSER: ["tests/test_crawl_browser_attacks.py"],
    "servers of bad manners": ["tests/test_crawl_bad_input.py", "tests/test_crawl_private.py"],
    "records, files and databases": ["tests/test_storage_attacks.py"],
    "questions to the reading room": ["tests/test_reading_room_attacks.py"],
}


@dataclass(frozen=True)
class Tried:
    """One row: how much was tried, how much of it held."""

    what: str
    tried: int
    held: int
    remark: str = ""


def addresses() -> Tried:
    """Notations of addresses that nobody outside may send the crawl to."""
    hosts = list(notations())
    through = [host for host in hosts if may_be_asked(host)]
    return Tried(
        "addresses of this network, by notation", len(hosts), len(hosts) - len(through), ", ".join(through[:5])
    )


def may_be_asked(host: str) -> bool:
    """Whether a request to a host, as it stands in a link or a redirect, would be sent."""
    asked = absolute("http://outlet.example/", f"http://{host}/")
    return asked is not None and is_public_host(host_of(Request(asked).url))


def notations() -> Iterator[str]:
    """Of private addresses: decimal, octal, hexadecimal, with parts left out, inside of IPv6 addresses; local names."""
    for quad in ((127, 0, 0, 1), (10, 0, 0, 5), (172, 16, 3, 4), (192, 168, 1, 1), (169, 254, 169, 254), (0, 0, 0, 0)):
        number = int.from_bytes(quad, "big")
        yield from (str(number), hex(number), oct(number).replace("o", ""))
        for form in product(("{}", "0x{:x}", "0{:o}"), repeat=4):
            yield ".".join(part.format(byte) for part, byte in zip(form, quad, strict=True))
        yield f"{quad[0]}.{number & 0xFFFFFF}"
        yield f"{quad[0]}.{quad[1]}.{number & 0xFFFF}"
        text = ".".join(map(str, quad))
        yield f"{text}."
        for prefix in ("::", "::ffff:", "::ffff:0:", "64:ff9b::", "64:ff9b:1::"):
            yield f"[{prefix}{text}]"
        yield f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::1]"
    yield from ("localhost", "LOCALHOST", "localhost.", "a.localhost", "printer.local", "db.internal", "nas.home.arpa")
    for text in (
        "::1",
        "::",
        "fe80::1",
        "fe80::1%25eth0",
        "fec0::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "100::1",
        "3fff::1",
    ):
        yield f"[{text}]"
    yield from ("192.0.0.8", "192.88.99.1", "[2001:20::1]", "[5f00::1]", "user:word@127.0.0.1", "127.0.0.1..")
    yield "127.0.0.1\\.example"
    for strange in ("\0", " ", "%", "%20", "%00", "%2e"):  # a number, and what a resolver takes for a name
        yield from (f"8.8.8.8{strange}.example", f"127.0.0.1{strange}.example")
    yield "a\0.example"
    for letters in ("０１２３４５６７８９。", "⓪①②③④⑤⑥⑦⑧⑨。", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗。"):
        yield "127.0.0.1".translate(str.maketrans("0123456789.", letters))
    yield from ("ｌｏｃａｌｈｏｓｔ", "loc\u00adalhost", "localhost\u3002")


def regular_expressions() -> Iterator[Tried]:
    """Growth of each with its own worst texts, on all processors."""
    with ending(ProcessPoolExecutor()) as pool:
        for place, found in pool.map(_growth_of, range(len(expressions())), chunksize=1):
            held = found.exponent <= STEEPEST
            yield Tried("regular expressions, doubled texts", 1, int(held), "" if held else f"{place}: {found.text}")


def _growth_of(number: int) -> tuple[str, Growth]:
    expression = expressions()[number]
    return expression.place, growth(expression)


def as_tested(what: str) -> Tried:
    """Attacks that stay as tests."""
    options = [ALONE if what == BROWSER else "-nauto", "-rfEs", "-o", "addopts=", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options, *TESTS[what]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    counts = {word: int(number) for number, word in COUNTED.findall(done.stdout[-300:])}
    held, fell = counts.get("passed", 0), counts.get("failed", 0) + counts.get("error", 0)
    if not held + fell and "skipped" not in counts:  # it did not come to an end that says anything
        fell = 1
    skipped = f"{counts['skipped']} not tried" if "skipped" in counts else ""
    why = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR", "SKIPPED"))]
    return Tried(what, held + fell, held, " / ".join(filter(None, (skipped, *why)))[:400])


def reading(reader: str) -> Iterator[Tried]:
    """A reader on each family of pages, by size, on all processors."""
    with ending(ThreadPoolExecutor(cpu_count())) as pool:  # each waits for a process of its own
        found = pool.map(lambda family: taken(reader, family, SIZES, most=2 * MOST_SECONDS), FAMILIES)
        for family, each in zip(FAMILIES, found, strict=True):
            yield Tried(f"{reader}: {family}", 1, int(each.holds(MOST_SECONDS, STEEPEST)), str(each))


@contextmanager
def ending(pool: Pool) -> Iterator[Pool]:
    """A pool that begins nothing new when nobody wants to know any more."""
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def attacks() -> Iterator[Iterator[Tried]]:
    """What is measured stands last: it takes longest, and what is left out for time is least missed there."""
    yield (addresses() for _ in "1")
    for what in TESTS:
        yield (as_tested(each) for each in [what])
    for reader in READERS:
        yield reading(reader)
    yield regular_expressions()


def within(seconds: float) -> Iterator[Tried]:
    """All that is tried in that time."""
    end = time.monotonic() + seconds
    for attack in attacks():
        for tried in attack:
            print(f"{tried.held}/{tried.tried} {tried.what}", file=sys.stderr, flush=True)
            yield tried
            if time.monotonic() > end:
                print("the time is over; what follows was not tried", file=sys.stderr)
                return


def summed(tried: Iterable[Tried]) -> list[Tried]:
    """One row for each kind."""
    rows: dict[str, Tried] = {}
    for each in tried:
        known = rows.get(each.what, Tried(each.what, 0, 0))
        remark = ", ".join(filter(None, (known.remark, each.remark)))
        rows[each.what] = Tried(each.what, known.tried + each.tried, known.held + each.held, remark)
    return list(rows.values())


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=int, default=600, help="begin nothing new after so long")
    rows = summed(within(parser.parse_args().seconds))
    print_table("What was tried, and what held", ["attack", "tried", "held", "remark"],
                [[row.what, str(row.tried), str(row.held), row.remark] for row in rows])  # fmt: skip
    fell = sum(row.tried - row.held for row in rows)
    print(f"{sum(row.tried for row in rows)} attacks, {fell} did not hold")
    return int(bool(fell))


if __name__ == "__main__":
    sys.exit(main())
