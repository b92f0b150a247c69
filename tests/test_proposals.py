"""What is proposed of pages as they were examined; the pages themselves are in test_rules_suggest and test_marks."""

from __future__ import annotations

import pytest

from extractors.learning.examining import Examined, Loose, Matched
from extractors.learning.marks import Mark
from extractors.learning.proposals import propose, propose_body
from extractors.model import Category


def loose(*, kept=False, mark=None, category=Category.RELATED, appeal=0.0, title=False):
    return Loose("Ten words of text", 4, category, appeal, mark, kept, title)


def pages(*blocks, probability=0.0, selector=".box", count=2, **matched):
    """The same page several times, with one selector that takes all of its loose blocks."""
    words = 4 * len(blocks)
    box = Matched(set(range(len(blocks))), doubt=probability * words, loose_words=words, elements=1, **matched)
    return [Examined(blocks, {selector: box}, 100)] * count


def test_what_generic_layers_cut_on_two_pages_is_proposed():
    (proposal,) = propose(pages(loose(), loose()))
    assert (proposal.css, proposal.category, proposal.pages) == (".box", Category.RELATED, 2)
    assert (len(proposal.taken), proposal.kept, proposal.mark) == (4, 0, None)


@pytest.mark.parametrize("matched", [{"sure": 1}, {"others": 5}])
def test_what_also_takes_article_or_much_that_nobody_judged_is_not(matched):
    assert propose(pages(loose(), loose(), **matched)) == []


def test_a_vote_needs_two_pages_three_blocks_and_a_fifth_of_the_pages():
    assert propose(pages(loose(), loose(), loose(), count=1)) == []
    assert propose(pages(loose())) == []
    assert propose(pages(loose(), loose()) + [Examined((), {}, 100)] * 9) == []


@pytest.mark.parametrize(("probability", "count"), [(0.4, 1), (0.6, 0)])
def test_kept_blocks_go_where_most_of_what_stands_with_them_is_cut(probability, count):
    assert len(propose(pages(loose(), loose(kept=True), probability=probability))) == count


@pytest.mark.parametrize(("probability", "count"), [(0.7, 1), (0.9, 0)])
def test_a_weak_mark_needs_doubt(probability, count):
    found = propose(pages(loose(kept=True, mark=Mark.SUMMARY), probability=probability, selector=".summary"))
    assert len(found) == count


def test_a_mark_is_one_rule_with_as_many_selectors_as_it_needs():
    marked = loose(kept=True, mark=Mark.BYLINE)
    found = propose(pages(marked, selector=".author", count=1) + pages(marked, selector=".byline", count=1))
    assert [(each.css, each.mark, each.kept) for each in found] == [(".byline, .author", Mark.BYLINE, 2)]


def test_a_selector_that_does_not_say_the_mark_is_not_taken_for_it():
    assert propose(pages(loose(kept=True, mark=Mark.CAPTION), selector=".lead", count=1)) == []


def test_who_is_quoted_goes_with_the_quote():
    quote = Loose("A sentence that stands in the text as well", 9, Category.INTERFACE, 0.0, Mark.QUOTE, True, False)
    (proposal,) = propose(pages(quote, loose(kept=True), loose(kept=True), probability=0.2, selector=".quote", count=1))
    assert (proposal.mark, proposal.kept) == (Mark.QUOTE, 3)


def test_titles_alone_are_nothing_to_propose():
    assert propose(pages(loose(title=True), loose(title=True))) == []


@pytest.mark.parametrize(("appeal", "category"), [(5.0, Category.NEWSLETTER), (-1.0, Category.INTERFACE)])
def test_nothing_is_called_an_appeal_that_says_no_word_of_one(appeal, category):
    block = loose(category=Category.NEWSLETTER, appeal=appeal)
    assert propose(pages(block, block))[0].category is category


def test_what_bears_a_mark_is_neither_an_appeal_nor_related():
    block = loose(mark=Mark.CAPTION, category=Category.DONATION, appeal=5.0)
    assert propose(pages(block, block))[0].category is Category.INTERFACE


@pytest.mark.parametrize(("words", "body"), [(100, ".story"), (104, None)])
def test_a_body_holds_the_article_and_nothing_else(words, body):
    found = [Examined((), {".story": Matched(kept_words=100, words=words, elements=1)}, 100)]
    assert propose_body(found, []) == body


def test_what_is_dropped_is_neither_missing_in_a_body_nor_too_much():
    found = [
        Examined((*page.loose,), page.matched | {".story": Matched(kept_words=96, words=96, elements=1)}, 100)
        for page in pages(loose(kept=True, mark=Mark.CAPTION), selector=".caption")
    ]
    assert propose_body(found, []) is None
    assert propose_body(found, propose(found)) == ".story"
