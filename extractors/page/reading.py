"""A page as it is read before anything is decided: its tree, what it says of itself, its blocks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.features.blocks import Features, PageFacts
from extractors.html.decode import decode, parse
from extractors.html.walk import read_document
from extractors.metadata import Metadata, read_metadata
from extractors.metadata.addresses import host_of
from extractors.metadata.structured import StructuredData, read_structured

if TYPE_CHECKING:
    from lxml import etree

    from extractors.html.document import Document
    from extractors.model import Page
    from extractors.sites.site_file import Site


@dataclass(frozen=True)
class Reading:
    """Everything is read off ``root``, which is parsed once, when it is asked for."""

    page: Page
    site: Site | None
    root: etree._Element

    @cached_property
    def structured(self) -> StructuredData:
        """JSON-LD, meta tags, microdata."""
        return read_structured(self.root, self.page.url)

    @cached_property
    def metadata(self) -> Metadata:
        """Title, authors, dates and so on; the site file says where they stand."""
        overrides = self.site.metadata if self.site else None
        return read_metadata(self.root, self.structured, self.page.url, self.page.fetched_at, overrides)

    @cached_property
    def document(self) -> Document:
        """Containers and candidate blocks."""
        return read_document(self.root)

    @property
    def texts(self) -> list[str]:
        """The texts of the candidate blocks, in page order."""
        return [candidate.text for candidate in self.document.candidates]

    def features(self) -> Features:
        """What can be measured of the candidates, of which there must be one."""
        return Features(self.document, PageFacts.of(self.metadata, self.structured, host_of(self.page.url)))


def read_page(page: Page, site: Site | None = None) -> Reading:
    """Decode and parse a page as its site file prepares it. Raises UnreadablePageError where it is no page."""
    text = decode(page.body, page.headers)
    return Reading(page, site, parse(site.prepared(text) if site else text))
