"""Commands under clocks that stand wrong, or jump while they work: is each text that was told there, once?

python -m benchmarks.clocks

Takes libfaketime (Debian's package faketime). Between two commands the outlet tells new articles and changes old ones.
Ends with 1 where a command failed or took too long, or where a text is missing, doubled, or cannot be proved.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from benchmarks.desk import Desk
from benchmarks.growing_outlet import GrowingOutlets
from benchmarks.kill_commands import DUE, SITE
from benchmarks.tables import print_table
from tests.web.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARIES = "/usr/lib/*/faketime/libfaketimeMT.so.1"
RIGHT = "+0d"
CLOCKS = (RIGHT, "+30y", "-20y", "+1h", "-3d")
PACE = 1.0  # seconds from one jump to the next
ARTICLES = 6
COMMANDS = ("due", "reclean --all", "backup COPY", "check", "history 1")


class Clock:
    """A file in which libfaketime reads what the clock says, whenever it is asked."""

    def __init__(self, library: str, path: Path) -> None:
        self._path = path
        self.set(RIGHT)
        self.environment = {
            "LD_PRELOAD": library,
            "FAKETIME_TIMESTAMP_FILE": str(path),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # a clock that is set anew leaves that one alone
        }

    def set(self, offset: str) -> None:
        """How far from the right time it is, as ``+30y``; at once, so that nobody reads half of it."""
        unfinished = self._path.with_suffix(".new")
        unfinished.write_text(f"{offset}\n")
        unfinished.replace(self._path)

    @contextmanager
    def jumping(self) -> Iterator[None]:
        """Inside, it says something else every second."""
        ended = Event()

        def jump() -> None:
            number = 0
            while not ended.wait(PACE):
                number += 1
                self.set(CLOCKS[number % len(CLOCKS)])

        thread = Thread(target=jump)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            self.set(RIGHT)


def tell(outlets: GrowingOutlets) -> list[str]:
    """A new article and an old one with one paragraph more; returns their addresses."""
    outlets.revise(changed := outlets.of(DUE)[0])
    return [outlets.publish(DUE), changed]


def round_of(desk: Desk, outlets: GrowingOutlets, clock: Clock, name: str) -> list[str]:
    """All commands once; what did not go well."""
    told = tell(outlets)
    faults = []
    for words in (f"crawl page -a 'url={' '.join(told)}'", *COMMANDS):
        done = desk.run(words, **clock.environment, STET_SITES=str(desk.folder / "sites"))
        if done.status != 0 or "Traceback" in done.err:
            faults.append(f"{name}: {words[:40]} ended with {done.status}: {(done.out + done.err)[-300:]}")
    return faults


def unaccounted(desk: Desk, outlets: GrowingOutlets) -> Iterator[str]:
    """Texts that are missing or doubled."""
    stored: defaultdict[str, list[str]] = defaultdict(list)
    for url, text, _ in desk.versions():
        stored[url].append(text)
    for url, versions in outlets.told.items():
        for number, lines in enumerate(versions):
            count = stored[url].count("\n".join(lines))
            if count != 1:
                yield f"{url}: text {number} of {len(versions)} is there {count} times"
        if len(stored[url]) > len(versions):
            yield f"{url} has {len(stored[url])} versions of {len(versions)} texts"
    yield from desk.open_runs()


def main() -> int:
    """Exit status."""
    argparse.ArgumentParser(description="Commands under clocks that stand wrong, or jump.").parse_args()
    library = next(map(str, Path("/").glob(LIBRARIES.lstrip("/"))), "")
    if not library:
        print("libfaketime is not here: apt-get install faketime", file=sys.stderr)
        return 1
    outlets = GrowingOutlets({DUE: ARTICLES})
    with tempfile.TemporaryDirectory() as scratch, Server() as web:
        web.outlets = outlets  # type: ignore[assignment]  # asked for answers alone
        desk = Desk(Path(scratch) / "desk", web)
        (desk.folder / "sites").mkdir(parents=True)
        (desk.folder / "sites" / "due.toml").write_text(SITE)
        return attack(desk, outlets, Clock(library, Path(scratch) / "clock"))


def attack(desk: Desk, outlets: GrowingOutlets, clock: Clock) -> int:
    """All clocks one after another, then one that jumps; exit status."""
    faults: list[str] = []
    desk.run("crawl due", STET_SITES=str(desk.folder / "sites"))
    for offset in (*CLOCKS, RIGHT):
        clock.set(offset)
        faults += round_of(desk, outlets, clock, offset)
    with clock.jumping():
        faults += round_of(desk, outlets, clock, "jumping")
    faults += round_of(desk, outlets, clock, "right again")
    faults += unaccounted(desk, outlets)
    rounds = len(CLOCKS) + 3
    print_table("Clocks", ["clocks", "commands", "faults"],
                [[", ".join((*CLOCKS, "jumping")), str(rounds * (1 + len(COMMANDS))), str(len(faults))]])  # fmt: skip
    print("\n".join(faults))
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
