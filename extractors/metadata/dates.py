"""When an article was published and last changed: the best source that gives a possible time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.times import is_possible, parse_time
from extractors.metadata.wording import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from extractors.metadata.structured import StructuredData

PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "publishdate",
    "publish-date", "publish_date", "published", "pubdate", "pub_date", "date.published", "originalpublicationdate",
    "dcterms.created", "dcterms.issued", "dc.date.issued", "dc.date.created", "dcterms.date", "dc.date", "dc.created",
    "citation_publication_date", "citation_date", "article.published", "article_date_original", "displaydate", "rnews:datepublished",
    "ptime", "cdate", "last-publish-date", "date", "created", "article:post_date", "bt:pubdate", "timestamp", "og:pubdate",
    "iso-8601-publish-date", "datecreated", "vr:published_time", "gofollow:date", "dc:date",
)  # fmt: skip
MODIFIED_META = (
    "article:modified_time", "og:updated_time", "datemodified", "article:updated_time", "article:modified", "og:modified_time",
    "dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "modified", "revision_date", "updated_time", "lastupdated",
)  # fmt: skip
URL_DATE = re.compile(
    r"(?<!\d)(20[0-3]\d|199\d)[/_-]?(0[1-9]|1[0-2]|(?<=[/_-])[1-9](?=[/_-]))[/_-]?(0[1-9]|[12]\d|3[01]|(?<=[/_-])[1-9](?=[/_-]))(?!\d)"
)
DATED_CLASS = re.compile(
    r"publi[sc]|posted|pubdate|created|(?:^|[\s_-])(?:date|time|datum|fecha|data|datetime|zeit)|timestamp|dateline|byline|[a-z]Date\b",
    re.IGNORECASE,
)
CHANGED_CLASS = re.compile(r"modif|updat|aktualisiert|changed", re.IGNORECASE)
ASIDE = re.compile(
    r"comment|related|sidebar|recommend|teaser|footer|widget|recent|popular|more-|latest|ticker|nav|menu", re.IGNORECASE
)
DATED_ELEMENTS = etree.XPath(
    "//*[@class and not(self::body or self::html or self::time or self::script or self::style) and (contains(@class,'dat') or "
    "contains(@class,'Dat') or contains(@class,'time') or contains(@class,'Time') or contains(@class,'publi') or "
    "contains(@class,'Publi') or contains(@class,'posted') or contains(@class,'byline') or contains(@class,'meta') or "
    "contains(@class,'Meta') or contains(@class,'fecha') or contains(@class,'info') or contains(@class,'author'))]"
)
MAX_CANDIDATES = 60
MAX_DATED_TEXT = 200


def _stands_aside(element: etree._Element) -> bool:
    return any(
        ASIDE.search(f"{e.get('class') or ''} {e.get('id') or ''} {e.tag}")
        for e in (element, *element.iterancestors())
        if e.tag not in ("body", "html")
    )


def _microdata_times(structured: StructuredData, name: str) -> Iterator[str]:
    for element in structured.microdata.get(name, ())[:3]:
        yield element.get("content") or element.get("datetime") or text_of(element)


def _time_elements(root: etree._Element, *, changed: bool) -> Iterator[str]:
    """``time`` elements outside of lists of other stories; those marked as published first."""
    found = [element for element, _ in zip(root.iter("time"), range(MAX_CANDIDATES), strict=False)]
    for element in sorted(
        found, key=lambda element: element.get("pubdate") is None and "publish" not in (element.get("class") or "")
    ):
        label = f"{element.get('class') or ''} {element.get('id') or ''}"
        if bool(CHANGED_CLASS.search(label)) == changed and not _stands_aside(element):
            yield element.get("datetime") or text_of(element)


def _dated_texts(root: etree._Element) -> Iterator[str]:
    """Short texts whose class speaks of a date."""
    for element in DATED_ELEMENTS(root)[:MAX_CANDIDATES]:
        text = text_of(element)
        if DATED_CLASS.search(element.get("class")) and len(text) <= MAX_DATED_TEXT and not _stands_aside(element):
            yield text


def _url_date(url: str) -> Iterator[str]:
    if found := URL_DATE.search(url):
        yield f"{found[1]}-{found[2].zfill(2)}-{found[3].zfill(2)}"


def _published_sources(root: etree._Element, structured: StructuredData, url: str) -> Iterator[str]:
    article = structured.article
    yield from (str(article.get(name) or "") for name in ("datePublished", "dateCreated", "uploadDate"))
    yield from structured.all_meta(*PUBLISHED_META)
    yield from _microdata_times(structured, "datepublished")
    yield from _time_elements(root, changed=False)
    yield from _url_date(url)
    yield from _dated_texts(root)


def _first_possible(sources: Iterable[str], fetched_at: datetime, *, month_first: bool) -> str | None:
    for source in sources:
        time = parse_time(source, month_first=month_first)
        if time and is_possible(time, fetched_at):
            return time
    return None


def read_published(
    root: etree._Element, structured: StructuredData, url: str, fetched_at: datetime, *, month_first: bool
) -> str | None:
    """ISO 8601; a date alone where the page gives no more."""
    sources = _published_sources(root, structured, url)
    return _first_possible(sources, fetched_at, month_first=month_first)


def read_modified(
    root: etree._Element, structured: StructuredData, fetched_at: datetime, *, month_first: bool
) -> str | None:
    """ISO 8601 of the last change, where the page names one."""
    sources = [str(structured.article.get("dateModified") or ""), *structured.all_meta(*MODIFIED_META)]
    sources += [*_microdata_times(structured, "datemodified"), *_time_elements(root, changed=True)]
    return _first_possible(sources, fetched_at, month_first=month_first)
