"""OPML, in which feed readers hand over what somebody follows: read from any of them, written for any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from spiders.discovery.outlets import Outlet, address_in, one_each, outlet_of, read_lines
from spiders.web.addresses import front_page_of, host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractors import Site

NEITHER = "neither OPML nor CSV nor a list of domains or feed addresses"


def read_outlets(body: bytes) -> list[Outlet]:
    """The outlets that a file names, each once; its content tells what it is. Raises ValueError with the reason."""
    is_markup = body.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<")
    outlets = one_each(_read_opml(body) if is_markup else read_lines(body))
    if not any(outlet.home or outlet.feeds for outlet in outlets):
        raise ValueError(f"no outlet in it: {NEITHER}")
    return outlets


def _read_opml(body: bytes) -> Iterator[Outlet]:
    # No entities, no DTD, no network: the file comes from somewhere.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body.strip(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"XML that cannot be read: {error.msg}") from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise ValueError(f"{NEITHER}, but XML of another kind")
    for outline in root.iter("{*}outline"):
        if outlet := _of_outline(outline):
            yield outlet


def _of_outline(outline: etree._Element) -> Outlet | None:
    """A subscription; None for a folder of them."""
    fields = {str(name).lower(): value.strip() for name, value in outline.attrib.items()}
    title = " ".join((fields.get("title") or fields.get("text") or "").split()) or None
    feed, home = fields.get("xmlurl") or "", fields.get("htmlurl") or ""
    if not feed and not home:
        return outlet_of(fields["url"], title) if fields.get("url") and fields.get("type") != "include" else None
    address, front = address_in(feed), front_page_of(address_in(home) or "")
    if address is None and front is None:
        return Outlet(feed or home, title=title)
    return Outlet(feed or home, front, (address,) if address else (), title)


def written(sites: Iterable[Site]) -> bytes:
    """Sites as OPML: an outline each, with its feeds below where there are several."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Stet"
    body = etree.SubElement(root, "body")
    for site in sites:
        _write(body, site)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _write(body: etree._Element, site: Site) -> None:
    title = "".join(mark if mark.isprintable() else " " for mark in site.title)
    home = _home(site)
    if not site.news.feeds:
        etree.SubElement(body, "outline", text=title, title=title, type="link", url=home, htmlUrl=home)
        return
    several = len(site.news.feeds) > 1
    folder = etree.SubElement(body, "outline", text=title, title=title) if several else body
    for feed in site.news.feeds:
        etree.SubElement(folder, "outline", text=title, title=title, type="rss", xmlUrl=feed, htmlUrl=home)


def _home(site: Site) -> str:
    """The front page, with the scheme and host under which the site is asked where these are of its first domain."""
    asked = (*site.news.front_pages, *site.news.feeds, *site.news.sitemaps)
    named = (url for url in asked if host_of(url).removeprefix("www.") == site.domains[0].removeprefix("www."))
    return front_page_of(next(named, site.domains[0])) or f"https://{site.domains[0]}/"
