from __future__ import annotations

import json

import pytest

from extractors.access.statements import is_free
from extractors.metadata.structured import read_structured
from extractors.model import Access
from tests.metadata_pages import json_ld, page
from tests.test_access import PROSE, WHOLE, find

SPELLINGS = ["{}", '"{}"', "[{}]", '["{}"]', '{{"@value": {}}}', '[{{"@value": "{}"}}]', '"https://schema.org/{}"']
ARTICLE = {"@type": "NewsArticle", "headline": "A long night"}


def said(*things: object) -> bool | None:
    return is_free(read_structured(page("<h1>A long night</h1>", json_ld(json.dumps(list(things))))))


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("free", [True, False])
def test_booleans_are_read_in_all_spellings(spelling: str, free: bool) -> None:
    value = json.loads(spelling.format(str(free).lower()))
    assert said({**ARTICLE, "isAccessibleForFree": value}) is free
    assert said({"@graph": [{**ARTICLE, "isAccessibleForFree": value}]}) is free


@pytest.mark.parametrize("name", ["isPartOf", "mainEntityOfPage"])
@pytest.mark.parametrize("type_name", ["WebPage", "CreativeWork", "ItemPage"])
def test_an_article_is_as_free_as_the_page_that_it_is_part_of(name: str, type_name: str) -> None:
    whole = {"@type": type_name, "@id": "/#page", "name": "x", "isAccessibleForFree": False}
    assert said({"@graph": [whole, {**ARTICLE, name: {"@id": "/#page"}}]}) is False
    assert said({**ARTICLE, name: whole}) is False


@pytest.mark.parametrize("top", [True, "True", None])
@pytest.mark.parametrize("free", [False, "False", [False]])
def test_an_article_with_a_part_that_is_not_free_is_not_free(top: object, free: object) -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": free, "cssSelector": ".paid"}
    for parts in (part, [part], [{"@type": "WebPageElement", "isAccessibleForFree": True}, part]):
        assert said({**ARTICLE, "isAccessibleForFree": top, "hasPart": parts}) is False


def test_a_part_that_is_free_says_nothing_against_the_whole() -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": True, "cssSelector": ".lead"}
    assert said({**ARTICLE, "isAccessibleForFree": True, "hasPart": part}) is True


def test_other_articles_of_a_page_say_nothing_of_this_one() -> None:
    other = {"@type": "NewsArticle", "headline": "Bread", "url": "https://x.org/bread", "isAccessibleForFree": False}
    assert said(ARTICLE, other) is None
    assert said({**ARTICLE, "isAccessibleForFree": True}, other) is True


def scope(inner: str) -> str:
    return f'<div itemscope itemtype="https://schema.org/NewsArticle">{inner}</div>'


@pytest.mark.parametrize(
    "written",
    [
        '<meta itemprop="isAccessibleForFree" content="False">',
        '<link itemprop="isAccessibleForFree" href="https://schema.org/False">',
        '<span itemprop="isAccessibleForFree">false</span>',
    ],
)
def test_microdata_of_the_article_with_the_headline_counts(written: str) -> None:
    own, other = scope(f"<h1>A long night</h1>{written}"), scope(f"<h2>Bread</h2>{written.replace('alse', 'rue')}")
    free = '<meta itemprop="isAccessibleForFree" content="true">'
    assert is_free(read_structured(page(own))) is False
    assert is_free(read_structured(page(other.replace("rue", "alse") + scope(f"<h1>A long night</h1>{free}")))) is True


def test_a_withheld_part_that_is_empty_is_a_lock() -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paid"}
    head = json_ld(json.dumps({**ARTICLE, "isAccessibleForFree": "True", "hasPart": part}))
    finding = find(page(f'<p>{PROSE}</p><div class="paid"></div>', head))
    assert (finding.access, finding.complete) == (Access.LOCKED, False)


@pytest.mark.parametrize(
    "demand",
    ["Subscribe to continue reading", "Jetzt weiterlesen mit Plus", "Pour lire la suite, abonnez-vous"],
)
def test_an_article_about_walls_has_none(demand: str) -> None:
    told = f"<p>“{demand}” is a sentence that she says she sees too often. {PROSE}</p>"
    assert find(page(WHOLE + told + f"<p>{PROSE}</p>")).access is Access.UNKNOWN
    assert find(page(WHOLE + f"<p>{demand}</p>")).access is not Access.UNKNOWN


@pytest.mark.parametrize("free", [True, False])
def test_names_may_have_the_vocabulary_before_them(free: bool) -> None:
    assert said({"@type": "schema:NewsArticle", "schema:headline": "A", "schema:isAccessibleForFree": free}) is free


@pytest.mark.parametrize("free", [True, False])
@pytest.mark.parametrize("name", ["property", "itemprop", "name"])
def test_a_meta_tag_says_it_too(name: str, free: bool) -> None:
    meta = f"<div typeof=NewsArticle><meta {name}=isAccessibleForFree content={str(free).lower()}></div>"
    assert is_free(read_structured(page(f"<h1>A long night</h1>{meta}"))) is free


@pytest.mark.parametrize("name", ["article:content_tier", "og:article:content_tier"])
def test_the_tier_of_the_outlet_is_read_under_both_names(name: str) -> None:
    assert find(page(WHOLE, f'<meta property="{name}" content="locked">')).access is Access.LOCKED
