"""Lists of outlets as people have them: OPML of a feed reader, a table as CSV, lines of domains or feed addresses."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, replace
from io import StringIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.discovery.services import is_service
from spiders.web.addresses import absolute, front_page_of, host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HOST = re.compile(r"\w(?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)*\.(?:[^\W\d_]{2,}|xn--[\w-]+)", re.IGNORECASE)
SCHEME = re.compile(r"^feed:(?://)?(?=https?:)|^feed:(?=//)", re.IGNORECASE)
FEED_COLUMN = re.compile(r"feed|rss|atom|xml", re.IGNORECASE)
HOME_COLUMN = re.compile(r"url|domain|site|home|web|link|host|address|page", re.IGNORECASE)
TITLE_COLUMN = re.compile(r"name|title|label|outlet|publication|source", re.IGNORECASE)
OTHER_COLUMN = re.compile(
    r"twitter|facebook|instagram|youtube|linkedin|telegram|mastodon|wiki|logo|image|icon|mail", re.IGNORECASE
)
COLUMN = re.compile(r"^(\w+[_ ])?(urls?|domains?|feeds?|rss|sites?|websites?|xmlurl|htmlurl)$", re.IGNORECASE)
COMMENT = re.compile(r"(^|\s)#.*")
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Outlet:
    """One that somebody follows: ``named`` as the list names it, its ``home`` page and feeds as far as it says them.

    One without home and feeds is a line that names neither a domain nor an address.
    """

    named: str
    home: str | None = None
    feeds: tuple[str, ...] = ()
    title: str | None = None


def address_in(text: str) -> str | None:
    """The web address that a domain or an address is meant for; None for any other text."""
    text = SCHEME.sub("", text.strip()).strip("<>\"'")
    text = f"https:{text}" if text.startswith("//") else text
    url = text if "://" in text else f"https://{text}"
    asked = absolute(url, url) if not re.search(r"\s|@", text) else None
    return asked if asked and HOST.fullmatch(host_of(asked)) else None


def outlet_of(address: str, title: str | None = None) -> Outlet:
    """What is meant by a domain, a front page or the address of a feed."""
    url = address_in(address)
    if url is None:
        return Outlet(address.strip(), title=title)
    is_front = urlsplit(url).path in {"", "/"} and not urlsplit(url).query
    return Outlet(address.strip(), front_page_of(url), (), title) if is_front else Outlet(url, None, (url,), title)


def decoded(body: bytes) -> str:
    """The text of a file that somebody made: UTF-8, UTF-16 with its mark, else what Windows writes."""
    if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def read_lines(body: bytes) -> list[Outlet]:
    """The outlets of a table or of lines, without what stands behind ``#``. Raises ValueError for what is neither."""
    text = decoded(body)
    if "\x00" in text:
        raise ValueError("neither OPML nor CSV nor a list of domains or feed addresses")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    first = COMMENT.sub("", lines[0]) if lines else ""
    delimiter = max(DELIMITERS, key=first.count)
    if delimiter not in first:
        begins = 1 if COLUMN.fullmatch(first.strip()) else 0
        return [outlet for line in lines[begins:] for outlet in _of_line(COMMENT.sub("", line))]
    try:
        rows = list(csv.reader(StringIO("\n".join(lines)), delimiter=delimiter, skipinitialspace=True))
    except csv.Error as error:
        raise ValueError(f"not CSV: {error}") from error
    return [outlet for row in _named(rows) for outlet in _of_row(row)]


def _of_line(line: str) -> list[Outlet]:
    """What a line names; the words beside a single address are its title."""
    parts = line.split()
    addresses = [part for part in parts if address_in(part)]
    if not addresses:
        return [Outlet(line.strip())]
    words = " ".join(part for part in parts if part not in addresses).strip(" -*\u2022:")
    return [outlet_of(address, words or None if len(addresses) == 1 else None) for address in addresses]


def _named(rows: list[list[str]]) -> Iterator[list[tuple[str, str]]]:
    """Each row as (name of the column, cell); names are empty where the first row holds addresses already."""
    has_names = not any(address_in(cell) for cell in rows[0])
    names = rows[0] if has_names else []
    for row in rows[has_names:]:
        cells = [(names[place] if place < len(names) else "", cell.strip()) for place, cell in enumerate(row)]
        if any(cell for _, cell in cells):
            yield [(name, cell) for name, cell in cells if cell and not OTHER_COLUMN.search(name)]


def _of_row(row: list[tuple[str, str]]) -> Iterator[Outlet]:
    """The outlet of a row; several where it names several domains."""
    addresses = [(name, outlet_of(part)) for name, cell in row for part in cell.split() if _may_be(name, part)]
    title = next((cell for name, cell in row if _is_title(name, cell)), None)
    feeds = [feed for name, outlet in addresses if not _is_home(name) for feed in outlet.feeds]
    fronts = [front_page_of(feed) for name, outlet in addresses if _is_home(name) for feed in outlet.feeds]
    homes = [outlet.home for _, outlet in addresses if outlet.home] + (fronts if feeds else [])
    homes, named = list(dict.fromkeys(homes)), " ".join(cell for _, cell in row)
    if len(homes) > 1 or not (homes or feeds):
        yield from [replace(outlet, title=title) for _, outlet in addresses] or [Outlet(named)]
        return
    yield Outlet(addresses[0][1].named, homes[0] if homes else None, tuple(dict.fromkeys(feeds)), title)


def _may_be(name: str, part: str) -> bool:
    return address_in(part) is not None and (not name or bool(FEED_COLUMN.search(name) or HOME_COLUMN.search(name)))


def _is_home(name: str) -> bool:
    """Whether a column holds home pages, and no feeds."""
    return bool(name) and not FEED_COLUMN.search(name)


def _is_title(name: str, cell: str) -> bool:
    is_named = TITLE_COLUMN.search(name) if name else re.search(r"[^\W\d_]", cell)
    return bool(is_named) and address_in(cell) is None


def one_each(outlets: Iterable[Outlet]) -> list[Outlet]:
    """One of each, in their order: feeds of one host are together, with the home of that host or of one above it."""
    listed = list(outlets)
    homes = {_host(outlet.home) for outlet in listed if outlet.home}
    merged: dict[str, Outlet] = {}
    for outlet in listed:
        key = _key(outlet, homes)
        known = merged.get(key)
        merged[key] = _joined(known, outlet) if known else outlet
    return list(merged.values())


def _key(outlet: Outlet, homes: set[str]) -> str:
    if outlet.home:
        return _host(outlet.home)
    if not outlet.feeds or is_service(outlet.feeds[0]):
        return outlet.named
    host = _host(outlet.feeds[0])
    labels = host.split(".")
    above = (".".join(labels[place:]) for place in range(len(labels) - 1))
    return next((each for each in above if each in homes), host)


def _joined(one: Outlet, other: Outlet) -> Outlet:
    feeds = tuple(dict.fromkeys((*one.feeds, *other.feeds)))
    return replace(one, home=one.home or other.home, feeds=feeds, title=one.title or other.title)


def _host(url: str) -> str:
    return host_of(url).removeprefix("www.")
