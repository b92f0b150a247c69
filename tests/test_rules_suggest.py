from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime

import pytest

from extractors import Page, Repeats
from extractors.learning.examining import examine
from extractors.learning.proposals import propose, propose_body
from extractors.learning.selectors import is_stable
from extractors.model import Category
from extractors.sites.site_file import Site, load_site
from spiders.archives.suggestions import suggestion
from tests.archived_pages import exchange_with, keep, page, run
from tests.crawling import Desk

HEAD = 'name = "bridge"\ntitle = "The Bridge"\ndomains = ["bridge.example"]\nlanguage = "en"\n'
NEWSLETTER = "<p>Sign up for our newsletter</p><p>Get the best stories in your inbox every morning.</p>"


def body(number, box="<div class='css-1x2y3z evening-letter'>{}</div>"):
    """A page with an appeal in the article."""
    made = page(number).replace(b"<article>", b"<article class='css-9z8y story'>")
    return made.replace(b"</article>", box.format(NEWSLETTER).encode() + b"</article>")


def examined(**options):
    pages = (
        Page(f"https://a.example/{number}", body(number, **options), {}, 200, datetime.now(UTC)) for number in range(4)
    )
    return [found for each in pages if (found := examine(each, None, Repeats()))]


@pytest.mark.parametrize(
    ("name", "stable"),
    [
        ("newsletter-box", True), ("article__related-article", True), ("storyBody", True), ("teaser2", True),
        ("css-1x2y3z", False), ("sc-bdVaJa", False), ("Box__aBcde", False), ("jsx-1234567", False), ("kXyZab", False),
        ("block-1234", False), ("_3kd", False), ("sdfghjkl", False), ("bMaoRo", False), ("font-mono", False),
        ("layout_article__DHdd1", False), ("layout__Abcd1", False), ("card__Title", True), ("card__teaser2", True),
    ],
)  # fmt: skip
def test_names_that_a_builder_made_are_told(name, stable):
    assert is_stable(name) is stable


def test_a_box_that_generic_layers_cut_is_proposed():
    (proposal,) = propose(examined())
    assert (proposal.css, proposal.category, proposal.pages) == (".evening-letter", Category.NEWSLETTER, 4)
    assert (len(proposal.taken), proposal.samples[0]) == (8, "Sign up for our newsletter")


def test_nothing_is_proposed_without_a_stable_name_or_of_one_page():
    assert propose(examined(box="<div class='css-1x2y3z'>{}</div>")) == []
    assert propose(examined()[:1]) == []


def test_a_name_before_a_hash_is_proposed_whatever_the_hash():
    (proposal,) = propose(examined(box="<div class='Letter_letterBox__a1B2c wide'>{}</div>"))
    assert proposal.css == "[class^='Letter_letterBox__'], [class*=' Letter_letterBox__']"


def test_what_also_holds_the_article_is_never_proposed():
    assert propose(examined(box="</article><article class='story'>{}")) == []


def test_the_container_of_the_article_is_proposed_as_body():
    pages = examined()
    assert propose_body(pages, propose(pages)) == ".story"
    assert propose_body(pages, []) is None
    assert propose_body([], []) is None


def suggested(known=None, **options):
    return "\n".join(suggestion(examined(**options), date(2026, 11, 23), known))


def test_a_suggestion_is_toml_that_a_site_file_takes(tmp_path):
    body, drops = suggested().split("\n\n", 1)
    path = tmp_path / "bridge.toml"
    path.write_text(f"{HEAD}{body}\n\n[news]\nevery = '1h'\n\n{drops}\n", encoding="utf-8")
    site = load_site(path)
    assert [(rule.id, rule.css) for rule in site.drop] == [("evening-letter", ".evening-letter")]
    assert "story" in (site.body or "")
    assert "body =" not in suggested(known=site)


def test_a_suggestion_takes_no_id_that_the_file_has():
    rule = {"css": ".other", "category": "related", "reason": "an older rule", "since": date(2026, 1, 1)}
    known = Site.model_validate(tomllib.loads(HEAD) | {"drop": [rule | {"id": "evening-letter"}]})
    assert [rule["id"] for rule in tomllib.loads(suggested(known=known))["drop"]] == ["evening-letter-2"]


def test_an_id_is_made_of_the_name_alone():
    table = tomllib.loads(suggested(box="<div class='Letter_letterBox__a1B2c'>{}</div>"))
    assert [rule["id"] for rule in table["drop"]] == ["letter-letterbox"]


def test_that_there_is_nothing_to_propose_is_said():
    assert "nothing to propose" in "\n".join(suggestion([], date(2026, 11, 23), None))


def test_rules_suggest_reads_the_archive(tmp_path, capsys):
    desk = Desk(tmp_path)
    keep(desk, *(exchange_with(number, body=body(number)) for number in range(4)))
    assert run(desk, "rules", "suggest", "bridge.example") == 0
    out = capsys.readouterr().out
    assert out.startswith("# from 4 archived pages;")
    assert 'css = ".evening-letter"' in out
    assert run(desk, "rules", "suggest", "nosuch") == 1
    assert capsys.readouterr().err == "scrapy rules: nosuch: nothing is stored of such a site\n"
