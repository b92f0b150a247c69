"""The addresses in a page that lead to more of its article, by the XPaths of a site's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from lxml import etree

from extractors.html.decode import UnreadablePageError
from extractors.html.selector import compile_xpath
from extractors.page.reading import read_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractors.model import Page
    from extractors.sites.ftr_site import FtrSite
    from extractors.sites.site_file import Link, Site

SCHEMES = ("https://", "http://")


def linked(page: Page, site: Site, links: Iterable[Link]) -> str | None:
    """The web address that the first link gives that is there, and whose condition holds."""
    try:
        root = read_page(page, site).root
        target = next(filter(None, (_target(root, *link) for link in links)), None)
    except (UnreadablePageError, etree.XPathError):  # some XPaths show on a page alone that they cannot be used
        return None
    base = urljoin(page.url, str(root.xpath("string(//base/@href)")))
    return _web_address(base, target) if target else None


def _target(root: etree._Element, link: str, condition: str | None) -> str | None:
    """The address that an XPath gives: a link's, else the text of an attribute or of a string."""
    if condition and not compile_xpath(condition)(root):
        return None
    found = compile_xpath(link)(root)
    first = next(iter(found), "") if isinstance(found, list) else found
    return (first.get("href") or "" if isinstance(first, etree._Element) else str(first)).strip()


def _web_address(base: str, target: str) -> str | None:
    try:
        address = urldefrag(urljoin(base, target)).url
    except ValueError:
        return None
    return address if address.startswith(SCHEMES) else None


def single_page_of(page: Page, site: FtrSite) -> str | None:
    """The address of the page that holds the whole article, where one of the site's links is there and holds."""
    return linked(page, site, site.single_page_links)


def next_page_of(pages: Sequence[Page], site: Site | None) -> str | None:
    """Where an article goes on behind its last page; None where it ends, or leads back to a page that is there."""
    if site is None or not site.links_to_next:
        return None
    address = linked(pages[-1], site, site.links_to_next)
    is_there = address is not None and _key(address) in {_key(page.url) for page in pages}
    return None if is_there else address


def _key(address: str) -> str:
    return urldefrag(address).url.partition("://")[2].rstrip("/")
