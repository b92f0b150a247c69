"""Read archived pages again with the code and the rules of today: one writer, all cores, memory flat."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from extractors.model import EXTRACTOR_VERSION, Extraction, Repeats
from spiders.archives.open_run import open_run
from spiders.reading.archived_pages import Asked, read_again, site_for, site_name, sites
from spiders.reports.differences import readable_diff
from spiders.reports.plain_text import plain
from spiders.web.addresses import host_of
from storage.history.rereading import Reread, gives_another, record_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from extractors import Site
    from extractors.sites.ftr_site import FtrFolder, FtrSite
    from spiders.reading.parallel import Parallel
    from storage import Store
    from storage.history.rereading import ArchivedPage

    Handle = Callable[[ArchivedPage, Extraction], None]

DIFFS_SHOWN = 10
NOTHING = Repeats()


@dataclass
class Account:
    """What was done so far: pages by outcome, and those that could not be read with the reason."""

    outcomes: Counter[str] = field(default_factory=Counter)
    unreadable: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """For the statistics of the run."""
        return dict(self.outcomes) | {"unreadable": len(self.unreadable)}


@dataclass(frozen=True)
class Reader:
    """Reads pages of an archive folder in worker processes, at most ``largest`` bytes each when unpacked;
    ``repeats`` are what is cut from the pages of each site, ``ftr`` has the rules of hosts that no site file names."""

    parallel: Parallel
    folder: Path
    largest: int
    repeats: Mapping[str, Repeats]
    ftr: FtrFolder | None = None

    def read_all(self, pages: Iterable[ArchivedPage], handle: Handle, account: Account) -> None:
        """Hand each page to ``handle`` with what it gives today, in any order; what cannot be read, to the account."""
        asyncio.run(self.go(pages, handle, account))

    async def go(self, pages: Iterable[ArchivedPage], handle: Handle, account: Account) -> None:
        """The same inside of a running loop."""

        def take(asked: Asked, extraction: Extraction) -> None:
            handle(asked.page, extraction)

        def fail(asked: Asked, error: Exception) -> None:
            account.unreadable.append(f"{asked.page.url}: {error}")

        await self.parallel.go(map(self._asked, pages), partial(read_again, self.folder, self.largest), take, fail)

    def _asked(self, page: ArchivedPage) -> Asked:
        return Asked(page, *self.guidance(page.url))

    def guidance(self, url: str) -> tuple[Repeats, Site | None]:
        """What a page is read with beside its site file: what repeats there, and others' rules where there is none."""
        return self.repeats.get(site_name(url), NOTHING), self._fallback(url)

    def _fallback(self, url: str) -> FtrSite | None:
        return self.ftr.site_of(host_of(url)) if self.ftr and site_for(url) is None else None

    def is_outdated(self, page: ArchivedPage) -> bool:
        """Whether earlier code or rules read the page last."""
        site = site_for(page.url) or self._fallback(page.url)
        return (page.extractor_version, page.rules_version) != (EXTRACTOR_VERSION, site.rules_version if site else "")


def names_of(site: str, stored: Iterable[str]) -> list[str]:
    """The names under which a site's pages are stored: its own, and hosts from before it had a site file."""
    known = sites().get(site)
    return [name for name in stored if name == site or (known is not None and known.owns(name))]


def clean_anew(
    store: Store, reader: Reader, pages: Iterator[ArchivedPage], account: Account, arguments: Mapping[str, str]
) -> None:
    """Store what each page gives today, as a run of its own."""
    asyncio.run(clean_meanwhile(store, reader, pages, account, arguments))


async def clean_meanwhile(
    store: Store, reader: Reader, pages: Iterator[ArchivedPage], account: Account, arguments: Mapping[str, str]
) -> None:
    """The same inside of a running loop."""
    with open_run(store, "reclean", arguments, account.counts) as run:
        await reader.go(pages, writer(store, run, account), account)


def writer(store: Store, run: int, account: Account) -> Handle:
    """Stores what each page gives."""

    def write(page: ArchivedPage, extraction: Extraction) -> None:
        outcome = record_reading(store.db, run, page, extraction, site_name(page.url))
        account.outcomes[outcome] += 1
        if outcome is Reread.LOST:
            account.named.append(f"{page.url}: no article any more: {extraction.error}")

    return write


def rehearser(account: Account, show: Callable[[str], None]) -> Handle:
    """Stores nothing; shows the first ten differences."""

    def rehearse(page: ArchivedPage, extraction: Extraction) -> None:
        outcome = _rehearsed(page, extraction)
        account.outcomes[outcome] += 1
        if outcome is not Reread.SAME and len(account.named) < DIFFS_SHOWN:
            account.named.append(page.url)
            show(difference(page, extraction))

    return rehearse


def _rehearsed(page: ArchivedPage, extraction: Extraction) -> Reread:
    if not gives_another(page, extraction):
        return Reread.SAME
    if page.text is None:
        return Reread.FOUND
    return Reread.LOST if extraction.article is None else Reread.CHANGED


def difference(page: ArchivedPage, extraction: Extraction) -> str:
    """What is stored of a page and what it gives today, with its URL above."""
    article = extraction.article
    head = f"{plain(page.url)} (fetched {page.fetched_at:%Y-%m-%d})\n"
    if article is None:
        return head + f"    no article any more: {plain(extraction.error or '')}"
    old, new = f"{page.title or ''}\n{page.text or ''}", f"{article.title or ''}\n{article.text}"
    return head + readable_diff(old, new)


def verifier(account: Account, reader: Reader) -> Handle:
    """Compares what is stored with what the archive gives; names what differs."""

    def verify(page: ArchivedPage, extraction: Extraction) -> None:
        if not gives_another(page, extraction):
            account.outcomes["verified"] += 1
        elif reader.is_outdated(page):
            account.outcomes["outdated"] += 1
            account.named.append(f"{page.url}: differs, but was read by other code or rules: scrapy reclean renews it")
        else:
            account.outcomes["wrong"] += 1
            account.named.append(f"{page.url}: differs from what its page gives: scrapy reclean --all renews it")

    return verify
