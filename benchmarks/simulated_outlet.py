"""An outlet of 300 articles over 30 days in a language that nobody speaks: what it says is known, and what it wraps.

Appeals rotate weekly and have no markup of their own. Beside them stands what is true content of several articles:
background that an agency repeats, a correction in set words, a column that opens with the same sentence, a desk's
standing sentence, a wire story under two addresses, and live pages that are fetched again as they grow.

``python -m benchmarks.simulated_outlet`` crawls such an outlet over months: see ``benchmarks.simulated_months``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

DAYS, A_DAY, A_WEEK = 30, 10, 7
TOPICS = 12
FIRST_DAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
SYLLABLES = [
    c + v for c in ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "sh", "br") for v in "aeiou"
]
APPEALS_OF_A_WEEK = 2
WITH_APPEAL = 0.7  # of the articles
COLUMNIST = "Tavi Shoren"


@dataclass(frozen=True, slots=True)
class Told:
    """One article as it is served at one time. ``blocks`` is its content, ``appeals`` what is wrapped around it."""

    url: str
    fetched_at: datetime
    title: str
    blocks: tuple[str, ...]
    appeals: tuple[str, ...]
    page: bytes


@dataclass
class Desk:
    """Makes words, sentences and paragraphs; the same for the same seed."""

    random: Random
    grammar: list[str] = field(default_factory=list)
    common: list[str] = field(default_factory=list)
    topics: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.grammar = [self._word(1) for _ in range(40)]
        self.common = [self._word(3) for _ in range(900)]
        self.topics = [[self._word(4).title() for _ in range(14)] for _ in range(TOPICS)]

    def _word(self, syllables: int) -> str:
        return "".join(self.random.choices(SYLLABLES, k=syllables + self.random.randint(0, 1)))

    def sentence(self, topic: list[str], words: int) -> str:
        """Two words of grammar for each other, and a name of the topic in six."""
        kinds = self.random.choices((self.grammar, self.common, topic or self.common), weights=(3, 2, 1), k=words)
        # The first words of a list are used most, as in any language.
        picked = [kind[min(len(kind) - 1, int(len(kind) * self.random.random() ** 2))] for kind in kinds]
        text = " ".join(picked)
        return f"{text[0].upper()}{text[1:]}."

    def paragraph(self, topic: list[str]) -> str:
        """One to three sentences."""
        return " ".join(self.sentence(topic, self.random.randint(8, 22)) for _ in range(self.random.randint(1, 3)))


def page_of(head: tuple[str, str, str], at: datetime, lines: list[str], canonical: str | None = None) -> bytes:
    """A page of the outlet, its article and nothing else; ``head`` is title, author and section."""
    title, author, section = head
    link = f"<link rel=canonical href='{escape(canonical)}'>" if canonical else ""
    opening = (
        f"<html><head><title>{escape(title)}</title><meta name=author content='{author}'>"
        f"<meta property='article:section' content='{section}'>"
        f"<meta property='article:published_time' content='{at.isoformat()}'>{link}</head>"
    )
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f"{opening}<body><main><article><h1>{escape(title)}</h1>{body}</article></main></body></html>".encode()


def news_sitemap(entries: Iterable[tuple[str, datetime, str]]) -> str:
    """A sitemap of news; of each its address, when it was published, its title."""
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    told = "".join(
        f"<url><loc>{address}</loc><n:news><n:publication_date>{at.isoformat()}</n:publication_date>"
        f"<n:title>{escape(title)}</n:title></n:news></url>"
        for address, at, title in entries
    )
    return f"<urlset {spaces}>{told}</urlset>"


class Outlet:
    """Three hundred articles; ``days`` gives what is fetched on each day, in order."""

    def __init__(self, seed: int = 1) -> None:
        self.desk = Desk(Random(seed))
        self.random = self.desk.random
        self.background = [self.desk.paragraph(topic) for topic in self.desk.topics]
        self.appeals = [[self._appeal() for _ in range(APPEALS_OF_A_WEEK)] for _ in range(DAYS // A_WEEK + 1)]
        self.opening = self.desk.sentence([], 14)
        self.correction = self.desk.sentence([], 12)
        self.standing = self.desk.sentence([], 9)
        self.days = [self._day(day) for day in range(DAYS)]

    def _appeal(self) -> tuple[str, ...]:
        return self.desk.sentence([], 24), self.desk.sentence([], 16), self.desk.sentence([], 4)

    @property
    def shared_content(self) -> set[str]:
        """Blocks that stand in several articles and are content."""
        return {*self.background, self.opening, self.correction, self.standing}

    def _day(self, day: int) -> list[Told]:
        told: list[Told] = []
        for number in range(A_DAY):
            told += self._article(day, number)
        return told

    def _article(self, day: int, number: int) -> list[Told]:
        at = FIRST_DAY + timedelta(days=day, hours=number)
        is_column = number == 9 and day % 2 == 0
        topic = (day * A_DAY + number * 7) % TOPICS
        names = self.desk.topics[topic]
        title = self.desk.sentence(names, 7).rstrip(".")
        lines = [self.desk.paragraph(names) for _ in range(self.random.randint(5, 12))]
        author = COLUMNIST if is_column else self.random.choice(["Bela Ruto", "Kani Moda", "Sela Viro", "Domi Tesh"])
        self._share(lines, topic, is_column=is_column)
        appeals = self._wrapped(day)
        url = f"https://simulated.example/{day:02}/{number}"
        section = "column" if is_column else f"section {topic % 4}"
        told = [self._told(url, at, (title, author, section), lines, appeals)]
        if number == 3:  # a live page: it is fetched again with more on top
            lines = [self.desk.paragraph(names), *lines]
            told.append(self._told(url, at + timedelta(hours=3), (title, author, section), lines, appeals))
        if number == 5 and day % 3 == 0:  # a wire story that comes a second time, a little shorter
            told.append(self._told(f"{url}/agency", at, (f"{title} -", author, section), lines[:-1], appeals))
        return told

    def _share(self, lines: list[str], topic: int, *, is_column: bool) -> None:
        """Put in what the article has in common with others and is content."""
        if is_column:
            lines.insert(0, self.opening)
            return
        if self.random.random() < 0.4:
            lines.insert(self.random.randint(len(lines) // 2, len(lines)), self.background[topic])
        if self.random.random() < 0.05:
            lines.insert(self.random.randint(1, len(lines)), self.standing)
        if self.random.random() < 0.04:
            lines.append(self.correction)

    def _wrapped(self, day: int) -> tuple[str, ...]:
        return self.random.choice(self.appeals[day // A_WEEK]) if self.random.random() < WITH_APPEAL else ()

    def _told(
        self, url: str, at: datetime, head: tuple[str, str, str], lines: list[str], appeals: tuple[str, ...]
    ) -> Told:
        title = head[0]
        place = 3 if appeals and appeals[0] < "M" else len(lines)  # after the third paragraph, or below
        shown = [*lines[:place], *appeals, *lines[place:]]
        return Told(url, at, title, tuple(lines), appeals, page_of(head, at, shown))


if __name__ == "__main__":
    from benchmarks.simulated_months import main  # here, since it takes the words of this module

    sys.exit(main())
