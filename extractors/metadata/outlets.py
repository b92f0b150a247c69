"""How a page names its outlet where nothing declares it: links to the front page, copyright, what frames the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.metadata.headings import leads_home
from extractors.metadata.wording import folded, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

RIGHTS = re.compile(r"©|ⓒ|\(c\)\s|copyright|版权所有|版權所有|著作權|著作権|저작권|все права|all rights", re.IGNORECASE)
# "The Outlet: headline", "[Outlet] headline", "headline (Outlet)".
FRAMES = (
    re.compile(r"^(?P<name>[^:：]{2,60})[:：]\s*(?P<title>\S.*)$", re.DOTALL),
    re.compile(r"^[\[【(（](?P<name>[^\[\]【】()（）]{2,60})[\]】)）]\s*(?P<title>\S.*)$", re.DOTALL),
    re.compile(r"^(?P<title>.*\S),\s+(?P<name>[^,]{2,60})$", re.DOTALL),
    re.compile(r"^(?P<title>.*\S)\s*[\[【(（](?P<name>[^\[\]【】()（）]{2,60})[\]】)）]$", re.DOTALL),
)
MAX_RIGHTS, MOST_LINKS, LEAST_NAME = 300, 1000, 3


def outlets_shown(root: etree._Element, candidates: Iterable[str], names: Sequence[str]) -> list[str]:
    """Those of some parts of a title that the page shows as the name of its outlet, folded: the text of a link to the
    front page, or of its picture, or words beside the sign of copyright."""
    keys = [key for key in dict.fromkeys(map(folded, candidates)) if key]
    if not keys:
        return []
    linked = set(_front_page_names(root, names))
    rights = [folded(text) for text in root.itertext() if len(text) <= MAX_RIGHTS and RIGHTS.search(text)]
    return [key for key in keys if key in linked or (len(key) >= LEAST_NAME and any(key in line for line in rights))]


def _front_page_names(root: etree._Element, names: Sequence[str]) -> Iterator[str]:
    for _, link in zip(range(MOST_LINKS), root.iter("a"), strict=False):
        if leads_home(link, names):
            yield folded(text_of(link))
            yield from (folded(picture.get("alt") or "") for picture in link.iter("img"))


def without_frame(title: str, names: Sequence[str]) -> str:
    """A title without the name of the outlet that a colon or brackets set off."""
    found = (frame.match(title) for frame in FRAMES)
    return next((match["title"] for match in found if match and folded(match["name"]) in names), title)
