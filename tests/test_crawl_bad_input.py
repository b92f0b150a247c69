"""What comes back broken, hostile or not at all ends as a stored fetch with a plain reason."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from tests.crawling import Desk, Ran
from tests.web.outlets import Answer, page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.server import Server

SITE = "https://bad.example"
PARAGRAPH = "<p>The council met on Tuesday and spoke about the bridge for an hour, as it does each year in May.</p>"
SENTENCES = (
    "The council met on Tuesday and spoke about the old bridge for an hour, as it does each year in May.",
    "Two beams are rotten, said the engineer who had looked at them from a boat, and the third will not last long.",
    "The mayor wants a new bridge of steel, which would cost four million and stand for a hundred years.",
    "Farmers from the other bank said that they had heard this before, and asked for a ferry until then.",
    "A decision is to be made in June, when the regional government has read the engineer's report.",
    "Until then, lorries must take the long way round by the mill, where the road is narrow and steep.",
)
STORY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
ARTICLE = f"<!doctype html><html lang=en><title>The old bridge</title><article><h1>The old bridge</h1>{STORY}</article>"
HTML = {"Content-Type": "text/html"}

NOT_WEB = "redirects to what is not an http(s) address"

BAD: dict[str, tuple[Answer, str | None]] = {
    "not-found-2025-05-01-page": (Answer(404, b"no", HTML), "404 Not Found"),
    "gone-2025-05-01-page": (Answer(410, b"no", HTML), "410 Gone"),
    "server-fault-2025-05-01-page": (Answer(500, b"no", HTML), "500 Internal Server Error"),
    "report-2025-05-01-page": (page(b"%PDF-1.7 ...", "application/pdf"), "not an HTML page: PDF"),
    "disguised-2025-05-01-page": (page(b"%PDF-1.7 ...", "text/html"), "not an HTML page: PDF"),
    "picture-2025-05-01-page": (page(b"\x89PNG\x00", "image/png"), "not an HTML page: image/png"),
    "empty-2025-05-01-page": (page(b""), "empty page"),
    "white-2025-05-01-page": (page(b" \n \n"), "empty page"),
    "huge-2025-05-01-page": (page(ARTICLE + PARAGRAPH * 400_000), "page is too large"),
    "bomb-2025-05-01-page": (
        Answer(200, gzip.compress(b"<p>" * 30_000_000), HTML | {"Content-Encoding": "gzip"}, "exact"),
        "page is too large when unpacked",
    ),
    "cut-2025-05-01-page": (
        Answer(200, ARTICLE.encode() + b"<p>And so on.</p>" * 300, HTML, "cut"),
        None,
    ),
    "dropped-2025-05-01-page": (Answer(200, b"", HTML, "drop"), "connection closed without an answer"),
    "dripping-2025-05-01-page": (Answer(200, ARTICLE.encode(), HTML, "drip"), "no answer in time"),
    "silent-2025-05-01-page": (Answer(200, b"", HTML, "silent"), "no answer in time"),
    "endless-2025-05-01-page": (Answer(200, PARAGRAPH.encode() * 500, HTML, "endless"), "page is too large"),
    "broken-gzip-2025-05-01-page": (
        Answer(200, b"\x1f\x8b\x08nonsense", HTML | {"Content-Encoding": "gzip"}, "exact"),
        "cannot be unpacked",
    ),
    "nested-2025-05-01-page": (page("<div>" * 50_000 + PARAGRAPH + "</div>" * 50_000), ""),
    "broken-charset-2025-05-01-page": (
        page(ARTICLE.encode() + b"<p>\xff\xfe\x80\x81", "text/html; charset=martian"),
        None,
    ),
    "other-2025-05-01-scheme": (
        Answer(302, b"", {"Location": "ftp://bad.example/file"}),
        "redirects to what is not an http(s) address",
    ),
    "file-2025-05-01-scheme": (
        Answer(302, b"", {"Location": "file:///etc/passwd"}),
        "redirects to what is not an http(s) address",
    ),
    "heads-2025-05-01-page": (
        Answer(200, b"", dict.fromkeys(map("X-{}".format, range(900)), "y" * 200)),
        "headers are too",
    ),
    "forged-2025-05-01-page": (
        Answer(302, b"", {"Location": "x:\x1b[2J\x85forged"}),
        "redirects to what is no web address",
    ),
    "good-2025-05-01-page": (page(ARTICLE), None),
}
TLS = {
    "https://expired.bad.example/2025/05/01/a-page": "TLS: certificate verify failed (asked for robots.txt)",
    "https://wrong.bad.example/2025/05/01/a-page": "certificate is of another host (asked for robots.txt)",
}


@pytest.fixture(scope="module")
def desk(web: Server, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    for path, (answer, _) in BAD.items():
        web.outlets.extra[f"{SITE}/{path}"] = answer
    links = "".join(f'<a href="{url}">A page</a>' for url in (*(f"{SITE}/{path}" for path in BAD), *TLS))
    web.outlets.extra[f"{SITE}/"] = page(f"<!doctype html><title>Bad</title>{links}")
    for url in TLS:
        web.outlets.extra[url] = page(ARTICLE)
    return Desk(tmp_path_factory.mktemp("bad"), web)


@pytest.fixture(scope="module")
def ran(desk: Desk) -> Ran:
    return desk.scrapy("crawl", "page", "-a", "site=bad.example", CONCURRENT_REQUESTS_PER_DOMAIN="8")


@pytest.mark.parametrize("path", BAD)
def test_bad_page_has_its_reason(desk: Desk, ran: Ran, path: str) -> None:
    reason, expected = desk.reasons()[f"{SITE}/{path}"], BAD[path][1]
    if expected is None:
        assert reason is None
    else:
        assert expected in str(reason)


@pytest.mark.parametrize("url", TLS)
def test_bad_certificate_has_its_reason(desk: Desk, ran: Ran, url: str) -> None:
    assert desk.reasons()[url] == TLS[url]


def test_page_that_may_be_cut_is_stored_as_such(desk: Desk, ran: Ran) -> None:
    url = f"{SITE}/cut-2025-05-01-page"
    (row,) = desk.rows("SELECT flags, complete FROM versions JOIN fetches ON fetches.id = fetch WHERE url = ?", url)
    assert ("possibly-cut" in row["flags"], row["complete"]) == (True, 0)


def test_reasons_are_one_line_of_plain_characters(desk: Desk, ran: Ran) -> None:
    assert all(reason is None or reason.isprintable() for reason in desk.reasons().values())
    assert "\x1b" not in ran.err


def test_run_goes_on_to_its_end(desk: Desk, ran: Ran) -> None:
    assert ran.status == 0, ran.err
    assert "Traceback" not in ran.err
    assert desk.rows("SELECT reason FROM runs")[0]["reason"] == "finished"


def test_addresses_that_cannot_be_asked(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    ran = desk.scrapy("crawl", "page", "-a", "url=ftp://a.example/x nonsense http://127.0.0.1:1/x http://no.invalid/")
    assert desk.reasons() == {
        "ftp://a.example/x": "not an http(s) address",
        "nonsense": "not an http(s) address",
        "http://127.0.0.1:1/x": "the address is one of this machine or its network",
        "http://no.invalid/": "no such host (asked for robots.txt)",
    }
    assert ran.status == 1
    assert ran.err.splitlines()[-1] == "scrapy crawl page: nothing that the run was started for could be had"
