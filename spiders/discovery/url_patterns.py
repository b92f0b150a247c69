"""What the addresses of a site's articles look like, learned from those that were fetched."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from storage.store.frontier import path_shapes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

ENOUGH_NO = 3  # pages of one pattern that were no article, and none that was, close the pattern
ENOUGH_YES = 2


def pattern_of(url: str) -> str:
    """The path with what varies from page to page made the same: ``/2025/05/a-long-title`` -> ``0/0/title``.

    Folders keep their names, a last part that is a single word does not: ``/tag/boats`` -> ``tag/word``.
    """
    *folders, last = urlsplit(url).path.strip("/").split("/")
    kind = _kind(last)
    return "/".join([*map(_kind, folders), "word" if kind.isalpha() and kind != "title" else kind])


def _kind(part: str) -> str:
    if re.fullmatch(r"\d+", part):
        return "0"
    if re.search(r"\d{4,}", part) or len(re.split(r"[-_]", part)) >= 4:
        return "title" + part[part.rfind(".") :] if "." in part else "title"
    return part.lower()


class PatternCounts:
    """Counts of articles and others by pattern."""

    def __init__(self, known: Iterable[tuple[str, bool]] = ()) -> None:
        self._counts = Counter((pattern_of(url), is_article) for url, is_article in known)

    def is_article(self, url: str) -> bool | None:
        """Whether an address is an article, going by those of its pattern; None where too few are known."""
        pattern = pattern_of(url)
        articles, others = self._counts[pattern, True], self._counts[pattern, False]
        if articles >= ENOUGH_YES and articles > others:
            return True
        return False if others >= ENOUGH_NO and not articles else None


class SitePatterns:
    """Of each site, the patterns of its stored pages, as they were when the first address of the site came up."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._counts: dict[str, PatternCounts] = {}

    def is_article(self, site: str, url: str) -> bool | None:
        """Whether an address is an article, going by the pages of its site that were fetched before."""
        if site not in self._counts:
            self._counts[site] = PatternCounts(path_shapes(self._db, site))
        return self._counts[site].is_article(url)
