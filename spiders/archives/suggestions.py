"""Rules to paste into a site file, from what is archived of a site."""

from __future__ import annotations

import json
import re
from functools import partial
from itertools import count, islice
from typing import TYPE_CHECKING

from extractors.html.selector import css_to_xpath
from extractors.learning.examining import examine
from extractors.learning.proposals import propose, propose_body
from extractors.model import Repeats
from spiders.archives.reclean import names_of
from spiders.reading.archived_pages import UNPACKING_FAULTS, Asked, page_of, site_for
from storage import StoreError
from storage.archive.exchanges import read_exchange
from storage.history.rereading import archived_pages, count_archived, stored_sites
from storage.rules.repeats import all_repeats

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from extractors import Site
    from extractors.learning.examining import Examined
    from extractors.learning.proposals import Proposal
    from spiders.reading.parallel import Parallel
    from storage import Store

MOST_PAGES = 200
"""The latest ones: rules are for pages to come."""
WORDS, ATTRIBUTE = re.compile(r"[a-z0-9]+"), re.compile(r"\[[a-z-]+\W?=")


def examine_archived(folder: Path, largest: int, asked: Asked) -> Examined | None:
    """Runs in a worker; None for what is no article. Raises ArchiveError where the page is not there."""
    exchange = read_exchange(folder, asked.page.place, asked.page.original)
    try:
        page = page_of(exchange, largest)
    except UNPACKING_FAULTS:
        return None
    return examine(page, site_for(exchange.url), asked.repeats)


def examine_site(store: Store, parallel: Parallel, folder: Path, largest: int, site: str) -> list[Examined]:
    """The latest archived pages of a site. Raises StoreError where there is none."""
    names = names_of(site, stored_sites(store.db))
    if not names:
        raise StoreError(f"{site}: nothing is stored of such a site")
    repeats = all_repeats(store.db)
    earlier = max(0, count_archived(store.db, names, None) - MOST_PAGES)
    pages = islice(archived_pages(store.db, names, None), earlier, None)
    asked = (Asked(page, repeats.get(page.site, Repeats()), None) for page in pages if page.is_current)
    found: dict[int, Examined] = {}

    def take(asked: Asked, examined: Examined | None) -> None:
        if examined is not None:
            found[asked.page.fetch] = examined

    parallel.run(asked, partial(examine_archived, folder, largest), take, lambda *_: None)
    return [found[fetch] for fetch in sorted(found)]


def suggestion(pages: Sequence[Examined], day: date, known: Site | None) -> Iterator[str]:
    """The lines of TOML for a site that may have a file already; comments tell the counts and samples."""
    yield f"# from {len(pages)} archived pages; rules go to the end of the site file, each with a fixture"
    proposals = propose(pages)
    body = None if known and known.body else propose_body(pages, proposals)
    if body:
        yield f"# {body} holds the article on all of them; to stand above the first [table] of the file:"
        yield f"body = {json.dumps(css_to_xpath(body))}"
    names = {rule.id for rule in known.drop} if known else set()
    for proposal in proposals:
        yield ""
        yield from _rule(proposal, _name(proposal, names), len(pages), day)
    if not proposals and not body:
        yield "# nothing to propose: no short selector takes what is cut on many pages, and only that"


def _name(proposal: Proposal, names: set[str]) -> str:
    """An id that no other rule of the file has; ``names`` are those, and it is added."""
    plain = proposal.mark or "-".join(WORDS.findall(ATTRIBUTE.sub("", proposal.css.partition(",")[0].lower())))
    name = next(name for number in count(1) if (name := f"{plain}-{number}" if number > 1 else plain) not in names)
    names.add(name)
    return name


def _rule(proposal: Proposal, name: str, pages: int, day: date) -> Iterator[str]:
    kept = f", {proposal.kept} of them kept so far" if proposal.kept else ""
    yield f"# {len(proposal.taken)} blocks on {proposal.pages} of {pages} pages{kept}, such as"
    for sample in proposal.samples:
        yield f"#   {''.join(letter if letter.isprintable() else ' ' for letter in sample)}"
    yield "[[drop]]"
    yield f'id = "{name}"'
    yield f'category = "{proposal.category}"'
    yield f"css = {json.dumps(proposal.css)}"
    yield f'reason = "{_reason(proposal, pages)}"'
    yield f"since = {day}"


def _reason(proposal: Proposal, pages: int) -> str:
    if proposal.mark:
        return f"{proposal.mark.replace('-', ' ')} beside the text, on {proposal.pages} of {pages} pages"
    cut = "cut or doubted" if proposal.kept else "cut"
    return f"{cut} without a rule on {proposal.pages} of {pages} pages, and nothing else stands in it"
