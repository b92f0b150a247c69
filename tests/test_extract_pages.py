from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import Access, Block, BlockKind, Extraction
from extractors.page.links import next_page_of
from extractors.pages import extract_pages, is_another_article, join
from extractors.sites.ftr_site import site_of_config
from extractors.sites.site_file import Site
from tests.paged_articles import (
    APPEAL,
    AUTHOR,
    CONFIG,
    FIRST,
    HOST,
    STANDFIRST,
    address,
    as_page,
    other_article,
    page_of,
    sentences,
    three,
)
from tests.storage_samples import article, removal

SITE = site_of_config("paged.example", CONFIG)
PAGES = [as_page(url, body) for url, body in three().items()]


def test_pages_are_joined_in_order_and_what_they_share_stands_once():
    joined = extract_pages(PAGES, SITE).article
    own = [text for number in (1, 2, 3) for text in sentences(number)]
    assert joined.text.split("\n") == [STANDFIRST, *own, AUTHOR]
    assert (joined.url, joined.title, joined.complete) == (FIRST, "The bridge is closed", None)


def test_the_ledger_names_the_page_of_each_removal():
    removals = extract_pages(PAGES, SITE).removals
    assert [each.page for each in removals if each.text == APPEAL] == [1, 2, 3]
    assert [(each.page, each.rule) for each in removals if each.text == STANDFIRST] == [(2, "double"), (3, "double")]
    assert [(each.page, each.position) for each in removals if each.text == AUTHOR] == [(1, 6), (2, 11)]


def test_an_article_whose_last_page_leads_on_is_cut():
    for number in (1, 2):
        cut = extract_pages(PAGES[:number], SITE)
        assert (cut.article.complete, cut.flags) == (False, ("pages-missing",))
        assert cut.article.access_evidence == f"the article goes on at {address(number + 1)}"


def test_a_page_without_text_leaves_the_others():
    empty = as_page(address(2), "<html><body></body></html>")
    cut = extract_pages([PAGES[0], empty, PAGES[2]], SITE)
    assert cut.article.text.split("\n") == [STANDFIRST, *sentences(1), *sentences(3), AUTHOR]
    assert (cut.article.complete, cut.article.access_evidence) == (False, "page 2: no text on the page")


def test_without_a_first_page_there_is_no_article():
    empty = as_page(address(1), "<html><body></body></html>")
    assert extract_pages([empty, *PAGES[1:]], SITE).error is not None


def test_the_end_of_the_text_is_looked_for_on_all_pages():
    words = " ".join(text for number in (1, 2, 3) for text in sentences(number))
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{words}"}}</script>'
    pages = [replace(page, body=page.body.replace(b"</head>", data.encode() + b"</head>")) for page in PAGES]
    assert extract_pages(pages[:1], None).article.complete is False
    assert extract_pages(pages, SITE).article.complete is not False


def test_a_wall_on_a_later_page_is_told():
    wall = "<p>The engineers went on to say that…</p><p>Subscribe to continue reading this article.</p>"
    last = as_page(address(2), page_of(2, None).replace(f"<p class=ask>{APPEAL}</p><p>{AUTHOR}</p>", wall))
    joined = extract_pages([PAGES[0], last], SITE).article
    assert (joined.access, joined.complete) == (Access.LOCKED, False)


def test_a_page_with_a_title_and_a_date_of_its_own_is_another_article():
    one, other = (as_page(*each) for each in other_article())
    assert is_another_article(one, other, SITE)
    assert not is_another_article(PAGES[0], PAGES[1], SITE)
    same_title = replace(other, body=other.body.replace(b"Ferry runs again after repair", b"The bridge is closed 2"))
    same_date = replace(other, body=other.body.replace(b"2019-05-01", b"2019-05-05"))
    undated = replace(other, body=other.body.replace(b"2019-05-01", b""))
    assert not any(is_another_article(one, each, SITE) for each in (same_title, same_date, undated))


def blocks(*texts):
    return Extraction(article("x", blocks=tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)))


def test_short_lines_within_a_page_may_be_said_twice():
    long = "This paragraph was set into the midst of every page by hand."
    joined = join([blocks("Why?", "Because.", long, "One."), blocks("Two.", "Why?", long, "Three.", "Because.")])
    assert joined.article.text.split("\n") == ["Why?", "Because.", long, "One.", "Two.", "Why?", "Three."]


def test_removals_keep_their_place_when_what_stands_before_them_goes():
    second = replace(blocks("One.", "Two."), removals=(removal("above", 0), removal("below", 2)))
    joined = join([blocks("One.", "Other."), second])
    assert [(each.text, each.position) for each in joined.removals] == [("above", 2), ("One.", 2), ("below", 3)]


@pytest.mark.parametrize(
    ("href", "following"),
    [
        ("/news/bridge/2", f"{HOST}/news/bridge/2"),
        ("bridge/2#top", f"{HOST}/news/bridge/2"),
        ("#top", None),
        ("javascript:next()", None),
        ("http://paged.example/news/bridge/", None),
        ("http://[", None),
        ("https://elsewhere.example/2", "https://elsewhere.example/2"),
    ],
)
def test_an_article_goes_on_where_its_link_leads(href, following):
    assert next_page_of([as_page(FIRST, page_of(1, href))], SITE) == following


def test_conditions_hold_for_the_next_page_too():
    bare = page_of(1, address(2)).replace("<nav", "<div")
    assert next_page_of([as_page(FIRST, bare)], SITE) is None


def test_site_files_may_name_the_link_to_the_next_page():
    site = Site(
        name="paged", title="Paged", domains=("paged.example",), language="en", next_page="//a[@class='next']/@href"
    )
    assert [next_page_of(PAGES[:number], site) for number in (1, 2, 3)] == [address(2), address(3), None]
    with pytest.raises(ValueError, match="XPath does not compile"):
        Site.model_validate(site.model_dump() | {"next_page": "//a["})
