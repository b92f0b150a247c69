"""Links that lead to an author, by what they are called or by their address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.other_authors import is_of_others
from extractors.metadata.wording import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.metadata.landmarks import Landmarks

# So many elements of a kind are asked for the author.
MAX_CANDIDATES = 30
LINKS_TO_AUTHOR = etree.XPath("descendant::a[@rel='author']")
LINKS = etree.XPath("descendant::a[@href]")
# How the pages of authors are called, and what stands in the address of each.
AUTHOR_FOLDERS = (
    r"authors?|autor(?:e[ns]?|i)?|auteurs?|avtor[yi]?|autorzy|writers?|columnists?|journalists?|contributors?|skribent"
    r"|yazar(?:lar)?|penulis|kirjoittaja"
)
AUTHOR_PATH = re.compile(
    rf"/(?:{AUTHOR_FOLDERS}|autorinn?en|redakteur(?:e|in)?|redaktion|staff|reporters?|profiles?|experten|forfatter|toimittaja)"
    r"/[^/]{3,}",
    re.IGNORECASE,
)
# Far from the headline: of an author, and not of whoever has a page on the site.
PATH_OF_ONE = re.compile(rf"/(?:{AUTHOR_FOLDERS})/[^/?#]{{3,}}", re.IGNORECASE)


def linked_as_author(landmarks: Landmarks) -> Iterator[list[str]]:
    """The texts of links that are called links to the author, whatever the name looks like."""
    for link in LINKS_TO_AUTHOR(landmarks.root)[:MAX_CANDIDATES]:
        if not is_of_others(link, landmarks):
            yield [text_of(link)]


def only_author(landmarks: Landmarks) -> Iterator[str]:
    """The text of the link to the page of an author, where all links of that kind lead to the same."""
    links = [link for link in LINKS(landmarks.root) if PATH_OF_ONE.search(link.get("href"))]
    if len({link.get("href").rstrip("/") for link in links}) == 1:
        yield from filter(None, map(text_of, links[:MAX_CANDIDATES]))


def author_links(landmarks: Landmarks) -> Iterator[str]:
    """The texts of links around the headline whose address is that of an author's page."""
    for link in landmarks.near_links:
        if AUTHOR_PATH.search(link.get("href") or "") and not is_of_others(link, landmarks):
            yield text_of(link)
