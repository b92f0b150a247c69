"""What a page says about itself in JSON-LD, meta tags and microdata: read once, for metadata, access and body."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.json_ld import JsonObject, parse_json_ld, read_json_ld, types_of
from extractors.metadata.wording import folded, plain, text_of
from extractors.text.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MAX_META, MAX_META_NAME, MAX_CALLED = 2000, 100, 10
# A headline that has less than this part of its words in common with a title is another.
SHARED = 0.2
SIGN = re.compile(r"\s[-–—|·»]\s|[|｜_]")
ARTICLE_TYPE = re.compile(r"(Article|BlogPosting|Report|SocialMediaPosting|Review|Recipe|HowTo)$")
PAGE_TYPES = frozenset({"WebPage", "ItemPage", "AboutPage", "FAQPage", "QAPage", "ProfilePage", "VideoObject", "Event"})
# Fields that a second object about the same page may fill.
SHARED_FIELDS = (
    "headline", "datePublished", "dateModified", "author", "image", "articleSection", "keywords", "inLanguage",
    "description", "publisher", "isAccessibleForFree", "hasPart", "articleBody", "wordCount", "url", "creator",
)  # fmt: skip
META_NAMES = ("property", "name", "itemprop", "http-equiv")
# What the readers of metadata ask for, found in one walk over the tree.
READ_TAGS = ("script", "meta", "link", "title", "h1", "h2", "h3", "time", "figure")
# A tag that holds an object, the fields of it that are read, and what tags of their own are called for these.
IN_ONE_TAG = "parsely-page"
FIELDS_IN_ONE_TAG = {"pub_date": "pub-date", "author": "author", "authors": "author", "section": "section"}
MICRODATA = etree.XPath("descendant::*/@itemprop/..")
LINE_TAG = re.compile(r"<\s*(?:/\s*)?(?:p|br|div|li|h\d|ul|blockquote)\b[^>]{0,300}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StructuredData:
    """Markup made for machines.

    ``objects`` are all JSON-LD objects in document order, ``article`` is the one about the page itself (empty where
    there is none); ``meta`` maps lower-case names of meta tags to their contents, ``microdata`` properties to elements;
    ``article_body`` is the text of the article as plain lines; ``by_tag`` has all elements of the tags that metadata is
    read from, in document order; ``canonical`` are the addresses that links call canonical.
    """

    objects: tuple[JsonObject, ...] = ()
    article: JsonObject = field(default_factory=dict)
    meta: Mapping[str, list[str]] = field(default_factory=dict)
    microdata: Mapping[str, list[etree._Element]] = field(default_factory=dict)
    article_body: str | None = None
    by_tag: Mapping[str, list[etree._Element]] = field(default_factory=dict)
    canonical: tuple[str, ...] = ()

    def elements(self, tag: str) -> Sequence[etree._Element]:
        """All elements of one of the tags that are read."""
        return self.by_tag.get(tag, ())

    def first_meta(self, *names: str) -> str | None:
        """The first meta tag of these names that says something."""
        return next((content for name in names for content in self.meta.get(name, ())), None)

    def all_meta(self, *names: str) -> list[str]:
        """What all meta tags of these names say."""
        return [content for name in names for content in self.meta.get(name, ())]

    def resolve(self, thing: object) -> object:
        """The object that a bare ``@id`` stands for."""
        if isinstance(thing, dict) and len(thing) <= 2 and "name" not in thing and (name := thing.get("@id")):
            return next((other for other in self.objects if other.get("@id") == name and len(other) > 2), thing)
        return thing


def _canonical_links(links: list[etree._Element]) -> Iterator[str]:
    for link in links:
        if (relation := link.get("rel")) and "canonical" in relation.lower().split():
            yield plain(link.get("href"))


def _read_tags(root: etree._Element) -> dict[str, list[etree._Element]]:
    by_tag: dict[str, list[etree._Element]] = {tag: [] for tag in READ_TAGS}
    for element in root.iter(*READ_TAGS):
        by_tag[str(element.tag)].append(element)
    return by_tag


def _read_meta(elements: list[etree._Element]) -> dict[str, list[str]]:
    meta: dict[str, list[str]] = {}
    for element in elements[:MAX_META]:
        if content := plain(element.get("content") or element.get("value")):
            names = dict.fromkeys(name.strip().lower() for key in META_NAMES if (name := element.get(key)))
            for name in names:
                if 0 < len(name) <= MAX_META_NAME:
                    meta.setdefault(name, []).append(content)
    for name, content in _in_one_tag(meta.get(IN_ONE_TAG, ())):
        meta.setdefault(f"parsely-{name}", []).append(content)
    return meta


def _in_one_tag(contents: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What a tag says that holds all fields of an article as one object."""
    objects = (thing for content in contents[:1] for thing in parse_json_ld(content)[:1] if isinstance(thing, dict))
    fields = ((FIELDS_IN_ONE_TAG.get(name), value) for thing in objects for name, value in thing.items())
    for name, value in fields:
        if name is not None:
            yield from ((name, text) for text in map(plain, _listed(value)[:MAX_CALLED]) if text)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _read_microdata(root: etree._Element) -> dict[str, list[etree._Element]]:
    microdata: dict[str, list[etree._Element]] = {}
    for element in MICRODATA(root)[:MAX_META]:
        for name in element.get("itemprop").lower().split():
            microdata.setdefault(name, []).append(element)
    return microdata


