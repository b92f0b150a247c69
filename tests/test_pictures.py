"""Stories that pictures tell: the lines beside them are the article, those of a slideshow within one are not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import Page, extract
from extractors.body.judged import JudgedBlocks
from extractors.body.pictures import lines_of_pictures
from extractors.classifier.classify import classify, load_models
from extractors.page.reading import read_page

# What is told before the pictures, and the line of each.
STORIES = {
    "en": (
        "A boy fell through the ice of the harbour on Monday. His brother called for help, and two men ran out.",
        "The ladder reached the boy before the rope did, as it seems",
        "His brother had called the harbour office from the quay",
        "The men of the yard carry him up the steps, wrapped in coats",
        "By evening he was home again and had eaten two suppers",
    ),
    "de": (
        "Ein Junge ist am Montag im Hafen durch das Eis gebrochen. Sein Bruder rief um Hilfe, und zwei Männer liefen.",
        "Die Leiter erreichte den Jungen offenbar noch vor dem Seil",
        "Sein Bruder hatte vom Kai aus im Hafenamt angerufen",
        "Die Männer der Werft tragen ihn in Mäntel gehüllt hinauf",
        "Am Abend war er wieder zu Hause und aß für zwei",
    ),
    "es": (
        "Un niño cayó el lunes al agua helada del puerto. Su hermano pidió ayuda y dos hombres salieron corriendo.",
        "La escalera llegó hasta el niño antes que la cuerda",
        "Su hermano había llamado a la oficina del puerto desde el muelle",
        "Los hombres del astillero lo suben envuelto en abrigos",
        "Por la noche ya estaba en casa y cenó por dos",
    ),
    "pl": (
        "Chłopiec wpadł w poniedziałek pod lód w porcie. Jego brat wezwał pomoc, a dwaj ludzie natychmiast wybiegli.",
        "Drabina dotarła do chłopca wcześniej niż lina",
        "Jego brat zadzwonił z nabrzeża do kapitanatu portu",
        "Ludzie ze stoczni niosą go po schodach owiniętego w płaszcze",
        "Wieczorem był już w domu i zjadł kolację za dwóch",
    ),
}
SHAPES = {
    "heading above, in a box": "<div class=media><h3>{line}</h3><div class=frame><img src={n}.jpg></div></div>",
    "heading below, in a box": "<div class=slide><img src={n}.jpg><h3>{line}</h3></div>",
    "paragraph in a box": "<div class=photo><img src={n}.jpg><p>{line}</p></div>",
    "heading and picture in turns": "<h3>{line}</h3><div><img src={n}.jpg></div>",
    "picture and paragraph in turns": "<p><img src={n}.jpg></p><p>{line}</p>",
    "caption": "<figure><img src={n}.jpg><figcaption>{line}</figcaption></figure>",
}
NAV = "<ul><li><a href=/>Home</a></li><li><a href=/news>News</a></li></ul>"


def page(language: str, inside: str) -> Page:
    content = (
        f"<html lang={language}><head><title>On the ice</title></head><body>{NAV}<article><h1>On the ice</h1>{inside}"
        "</article><p>&copy; Harbour Post</p></body></html>"
    )
    return Page("https://a.example/x", content.encode(), {}, 200, datetime(2026, 1, 2, tzinfo=UTC))


def lines_kept(language: str, inside: str) -> list[str]:
    found = extract(page(language, inside)).article
    assert found is not None
    return found.text.split("\n")


def pictures(shape: str, lines: tuple[str, ...]) -> str:
    return "".join(SHAPES[shape].format(line=line, n=number) for number, line in enumerate(lines))


@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_lines_of_pictures_are_the_article_where_they_tell_it(shape: str, language: str) -> None:
    told, *lines = STORIES[language]
    assert lines_kept(language, f"<p>{told}</p>{pictures(shape, tuple(lines))}") == [told, *lines]


@pytest.mark.parametrize("shape", SHAPES)
def test_pictures_that_lead_to_other_stories_are_not(shape: str) -> None:
    told, *lines = STORIES["en"]
    links = tuple(f"<a href=/{number}>{line}</a>" for number, line in enumerate(lines))
    assert lines_kept("en", f"<p>{told}</p>{pictures(shape, links)}") == [told]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("behind", "is_story"), [("", True), ("<p>{}</p>", False)])
def test_a_slideshow_between_two_paragraphs_tells_another_story(shape: str, behind: str, is_story: bool) -> None:
    told, *lines = STORIES["en"]
    again = "The yard will put up a fence along the quay before the next winter comes, its owner said on Tuesday."
    inside = f"<p>{told}</p><div>{pictures(shape, tuple(lines))}</div>{behind.format(again)}"
    features = read_page(page("en", inside)).features()
    found = lines_of_pictures(JudgedBlocks(classify(features, load_models()), features))
    assert bool(found) == is_story
