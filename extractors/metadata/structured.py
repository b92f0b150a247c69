"""What a page says about itself in JSON-LD, meta tags and microdata: read once, for metadata, access and body."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.json_ld import JsonObject, read_json_ld, types_of
from extractors.metadata.wording import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_META, MAX_META_NAME = 2000, 100
ARTICLE_TYPE = re.compile(r"(Article|BlogPosting|Report|SocialMediaPosting|Review|Recipe|HowTo)$")
PAGE_TYPES = frozenset({"WebPage", "ItemPage", "AboutPage", "FAQPage", "QAPage", "ProfilePage", "VideoObject", "Event"})
# Fields that a second object about the same page may fill.
SHARED_FIELDS = (
    "headline", "datePublished", "dateModified", "author", "image", "articleSection", "keywords", "inLanguage",
    "description", "publisher", "isAccessibleForFree", "hasPart", "articleBody", "wordCount", "url", "creator",
)  # fmt: skip
MICRODATA = etree.XPath("//@itemprop/parent::*")
LINE_TAG = re.compile(r"<\s*/?\s*(?:p|br|div|li|h\d|ul|blockquote)\b[^>]{0,300}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StructuredData:
    """Markup made for machines.

    ``objects`` are all JSON-LD objects in document order, ``article`` is the one about the page itself (empty where
    there is none); ``meta`` maps lower-case names of meta tags to their contents, ``microdata`` properties to elements;
    ``article_body`` is the text of the article as plain lines.
    """

    objects: tuple[JsonObject, ...] = ()
    article: JsonObject = field(default_factory=dict)
    meta: Mapping[str, list[str]] = field(default_factory=dict)
    microdata: Mapping[str, list[etree._Element]] = field(default_factory=dict)
    article_body: str | None = None

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


def _read_meta(root: etree._Element) -> dict[str, list[str]]:
    meta: dict[str, list[str]] = {}
    for count, element in enumerate(root.iter("meta")):
        content = plain(element.get("content"))
        if not content or count > MAX_META:
            continue
        names = {(element.get(key) or "").strip().lower() for key in ("property", "name", "itemprop", "http-equiv")}
        for name in names - {""}:
            if len(name) > MAX_META_NAME:
                continue
            meta.setdefault(name, []).append(content)
    return meta


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


def _own_addresses(root: etree._Element, meta: Mapping[str, list[str]]) -> set[str]:
    links = [link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    return {_folded_address(value) for value in [*links[:1], *meta.get("og:url", ())[:1]]} - {""}


def _choose_article(objects: list[JsonObject], own: set[str]) -> JsonObject:
    """The object about this page, its gaps filled by others about the same page."""
    ranked = sorted(
        (thing for thing in objects if _rank(thing) < 3), key=lambda thing: (_rank(thing), not own & _addresses(thing))
    )
    if not ranked:
        return {}
    article = dict(ranked[0])
    for other in ranked[1:]:
        same = article.get("headline") and other.get("headline") == article.get("headline")
        if same or (own | _addresses(article)) & _addresses(other) or "WebPage" in types_of(other):
            article |= {name: other[name] for name in SHARED_FIELDS if not article.get(name) and other.get(name)}
    return article


def _article_body(article: JsonObject) -> str | None:
    body = article.get("articleBody")
    if isinstance(body, list):
        body = "\n".join(part for part in body if isinstance(part, str))
    if not isinstance(body, str):
        return None
    lines = LINE_TAG.sub("\n", body.replace("&lt;", "<").replace("&gt;", ">")).splitlines()
    return "\n".join(line for line in map(plain, lines) if line) or None


def read_structured(root: etree._Element) -> StructuredData:
    """All structured data of a parsed page. Never raises on page content."""
    scripts = (script for script in root.iter("script") if "ld+json" in (script.get("type") or "").lower())
    objects, meta = read_json_ld(scripts), _read_meta(root)
    article = _choose_article(objects, _own_addresses(root, meta))
    return StructuredData(tuple(objects), article, meta, _read_microdata(root), _article_body(article))
