"""The simulated outlet as a web over months: articles that move, are renamed, updated, walled, taken offline, doubled.

What it tells is known at every moment: ``states`` of an article are the texts that it has had by then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from benchmarks.simulated_outlet import TOPICS, Desk, news_sitemap, page_of
from tests.web.outlets import Answer, unless_known

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "months.example"
FEED, SITEMAP = f"http://feeds.{HOST}/all", f"http://{HOST}/news.xml"
BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
A_DAY = 8
LISTED = 16  # entries of the feed
OUTAGE, CONSENT = timedelta(days=6), timedelta(days=10)  # after the begin; a day each
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
KINDS = ("plain", "moved", "renamed", "updated", "walled", "offline", "syndicated", "new slug", "plain", "plain")
CONSENT_PAGE = b"""<!doctype html><html lang="en"><head><title>Before you continue</title></head><body><h1>We value your
privacy</h1><p>We and our partners store and access information on your device. Please accept cookies to continue.</p>
<form><button>Accept all</button><button>Reject all</button></form></body></html>"""
WALL = "Subscribe to read on. Already a subscriber? Log in."


@dataclass(frozen=True)
class State:
    """What an article is from a moment on."""

    since: timedelta
    path: str
    title: str
    lines: tuple[str, ...]
    status: int = 200
    is_walled: bool = False


@dataclass
class Story:
    """An article: when it was published, of which kind, and its states one after another."""

    number: int
    at: datetime
    kind: str
    states: list[State] = field(default_factory=list)

    def state(self, now: datetime) -> State | None:
        """What it is at a moment; None before it is published."""
        return next((state for state in reversed(self.states) if self.at + state.since <= now), None)

    def told(self, now: datetime) -> set[tuple[str, ...]]:
        """All texts that it has had by then, each with its title."""
        return {(state.title, *state.lines) for state in self.states if self.at + state.since <= now and state.lines}

    def seen(self, now: datetime) -> set[tuple[str, ...]]:
        """Those that stood long enough for a crawl which looks every six hours on the first two days, then daily."""
        ends = [*(min(self.at + state.since, now) for state in self.states[1:]), now]
        stood = zip(self.states, ends, strict=True)
        return {(state.title, *state.lines) for state, end in stood if state.lines and self._could_be_seen(state, end)}

    def _could_be_seen(self, state: State, end: datetime) -> bool:
        begin = self.at + state.since
        hours = [begin + number * HOUR for number in range(1, 1 + int((end - begin) / HOUR))]
        open_hours = sum(not is_closed(hour) for hour in hours)
        # What failed is asked for later and later, up to a day.
        was_closed = any(is_closed(hour) or is_closed(hour - DAY) for hour in hours)
        return open_hours > (24 if was_closed or state.since > DAY else 6 if state.since else 0)


def is_closed(moment: datetime) -> bool:
    """Whether the outlet shows no article at a moment."""
    return any(start <= moment - BEGIN < start + DAY for start in (OUTAGE, CONSENT))


class Web:
    """Answers for the outlet at the moment that ``now`` says, as the tests' server asks it to."""

    def __init__(self, days: int, seed: int = 1) -> None:
        self.desk = Desk(Random(seed))
        self.now = BEGIN
        self.asked = 0
        self.stories = [self._story(number) for number in range(days * A_DAY)]
        self.paths = {state.path: story for story in self.stories for state in story.states} | {
            f"/wire{story.states[0].path}": story for story in self.stories if story.kind == "syndicated"
        }

    def _story(self, number: int) -> Story:
        at = BEGIN + timedelta(days=number // A_DAY, hours=6 + 2 * (number % A_DAY), minutes=7)
        names = self.desk.topics[number % TOPICS]
        title = self.desk.sentence(names, 7).rstrip(".")
        lines = tuple(self.desk.paragraph(names) for _ in range(self.desk.random.randint(5, 10)))
        path = f"/{at:%Y/%m/%d}/{self._slug(title)}"
        story = Story(number, at, KINDS[number % len(KINDS)])
        story.states = [State(timedelta(0), path, title, lines), *self._later(story.kind, path, title, lines, names)]
        return story

    def _later(self, kind: str, path: str, title: str, lines: tuple[str, ...], names: list[str]) -> Iterator[State]:
        other, more = self.desk.sentence(names, 8).rstrip("."), self.desk.paragraph(names)
        if kind == "moved":
            yield State(9 * HOUR, f"{path}-{self._slug(other)}", title, (*lines, more))
        elif kind == "renamed":
            yield State(9 * HOUR, path, other, lines)
        elif kind == "new slug":
            yield State(9 * HOUR, f"{path.rpartition('/')[0]}/{self._slug(other)}", other, lines)
        elif kind == "updated":
            yield State(8 * HOUR, path, title, (more, *lines))
            yield State(30 * HOUR, path, title, (more, *lines, self.desk.paragraph(names)))
        elif kind == "walled":
            yield State(26 * HOUR, path, title, lines[:2], is_walled=True)
        elif kind == "offline":
            yield State(72 * HOUR, path, title, (), status=410)

    def _slug(self, title: str) -> str:
        return "-".join(title.lower().split()[:5])

    def answer(self, url: str, headers: dict[str, str]) -> Answer:
        """What the outlet says now."""
        self.asked += 1
        since = self.now - BEGIN
        if OUTAGE <= since < OUTAGE + DAY:
            return Answer(manner="drop")
        parts = urlsplit(url)
        return unless_known(self._said(parts.path, url, consents=not CONSENT <= since < CONSENT + DAY), headers)

    def _said(self, path: str, url: str, *, consents: bool) -> Answer:
        if url == FEED:
            return Answer(200, self._feed().encode(), {"Content-Type": "application/rss+xml"})
        if url == SITEMAP:
            return Answer(200, self._sitemap().encode(), {"Content-Type": "application/xml"})
        story = self.paths.get(path)
        state = story.state(self.now) if story else None
        if story is None or state is None:
            return Answer(404, b"<title>Not found</title>", {"Content-Type": "text/html"})
        if not consents:
            return Answer(200, CONSENT_PAGE, {"Content-Type": "text/html"})
        if path not in {state.path, f"/wire{state.path}"}:
            gone = story.kind == "new slug"
            return Answer(404) if gone else Answer(301, b"", {"Location": f"http://{HOST}{state.path}"})
        return Answer(state.status, _html(story, state), {"Content-Type": "text/html; charset=utf-8"})

    def _published(self) -> list[Story]:
        return [story for story in self.stories if story.at <= self.now]

    def _feed(self) -> str:
        """The last entries, in an order that changes, under the addresses of now; those of an agency twice."""
        last = self._published()[-LISTED:]
        Random(self.now.hour).shuffle(last)
        items = "".join(_item(story, state) for story in last if (state := story.state(self.now)))
        return f'<rss version="2.0"><channel><title>Months</title>{items}</channel></rss>'

    def _sitemap(self) -> str:
        """The news of two days, as news sitemaps have it, the oldest first."""
        last = [story for story in self._published() if self.now - story.at < 2 * DAY]
        return news_sitemap(
            (f"http://{HOST}{state.path}", story.at, state.title) for story in last if (state := story.state(self.now))
        )


def _item(story: Story, state: State) -> str:
    paths = [state.path, f"/wire{state.path}"] if story.kind == "syndicated" else [state.path]
    head = f"<title>{escape(state.title)}</title><pubDate>{format_datetime(story.at)}</pubDate>"
    guids = [f'<guid isPermaLink="false">months-{story.number}{"-wire" * place}</guid>' for place in range(len(paths))]
    return "".join(
        f"<item>{head}<link>http://{HOST}{path}</link>{guid}</item>" for path, guid in zip(paths, guids, strict=True)
    )


def _html(story: Story, state: State) -> bytes:
    wall = [WALL] if state.is_walled else []
    canonical = f"http://{HOST}{state.path}" if story.kind == "syndicated" else None
    head = (state.title, "Bela Ruto", f"section {story.number % 4}")
    return page_of(head, story.at, [*state.lines, *wall], canonical)
