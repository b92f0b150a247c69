"""Pages that stand in place of an article: they ask for consent, for cookies or a person, or say that the site is down.

They come with 200 and a text of their own, at the addresses of articles. Read as articles, they would make one of many.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.extract import NO_TEXT, WALLED
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

LONGEST = 1500  # words; consent pages that name their partners are long
SHARE_OF_TITLE = 0.6  # of a headline that a phrase must be for it to be a wall's
WORDS_A_PHRASE = 70  # how thin phrases may be spread for a page that has no date and no author
WORDS_A_PHRASE_DATED = 30  # and for one that says that it is an article
FEWEST_WORDS = 8  # that a wall lets through for it to be a teaser
FEWEST = 4  # phrases of one kind
FEWEST_DATED = 5
SHORT = 60  # words of a page for which one phrase less is enough


def _phrases(lines: list[str]) -> dict[str, tuple[str, ...]]:
    kinds: dict[str, dict[str, None]] = {}
    for line in (line.strip() for line in lines if line.strip() and not line.startswith("#")):
        if line.startswith("["):
            kind = kinds.setdefault(line.strip("[]"), {})
        else:
            kind[line] = None
    return {name: tuple(phrases) for name, phrases in kinds.items()}


PHRASES = _phrases(Path(__file__).with_name("walls.txt").read_text(encoding="utf-8").splitlines())


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
    return f"{IN_PLACE}{error}" if error and error.startswith(WALLED) else None


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
    head = _folded(article.title or "")
    return sum(count_words(line) for line in article.text.split("\n") if _folded(line) != head) < FEWEST_WORDS


def wall_in(title: str | None, text: str, is_dated: bool) -> str | None:
    """The same of a title and a text; ``is_dated`` says that the page tells when or by whom it was written.

    Told by how many phrases of one kind there are for its length: an article about such pages has few.
    """
    size = count_words(text)
    if size > LONGEST:
        return None
    head, body = _folded(title or ""), _folded(text)
    found = {kind: _weight(head, body, phrases) for kind, phrases in PHRASES.items()}
    kind = max(found, key=lambda each: found[each])
    fewest, spread = (FEWEST_DATED, WORDS_A_PHRASE_DATED) if is_dated else (FEWEST, WORDS_A_PHRASE)
    fewest -= size <= SHORT
    is_wall = found[kind] >= fewest and size <= found[kind] * spread
    return f"{IN_PLACE}a page that {kind}" if is_wall else None


def _weight(title: str, text: str, phrases: tuple[str, ...]) -> int:
    """How many phrases a text has; one that makes up most of the headline counts as three."""
    there = [phrase for phrase in phrases if phrase in text]
    inside = sum(not any(phrase in other for other in there if other != phrase) for phrase in there)
    longest = max((len(phrase) for phrase in phrases if phrase in title), default=0)
    heads = longest >= SHARE_OF_TITLE * len(title) > 0
    return inside + 2 * heads


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
