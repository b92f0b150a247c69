"""Words by which pages and hosts ask not to be kept, in all their forms."""

from __future__ import annotations

import json
import time

import pytest
from lxml import html
from scrapy.http import Response

from spiders.politeness.opt_outs import OptOut, opt_out_of
from spiders.politeness.robots_words import reservations, words_of
from spiders.politeness.text_mining import location_of, read_locations

FILLING = "<p>The ferry was late, and the baker stayed.</p>" * 5000


def response(body: str | bytes = "", **headers: str) -> Response:
    content = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response("https://a.example/", headers={"Content-Type": "text/html", **named}, body=content)


def word_of(page: Response) -> str | None:
    found = opt_out_of(page)
    return found.word if found else None


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("noarchive", "noarchive"),
        ("max-image-preview:large, noarchive", "noarchive"),
        ("max-snippet: 20; NoArchive", "noarchive"),
        ("stet: noarchive", "noarchive"),
        ("Stet/0.1: nofollow, noai", "noai"),
        ("otherbot: noindex, stet: noarchive", "noarchive"),
        ("noai, otherbot: index", "noai"),
        ("unavailable_after: 25 Jun 2030 15:00:00 PST, noarchive", "noarchive"),
        ("otherbot: noarchive", None),
        ("stet: nofollow, otherbot: noarchive, noai", None),
        ("max-image-preview:none", None),
        ("noimageai, nosnippet", None),
        ("otherbot, stet: noarchive", "noarchive"),
        ("otherbot, bingbot: noarchive", None),
        ("index|noarchive", "noarchive"),
        ('"noarchive"', "noarchive"),
        ("no-archive", "noarchive"),
        ("index, no archive", "noarchive"),
        ("NO_AI", "noai"),
        ("nocache", "nocache"),
        ("noml", "noml"),
        ("noarchive: true", "noarchive"),
        ("X-Robots-Tag: noarchive", "noarchive"),
        ("all: noarchive", "noarchive"),
        ("unavailable_after: Tuesday, 25-Jun-30 15:00:00 PST, noarchive", "noarchive"),
        ("360Spider: noarchive", None),
        ("index, nofollow, no-snippet", None),
    ],
)
def test_x_robots_tag(value: str, word: str | None) -> None:
    assert word_of(response(X_Robots_Tag=value)) == word


