"""Read front and section pages: the links that may be articles, and the feeds that the page announces."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree, html
from w3lib.encoding import html_to_unicode

from spiders.discovery.listing import Listed, Listing
from spiders.web.addresses import absolute, host_of

if TYPE_CHECKING:
    from collections.abc import Iterator

FEED_TYPE = re.compile(r"\b(rss|atom|rdf)\b|feed[+ ]json|json[+ ]feed")
FEED_QUERY = re.compile(r"(^|&)_?(feed|format|type|output\w{0,6}|alt|tmpl)=(rss2?|atom|rdf|feed)(&|$)", re.IGNORECASE)
FEED_HOST = re.compile(r"(feeds?|rss)\d*\.", re.IGNORECASE)
FEED_SCHEME = re.compile(r"^\s*feed:(//)?(?=[^/])", re.IGNORECASE)
# What may be a feed or something else: the address has to speak of one.
XML_TYPES = {"", "text/xml", "application/xml", "application/json", "text/html", "text/plain"}
FEED_ADDRESS = re.compile(
    r"(^|/)(rss|rdf|atom|feeds?)(/|[.\d]|$)|\.(rss|rdf|atom)(\.xml)?/?$|[-_.](rss|feed|atom)\.xml$", re.IGNORECASE
)
FEED_RELATIONS = {"feed", "service.feed"}
NO_FEED = re.compile(r"oembed|wp-json|comments?/feed", re.IGNORECASE)
MOST_LINKED_FEEDS = 4  # that are only linked, where none is announced
LONGEST_TITLE = 300  # characters of a link's text

NO_PAGE = re.compile(
    r"\.(pdf|jpe?g|png|gif|webp|avif|svg|ico|mp[34]|m4[av]|m3u8|ogg|wav|webm|avi|mov|zip|gz|tgz|rar|7z|docx?|xlsx?"
    r"|pptx?|odt|epub|ics|css|js|json|xml|rss|atom|txt|exe|apk|dmg)$",
    re.IGNORECASE,
)
# Words of a path that name a list of pages or a service, in the languages met most.
NO_ARTICLE = frozenset(
    word
    for line in Path(__file__).with_name("no_article.txt").read_text().splitlines()
    if not line.startswith("#")
    for word in line.split()
)
DATED = re.compile(r"/(19|20)\d\d[/-](0?[1-9]|1[0-2])(?=[/-])|[/-](19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])(?=\D|$)")
NUMBERED = re.compile(r"\d{5,}")
STORY_FOLDER = re.compile(r"/(article|articles|artikel|articulo|story|stories|news|nachrichten|noticia|noticias)/[^/]+")


def read_front_page(body: bytes, url: str, content_type: str = "") -> Listing:
    """The links of a page that stay on its site, with their texts, and its feeds under ``lists``."""
    encoding, text = html_to_unicode(content_type or None, body)
    try:
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError) as error:
        return Listing(error=f"not an HTML page: {error} ({encoding})")
    base = absolute(url, root.xpath("string(//base/@href)") or url) or url
    anchors = list(_anchors(root, base))
    pages = {page.url: page for page in anchors if same_site(page.url, url)}
    linked = [page.url for page in anchors if page.url in pages or FEED_HOST.match(host_of(page.url))]
    found = list(_feeds(root, base)) or [*filter(is_feed_address, linked)][:MOST_LINKED_FEEDS]
    feeds = tuple(Listed(feed) for feed in dict.fromkeys(found))
    name = root.xpath("string(//meta[@property='og:site_name']/@content)") or root.xpath("string(//title)")
    return Listing(tuple(pages.values()), feeds, title=" ".join(name.split()) or None, language=root.get("lang"))


def _anchors(root: etree._Element, base: str) -> Iterator[Listed]:
    for anchor in root.iter("a", "area"):
        if (link := anchor.get("href")) and (address := absolute(base, link)):
            yield Listed(address, " ".join("".join(anchor.itertext()).split())[:LONGEST_TITLE] or None)


def _feeds(root: etree._Element, base: str) -> Iterator[str]:
    for link in root.iter("link"):
        relations = set((link.get("rel") or "").lower().split())
        address = (
            absolute(base, _web_scheme(link.get("href", ""))) if relations & {"alternate", *FEED_RELATIONS} else None
        )
        if address and (relations & FEED_RELATIONS or _is_feed(link, address)):
            yield address


def _web_scheme(link: str) -> str:
    """``feed:https://...`` and ``feed://...`` as the addresses that they stand for."""
    found = FEED_SCHEME.match(link)
    return (f"https://{link[found.end() :]}" if found[1] else link[found.end() :]) if found else link


def _is_feed(link: etree._Element, address: str) -> bool:
    """By its type; where that may be anything, by its address or title."""
    kind = (link.get("type") or "").partition(";")[0].strip().lower()
    if FEED_TYPE.search(kind) and "oembed" not in kind:
        return True
    speaks_of_one = is_feed_address(address) or FEED_ADDRESS.search((link.get("title") or "").replace(" ", "/"))
    return kind in XML_TYPES and not link.get("hreflang") and not link.get("media") and bool(speaks_of_one)


def is_feed_address(url: str) -> bool:
    """Whether the path of an address speaks of a feed of articles."""
    parts = urlsplit(url)
    speaks_of_one = FEED_ADDRESS.search(parts.path) or FEED_QUERY.search(parts.query) or FEED_HOST.match(parts.netloc)
    return bool(speaks_of_one) and not NO_FEED.search(parts.path)


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, ``www.`` aside, or one host is below the other."""
    first, second = (host_of(url).removeprefix("www.") for url in (one, other))
    return first == second or first.endswith("." + second) or second.endswith("." + first)


def is_page_address(url: str) -> bool:
    """Whether an address can be an HTML page at all, as far as its path says."""
    return not NO_PAGE.search(urlsplit(url).path)


def looks_like_article(url: str) -> bool:
    """Whether an address looks like an article's: a date, a number, or a title in its path, and no list's name."""
    path = urlsplit(url).path.rstrip("/")
    parts = [part.lower() for part in path.split("/") if part]
    if not parts or not is_page_address(url):
        return False
    if DATED.search(path + "/") and len(parts[-1]) > 4:
        return True
    if parts[0] in NO_ARTICLE or parts[-1] in NO_ARTICLE or (len(parts) > 1 and parts[-2] in NO_ARTICLE):
        return False
    title_words = re.split(r"[-_]", parts[-1].rpartition(".")[0] or parts[-1])
    return len(title_words) >= 4 or bool(NUMBERED.search(parts[-1])) or bool(STORY_FOLDER.search(path))
