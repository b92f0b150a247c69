"""Who wrote it: names of persons, and of organisations only where no person is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.json_ld import types_of
from extractors.metadata.wording import folded, plain, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from extractors.metadata.structured import StructuredData

AUTHOR_META = (
    "author", "article:author", "og:author", "article:author_name", "dc.creator", "dcterms.creator", "dc.creator.name",
    "parsely-author", "sailthru.author", "byl", "citation_author", "cxenseparse:author", "authors", "creator", "vr:author",
    "article.author", "rbauthors", "shareaholic:article_author_name", "dcsext.author", "author_name", "dc:creator", "og:article:author",
)  # fmt: skip
BY = re.compile(
    r"^\W*(?:(?:written|posted|published|reported|words|story|text|texte|testo|texto|article|analysis|opinion|interview|review(?:ed)?|autor(?:in|en|es|a)?|auteur|"
    r"author|authors|autore|forfatter|skribent|foto und text)\s*(?:by|von|par|por|di|de|av|af|:|\|)?|by|von|par|por|di|da|door|av|af|przez|od|yazan|автор|автори|текст|tekst|autor)(?:\s*[:|]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
SPLIT = re.compile(
    r"\s*(?:[;|/•·&\n]|,(?!\s*(?:jr|sr|ph\.?d|m\.?d)\b)|\s(?:and|und|et|y|e|och|og|en|i|oraz|ve|и|та|with)\s)\s*",
    re.IGNORECASE,
)
NO_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|de|co|uk|fr)\b|\d{2}|[<>{}\[\]=#]|^\W*$|"
    r"\b(?:admin|administrator|editor(?:ial)?s?|redaktion|redaction|redacción|rédaction|redazione|redakcja|redaktionen|newsroom|staff|team|news|desk|press|"
    r"online|agency|agentur|agence|reuters|afp|dpa|apa|ap|efe|ansa|pap|tass|bloomberg|media|magazine|unknown|anonymous|guest|null|none|undefined|n/a|"
    r"web|service|contributor|updated|published|posted|read|share|follow|subscribe|comments?|views?|minutes?|min|hours?|ago|am|pm)\b",
    re.IGNORECASE,
)
ORGANISATION_TYPES = frozenset({"Organization", "NewsMediaOrganization", "Corporation", "Brand", "WebSite"})
BYLINES = etree.XPath(
    "//*[@rel='author' or @itemprop='author' or contains(@class,'author') or contains(@class,'Author') or contains(@class,'byline') or "
    "contains(@class,'Byline') or contains(@class,'autor') or contains(@class,'auteur')]"
    "[not(self::body or self::html or self::article or self::script or self::meta)]"
)
BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:author|authors|byline|autor|autoren|auteur|writer)(?:[\s_-]*(?:name|link|names|wrapper|info|url|vcard|fn|by))?(?:$|\s)|author.?name|byline.?(?:name|author)|[a-z]Author\b|[bB]yline",
    re.IGNORECASE,
)
ASIDE = re.compile(
    r"comment|related|sidebar|recommend|teaser|footer|widget|recent|popular|avatar|bio|image|photo|social",
    re.IGNORECASE,
)
MAX_CANDIDATES = 40
MAX_BYLINE = 150
MAX_NAME = 60
MAX_AUTHORS = 20


def split_names(written: str) -> list[str]:
    """The names in a byline, without "By" and what else is no name."""
    names = [BY.sub("", part.strip(" ,.-–—:")) for part in SPLIT.split(BY.sub("", written.strip()))]
    return [name for name in (name.strip(" ,.-–—:*()\"'") for name in names) if name]


def is_person(name: str, outlet_names: Sequence[str] = ()) -> bool:
    """Whether it looks like the name of a person: one to six words, capitals, nothing of an office or an address."""
    words = name.split()
    if not words or len(words) > 6 or len(name) > MAX_NAME or NO_NAME.search(name) or folded(name) in outlet_names:
        return False
    return any(word[0].isupper() or not word[0].isascii() for word in words)


def _json_ld_names(value: object, structured: StructuredData, *, organisations: bool) -> Iterator[str]:
    for thing in value if isinstance(value, list) else [value]:
        author = structured.resolve(thing)
        if isinstance(author, list):
            yield from _json_ld_names(author, structured, organisations=organisations)
        elif isinstance(author, dict):
            if organisations == bool(ORGANISATION_TYPES.intersection(types_of(author))):
                names = author.get("name")
                yield from (plain(name) for name in (names if isinstance(names, list) else [names]))
        elif not organisations:
            yield plain(author)


def _microdata_names(structured: StructuredData) -> Iterator[str]:
    for element in structured.microdata.get("author", ())[:MAX_CANDIDATES]:
        inner = next((e for e in element.iter("*") if "name" in (e.get("itemprop") or "").lower().split()), element)
        yield plain(inner.get("content")) or text_of(inner)


def _bylines(root: etree._Element) -> Iterator[str]:
    for element in BYLINES(root)[:MAX_CANDIDATES]:
        label = element.get("class") or ""
        if element.get("rel") != "author" and not BYLINE_CLASS.search(label):
            continue
        if any(
            ASIDE.search(f"{e.get('class') or ''} {e.get('id') or ''}")
            for e in (element, *element.iterancestors())
            if e.tag not in ("body", "html")
        ):
            continue
        links = [text for text in map(text_of, element.iter("a")) if text]
        text = text_of(element)
        yield from links if links and len(links) < 5 else [text] if len(text) <= MAX_BYLINE else []


def _persons(sources: Iterable[str], outlet_names: Sequence[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for source in sources:
        for name in split_names(source) if source else ():
            if is_person(name, outlet_names):
                found.setdefault(folded(name), name)
    return tuple(found.values())[:MAX_AUTHORS]


def read_authors(root: etree._Element, structured: StructuredData, outlet_names: Sequence[str]) -> tuple[str, ...]:
    """The authors in the order of the page."""
    article = structured.article
    said = article.get("author") or article.get("creator")
    for sources in (
        _json_ld_names(said, structured, organisations=False),
        structured.all_meta(*AUTHOR_META),
        _microdata_names(structured),
        _bylines(root),
    ):
        if persons := _persons(sources, outlet_names):
            return persons
    organisations = [name for name in _json_ld_names(said, structured, organisations=True) if name]
    return tuple(dict.fromkeys(organisations))[:MAX_AUTHORS]
