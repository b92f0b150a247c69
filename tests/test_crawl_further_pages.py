from __future__ import annotations

import json
import signal
import time

import pytest

from tests.crawling import Desk, ended
from tests.paged_articles import (
    APPEAL,
    AUTHOR,
    CONFIG,
    FIRST,
    HOST,
    STANDFIRST,
    address,
    other_article,
    page_of,
    sentences,
    three,
)
from tests.web.outlets import Answer, page

WHOLE = [STANDFIRST, *(text for number in (1, 2, 3) for text in sentences(number)), AUTHOR]
GONE = Answer(404, b"no", {"Content-Type": "text/html"})


class Outlet:
    """The article on three pages, the desk that crawls it, and the rules for it."""

    def __init__(self, web, folder):
        self.web, self.desk, self.rules = web, Desk(folder, web), folder / "rules"
        self.rules.mkdir()
        (self.rules / "paged.example.txt").write_text(CONFIG)

    def serve(self, pages=None, **answers):
        """Pages by address, and further answers by path."""
        self.web.outlets.extra = {url: page(body) for url, body in (pages or three()).items()}
        self.web.outlets.extra |= {f"{HOST}/{path}": answer for path, answer in answers.items()}

    def scrapy(self, *arguments, **settings):
        ran = self.desk.scrapy(*arguments, STET_FTR_FOLDER=str(self.rules), **settings)
        assert "Traceback" not in ran.err, ran.err
        return ran

    def crawl(self, url=FIRST, **settings):
        ran = self.scrapy("crawl", "page", "-a", f"url={url}", **settings)
        assert ran.status == 0, ran.err

    def lines(self, version="(SELECT max(id) FROM versions)"):
        (row,) = self.desk.rows(f"SELECT text FROM versions WHERE id = {version}")  # noqa: S608
        return row["text"].split("\n")

    def pages(self):
        return [tuple(row.values()) for row in self.desk.rows(
            "SELECT position, url, outcome, error FROM version_pages "
            "WHERE version = (SELECT max(id) FROM versions) ORDER BY position"
        )]  # fmt: skip

    def article(self):
        (row,) = self.desk.rows("SELECT complete, access_evidence FROM articles")
        return row["complete"], row["access_evidence"]


@pytest.fixture
def outlet(web, tmp_path):
    web.outlets.asked.clear()
    outlet = Outlet(web, tmp_path)
    outlet.serve()
    return outlet


def test_an_article_on_three_pages_is_one(outlet):
    outlet.crawl()
    assert outlet.lines() == WHOLE
    assert outlet.pages() == [
        (1, address(1), "stored", None),
        (2, address(2), "joined", None),
        (3, address(3), "joined", None),
    ]
    rows = outlet.desk.rows("SELECT found_as, found_in, warc_offset FROM fetches WHERE kind = 'further-page'")
    assert [(row["found_as"], row["found_in"]) for row in rows] == [
        ("next-page-link", address(1)),
        ("next-page-link", address(2)),
    ]
    assert len({row["warc_offset"] for row in rows}) == 2
    assert [row["page"] for row in outlet.desk.rows("SELECT page FROM removals WHERE text = ?", APPEAL)] == [1, 2, 3]
    assert outlet.scrapy("reclean", "--verify").out == "1 pages read: 1 verified, 0 outdated, 0 wrong, 0 unreadable\n"
    assert outlet.scrapy("check").status == 0


def test_provenance_names_each_page(outlet):
    outlet.crawl()
    out = outlet.scrapy("provenance", FIRST).out
    assert "  seen  " not in out
    assert "site-rule strip-1] the site's own rule: " in out
    assert f"    page 2: {APPEAL}" in out
    assert out.count("  archived  ") == 3
    for number in (2, 3):
        assert f"  page {number}    200 by {address(number)} at " in out
    (bundle,) = json.loads(outlet.scrapy("provenance", "--prov", address(3)).out)["bundle"].values()
    derived = [each["prov:usedEntity"] for each in bundle["wasDerivedFrom"].values()]
    responses = {bundle["entity"][name]["stet:url"] for name in derived if name.startswith("stet:response")}
    assert responses == {address(number) for number in (1, 2, 3)}


def test_a_page_that_is_gone_leaves_what_there_is(outlet):
    outlet.serve(**{"news/bridge/2": GONE})
    outlet.crawl()
    assert outlet.lines() == [STANDFIRST, *sentences(1), AUTHOR]
    assert outlet.pages()[1:] == [(2, address(2), "failed", "404 Not Found")]
    assert outlet.article() == (0, f"the article goes on at {address(2)}")
    assert outlet.web.outlets.count().get(address(3)) is None
    assert outlet.scrapy("reclean", "--all").out.startswith("1 pages read: 1 same")
    assert outlet.article()[0] == 0


