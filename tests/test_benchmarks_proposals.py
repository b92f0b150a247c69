from __future__ import annotations

from datetime import UTC, datetime

import pytest

from benchmarks import proposals
from benchmarks.shared import SHARED
from extractors import Page, Repeats, load_sites
from extractors.proposals import examine
from tests.archived_pages import page

SITE = load_sites()["moscowtimes"]
BOX = b"<div class=evening-letter><p>Sign up for our newsletter</p><p>Get the best stories in your inbox.</p></div>"


@pytest.mark.parametrize(
    ("proposed", "holds"), [((0.98, 0), True), ((0.97, 0), False), ((0.99, 1), False), ((0.99, 0), True)]
)
def test_proposals_hold_within_a_point_and_with_no_more_appeals(proposed, holds):
    compared = proposals.Compared("one", 3, proposed, (0.9899, 0), (0.9, 4), "-", 0)
    assert compared.holds is holds


def test_what_is_proposed_is_read_as_a_site_file_alone():
    bodies = (
        page(number).replace(b"<article>", b"<article class=story>").replace(b"</article>", BOX + b"</article>")
        for number in range(4)
    )
    pages = [Page("https://a.example/1", body, {}, 200, datetime.now(UTC)) for body in bodies]
    examined = [each for made in pages if (each := examine(made, None, Repeats()))]
    site = proposals.proposed_site(SITE, examined)
    assert [rule.css for rule in site.drop] == [".evening-letter"]
    assert "story" in (site.body or "")
    assert site.news.feeds == ()


@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="needs ../shared/corpus")
def test_outlets_of_the_corpus_hold_by_their_proposals():
    compared = proposals.measure(["freebeacon", "washingtontimes"])
    assert [(each.name, each.holds) for each in compared] == [("freebeacon", True), ("washingtontimes", True)]
