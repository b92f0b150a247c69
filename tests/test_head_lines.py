"""Lines that stand in an article and are none of its text: who wrote it, when, and headings of what went."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import Extraction, Page, extract
from extractors.body.doubles import without_doubles
from extractors.body.head_lines import is_head_line
from extractors.features.blocks import Features, PageFacts
from extractors.html.decode import parse
from extractors.html.walk import read_document
from extractors.model import APPEALS
from tests.test_company import FOOT, NAV, PARAGRAPHS

FACTS = PageFacts(
    authors=("Kari Nord", "ferrywatcher"), dates=("2025-04-21T16:30:00+02:00", "2025-05-02", "2024-04-01")
)


@pytest.mark.parametrize(
    "line",
    [
        "By Kari Nord", "von ferrywatcher", "Kari Nord", "Text: Kari Nord", "April 21, 2025", "21.04.2025, 16:30 Uhr",
        "📅 Apr. 21. 2025", "Last updated: Friday, May 2, 2025", "Zuletzt aktualisiert am 02.05.2025",
        "lundi 21 avril 2025", "2025年4月21日 16時30分", "By Kari Nord | 21 April 2025 6:12 pm",
        "Monday, April 21st, 2025 By Kari Nord, MBA for The Example Ledger", "lundi 1er avril 2024, 9h05",
        "Posted by ferrywatcher on Apr 21, 2025 in Harbour, Others | 0 comments", "Posted Friday", "Publié le",
        "21/04/2025 - Publicado por: Ana Costa - Categoria: Porto - Tags: gelo", "Oluşturulma Tarihi:", "Written by",
        "Kari Nord2025年4月21日 21時37分", "Associated Press Writer", "By Leigh Ann Sandvik, Harbour Desk Editor",
        "Saturday, September 10th, 2005 10:56 am", "Δευτέρα 21 Απριλίου 2025", "ponedjeljak, 21. travnja 2025.",
        "понедельник, 21 апреля 2025", "By Leigh Ann Sandvik", "Von Jan Riedel und Anna Müller", "Par Zoé Dupont",
        "Updated: 9.45pm", "Published: 3:15 PM | Updated: 4:02 PM", "Last Updated: December 2025.", "Stand: Mai 2024",
        "Mis à jour à 10:05", "Опубликовано: 12:30", "更新：10:20",
    ],
)  # fmt: skip
def test_a_line_that_says_who_and_when_is_no_text(line: str) -> None:
    assert is_head_line(line, FACTS)


@pytest.mark.parametrize(
    "line",
    [
        "By Kari Nord's count the ferry was late nine times.", "April 21, 2026", "Easter 2025", "21 ferries in 2024",
        "Kari Nord met the crew on 21 April 2025 and sailed to the island with them.", "Friday", "", "2025", "By boat",
        "By Kari Nord the ferry is called a bus.", "Von Hamburg nach Riga", "Published works", "Created equal",
        "— Kari Nord (@karinord) April 21, 2025", "Concert: 21.05.2026, 19:00", "She is a writer",
        "Published 30 books", "Released for 9.99 euros", "Updated ferries sail at 9:45", "Created by law in May 2019",
    ],
)  # fmt: skip
def test_a_line_that_says_more_or_other_things_stays(line: str) -> None:
    assert not is_head_line(line, FACTS)


def extraction(above: str = "", below: str = "", behind: str = "") -> Extraction:
    story = "".join(f"<p>{line}</p>" for line in PARAGRAPHS["en"])
    meta = '<meta name=author content="Kari Nord"><meta property="article:published_time" content="2025-04-21T16:30Z">'
    body = (
        f"<html lang=en><head><title>Ice in the harbour</title>{meta}</head><body>{NAV}<main><article>"
        f"<h1>Ice in the harbour</h1><div class=story>{above}{story}{below}</div></article>{behind}</main>{FOOT}"
    )
    return extract(Page("https://a.example/x", body.encode(), {}, 200, datetime(2025, 5, 6, tzinfo=UTC)))


@pytest.mark.parametrize("markup", ["<p>{}</p>", "<div class=info>{}</div>", "<p><em>{}</em></p>", "<h5>{}</h5>"])
@pytest.mark.parametrize("line", ["By Kari Nord", "Monday, April 21, 2025"])
def test_such_a_line_above_the_text_is_cut_and_told(line: str, markup: str) -> None:
    found = extraction(above=markup.format(line))
    assert found.article is not None
    assert line not in found.article.text
    told = [removal for removal in found.removals if removal.text == line]
    assert told
    assert told[0].category not in APPEALS


LINKS = (
    "<ul>" + "".join(f"<li><a href=/{n}>The winter of {1890 + n} on the island</a></li>" for n in range(4)) + "</ul>"
)


@pytest.mark.parametrize(
    "heading", ["<h3>Want to know more?</h3>", "<h2>Von Seglern empfohlen</h2>", "<h4>Sources</h4>"]
)
def test_a_last_heading_with_nothing_below_goes(heading: str) -> None:
    found = extraction(below=heading, behind=f"<ul>{LINKS}</ul>")
    assert found.article is not None
    assert found.article.text.endswith(PARAGRAPHS["en"][-1])


def test_a_last_line_with_a_colon_goes_with_the_links_below() -> None:
    found = extraction(below="<p>This might be interesting to you:</p>", behind=f"<ul>{LINKS}</ul>")
    assert found.article is not None
    assert "interesting" not in found.article.text


@pytest.mark.parametrize(("tag", "last"), [("h3", "The ice will hold until April."), ("p", "And then he saw it:")])
def test_a_last_line_that_is_a_sentence_stays(tag: str, last: str) -> None:
    found = extraction(below=f"<{tag}>{last}</{tag}>")
    assert found.article is not None
    assert last in found.article.text


@pytest.mark.parametrize(
    "heading",
    [
        "Politics Ice in the harbour of the island", "21.04.2025 Ice in the harbour of the island",
        "Ice in the harbour of the island – live", "Weather: Ice in the harbour of the island",
    ],
)  # fmt: skip
@pytest.mark.parametrize("tag", ["h1", "h2"])
def test_a_first_heading_that_has_the_title_in_it_is_the_headline(heading: str, tag: str) -> None:
    title, first = "Ice in the harbour of the island", f"<div class=story><{{}}>{heading}</{{}}>".replace("{}", tag)
    head = f'<title>{title}</title><meta property="og:title" content="{title}">'
    story = "".join(f"<p>{line}</p>" for line in PARAGRAPHS["en"])
    body = f"<html lang=en><head>{head}</head><body>{NAV}<main><article><h1>{title}</h1>{first}{story}</div>{FOOT}"
    found = extract(Page("https://a.example/x", body.encode(), {}, 200, datetime(2025, 5, 6, tzinfo=UTC)))
    assert found.article is not None
    assert found.article.text.startswith(PARAGRAPHS["en"][0])


def test_a_later_heading_that_has_the_title_in_it_stays() -> None:
    heading = "What the ice in the harbour does: Ice in the harbour explained"
    found = extraction(above=f"<p>{PARAGRAPHS['en'][0]}</p><h2>{heading}</h2>")
    assert found.article is not None
    assert heading in found.article.text


def test_headings_are_headlines_only_where_there_is_text() -> None:
    title = "Ice in the harbour of the island"
    heads = "".join(f"<h2>{title}, the {day}th day of the winter</h2>" for day in (4, 5))
    for text, kept in (("", {0, 1}), (f"<p>{PARAGRAPHS['en'][0]}</p>", {2})):
        features = Features(read_document(parse(f"<html><body>{heads}{text}</body></html>")), PageFacts(title=title))
        assert without_doubles(range(len(features.candidates)), features, title)[0] == kept
