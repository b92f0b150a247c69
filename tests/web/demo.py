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
from rich.text import Text

from tests.web.server import Server

ROOT = Path(__file__).parents[2]
DATABASE = ROOT / "data" / "demo.db"
EXPORT = ROOT / "build" / "demo.jsonl"
OUTLETS = "www.harbourpost.example,www.nordbote.example,www.lettre-du-lac.example"
APPEALS = {"donation", "newsletter", "subscription", "registration", "follow"}
MOST_CUTS = 8  # shown of one article


def main() -> int:
    """Exit status: that of the first crawl that failed."""
    for old in (DATABASE, Path(f"{DATABASE}-wal"), Path(f"{DATABASE}-shm"), EXPORT):
        old.unlink(missing_ok=True)
    shutil.rmtree(DATABASE.with_name("demo-archive"), ignore_errors=True)
    EXPORT.parent.mkdir(exist_ok=True)
    with Server() as web:
        environment = os.environ | web.environment(EXPORT.parent) | {"STET_CONTACT": "demo@stet.example"}
        status = _crawl(environment, "moscowtimes") or _crawl(environment, "page", "-a", f"site={OUTLETS}")
    console = Console(highlight=False, width=min(shutil.get_terminal_size((110, 0)).columns, 110))
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
    """One article: its head, how its text begins, a line for each appeal that was cut, a count of the rest."""
    facts = [item["site"], (item["published"] or "")[:16], item["language"] or "", item["access"]]
    console.print()
    _line(console, Text(item["title"] or item["url"], style="bold"))
    _line(console, Text(" | ".join(fact for fact in facts if fact), style="dim"))
    for block in item["blocks"][:2]:
        _line(console, Text(f"  {block['text']}"))
    _line(console, Text(f"  ({len(item['blocks'])} paragraphs stand)", style="dim"))
    appeals = [removal for removal in item["removals"] if removal["category"] in APPEALS]
    for removal in appeals[:MOST_CUTS]:
        _line(console, Text.assemble((f"  - {removal['category']:<13}", "red"), (removal["text"], "dim")))
    others = len(item["removals"]) - min(len(appeals), MOST_CUTS)
    if others:
        _line(console, Text(f"  - and {others} more blocks", style="yellow"))


def _line(console: Console, text: Text) -> None:
    console.print(text, no_wrap=True, overflow="ellipsis")


if __name__ == "__main__":
    sys.exit(main())
