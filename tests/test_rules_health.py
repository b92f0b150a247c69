from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import Block, BlockKind, Category, Layer, Removal
from storage import Store
from storage.rules.troubles import troubles_of
from storage.schema.rule_health import refresh_health
from tests.archived_pages import run
from tests.crawling import Desk
from tests.reading_samples import furnish
from tests.storage_samples import WORDS, article, extraction, fetch

APPEAL = "Please support our reporting with a gift."
RULE = Removal(APPEAL, Category.DONATION, Layer.SITE_RULE, "contribute", "class", 0)
GENERIC = replace(RULE, layer=Layer.WORDING, rule="appeal_words")


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def fill(desk, *, removals=(), before=40, text=WORDS, now=20, ends=True, **facts):  # noqa: PLR0913
    """Articles as they were, cut by a site rule, then twenty as they are now."""
    with Store.open(desk.database) as store:
        run_id = store.begin_run("example", {}, "1", "")
        for number in range(before + now):
            is_new = number >= before
            blocks = (Block(BlockKind.PARAGRAPH, line) for line in f"{number} {text if is_new else WORDS}".split("\n"))
            url = f"https://example.org/news/{number}"
            clean = article(url=url, title=f"Title {number}", blocks=tuple(blocks), **(facts if is_new else {}))
            cut = removals if is_new else (RULE,)
            store.record(run_id, fetch(url, number, str(number).encode()), extraction(clean, removals=cut), "example")
        if ends:
            store.finish_run(run_id, "finished", {})


def told(desk, retired=()):
    with Store.open(desk.database) as store:
        return [(each.trouble, each.subject) for each in troubles_of(store.db, ["example"], retired)]


def test_all_is_well_where_nothing_changed(desk, capsys):
    fill(desk, removals=(RULE,))
    assert (told(desk), run(desk, "rules"), capsys.readouterr().out) == ([], 0, "no trouble found\n")


def test_a_rule_that_stopped_matching_is_told(desk, capsys):
    fill(desk)
    assert told(desk) == [("rule silent", "contribute")]
    assert told(desk, [("example", "contribute")]) == []
    assert run(desk, "rules", "example") == 1
    assert capsys.readouterr().out == (
        "example: rule silent: contribute (since 2026-11-25): cut from 100 % of articles before, from none now; "
        "such as https://example.org/news/39\n"
    )


def test_generic_layers_that_take_over_are_told(desk):
    fill(desk, removals=(GENERIC,))
    assert told(desk) == [("generic layers cut what rules cut", "donation"), ("rule silent", "contribute")]


def test_an_appeal_that_came_back_is_told(desk):
    fill(desk, text=f"{WORDS}\n{APPEAL}", removals=(replace(RULE, text="Another one"),))
    assert told(desk) == [("appeal came back", APPEAL)]


def test_texts_that_collapsed_are_told(desk):
    fill(desk, removals=(RULE,), text="Only a little was left of it.")
    assert told(desk) == [("texts collapsed", "words")]


def test_fields_that_went_missing_are_told(desk):
    fill(desk, removals=(RULE,), authors=(), published=None)
    assert told(desk) == [("field missing", "authors"), ("field missing", "published")]


def test_a_site_with_few_articles_is_not_judged(desk):
    fill(desk, before=10)
    assert told(desk) == []


def test_hits_are_counted_per_rule_run_and_page(desk):
    fill(desk, removals=(RULE, RULE), before=1, now=1)
    hits = desk.rows("SELECT run, rule, article, hits FROM rule_hits ORDER BY article")
    assert hits == [
        {"run": 1, "rule": "contribute", "article": 1, "hits": 1},
        {"run": 1, "rule": "contribute", "article": 2, "hits": 2},
    ]


def test_the_end_of_a_run_keeps_what_is_found(desk):
    fill(desk)
    kept = "SELECT site, trouble, subject, example FROM troubles"
    assert desk.rows(kept) == [{"site": "example", "trouble": "rule silent", "subject": "contribute", "example": 40}]
    assert [row["n"] for row in desk.rows("SELECT count(*) AS n FROM article_ages WHERE is_recent")] == [20]
    with Store.open(desk.database) as store:
        for number in range(60, 80):
            run_id = store.begin_run("example", {}, "1", "")
            clean = article(url=f"https://example.org/news/{number}", title=f"Title {number}")
            made = extraction(clean, removals=(RULE,))
            store.record(run_id, fetch(clean.url, number, str(number).encode()), made, "example")
        store.finish_run(run_id, "finished", {})
    assert desk.rows(kept) == []


def test_what_a_killed_run_left_is_told_all_the_same(desk, capsys):
    fill(desk, ends=False)
    assert desk.rows("SELECT * FROM troubles") == []
    assert (run(desk, "rules"), "rule silent: contribute" in capsys.readouterr().out) == (1, True)


def test_articles_that_another_site_takes_over_are_compared_there(tmp_path):
    """As when a site file is written for a host that was crawled before."""
    with Store.open(furnish(tmp_path).path) as store:
        aged = "SELECT site, count(*) AS n FROM article_ages GROUP BY site"
        (before,) = store.db.query(aged)
        store.db.execute("UPDATE articles SET site = 'harbour.example' WHERE site = 'harbourpost'")
        refresh_health(store.db, "harbour.example")
        assert list(store.db.query(aged)) == [before | {"site": "harbour.example"}]
