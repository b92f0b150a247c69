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
from dataclasses import dataclass
from itertools import product
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.attack_pages import FAMILIES
from benchmarks.growth import STEEPEST, expressions, growth
from benchmarks.tables import print_table
from spiders.web.addresses import host_of, is_web_address
from spiders.web.ssrf_guard import is_public_host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
SIZES = (50_000, 100_000, 200_000)  # characters of a page
MOST_SECONDS = 30  # that a page may take; what reads pages ends it then
COUNTED = re.compile(r"(\d+) (passed|failed|skipped|error)")
# Attacks that stay as tests, by what they attack.
TESTS = {
    "pages in the browser": ["tests/test_crawl_browser_attacks.py"],
    "servers of bad manners": ["tests/test_crawl_bad_input.py", "tests/test_crawl_private.py"],
    "records, files and databases": ["tests/test_storage_attacks.py"],
    "questions to the reading room": ["tests/test_reading_room_attacks.py"],
    "kills and full disks": ["tests/test_crawl_survive.py", "tests/test_storage_processes.py"],
}
READ = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
from benchmarks.attack_pages import FAMILIES
{prepare}
page = FAMILIES[sys.argv[1]](int(sys.argv[2]))
{read}(page)
started = time.process_time()
{read}(page)
print(time.process_time() - started)
"""
EXTRACT = """
from datetime import UTC, datetime
from extractors import Page, extract
def read(page):
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    extract(Page("https://a.example/2026/01/01/ice", page.encode(), {}, 200, moment), None, None)
"""
READERS = {
    "extract": EXTRACT,
    "reading room, archived page": "from storage.reading_room.harmless import harmless as read",
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
    hosts = [host for host in notations() if host]
    through = [
        host for host in hosts if is_web_address(f"http://{host}/") and is_public_host(host_of(f"http://{host}/"))
    ]
    return Tried(
        "addresses of this network, by notation", len(hosts), len(hosts) - len(through), ", ".join(through[:5])
    )


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
    yield from ("a\0.example", "127.0.0.1\0.example", "127.0.0.1 .example", "127.0.0.1\\.example")


def regular_expressions() -> Tried:
    """Growth of each with its own worst texts."""
    found = [growth(each) for each in expressions()]
    slow = [each for each in found if each.exponent > STEEPEST]
    return Tried(
        "regular expressions, doubled texts", len(found), len(found) - len(slow), ", ".join(e.place for e in slow)
    )


def tests(what: str) -> Tried:
    """Attacks that stay as tests."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS[what]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    counts = {word: int(number) for number, word in COUNTED.findall(done.stdout[-300:])}
    held, fell = counts.get("passed", 0), counts.get("failed", 0) + counts.get("error", 0)
    if not counts and done.returncode == 0:  # -q twice prints dots alone
        held = done.stdout.count(".")
    skipped = f"{counts['skipped']} not tried: something is not installed" if "skipped" in counts else ""
    return Tried(what, held + fell, held, skipped or (done.stdout[-200:] if fell else ""))


def reading(reader: str) -> Iterator[Tried]:
    """A reader on each family of pages, by size."""
    for family in FAMILIES:
        times = [seconds(reader, family, size) for size in SIZES]
        steep = log2(max(times[-1], 1e-3) / max(times[-2], 1e-3))
        told = ", ".join("ended" if time >= MOST_SECONDS else f"{time:.2f}" for time in times)
        held = times[-1] < MOST_SECONDS and (steep <= STEEPEST or times[-1] < 1)
        yield Tried(f"{reader}: {family}", 1, int(held), f"{told} s; exponent {steep:.1f}")


def seconds(reader: str, family: str, size: int) -> float:
    """Processor time of one page, in a process that the kernel ends after MOST_SECONDS."""
    prepare = READERS[reader]
    code = READ.format(seconds=2 * MOST_SECONDS, prepare=prepare, read="read")
    command = [sys.executable, "-c", code, family, str(size)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return float(done.stdout) if done.returncode == 0 else float(MOST_SECONDS)


def attacks() -> Iterator[Callable[[], list[Tried]]]:
    """In the order of what they take."""
    yield lambda: [addresses()]
    yield lambda: [regular_expressions()]
    for reader in READERS:
        yield lambda reader=reader: list(reading(reader))  # type: ignore[misc]
    for what in TESTS:
        yield lambda what=what: [tests(what)]  # type: ignore[misc]


def main() -> int:
    """Exit status."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.attack", description=(__doc__ or "").split("\n")[0])
    options.add_argument("--seconds", type=int, default=600, help="begin nothing new after so long")
    end = time.monotonic() + options.parse_args().seconds
    rows: list[Tried] = []
    left_out = 0
    for attack in attacks():
        if time.monotonic() < end:
            rows += attack()
        else:
            left_out += 1
    print_table("What was tried, and what held", ["attack", "tried", "held", "remark"],
                [[row.what, str(row.tried), str(row.held), row.remark] for row in rows])  # fmt: skip
    fell = [row for row in rows if row.held < row.tried]
    print(f"{sum(row.tried for row in rows)} attacks, {sum(row.tried - row.held for row in rows)} did not hold; "
          f"{left_out} groups were left out for time")  # fmt: skip
    return int(bool(fell))


if __name__ == "__main__":
    sys.exit(main())
