"""The style sheets that an article's page links and imports: archived with it, to show it as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from scrapy import Request

from spiders.reading import archived_pages as archived
from spiders.web.addresses import is_web_address
from spiders.web.exchange import Arrival
from spiders.web.failures import list_refusal, one_line
from storage import ArchiveError, Discovery, FetchKind
from storage.archive.style_sheets import DEEPEST, imports_of, style_sheets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response

    from spiders.discovery.frontier import Frontier
    from storage import Archive

LARGEST = 2**20  # bytes of one
PAGES_FIRST = -100  # priority
ACCEPTED = "text/css,*/*;q=0.1"
TYPES = {"text/css", "text/plain", ""}


def style_requests(frontier: Frontier, page: Response, arrival: Arrival | Request) -> Iterator[Request]:
    """Requests for what an article's page is shown with and is not archived yet, behind all pages; no callback."""
    is_article = isinstance(arrival, Arrival) and arrival.extraction and arrival.extraction.article
    if is_article and page.status == HTTPStatus.OK:
        site = arrival.site  # type: ignore[union-attr]
        yield from _requests(frontier, style_sheets_of(page.body, page.url), page, (site, 0))


def import_requests(frontier: Frontier, archive: Archive, sheet: Response) -> Iterator[Request]:
    """Requests for what a style sheet imports, in the name of the site whose page linked it; no callback.

    One that has not changed imports what it did, and that may have changed.
    """
    site, depth = sheet.meta["styled"]
    if depth < DEEPEST:
        imported = imports_of(_style_of(sheet, archive).decode("utf-8", "replace"), sheet.url)
        yield from _requests(frontier, imported, sheet, (site, depth + 1))


def _style_of(sheet: Response, archive: Archive) -> bytes:
    """What was sent; of a 304 what is archived. Empty where that cannot be read."""
    place = sheet.meta["received"].place
    if sheet.status != HTTPStatus.NOT_MODIFIED or place is None:
        return sheet.body if sheet.status == HTTPStatus.OK else b""
    try:
        return archived.page_of(archive.read(place), LARGEST).body
    except (ArchiveError, *archived.UNPACKING_FAULTS):
        return b""


def _requests(
    frontier: Frontier, addresses: list[str], response: Response, styled: tuple[str, int]
) -> Iterator[Request]:
    for url in addresses:
        headers = frontier.admit_style_sheet(url, styled[0]) if is_web_address(url) else None
        if headers is not None:
            meta = {
                "kind": FetchKind.STYLE_SHEET,
                "discovery": Discovery(url, response.url, FetchKind.STYLE_SHEET.value, datetime.now(UTC)),
                "origin": response.url,
                "styled": styled,
                "download_maxsize": LARGEST,
                "dont_retry": True,
            }
            yield Request(url, headers=headers | {"Accept": ACCEPTED}, meta=meta, priority=PAGES_FIRST)


def style_refusal(response: Response) -> str | None:
    """Why an answer is no style sheet: a page that says that there is none, often."""
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1").partition(";")[0].strip().lower()
    is_other = response.status == HTTPStatus.OK and declared not in TYPES
    return list_refusal(response) or (f"not a style sheet: {one_line(declared)}" if is_other else None)
