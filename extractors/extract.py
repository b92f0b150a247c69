"""One page -> clean article and ledger: the order of the steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.access import read_access
from extractors.body.article import article_of
from extractors.body.choice import choose_body, sure_appeals
from extractors.body.company import in_company
from extractors.body.guard import guard
from extractors.body.last_lines import without_last_lines
from extractors.body.no_article import why_no_article
from extractors.body.others import without_others
from extractors.body.repeats import repeat_decisions, spare_articles
from extractors.body.second_opinion import reconsider
from extractors.body.units import in_one_piece
from extractors.classifier.classify import Models, classify, load_models
from extractors.html.decode import UnreadablePageError
from extractors.html.not_found import is_not_found
from extractors.html.shell import NEEDS_JAVASCRIPT, NeedsBrowserError, is_filled_by_scripts, is_script_shell
from extractors.html.walls import titled_wall, wall_in
from extractors.ledger.ledger import Ledger, removals_of
from extractors.metadata.date_lines import day_of
from extractors.metadata.structured import ARTICLE_TYPE
from extractors.metadata.wording import text_of
from extractors.model import Access, Extraction, Page, Repeats
from extractors.page.elsewhere import elsewhere, telling_words
from extractors.page.garbage_collection import collector_at_rest
from extractors.page.one_thread import one_thread
from extractors.page.reading import read_page
from extractors.sites.rules import inside_body, site_decisions
from extractors.sites.site_file import AccessOverride, Site
from extractors.text.words import fold, has_words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.access import AccessFinding
    from extractors.features.blocks import Features
    from extractors.html.document import Document
    from extractors.page.reading import Reading
    from extractors.sites.rules import Decision

CUT = "more-blocks-than-read"
TEXT_FROM = "text-from-"
"""How the flag of an article begins that the page has not in its markup; what it has it in follows."""
NOT_FOUND = "the page says that there is no such page"
NO_TEXT = "no article text found"
WALLED = "a wall that lets none of the text through"
NO_MEMORY = "needs more memory to be read than a page may have"
FAILED = "extraction failed: "
FAULTS_OF_THE_READER = (NO_MEMORY, FAILED)
"""How an error begins that says nothing of the page."""
FILLED_BY_SCRIPTS = "the page is filled by scripts: it needs a browser"
# In words: less is no article; it may be elsewhere in the page.
SHORTEST_ARTICLE = 25
# What is longer is no teaser, nor what has less than so many times its words in the data of its page; a line of it that
# tells has so many.
LONGEST_TEASER, TIMES_A_TEASER, SHORTEST_LINE = 60, 2, 8
# In words: what is longer is hardly a page that stands in place of an article; to look for its phrases takes time.
LONGEST_WALL = 400
# One word is no article, however long it is: bytes that are no text are read as one.
FEWEST_WORDS = 2


def extract(
    page: Page, site: Site | None = None, repeats: Repeats | None = None, models: Models | None = None
) -> Extraction:
    """Bytes of a page -> clean article and ledger.

    ``site`` is the outlet's site file where there is one, ``repeats`` what is known to repeat on it, ``models`` other
    weights than the ones that come with the project (cross-validation has its own). The same arguments
    give the same result. It never raises on page content: what cannot be read is an Extraction with an ``error``.
    """
    try:
        with collector_at_rest(), one_thread():
            return _extract(page, site, repeats or Repeats(), models or load_models())
    except NeedsBrowserError as error:
        return replace(_failed(site, str(error)), flags=(NEEDS_JAVASCRIPT,))
    except UnreadablePageError as error:
        return _failed(site, str(error))
    except MemoryError:
        return _failed(site, NO_MEMORY)
    except Exception as error:  # noqa: BLE001 - a page must never end a run; the reason is stored with its fetch
        return _failed(site, f"{FAILED}{type(error).__name__}: {error}")


def _failed(site: Site | None, error: str) -> Extraction:
    return Extraction(
        None, error=error, site=site.name if site else None, rules_version=site.rules_version if site else ""
    )


def _extract(page: Page, site: Site | None, repeats: Repeats, models: Models) -> Extraction:
    reading = read_page(page, site)
    try:
        found = _judged(reading, repeats, models)
    except (UnreadablePageError, NeedsBrowserError):
        if hidden := _found_elsewhere(reading, repeats, models):
            return hidden
        raise
    if _is_hardly_an_article(found) and (hidden := _found_elsewhere(reading, repeats, models)):
        return hidden if _holds_more(hidden, found) else found
    return found


def _found_elsewhere(reading: Reading, repeats: Repeats, models: Models) -> Extraction | None:
    """The article that the page has not in its markup but in its data, unless it is kept from readers: what an
    anonymous reader is shown is what is stored then."""
    site = reading.site
    access = read_access(reading.root, reading.structured, reading.texts, site.access if site else AccessOverride())
    if access.access in (Access.METERED, Access.LOCKED) or (found := elsewhere(reading)) is None:
        return None
    source, shown = found
    try:
        extraction = _judged(shown, repeats, models)
    except (UnreadablePageError, NeedsBrowserError):
        return None
    return replace(extraction, flags=(*extraction.flags, f"{TEXT_FROM}{source}"))


def _is_hardly_an_article(found: Extraction) -> bool:
    return found.article is not None and not has_words(_lines_of(found), LONGEST_TEASER)


def _lines_of(found: Extraction) -> list[str]:
    return [block.text for block in found.article.blocks] if found.article is not None else []


def _holds_more(hidden: Extraction, found: Extraction) -> bool:
    """Whether what a page has in its data is the article of which it shows a teaser, or of which it shows nothing."""
    shown, lines = _lines_of(found), _lines_of(hidden)
    if not has_words(shown, SHORTEST_ARTICLE):
        return True
    if not has_words(lines, TIMES_A_TEASER * len(words_of(" ".join(shown)))):
        return False
    text, title = fold(" ".join(lines)), hidden.article.title if hidden.article is not None else None
    is_teaser = any(fold(line) in text for line in shown if has_words([line], SHORTEST_LINE))
    named = telling_words(title or "")
    return is_teaser or (bool(named) and 2 * sum(word in text for word in named) >= len(named))


def _judged(reading: Reading, repeats: Repeats, models: Models) -> Extraction:
    page, site = reading.page, reading.site
    document, metadata, texts = reading.document, reading.metadata, _texts(reading)
    access = read_access(reading.root, reading.structured, texts, site.access if site else AccessOverride())
    features = reading.features()
    if not features.rows.size:
        raise _no_article(reading, "no text on the page but links", access)
    classification = in_company(reconsider(classify(features, models), features), features)
    classification = in_one_piece(classification, features)
    classification, signed = without_last_lines(without_others(classification, features), features)
    metadata = replace(metadata, authors=signed) if signed and metadata.names_nobody else metadata
    repeated = spare_articles(repeat_decisions(document, repeats, metadata.title or ""), features, classification)
    decisions = repeated | _site_decisions(document, site, page)
    inside = _inside(document, site)
    excluded = frozenset(decisions) | (frozenset(range(len(texts))) - inside if inside else frozenset())
    excluded |= _wall_line(access, features)
    chosen = choose_body(features, classification, metadata.title or "", excluded, inside)
    choice, flags = guard(chosen, features, reading.root, excluded | sure_appeals(classification))
    words = features.words_in(choice.kept)
    if words < FEWEST_WORDS:
        raise _no_article(reading, NO_TEXT, access)
    if is_not_found(_headlines(reading), words):
        raise UnreadablePageError(NOT_FOUND)
    if words <= LONGEST_WALL and (wall := _stands_in_place(reading, [texts[index] for index in sorted(choice.kept)])):
        raise UnreadablePageError(wall)
    if not _is_dated(reading) and (reason := why_no_article(choice.kept, features)):
        raise UnreadablePageError(reason)
    boxed = Ledger(features, classification, models, choice, decisions).boxed()
    return Extraction(
        article_of(page.url, choice, features, metadata, access),
        removals_of(boxed, features, choice),
        boxed.boxes,
        flags=(*flags, CUT) if document.is_cut else flags,
        site=site.name if site else None,
        rules_version=site.rules_version if site else "",
    )


def _wall_line(access: AccessFinding, features: Features) -> frozenset[int]:
    """The line of the wall that the text stops at; a whole paragraph may have the demand behind its own words."""
    line = frozenset() if access.wall is None else frozenset({access.wall})
    return line if features.words_in(line) < SHORTEST_ARTICLE else frozenset()


def _headlines(reading: Reading) -> Iterator[str]:
    yield from _titles(reading)
    yield from map(text_of, reading.structured.elements("h1")[:2])


def _titles(reading: Reading) -> Iterator[str]:
    """What the page as a whole is called: any of its headings may belong to a box."""
    yield reading.metadata.title or ""
    yield from map(text_of, reading.structured.elements("title")[:1])


def _stands_in_place(reading: Reading, kept: list[str]) -> str | None:
    """What a page is that stands in place of the article; None where it shows one."""
    wall = wall_in(reading.metadata.title, "\n".join(kept), is_dated=_is_dated(reading))
    return wall or titled_wall(list(_titles(reading)), reading.texts, kept)


def _is_dated(reading: Reading) -> bool:
    """Whether a page says that it is an article, when it was written or by whom."""
    metadata = reading.metadata
    is_told = bool(metadata.published) and metadata.published != day_of(reading.page.url)
    return is_told or bool(metadata.authors or ARTICLE_TYPE.search(metadata.page_type or ""))


def _no_article(reading: Reading, reason: str, access: AccessFinding) -> ValueError:
    """Why a page without an article has none: where scripts fill it, however long its menu is, that is why."""
    if access.wall is not None:
        return UnreadablePageError(f"{WALLED}: {access.evidence}")
    return NeedsBrowserError(FILLED_BY_SCRIPTS) if is_filled_by_scripts(reading.root) else UnreadablePageError(reason)


def _texts(reading: Reading) -> list[str]:
    texts = reading.texts
    if is_script_shell(reading.root, texts):
        raise NeedsBrowserError(FILLED_BY_SCRIPTS)
    if not texts:
        raise UnreadablePageError("no text on the page")
    return texts


def _site_decisions(document: Document, site: Site | None, page: Page) -> dict[int, Decision]:
    return site_decisions(document, site, page.fetched_at.date()) if site else {}


def _inside(document: Document, site: Site | None) -> frozenset[int]:
    """The candidates of the body that a site file names; none where it names none or the page has it not."""
    return frozenset(inside_body(document, site.body)) if site and site.body else frozenset()
