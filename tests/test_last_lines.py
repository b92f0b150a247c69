"""Lines that an article ends with and that are none of its text, and what a system left in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import Extraction, Page, extract
from extractors.body.contacts import is_contact
from extractors.body.last_lines import is_last_line
from extractors.body.trails import is_trail, is_unfilled
from extractors.features.blocks import PageFacts
from tests.test_company import FOOT, NAV, PARAGRAPHS

TITLE = "Ice in the harbour of Example Island"
FACTS = PageFacts(title=TITLE, authors=("Kari Nord",), dates=("2025-04-21",))


@pytest.mark.parametrize(
    "line",
    [
        "Kari Nord", "By Kari Nord", "— By Leigh Ann Sandvik", "Texte: Zoé Dupont", "文/王小明", "记者 王小明",
        "（王小明）", "采写：南都见习记者 王小明", "Last updated on April 21, 2025", "Source: The Example Ledger",
        "(Quelle: dpa/afp)", "来源：网络",
        "Fonte: Agência Exemplo", "출처: 예시일보", "kari.nord@ledger.example",
        "Home > News > Ice in the harbour of Example Island",
    ],
)  # fmt: skip
def test_a_last_line_of_that_kind_is_told(line: str) -> None:
    assert is_last_line(line, FACTS)


@pytest.mark.parametrize(
    "line",
    [
        "The source: a spring below the harbour. It has never run dry.", "Kari Nord smiled.", "（看中国）",
        "They sailed home.",
        "Go to Settings > General > About", "Write to kari.nord@ledger.example before Friday.",
        "“By the ice,” she said.",
    ],
)  # fmt: skip
def test_a_last_line_that_says_something_is_text(line: str) -> None:
    assert not is_last_line(line, FACTS)


@pytest.mark.parametrize(
    "line",
    [
        "Home » Harbour » Ice", f"Harbour / {TITLE}", f"Example Ledger › Harbour › {TITLE}", "Startseite > Hafen > Eis",
        "首页 > 港口 > 冰", "Главная → Порт → Лёд",
    ],
)  # fmt: skip
def test_the_way_to_an_article_is_no_text(line: str) -> None:
    assert is_trail(line, TITLE)


@pytest.mark.parametrize(
    "line", ["Ice > water", "Menu > Tools > Options", "5 > 3", "Home is where the ice is", "a / b / c", ""]
)
def test_other_lines_with_such_signs_are_text(line: str) -> None:
    assert not is_trail(line, TITLE)


@pytest.mark.parametrize(
    "block",
    [
        "{{#each stories}}", "{{ title }}", "{{/if}} {{else}}", "Price | {{formatMoney price currency}}",
        "$$STORYAD$$",
        "%%ADSLOT%%", '[gallery ids="1,2"]', "[button link=”https://a.example/” type=”big”] Send us yours[/button]",
    ],
)  # fmt: skip
def test_a_template_that_nobody_filled_is_no_text(block: str) -> None:
    assert is_unfilled(block)


@pytest.mark.parametrize(
    "block", ["In Vue, {{ title }} shows what the component calls its title.", "$$", "[…] and sailed", "[sic]", "100%"]
)
def test_a_text_with_such_signs_is_text(block: str) -> None:
    assert not is_unfilled(block)


CONTACTS = [
    "Pressekontakt: Stiftung Beispiel, Kari Nord, Hafenstraße 1, 040 374709-40 presse(at)stiftung.example",
    "Media contact: Kari Nord, kari.nord@ledger.example",
    "Example e.V. • Hafenstr. 12 • 12345 Hafen • Tel.: +49(0)69/24 788-203",
    "【リリース発信元】 株式会社例 TEL：03-0000-0000",
    "Contact presse : Zoé Dupont, tél. 01 23 45 67 89, www.exemple.example",
]


@pytest.mark.parametrize("block", CONTACTS)
def test_where_the_press_may_ask_is_no_text(block: str) -> None:
    assert is_contact(block)


@pytest.mark.parametrize(
    "block",
    [
        "Call 555 0100 to book the ferry.",
        "Media contacts say that the ferry is late.",
        "Tickets: by telephone, Tel. 0471 80 60 745",
        "Pressestelle und Hafenamt schweigen.",
        "Length: 12 m | Width: 4 m | Draught: 2 m",
    ],
)
def test_other_texts_with_numbers_and_contacts_are_text(block: str) -> None:
    assert not is_contact(block)


@pytest.mark.parametrize("block", CONTACTS)
def test_it_goes_at_both_ends(block: str) -> None:
    below = extraction(f"<p>{block}</p>").article
    assert below is not None
    assert block not in below.text


def extraction(below: str, head: str = "") -> Extraction:
    story = "".join(f"<p>{line}</p>" for line in PARAGRAPHS["en"])
    body = (
        f"<html lang=en><head><title>{TITLE}</title>{head}</head><body>{NAV}<main><article>"
        f"<h1>{TITLE}</h1><div class=story>{story}{below}</div></article></main>{FOOT}"
    )
    return extract(Page("https://a.example/x", body.encode(), {}, 200, datetime(2025, 5, 6, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("line", "name"),
    [("By Leigh Ann Sandvik", "Leigh Ann Sandvik"), ("Texte: Zoé Dupont", "Zoé Dupont"), ("文/王小明", "王小明")],
)
def test_who_is_named_at_the_end_alone_is_the_author(line: str, name: str) -> None:
    found = extraction(f"<p>{line}</p>").article
    assert found is not None
    assert found.authors == (name,)
    assert found.text.endswith(PARAGRAPHS["en"][-1])


def test_who_is_named_at_the_end_does_not_replace_the_author() -> None:
    found = extraction("<p>By Leigh Ann Sandvik</p>", '<meta name=author content="Kari Nord">').article
    assert found is not None
    assert found.authors == ("Kari Nord",)


def test_a_greeting_goes_with_the_name_behind_it() -> None:
    found = extraction("<p>Best regards,</p><p>Kari Nord</p>", '<meta name=author content="Kari Nord">').article
    assert found is not None
    assert found.text.endswith(PARAGRAPHS["en"][-1])