def _rank(thing: JsonObject) -> int:
    types = types_of(thing)
    if any(ARTICLE_TYPE.search(name) for name in types):
        return 0 if "headline" in thing or "datePublished" in thing else 1
    return 2 if "datePublished" in thing or PAGE_TYPES.intersection(types) else 3


def _folded_address(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value.split("#")[0].split("?")[0].rstrip("/").rpartition("//")[2] if isinstance(value, str) else ""


def _addresses(thing: JsonObject) -> set[str]:
    return {_folded_address(thing.get(name)) for name in ("url", "@id", "mainEntityOfPage")} - {""}


def _is_empty(value: object) -> bool:
    """Whether a field says nothing; false says something."""
    return value is None or value in ("", [], {})


def _is_another(thing: JsonObject, own: set[str], called: set[str]) -> bool:
    """Whether an object says of itself that it is about another page: by its address, and by a headline that has next
    to nothing in common with what the page is called."""
    addresses, said = _addresses(thing), set(words_of(plain(thing.get("headline"))))
    if not (own and addresses and called and said) or own & addresses:
        return False
    hosts = {address.partition("/")[0] for address in own}
    others = {address for address in addresses if address.partition("/")[0] in hosts and "/" in address}
    return bool(others) and all(len(said & set(words_of(title))) < SHARED * len(said) for title in called)


def _choose_article(objects: list[JsonObject], own: set[str], called: set[str]) -> JsonObject:
    """The object about this page, its gaps filled by others about the same page: by the addresses of the page, then by
    what it is ``called``."""
    names = set(map(folded, called))
    ranked = sorted(
        (thing for thing in objects if _rank(thing) < 3),
        key=lambda thing: (
            _rank(thing),
            not own & _addresses(thing),
            folded(plain(thing.get("headline"))) not in names,
        ),
    )
    if not ranked or _is_another(ranked[0], own, called):
        return {}
    article = dict(ranked[0])
    for other in ranked[1:]:
        same = article.get("headline") and other.get("headline") == article.get("headline")
        if same or (own | _addresses(article)) & _addresses(other) or "WebPage" in types_of(other):
            article |= {name: other[name] for name in SHARED_FIELDS if _is_empty(article.get(name)) and name in other}
    return article


def _article_body(article: JsonObject, microdata: Mapping[str, list[etree._Element]]) -> str | None:
    """What calls itself the body of the article; schema.org calls it the text of any other writing."""
    in_microdata = (element.get("content") for element in microdata.get("articlebody", ()))
    body = article.get("articleBody") or article.get("text") or next(filter(None, in_microdata), None)
    if isinstance(body, list):
        body = "\n".join(part for part in body if isinstance(part, str))
    if not isinstance(body, str):
        return None
    lines = LINE_TAG.sub("\n", body.replace("&lt;", "<").replace("&gt;", ">")).splitlines()
    return "\n".join(line for line in map(plain, lines) if line) or None


def _called(by_tag: Mapping[str, list[etree._Element]], meta: Mapping[str, list[str]]) -> set[str]:
    """What the page calls itself; a title of which the outlet is a part is taken in pieces, too."""
    headings = map(text_of, by_tag["h1"][:MAX_CALLED])
    titles = [title for element in by_tag["title"][:1] for title in (text_of(element), *SIGN.split(text_of(element)))]
    return {*headings, *titles, *meta.get("og:title", ())[:1]} - {""}


def read_structured(root: etree._Element, page_url: str = "") -> StructuredData:
    """All structured data of a parsed page. Never raises on page content."""
    by_tag = _read_tags(root)
    objects = read_json_ld(script for script in by_tag["script"] if "ld+json" in (script.get("type") or "").lower())
    meta, canonical = _read_meta(by_tag["meta"]), tuple(_canonical_links(by_tag["link"]))
    own = {_folded_address(value) for value in (*canonical[:1], *meta.get("og:url", ())[:1], page_url)} - {""}
    article, microdata = _choose_article(objects, own, _called(by_tag, meta)), _read_microdata(root)
    body = _article_body(article, microdata)
    return StructuredData(tuple(objects), article, meta, microdata, body, by_tag, canonical)
