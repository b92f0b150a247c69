from __future__ import annotations

import gzip
from io import BytesIO

import pytest
from scrapy.exceptions import UsageError
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

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

    def response(self, url, body, status="200 OK", date=DATE, **headers):
        fields = [("Content-Type", "text/html"), *((name.replace("_", "-"), value) for name, value in headers.items())]
        http = StatusAndHeaders(status, fields, protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": date},
        )
        self.writer.write_record(record)
        return self

    def revisit(self, url, refers_to):
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = self.writer.create_revisit_record(url, "sha1:X", refers_to, DATE, http_headers=http)
        record.rec_headers.replace_header("WARC-Date", "2019-06-01T00:00:00Z")
        self.writer.write_record(record)
        return self

    def done(self):
        self.stream.close()
        return str(self.path)


def test_import_stores_pages_with_the_dates_of_the_records(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc.gz").response("https://a.example/1", page(1)).done()
    assert run(desk, "import-warc", theirs) == 0
    assert capsys.readouterr().out == "1 pages: 1 stored\n"
    (fetch,) = desk.rows("SELECT * FROM fetches")
    assert (fetch["fetched_at"], fetch["found_in"]) == ("2019-05-06T07:08:09.000000+00:00", "a.warc.gz")
    (article,) = desk.rows("SELECT * FROM articles")
    assert (article["site"], article["first_seen"]) == ("a.example", "2019-05-06T07:08:09.000000+00:00")
    assert run(desk, "reclean", "--verify") == 0


def test_import_a_second_time_stores_nothing(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc").response("https://a.example/1", page(1)).done()
    run(desk, "import-warc", theirs)
    run(desk, "import-warc", theirs)
    assert "passed over 1: stored already" in capsys.readouterr().out
    assert desk.rows("SELECT count(*) AS n FROM fetches") == [{"n": 1}]


def chunked(body):
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:100], body[100:])) + b"0\r\n\r\n"


def test_import_undoes_what_others_left_in_or_took_out(desk):
    theirs = Theirs(desk.folder / "a.warc.gz")
    packed = gzip.compress(page(1))
    theirs.response("https://a.example/1", chunked(packed), Transfer_Encoding="chunked", Content_Encoding="gzip")
    theirs.response("https://a.example/2", page(2), Transfer_Encoding="chunked", Content_Encoding="gzip")
    theirs.response("https://a.example/3", gzip.compress(page(3)), Content_Encoding="gzip")
    assert run(desk, "import-warc", theirs.done()) == 0
    titles = desk.rows("SELECT text FROM versions ORDER BY id")
    assert len({row["text"] for row in titles}) == 3


def test_import_passes_over_what_is_no_page(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc.gz").response("https://a.example/1", page(1))
    theirs.response("https://a.example/i.png", b"\x89PNG", Content_Type="image/png")
    theirs.response("https://a.example/old", b"", status="301 Moved", Location="/1").response("dns:a.example", b"x")
    theirs.response("https://a.example/gone", b"<html>no</html>", status="404 Not Found")
    assert run(desk, "import-warc", theirs.done()) == 0
    out = capsys.readouterr().out
    assert out.startswith("2 pages: 1 ")
    assert "passed over 1: redirect or other answer without a page\n" in out
    assert "passed over 1: not an http(s) address\n" in out
    assert desk.rows("SELECT error FROM failed_fetches") == [{"error": "404 Not Found"}]


def test_import_finds_what_a_revisit_refers_to(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc.gz").revisit("https://a.example/1", "https://a.example/1")
    theirs.response("https://a.example/1", page(1)).revisit("https://a.example/2", "https://a.example/none")
    assert run(desk, "import-warc", theirs.done()) == 1
    caught = capsys.readouterr()
    assert "revisits a record that is not stored: https://a.example/none" in caught.err
    assert caught.out.splitlines()[0] in {"2 pages: 1 stored, 1 unchanged", "2 pages: 1 unchanged, 1 stored"}
    assert desk.rows("SELECT is_revisit FROM fetches ORDER BY id") == [{"is_revisit": 0}, {"is_revisit": 1}]


def test_import_tells_damage_by_record_and_takes_the_rest(desk, capsys):
    theirs = Theirs(desk.folder / "a.warc.gz")
    for number in range(4):
        theirs.response(f"https://a.example/{number}", page(number))
    theirs.done()
    content = bytearray(theirs.path.read_bytes())
    content[len(content) * 3 // 8] ^= 0xFF
    theirs.path.write_bytes(content)
    assert run(desk, "import-warc", str(theirs.path)) == 1
    caught = capsys.readouterr()
    assert caught.err.startswith(f"{theirs.path} at ")
    assert caught.err.endswith(": no whole gzip member\n")
    assert caught.out == "3 pages: 3 stored\n  1 records could not be read\n"


def test_import_an_older_capture_does_not_replace_a_newer_text(desk):
    theirs = Theirs(desk.folder / "a.warc.gz").response("https://a.example/1", page(1), date="2020-01-01T00:00:00Z")
    older = page(1).replace(b"day 103", b"day 104")
    theirs.response("https://a.example/1", older, date="2018-01-01T00:00:00Z")
    assert run(desk, "import-warc", theirs.done()) == 0
    (current,) = desk.rows("SELECT fetched_at FROM versions WHERE id = (SELECT version FROM articles)")
    assert current["fetched_at"].startswith("2020")
    assert desk.rows("SELECT count(*) AS n FROM versions") == [{"n": 2}]


def test_import_takes_folders_and_names_what_is_missing(desk):
    (desk.folder / "in").mkdir()
    Theirs(desk.folder / "in" / "a.warc.gz").response("https://a.example/1", page(1)).done()
    assert run(desk, "import-warc", str(desk.folder / "in")) == 0
    for wrong in ([], [str(desk.folder / "none.warc")]):
        with pytest.raises(UsageError):
            run(desk, "import-warc", *wrong)
