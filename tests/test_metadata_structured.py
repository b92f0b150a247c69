from __future__ import annotations

from json import dumps
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.metadata.json_ld import parse_json_ld, types_of
from extractors.metadata.structured import read_structured
from tests.metadata_pages import URL, json_ld, page

ARTICLE = '"@type": "NewsArticle", "headline": "A long night"'


@pytest.mark.parametrize(
    "script",
    [
        f"{{{ARTICLE}}}",
        f"<!-- {{{ARTICLE}}} -->",
        f"//<![CDATA[\n{{{ARTICLE},}}\n//]]>",
        f"[{{{ARTICLE}}}]",
        f'{{"@graph": [{{"@type": "WebSite"}}, {{{ARTICLE}}}]}}',
        f'{{"@type": "Person", "name": "A"}} {{{ARTICLE}}}',
        f'{{{ARTICLE}, "description": "tab\there, \\d and a line\nbreak"}}',
        f'{{{ARTICLE}, "description": "an "unescaped" word"}}',
        f"{{{ARTICLE}}}".replace('"', "&quot;"),
    ],
)
def test_article_is_found_in_broken_json_ld(script: str) -> None:
    assert read_structured(page("", json_ld(script))).article["headline"] == "A long night"


def test_article_about_this_page_comes_before_other_stories() -> None:
    other = '{"@type": "NewsArticle", "headline": "Other", "url": "https://example.org/other"}'
    own = '{"@type": "NewsArticle", "headline": "Own", "url": "https://example.org/own/?utm=1"}'
    head = '<link rel="canonical" href="https://example.org/own">' + json_ld(f"[{other}, {own}]")
    assert read_structured(page("", head)).article["headline"] == "Own"


OWN_HEADS = {
    "the address of the page": "",
    "h1": "<h1>Own</h1>",
    "the title of the tab": "<title>Own – Example Herald</title>",
    "OpenGraph": '<meta property="og:title" content="Own">',
}


@pytest.mark.parametrize("shown", OWN_HEADS)
@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("is_graph", [True, False])
@pytest.mark.parametrize("field", ["isAccessibleForFree", "datePublished", "author"])
def test_of_several_articles_that_of_the_page_is_told_by_address_or_headline(
    shown: str, field: str, *, is_first: bool, is_graph: bool
) -> None:
    by_address = not OWN_HEADS[shown]
    own = {"@type": "NewsArticle", "headline": "Own", field: "own"} | ({"url": URL} if by_address else {})
    other = {"@type": "NewsArticle", "headline": "Other", "url": "https://example.org/other", field: "other"}
    things = [own, other] if is_first else [other, own]
    root = page(OWN_HEADS[shown], json_ld(dumps({"@graph": things} if is_graph else things)))
    assert read_structured(root, URL).article[field] == "own"


@pytest.mark.parametrize("shown", ["<h1>Ice in the old harbour</h1>", "<title>Ice in the old harbour | Post</title>"])
@pytest.mark.parametrize("headline", ["Bakers ask for flour", "Three sheep rescued from a ledge"])
def test_an_article_that_is_about_another_page_alone_is_not_this_one(shown: str, headline: str) -> None:
    other = {"@type": "NewsArticle", "headline": headline, "url": "https://www.example-herald.org/news/other"}
    assert read_structured(page(shown, json_ld(dumps(other))), URL).article == {}
    assert read_structured(page(shown, json_ld(dumps({**other, "headline": "Old harbour froze"}))), URL).article
    assert read_structured(page(shown, json_ld(dumps({**other, "url": URL}))), URL).article
    assert read_structured(page(shown, json_ld(dumps({**other, "url": "https://amp.other.example/x"}))), URL).article


def test_gaps_are_filled_by_objects_about_the_same_page() -> None:
    head = json_ld(f"{{{ARTICLE}}}") + json_ld('{"@type": "WebPage", "datePublished": "2024-01-02", "headline": "x"}')
    article = read_structured(page("", head)).article
    assert (article["headline"], article["datePublished"]) == ("A long night", "2024-01-02")


def test_article_body_is_plain_lines() -> None:
    body = '{"@type": "Article", "articleBody": "<p>One &amp;amp; two</p><p>three</p>\\n\\nfour &lt;br&gt; five"}'
    assert read_structured(page("", json_ld(body))).article_body == "One & two\nthree\nfour\nfive"


def test_meta_tags_are_kept_by_lower_case_name() -> None:
    structured = read_structured(page("", '<meta name="Author" content="A"><meta property="author" content="B">'))
    assert structured.all_meta("author") == ["A", "B"]
    assert structured.first_meta("og:title", "author") == "A"


def test_references_are_resolved() -> None:
    graph = (
        f'{{"@graph": [{{{ARTICLE}, "author": {{"@id": "#p"}}}}, {{"@id": "#p", "@type": "Person", "name": "A B"}}]}}'
    )
    structured = read_structured(page("", json_ld(graph)))
    assert structured.resolve(structured.article["author"]) == {"@id": "#p", "@type": "Person", "name": "A B"}


def test_types_lose_their_address() -> None:
    assert types_of({"@type": ["https://schema.org/NewsArticle", "schema:Report", 3]}) == ("NewsArticle", "Report")


def test_deep_nesting_ends() -> None:
    assert read_structured(page("", json_ld("[" * 100_000))).objects == ()


@given(st.text() | st.text(alphabet='{}[]",:\\ a1'))
def test_no_text_makes_json_ld_fail(text: str) -> None:
    assert isinstance(parse_json_ld(text), list)


HOSTILE = ["{}", ", ", " ", "//", '"headline": "', '{"a": "b" ', "\n", "\\", "/*"]


@pytest.mark.parametrize("opening", ['{"headline": "x",', '{"headline": "x" ', "// <![CDATA[", ""])
@pytest.mark.parametrize("part", HOSTILE)
def test_long_json_ld_is_read_in_linear_time(opening: str, part: str) -> None:
    # What was quadratic took minutes for it.
    started = process_time()
    parse_json_ld(opening + part * (500_000 // len(part)) + "!")
    assert process_time() - started < 5


@pytest.mark.parametrize("free", [False, 0])
def test_what_a_second_object_about_the_page_denies_is_known(free: object) -> None:
    things = [{"@type": "NewsArticle", "headline": "x"}, {"@type": "WebPage", "isAccessibleForFree": free}]
    assert read_structured(page("", json_ld(dumps(things)))).article["isAccessibleForFree"] == free
