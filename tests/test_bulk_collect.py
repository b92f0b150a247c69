from __future__ import annotations

import pytest

from tests.archived_pages import run
from tests.crawling import Desk
from tests.test_bulk import APPEAL, archives, corpus

pytest.importorskip("duckdb", reason="the extra bulk is not installed: make bulk")

STORED = """
SELECT articles.site, articles.url, versions.title, versions.text, versions.kinds, versions.access, versions.words,
    fetches.fetched_at
FROM articles JOIN versions ON versions.id = articles.version JOIN fetches ON fetches.id = versions.fetch
ORDER BY articles.url
"""
CUT = """
SELECT articles.url, boxes.number, boxes.reason, removals.text, removals.category, removals.rule, removals.position
FROM removals JOIN boxes ON boxes.id = removals.box JOIN articles ON articles.version = removals.version
ORDER BY articles.url, boxes.number, removals.position, removals.text
"""


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_a_corpus_is_collected_once_and_reads_as_what_was_imported(desk, tmp_path, capsys):
    folder = archives(desk, files=2, pages=2, appeal=APPEAL)
    _, made = corpus(desk, folder)
    assert run(desk, "collect", str(made)) == 0
    assert run(desk, "collect", str(made)) == 0
    assert capsys.readouterr().out.splitlines() == ["4 articles: 4 stored", "4 articles: 4 there already"]
    (tmp_path / "other").mkdir()
    imported = Desk(tmp_path / "other")
    assert run(imported, "import-warc", str(folder)) == 0
    assert desk.rows(STORED) == imported.rows(STORED) != []
    assert desk.rows(CUT) == imported.rows(CUT) != []
    assert run(desk, "check") == 0


def test_a_condition_selects(desk, capsys):
    _, made = corpus(desk, archives(desk, files=1, pages=2))
    assert run(desk, "collect", str(made), "--where", "url LIKE '%-1-the-bridge%'") == 0
    assert run(desk, "collect", str(made), "--where", "nothing_of_the_kind = 1") == 1
    caught = capsys.readouterr()
    assert caught.out.splitlines() == ["1 articles: 1 stored", "0 articles: none"]
    assert caught.err.startswith("scrapy collect: ")
    assert len(caught.err.splitlines()) == 1
