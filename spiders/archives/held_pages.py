"""Pages of other people's WARC files that may belong together: kept on disk until all of them are known."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Self

from spiders.archives.imported_pages import rules_of
from spiders.reading.further_pages import MOST_PAGES
from spiders.web.addresses import page_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from spiders.archives.imported_pages import Candidate


@dataclass(frozen=True, slots=True)
class Held:
    """A page by the key of its address and its time; ``offset`` is where it lies."""

    key: str
    moment: datetime
    offset: int


class HeldPages:
    """Of one import."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  (this is one)
        self._held: list[Held] = []
        self._further: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def hold(self, page: Candidate) -> bool:
        """Keep a page where the rules of its site can name the next page of an article; whether it is kept."""
        rules = rules_of(page)
        if page.error or rules is None or not rules.links_to_next:
            return False
        offset = self._file.seek(0, 2)
        pickle.dump(page, self._file)
        self._held.append(Held(page_key(page.exchange.url), page.exchange.fetched_at, offset))
        return True

    def take(self) -> list[Held]:
        """What is held, which from now on is not."""
        held, self._held = self._held, []
        return held

    def load(self, held: Held) -> Candidate:
        """A page as it was kept."""
        self._file.seek(held.offset)
        page: Candidate = pickle.load(self._file)  # noqa: S301  (what we wrote)
        return page

    def articles(self, held: Sequence[Held], following: Mapping[int, str]) -> Iterator[list[Held]]:
        """The pages of each article in their order; ``following`` has the key at which a page (by its offset) goes on.

        Those to which no page leads come first, so that an article begins where it begins; of pages in a circle the
        earliest does. What stands behind a first page, now or in an earlier look, is no article of its own.
        """
        linked, by_key = set(following.values()), _by_key(held)
        for first in sorted(held, key=lambda page: (page.key in linked, page.moment, len(page.key))):
            if first.key not in self._further:
                article = list(_chain(first, by_key, following))
                self._further |= {page.key for page in article[1:]}
                yield article


def pairs(held: Sequence[Held], following: Mapping[int, str]) -> Iterator[tuple[Held, Held]]:
    """Each page that leads to another one that is held, and that one."""
    by_key = _by_key(held)
    for page in held:
        if (key := following.get(page.offset)) and key in by_key:
            yield page, _nearest(by_key[key], page)


def _nearest(captures: Iterable[Held], page: Held) -> Held:
    return min(captures, key=lambda other: abs(other.moment - page.moment))


def _by_key(held: Iterable[Held]) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {}
    for page in held:
        found.setdefault(page.key, []).append(page)
    return found


def _chain(first: Held, held: Mapping[str, list[Held]], following: Mapping[int, str]) -> Iterator[Held]:
    """A page and those behind it; of several captures of one the nearest in time."""
    page, seen = first, {first.key}
    yield first
    while len(seen) < MOST_PAGES and (key := following.get(page.offset)) and key in held and key not in seen:
        page = _nearest(held[key], first)
        seen.add(key)
        yield page
