"""The replay web of ../shared as a process of its own, for crawls that are measured."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"
# Loopback minds no hurry: one connection a host as ever, but no waiting between requests.
HURRY = {"DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "0", "STET_CONTACT": "replay@stet.example"}


@dataclass(frozen=True)
class ReplayWeb:
    """A running replay web: what clients need to reach it, and what it was asked."""

    environment: dict[str, str]
    log: Path

    def requests(self) -> list[dict[str, object]]:
        """One dict a request: ``t`` seconds, ``url``, ``status``, ``fault``, ``agent``."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@contextlib.contextmanager
def replay_web(folder: Path, *options: str) -> Iterator[ReplayWeb]:
    """Start it on a free port, end it afterwards. ``folder`` takes its certificate and its log."""
    folder.mkdir(parents=True, exist_ok=True)
    authority, log = folder / "replay-authority.pem", folder / "replay-requests.jsonl"
    log.unlink(missing_ok=True)
    command = [sys.executable, SHARED / "tools/replay.py", CORPUS, "--port", "0", "--ca", authority, "--log", log]
    with subprocess.Popen([*map(str, command), *options], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None  # noqa: S101  (piped)
            address = process.stdout.readline().split()[-1]
            reach = {"http_proxy": address, "https_proxy": address, "SSL_CERT_FILE": str(authority), "no_proxy": ""}
            yield ReplayWeb(os.environ | reach, log)
        finally:
            process.terminate()


def corpus_hosts() -> dict[str, list[str]]:
    """Host -> addresses of its saved pages. What is no web address is left out, as the replay web does."""
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for line in (CORPUS / "index.jsonl").read_text().split("\n")[:-1]:  # texts hold line separators of other kinds
        url = json.loads(line).get("url") or ""
        if urlsplit(url).scheme in {"http", "https"}:
            hosts[urlsplit(url).netloc.lower()].append(url)
    return dict(hosts)


def crawl(web: ReplayWeb, database: Path, hosts: list[str], **settings: str) -> subprocess.CompletedProcess[str]:
    """One process, one run, all hosts, known by their domain alone."""
    options = [f"-s{name}={value}" for name, value in (HURRY | {"STET_DATABASE": str(database)} | settings).items()]
    command = [sys.executable, "-m", "scrapy", "crawl", "page", "-a", f"site={','.join(hosts)}", *options]
    return subprocess.run(command, cwd=ROOT, env=web.environment, check=False, text=True)
