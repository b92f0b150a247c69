"""``scrapy provenance URL``: where an article comes from, step by step; as PROV-JSON on demand."""

from __future__ import annotations

import json
import sys
import textwrap
from collections import Counter
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from spiders.reports.plain_text import plain
from spiders.store_command import StoreCommand
from storage import StoreError
from storage.history.prov import PREFIXES, article_bundle
from storage.history.provenance import articles_of, traces
from storage.history.versions import find

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from storage import Store
    from storage.history.provenance import Row, Trace

LONGEST = 80  # letters of a text in one line
VALIDATORS = ("etag", "last-modified")


class Command(StoreCommand):
    """Reads the database alone."""

    def syntax(self) -> str:
        """For the help."""
        return "[options] <URL or number of the article>"

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Print where an article comes from, step by step"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and those of this command."""
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="every version, not the current one alone")
        parser.add_argument("--prov", action="store_true", help="print W3C PROV-JSON, all versions")
        parser.add_argument("--site", help="with --prov: all articles of a site")

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:
        """Status 1 where there is no such article or site."""
        if len(args) != (0 if opts.site else 1) or (opts.site and not opts.prov):
            raise UsageError("give one URL, or the number of an article, or --prov --site NAME")
        articles = articles_of(store.db, opts.site) if opts.site else iter([find(store.db, args[0])])
        if opts.prov:
            _write_prov(store, articles, opts.site)
            return 0
        for trace in traces(store.db, next(articles)):
            if opts.all or trace.version["is_current"]:
                print("\n".join(told(trace)))
        return 0


def _write_prov(store: Store, articles: Iterable[int], site: str | None) -> None:
    """One document with a bundle for each article, written piece by piece."""
    count = 0
    for count, article in enumerate(articles, 1):
        head = f'{{"prefix": {json.dumps(PREFIXES)}, "bundle": {{\n' if count == 1 else ",\n"
        bundle = json.dumps(article_bundle(store.db, article), ensure_ascii=False)
        sys.stdout.write(f'{head}"stet:bundle-{article}": {bundle}')
    if count == 0:
        raise StoreError(f"{site}: no article of such a site is stored")
    print("\n}}")


def told(trace: Trace) -> Iterator[str]:
    """The way of one version, from where its link stood to what was kept."""
    version, fetch = trace.version, trace.fetch
    yield plain(version["title"] or "(no title)")
    for name, words in _steps(trace):
        yield f"  {name:<9} {plain(words)}"
    if trace.seen_again:
        yield f"  seen      {trace.seen_again} times more with the same text"
    yield f"  version   {version['id']} of article {trace.article['id']}, fetch {fetch['id']}, run {fetch['run']}"


def _steps(trace: Trace) -> Iterator[tuple[str, str]]:
    version, fetch = trace.version, trace.fetch
    if fetch["found_as"]:
        yield "found", f"{fetch['found_as']} {fetch['found_in'] or ''} at {fetch['found_at']}"
    arguments = textwrap.shorten(trace.run["arguments"], LONGEST, placeholder="...")
    yield "run", f"{trace.run['spider']} {arguments} begun {trace.run['started_at']}"
    yield "asked", fetch["url_asked"]
    for hop in fetch["redirects"]:
        yield "redirect", f"{hop['status']} by {hop['url']}"
    yield "answered", f"{fetch['status']} by {fetch['url']} at {fetch['fetched_at']}{_validators(fetch)}"
    yield from _archived(fetch)
    for page in trace.further:
        answer = page["error"] or page["status"]
        yield f"page {page['position']}", f"{answer} by {page['url']} at {page['fetched_at']}{_validators(page)}"
        yield from _archived(page)
    yield "read by", f"extractor {version['extractor_version']}, rules {version['rules_version'] or 'none'}"
    yield "cleaned", f"in run {version['run']} ({trace.made_by['spider']}) at {version['made_at']}: {version['cause']}"
    cut = Counter(box["category"] for box in trace.boxes)
    kept = len(json.loads(version["kinds"]))
    yield "kept", f"{kept} blocks, {version['words']} words, SHA-256 {version['text_digest']}"
    kinds = "".join(f", {count} {name}" for name, count in cut.most_common())
    yield "cut", f"{len(trace.removals)} blocks in {len(trace.boxes)} boxes{kinds}"
    for box in trace.boxes:
        yield "", f"[{box['category']}, {box['layer']} {box['rule']}] {box['reason']}"
        for removal in trace.removals:
            if removal["box"] == box["id"]:
                where = f"page {removal['page']}: " if trace.further else ""
                yield "", f"    {where}{' '.join(removal['text'].split())[:LONGEST]}"


def _archived(fetch: Row) -> Iterator[tuple[str, str]]:
    if fetch["warc_file"]:
        yield "archived", f"{fetch['warc_file']} at {fetch['warc_offset']}, {fetch['payload_digest']}"


def _validators(fetch: Row) -> str:
    sent = {name.lower(): value for name, value in fetch["headers"]}
    return "".join(f", {name} {sent[name]}" for name in VALIDATORS if name in sent)
