"""An article on three pages: the same head, standfirst, appeal and author's note on each, and a link to the next."""

from __future__ import annotations

from datetime import UTC, datetime

from extractors import Page
from tests.archived_pages import SENTENCE

HOST = "https://paged.example"
FIRST = f"{HOST}/news/bridge"
CONFIG = "strip: //p[@class='ask']\nnext_page_link: //a[@class='next']\nif_page_contains: //nav[@class='pages']\n"
STANDFIRST = "What the town found out about its bridge, told by those who have to cross it every day of the year."
APPEAL = "Please give a little, so that we can go on writing from the river."
AUTHOR = "Ada Krol has written about the river since she was a girl, and lives on a boat below the bridge."


def address(number: int) -> str:
    """Of a page, from 1."""
    return FIRST if number == 1 else f"{FIRST}/{number}"


def sentences(number: int) -> list[str]:
    """What a page has of its own."""
    return [SENTENCE.format(1000 * number + line) for line in range(5)]


def page_of(number: int, following: str | None, more: str = "") -> str:
    """The HTML of a page that links to the following one; ``more`` is a further paragraph."""
    link = f'<nav class="pages"><a class="next" href="{following}">Next page</a></nav>' if following else ""
    own = "".join(f"<p>{text}</p>" for text in [*sentences(number), *([more] if more else [])])
    return (
        f"<!doctype html><html lang=en><head><title>The bridge is closed</title><link rel=canonical href={FIRST}>"
        f"</head><body><article><h1>The bridge is closed</h1><p>{STANDFIRST}</p>{own}<p class=ask>{APPEAL}</p>"
        f"<p>{AUTHOR}</p></article>{link}</body></html>"
    )


def three(last: str | None = None, more: str = "") -> dict[str, str]:
    """The pages by address; the last one links to ``last``, the second has ``more``."""
    return {
        address(1): page_of(1, address(2)),
        address(2): page_of(2, address(3), more),
        address(3): page_of(3, last),
    }


def other_article() -> list[tuple[str, str]]:
    """Two articles, by address, of which the first links to the second as if that were its next page."""
    date = '<meta property="article:published_time" content="{}T08:00:00+00:00"></head>'
    one, other = page_of(1, f"{HOST}/news/ferry"), page_of(2, None).replace(FIRST, f"{HOST}/news/ferry")
    other = other.replace("The bridge is closed", "Ferry runs again after repair")
    return [
        (FIRST, one.replace("</head>", date.format("2019-05-05"))),
        (f"{HOST}/news/ferry", other.replace("</head>", date.format("2019-05-01"))),
    ]


def as_page(url: str, body: str) -> Page:
    """As the extractors read it."""
    return Page(url, body.encode(), {}, 200, datetime(2026, 11, 23, tzinfo=UTC))
