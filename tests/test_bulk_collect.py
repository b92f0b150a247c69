from __future__ import annotations

import json
import shutil

import pytest
from scrapy.exceptions import UsageError

from tests.archived_pages import run
from tests.crawling import Desk
from tests.test_bulk import APPEAL, archives, corpus

duckdb = pytest.importorskip("duckdb", reason="the extra bulk is not installed: make bulk")

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


def spoiled(made, **changes):
    path = made / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def rewritten(made, table, columns):
    (path,) = made.glob(f"{table}/*.parquet")
    duckdb.read_parquet(str(path)).project(columns).write_parquet(f"{path}.new")
    path.with_name(f"{path.name}.new").replace(path)


SPOILED = {
    "no corpus there": lambda made: (made / "manifest.json").unlink(),
    "cannot be read: ": lambda made: (made / "manifest.json").write_text("{"),
    "not written by scrapy bulk": lambda made: (made / "manifest.json").write_text('{"made": "scrapy export"}'),
    "not whole yet; start the scrapy bulk that writes it again": lambda made: spoiled(made, counts=None),
    "1 of its files are missing": lambda made: next(made.glob("removals/*")).unlink(),
    "made by another version: articles without kinds": lambda made: rewritten(made, "articles", "* EXCLUDE (kinds)"),
    "made by another version (": lambda made: rewritten(made, "removals", "* REPLACE ('later' AS category)"),
    "No magic bytes found": lambda made: next(made.glob("articles/*")).write_bytes(b"no Parquet" * 9),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("whole"))
    return corpus(desk, archives(desk, files=1, pages=2))[1]


@pytest.mark.parametrize(("told", "spoil"), SPOILED.items(), ids=SPOILED)
def test_what_is_no_whole_corpus_is_refused_in_a_line(desk, whole, capsys, told, spoil):
    made = desk.folder / "spoiled"
    shutil.copytree(whole, made)
    spoil(made)
    try:
        status, message = run(desk, "collect", str(made)), capsys.readouterr().err
    except UsageError as error:
        status, message = 1, f"{error}\n"
    assert (status, len(message.splitlines())) == (1, 1)
    assert told in message
