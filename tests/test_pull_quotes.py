"""A sentence that the article sets off and says again is read once; what comes back of itself stays."""

from __future__ import annotations

import pytest

from tests.test_company import PARAGRAPHS, texts

SAID = {
    "en": (
        "We heard the ice sing before it broke",
        "“We heard the ice sing before it broke,” said Inga Berg of the kiosk.",
    ),
    "de": (
        "Wir hörten das Eis singen, bevor es brach",
        "„Wir hörten das Eis singen, bevor es brach“, sagt Inga Berg vom Kiosk am Hafen.",
    ),
    "ru": ("Лёд пел прежде чем он треснул", "«Лёд пел прежде чем он треснул», — сказала Инга Берг из киоска."),
    "el": ("Ακούσαμε τον πάγο να τραγουδά", "«Ακούσαμε τον πάγο να τραγουδά», είπε η Ίνγκα Μπεργκ από το περίπτερο."),
}
BOXES = [
    "<aside class=pullquote><p>{0}</p><cite>Inga Berg</cite></aside>",
    "<blockquote class='wp-block-quote is-style-large'><p>“{0}”</p></blockquote>",
    "<figure class=wp-block-pullquote><blockquote><p>{0}</p><cite>Inga Berg</cite></blockquote></figure>",
    "<div class=pull-quote><p>« {0} »</p><p>Inga Berg</p></div>",
    "<p class='Zitat'>„{0}“</p>",
    "<blockquote>… {0} …</blockquote>",
    "<p style='font-size: 28px'>{0}</p>",
    "<section class=citation><h3>{0}</h3></section>",
]


@pytest.mark.parametrize("is_before", [True, False])
@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("language", SAID)
def test_a_pull_quote_is_read_where_it_is_told(language: str, box: str, is_before: bool) -> None:
    quote, told = SAID[language]
    parts = [box.format(quote), f"<p>{told}</p>"]
    found = texts("".join(parts if is_before else parts[::-1]))
    assert sum(quote in line for line in found) == 1
    assert "Inga Berg" not in found
    assert [line for line in found if line in PARAGRAPHS["en"]] == PARAGRAPHS["en"]


@pytest.mark.parametrize("box", BOXES[1:4])
def test_a_quotation_that_is_told_nowhere_else_stays(box: str) -> None:
    quote, other = SAID["en"][0], "<p>Inga Berg of the kiosk said that she had heard the ice before it went.</p>"
    assert any(quote in line for line in texts(box.format(quote) + other))


@pytest.mark.parametrize("box", ["<p>{}</p>", "<blockquote><p>{}</p></blockquote>", "<p class=verse>{}</p>"])
def test_a_refrain_in_one_kind_of_place_stays(box: str) -> None:
    refrain = "Carry me home to the harbour again, where the lamps are lit on the quay."
    verses = [
        f"The winter of {year} was long, and the ice on the bay grew as thick as a wall." for year in ("one", "two")
    ]
    song = "".join(box.format(verse) + box.format(refrain) for verse in verses)
    assert texts(song).count(refrain) == 2
