"""A web of outlets that are all alike: a news sitemap each, and articles in a language that nobody speaks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from benchmarks.simulated_outlet import TOPICS, Desk, news_sitemap, page_of
from tests.web.outlets import Answer, page

if TYPE_CHECKING:
    from pathlib import Path

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
SITE_FILE = """name = "{name}"
title = "{name}"
domains = ["{name}.example"]
language = "en"
[news]
sitemaps = ["https://{name}.example/news.xml"]
"""


class ManyOutlets:
    """Answers for them as the tests' server asks it to; ``asked`` are the addresses, in order."""

    def __init__(self, outlets: int, pages: int) -> None:
        self.names = [f"outlet{number}" for number in range(outlets)]
        self._pages, self._desk = pages, Desk(Random(1))
        self._said = {
            f"https://{name}.example/{number}": self._article(number) for name in self.names for number in range(pages)
        }
        self.asked: list[str] = []

    def write_site_files(self, folder: Path) -> None:
        """One for each outlet."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in self.names:
            (folder / f"{name}.toml").write_text(SITE_FILE.format(name=name))

    def answer(self, url: str, headers: dict[str, str]) -> Answer:  # noqa: ARG002
        """What is at an address."""
        self.asked.append(url)
        parts = urlsplit(url)
        if parts.path == "/news.xml":
            return page(self._sitemap(parts.netloc), "application/xml")
        return self._said.get(url, Answer(404))

    def _sitemap(self, host: str) -> str:
        return news_sitemap((f"https://{host}/{number}", _at(number), str(number)) for number in range(self._pages))

    def _article(self, number: int) -> Answer:
        names = self._desk.topics[number % TOPICS]
        lines = [self._desk.paragraph(names) for _ in range(self._desk.random.randint(8, 20))]
        head = (self._desk.sentence(names, 7), "Bela Ruto", f"section {number % 4}")
        return page(page_of(head, _at(number), lines))


def _at(number: int) -> datetime:
    return BEGIN + timedelta(hours=number)
