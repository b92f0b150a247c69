"""Small pages for the tests of metadata and access."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lxml import html

from extractors.metadata import Metadata, read_metadata
from extractors.metadata.structured import read_structured

if TYPE_CHECKING:
    from lxml import etree

    from extractors.sites.site_file import MetadataOverrides

URL = "https://www.example-herald.org/news/a-long-night"
FETCHED = datetime(2026, 11, 1, tzinfo=UTC)
PROSE = " ".join(["The council met again on Tuesday and spoke for a long time about the bridge over the river."] * 6)


def page(body: str, head: str = "", language: str = "en") -> etree._Element:
    return html.document_fromstring(f'<html lang="{language}"><head>{head}</head><body>{body}</body></html>')


def json_ld(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


def metadata_of(root: etree._Element, url: str = URL, overrides: MetadataOverrides | None = None) -> Metadata:
    return read_metadata(root, read_structured(root), url, FETCHED, overrides)
