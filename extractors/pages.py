"""An article that stands on several pages: each is read by itself, then they are put together."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from extractors.access import read_access
from extractors.extract import extract
from extractors.html.decode import UnreadablePageError
from extractors.model import Box, Category, Extraction, Layer, Removal
from extractors.page.links import next_page_of
from extractors.page.reading import read_page
from extractors.sites.site_file import AccessOverride
from extractors.text.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractors.access import AccessFinding
    from extractors.model import Article, Block, Page, Repeats
    from extractors.sites.site_file import Site

PAGES_MISSING = "pages-missing"
EVIDENCE = "the same text stands on another page of the article"
DOUBLE = Box(Category.INTERFACE, Layer.STRUCTURE, "double", EVIDENCE)
WORDS_OF_A_PARAGRAPH = 8  # what is shorter may be said twice


def extract_pages(pages: Sequence[Page], site: Site | None = None, repeats: Repeats | None = None) -> Extraction:
    """What the pages of an article give together, in their order.

    Where a page has no text, or the last one leads to a further page, the article is cut. Never raises on page content.
    """
    parts = [extract(page, site, repeats) for page in pages]
    if parts[0].article is None:
        return parts[0]
    joined = parts[0] if len(parts) == 1 else _with_access(join(parts), _access_of(pages, parts, site))
    missing = [f"page {number}: {part.error}" for number, part in enumerate(parts, 1) if part.article is None]
    if following := next_page_of(pages, site):
        missing.append(f"the article goes on at {following}")
    return _cut(joined, missing) if missing else joined


def is_another_article(first: Page, page: Page, site: Site | None = None) -> bool:
    """Whether a page that follows is another article: its date is another, and most of its title.

    Links to the next page are easily taken for those to the next article.
    """
    try:
        one, other = read_page(first, site).metadata, read_page(page, site).metadata
    except UnreadablePageError:
        return False
    if not (one.published and other.published) or one.published == other.published:
        return False
    words, others = (set(_words(each.title or "").split()) for each in (one, other))
    return len(words & others) * 2 < min(len(words), len(others))


def join(parts: Sequence[Extraction]) -> Extraction:
    """One extraction of those of an article's pages; the first, which is an article, says what the article is.

    What several pages show stands once: above the text of the first (headline, byline), below that of the last (a note
    on the author), and within only where it is no short line.
    """
    article = _article(parts[0])
    blocks: list[Block] = []
    removals: list[Removal] = []
    boxes: list[Box] = []
    seen = {_words(article.title or "")}
    for number, part in enumerate(parts, 1):
        own, following = _blocks_of(part), next((other for other in parts[number:] if other.article), None)
        shared = _foot(own, following) | (_shown(own, seen) if number > 1 else set())
        for step in _steps(part, shared):
            if isinstance(step, Removal):
                removals.append(replace(step, position=len(blocks), page=number, box=len(boxes) + step.box))
            else:
                blocks.append(step)
        boxes += (*part.boxes, DOUBLE)
        seen |= {_words(block.text) for block in blocks}
    flags = tuple(dict.fromkeys(flag for part in parts for flag in part.flags))
    return replace(
        parts[0],
        article=replace(article, blocks=tuple(blocks)),
        removals=tuple(removals),
        boxes=tuple(boxes),
        flags=flags,
    )


def _blocks_of(part: Extraction) -> tuple[Block, ...]:
    return part.article.blocks if part.article else ()


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _foot(blocks: Sequence[Block], following: Extraction | None) -> set[int]:
    """Which blocks end a page as they end the next one."""
    pairs = zip(reversed(blocks), reversed(_blocks_of(following) if following else ()), strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0].text == pair[1].text, pairs))
    return set(range(len(blocks) - same, len(blocks)))


def _shown(blocks: Sequence[Block], seen: set[str]) -> set[int]:
    """Which blocks of a page an earlier one has shown."""
    known = {index for index, block in enumerate(blocks) if _words(block.text) in seen}
    own = sorted(set(range(len(blocks))) - known)
    return {
        index
        for index in known
        if not own or not own[0] < index < own[-1] or len(words_of(blocks[index].text)) >= WORDS_OF_A_PARAGRAPH
    }


def _steps(part: Extraction, shared: set[int]) -> Iterator[Removal | Block]:
    """Blocks and removals in the order of the page; a shared block as a removal."""
    blocks = _blocks_of(part)
    rest = sorted(part.removals, key=lambda removal: removal.position)
    for index, block in enumerate(blocks):
        while rest and rest[0].position <= index:
            yield rest.pop(0)
        if index in shared:
            yield Removal(
                block.text, Category.INTERFACE, Layer.STRUCTURE, "double", EVIDENCE, index, box=len(part.boxes)
            )
        else:
            yield block
    yield from rest


def _access_of(pages: Sequence[Page], parts: Sequence[Extraction], site: Site | None) -> AccessFinding:
    """By all texts together: no page alone shows the end of the article."""
    readings = [read_page(page, site) for page, part in zip(pages, parts, strict=True) if part.article]
    texts = [text for reading in readings for text in reading.texts]
    return read_access(readings[0].root, readings[0].structured, texts, site.access if site else AccessOverride())


def _with_access(joined: Extraction, found: AccessFinding) -> Extraction:
    told = _article(joined)
    told = replace(told, access=found.access, access_evidence=found.evidence, complete=found.complete)
    return replace(joined, article=told)


def _cut(joined: Extraction, missing: list[str]) -> Extraction:
    article = _article(joined)
    evidence = "; ".join(filter(None, (article.access_evidence, *missing)))
    flags = (*joined.flags, PAGES_MISSING)
    return replace(joined, article=replace(article, complete=False, access_evidence=evidence), flags=flags)


def _article(joined: Extraction) -> Article:
    assert joined.article is not None  # noqa: S101  (callers ask first)
    return joined.article
