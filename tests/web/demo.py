"""``make demo``: crawl the bundled web into data/demo.db, show what was stored and what was cut."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from tests.web.server import Server

ROOT = Path(__file__).parents[2]
DATABASE = ROOT / "data" / "demo.db"
EXPORT = ROOT / "build" / "demo.jsonl"
OUTLETS = "www.harbourpost.example,www.nordbote.example,www.lettre-du-lac.example"
APPEALS = {"donation", "newsletter", "subscription", "registration", "follow"}
LONGEST_LINE = 78  # characters shown of a text


def main() -> int:
    """Exit status: that of the first crawl that failed."""
    for old in (DATABASE, Path(f"{DATABASE}-wal"), Path(f"{DATABASE}-shm"), EXPORT):
        old.unlink(missing_ok=True)
    shutil.rmtree(DATABASE.with_name("demo-archive"), ignore_errors=True)
    EXPORT.parent.mkdir(exist_ok=True)
    with Server() as web:
        environment = os.environ | web.environment(EXPORT.parent) | {"STET_CONTACT": "demo@stet.example"}
        status = _crawl(environment, "moscowtimes") or _crawl(environment, "page", "-a", f"site={OUTLETS}")
    console = Console(highlight=False)
    for line in EXPORT.read_text().splitlines():
        _show(console, json.loads(line))
    console.print(
        f"\nEverything is in [bold]{DATABASE.relative_to(ROOT)}[/], the pages as they came in data/demo-archive/"
    )
    console.print("Browse it:  [bold]make browse DATABASE=data/demo.db[/]")
    return status


def _crawl(environment: dict[str, str], *arguments: str) -> int:
    quick = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0", "-s", f"STET_DATABASE={DATABASE}")
    command = [sys.executable, "-m", "scrapy", "crawl", *arguments, "-o", str(EXPORT), *quick]
    print(f"$ scrapy crawl {' '.join(arguments)}", flush=True)
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _show(console: Console, item: dict[str, Any]) -> None:
    """One article: its head, the start of its text, a line for each cut."""
    facts = [item["site"], item["published"] or "", item["language"] or "", item["access"]]
    console.print()
    console.print(Text(item["title"] or item["url"], style="bold"))
    console.print(Text(" | ".join(fact for fact in facts if fact), style="dim"))
    for block in item["blocks"][:2]:
        console.print(Padding(Text(_short(block["text"])), (0, 2)))
    console.print(Padding(Text(f"{len(item['blocks'])} paragraphs stand", style="dim"), (0, 2)))
    for removal in item["removals"]:
        colour = "red" if removal["category"] in APPEALS else "yellow"
        line = Text.assemble((f"- {removal['category']:<13}", colour), (_short(removal["text"]), "strike dim"))
        console.print(Padding(line, (0, 2)))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 4] + " ..."


if __name__ == "__main__":
    sys.exit(main())
