"""What stands between the paragraphs of an article, and what its text refers to, is the article's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import Page, extract
from extractors.body.judged import JudgedBlocks
from extractors.classifier.classify import classify, load_models
from extractors.page.reading import read_page

PARAGRAPHS = {
    "en": [
        "The harbour froze on Monday night, and the ferry to the islands stayed where it was until a tug came.",
        "Forty years have passed since the last winter in which fishermen walked to their boats over the ice.",
        "The port authority expects the ice to stay until Friday and asks skippers to call before they leave.",
        "On Quay Street the water mains burst in two places, which left sixty houses without water until late.",
    ],
    "de": [
        "Der Hafen fror in der Nacht auf Montag zu, und die Fähre zu den Inseln blieb bis zum Mittag liegen.",
        "Vierzig Jahre ist es her, dass die Fischer zuletzt über das Eis der Bucht zu ihren Booten gegangen sind.",
        "Die Hafenbehörde rechnet damit, dass das Eis bis Freitag hält, und bittet die Schiffer um Geduld.",
        "In der Kaistraße brachen zwei Wasserleitungen, sodass sechzig Häuser bis in die Nacht ohne Wasser waren.",
    ],
}
NAV = "<nav><ul>" + "".join(f"<li><a href=/s{n}>Section {n}</a></li>" for n in range(8)) + "</ul></nav>"
FOOT = "<aside class=sidebar><h3>Most read</h3><ul><li><a href=/a>Bakers ask for flour</a></li></ul></aside>"


def texts(inside: str, language: str = "en") -> list[str]:
    """What is kept of an article with something in its middle."""
    first, second, third, last = (f"<p>{line}</p>" for line in PARAGRAPHS[language])
    body = (
        f"<html lang={language}><head><title>Ice in the harbour</title></head><body>{NAV}<article>"
        f"<h1>Ice in the harbour</h1><div class=story>{first}{second}{inside}{third}{last}</div>"
        f"</article>{FOOT}</body></html>"
    )
    article = extract(Page("https://a.example/x", body.encode(), {}, 200, datetime(2025, 5, 6, tzinfo=UTC))).article
    assert article is not None
    return [block.text for block in article.blocks]


SHORT = [("en", "She laughed."), ("en", "Nobody came."), ("en", "I asked why."), ("de", "Niemand kam.")]


@pytest.mark.parametrize(("language", "line"), SHORT)
def test_a_short_line_between_paragraphs_is_the_articles(language: str, line: str) -> None:
    assert line in texts(f"<p>{line}</p>", language)


@pytest.mark.parametrize(
    "box", ["<div class=x3>{}</div>", "<blockquote>{}</blockquote>", "<section><div>{}</div></section>"]
)
@pytest.mark.parametrize(("language", "line"), SHORT)
def test_a_short_sentence_that_is_all_its_box_holds_is_the_articles(box: str, language: str, line: str) -> None:
    assert line in texts(box.format(f"<p>{line}</p>"), language)


@pytest.mark.parametrize("label", ["Advertisement", "ADVERTISEMENT", "Anzeige", "Werbung", "Publicité", "Publicidad"])
@pytest.mark.parametrize("box", ["<p>{}</p>", "<div class=ad>{}</div>"])
@pytest.mark.parametrize(("language", "line"), [*SHORT, ("en", "Then the news came."), ("de", "Hilfe kam nicht.")])
def test_a_label_beside_it_that_an_advert_follows_takes_no_short_line_away(
    box: str, label: str, language: str, line: str
) -> None:
    found = texts(f"<p>{line}</p>{box.format(label)}", language)
    assert line in found
    assert label not in found


def judged(inside: str, language: str) -> JudgedBlocks:
    """The blocks of a page of one paragraph."""
    body = f"<html lang={language}><body><article><p>{inside}</p></article></body></html>".encode()
    features = read_page(Page("https://a.example/x", body, {}, 200, datetime(2025, 5, 6, tzinfo=UTC))).features()
    return JudgedBlocks(classify(features, load_models()), features)


@pytest.mark.parametrize(
    ("language", "line", "words"),
    [
        ("en", "The letter was never sent to anybody.", 7),
        ("zh", "信没有寄出去，一直放在抽屉里面。", 7),
        ("ja", "手紙は出されなかった。", 5),
        ("ko", "편지는 끝내 부치지 못했다.", 4),
    ],
)
def test_two_characters_are_a_word_where_words_are_not_set_apart(language: str, line: str, words: int) -> None:
    assert judged(line, language).words.tolist() == [pytest.approx(words, abs=0.5)]


@pytest.mark.parametrize("line", ["<a href=/give>Give today.</a>", "Sign up for our newsletter."])
def test_a_short_sentence_alone_that_asks_is_not(line: str) -> None:
    assert not any("today" in text or "newsletter" in text for text in texts(f"<div class=x3><p>{line}</p></div>"))


@pytest.mark.parametrize("name", ["factbox", "fact-box", "InfoBox", "correction", "encadre", "faktaruta"])
def test_boxes_of_facts_are_the_articles(name: str) -> None:
    box = "<h3>The bay in figures</h3><p>Depth: 12 metres at the pier.</p><p>Boats: forty, six of them trawlers.</p>"
    assert "Depth: 12 metres at the pier." in texts(f"<aside class={name}>{box}</aside>")


@pytest.mark.parametrize("name", ["related", "newsletter-box", "promo", "more-stories"])
def test_other_boxes_in_the_text_are_not(name: str) -> None:
    line = "Ferries of the north in pictures"
    assert line not in texts(f"<aside class={name}><h3>More</h3><p><a href=/x>{line}</a></p></aside>")


@pytest.mark.parametrize("tag", ["ul", "ol"])
@pytest.mark.parametrize("item", ["<li><a href='/p/{}'>Pier {}</a></li>", "<li>Pier {}: berth {}</li>"])
def test_a_list_that_a_sentence_announces_is_the_articles(tag: str, item: str) -> None:
    items = "".join(item.format(n, n) for n in range(1, 6))
    kept = texts(f"<p>Five piers are closed to ships until Friday:</p><{tag}>{items}</{tag}>")
    assert sum(line.startswith("Pier") for line in kept) == 5


STOPS = ["Havlys", "Old Quay", "Skarvo", "North Pier"]


@pytest.mark.parametrize("box", ["<div class=stops>{}</div>", "<div>{}</div>", "<section>{}</section>"])
@pytest.mark.parametrize("tag", ["ul", "ol"])
@pytest.mark.parametrize(
    "item", ["<li><a href='/places/{0}'>{1}</a></li>", "<li><b><a href='/places/{0}'>{1}</a></b></li>"]
)
def test_so_is_such_a_list_in_a_box_of_its_own(box: str, tag: str, item: str) -> None:
    items = "".join(item.format(n, name) for n, name in enumerate(STOPS))
    kept = texts(f"<p>The tug calls at four places only:</p>{box.format(f'<{tag}>{items}</{tag}>')}")
    assert [line for line in kept if line in STOPS] == STOPS


@pytest.mark.parametrize("label", ["<p>Read also:</p>", "<p>More:</p>", "<h3>What else we wrote of the ice:</h3>", ""])
def test_a_list_of_links_behind_a_label_is_not(label: str) -> None:
    items = "".join(f"<li><a href='/places/{n}'>{name}</a></li>" for n, name in enumerate(STOPS))
    assert not set(STOPS) & set(texts(f"{label}<div class=stops><ul>{items}</ul></div>"))


TOLD = [
    "Die Stiftung hilft den Bergleuten mit hundert Euro im Monat, bis die Grube wieder öffnet oder sie wegziehen.",
    "Die Gemeinde gibt jedem Haushalt acht Jahre lang einen Zuschuss von vierhundert Euro im Monat, danach die Insel.",
    "Kommunen støtter fiskerne med fire hundrede kroner om måneden i otte år, og derefter betaler øen det hele selv.",
    "La fundación ayuda a los mineros con cien euros al mes hasta que la mina vuelva a abrir o ellos se muden.",
    "Az alapítvány havi száz euróval segíti a bányászokat, amíg a bánya újra ki nem nyit, vagy el nem költöznek.",
    "Säätiö tukee kaivosmiehiä sadalla eurolla kuukaudessa, kunnes kaivos avataan uudelleen tai he muuttavat pois.",
]


@pytest.mark.parametrize("line", TOLD)
@pytest.mark.parametrize("box", ["<section><div class=txt><p>{}</p></div></section>", "<div class=c3><p>{}</p></div>"])
def test_a_sentence_about_money_in_a_box_of_its_own_is_the_articles(line: str, box: str) -> None:
    assert line in texts(box.format(line))


ASKING = [
    "Support our newsroom with seven euros a month, because only readers pay for reports from the islands like this.",
    "Steunt u onze redactie met zeven euro per maand? Alleen lezers betalen voor verslagen van de eilanden.",
    "Unterstützen Sie unsere Redaktion mit sieben Euro im Monat, denn nur Leser bezahlen für Berichte von den Inseln.",
]


@pytest.mark.parametrize("line", ASKING)
@pytest.mark.parametrize("box", ["<section><div class=txt><p>{}</p></div></section>", "<div class=c3><p>{}</p></div>"])
def test_a_sentence_that_asks_for_money_there_is_not(line: str, box: str) -> None:
    assert line not in texts(box.format(line))


def test_a_sentence_that_is_a_link_is_the_articles() -> None:
    sentence = "On Friday two of the forty skippers, both of them from the islands, told the court that they waited."
    assert sentence in texts(f"<p><a href=/l><b>{sentence}</b></a></p>")


@pytest.mark.parametrize(("anchor", "notes"), [("fn1", "<ol><li id=fn1>{}</li><li id=fn2>{}</li></ol>")])
def test_notes_that_the_text_refers_to_are_the_articles(anchor: str, notes: str) -> None:
    note, other = "Minutes of the port, volume 12, page 44.", "Counted on Tuesday morning."
    reference = (
        f"<p>The ice was forty centimetres thick at the pier, says the port.<sup><a href='#{anchor}'>1</a></sup></p>"
    )
    kept = texts(reference + PARAGRAPHS["en"][0] + f"<section>{notes.format(note, other)}</section>")
    assert {note, other} <= set(kept)


@pytest.mark.parametrize("cells", [("Pier 1", "12 metres", "open"), ("Pier 2", "9", "–")])
def test_the_rows_of_a_table_are_kept_together(cells: tuple[str, ...]) -> None:
    row = "<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in cells) + "</tr>"
    assert texts(f"<table>{row * 5}</table>").count(" | ".join(cells)) in (1, 5)
    rows = "".join(f"<tr><td>Pier {n}</td><td>{n} metres</td></tr>" for n in range(1, 7))
    assert sum(" metres" in line and "|" in line for line in texts(f"<table>{rows}</table>")) in (0, 6)


def test_refrains_and_questions_come_back() -> None:
    refrain = "oh carry me home to the harbour again, where the lamps are lit"
    verses = [f"and the ice on the bay was as thick as a wall in the winter of {year}," for year in ("forty", "fifty")]
    song = "".join(f"<p>{verse}</p><p>{refrain}</p>" for verse in verses)
    assert texts(f"<div class=song>{song}</div>").count(refrain) == 2


@pytest.mark.parametrize("copy", ["<div class=mobile>{}</div>", "<div class=print hidden>{}</div>"])
def test_a_copy_of_several_blocks_is_kept_once(copy: str) -> None:
    lines = [f"{line} It was cold." for line in PARAGRAPHS["en"][:3]]
    text = "".join(f"<p>{line}</p>" for line in lines)
    kept = texts(f"<div class=desktop>{text}</div>" + copy.format(text))
    assert [kept.count(line) for line in lines] == [1, 1, 1]


def test_a_hidden_text_for_reading_aloud_is_kept_once() -> None:
    hidden = f"<div class=speech hidden>{' '.join(PARAGRAPHS['en'])}</div>"
    assert [" ".join(texts(hidden)).count(line) for line in PARAGRAPHS["en"]] == [1] * 4


@pytest.mark.parametrize("cell", ["<a href='/s/{0}'>{0}</a>", "<p><a href='/s/{0}'>{0}</a></p>"])
def test_rows_of_linked_names_are_the_articles(cell: str) -> None:
    rows = [("Seagull", "1984", "42"), ("Tern", "1986", "48"), ("Gannet", "1988", "51")]
    table = "".join(f"<tr>{''.join(f'<td>{cell.format(part)}</td>' for part in row)}</tr>" for row in rows)
    assert "Tern | 1986 | 48" in texts(f"<figure><table>{table}</table></figure>")


def test_short_lines_of_a_plain_list_are_the_articles() -> None:
    assert "Seagull: 1984" in texts("<ul><li>Seagull: 1984</li><li>Tern: 1986</li><li>Gannet: 1988</li></ul>")


@pytest.mark.parametrize("name", ["", "class='article-aside box'"])
def test_an_aside_without_links_is_the_articles(name: str) -> None:
    line = "The pier of the bay is 210 metres long and was built of granite from the islands in 1911."
    assert line in texts(f"<aside {name}><h3>The pier</h3><p>{line}</p></aside>")


CORRECTIONS = [
    "Correction: An earlier version of this article gave the depth as 21 metres.",
    "Korrektur: In einer früheren Fassung stand, der Pier sei 21 Meter tief.",
    "Rectificatif du 8 mars : la profondeur est de douze mètres, et non de vingt et un.",
]


@pytest.mark.parametrize("tag", ["aside", "div", "section"])
@pytest.mark.parametrize("line", CORRECTIONS)
def test_corrections_are_the_articles(line: str, tag: str) -> None:
    assert line in texts(f"<{tag}><p>{line}</p></{tag}>")


def test_a_post_of_somebody_else_that_is_one_link_is_the_articles() -> None:
    line = "I have said goodbye to the old boat today. She never let me drown, and I never let her rust."
    assert line in texts(f"<blockquote class=post><div><a href=https://b.example/1>{line}</a></div></blockquote>")


@pytest.mark.parametrize("mark", ["", "class=tts", "hidden", "style='display:none'"])
def test_a_block_that_says_all_others_at_once_is_a_copy(mark: str) -> None:
    lines = texts(f"<div {mark}>{' '.join(PARAGRAPHS['en'])}</div>")
    assert lines == PARAGRAPHS["en"]


@pytest.mark.parametrize("end", [" …", "... Read more", " […]"])
def test_a_beginning_that_breaks_off_is_a_copy(end: str) -> None:
    assert texts(f"<p>{PARAGRAPHS['en'][3][:60]}{end}</p>") == PARAGRAPHS["en"]


BOXES_OF_LINKS = [
    "<div class=x9><h4>{}</h4><figure><a href=/a1>Bakers of the old town ask for more flour</a></figure></div>",
    "<div><h3>{}</h3><ul><li><a href=/a1>Bakers ask for flour</a></li><li><a href=/a2>Tug sold</a></li></ul></div>",
    "<section class=c-7><h2>{}</h2><p><a href='https://a.example/a2'>The tug was sold abroad</a></p></section>",
]


@pytest.mark.parametrize("box", BOXES_OF_LINKS)
@pytest.mark.parametrize("heading", ["Read more", "Zum Weiterlesen", "Around the bay"])
def test_a_heading_goes_with_the_links_below_it(box: str, heading: str) -> None:
    kept = texts(box.format(heading))
    assert heading not in kept
    assert len(kept) >= len(PARAGRAPHS["en"])


def test_a_heading_stays_where_its_box_has_words_of_the_article() -> None:
    inside = f"<div><h3>Around the bay</h3><p>{PARAGRAPHS['en'][2]} Nobody did.</p><a href=/a1>Read more</a></div>"
    assert "Around the bay" in texts(inside)


HEADED = [
    *(
        "Fe de errores",
        "Fe de erratas",
        "Rectificación",
        "Errata corrige",
        "Precisazione",
        "Retificação",
        "Mise au point",
    ),
    *("Fe d'errades", "Fe de erros", "Rectificatie", "Rättat", "Presisering", "Berigtigelse", "Korjaus", "Leiðrétting"),
    *("Sprostowanie", "Upřesnění", "Helyesbítés", "Erată", "Ispravak", "Popravek", "Опровержение", "Виправлення"),
    *("Корекция", "Διόρθωση", "Düzeltme", "Õiendus", "Labojums", "Pataisymas", "Zuzenketa", "تصحيح", "اصلاحیه"),
    *("תיקון טעות", "सुधार", "Ralat", "Đính chính", "更正", "訂正", "바로잡습니다"),
]


def text_before_the_end(line: str) -> str:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS["en"])
    body = f"<html><body>{NAV}<article><h1>Ice in the harbour</h1><div class=story>{story}{line}</div></article>{FOOT}"
    article = extract(Page("https://a.example/x", body.encode(), {}, 200, datetime(2025, 5, 6, tzinfo=UTC))).article
    assert article is not None
    return article.text


@pytest.mark.parametrize("heading", HEADED)
@pytest.mark.parametrize("box", ["<aside>{}</aside>", "<aside class=note-x2>{}</aside>", "<div>{}</div>", "{}"])
def test_a_correction_at_the_end_is_the_articles(heading: str, box: str) -> None:
    line = f"<p><strong>{heading}:</strong> The ferry stayed until Tuesday. It was said to have left on Monday.</p>"
    assert "It was said to have left on Monday." in text_before_the_end(box.format(line))


@pytest.mark.parametrize(
    "line",
    [
        "An earlier version of this article said that the ferry left on Monday.",
        "In einer früheren Version dieses Artikels hieß es, die Fähre sei am Montag ausgelaufen.",
        "Dans une version précédente de cet article, nous disions que le bac était parti lundi.",
        "En una versión anterior de esta noticia se decía que el barco salió el lunes.",
        "В предыдущей версии статьи говорилось, что паром ушёл в понедельник.",
    ],
)
def test_a_correction_may_have_no_heading(line: str) -> None:
    assert line in text_before_the_end(f"<aside><p>{line}</p></aside>")