@pytest.mark.parametrize(
    "tag",
    [
        '<meta name="robots" content="noarchive">',
        "<META CONTENT='max-image-preview:large,noarchive' NAME=robots>",
        '<meta name="Stet" content="noarchive">',
        '<meta name="robots" content="index; noarchive">',
        '<meta name="robots" content="no&#97;rchive">',
        '<meta data-note="a > b" name="robots" content="noarchive">',
        '<meta property="robots" content="noarchive" />',
        '<meta name="otherbot, stet" content="noarchive">',
        '<meta name="Stet/0.1" content="noarchive">',
        '<meta name="robots" content="index，noarchive">',
        '<meta name="robots" content="index/noarchive">',
        f"{FILLING}<meta name=robots content=noarchive>",
        '<meta content="noarchive" http-equiv="Robots">',
        "<meta\nname\n=\n'robots'\ncontent\n=\n'index,\nnoarchive'\n>",
        '<meta/name="robots"/content="noarchive"/>',
        '<meta name="robots"content="noarchive">',
        '<meta\fname="robots"\fcontent="noarchive">',
        '<meta name="&#114;obots" content="&#x6E;o&#45;archive">',
        '<meta name="robots" content="no&nbsp;archive">',
        '<meta data-note="a < b" name="robots" content="noarchive">',
        """<meta data-note=a'b name="robots" content="noarchive">""",
        '<meta data-note="a" "b" name="robots" content="noarchive">',
        '<meta name="robots" content="noarchive"',
        '<!-- <meta name="description" content="--><meta name="robots" content="noarchive">',
        '<!-- <meta a="--><meta name=robots content=noarchive><p class=" b="c">',
        '<meta name="description" content="index"><body><p>x<div><meta name="robots" content="noarchive"></div>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_meta_tags(tag: str, encoding: str) -> None:
    assert word_of(response(f"<html><head>{tag}</head><p>x".encode(encoding))) == "noarchive"


@pytest.mark.parametrize("start", [" " * 3000, f"<!-- {'x' * 5000} -->", "Warning: nothing in line 7\n" * 200])
def test_meta_tags_behind_what_a_server_puts_first(start: str) -> None:
    assert word_of(response(f'{start}<html><head><meta name="robots" content="noarchive"></head>')) == "noarchive"


@pytest.mark.parametrize("rest", ["", "-->", "</script></template>", "<div>" * 5000, "<meta name=robots content=all>"])
def test_a_meta_tag_deep_in_a_page(rest: str) -> None:
    body = f'<html><body>{"x" * 200_000}{"<div>" * 600}<meta name="robots" content="noarchive">{rest}'
    assert word_of(response(body)) == "noarchive"


@pytest.mark.parametrize(
    "tag",
    [
        '<!-- <meta name="robots" content="noarchive"> -->',
        '<!-- <meta name="robots" content="noarchive">',
        '<script><meta name="robots" content="noarchive">',
        """<script>var x = "<meta name='robots' content='noarchive'>";</script>""",
        '<p>Write &lt;meta name="robots" content="noarchive"&gt;</p>',
        '<meta name="description" content="noarchive">',
        '<meta name="otherbot" content="noarchive">',
        '<template><meta name="robots" content="noarchive"></template>',
        '<meta data-note="a "b> c" name="robots" content="noarchive">',
        '<meta name="tdm-reservation" content="0"><meta name="tdm-policy" content="https://a.example/policy">',
    ],
)
def test_what_only_looks_like_it(tag: str) -> None:
    assert word_of(response(f"<html><head>{tag}</head><p>x")) is None


@pytest.mark.parametrize(
    ("tag", "charset"),
    [
        ('<meta name="robots" content="NOAİ">', "windows-1254"),
        ('<meta name="robots" content="no~\nai">', "hz"),
        ('<meta name="robots" content="no\x1b(Bai">', "iso-2022-jp"),
        ('<meta name="robots" content="noai">', "utf-32"),
    ],
)
def test_meta_tags_in_charsets_that_hide_them(tag: str, charset: str) -> None:
    body = f"<html><head>{tag}</head><p>x".encode("utf-8" if charset in {"hz", "iso-2022-jp"} else charset)
    assert word_of(response(body, Content_Type=f"text/html; charset={charset}")) == "noai"


@pytest.mark.parametrize(
    ("head", "read"),
    [
        ('<title>a</title><meta charset=utf-8><META NAME="robots" content="index &amp; follow">', ["tags"]),
        ('<meta name="pragma" content="no-cache"><script>fetch("a", "noarchive")</script>', ["tags"]),
        ('<meta name="description" content="a > b">', ["tags"]),
        ("<title>a</title>", []),
        ('<title>a</title><meta name="robots" content="noarchive">', ["tags", "head"]),
        ("<title>a</title><meta name=robots content=noai><body><meta name=author content=a>", ["tags", "head"]),
        ('<meta name="description" content="a < b">', ["page"]),
    ],
)
def test_as_much_of_a_page_is_read_as_tags_may_matter(
    head: str, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[bytes] = []
    document_fromstring = html.document_fromstring

    def parsed(text: bytes, parser: html.HTMLParser) -> html.HtmlElement:
        texts.append(text)
        return document_fromstring(text, parser=parser)

    monkeypatch.setattr(html, "document_fromstring", parsed)
    opt_out_of(response(f"<html><head>{head}</head><p>x"))
    assert ["page" if b"<p>" in text else "head" if b"<title>" in text else "tags" for text in texts] == read


def test_json_that_quotes_a_tag_says_nothing() -> None:
    body = '{"html": "<meta name=robots content=noarchive>"}'
    assert word_of(response(body, Content_Type="application/json")) is None


def test_where_the_policy_is_told() -> None:
    said = opt_out_of(response("<meta name=tdm-reservation content=1><meta name=tdm-policy content=/terms>"))
    assert said == OptOut("tdm-reservation", "https://a.example/terms")
    assert str(said) == "tdm-reservation (policy: https://a.example/terms)"
    assert str(opt_out_of(response(X_Robots_Tag="noai"))) == "noai"


@pytest.mark.parametrize(
    ("body", "headers", "word"),
    [
        ("", {"TDM_Reservation": " 1 "}, "tdm-reservation"),
        ("", {"TDM_Policy": "https://a.example/policy"}, "tdm-policy"),
        ("<meta name=tdm-reservation content=1>", {}, "tdm-reservation"),
        ("<meta name=tdm-policy content=/policy>", {}, "tdm-policy"),
        ("", {"TDM_Reservation": "0", "TDM_Policy": "/policy"}, None),
        ("", {"TDM_Reservation": "1;"}, "tdm-reservation"),
        ("", {"Content_Usage": "train-ai=n"}, "content-usage"),
        ("", {"Content_Signal": "search=yes, ai-train=no"}, "content-signal"),
        ("", {"Content_Signal": "search=yes, ai-train=yes"}, None),
    ],
)
def test_text_mining(body: str, headers: dict[str, str], word: str | None) -> None:
    assert word_of(response(f"<html>{body}", **headers)) == word


@pytest.mark.parametrize(
    ("robots_txt", "found"),
    [
        ("User-agent: *\nDisallowAITraining: /", [("/", "disallowaitraining")]),
        ("Content-Signal: search=yes, ai-train=no\nUser-agent: *\nAllow: /", [("/", "content-signal")]),
        ("User-agent: a\nUser-agent: stet\nContent-Signal: /news/ ai-train = no", [("/news/", "content-signal")]),
        ("User-agent: other\nContent-Signal: ai-train=no", []),
        ("User-agent: *\nContent-Usage: /news train-ai=n", [("/news", "content-usage")]),
        ("User-agent: *\nContent-Usage: train-ai=y", []),
        ("User-agent: *\nDisallow-AI-Training: /", [("/", "disallowaitraining")]),
        ("User-agent: Stet/0.1\nDisallowAITraining: /", [("/", "disallowaitraining")]),
        ("User-agent: stet\nAllow: /\nUser-agent: other\nDisallowAITraining: /", []),
        ("User-agent: *\nContent-Signal: search=yes, ai-train=yes", []),
        ("User-agent: *\nDisallowAITraining:\n# Content-Signal: ai-train=no", []),
    ],
)
def test_lines_of_robots_txt(robots_txt: str, found: list[tuple[str, str]]) -> None:
    assert reservations(robots_txt) == found


@pytest.mark.parametrize("piece", ["<meta ", '<meta a="', "<!--", "<meta name=robots content=", "< ", "a:", "&#97"])
def test_hostile_pages_are_read_in_linear_time(piece: str) -> None:
    page = response(f"<html>{piece * 100_000}")
    started = time.process_time()
    opt_out_of(page)
    list(words_of(piece * 100_000))
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("table", "reserved", "free"),
    [
        ([{"location": "/", "tdm-reservation": 1}], ["/", "/a?b"], []),
        ([{"location": "/news/*", "tdm-reservation": 1}], ["/news/", "/news/a/b"], ["/", "/new"]),
        ([{"location": "/a", "tdm-reservation": 0}, {"location": "*", "tdm-reservation": 1}], ["/b"], ["/a", "/a/x"]),
        ([{"location": "*.pdf$", "tdm-reservation": "1"}], ["/x/y.pdf"], ["/y.pdf/z", "/y.pdf?x"]),
        ([{"location": "/*/a*z$", "tdm-reservation": True}], ["/x/abz", "/x/azz"], ["/a/b", "/x/azb"]),
        ([{"location": ["/a", "/b"], "tdm-policy": "https://a.example/p"}], ["/a", "/b"], ["/c"]),
        ({"location": "https://a.example/caf%C3%A9", "tdm-reservation": 1}, ["/café", "/caf%C3%A9/x"], ["/"]),
        ([{"tdm-reservation": 1}, "x", None, 3, {"location": 7, "tdm-reservation": 1}], ["/"], []),
        ([{"location": "/", "tdm-reservation": 0}], [], ["/"]),
    ],
)
def test_locations_of_a_host(table: object, reserved: list[str], free: list[str]) -> None:
    locations = read_locations(json.dumps(table).encode("utf-8-sig"))
    found = {path: location_of(f"https://a.example{path}", locations) for path in (*reserved, *free)}
    assert [path for path, location in found.items() if location and location.is_reserved] == reserved


@pytest.mark.parametrize("body", [b"", b"<html>nothing here", b"\xff\x00", b"[" * 100_000, b"7", b"null"])
def test_what_is_no_list_of_locations_reserves_nothing(body: bytes) -> None:
    assert location_of("https://a.example/", read_locations(body)) is None


def test_patterns_of_locations_take_no_time() -> None:
    locations = read_locations(json.dumps([{"location": "*a" * 1000 + "$", "tdm-reservation": 1}] * 1000).encode())
    started = time.process_time()
    assert location_of("https://a.example/" + "a" * 900 + "b", locations) is None
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("value", "refuses"),
    [
        ("train-ai=n", True),
        ("ai = no", True),
        ("search=yes, genai=n", True),
        ("tdm=n", True),
        ("train-ai=y, search=n", False),
        ("ai=yes", False),
        ("no-ai=n", False),
    ],
)
def test_content_usage(value: str, refuses: bool) -> None:
    assert (word_of(response(Content_Usage=value)) is not None) is refuses


@pytest.mark.parametrize(("value", "word"), [("1;", "tdm-reservation"), ("true", "tdm-reservation"), ("0; 1", None)])
def test_reservation_in_other_spellings(value: str, word: str | None) -> None:
    assert word_of(response(TDM_Reservation=value)) == word
