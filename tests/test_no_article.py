"""Pages whose text is no article, and short ones that are one."""

from __future__ import annotations

import pytest

from extractors.body.no_article import LISTS_STORIES, LISTS_TIMES, TELLS_NOTHING
from tests.test_extract_elsewhere import MENU, read

STORIES = {
    "en": [
        ("Bakers ask the mills for flour", "The mills have none."),
        ("Three sheep saved", "It took an hour."),
        ("A tram for the port", "The council voted late."),
    ],
    "fr": [
        ("Les boulangers veulent de la farine", "Les moulins n’en ont plus."),
        ("Trois brebis sauvées", "En une heure."),
        ("Un tramway pour le port", "Le conseil a voté tard."),
    ],
    "ru": [
        ("Пекари просят муки", "На мельницах её нет."),
        ("Овец спасли", "За один час."),
        ("Трамвай до порта", "Совет решил поздно ночью."),
    ],
}
CARDS = [
    "<article class=teaser><h2><a href=/a/{2}>{0}</a></h2><p>{1}</p></article>",
    "<div class=card><a href=/a/{2}><img src=x.jpg></a><div><h3><a href=/a/{2}>{0}</a></h3><p>{1}</p></div></div>",
    "<li class=item><h4><a href=https://a.example/a/{2}>{0}</a></h4><span>5 May</span><p>{1}</p></li>",
]


def error_of(body: str, head: str = "") -> str | None:
    title = f"<head><title>The Harbour Post</title>{head}</head>"
    return read(f"<html>{title}<body><ul>{MENU}</ul><main>{body}</main></body></html>").error


@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize("card", CARDS)
def test_a_list_of_stories_is_no_article(language: str, card: str) -> None:
    cards = "".join(card.format(*story, number) for number, story in enumerate(STORIES[language]))
    assert error_of(f"<h1>The Harbour Post</h1><div class=list>{cards}</div>") is not None


TIMES = ["{:02}:00 {}", "{}.00 {}", "{}h30 – {}", "{} Uhr {}"]
PROGRAMMES = {
    "en": ["First look at the papers", "Good morning, port", "News at noon", "Long waves"],
    "it": ["Prima rassegna", "Buongiorno porto", "Notiziario", "Onde lunghe"],
    "el": ["Πρώτη ματιά", "Καλημέρα λιμάνι", "Ειδήσεις", "Μακρά κύματα"],
}


@pytest.mark.parametrize("language", PROGRAMMES)
@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("tags", [("ul", "li"), ("div", "div"), ("section", "p")])
def test_a_stream_with_its_programme_is_no_article(language: str, time: str, tags: tuple[str, str]) -> None:
    outer, inner = tags
    lines = "".join(
        f"<{inner}>{time.format(6 + 3 * at, name)}</{inner}>" for at, name in enumerate(PROGRAMMES[language])
    )
    player = "<div class=player><button>Play</button><span>On air: Long waves</span></div>"
    assert error_of(f"<h1>Radio live</h1>{player}<{outer} class=programme>{lines}</{outer}>") is not None


LONG = (
    "Begin at the customs house, go along the water past the two cranes that nobody has moved for thirty years, and "
    "turn left at the kiosk of Inga Berg, where there is coffee in winter and ice in summer, until you see the light."
)
SHORT = [
    ["<h1>Road closed</h1>", "<p>The coast road is closed until Friday. Cars go by the old bridge.</p>"],
    ["<h1>At five</h1>", "<p>17:00 The ferry has left the island with forty people.</p>", "<p>17:30 It is there.</p>"],
    [
        "<h1>Walks</h1>",
        f"<h2><a href=/w/1>The quay</a></h2><p>{LONG}</p>",
        "<h2><a href=/w/2>Hill</a></h2><p>Go up.</p>",
    ],
]


@pytest.mark.parametrize("story", SHORT)
def test_a_short_article_is_one(story: list[str]) -> None:
    assert error_of(f"<article>{''.join(story)}</article>") is None


DATED = [
    "<meta property=article:published_time content=2025-05-04T10:00:00Z>",
    "<meta name=author content='Inga Berg'>",
]


@pytest.mark.parametrize("head", DATED)
def test_a_page_that_says_that_it_is_an_article_is_one(head: str) -> None:
    lines = "".join(
        f"<p>{time}</p>" for time in ("06:00 First look", "09:00 Good morning", "12:00 News", "15:00 Long waves")
    )
    assert error_of(f"<article><h1>On air</h1>{lines}</article>", head) not in (
        LISTS_STORIES,
        LISTS_TIMES,
        TELLS_NOTHING,
    )