def test_a_loop_ends(outlet):
    outlet.serve(three(last=address(1)))
    outlet.crawl()
    assert (outlet.lines(), outlet.article()[0]) == (WHOLE, None)
    assert {outlet.web.outlets.count()[address(number)] for number in (1, 2, 3)} == {1}


@pytest.mark.parametrize("leads", ["link", "redirect"])
def test_a_page_of_another_host_is_not_taken(outlet, leads):
    elsewhere = "https://elsewhere.example/news/bridge/2"
    link = elsewhere if leads == "link" else address(2)
    outlet.serve({address(1): page_of(1, link)}, **{"news/bridge/2": Answer(302, b"", {"Location": elsewhere})})
    outlet.web.outlets.extra[elsewhere] = page(page_of(2, None))
    outlet.crawl()
    assert outlet.lines() == [STANDFIRST, *sentences(1), AUTHOR]
    assert outlet.article() == (0, f"the article goes on at {link}")
    assert bool(outlet.web.outlets.count().get(elsewhere)) is (leads == "redirect")


def test_another_article_is_no_page_of_this_one(outlet):
    outlet.serve(dict(other_article()))
    outlet.crawl()
    assert outlet.lines() == [STANDFIRST, *sentences(1), AUTHOR]
    reason = "is another article, with a title and a date of its own"
    assert outlet.pages()[1:] == [(2, f"{HOST}/news/ferry", "failed", reason)]


def test_robots_are_obeyed(outlet):
    outlet.serve(**{"robots.txt": page("User-agent: *\nDisallow: /news/bridge/2", "text/plain")})
    outlet.crawl()
    assert outlet.pages()[1] == (2, address(2), "failed", "robots.txt forbids it")
    assert outlet.web.outlets.count().get(address(2)) is None
    assert "disallowed addresses asked: 0" in outlet.scrapy("politeness").out


def test_a_page_that_asks_not_to_be_kept_is_not_kept(outlet):
    outlet.serve(**{"news/bridge/2": page(page_of(2, address(3)), **{"X-Robots-Tag": "noarchive"})})
    outlet.crawl()
    assert outlet.pages()[1] == (2, address(2), "failed", "the page asks not to be kept: noarchive")
    assert outlet.lines() == [STANDFIRST, *sentences(1), AUTHOR]


def test_an_article_without_end_is_bounded(outlet):
    outlet.serve({address(number): page_of(number, address(number + 1)) for number in range(1, 40)})
    outlet.crawl()
    assert outlet.pages()[-1][:2] == (30, address(30))
    assert outlet.article() == (0, f"the article goes on at {address(31)}")
    assert outlet.web.outlets.count().get(address(31)) is None


def again(outlet):
    """Another run, in which all that was fetched is due."""
    ran = outlet.scrapy("crawl", "page", "-a", "site=paged.example", STET_PACE="0")
    assert ran.status == 0, ran.err


@pytest.fixture
def listed(outlet):
    """The outlet after a first run that found the article by its front page."""
    outlet.serve(**FRONT)
    again(outlet)
    assert outlet.lines() == WHOLE
    return outlet


FRONT = {"": page(f"<!doctype html><title>Paged</title><a href='{FIRST}'>The bridge is closed to all traffic</a>")}
ANSWERS = "SELECT status FROM fetches WHERE run = (SELECT max(id) FROM runs) AND url LIKE '%news%' ORDER BY id"


def answers(outlet):
    return [row["status"] for row in outlet.desk.rows(ANSWERS)]


def test_pages_that_have_not_changed_make_no_version(listed):
    again(listed)
    assert answers(listed) == [304, 304, 304]
    assert listed.desk.rows("SELECT count(*) AS n FROM versions") == [{"n": 1}]


def test_a_change_of_one_page_makes_a_version(listed):
    listed.serve(three(more="The mayor has since said that it will open in May."), **FRONT)
    again(listed)
    assert answers(listed) == [304, 200, 304]
    assert listed.desk.rows("SELECT cause FROM versions") == [{"cause": "first"}, {"cause": "outlet"}]
    assert listed.lines() == [*WHOLE[:11], "The mayor has since said that it will open in May.", *WHOLE[11:]]
    assert listed.scrapy("reclean", "--verify", "--all").out.startswith("1 pages read: 1 verified")
    assert listed.scrapy("check").status == 0
    again(listed)
    assert answers(listed) == [304, 304, 304]
    assert listed.desk.rows("SELECT count(*) AS n FROM versions") == [{"n": 2}]


def test_a_page_that_fails_for_now_leaves_the_version_that_has_it(listed):
    listed.serve(**FRONT, **{"news/bridge/2": Answer(503, b"busy", {"Content-Type": "text/html"})})
    again(listed)
    assert answers(listed) == [304, 503]
    assert listed.desk.rows("SELECT count(*) AS n FROM versions") == [{"n": 1}]
    assert listed.article()[0] is None


