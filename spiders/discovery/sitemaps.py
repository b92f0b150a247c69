"""Read sitemaps: indexes, page lists and news sitemaps with the dates and titles that Scrapy's own parser drops."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from spiders.discovery.listing import Listed, Listing
from spiders.web.addresses import absolute
from spiders.web.text import without_utf_16

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 60_000_000  # bytes unpacked; the protocol allows 50 MB
GZIP = b"\x1f\x8b"
LATEST_BEGIN = 20_000  # bytes in which a sitemap begins: servers put warnings before it
BEGIN = re.compile(
    rb"<(?:\?xml\b|!DOCTYPE\b|!--|(?:[\w-]{1,20}:)?(?:urlset|sitemapindex|url|sitemap)\b)", re.IGNORECASE
)
ROOTLESS = re.compile(
    rb"(?:<\?[^>]*>|<!--.*?-->|\s)*+(?=<(?:[\w-]{1,20}:)?(?:url|sitemap)>)", re.IGNORECASE | re.DOTALL
)
BARE_AMPERSAND = re.compile(rb"&(?!#?\w{1,32};)")


def read_sitemap(body: bytes, url: str) -> Listing:
    """The pages or further sitemaps of a sitemap, in its order, packed or not.

    ``trusted`` is set where every entry has a ``news:`` block. What cannot be read gives a Listing with an ``error``.
    """
    try:
        content = without_utf_16(unpack(unpack(body)))
    except (zlib.error, ValueError) as error:
        return Listing(error=f"not a sitemap: {error}")
    begin = BEGIN.search(content[:LATEST_BEGIN])
    if not begin and not content.lstrip().startswith(b"<"):
        return _read_lines(content, url)
    entries = list(_entries(_mended(content[begin.start() :]))) if begin else []
    if not entries:
        return Listing(error="not a sitemap: no <loc> in it")
    listed = [(kind, has_news, _listed(fields, url)) for kind, has_news, fields in entries]
    pages = [(has_news, page) for kind, has_news, page in listed if page and not _is_list(kind, page)]
    lists = tuple(page for kind, _, page in listed if page and _is_list(kind, page))
    return Listing(tuple(page for _, page in pages), lists, trusted=bool(pages) and all(news for news, _ in pages))


def _is_list(kind: str, entry: Listed) -> bool:
    """Whether an entry is a further sitemap: by its element, or by an address that no page has."""
    return kind == "sitemap" or urlsplit(entry.url).path.lower().endswith((".xml", ".xml.gz"))


def _mended(content: bytes) -> bytes:
    """XML that can be read: an ampersand that stands alone is written out, entries without a root get one."""
    content = BARE_AMPERSAND.sub(b"&amp;", content)
    rootless = ROOTLESS.match(content)
    return b"<urlset>" + content[rootless.end() :] + b"</urlset>" if rootless else content


def unpack(body: bytes) -> bytes:
    """Undo gzip, of one member or several; what is not packed stays as it is.

    Raises ValueError where more than LARGEST bytes come out, zlib.error where it is broken.
    """
    content = b"" if body.startswith(GZIP) else body
    while body.startswith(GZIP):
        decompressor = zlib.decompressobj(zlib.MAX_WBITS | 16)
        content += decompressor.decompress(body, LARGEST - len(content) + 1)
        if len(content) > LARGEST:
            raise ValueError(f"more than {LARGEST // 1_000_000} MB unpacked")
        body = decompressor.unused_data
    return content


def _entries(content: bytes) -> Iterator[tuple[str, bool, dict[str, str]]]:
    """(``url`` or ``sitemap``, whether it has a news block, text by local name). Broken XML ends the list early."""
    # No entities, no DTD, no network: sitemaps are hostile input.
    parser = etree.XMLPullParser(
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=False,
        remove_comments=True,
    )
    parser.feed(content)
    for _, element in parser.read_events():
        name = _local_name(element)
        if name in {"url", "sitemap"}:
            fields = _fields(element)
            if fields.get("loc"):
                yield name, "news" in fields, fields
            element.clear()


def _fields(element: etree._Element) -> dict[str, str]:
    """Text by local name: what is the entry's own, and what stands in its news block; pictures have a ``loc`` too."""
    own = _prefix(element)
    fields: dict[str, str] = {}
    for child in element:
        name = _local_name(child)
        if name == "news":
            inside = {_local_name(node): _text(node) for node in reversed(list(child.iter()))}
            fields |= {key: inside[key] for key in ("news", "title", "publication_date") if key in inside}
        elif name and _prefix(child) in {own, ""}:
            fields.setdefault(name, _text(child))
    return fields


def _text(element: etree._Element) -> str:
    return " ".join((element.text or "").split())


def _prefix(element: etree._Element) -> str:
    """What tells whose an element is: its namespace, or the prefix that nobody declared."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[0].lstrip("{") if "}" in tag else tag.rpartition(":")[0]


def _local_name(element: etree._Element) -> str:
    """Without namespace, and without a prefix that nobody declared."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def _listed(fields: dict[str, str], base: str) -> Listed | None:
    address = absolute(base, fields["loc"].replace("&amp;", "&"))  # written out twice, or inside CDATA
    if address is None:
        return None
    return Listed(
        address, fields.get("title") or None, fields.get("publication_date") or None, fields.get("lastmod") or None
    )


def _read_lines(content: bytes, url: str) -> Listing:
    """A sitemap may be a plain text of one address a line."""
    lines = content.decode("utf-8", "replace").split()
    pages = tuple(Listed(address) for line in lines if line.startswith("http") and (address := absolute(url, line)))
    return Listing(pages) if pages else Listing(error="not a sitemap: neither XML nor a list of addresses")
