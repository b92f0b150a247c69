"""A page as it is read before anything is decided: its tree, what it says of itself, its blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.decode import decode, parse
from extractors.measures import Measures, PageFacts
from extractors.metadata import read_metadata
from extractors.metadata.structured import read_structured
from extractors.walk import read_document

if TYPE_CHECKING:
    from lxml import etree

    from extractors.document import Document
    from extractors.metadata import Metadata
    from extractors.metadata.structured import StructuredData
    from extractors.model import Page
    from extractors.site import Site


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything is read off ``root``, which is parsed once."""

    root: etree._Element
    structured: StructuredData
    metadata: Metadata
    document: Document

    @property
    def texts(self) -> list[str]:
        """The texts of the candidate blocks, in page order."""
        return [candidate.text for candidate in self.document.candidates]

    def measures(self) -> Measures:
        """What can be measured of the candidates, of which there must be one."""
        return Measures(self.document, PageFacts.of(self.metadata, self.structured))


def read_page(page: Page, site: Site | None = None) -> Reading:
    """Decode, parse and read a page; the site file says how to prepare it and where metadata stand.

    Raises UnreadablePageError where it is no page.
    """
    text = decode(page.body, page.headers)
    root = parse(site.prepared(text) if site else text)
    structured = read_structured(root)
    metadata = read_metadata(root, structured, page.url, page.fetched_at, site.metadata if site else None)
    return Reading(root, structured, metadata, read_document(root))
