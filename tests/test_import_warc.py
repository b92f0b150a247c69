from __future__ import annotations

import gzip
import json
from io import BytesIO

import pytest
from scrapy.exceptions import UsageError
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders.reports.plain_text import MOST_LINES
from storage import Store, StoreError
from tests.archived_pages import page, run
from tests.crawling import Desk

DATE = "2019-05-06T07:08:09Z"


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


class Theirs:
    """A WARC file of others."""

    def __init__(self, path):
        self.path = path
        self.stream = path.open("wb")
        self.writer = WARCWriter(self.stream, gzip=path.suffix == ".gz")

    def response(self, url, body, status="200 OK", date=DATE, told=None, **headers):
        fields = [("Content-Type", "text/html"), *((name.replace("_", "-"), value) for name, value in headers.items())]
        http = StatusAndHeaders(status, fields, protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": date} | (told or {}),
        )
        self.writer.write_record(record)
        return self

    def revisit(self, url, refers_to, content_type="text/html"):
        http = StatusAndHeaders("200 OK", [("Content-Type", content_type)], protocol="HTTP/1.1")
        record = self.writer.create_revisit_record(url, "sha1:X", refers_to, DATE, http_headers=http)
        record.rec_headers.replace_header("WARC-Date", "2019-06-01T00:00:00Z")
        self.writer.write_record(record)
        return self

    def headless_revisit(self, url, refers_to):
        """With nothing of the response, which the format allows."""
        lines = [
            "WARC/1.1", "WARC-Type: revisit", f"WARC-Target-URI: {url}", "WARC-Date: 2019-07-01T00:00:00Z",
            "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
            f"WARC-Refers-To-Target-URI: {refers_to}", f"WARC-Refers-To-Date: {DATE}", "Content-Length: 0", "", "",
        ]  # fmt: skip
        self.stream.write("\r\n".join([*lines, "", ""]).encode())
        return self

    def done(self):
        self.stream.close()
        return str(self.path)


def test_import_stores_pages_with_the_dates_of_the_records(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc.gz").response("https://a.example/news/1", page(1)).done()
    assert run(desk, "import-warc", theirs) == 0
    assert capsys.readouterr().out == "1 pages: 1 stored\n"
    (fetch,) = desk.rows("SELECT * FROM fetches")
    assert (fetch["fetched_at"], fetch["found_in"]) == ("2019-05-06T07:08:09.000000+00:00", "a.warc.gz")
    (article,) = desk.rows("SELECT * FROM articles")
    assert (article["site"], article["first_seen"]) == ("a.example", "2019-05-06T07:08:09.000000+00:00")
    assert run(desk, "reclean", "--verify") == 0


def test_import_a_second_time_stores_nothing(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc").response("https://a.example/news/1", page(1)).done()
    run(desk, "import-warc", theirs)
    run(desk, "import-warc", theirs)
    assert "passed over 1: stored already" in capsys.readouterr().out
    assert desk.rows("SELECT count(*) AS n FROM fetches") == [{"n": 1}]


@pytest.mark.parametrize(
    ("reason", "told"),
    [(StoreError("the disk is full: make room"), "the disk is full: make room"), (KeyboardInterrupt(), "stopped")],
)
def test_import_that_ends_in_between_goes_on_with_what_is_missing(desk, capsys, monkeypatch, reason, told):
    theirs = Theirs(desk.folder / "a.warc.gz")
    for number in range(12):
        theirs.response(f"https://a.example/news/{number}", page(number))
    theirs.done()
    with monkeypatch.context() as patch:
        patch.setattr(Store, "record", ends_after(10, reason, Store.record))
        assert run(desk, "import-warc", str(theirs.path)) == 1
    caught = capsys.readouterr()
    assert caught.err.splitlines()[0].startswith(f"scrapy import-warc: {told}")
    assert len(caught.err.splitlines()) == 1
    stored = desk.rows("SELECT count(*) AS n FROM articles")[0]["n"]
    assert stored in {4, 8}  # those with which the tenth page came are imported with it
    assert desk.rows("SELECT reason, statistics FROM runs") == [
        {"reason": "stopped", "statistics": json.dumps({"stored": stored, "faults": 0})}
    ]
    assert run(desk, "import-warc", str(theirs.path)) == 0
    assert desk.rows("SELECT count(*) AS n, count(DISTINCT url) AS urls FROM fetches") == [{"n": 12, "urls": 12}]
    assert (run(desk, "check"), run(desk, "reclean", "--verify")) == (0, 0)


def ends_after(pages, reason, record):
    calls = iter(range(pages - 1))

    def recording(*arguments, **options):
        if next(calls, None) is None:
            raise reason
        return record(*arguments, **options)

    return recording


def test_import_links_articles_that_are_alike(desk):
    theirs = Theirs(desk.folder / "a.warc").response("https://a.example/news/1", page(1))
    theirs.response("https://b.example/news/1", page(1).replace(b"day 107", b"the last day"))
    assert run(desk, "import-warc", theirs.done()) == 0
    (link,) = desk.rows("SELECT article, other, likeness FROM alike")
    assert (link["article"], link["other"]) == (2, 1)
    assert 0.5 < link["likeness"] < 1


def chunked(body):
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:100], body[100:])) + b"0\r\n\r\n"


