"""Markup that nobody checked: links without ends, end tags without beginnings, a page in a form, columns in a table."""

from __future__ import annotations

import time

import pytest

from extractors.html.early_ends import without_early_ends
from extractors.html.open_links import without_open_links
from tests.test_company import NAV, PARAGRAPHS
from tests.test_extract_elsewhere import read
from tests.test_units import lines_of

SIGNUP = "<div class=c-signup><p>Sign up for our letter of the morning.</p><form><input type=email></form></div>"
OTHERS = "<section><h3>Read also</h3><h4><a href=/news/1>Bakers ask for flour</a></h4></section>"
LANGUAGES = list(PARAGRAPHS)


def kept(body: str) -> list[str]:
    extraction = read(f"<!doctype html><html><head><title>Ice in the harbour</title></head><body>{body}</body></html>")
    assert extraction.article is not None
    return [block.text for block in extraction.article.blocks]


def page(story: str, end: str = "</div></article>") -> str:
    return (
        f"<div class=page>{NAV}<main><article><div class=top><h1>Ice in the harbour</h1></div><div class=story>{story}"
        f"{end}{OTHERS}{SIGNUP}</main><div class=foot><p>© 2026 Harbour Post. All rights reserved.</p></div></div>"
    )


def paragraphs(language: str) -> list[str]:
    return [f"<p>{line}</p>\n" for line in PARAGRAPHS[language]]


ENDS = ["</div>", "</article>", "</div></div>", "</div></article>", "</div></div></article></section>", "</section>"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ends", [*ENDS, "</DIV>", "</td></tr></table></div></div>"])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_end_tags_that_come_too_early_end_no_article(language: str, ends: str, at: int) -> None:
    lines = paragraphs(language)
    assert kept(page("".join((*lines[:at], ends, *lines[at:])))) == PARAGRAPHS[language]


@pytest.mark.parametrize("ends", ["</div></div></div>", "</div></div>\n</div></div>"])
def test_end_tags_that_come_too_early_among_divs_alone(ends: str) -> None:
    first, *rest = paragraphs("en")
    story = f"<h1>Ice in the harbour</h1><div class=story>{first}{ends}{''.join(rest)}</div>"
    body = f"{NAV}<div class=page><div class=main>{story}{OTHERS}{SIGNUP}</div></div>"
    assert kept(body) == PARAGRAPHS["en"]


RIGHT = [
    "<div><p>a</p></div><p>b</p>",
    "<main><article><div><p>a</p></div></article><p>b</p></main></div>",
    "<div><article><p>a</p></article></div></div><footer><p>b</p></footer></div>",
    "<script>var end = '</div></article>';</script><div><p>a</p></div><!-- </div></div> --><p>b</p>",
]


@pytest.mark.parametrize("body", RIGHT)
def test_end_tags_that_end_something_stay(body: str) -> None:
    assert without_early_ends(body.encode()) == body.encode()


@pytest.mark.parametrize(
    "flood", ["<div>", "</div>", "<p></div>", "<div><p></article>", "<div><p>a</div></div>", "<!--", "<script>"]
)
def test_looking_for_early_ends_takes_time_in_proportion(flood: str) -> None:
    started = time.process_time()
    without_early_ends(flood.encode() * 60_000 + b"</div>" * 60_000)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("link", ["<a href=/x>", "<A HREF='/x' class=link>", "<b>so</b> <a href=/x target=_blank>"])
@pytest.mark.parametrize("at", [0, 1, 3])
def test_a_link_that_nobody_closed_makes_no_link_of_the_text(language: str, link: str, at: int) -> None:
    lines = PARAGRAPHS[language]
    words = lines[at].split(" ")
    broken = " ".join((*words[:2], link + words[2], *words[3:]))
    story = "".join(f"<p>{broken if place == at else line}</p>" for place, line in enumerate(lines))
    found = kept(page(story))
    assert [line.replace("so ", "") for line in found] == lines


@pytest.mark.parametrize(
    "body",
    [
        b"<p>On <a href=/x>Monday</a> and <a href=/y>Friday</a></p>",
        b"<li><a href=/x>One<li><a href=/y>Two<li><a href=/z>Three",
        b"<div><a href=/x><div>A card</div></a></div><a name=end>",
        b"<script>var link = '<a href=' + x;</script><p>On <a href=/x>Monday</a></p>",
        b"<p><a \xe2\x80\x9c",
    ],
)
def test_other_links_stay(body: bytes) -> None:
    assert without_open_links(body) == body


FORMS = [
    "<form method=post action=./x.aspx id=aspnetForm><input type=hidden name=__VIEWSTATE value=x>{}</form>",
    "<form name=page><div><form action=/search><input name=q></form>{}</div></form>",
    "<form id=form1><table><tr><td>{}</td></tr></table></form>",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_a_page_that_is_a_form_has_its_article(language: str, form: str) -> None:
    first, *rest = paragraphs(language)
    assert kept(form.format(page(f"{first}<form action=/poll></form>{''.join(rest)}"))) == PARAGRAPHS[language]


SIDES = [
    "<td width=180>{}</td>",
    "<td style='width: 25%'>{}</td>",
    "<td valign=top bgcolor=#eeeeee>{}</td>",
]
LINKS = "<b>More news</b><br><a href=/n/1>Bakers ask for flour</a><br><a href=/n/2>Three sheep on a ledge</a><br>"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("is_first", [True, False])
def test_columns_of_an_old_page_are_told_apart(language: str, side: str, is_first: bool) -> None:
    main = (
        "<td width=560><font size=5>Ice in the harbour</font><br><br>"
        + "<br><br>\n".join(PARAGRAPHS[language])
        + "</td>"
    )
    beside = side.format(LINKS)
    row = beside + main if is_first else main + beside
    menu = "<tr><td colspan=2><a href=/1>News</a> | <a href=/2>Sport</a> | <a href=/3>Culture</a></td></tr>"
    found = lines_of(f"<table width=760>{menu}<tr>{row}</tr><tr><td colspan=2>© 2026 Harbour Post</td></tr></table>")
    assert [line for line in found if line != "Ice in the harbour"] == PARAGRAPHS[language]
