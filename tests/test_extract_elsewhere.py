"""Articles that a page has not in its markup, but in its data; and pages that have none anywhere."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from extractors import Extraction, Page, extract
from extractors.html.state_text import article_lines
from extractors.html.states import states
from tests.test_decode import parse

TITLE = "Old harbour froze for the first time in forty years"
LINES = [
    "The harbour froze on Monday night, and the ferry to the islands stayed where it was until a tug came at noon.",
    "Forty years have passed since the last winter in which fishermen walked to their boats over the ice of the bay.",
    "“I was a child then, and my father carried me on his shoulders,” said Inga Berg, who runs the kiosk at the pier.",
    "The port authority expects the ice to stay until Friday and asks skippers to call before they leave their berth.",
    "On Quay Street the water mains burst in two places, which left sixty houses without water until the late evening.",
]
APPEAL = "Support our independent journalism: please donate today. Your contribution keeps the Harbour Post alive."
HTML = "".join(f"<p>{line}</p>" for line in LINES)
MENU = "".join(
    f"<li><a href='/s{n}'>{name}</a></li>"
    for n, name in enumerate(["News", "Politics", "Sport", "Culture", "Obituaries", "Ferries"])
)
OTHERS = [
    {
        "title": f"Another story {n}",
        "body": f"<p>{'Something else happened far away from here, says the report. ' * 2}</p>",
    }
    for n in range(4)
]


def page_of(data: str, inside: str = '<div id="app-content"></div>', head: str = "") -> str:
    return (
        f"<html lang=en><head><title>{TITLE} - Post</title><meta property=og:title content='{TITLE}'>{head}</head>"
        "<body>"
        f"<nav><ul>{MENU * 3}</ul></nav><main><article><h1>{TITLE}</h1>{inside}</article></main>"
        f"<footer><p>© 2026 Harbour Post. All rights reserved.</p></footer>{data}</body></html>"
    )


def read(body: str) -> Extraction:
    return extract(Page("https://a.example/x", body.encode(), {}, 200, datetime(2025, 5, 6, tzinfo=UTC)))


def script(value: object, before: str = "", kind: str = "application/json", name: str = "") -> str:
    return code(before + json.dumps(value), kind, name)


def code(text: str, kind: str = "", name: str = "") -> str:
    return f"<script id='{name}' type='{kind}'>{text}</script>"


def attribute(value: object) -> str:
    return html.escape(json.dumps(value))


def pushed(*rows: str) -> str:
    """Rows of React, in pieces that end anywhere."""
    stream = "\n".join(rows) + "\n"
    pieces = [stream[at : at + 700] for at in range(0, len(stream), 700)]
    return "".join(code(f"self.__next_f.push([1,{json.dumps(piece)}])") for piece in pieces)


RICH = {
    "nodeType": "document",
    "content": [
        {
            "nodeType": "paragraph",
            "content": [{"nodeType": "text", "value": line[:30]}, {"nodeType": "text", "value": line[30:]}],
        }
        for line in LINES
    ],
}
ARC = {
    "headlines": {"basic": TITLE},
    "content_elements": [{"_id": str(n), "type": "text", "content": line} for n, line in enumerate(LINES)],
}
BESIDE = ["interstitial_link", "related_content", "read-more", "promo", "newsletter"]
ARTICLES = {
    "html": {"title": TITLE, "body": HTML},
    "lines": {"headline": TITLE, "paragraphs": LINES},
    "rich": {"title": TITLE, "content": RICH},
    "arc": ARC,
    "portable text": {
        "title": TITLE,
        "body": [
            {
                "_type": "block",
                "style": "normal",
                "children": [{"_type": "span", "text": line[:9]}, {"_type": "span", "text": line[9:]}],
            }
            for line in LINES
        ],
    },
    "other stories between": {
        "headlines": {"basic": TITLE},
        "content_elements": [
            element
            for line, kind in zip(LINES, BESIDE, strict=True)
            for element in ({"type": "text", "content": line}, {"type": kind, "content": "The bakers want a market"})
        ],
    },
    "appeal": {"title": TITLE, "body": HTML + f"<div class='donation-box'><p>{APPEAL}</p></div>"},
}
WAYS = {
    "__NEXT_DATA__": lambda story: script({"props": {"story": story, "more": OTHERS}}, name="__NEXT_DATA__"),
    "__APOLLO_STATE__": lambda story: script({"Article:1": story, "ROOT": OTHERS}, "window.__APOLLO_STATE__ = ", ""),
    "Fusion.globalContent": lambda story: script(story, "window.Fusion=window.Fusion||{};Fusion.globalContent=", ""),
    "apollo": lambda story: script({"ROOT": {"article": {"__ref": "A:1"}}, "A:1": story}, "__APOLLO__=", ""),
    "nuxt": lambda story: code(
        f"window.__NUXT__=(function(a,b){{return {{data:[{{story:{json.dumps(story)},draft:a}}],e:b}}}}(false,null));"
    ),
    "nuxt, by its parameters": lambda story: code(
        f"window.__NUXT__=((a,b)=>{{return {{data:[{{story:b,draft:a}}]}}}})(!1,{json.dumps(story)});"
    ),
    "object of JavaScript": lambda story: code(
        f"var page = {{story: {json.dumps(story)}, user: undefined, 'draft': !0, /* none */ ads: void 0,}};"
    ),
    "single quotes": lambda story: code(
        "window.STATE = JSON.parse('" + json.dumps(story).replace("\\", "\\\\").replace("'", "\\'") + "');"
    ),
    "encoded": lambda story: code(f'window.STATE = JSON.parse(decodeURIComponent("{quote(json.dumps(story))}"));'),
    "argument": lambda story: code(f"kit.start(app, element, {{data: [null, {{story: {json.dumps(story)}}}]}});"),
    "data in data": lambda story: script({"status": 200, "body": json.dumps(story)}),
    "attribute": lambda story: f'<div data-page="{attribute({"props": story})}"></div>',
    "component": lambda story: f'<x-island props="{attribute({"story": [0, story]})}"></x-island>',
    "__next_f": lambda story: pushed("1:I[7,[],\"\"]", "4:" + json.dumps(["$", "$L1", None, {"story": story}])),
    "__next_f, by a row": lambda story: pushed("2:" + json.dumps(story), '4:["$","$L1",null,{"story":"$2"}]'),
    "__STATE__": lambda story: script(json.dumps({"s": story, "o": OTHERS}), "window['__STATE__']=JSON.parse(", ""),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ARTICLES)
def test_the_data_of_scripts_is_read_where_the_markup_has_no_article(kind: str, way: str) -> None:
    extraction = read(page_of(WAYS[way](ARTICLES[kind])))
    assert extraction.article is not None
    assert [block.text for block in extraction.article.blocks] == LINES
    assert any(flag.startswith("text-from-") for flag in extraction.flags)


def test_the_source_is_named() -> None:
    assert read(page_of(WAYS["__NEXT_DATA__"](ARC))).flags == ("text-from-__NEXT_DATA__",)


def test_what_comes_from_data_is_judged_like_anything_else() -> None:
    extraction = read(page_of(WAYS["__NEXT_DATA__"](ARTICLES["appeal"])))
    assert APPEAL in [removal.text for removal in extraction.removals]


ELEMENTS = [
    "$",
    "main",
    None,
    {"className": "m", "children": [["$", "p", str(n), {"children": line}] for n, line in enumerate(LINES)]},
]
WRITTEN = {
    "elements of React": pushed("0:" + json.dumps(ELEMENTS)),
    "text of React": pushed(
        f"7:T{len(HTML.encode()):x},{HTML}" + '8:["$","div",null,{"dangerouslySetInnerHTML":{"__html":"$7"}}]'
    ),
    "template literal": code(f"const story = `{HTML}`; document.querySelector('article').innerHTML += story;"),
    "string": code(f"document.querySelector('article').insertAdjacentHTML('beforeend', {json.dumps(HTML)});"),
    "template in a script": code(HTML, "text/x-handlebars-template", "story"),
    "noscript, escaped": f"<noscript>{html.escape(HTML)}</noscript>",
    "textarea": f"<textarea hidden>{html.escape(HTML)}</textarea>",
    "microdata": f'<div itemscope><meta itemprop=articleBody content="{html.escape(chr(10).join(LINES))}"></div>',
    "text of JSON-LD": code(json.dumps({"@type": "BlogPosting", "text": HTML}), "application/ld+json"),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_text_that_scripts_write_is_read_where_the_markup_has_no_article(way: str) -> None:
    extraction = read(page_of(WRITTEN[way]))
    assert extraction.article is not None
    assert [block.text for block in extraction.article.blocks] == LINES


@pytest.mark.parametrize("text", ["We use cookies, and you agree to that when you go on reading here. " * 9])
def test_text_of_scripts_that_is_about_something_else_is_no_article(text: str) -> None:
    consent = "".join(f"<p>{text}</p>" for _ in range(3))
    assert read(page_of(code(f"var banner = {json.dumps(consent)};"), inside="<div id=__next></div>")).article is None


WITHHOLDING = {
    **dict.fromkeys(("premium", "isPremium", "is_paid", "paywalled", "requiresSubscription", "membersOnly"), True),
    **dict.fromkeys(("isAccessibleForFree", "free", "is_free"), False),
    **dict.fromkeys(("contentTier", "access", "accessType", "visibility"), "subscribers"),
    "paywall": {"enabled": True},
    "content_restrictions": {"content_code": "premium"},
}
OPEN = {
    **dict.fromkeys(("premium", "isPremium", "paywalled", "membersOnly"), False),
    **dict.fromkeys(("isAccessibleForFree", "free", "premiumContentUrl"), True),
    **dict.fromkeys(("contentTier", "access", "visibility"), "public"),
    "paywall": {"enabled": False},
    "content_restrictions": {"content_code": "free"},
}


@pytest.mark.parametrize("name", WITHHOLDING)
def test_data_that_calls_its_article_withheld_is_left_alone(name: str) -> None:
    assert read(page_of(WAYS["__NEXT_DATA__"](ARTICLES["html"] | {name: WITHHOLDING[name]}))).article is None


@pytest.mark.parametrize("name", OPEN)
def test_data_that_calls_its_article_free_is_read(name: str) -> None:
    assert read(page_of(WAYS["__NEXT_DATA__"](ARTICLES["html"] | {name: OPEN[name]}))).article is not None


MARKUP = {
    "noscript": f"<noscript>{HTML}</noscript>",
    "template": f"<template id=story>{HTML}</template>",
    "json-ld": script(
        {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(LINES)}, kind="application/ld+json"
    ),
    "srcdoc": f'<iframe title=Story srcdoc="{html.escape(f"<body>{HTML}</body>")}"></iframe>',
}


@pytest.mark.parametrize("source", MARKUP)
def test_other_data_is_read_where_the_markup_has_no_article(source: str) -> None:
    extraction = read(page_of(MARKUP[source]))
    assert extraction.article is not None
    assert [block.text for block in extraction.article.blocks] == LINES
    assert extraction.flags == (f"text-from-{source}",)


FRAMES = [
    "<iframe srcdoc='{}'></iframe>",
    "<div><iframe sandbox class=c4 srcdoc='&lt;!doctype html&gt;&lt;title&gt;x&lt;/title&gt;{}'></iframe></div>",
]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("paragraph", ["<p>{}</p>", "<div>{}</div>", "{}<br><br>"])
def test_an_article_in_a_frame_is_read_where_the_page_has_no_other(frame: str, paragraph: str) -> None:
    inside = frame.format(html.escape("".join(map(paragraph.format, LINES))))
    extraction = read(page_of("", inside))
    assert extraction.article is not None
    assert [block.text for block in extraction.article.blocks] == LINES
    advert = frame.format(html.escape("".join(paragraph.format("Boats for sale. " * 9) for _ in range(3))))
    beside = read(page_of("", HTML + advert))
    assert beside.article is not None
    assert [block.text for block in beside.article.blocks] == LINES


NOT_FREE = [
    script({"@type": "NewsArticle", "headline": TITLE, "isAccessibleForFree": False}, kind="application/ld+json"),
    script({"@type": "NewsArticle", "headline": TITLE, "isAccessibleForFree": "False"}, kind="application/ld+json"),
    "<meta property='article:content_tier' content='locked'>",
    "<meta property='article:content_tier' content='metered'>",
]


TEASERS = [
    f"<p>{LINES[0]} {'It was the coldest night that anybody in the town had seen since then.'}</p>",
    f"<p>{LINES[0]}</p><p>{LINES[1][:60]}…</p>",
    "".join(f"<div class=card><a href='/{n}'>Story {n}</a><p>{line}</p></div>" for n, line in enumerate(
        ["The bakers of the town want more flour from the mills, which say that there is none before the spring.",
         "Three sheep were rescued from a ledge above the quarry by the fire brigade on the morning of Sunday."])),
]  # fmt: skip


@pytest.mark.parametrize("shown", TEASERS)
@pytest.mark.parametrize("way", ["state", "json-ld"])
def test_data_that_has_the_whole_article_comes_before_a_teaser(shown: str, way: str) -> None:
    lines = [*LINES, *(f"{line} That is what {name} said." for line, name in zip(LINES, "ABCDE", strict=True))]
    story = {"title": TITLE, "paragraphs": [{"type": "paragraph", "text": line} for line in lines]}
    linked = {"@type": "Article", "headline": TITLE, "articleBody": "\n".join(lines)}
    data = script({"story": story}) if way == "state" else script(linked, kind="application/ld+json")
    article = read(page_of(data, shown)).article
    assert article is not None
    assert all(line in article.text for line in lines)


@pytest.mark.parametrize("count", [2, 3])
def test_a_short_article_stays_where_the_data_has_no_more(count: int) -> None:
    shown = "".join(f"<p>{line}</p>" for line in LINES[:count])
    data = script({"story": {"title": TITLE, "paragraphs": LINES[:count]}, "others": OTHERS})
    extraction = read(page_of(data, shown))
    assert extraction.article is not None
    assert not [flag for flag in extraction.flags if flag.startswith("text-from")]


@pytest.mark.parametrize("head", NOT_FREE)
@pytest.mark.parametrize("data", [*MARKUP.values(), WAYS["__NEXT_DATA__"](ARTICLES["html"])])
def test_data_of_an_article_that_is_not_free_is_left_alone(head: str, data: str) -> None:
    extraction = read(page_of(data, head=head))
    assert extraction.article is None or LINES[2] not in extraction.article.text


@pytest.mark.parametrize("data", [*MARKUP.values(), WAYS["__NEXT_DATA__"](ARTICLES["html"])])
def test_data_behind_a_wall_is_left_alone(data: str) -> None:
    wall = "<p>Subscribe to continue reading this article.</p><a href=/login>Already a subscriber? Log in</a>"
    extraction = read(page_of(data, inside=wall))
    assert extraction.article is None or LINES[2] not in extraction.article.text


@pytest.mark.parametrize("data", [*MARKUP.values(), WAYS["__NEXT_DATA__"](ARTICLES["lines"])])
def test_data_is_left_alone_where_the_markup_has_the_article(data: str) -> None:
    story = "".join(f"<p>{line} It was so cold.</p>" for line in LINES)
    extraction = read(page_of(data, inside=story))
    assert extraction.article is not None
    assert LINES[0] + " It was so cold." in extraction.article.text
    assert not [flag for flag in extraction.flags if flag.startswith("text-from-")]


@pytest.mark.parametrize("times", [1, 3, 12])
def test_a_menu_is_no_article_and_scripts_are_why(times: int) -> None:
    menu = f"<div class=menu><ul>{MENU * times}</ul></div>"
    extraction = read(page_of("<script src=/app.js></script>", inside=f"<div id=__next></div>{menu}"))
    assert extraction.article is None
    assert extraction.flags == ("needs-javascript",)
    assert read(page_of("", inside=menu)).article is None


@pytest.mark.parametrize("text", ["x = {", "a={'b':1}", "var a = [1,", "JSON.parse('", '{"a": }', "[" * 5000])
def test_scripts_that_are_no_data_say_nothing(text: str) -> None:
    page = parse(f"<script>{text}{' ' * 400}</script><p>x</p>")
    assert all(not article_lines(state, TITLE) for _, state in states(page))
