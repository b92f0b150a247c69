"""Bodies of which the length is wrong or the end is missing are kept for what came, flagged, and asked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import Store
from tests.crawling import Desk
from tests.test_crawl_bad_input import ARTICLE
from tests.web.outlets import Answer

if TYPE_CHECKING:
    from tests.web.server import Server

HTML = {"Content-Type": "text/html; charset=utf-8", "ETag": '"1"'}
WHOLE = (ARTICLE + "</html>").encode()
# Whether the text is all there, as far as its end tells.
MANNERS = {"long": True, "unended": True, "held": True, "open": True, "cut": False, "short": False, "exact": True}


@pytest.fixture(scope="module", params=["0", "1"], ids=["asked once", "asked twice"])
def desk(web: Server, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Desk:
    extra = {f"https://{manner}.example/story": Answer(200, WHOLE, HTML, manner) for manner in MANNERS}
    extra["https://word.example/story"] = Answer(200, WHOLE, HTML | {"content-length": "many"}, "exact")
    web.outlets.extra |= extra
    desk = Desk(tmp_path_factory.mktemp("cut"), web)
    ran = desk.scrapy("crawl", "page", "-a", f"url={' '.join(extra)}", RETRY_TIMES=request.param)
    assert (ran.status, "Traceback" in ran.err) == (0, False), ran.err
    return desk


@pytest.mark.parametrize("manner", MANNERS)
def test_what_came_is_stored_and_flagged(desk: Desk, manner: str) -> None:
    sql = "SELECT flags, complete FROM versions JOIN fetches ON fetches.id = fetch WHERE fetches.url = ?"
    (row,) = desk.rows(sql, f"https://{manner}.example/story")
    assert ("possibly-cut" in row["flags"]) == (manner != "exact")
    assert (row["complete"] == 0) == (not MANNERS[manner])


@pytest.mark.parametrize("manner", MANNERS)
def test_what_may_be_cut_is_asked_for_again_in_full(desk: Desk, manner: str) -> None:
    with Store.open(desk.database) as store:
        known = store.known(f"https://{manner}.example/story")
    assert known is not None
    assert known.etag == ('"1"' if manner == "exact" else None)


def test_a_length_that_is_no_number_is_none(desk: Desk) -> None:
    assert desk.reasons()["https://word.example/story"] is None
