"""Pages that stand in place of an article: they ask for consent, for cookies or a person, or say that the site is down.

They come with 200 and a text of their own, at the addresses of articles. Read as articles, they would make one of many.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.extract import NO_TEXT, WALLED
from extractors.html import walls
from extractors.metadata.structured import ARTICLE_TYPE
from extractors.model import Access
from extractors.page.reading import read_page
from extractors.pages import extract_pages
from spiders.discovery.order import date_in_address
from spiders.web.text import storable
from storage.store.resting import IN_PLACE
from storage.word_count import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors import Extraction, Page, Repeats, Site
    from extractors.model import Article

FEWEST_WORDS = 8  # that a wall lets through for it to be a teaser


def read_pages(pages: Sequence[Page], site: Site | None, repeats: Repeats | None) -> Extraction:
    """What the pages of an article give; a page that stands in place of it gives an error that says which."""
    extraction = storable(extract_pages(pages, site, repeats))
    wall = wall_of(extraction.article) if extraction.article else _nothing_else(extraction.error, pages[0])
    return replace(extraction, article=None, error=wall) if wall else extraction


def _nothing_else(error: str | None, page: Page) -> str | None:
    """The same of a page without an article: one that is too short to be read as such may be a wall all the same."""
    if error == NO_TEXT:
        reading = read_page(page)
        return wall_in(next(iter(reading.texts), None), "\n".join(reading.texts), is_dated=False)
    return f"{IN_PLACE}{error}" if error and error.startswith((WALLED, walls.IN_PLACE)) else None


def wall_of(article: Article) -> str | None:
    """Why a page is none that shows an article; None where it shows one.

    A date that stands in its address is no word of the page: what stands in place of an article has that too.
    """
    if _is_bare(article):
        return f"{IN_PLACE}{WALLED}: {article.access_evidence}"
    by_address = date_in_address(article.url)
    is_told = bool(article.published) and not (by_address and (article.published or "").startswith(by_address))
    is_dated = is_told or bool(article.authors or ARTICLE_TYPE.search(article.page_type or ""))
    return wall_in(article.title, article.text, is_dated)


def _is_bare(article: Article) -> bool:
    """Whether a demand for money or an account stands where the text should: what is left is a headline, a name."""
    if article.access is not Access.LOCKED or article.complete is not False:
        return False
    head = walls.in_small_letters(article.title or "")
    return (
        sum(count_words(line) for line in article.text.split("\n") if walls.in_small_letters(line) != head)
        < FEWEST_WORDS
    )


def wall_in(title: str | None, text: str, is_dated: bool) -> str | None:
    """The same of a title and a text; ``is_dated`` says that the page tells when or by whom it was written."""
    wall = walls.wall_in(title, text, is_dated=is_dated)
    return f"{IN_PLACE}{wall}" if wall else None
