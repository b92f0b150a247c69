"""The extractors under measurement: ours and its peers, all with one signature."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import multiprocessing
import sys
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import trafilatura
from rich.progress import track

from benchmarks.shared import BUILD, Row, read_lines, write_lines
from extractors import Page, extract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from extractors import Extraction

# After every date that a corpus page can tell of.
FETCHED_AT = datetime(2026, 11, 1, tzinfo=UTC)
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Source:
    """A page to extract, saved or made."""

    id: str
    url: str
    html: bytes


def extract_source(source: Source) -> Extraction:
    """Our extractor with no site file and no repeats, as on a site that nobody tuned for."""
    return extract(Page(source.url, source.html, {}, 200, FETCHED_AT), None, None)


def row_of(page_id: str, extraction: Extraction) -> Row:
    """What the scorers read, and the ledger."""
    article = extraction.article
    removals = [{"text": removal.text, "category": str(removal.category)} for removal in extraction.removals]
    if article is None:
        return {"id": page_id, "text": "", "removals": removals}
    return {
        "id": page_id,
        "text": article.text,
        "title": article.title,
        "authors": list(article.authors),
        "date": article.published,
        "removals": removals,
    }


def run_stet(source: Source) -> Row:
    """Our row of a page."""
    return row_of(source.id, extract_source(source))


def run_trafilatura(source: Source) -> Row:
    """Trafilatura's row of a page, as its documentation extracts an article."""
    document: Any = trafilatura.bare_extraction(source.html, url=source.url, with_metadata=True, include_comments=False)
    if document is None:
        return {"id": source.id, "text": ""}
    return {
        "id": source.id,
        "text": document.text or "",
        "title": document.title,
        "authors": [name.strip() for name in (document.author or "").split(";") if name.strip()],
        "date": document.date,
    }


def run_newspaper(source: Source) -> Row:
    """newspaper4k's row of a page."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        newspaper = importlib.import_module("newspaper")
        article = newspaper.Article(source.url, fetch_images=False)
        article.download(input_html=source.html.decode("utf-8", "replace"))
        article.parse()
    published = article.publish_date
    return {
        "id": source.id,
        "text": article.text or "",
        "title": article.title,
        "authors": list(article.authors or []),
        "date": published.isoformat() if isinstance(published, datetime) else None,
    }


@dataclass(frozen=True, slots=True)
class Extractor:
    """An extractor by name. ``package`` is None for ours, whose output is never kept between runs."""

    name: str
    package: str | None
    run: Callable[[Source], Row]

    def run_safely(self, source: Source) -> Row:
        """The row of a page; a peer that fails on a page has an empty one."""
        try:
            return self.run(source)
        except Exception:
            if self.package is None:
                raise
            return {"id": source.id, "text": ""}


STET = Extractor("stet", None, run_stet)
TRAFILATURA = Extractor("trafilatura", "trafilatura", run_trafilatura)
NEWSPAPER = Extractor("newspaper4k", "newspaper4k", run_newspaper)


def installed_peers() -> list[Extractor]:
    """Trafilatura, and newspaper4k where it is installed."""
    return [TRAFILATURA] + [NEWSPAPER] * (importlib.util.find_spec("newspaper") is not None)


def _compute(extractor: Extractor, sources: list[Source], what: str) -> list[Row]:
    with multiprocessing.get_context("forkserver").Pool(PROCESSES) as pool:
        rows: Iterable[Row] = pool.imap(extractor.run_safely, sources, chunksize=4)
        title = f"{extractor.name}: {what}"
        return list(track(rows, title, len(sources), disable=not sys.stdout.isatty(), transient=True))


def _digest(source: Source) -> str:
    return hashlib.sha256(source.url.encode() + source.html).hexdigest()


def outputs(extractor: Extractor, sources: list[Source], what: str) -> dict[str, Row]:
    """The rows of pages by id. A peer's are kept in build/ by its version and the bytes of the page."""
    if extractor.package is None:
        return {row["id"]: row for row in _compute(extractor, sources, what)}
    path = BUILD / "peers" / f"{extractor.name}-{version(extractor.package)}.jsonl"
    known = {row["digest"]: row for row in read_lines(path)} if path.is_file() else {}
    digests = {source.id: _digest(source) for source in sources}
    missing = [source for source in sources if digests[source.id] not in known]
    if missing:
        known |= {
            digests[row["id"]]: row | {"digest": digests[row["id"]]} for row in _compute(extractor, missing, what)
        }
        write_lines(path, list(known.values()))
    return {page_id: known[digest] | {"id": page_id} for page_id, digest in digests.items()}
