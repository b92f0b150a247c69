"""What came only in part says so, whatever it was packed with and whoever archived it."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from backports import zstd

from spiders.web.page_ends import ends_early
from storage import Store
from tests.archived_pages import run
from tests.crawling import Desk
from tests.test_crawl_bad_input import ARTICLE
from tests.test_import_warc import Theirs
from tests.web.outlets import Answer

PACKED = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}
LINES = "".join(
    f"<p>On day {day} the ferry crossed the sound {day % 7} times, with {day * 13} people.</p>" for day in range(400)
)
WHOLE = ARTICLE.replace("</article>", f"{LINES}</article></html>").encode()
FLAGS = """
SELECT fetches.url, flags, versions.complete, access_evidence
FROM versions JOIN fetches ON fetches.id = fetch JOIN articles ON articles.id = versions.article
"""


def short(packing: str, body: bytes = WHOLE) -> bytes:
    """Packed, without its second half."""
    packed = PACKED[packing](body)
    return packed[: len(packed) // 2]


@pytest.mark.parametrize("packing", PACKED)
@pytest.mark.parametrize("missing", [0, 1, 9, 500])
def test_a_packed_body_ends_early_where_bytes_are_missing(packing, missing):
    packed = PACKED[packing](WHOLE)
    assert ends_early(packed[: len(packed) - missing], [packing.upper().encode()]) == (missing > 0)


@pytest.mark.parametrize(
    ("body", "packing"), [(WHOLE, b""), (WHOLE, b"gzip"), (b"", b"identity"), (WHOLE, b"br, gzip")]
)
def test_what_is_not_packed_so_is_no_judge(body, packing):
    assert not ends_early(body, [packing])
    assert not ends_early(body, [])


@pytest.fixture(scope="module", params=["", "next_page_link: //a[@rel='next']"], ids=["one page", "may have more"])
def crawled(web, tmp_path_factory, request):
    web.outlets.extra |= {
        f"https://{packing}.example/story": Answer(
            200,
            short(packing, WHOLE.removesuffix(b"</html>")),
            {"Content-Type": "text/html; charset=utf-8", "ETag": '"1"', "Content-Encoding": packing},
            "exact",
        )
        for packing in ("gzip", "deflate", "br")
    }
    desk = Desk(tmp_path_factory.mktemp("packed"), web)
    rules = desk.folder / "rules"
    rules.mkdir()
    for packing in PACKED:
        (rules / f"{packing}.example.txt").write_text(request.param)
    urls = [f"https://{packing}.example/story" for packing in ("gzip", "deflate", "br")]
    ran = desk.scrapy("crawl", "page", "-a", f"url={' '.join(urls)}", STET_FTR_FOLDER=str(rules))
    assert (ran.status, "Traceback" in ran.err) == (0, False), ran.err
    return desk


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br"])
def test_what_was_packed_and_did_not_all_come_is_flagged_and_asked_for_again(crawled, packing):
    (row,) = crawled.rows(f"{FLAGS} WHERE fetches.url = ?", f"https://{packing}.example/story")
    assert ("possibly-cut" in row["flags"], row["complete"]) == (True, 0)
    assert "what was packed" in row["access_evidence"]
    with Store.open(crawled.database) as store:
        known = store.known(row["url"])
    assert known is not None
    assert known.etag is None


@pytest.mark.parametrize(
    ("reason", "says"),
    [("length", "keeps pages up to a length"), ("time", "waited for a time"), ("disconnect", "connection was closed"),
     ("unspecified", "has not the whole page"), (None, None)],
)  # fmt: skip
def test_what_an_archive_has_in_part_is_flagged_with_its_reason(tmp_path, reason, says):
    desk = Desk(tmp_path)
    told = {"WARC-Truncated": reason} if reason else {}
    cut = WHOLE[: len(WHOLE) // 2]
    theirs = Theirs(tmp_path / "a.warc.gz").response("https://a.example/2019/05/06/story", cut, told=told).done()
    assert run(desk, "import-warc", theirs) == 0
    (row,) = desk.rows(FLAGS)
    assert ("possibly-cut" in row["flags"]) == (reason is not None)
    assert says is None or says in row["access_evidence"]
    assert (row["complete"] == 0) == (reason is not None)
    assert (run(desk, "reclean", "--verify"), run(desk, "check")) == (0, 0)


@pytest.mark.parametrize("said", [{"Content_Encoding": "gzip"}, {}], ids=["said", "unsaid"])
def test_so_is_what_an_archive_left_packed(tmp_path, said):
    desk = Desk(tmp_path)
    body = short("gzip", WHOLE.removesuffix(b"</html>"))
    theirs = Theirs(tmp_path / "a.warc.gz").response("https://a.example/2019/05/06/story", body, **said).done()
    assert run(desk, "import-warc", theirs) == 0
    (row,) = desk.rows(FLAGS)
    assert ("possibly-cut" in row["flags"], row["complete"]) == (True, 0)
    assert (run(desk, "reclean", "--verify"), run(desk, "check")) == (0, 0)
