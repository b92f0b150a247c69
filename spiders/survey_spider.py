"""What can be found out about an outlet of which only the domain is known, for ``scrapy add-site``."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from spiders.discovery.url_patterns import pattern_of
from spiders.page_spider import PageSpider
from storage import FetchKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Request
    from scrapy.http import Response

    from spiders.discovery.listing import Listing
    from spiders.web.exchange import Arrival
    from storage import Discovery

CLEAR_SHARE = 0.9  # of the listed addresses that a pattern must match to be written down
LEAST_EXAMPLES = 5


@dataclass
class Survey:
    """What was found: lists that could be read, with how many pages they name, and those pages."""

    title: str | None = None
    language: str | None = None
    front_page: str | None = None
    feeds: dict[str, int] = field(default_factory=dict)
    sitemaps: dict[str, int] = field(default_factory=dict)
    news: list[str] = field(default_factory=list)


class SurveySpider(PageSpider):
    """Reads lists, asks for no page. ``-a site=example.org`` is one domain."""

    name = "survey"

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.survey = Survey()

    def follow(self, listing: Listing, response: Response) -> Iterator[Request | Arrival]:
        """Note what a list holds."""
        kind: FetchKind = response.meta["kind"]
        if kind is FetchKind.FRONT_PAGE:
            self.survey.title, self.survey.language = listing.title, listing.language
            self.survey.front_page = response.url
        elif listing.pages:
            found = self.survey.feeds if kind is FetchKind.FEED else self.survey.sitemaps
            found[response.url] = len(listing.pages)
        if listing.trusted:
            self.survey.news += [listed.url for listed in listing.pages]
        yield from super().follow(listing, response)

    def ask_page(self, discovery: Discovery, site: str | None = None) -> Iterator[Request]:  # noqa: ARG002
        """Pages are for the crawl to come."""
        return iter(())


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