def test_import_undoes_what_others_left_in_or_took_out(desk):
    theirs = Theirs(desk.folder / "a.warc.gz")
    packed = gzip.compress(page(1))
    theirs.response("https://a.example/news/1", chunked(packed), Transfer_Encoding="chunked", Content_Encoding="gzip")
    theirs.response("https://a.example/news/2", page(2), Transfer_Encoding="chunked", Content_Encoding="gzip")
    theirs.response("https://a.example/news/3", gzip.compress(page(3)), Content_Encoding="gzip")
    assert run(desk, "import-warc", theirs.done()) == 0
    titles = desk.rows("SELECT text FROM versions ORDER BY id")
    assert len({row["text"] for row in titles}) == 3


def test_import_passes_over_what_is_no_page(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc.gz").response("https://a.example/news/1", page(1))
    theirs.response("https://a.example/i.png", b"\x89PNG", Content_Type="image/png")
    theirs.response("https://a.example/news/old", b"", status="301 Moved", Location="/news/1").response(
        "dns:a.example", b"x"
    )
    theirs.response("https://a.example/news/gone", b"<html>no</html>", status="404 Not Found")
    assert run(desk, "import-warc", theirs.done()) == 0
    out = capsys.readouterr().out
    assert out.startswith("2 pages: 1 ")
    assert "passed over 1: redirect or other answer without a page\n" in out
    assert "passed over 1: not an http(s) address\n" in out
    assert desk.rows("SELECT error FROM failed_fetches") == [{"error": "404 Not Found"}]


def test_import_finds_what_a_revisit_refers_to(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc.gz").revisit("https://a.example/news/1", "https://a.example/news/1")
    theirs.response("https://a.example/news/1", page(1)).revisit(
        "https://a.example/news/2", "https://a.example/news/none"
    )
    assert run(desk, "import-warc", theirs.done()) == 1
    caught = capsys.readouterr()
    assert "revisits a record that is not stored: https://a.example/news/none" in caught.err
    assert caught.out.splitlines()[0] in {"2 pages: 1 stored, 1 unchanged", "2 pages: 1 unchanged, 1 stored"}
    assert desk.rows("SELECT is_revisit FROM fetches ORDER BY id") == [{"is_revisit": 0}, {"is_revisit": 1}]


def test_import_tells_damage_by_record_and_takes_the_rest(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc.gz")
    for number in range(4):
        theirs.response(f"https://a.example/news/{number}", page(number))
    theirs.done()
    content = bytearray(theirs.path.read_bytes())
    content[len(content) * 3 // 8] ^= 0xFF
    theirs.path.write_bytes(content)
    assert run(desk, "import-warc", str(theirs.path)) == 1
    caught = capsys.readouterr()
    assert caught.err.startswith(f"{theirs.path} at ")
    assert caught.err.endswith(": no whole gzip member\n")
    assert caught.out == "3 pages: 3 stored\n  1 records could not be read\n"


def test_import_tells_the_first_faults_and_counts_the_others(desk, capsys):
    path = desk.folder / "a.warc"
    path.write_bytes(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1\r\n\r\nx\r\n\r\n" * 60)
    assert run(desk, "import-warc", str(path)) == 1
    caught = capsys.readouterr()
    assert len(caught.err.splitlines()) == MOST_LINES + 1
    assert caught.err.endswith("further records cannot be read either; they are counted at the end\n")
    assert caught.out == "0 pages: none\n  60 records could not be read\n"


def test_import_an_older_capture_does_not_replace_a_newer_text(desk):
    theirs = Theirs(desk.folder / "a.warc.gz").response(
        "https://a.example/news/1", page(1), date="2020-01-01T00:00:00Z"
    )
    older = page(1).replace(b"day 103", b"day 104")
    theirs.response("https://a.example/news/1", older, date="2018-01-01T00:00:00Z")
    assert run(desk, "import-warc", theirs.done()) == 0
    (current,) = desk.rows("SELECT fetched_at FROM versions WHERE id = (SELECT version FROM articles)")
    assert current["fetched_at"].startswith("2020")
    assert desk.rows("SELECT count(*) AS n FROM versions") == [{"n": 2}]


def test_import_takes_folders_and_names_what_is_missing(desk):
    (desk.folder / "in").mkdir()
    Theirs(desk.folder / "in" / "a.warc.gz").response("https://a.example/news/1", page(1)).done()
    assert run(desk, "import-warc", str(desk.folder / "in")) == 0
    for wrong in ([], [str(desk.folder / "none.warc")]):
        with pytest.raises(UsageError):
            run(desk, "import-warc", *wrong)


def titled(number, head=b""):
    """A page on a topic of its own; ``head`` is what it says of itself."""
    topic = ["harbour", "theatre", "weather", "railway", "library", "museum", "stadium"][number]
    return (
        page(number)
        .replace(b"council of the town", f"{topic} council {topic}s".encode())
        .replace(b"</head>", head + b"</head>")
    )


def passed_over(out):
    """Reason -> how many."""
    lines = [line.split(": ", 1) for line in out.splitlines() if line.startswith("  passed over ")]
    return {reason: int(head.split()[-1]) for head, reason in lines}


def test_import_leaves_front_and_section_pages(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc.gz").response("https://a.example/", page(0))
    theirs.response("https://a.example/sport", page(1)).response("https://a.example/sport/2", page(2))
    theirs.response("https://a.example/2019/05/06/the-bridge", page(3))
    assert run(desk, "import-warc", theirs.done()) == 0
    assert passed_over(capsys.readouterr().out) == {
        "front page": 1,
        "the address does not look like an article's": 2,
    }
    assert desk.rows("SELECT url FROM articles") == [{"url": "https://a.example/2019/05/06/the-bridge"}]
    assert desk.rows("SELECT count(*) AS n FROM fetches") == [{"n": 1}]


def test_import_goes_by_the_pattern_of_a_site_file(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc.gz")
    theirs.response("https://www.themoscowtimes.com/2019/05/06/the-bridge-is-closed-a65000", page(1))
    theirs.response("https://www.themoscowtimes.com/2019/05/06/", titled(2, JSON_LD))
    assert run(desk, "import-warc", theirs.done()) == 0
    assert passed_over(capsys.readouterr().out) == {"article_url of moscowtimes.toml does not match": 1}
    assert desk.rows("SELECT site FROM articles") == [{"site": "moscowtimes"}]


JSON_LD = b'<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The bridge"}</script>'
OPEN_GRAPH = b'<meta property="og:type" content="article">'


def test_import_believes_a_page_that_says_it_is_an_article(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc.gz").response("https://a.example/bridge", titled(1, JSON_LD))
    theirs.response("https://a.example/boats", titled(2, OPEN_GRAPH)).response("https://a.example/", titled(3, JSON_LD))
    assert run(desk, "import-warc", theirs.done()) == 0
    assert desk.rows("SELECT url FROM articles") == [{"url": "https://a.example/bridge"}]


def test_import_goes_by_what_addresses_of_that_pattern_were(desk):
    """Two articles of a pattern that no rule of thumb knows teach that it is one."""
    Theirs(desk.folder / "a.warc").response("https://a.example/s/one", titled(1, JSON_LD)).response(
        "https://a.example/s/two", titled(2, JSON_LD)
    ).done()
    assert run(desk, "import-warc", str(desk.folder / "a.warc")) == 0
    theirs = Theirs(desk.folder / "b.warc").response("https://a.example/s/three", titled(3))
    assert run(desk, "import-warc", theirs.done()) == 0
    assert desk.rows("SELECT count(*) AS n FROM articles") == [{"n": 3}]


def test_import_honours_what_a_crawl_honours(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc").response(
        "https://a.example/news/1", titled(1, b'<meta name="robots" content="noarchive">')
    )
    assert run(desk, "import-warc", theirs.done()) == 0
    assert passed_over(capsys.readouterr().out) == {"the page asks not to be kept: noarchive": 1}
    assert list((desk.folder / "stet-archive").iterdir()) == []


APPEAL = "The lantern stays lit as long as those who pass beneath leave a little oil behind."


def appealing(number):
    return titled(number).replace(b"</article>", f"<p>{APPEAL}</p></article>".encode())


def test_import_learns_what_repeats_and_applies_it(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc")
    for number in range(6):
        theirs.response(f"https://a.example/news/{number}", appealing(number))
    assert run(desk, "import-warc", theirs.done()) == 0
    assert "learned 1 blocks that repeat; 6 articles were cleaned of them" in capsys.readouterr().out
    later = Theirs(desk.folder / "b.warc").response(
        "https://a.example/news/6", appealing(6), date="2019-05-07T00:00:00Z"
    )
    assert run(desk, "import-warc", later.done()) == 0
    current = desk.rows("SELECT text FROM versions WHERE id IN (SELECT version FROM articles)")
    assert (len(current), any(APPEAL in row["text"] for row in current)) == (7, False)
    assert desk.rows("SELECT count(*) AS n FROM versions WHERE article = 7") == [{"n": 1}]
    assert run(desk, "reclean", "--verify") == 0


def test_import_uses_site_configs_of_others(desk, monkeypatch):
    (desk.folder / "ftr").mkdir()
    (desk.folder / "ftr" / "a.example.txt").write_text("strip: //p[@class='ask']\n")
    monkeypatch.setattr("spiders.settings.STET_FTR_FOLDER", str(desk.folder / "ftr"))
    body = page(1).replace(b"</article>", b"<p class=ask>The tower was tall and the river was wide.</p></article>")
    theirs = Theirs(desk.folder / "a.warc").response("https://a.example/news/1", body)
    assert run(desk, "import-warc", theirs.done()) == 0
    assert desk.rows("SELECT DISTINCT rule FROM removals WHERE layer = 'site-rule'") == [{"rule": "strip-1"}]


def test_import_takes_revisits_without_a_head_and_leaves_those_of_pictures(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc").response("https://a.example/news/1", page(1))
    theirs.headless_revisit("https://a.example/news/1", "https://a.example/news/1")
    theirs.revisit("https://a.example/news/photo-of-the-bridge", "https://a.example/none", "image/png")
    assert run(desk, "import-warc", theirs.done()) == 0
    caught = capsys.readouterr()
    assert (caught.err, caught.out.splitlines()[0]) == ("", "2 pages: 1 stored, 1 unchanged")
    assert passed_over(caught.out) == {"not an HTML page": 1}
