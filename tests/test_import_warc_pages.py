from __future__ import annotations

import pytest

from tests.archived_pages import run
from tests.crawling import Desk
from tests.paged_articles import AUTHOR, CONFIG, STANDFIRST, address, other_article, page_of, sentences, three
from tests.test_import_warc import Theirs

LATER = "2019-05-07T07:08:09Z"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "paged.example.txt").write_text(CONFIG)
    monkeypatch.setattr("spiders.settings.STET_FTR_FOLDER", str(tmp_path / "rules"))
    return Desk(tmp_path)


def take(desk, *pages, name="a.warc.gz"):
    """Import pages: (address, HTML) or (address, HTML, time)."""
    theirs = Theirs(desk.folder / name)
    for url, body, *moment in pages:
        theirs.response(url, body.encode(), **({"date": moment[0]} if moment else {}))
    assert run(desk, "import-warc", theirs.done()) == 0


def texts(desk):
    return [row["text"].split("\n") for row in desk.rows("SELECT text FROM versions ORDER BY fetched_at, id")]


WHOLE = [STANDFIRST, *(text for number in (1, 2, 3) for text in sentences(number)), AUTHOR]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1)])
def test_pages_of_an_article_are_put_together_in_any_order(desk, capsys, order):
    pages = three()
    take(desk, *((address(number), pages[address(number)]) for number in order))
    assert capsys.readouterr().out == "3 pages: 2 joined, 1 stored\n"
    assert texts(desk) == [WHOLE]
    assert desk.rows("SELECT count(*) AS n FROM further_pages") == [{"n": 2}]
    assert (run(desk, "reclean", "--verify"), run(desk, "check")) == (0, 0)


def test_pages_that_are_stored_already_are_passed_over(desk, capsys):
    for _ in range(2):
        take(desk, *three().items())
    assert "passed over 3: stored already" in capsys.readouterr().out
    assert desk.rows("SELECT count(*) AS n FROM fetches") == [{"n": 3}]


def test_a_circle_of_pages_begins_with_the_first(desk):
    take(desk, *three(last=address(1)).items())
    assert texts(desk) == [WHOLE]


def test_an_article_whose_second_page_is_not_there_is_cut(desk):
    take(desk, (address(1), three()[address(1)]))
    assert texts(desk) == [[STANDFIRST, *sentences(1), AUTHOR]]
    (row,) = desk.rows("SELECT complete, access_evidence FROM articles")
    assert tuple(row.values()) == (0, f"the article goes on at {address(2)}")


def test_each_capture_of_the_first_page_takes_the_nearest_of_the_others(desk):
    edited = {url: (url, body, LATER) for url, body in three(more="It will open in May.").items()}
    take(desk, *three().items(), *edited.values())
    assert texts(desk) == [WHOLE, [*WHOLE[:11], "It will open in May.", *WHOLE[11:]]]


def test_a_link_that_leads_to_another_article_puts_nothing_together(desk):
    take(desk, *other_article())
    assert sorted(lines[1:6] for lines in texts(desk)) == [sentences(1), sentences(2)]
    assert desk.rows("SELECT count(*) AS n FROM articles") == [{"n": 2}]


def test_a_page_that_asks_not_to_be_kept_ends_an_article(desk, capsys):
    refused = page_of(2, address(3)).replace("<head>", "<head><meta name=robots content=noarchive>")
    take(desk, *(three() | {address(2): refused}).items())
    assert "passed over 2: further page of an article that was read without it" in capsys.readouterr().out
    assert texts(desk) == [[STANDFIRST, *sentences(1), AUTHOR]]
