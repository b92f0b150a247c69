from __future__ import annotations

from datetime import UTC, datetime

import pytest

from benchmarks import proposals
from benchmarks.shared import SHARED
from extractors import Page, Repeats
from extractors.learning.examining import examine
from tests.archived_pages import page

BOX = b"<div class=evening-letter><p>Sign up for our newsletter</p><p>Get the best stories in your inbox.</p></div>"


def compared(proposed, by_hand, alone=(0.9, 4)):
    proposed, by_hand, alone = (proposals.Reading(*each, 100, 10) for each in (proposed, by_hand, alone))
    return proposals.Compared("one", 3, proposed, by_hand, alone, "-", 0)


@pytest.mark.parametrize(
    ("proposed", "holds"), [((0.98, 0), True), ((0.97, 0), False), ((0.99, 1), False), ((0.99, 0), True)]
)
def test_proposals_hold_within_a_point_and_with_no_more_appeals(proposed, holds):
    assert compared(proposed, (0.9899, 0)).holds is holds


def test_what_proposals_bring_and_cost_is_told():
    line = proposals.told([compared((0.95, 0), (0.9, 0)), compared((0.88, 0), (0.9, 0))])
    assert "1 of 2 are read better and 1 worse, +0.0150" in line


def test_what_is_proposed_is_read_as_a_site_file_alone():
    bodies = (
        page(number).replace(b"<article>", b"<article class=story>").replace(b"</article>", BOX + b"</article>")
        for number in range(4)
    )
    pages = [Page("https://a.example/1", body, {}, 200, datetime.now(UTC)) for body in bodies]
    examined = [each for made in pages if (each := examine(made, None, Repeats()))]
    site = proposals.proposed_site("bridge", "bridge.example", examined)
    assert [rule.css for rule in site.drop] == [".evening-letter"]
    assert "story" in (site.body or "")
    assert site.news.feeds == ()


@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="needs ../shared/corpus")
def test_outlets_of_the_corpus_hold_by_their_proposals():
    compared = proposals.measure(["freebeacon", "washingtontimes", "wort"])
    assert [each.name for each in compared if each.holds] == ["freebeacon", "washingtontimes", "wort"]
    assert compared[-1].gain > 0
