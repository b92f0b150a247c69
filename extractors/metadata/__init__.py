"""Metadata of an article: site file, then JSON-LD, then meta tags, then the document, then slow searches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import etree

from extractors.html.selector import compile_xpath
from extractors.metadata.addresses import host_of, read_canonical_url, registered_domain
from extractors.metadata.authors import read_authors
from extractors.metadata.dates import DateReader
from extractors.metadata.images import absolute, read_image
from extractors.metadata.instants import is_possible
from extractors.metadata.json_ld import types_of
from extractors.metadata.landmarks import Landmarks
from extractors.metadata.languages import read_language
from extractors.metadata.names import split_names
from extractors.metadata.times import parse_time
from extractors.metadata.titles import read_title
from extractors.metadata.wording import folded, plain, text_of
from extractors.model import Image

if TYPE_CHECKING:
    from datetime import datetime

    from extractors.metadata.structured import StructuredData
    from extractors.sites.site_file import MetadataOverrides

MAX_TAGS, MAX_TAG = 50, 80


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article beside its text. Times are ISO 8601, languages BCP 47."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    canonical_url: str | None = None
    site_name: str | None = None
    description: str | None = None
    image: Image | None = None
    page_type: str | None = None

    @property
    def names_nobody(self) -> bool:
        """Whether no author is known, or the outlet alone."""
        return all(folded(author) == folded(self.site_name or "") for author in self.authors)


def _site_name(structured: StructuredData) -> str | None:
    publisher = structured.resolve(structured.article.get("publisher"))
    name = plain(publisher.get("name")) if isinstance(publisher, dict) else ""
    return structured.first_meta("og:site_name") or name or structured.first_meta("application-name")


def _outlet_names(structured: StructuredData, page_url: str, site_name: str | None) -> list[str]:
    """Folded names under which the outlet may stand in a title or a byline."""
    host = host_of(page_url)
    names = [site_name or "", host.removeprefix("www."), registered_domain(host), registered_domain(host).split(".")[0]]
    names += structured.all_meta("application-name", "apple-mobile-web-app-title", "twitter:site", "al:ios:app_name")
    return [name for name in dict.fromkeys(map(folded, names)) if len(name) > 1]


def _strings(value: object) -> list[str]:
    parts = value if isinstance(value, list) else plain(value).split(",")
    names = [part.get("name") if isinstance(part, dict) else part for part in parts]
    return [name for name in map(plain, names) if name]


def _section(structured: StructuredData) -> str | None:
    said = structured.article.get("articleSection")
    names = [plain(said)] if isinstance(said, str) else _strings(said)
    return next(filter(None, names), None) or structured.first_meta(
        "article:section", "section", "parsely-section", "cxenseparse:section", "dc.subject.section"
    )


def _section_names(page_url: str, section: str | None) -> frozenset[str]:
    """Folded names of the sections that a page belongs to, by what it says and by its address."""
    try:
        path = urlsplit(page_url).path
    except ValueError:
        path = ""
    return frozenset(map(folded, (section or "", *unquote(path).split("/")[:-1]))) - {""}


def _tags(structured: StructuredData) -> tuple[str, ...]:
    tags = [tag for value in structured.all_meta("article:tag") for tag in _strings(value)]
    tags = tags or _strings(structured.article.get("keywords"))
    tags = tags or [
        tag for value in structured.all_meta("news_keywords", "parsely-tags", "keywords")[:1] for tag in _strings(value)
    ]
    distinct: dict[str, str] = {}
    for tag in tags:
        if len(tag) <= MAX_TAG:
            distinct.setdefault(folded(tag), tag)
    return tuple(distinct.values())[:MAX_TAGS]


def _page_type(structured: StructuredData) -> str | None:
    return next(iter(types_of(structured.article)), None) or structured.first_meta("og:type")


def _overridden(root: etree._Element, expression: str | None) -> list[str]:
    found = compile_xpath(expression)(root) if expression else []
    nodes = found if isinstance(found, list) else [found]
    return [text for node in nodes if (text := text_of(node) if isinstance(node, etree._Element) else plain(str(node)))]


def _apply(
    metadata: Metadata, root: etree._Element, overrides: MetadataOverrides, fetched_at: datetime, base: str
) -> Metadata:
    """What the site file names, where it finds something."""
    found: dict[str, object] = {}
    for name in ("title", "section"):
        if texts := _overridden(root, getattr(overrides, name)):
            found[name] = texts[0]
    if names := [name for text in _overridden(root, overrides.authors) for name in split_names(text)]:
        found["authors"] = tuple(dict.fromkeys(names))
    if tags := _overridden(root, overrides.tags):
        found["tags"] = tuple(dict.fromkeys(tags))
    for name in ("published", "modified"):
        times = [time for text in _overridden(root, getattr(overrides, name)) if (time := parse_time(text))]
        if possible := [time for time in times if is_possible(time, fetched_at)]:
            found[name] = possible[0]
    return replace(metadata, image=_image(metadata.image, root, overrides, base), **found)  # type: ignore[arg-type]


def _image(image: Image | None, root: etree._Element, overrides: MetadataOverrides, base: str) -> Image | None:
    texts = {name: _overridden(root, getattr(overrides, name))[:1] for name in ("image", "caption", "credit")}
    url = absolute(next(iter(texts["image"]), None), base) or (image.url if image else None)
    if url is None:
        return image
    caption = next(iter(texts["caption"]), image.caption if image else None)
    return Image(url, caption, next(iter(texts["credit"]), image.credit if image else None))


def read_metadata(
    root: etree._Element,
    structured: StructuredData,
    page_url: str,
    fetched_at: datetime,
    overrides: MetadataOverrides | None,
) -> Metadata:
    """Metadata of a parsed page; what nothing names is None or empty. Never raises on page content."""
    language, site_name = read_language(root, structured), _site_name(structured)
    names = _outlet_names(structured, page_url, site_name)
    canonical_url = read_canonical_url(structured, page_url)
    section = _section(structured)
    title, headline = read_title(structured, names, _section_names(page_url, section))
    landmarks = Landmarks.of(root, headline)
    dates = DateReader(landmarks, structured, fetched_at, language or "", host_of(page_url))
    metadata = Metadata(
        title=title,
        authors=read_authors(structured, landmarks, names),
        published=dates.published(canonical_url or page_url),
        modified=dates.modified(),
        language=language,
        section=section,
        tags=_tags(structured),
        canonical_url=canonical_url,
        site_name=site_name,
        description=structured.first_meta("og:description", "description", "twitter:description"),
        image=read_image(structured, page_url),
        page_type=_page_type(structured),
    )
    return _apply(metadata, root, overrides, fetched_at, page_url) if overrides else metadata
