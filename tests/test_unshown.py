"""What a page does not show beside the article that it shows is none of it."""

from __future__ import annotations

import pytest

from tests.test_company import PARAGRAPHS, texts
from tests.test_extract_elsewhere import read

LANGUAGES = list(PARAGRAPHS)
OTHER = {
    "en": "The board says that the ferry will sail again on Sunday, but no hour has been set for it as yet.",
    "de": "Die Hafenbehörde sagt, dass die Fähre am Sonntag wieder fährt, doch steht noch keine Stunde dafür fest.",
}
HIDING = [
    "hidden",
    "hidden=until-found",
    "style='display:none'",
    "style='position:absolute;left:-9999px'",
    "style='visibility: hidden'",
    "class=sr-only",
    "popover",
]
BOXES = [
    "<div {0}><p>{1}</p></div>",
    "<p {0}>{1}</p>",
    "<section><div {0}>{1}</div></section>",
    "<aside {0}><p>{1}</p></aside>",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("way", HIDING)
def test_a_hidden_block_between_paragraphs_goes(language: str, box: str, way: str) -> None:
    assert texts(box.format(way, OTHER[language]), language) == PARAGRAPHS[language]


SHEETS = [
    ".k3{display:none}",
    ".k2,.k3{position:absolute;left:-9999px}",
    ".k3{color:red} .k3{display:none!important}",
    "@media screen{.k3{visibility:hidden}}",
    "#k4{display:none}",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("box", BOXES)
def test_a_block_that_a_style_sheet_hides_goes(language: str, sheet: str, box: str) -> None:
    inside = f"<style>{sheet}</style>" + box.format("class='a k3' id=k4", OTHER[language])
    assert texts(inside, language) == PARAGRAPHS[language]


SHOWN = ["class=k3", "style='display:block'", "data-hidden", "aria-hidden=false", "style='opacity:1'"]


@pytest.mark.parametrize("way", SHOWN)
def test_a_block_that_is_shown_stays(way: str) -> None:
    assert OTHER["en"] in texts(f"<style>.k2{{display:none}}</style><p {way}>{OTHER['en']}</p>")


def kept(story: str, language: str = "en") -> list[str]:
    extraction = read(
        f"<html lang={language}><head><title>Ice in the harbour</title></head><body><article>"
        f"<h1>Ice in the harbour</h1><div class=story>{story}</div></article></body></html>"
    )
    assert extraction.article is not None
    return [block.text for block in extraction.article.blocks]


def paragraphs(language: str) -> str:
    return "".join(f"<p>{line}</p>" for line in PARAGRAPHS[language])


TABS = [
    ("class='tab-pane active'", "class=tab-pane style='display:none'"),
    ("class='tab-pane active'", "class=tab-pane"),
    ("role=tabpanel", "role=tabpanel hidden"),
    ("role=tabpanel aria-hidden=false", "role=tabpanel aria-hidden=true"),
    ("class=tabs__content--active role=tabpanel", "class=tabs__content role=tabpanel"),
    ("lang=en", "lang=de hidden"),
    ("lang=en", "lang=de style='display: none'"),
]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(("shown", "closed"), TABS)
def test_a_translation_in_a_closed_tab_goes(shown: str, closed: str, order: int) -> None:
    tabs = [f"<div {shown}>{paragraphs('en')}</div>", f"<div {closed}>{paragraphs('de')}</div>"]
    assert kept("".join(tabs[::order])) == PARAGRAPHS["en"]


@pytest.mark.parametrize("name", ["aria-controls=t2", "href='#t2'"])
def test_a_tab_that_nobody_selected_is_closed(name: str) -> None:
    tab = "<li><a role=tab aria-selected={} {}>Tab</a></li>"
    tabs = f"<ul role=tablist>{tab.format('true', 'href=#t1')}{tab.format('false', name)}</ul>"
    panels = f"<div id=t1 role=tabpanel>{paragraphs('en')}</div><div id=t2 role=tabpanel>{paragraphs('de')}</div>"
    assert [line for line in kept(tabs + panels) if line in PARAGRAPHS["de"]] == []


OPENING = [
    "{0}<button>Read on</button><div hidden>{1}</div>",
    "{0}<div class=rest style='display:none'>{1}</div>",
    "{0}<h2>What else is known</h2><div style='display:none'>{1}</div>",
    "<div hidden>{0}{1}</div>",
    "<div id=S:a hidden>{0}{1}</div>",
]


@pytest.mark.parametrize("page", OPENING)
def test_a_text_that_opens_on_a_click_is_the_articles(page: str) -> None:
    first, second, third, last = (f"<p>{line}</p>" for line in PARAGRAPHS["en"])
    found = kept(page.format(first + second + third, last + f"<p>{OTHER['en']}</p>"))
    assert [line for line in found if line != "What else is known"] == [*PARAGRAPHS["en"], OTHER["en"]]
