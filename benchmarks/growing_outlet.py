"""Outlets whose articles are known: told one after another and told anew, as a benchmark says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from benchmarks.simulated_outlet import Desk, page_of
from tests.web.outlets import Answer, page, unless_known

if TYPE_CHECKING:
    from collections.abc import Mapping

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)
LINES = 6  # paragraphs of a new article


class GrowingOutlets:
    """Answers for its hosts as the tests' server asks it to; ``told`` is each text of each article in order."""

    def __init__(self, hosts: Mapping[str, int], seed: int = 1) -> None:
        self._desk = Desk(Random(seed))
        self._lock = Lock()
        self._titles: dict[str, str] = {}
        self.told: dict[str, list[tuple[str, ...]]] = {}
        for host, count in hosts.items():
            for _ in range(count):
                self.publish(host)

    def of(self, host: str) -> list[str]:
        """The addresses of its articles."""
        return [url for url in list(self.told) if urlsplit(url).hostname == host]

    def publish(self, host: str) -> str:
        """A new article; returns its address."""
        with self._lock:
            names = self._desk.topics[len(self.told) % len(self._desk.topics)]
            title = self._desk.sentence(names, 7).rstrip(".")
            url = f"http://{host}/2026/03/02/{'-'.join(title.lower().split()[:5])}-{len(self.told)}"
            self._titles[url] = title
            self.told[url] = [tuple(self._desk.paragraph(names) for _ in range(LINES))]
        return url

    def revise(self, url: str) -> None:
        """One more paragraph."""
        with self._lock:
            self.told[url].append((*self.told[url][-1], self._desk.paragraph([])))

    def answer(self, url: str, headers: dict[str, str]) -> Answer:
        """A front page, a feed, or an article as it is now."""
        parts = urlsplit(url)
        if parts.path == "/feed.xml":
            return page(self._feed(str(parts.hostname)), "application/rss+xml")
        if parts.path == "/":
            link = '<link rel=alternate type="application/rss+xml" href="/feed.xml">'
            return page(f"<!doctype html><html lang=eo><head><title>News</title>{link}</head><body>News</body></html>")
        if url not in self.told:
            return Answer(404, b"<!doctype html><title>Not found</title>", {"Content-Type": "text/html"})
        at = BEGIN + timedelta(minutes=list(self.told).index(url))
        content = page_of((self._titles[url], "Bela Ruto", "news"), at, list(self.told[url][-1]))
        return unless_known(page(content.decode()), headers)

    def _feed(self, host: str) -> str:
        items = "".join(f"<item><title>{self._titles[url]}</title><link>{url}</link></item>" for url in self.of(host))
        return f'<rss version="2.0"><channel><title>{host}</title><link>http://{host}/</link>{items}</channel></rss>'
