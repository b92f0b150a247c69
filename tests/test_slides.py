"""Slides with counters: their texts are the article where they tell it."""

from __future__ import annotations

import pytest

from tests.test_company import PARAGRAPHS, texts
from tests.test_unshown import kept

COUNTERS = ["{} / {}", "{}/{}", "{} of {}", "{} von {}", "{} из {}", "Slide {} of {}", "({}|{})"]
SLIDES = [
    "<div class=slide><div class=n>{0}</div><img src=x.jpg><div class=t><p>{1}</p></div></div>",
    "<li class=swiper-slide><span>{0}</span><img src=x.jpg><div>{1}</div></li>",
    "<section><figure><img src=x.jpg></figure><p>{1}</p><p class=count>{0}</p></section>",
]


@pytest.mark.parametrize("language", PARAGRAPHS)
@pytest.mark.parametrize("counter", COUNTERS)
@pytest.mark.parametrize("slide", SLIDES)
def test_slides_tell_a_story_without_their_counters(language: str, counter: str, slide: str) -> None:
    lines = PARAGRAPHS[language]
    slides = (slide.format(counter.format(at, len(lines)), line) for at, line in enumerate(lines, 1))
    assert kept(f"<div class=gallery>{''.join(slides)}</div>", language) == lines


@pytest.mark.parametrize("lines", [["1 / 3", "2 / 3"], ["2 of 3", "1 of 3", "3 of 3"], ["1:0", "2:0", "3:0"]])
def test_other_numbers_are_no_counters(lines: list[str]) -> None:
    inside = "".join(f"<p>{line}</p>" for line in lines)
    assert [line for line in texts(inside) if line in PARAGRAPHS["en"]] == PARAGRAPHS["en"]
