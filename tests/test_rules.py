from __future__ import annotations

from datetime import date

from lxml import html

from extractors.html.walk import read_document
from extractors.model import Category, Layer
from extractors.sites.rules import inside_body, site_decisions
from extractors.sites.site_file import Site

PAGE = """<html><body><article><p>The bridge opened on Monday.</p><div class="please-give"><h4>Dear readers</h4>
<p>We need you.</p></div><p>It had cost <a href="/donate">nine million</a>.</p></article><p>Outside</p></body></html>"""


def site(*rules: dict[str, object]) -> Site:
    filled = [
        {"category": "donation", "reason": "as the outlet's markup says", "since": date(2025, 1, 1)} | rule
        for rule in rules
    ]
    return Site.model_validate({"name": "x", "title": "X", "domains": ["x.example"], "language": "en", "drop": filled})


def decided(day: date, *rules: dict[str, object]) -> dict[str, str]:
    document = read_document(html.document_fromstring(PAGE))
    return {document.candidates[i].text: d.rule for i, d in site_decisions(document, site(*rules), day).items()}


def test_a_rule_takes_all_blocks_of_its_elements() -> None:
    assert decided(date(2025, 6, 1), {"id": "give", "css": ".please-give"}) == {
        "Dear readers": "give",
        "We need you.": "give",
    }


def test_a_rule_may_match_by_text() -> None:
    assert decided(date(2025, 6, 1), {"id": "dear", "xpath": "//h4[starts-with(., 'Dear')]"}) == {
        "Dear readers": "dear"
    }


def test_a_rule_on_a_link_takes_the_block_that_it_stands_in() -> None:
    taken = decided(date(2025, 6, 1), {"id": "link", "xpath": "//a[starts-with(@href, '/donate')]"})
    assert taken == {"It had cost nine million.": "link"}


def test_the_first_rule_that_matches_decides() -> None:
    taken = decided(date(2025, 6, 1), {"id": "first", "css": "h4"}, {"id": "second", "css": ".please-give"})
    assert taken == {"Dear readers": "first", "We need you.": "second"}


def test_a_retired_rule_still_cleans_pages_of_its_time() -> None:
    rule = {"id": "give", "css": ".please-give", "until": date(2025, 5, 1)}
    assert len(decided(date(2025, 4, 30), rule)) == 2
    assert decided(date(2025, 5, 1), rule) == {}


def test_a_decision_names_category_layer_and_evidence() -> None:
    document = read_document(html.document_fromstring(PAGE))
    decision = next(
        iter(site_decisions(document, site({"id": "give", "css": ".please-give"}), date(2025, 6, 1)).values())
    )
    assert (decision.category, decision.layer) == (Category.DONATION, Layer.SITE_RULE)
    assert decision.evidence == ".please-give matches <div please-give>: as the outlet's markup says"


def test_the_body_of_a_site_file_holds_its_candidates() -> None:
    document = read_document(html.document_fromstring(PAGE))
    assert [document.candidates[i].text for i in sorted(inside_body(document, "//article"))] == [
        "The bridge opened on Monday.",
        "Dear readers",
        "We need you.",
        "It had cost nine million.",
    ]
