"""Atom (RFC 4287), as feed readers take it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

# What XML 1.0 cannot hold.
UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FEED = Markup(
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<title>{title}</title>\n'
    '<id>{here}</id>\n<link rel="self" href="{here}"/>\n<link href="{html}"/>\n<updated>{updated}</updated>\n'
    "<generator>Stet</generator>\n{entries}</feed>\n"
)
ENTRY = Markup(
    '<entry>\n<title>{title}</title>\n<id>{name}</id>\n<link href="{page}"/>\n<link rel="via" href="{url}"/>\n'
    "<updated>{updated}</updated>\n<published>{published}</published>\n{authors}<summary>{summary}</summary>\n</entry>\n"
)


def feed(title: str, here: str, html: str, updated: str | None, entries: Iterable[Markup]) -> Markup:
    """A feed at an address, and the page that it is of."""
    told = {"title": _plain(title), "here": _plain(here), "html": _plain(html)}
    return FEED.format(**told, updated=_moment(updated), entries=Markup("").join(entries))


def entry(  # noqa: PLR0913  (the parts of an entry)
    *, title: str, name: str, page: str, url: str, moments: tuple[str, str], authors: Iterable[str], summary: str
) -> Markup:
    """``name`` is its id for ever, ``moments`` when it was updated and published."""
    texts = {"title": title, "name": name, "page": page, "url": url, "summary": summary}
    plain = {key: _plain(value) for key, value in texts.items()}
    updated, published = map(_moment, moments)
    return ENTRY.format(**plain, updated=updated, published=published, authors=_authors(authors))


def _authors(names: Iterable[str]) -> Markup:
    return Markup("").join(Markup("<author><name>{}</name></author>\n").format(_plain(name)) for name in names)


def _plain(text: str) -> Markup:
    return escape(UNSPEAKABLE.sub(" ", str(text)))


def _moment(value: str | None) -> str:
    """RFC 3339, in UTC."""
    try:
        time = datetime.fromisoformat(value or "")
    except ValueError:
        time = datetime.fromtimestamp(0, UTC)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="seconds")
