"""``scrapy history URL``: the versions of an article, and what changed from one to the next."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from spiders.reports.differences import readable_diff
from spiders.reports.plain_text import plain
from spiders.store_command import StoreCommand
from storage.history.versions import find, subject_of, versions_of
from storage.word_count import count_words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from storage import Store
    from storage.history.versions import Subject, Version


class Command(StoreCommand):
    """Reads the database alone."""

    def syntax(self) -> str:
        """For the help."""
        return "<URL or number of the article>"

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Print the versions of an article and what changed"

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:  # noqa: ARG002
        """Status 1 where no such article is stored."""
        if len(args) != 1:
            raise UsageError("give one URL, or the number of an article")
        article = find(store.db, args[0])
        for line in history(subject_of(store.db, article), versions_of(store.db, article)):
            print(line)
        return 0


def history(subject: Subject, versions: list[Version]) -> Iterator[str]:
    """What stands at the top, then each look at the page that gave another text.

    Versions of one fetch are one look, cleaned more than once; what the outlet changed is told between the last
    cleanings of two looks, what our rules changed between two cleanings of one.
    """
    yield plain(subject.title or "(no title)")
    yield f"{subject.site} | article {subject.id} | {plain(subject.url)}"
    yield f"seen from {subject.first_seen[:16]} to {subject.last_seen[:16]} UTC"
    yield from (f"also at {plain(url)}" for url in subject.urls if url != subject.url)
    yield from (f"alike ({likeness:.0%}): {plain(url)}" for likeness, url in subject.alike)
    previous: Version | None = None
    for _, looks in groupby(versions, key=lambda version: version.fetch):
        cleanings = list(looks)
        yield from _look(cleanings, previous)
        previous = cleanings[-1]


def _look(cleanings: list[Version], previous: Version | None) -> Iterator[str]:
    first, last = cleanings[0], cleanings[-1]
    words = count_words(last.text)
    pages = f" on {last.pages} pages" if last.pages > 1 else ""
    yield f"\n{first.fetched_at[:16]}  {first.cause}  {words} words{pages}  (version {last.id}, fetch {first.fetch})"
    if previous is not None:
        yield _difference(previous, last)
    for before, after in pairwise(cleanings):
        by = f"extractor {after.extractor_version}, rules {after.rules_version or 'none'}"
        yield f"  cleaned anew, {after.cause} changed ({by})"
        yield _difference(before, after)


def _difference(before: Version, after: Version) -> str:
    old, new = f"{before.title or ''}\n{before.text}", f"{after.title or ''}\n{after.text}"
    return readable_diff(old, new) if old != new else "    (the same text, cleaned as the one before)"
