from __future__ import annotations

import asyncio

import pytest

from extractors.body.repeats import RULE, block_digest
from extractors.learning.repetition import find_repeats
from extractors.model import Category, Layer
from spiders.archives.reclean import Reader
from spiders.archives.repeats import learn
from spiders.reading.parallel import Parallel
from spiders.reading.workers import shared_workers
from storage import Store
from storage.rules.repeats import LATEST, all_repeats, kept_texts
from tests.archived_pages import LARGEST, SENTENCE, exchange_with, keep, page, run
from tests.crawling import Desk

APPEAL = "The lantern stays lit as long as those who pass beneath leave a little oil behind."
TEXTS = "SELECT text FROM versions WHERE id IN (SELECT version FROM articles)"
PARTS = ["harbour", "theatre", "weather", "railway", "library", "museum", "stadium", "hospital", "university"]


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    keep(desk, *map(appealing, range(6)), exchange_with(7))
    return desk


def appealing(number):
    """A page with an appeal that has no markup of its own, on a topic of its own."""
    topic = PARTS[number]
    body = page(number).replace(b"council of the town", f"{topic} council {topic}s".encode())
    return exchange_with(number, body=body.replace(b"</article>", f"<p>{APPEAL}</p></article>".encode()))


def teach(desk):
    """What the end of a run does."""
    with Store.open(desk.database) as store:
        run_id = store.begin_run("example", {}, "1", "")
        reader = Reader(Parallel(shared_workers(1, 30, 2**31), 1), desk.folder / "stet-archive", LARGEST, {})
        return asyncio.run(learn(store, reader, run_id, "bridge.example"))


def stands(desk):
    return sum(APPEAL in row["text"] for row in desk.rows(TEXTS))


def test_what_repeats_is_cut_from_stored_articles(desk):
    assert stands(desk) == 6
    assert teach(desk) == (1, 6)
    assert stands(desk) == 0
    (cut,) = desk.rows("SELECT DISTINCT category, layer, rule, evidence FROM removals WHERE text = ?", APPEAL)
    assert (cut["layer"], cut["rule"]) == (Layer.REPETITION, RULE + block_digest(APPEAL))
    assert cut["evidence"] == "stands in 6 articles of the site"
    assert [row["n"] for row in desk.rows("SELECT count(*) AS n FROM versions WHERE cause = 'rules'")] == [6]


def test_a_second_time_there_is_nothing_to_learn(desk):
    assert [teach(desk), teach(desk)] == [(1, 6), (0, 0)]
    assert run(desk, "reclean", "--verify") == 0


def test_reclean_cuts_what_repeats(desk, capsys):
    teach(desk)
    keep(desk, appealing(8))  # by an import, which knows of no repeats
    assert stands(desk) == 1
    assert run(desk, "reclean", "--all") == 0
    assert (stands(desk), "1 changed" in capsys.readouterr().out) == (0, True)


def test_what_came_without_cleaning_is_cleaned_next_time(desk):
    teach(desk)
    keep(desk, appealing(8))
    assert (teach(desk), stands(desk), teach(desk)) == ((0, 1), 0, (0, 0))


def test_what_a_reader_calls_content_is_given_back(desk):
    teach(desk)
    with Store.open(desk.database) as store:
        sql = (
            "INSERT INTO corrections (version, removal, verdict, text, marked_by, marked_at) "
            "SELECT version, id, 'article', text, 'Ada', '2026-11-24' FROM removals WHERE layer = 'repetition' LIMIT 1"
        )
        store.db.execute(sql)
        store.db.conn.commit()
    assert teach(desk) == (0, 6)
    assert (stands(desk), teach(desk)) == (6, (0, 0))
    with Store.open(desk.database) as store:
        assert all_repeats(store.db) == {}


def test_kept_texts_are_those_of_the_latest_articles(desk):
    with Store.open(desk.database) as store:
        texts = kept_texts(store.db, "bridge.example")
        assert [text.article for text in texts] == [1, 2, 3, 4, 5, 6, 7]
        assert (len(texts) <= LATEST, texts[-1].lines[0]) == (True, SENTENCE.format(700))
        assert [learned.repeat.category for learned in find_repeats(texts)] == [Category.REPEAT]
