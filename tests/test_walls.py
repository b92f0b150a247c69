"""Pages that stand in place of articles are told from articles about such pages."""

# ruff: noqa: ISC004  (a title and a text)

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors import Page
from spiders.reading.walls import read_pages, wall_of
from storage.store.resting import IN_PLACE, may_come_later
from tests.storage_samples import NOON, article

WALLS = {
    "consent": (
        "Before you continue",
        "We and our partners use cookies to keep our pages working and to show personalised ads. Click accept all to "
        "go on, or reject all to read with fewer. You can withdraw your consent at any time in our privacy policy.",
    ),
    "consent, German": (
        "Zustimmung erforderlich",
        "Wir und unsere Partner verwenden Cookies. Mit einem Klick auf Alle akzeptieren geben Sie Ihre Einwilligung. "
        "Mehr steht in der Datenschutzerklärung, wo Sie die Zustimmung jederzeit zurücknehmen.",
    ),
    "consent, French": (
        "Vos choix",
        "Avec nos partenaires, nous utilisons des cookies. Cliquez sur Tout accepter ou Continuer sans accepter. Vous "
        "pouvez retirer votre consentement à tout moment, la vie privée est notre souci.",
    ),
    "cookies": (
        "Please enable cookies",
        "This page cannot be shown because cookies are disabled. Enable cookies in the browser settings and reload the "
        "page. How that is done is told by the maker of your browser.",
    ),
    "challenge": (
        "Are you a robot?",
        "We have seen unusual traffic from your network. To go on, please verify you are human by clicking the box "
        "below. Make sure that your browser supports scripts. The reference ID of this visit is 0.2d8.",
    ),
    "challenge, Spanish": (
        "Verificación de seguridad",
        "Hemos detectado tráfico inusual desde su red. Para continuar, confirme que no eres un robot. Acceso denegado "
        "mientras tanto.",
    ),
    "maintenance": (
        "We'll be back soon!",
        "Sorry for the inconvenience, but we are performing some maintenance at the moment. Our site is down for a "
        "short while. Thank you for your patience, and please check back later.",
    ),
    "maintenance, Polish": (
        "Przerwa techniczna",
        "Trwają prace techniczne. Przepraszamy za utrudnienia i dziękujemy za cierpliwość. Wrócimy wkrótce.",
    ),
    "maintenance, Russian": (
        "Технические работы",
        "На сайте ведутся технические работы, он временно недоступен. Приносим извинения за неудобства, зайдите позже.",
    ),
}
ARTICLES = {
    "about consent": (
        "Court rules on cookie consent",
        "The highest court has ruled that a banner which offers to accept all and hides the way to reject all is no "
        "consent. Three readers had sued two newspapers, whose banners said that we value your privacy. The judges "
        "found that the choice must be as simple in both directions. Publishers now have a year to change their pages. "
        "Lawyers of the outlets called the verdict a blow, while data protection officers in four countries welcomed "
        "it and announced that they would look at the largest pages first. " * 2,
    ),
    "about robots": (
        "Are you a robot? How a small box took over the web",
        "In 1997 an engineer in a basement in Palo Alto wanted to keep programs out of a list of addresses. What he "
        "drew were crooked letters. Today a captcha is solved two hundred million times a day, and machines are better "
        "at it than people. The new ones look at how the hand moves. Critics say that this is a watch over everybody. "
        "The makers answer that nothing is kept. Neither side can prove its claim, and so the small box stays. " * 2,
    ),
    "about maintenance": (
        "Bridge closed for scheduled maintenance",
        "The eastern bridge is closed from Monday for scheduled maintenance. Workers replace forty bolts and paint the "
        "northern rail. Buses go over the dam, which adds ten minutes. The council asks drivers for your patience, as "
        "the notice says, and expects to open the bridge before the market of Saturday, if the weather holds. " * 2,
    ),
}


@pytest.mark.parametrize("name", WALLS)
@pytest.mark.parametrize("published", [None, "2026-11-27T08:00:00+00:00"])
def test_a_wall_is_told(name, published):
    title, text = WALLS[name]
    wall = wall_of(article(text, title=title, authors=(), published=published))
    assert wall is not None
    assert name.partition(",")[0].removesuffix("s") in wall.replace("whether a person reads", "challenge")


@pytest.mark.parametrize("published", [None, "2026-03-02", "2026-03-02T00:00:00+00:00"])
def test_the_date_of_an_address_makes_no_article_of_a_wall(published):
    text = "Please accept cookies to go on, or reject all."
    wall = article(text, title="Your cookie choices", authors=(), published=published)
    assert wall_of(replace(wall, url="https://a.example/2026/03/02/a-story")) is not None
    assert (wall_of(replace(wall, url="https://a.example/a-story")) is None) == (published is not None)


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("published", [None, "2026-11-27T08:00:00+00:00"])
def test_an_article_about_walls_is_none(name, published):
    title, text = ARTICLES[name]
    assert wall_of(article(text, title=title, authors=(), published=published)) is None


def test_a_wall_is_asked_again():
    assert may_come_later(f"{IN_PLACE}a page that asks for consent to cookies")
    assert not may_come_later("no article was found on the page")
    assert not may_come_later(None)


BARE = [
    ("", "Subscribe to read on. Already a subscriber? Log in."),
    ("<p>By Ada Król</p>", "Pour lire la suite, abonnez-vous"),
    ("<p>The council…</p>", "Log in to continue reading"),
    ("<h2>Bridge gets built over the long river</h2>", "Jetzt abonnieren und weiterlesen"),
]


@pytest.mark.parametrize(("shown", "demand"), BARE)
def test_a_wall_without_a_teaser_is_no_article(shown, demand):
    read = read_pages([_page(shown, demand)], None, None)
    assert read.article is None
    assert read.error.startswith(f"{IN_PLACE}a wall that lets none of the text through")
    said = read.error.partition("the page says “")[2].partition("”")[0]
    assert said
    assert said in demand.casefold()


TEASERS = [
    "The council voted for the bridge on Monday after a long debate.",
    "Ada Król, the mayor, said that nobody will have to pay a toll.",
]


@pytest.mark.parametrize(("_shown", "demand"), BARE)
def test_of_a_walled_page_neither_headline_nor_wall_is_text(_shown, demand):
    read = read_pages([_page("".join(f"<p>{line}</p>" for line in TEASERS), demand)], None, None)
    assert read.article.text.split("\n") == TEASERS
    assert (read.article.access, read.article.complete) == ("locked", False)


def _page(shown, demand):
    head = "<title>Bridge gets built over the long river</title><meta name=author content='Ada Król'>"
    body = f"<main><article><h1>Bridge gets built over the long river</h1>{shown}<p>{demand}</p></article></main>"
    text = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    return Page("https://a.example/a-story", text, {"content-type": "text/html; charset=utf-8"}, 200, NOON)