def test_further_pages_are_no_articles_of_their_own(listed):
    links = "".join(f"<a href='{address(number)}'>The bridge is closed, page {number}</a>" for number in (1, 2, 3))
    listed.serve(**{"": page(f"<!doctype html><title>Paged</title>{links}")})
    again(listed)
    assert listed.desk.rows("SELECT count(*) AS n FROM articles") == [{"n": 1}]
    assert listed.desk.rows("SELECT count(*) AS n FROM versions") == [{"n": 1}]


def test_an_article_that_is_asked_for_by_its_second_page_is_read_from_its_first(listed):
    listed.crawl(address(2))
    assert listed.desk.rows("SELECT count(*) AS n FROM versions") == [{"n": 1}]
    assert answers(listed) == [200, 304, 304]


def test_a_run_that_is_stopped_between_pages_stores_the_article_whole_or_not_at_all(outlet):
    settings = {"DOWNLOAD_DELAY": "3", "STET_FTR_FOLDER": str(outlet.rules)}
    process = outlet.desk.start("crawl", "page", "-a", f"url={FIRST}", **settings)
    for _ in range(2400):
        if FIRST in outlet.web.outlets.count():
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    assert "Traceback" not in ended(process).err
    outlet.crawl()
    assert [row["text"].split("\n") for row in outlet.desk.rows("SELECT text FROM versions")] == [WHOLE]


SITE_FILE = """name = "paged"
title = "Paged"
domains = ["paged.example"]
language = "en"
next_page = '//a[@class="next"]'
[news]
front_pages = ["https://paged.example/"]
article_url = '/news/[a-z]+$'
"""


def test_the_pages_of_a_site_file_are_followed_too(outlet, tmp_path):
    (tmp_path / "paged.toml").write_text(SITE_FILE)
    outlet.serve(**FRONT)
    ran = outlet.desk.crawl("paged")
    assert (ran.status, "Traceback" in ran.err) == (0, False), ran.err
    assert [row[:3] for row in outlet.pages()] == [
        (1, address(1), "stored"),
        (2, address(2), "joined"),
        (3, address(3), "joined"),
    ]
    assert [text for number in (1, 2, 3) for text in sentences(number)] == [
        line for line in outlet.lines() if line.startswith("The council")
    ]


def test_reclean_reads_all_pages_with_other_rules(listed):
    rules = listed.rules / "paged.example.txt"
    rules.write_text(CONFIG.replace("strip: //p[@class='ask']", "strip: //p[position() = 2]"))
    assert listed.scrapy("reclean").out.startswith("1 pages read: 0 same, 1 changed")
    assert [line for line in listed.lines() if line in sentences(3)] == sentences(3)[1:]
    assert [row[1] for row in listed.pages()] == [address(1), address(2), address(3)]


def test_clean_follows_an_address_to_the_end(outlet):
    ran = outlet.scrapy("clean", FIRST, "--json")
    found = json.loads(ran.out)
    assert (ran.status, ran.err, found["article"]["text"].split("\n")) == (0, "", WHOLE)
    assert {removal["page"] for removal in found["removals"]} == {1, 2, 3}


def test_clean_says_what_it_could_not_have(outlet):
    outlet.serve(**{"news/bridge/3": GONE})
    ran = outlet.scrapy("clean", FIRST)
    assert (ran.status, ran.err) == (
        0,
        f"scrapy clean: {FIRST}: the article goes on at {address(3)}: 404 Not Found\n",
    )


def test_clean_of_a_file_says_what_it_did_not_follow(outlet, tmp_path):
    saved = tmp_path / "saved.html"
    saved.write_text(page_of(1, address(2)))
    ran = outlet.scrapy("clean", str(saved), "--url", FIRST)
    assert (ran.status, ran.err.count("\n")) == (0, 1)
    assert f"the article goes on at {address(2)}: not asked for" in ran.err
    (outlet.rules / "paged.example.txt").write_text("single_page_link: //a[@class='next']")
    assert f"the whole article stands at {address(2)}: not asked" in outlet.scrapy(
        "clean", str(saved), "--url", FIRST
    ).err  # fmt: skip


@pytest.mark.parametrize(("whole", "lines"), [(page(page_of(7, None)), sentences(7)), (GONE, sentences(1))])
def test_clean_takes_the_page_that_holds_the_whole(outlet, whole, lines):
    (outlet.rules / "paged.example.txt").write_text("single_page_link: //a[@class='next']")
    outlet.serve(**{"news/bridge/2": whole})
    ran = outlet.scrapy("clean", FIRST, "--json")
    assert json.loads(ran.out)["article"]["text"].split("\n")[1:6] == lines
    assert ("the whole article stands at" in ran.err) is (whole is GONE)
