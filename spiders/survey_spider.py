"""What can be found out about an outlet of which only the domain is known, for ``scrapy add-site``."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from spiders.discovery.front_pages import looks_like_article
from spiders.discovery.services import is_service
from spiders.discovery.url_patterns import pattern_of
from spiders.page_spider import PageSpider
from spiders.web.addresses import front_page_of, host_of
from spiders.web.exchange import Arrival
from storage import FetchKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from spiders.discovery.listing import Listing
    from storage import Discovery

CLEAR_SHARE = 0.9  # of the listed addresses that a pattern must match to be written down
LEAST_EXAMPLES = 5
LEAST_SHARE = 0.3  # of the news that a host must have to be one of the site
MOST_REASONS = 3


@dataclass
class Survey:
    """What was found: lists that could be read, with how many pages they name, and those pages.

    ``given`` are the feeds that were named beforehand, ``stories`` counts the links of the front page that look like
    articles, ``reasons`` says why an address could not be had.
    """

    title: str | None = None
    language: str | None = None
    front_page: str | None = None
    stories: int = 0
    given: list[str] = field(default_factory=list)
    feeds: dict[str, int] = field(default_factory=dict)
    sitemaps: dict[str, int] = field(default_factory=dict)
    news: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def found_nothing(self) -> str | None:
        """Why there is no site file to write; None where there is."""
        if self.feeds or self.sitemaps or (self.front_page and self.stories):
            return None
        told = "; ".join(f"{url}: {reason}" for url, reason in list(self.reasons.items())[:MOST_REASONS])
        if self.front_page:
            told = "neither feeds nor sitemaps, and no link on its front page that looks like an article's"
        return told or "nothing could be had"

    def hosts_of_news(self) -> list[str]:
        """The hosts, without ``www.``, that most of the news is on."""
        hosts = Counter(host_of(url).removeprefix("www.") for url in self.news)
        return [host for host, count in hosts.most_common() if count >= LEAST_SHARE * hosts.total()]


class SurveySpider(PageSpider):
    """Reads lists, asks for no page. ``-a site=example.org`` is one domain, ``-a url=`` are feeds of it.

    Of feeds alone it learns the site: where they say that they belong, or where most of their entries lead.
    """

    name = "survey"

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.survey = Survey()
        self.feeds, self.urls = self.urls, []

    def first(self) -> Iterator[Request | Arrival]:
        """The feeds that were named, and the front page where the site is known."""
        for feed in self.feeds:
            yield from self.ask_list(feed, FetchKind.FEED, None, origin=next(iter(self.front_pages), None))
        yield from super().first()

    def ask_list(self, *arguments: Any, **named: Any) -> Iterator[Request]:
        """Without validators: what has not changed is to be read too."""
        for request in super().ask_list(*arguments, **named):
            for name in ("If-None-Match", "If-Modified-Since"):
                request.headers.pop(name, None)
            yield request

    async def parse_list(self, response: Response) -> AsyncIterator[Arrival | Request]:
        """Keep the reasons; where a feed could not be read, the front page of its host may say more."""
        async for each in super().parse_list(response):
            yield self._noted(each)
        for request in self._ask_host(response.url):
            yield request

    def failed(self, failure: Failure) -> Iterator[Arrival | Request]:
        """The same for what got no response."""
        yield from map(self._noted, super().failed(failure))
        yield from self._ask_host(failure.request.url)  # type: ignore[attr-defined]

    def _noted(self, each: Arrival | Request) -> Arrival | Request:
        if isinstance(each, Arrival) and each.fetch.error and each.is_seed:
            self.survey.reasons[each.fetch.url_asked] = each.fetch.error
        return each

    def _ask_host(self, url: str) -> Iterator[Request]:
        if not self.front_pages and not is_service(url):
            yield from self._ask_front_page(url)

    def _ask_front_page(self, url: str) -> Iterator[Request]:
        if front := front_page_of(url):
            self.front_pages.append(front)
            yield from self.ask_list(front, FetchKind.FRONT_PAGE, None)

    def follow(self, listing: Listing, response: Response) -> Iterator[Request | Arrival]:
        """Note what a list holds."""
        kind: FetchKind = response.meta["kind"]
        survey = self.survey
        if kind is FetchKind.FRONT_PAGE:
            survey.title, survey.language = listing.title or survey.title, listing.language or survey.language
            survey.front_page, survey.stories = (
                response.url,
                sum(looks_like_article(page.url) for page in listing.pages),
            )
        elif listing.pages:
            found = survey.feeds if kind is FetchKind.FEED else survey.sitemaps
            found[response.url] = len(listing.pages)
            if response.meta["discovery"].url in self.feeds:
                survey.given.append(response.url)
        if listing.trusted:
            survey.news += [listed.url for listed in listing.pages]
        if not self.front_pages:
            yield from self._ask_front_page(_home_of(listing, response))
            response.meta["origin"] = self.front_pages[0]
        yield from super().follow(listing, response)

    def ask_page(self, discovery: Discovery, site: str | None = None) -> Iterator[Request]:  # noqa: ARG002
        """Pages are for the crawl to come."""
        return iter(())


def _home_of(listing: Listing, response: Response) -> str:
    """An address of the site that a feed is of: where most entries lead; where services count clicks, its word."""
    hosts = Counter(front_page_of(page.url) for page in listing.pages if not is_service(page.url))
    most = next((front for front, _ in hosts.most_common(1)), None)
    return most or listing.home or response.url


def article_pattern(urls: list[str]) -> str | None:
    """A regular expression that tells the articles among a site's addresses; None where the examples show no clear one.

    ``/2025/05/06/a-long-title`` and its like give ``/\\d+/\\d+/\\d+/[^/]+``: what is a number in all of them, a title,
    or the same word.
    """
    paths = [urlsplit(url).path.strip("/").split("/") for url in dict.fromkeys(urls)]
    if len(paths) < LEAST_EXAMPLES:
        return None
    length, count = Counter(map(len, paths)).most_common(1)[0]
    if count < CLEAR_SHARE * len(paths):
        return None
    parts = [_part([path[place] for path in paths if len(path) == length]) for place in range(length)]
    if not re.search(r"\\d|-", parts[-1]) and "\\d" not in "".join(parts):
        return None  # would match sections as well
    return rf"^https?://[^/]+/{'/'.join(parts)}/?($|\?)"


def _part(examples: list[str]) -> str:
    """What all examples of one part of the path have in common."""
    if all(re.fullmatch(r"\d+", example) for example in examples):
        return r"\d+"
    if len(set(examples)) == 1:
        return re.escape(examples[0])
    titles = sum(pattern_of(f"//x/{example}").startswith("title") for example in examples)
    ending = re.escape(examples[0][examples[0].rfind(".") :]) if _same_ending(examples) else ""
    if titles < CLEAR_SHARE * len(examples):
        return f"[^/]+{ending}"
    numbers = all(re.search(r"\d{4,}", example) for example in examples)
    # Each part can end in one place only: what could end in many takes long on a long address.
    return rf"(?:[^/\d]|\d(?!\d{{3}}))*\d{{4}}[^/]*{ending}" if numbers else f"[^/-]*-[^/]+{ending}"


def _same_ending(examples: list[str]) -> bool:
    endings = {example.rpartition(".")[2] if "." in example else "" for example in examples}
    return len(endings) == 1 and endings <= {"html", "htm", "php", "aspx", "shtml"}
