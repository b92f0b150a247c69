"""What is of one piece in an article: tables, lists of terms and of places, notes, entries of a live report."""

from __future__ import annotations

import pytest

from tests.test_company import PARAGRAPHS, texts
from tests.test_extract_elsewhere import MENU, read

ROWS = {
    "en": [("Pier 1", "12 metres"), ("Pier 2", "9 metres"), ("Old quay", "4 metres")],
    "de": [("Südkai", "12 Meter"), ("Nordkai", "9 Meter"), ("Alter Hafen", "4 Meter")],
}
CELLS = [
    "<td>{}</td><td>{}</td>",
    "<td><ul><li>{}</li></ul></td><td><ul><li>{}</li></ul></td>",
    "<th scope=row><div>{}</div></th><td><p>{}</p></td>",
    "<th>{}</th><td><div><span>{}</span></div></td>",
]
TABLES = [
    "<table>{}</table>",
    "<table><caption>Depth of the water</caption><tbody>{}</tbody></table>",
    "<figure class='wp-block-table'><table>{}</table><figcaption>Depth of the water</figcaption></figure>",
    "<div class='table-responsive'><table class='t7'>{}</table></div>",
]


def lines_of(body: str, attributes: str = "") -> list[str]:
    """What is kept of a page with a menu."""
    extraction = read(f"<html {attributes}><body><ul>{MENU}</ul>{body}</body></html>")
    assert extraction.article is not None
    return [block.text for block in extraction.article.blocks]


@pytest.mark.parametrize("language", ROWS)
@pytest.mark.parametrize("cells", CELLS)
@pytest.mark.parametrize("table", TABLES)
def test_a_table_between_paragraphs_is_kept_row_by_row(language: str, cells: str, table: str) -> None:
    rows = "".join(f"<tr>{cells.format(*row)}</tr>" for row in ROWS[language])
    kept = texts(table.format(rows), language)
    assert [line for line in kept if "|" in line] == [" | ".join(row) for row in ROWS[language]]
    assert "Depth" not in table or "Depth of the water" in kept


FIGURES = {
    "en": [("Season", "Takings", "Guests"), ("Spring", "3,200 euros", "14"), ("Summer", "7,100 euros", "40")],
    "de": [
        ("Ofen", "640 Euro", "1,2 Tonnen"),
        ("Wärmepumpe", "290 Euro", "0 Tonnen"),
        ("Gasnetz", "510 Euro", "0,8 Tonnen"),
    ],
    "it": [
        ("Limoni", "14 sacchi", "1,80 €/kg"),
        ("Cedri", "3 sacchi", "4,60 €/kg"),
        ("Arance", "52 sacchi", "0,90 €/kg"),
    ],
    "cs": [
        ("Dílna", "Plat", "Lidé"),
        ("Sklárna", "31 000 Kč", "18"),
        ("Pila", "27 400 Kč", "7"),
        ("Mlýn", "24 900 Kč", "3"),
    ],
    "es": [
        ("Billete", "Precio", "Viajes"),
        ("Barco", "4,20 euros", "310"),
        ("Tren", "2,60 euros", "905"),
        ("Mula", "1 euro", "12"),
    ],
}
GRIDS = [
    "<figure class='wp-block-table'><table><tbody>{}</tbody></table></figure>",
    "<table border=1>{}</table>",
    "<div class=tbl><table>{}</table></div>",
]


def rows_of(language: str) -> str:
    return "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in FIGURES[language])


@pytest.mark.parametrize("language", FIGURES)
@pytest.mark.parametrize("grid", GRIDS)
def test_a_table_of_figures_is_kept_whatever_they_cost(language: str, grid: str) -> None:
    kept = texts(grid.format(rows_of(language)), "de" if language == "de" else "en")
    assert [line for line in kept if "|" in line] == [" | ".join(row) for row in FIGURES[language]]


@pytest.mark.parametrize("language", FIGURES)
def test_a_table_in_a_page_made_of_tables_is_kept(language: str) -> None:
    first, second, third, last = (f"<p>{line}</p>" for line in PARAGRAPHS["en"])
    table = f"<table border=1>{rows_of(language)}</table>"
    menu = "<td><a href=/a.htm>Ships</a><br><a href=/b.htm>Ice</a></td>"
    story = f"<td><h1>Ice in the harbour</h1>{first}{second}{table}{third}{last}</td>"
    kept = lines_of(f"<center><table width=900><tr>{menu}{story}</tr></table><p>© Harbour Post</p></center>")
    assert [line for line in kept if "|" in line] == [" | ".join(row) for row in FIGURES[language]]


OFFERS = [
    [("Digital", "9.99 € a month", "Subscribe now"), ("Print", "29.99 € a month", "Subscribe now")],
    [("Friend", "5 € a month", "Support us"), ("Patron", "25 € a month", "Support us")],
]


@pytest.mark.parametrize("offers", OFFERS)
@pytest.mark.parametrize("cell", ["<td>{}</td>", "<td><a href=/subscribe>{}</a></td>"])
def test_a_table_of_offers_is_not(offers: list[tuple[str, ...]], cell: str) -> None:
    rows = "".join(f"<tr>{''.join(map(cell.format, row))}</tr>" for row in offers)
    assert not [line for line in texts(f"<table>{rows}</table>") if "month" in line]


@pytest.mark.parametrize("language", ROWS)
def test_a_table_at_the_end_of_a_text_is_kept(language: str) -> None:
    rows = "".join(f"<tr>{CELLS[0].format(*row)}</tr>" for row in ROWS[language])
    story = "".join(f"<p>{line}</p>" for line in PARAGRAPHS[language])
    page = f"<article><h1>Ice</h1><div class=story>{story}<table>{rows}</table></div></article>"
    assert lines_of(page, f"lang={language}")[-3:] == [" | ".join(row) for row in ROWS[language]]


@pytest.mark.parametrize("name", ["related-stories", "newsletter", "promo"])
def test_a_table_that_is_called_something_else_is_not(name: str) -> None:
    row = "<tr><td><a href=/a>Ferries in pictures</a></td><td><a href=/b>Winter in pictures</a></td></tr>"
    assert not [line for line in texts(f"<div class={name}><table>{row * 3}</table></div>") if "pictures" in line]


@pytest.mark.parametrize("tag", ["div", "span"])
@pytest.mark.parametrize("role", ["table", "grid"])
@pytest.mark.parametrize("cell", ["<{0} role=cell>{1}</{0}>", "<{0} role='gridcell'><p>{1}</p></{0}>"])
def test_a_table_of_other_elements_is_one(tag: str, role: str, cell: str) -> None:
    rows = "".join(f"<div role=row>{''.join(cell.format(tag, text) for text in row)}</div>" for row in ROWS["en"])
    kept = texts(f"<div role={role}><div role=rowgroup>{rows}</div></div>")
    assert [line for line in kept if "|" in line] == [" | ".join(row) for row in ROWS["en"]]


TERMS = {
    "en": [("How did it begin?", "With ice."), ("And then?", "We waited."), ("What comes next?", "Spring.")],
    "de": [("Wie fing es an?", "Mit Eis."), ("Und dann?", "Wir warteten."), ("Was kommt nun?", "Der Frühling.")],
}


@pytest.mark.parametrize("language", TERMS)
@pytest.mark.parametrize("name", ["", " class=qa", " class=x7 id=y"])
@pytest.mark.parametrize("tags", ["<dt>{}</dt><dd>{}</dd>", "<dt><b>{}</b></dt><dd><p>{}</p></dd>"])
def test_a_list_of_terms_is_kept_as_a_whole(language: str, name: str, tags: str) -> None:
    terms = "".join(tags.format(*pair) for pair in TERMS[language])
    kept = texts(f"<dl{name}>{terms}</dl>", language)
    assert [line for line in kept if line not in PARAGRAPHS[language]] == [
        line for pair in TERMS[language] for line in pair
    ]


NAMES = ["Museum of the Ferry, Havlys", "Kiosk at the pier", "Old customs house", "Lighthouse of Skarvo"]


@pytest.mark.parametrize(
    "link", ["https://place{n}.example/", "//place{n}.example/visit", "http://www.place{n}.example"]
)
@pytest.mark.parametrize("item", ["<li><a href='{0}'>{1}</a></li>", "<li><strong><a href='{0}'>{1}</a></strong></li>"])
@pytest.mark.parametrize("tag", ["ul", "ol"])
def test_a_list_of_places_elsewhere_is_the_articles(link: str, item: str, tag: str) -> None:
    items = "".join(item.format(link.format(n=n), name) for n, name in enumerate(NAMES))
    assert set(NAMES) <= set(texts(f"<{tag}>{items}</{tag}>"))


BOOKS = [
    ["Nine Harbours: walks between ports", "The Quiet Engine", "Letters to a Pilot", "Salt on the Stairs"],
    ["Die stille Maschine", "Neun Häfen: Wege am Wasser", "Briefe an einen Lotsen", "Salz auf der Treppe"],
]


@pytest.mark.parametrize("titles", BOOKS)
@pytest.mark.parametrize(
    "item",
    ["<li><a href='https://books.example/{0}'>{1}</a></li>", "<li><p><a href='//b.example/{0}'>{1}</a></p></li>"],
)
@pytest.mark.parametrize("tag", ["ul", "ol"])
def test_a_list_of_short_names_of_things_elsewhere_is_the_articles(titles: list[str], item: str, tag: str) -> None:
    items = "".join(item.format(number, title) for number, title in enumerate(titles))
    found = texts(f"<{tag}>{items}</{tag}>")
    assert [line for line in found if line in titles] == titles


@pytest.mark.parametrize("link", ["/story/{n}", "https://a.example/story/{n}", "https://www.facebook.com/sharer?u={n}"])
def test_a_list_of_other_stories_or_ways_to_share_is_not(link: str) -> None:
    items = "".join(f"<li><a href='{link.format(n=n)}'>{name}</a></li>" for n, name in enumerate(NAMES))
    assert set(NAMES).isdisjoint(texts(f"<ul>{items}</ul>"))


NOTE = "Minutes of the port, volume 12, page 44."
NOTES = [
    "<section role=doc-endnotes><ol><li id=fn1><p>{} <a href=#r1 role=doc-backlink>↩︎</a></p></li></ol></section>",
    "<div class=footnotes><ol><li>{} <a href=#r1>↑</a></li></ol></div>",
    "<ol><li id=fn-1>{} <a href=#r1>^</a></li></ol>",
    "<div class=footnote><a id=footnote-1 href=#anchor-1>1</a><div class=footnote-content><p>{}</p></div></div>",
    "<aside role=doc-footnote><p>{}</p></aside>",
    "<div id=ftn1><p><a href=#_ftnref1>[1]</a> {}</p></div>",
    "<div class=endnotes><ul><li id=endnote-3><span>3</span><p>{}</p></li></ul></div>",
]


@pytest.mark.parametrize("notes", NOTES)
@pytest.mark.parametrize("is_last", [True, False])
def test_notes_that_are_called_so_are_the_articles(notes: str, *, is_last: bool) -> None:
    story = "".join(f"<p>{line}</p>" for line in PARAGRAPHS["en"])
    box = notes.format(NOTE)
    inside = story + box if is_last else box + story
    assert NOTE in "\n".join(lines_of(f"<article><h1>Ice</h1><div>{inside}</div></article>"))


ENTRIES = ["The doors are open, the hall is full.", "The lights go out.", "The film tears.", "They mend it, and go on."]
ENTRY = [
    '<div class="online" id="e{0}"><div class="t">18:{0}2</div><div>{1}</div><div><a href="#">Share</a></div></div>',
    '<li class="entry"><time>7.{0}5 pm</time><p>{1}</p></li>',
    '<article class="post-item"><h4>18h{0}0</h4><div><p>{1}</p></div></article>',
    '<section class="k"><span><b>9:1{0}</b></span><p>{1}</p></section>',
]


@pytest.mark.parametrize("entry", ENTRY)
def test_short_entries_with_their_times_are_all_kept(entry: str) -> None:
    entries = "".join(entry.format(number, line) for number, line in enumerate(ENTRIES, 1))
    body = f"<h1>First night in Harwick: as it happened</h1><div class='content'><div>{entries}</div></div>"
    rail = "".join(f"<li><a href=/r{n}>{line}</a></li>" for n, line in enumerate(PARAGRAPHS["en"]))
    kept = lines_of(f"<main>{body}</main><aside><ul>{rail}</ul></aside>")
    assert [line for line in kept if line in ENTRIES] == ENTRIES
    assert "Share" not in kept


TALK = [("How did it start?", "With ice."), ("And then?", "We waited for the tug."), ("Were you afraid?", "No.")]
SPOKEN = [
    "<h3>{}</h3><p>{}</p>",
    "<div class=q>{}</div><div class=a>{}</div>",
    "<p><strong>{}</strong></p><p>{}</p>",
    "<p class=frage>{}</p><p class=antwort>{}</p>",
    "<div class=qa><p class=q><strong>{}</strong></p><p class=a>{}</p></div>",
    "<section><h4>{}</h4><div>{}</div></section>",
]


@pytest.mark.parametrize("spoken", SPOKEN)
@pytest.mark.parametrize("box", ["{}", "<div class=iv>{}</div>"])
def test_questions_and_short_answers_are_kept_to_the_last(spoken: str, box: str) -> None:
    talk = box.format("".join(spoken.format(*pair) for pair in TALK))
    story = f"<h1>Ice</h1><div class=story><p>{PARAGRAPHS['en'][0]}</p>{talk}</div>"
    kept = lines_of(f"<article>{story}</article>")
    assert kept[1:] == [line for pair in TALK for line in pair]


APPEAL = ["Every euro counts twice", "Chip in monthly, and we go on asking what others do not.", "5 €", "Give now"]


@pytest.mark.parametrize("spoken", SPOKEN[:2])
@pytest.mark.parametrize("at", [1, 2])
def test_what_asks_in_the_midst_of_a_talk_is_none_of_it(spoken: str, at: int) -> None:
    pairs = [spoken.format(*pair) for pair in TALK]
    appeal = "".join(f"<p>{line}</p>" for line in APPEAL)
    talk = f"<div class=iv>{''.join(pairs[:at])}{appeal}{''.join(pairs[at:])}</div>"
    story = f"<h1>Ice</h1><div class=story><p>{PARAGRAPHS['en'][0]}</p>{talk}</div>"
    kept = lines_of(f"<article>{story}</article>")
    assert not set(APPEAL[1:]) & set(kept)
    assert {answer for _, answer in TALK} <= set(kept)


TOGETHER = {
    "es": [
        ("¿Cuándo arregló su primer reloj?", "A los nueve años, el de mi abuela, que se paró con la inundación."),
        ("¿Y volvió a andar?", "Un día."),
        ("¿Tiene ayudante?", "Mi nieta, los martes."),
        ("¿Qué hora es ahora?", "La de cerrar."),
    ],
    "fr": [
        ("Quand avez-vous réparé votre première montre ?", "À neuf ans, celle de ma grand-mère, arrêtée par la crue."),
        ("A-t-elle remarché ?", "Un jour."),
        ("Et le mardi, qui ouvre la porte ?", "Ma petite-fille, qui a neuf ans."),
        ("Quelle heure est-il ?", "L’heure de fermer."),
    ],
    "it": [
        ("Quando ha riparato il primo orologio?", "A nove anni, quello della nonna, fermo dal giorno dell’alluvione."),
        ("È ripartito?", "Per un giorno."),
        ("Qualcuno la aiuta?", "Mia nipote, il martedì."),
        ("Che ore sono?", "L’ora di chiudere."),
    ],
    "pt": [
        ("Quando consertou o primeiro relógio?", "Aos nove anos, o da minha avó, parado desde a enchente."),
        ("E voltou a andar?", "Um dia."),
        ("Alguém o ajuda?", "A minha neta, às terças."),
        ("Que horas são?", "Horas de fechar."),
    ],
    "ru": [
        ("Когда вы починили первые часы?", "В девять лет, бабушкины, они стояли с самого наводнения."),
        ("И они пошли?", "На один день."),
        ("Вам кто-нибудь помогает?", "Внучка, по вторникам."),
        ("Который час?", "Пора закрывать."),
    ],
    "en": [
        (
            "When did you mend your first clock?",
            "At nine. It was my grandmother's and had stood still since the flood.",
        ),
        ("Did it run?", "For a day."),
        ("Does anybody help you?", "My granddaughter, on Tuesdays."),
        ("What time is it?", "Time to close."),
    ],
    "nl": [
        (
            "Wanneer maakte u uw eerste klok?",
            "Op mijn negende, die van mijn grootmoeder, die stilstond sinds de vloed.",
        ),
        ("Liep hij weer?", "Eén dag."),
        ("Helpt iemand u?", "Mijn kleindochter, op dinsdag."),
        ("Hoe laat is het?", "Sluitingstijd."),
    ],
    "tr": [
        ("İlk saatinizi ne zaman onardınız?", "Dokuz yaşında, selden beri duran büyükannemin saatini."),
        ("Çalıştı mı?", "Bir gün."),
        ("Yardım eden var mı?", "Torunum, salı günleri."),
        ("Saat kaç?", "Kapatma vakti."),
    ],
    "pl": [
        ("Kiedy naprawił pan pierwszy zegar?", "W wieku dziewięciu lat, zegar babci, który stał od powodzi."),
        ("Ruszył?", "Na jeden dzień."),
        ("Ktoś panu pomaga?", "Wnuczka, we wtorki."),
        ("Która godzina?", "Pora zamykać."),
    ],
    "de": [
        ("Wann haben Sie die erste Uhr repariert?", "Mit neun, die meiner Großmutter, die seit dem Hochwasser stand."),
        ("Lief sie wieder?", "Einen Tag."),
        ("Hilft Ihnen jemand?", "Meine Enkelin, dienstags."),
        ("Wie spät ist es?", "Zeit zu schließen."),
    ],
}
IN_ONE_BLOCK = ["<p><b>{}</b><br>{}</p>", "<p><strong>{}</strong> {}</p>", "<p>{} {}</p>", "<div class=qa>{} {}</div>"]


@pytest.mark.parametrize("language", TOGETHER)
@pytest.mark.parametrize("asked", IN_ONE_BLOCK)
def test_questions_with_their_answers_in_one_block_are_kept_to_the_last(language: str, asked: str) -> None:
    talk = "".join(asked.format(*pair) for pair in TOGETHER[language])
    story = "".join(f"<p>{line}</p>" for line in PARAGRAPHS["en"][:2])
    kept = " ".join(
        lines_of(f"<article><h1>Ice</h1><div class=story>{story}{talk}</div></article>", f"lang={language}")
    )
    assert [part for pair in TOGETHER[language] for part in pair if part not in kept] == []


PITCHES = [
    ("Like what you read?", "Support us today."),
    ("Want more?", "Subscribe now."),
    ("New here?", "Sign up free."),
]


@pytest.mark.parametrize("asked", IN_ONE_BLOCK[:3])
def test_questions_that_ask_for_something_are_none_of_it(asked: str) -> None:
    kept = " ".join(texts("".join(asked.format(*pair) for pair in PITCHES)))
    assert not [pitch for pair in PITCHES for pitch in pair if pitch in kept]


POSTS = [
    "Two skaters fell through the ice.",
    "Die Brücke ist bis Freitag gesperrt.",
    "Паром ушёл в полдень.",
    "渡轮中午离港。",
]


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("tag", ["p", "div"])
def test_a_post_of_one_sentence_is_an_article(post: str, tag: str) -> None:
    ask = "<div class=nl><p>Sign up for our newsletter and get the news each morning.</p></div>"
    story = f"<article><h1>Ice in the harbour of Havlys</h1><div><{tag}>{post}</{tag}></div>{ask}</article>"
    assert lines_of(f"<main>{story}</main>") == [post]


@pytest.mark.parametrize("name", ["Fakta_box__2", "fakten", "faktaboks", "facts-box"])
def test_boxes_of_facts_are_called_so_in_many_languages(name: str) -> None:
    box = "<h2>The bay</h2><p>The pier is 12 metres deep.</p><p>It has forty boats.</p>"
    kept = texts(f"<aside class={name}>{box}</aside>")
    assert {"The pier is 12 metres deep.", "It has forty boats."} <= set(kept)


@pytest.mark.parametrize(
    "heading", ["Fakta: Havlys", "Zahlen und Fakten", "At a glance", "Repères", "Key facts about the bay", "In sintesi"]
)
@pytest.mark.parametrize(
    "box",
    [
        "<aside class=x7><h3>{}</h3>{}</aside>",
        "<div class=x7><p><strong>{}</strong></p>{}</div>",
        "<section><h4>{}</h4><ul>{}</ul></section>",
    ],
)
def test_boxes_of_facts_are_headed_so_in_many_languages(heading: str, box: str) -> None:
    facts = ["The pier is 12 metres deep.", "Skippers of the bay own forty boats."]
    tag = "li" if "<ul>" in box else "p"
    kept = texts(box.format(heading, "".join(f"<{tag}>{fact}</{tag}>" for fact in facts)))
    assert set(facts) <= set(kept)


@pytest.mark.parametrize("around", ["", '<div class="rail"><h3>More</h3><a href=/x>Ferries of the north</a></div>'])
def test_an_appeal_alone_on_a_page_is_given_back_by_nobody(around: str) -> None:
    ask = "<p>We have no rich owner. If you value our work, please give five pounds a month.</p>"
    ask = f"<h4>Keep local news alive</h4>{ask}"
    page = (
        f"<html><body><ul>{MENU}</ul><main><h1>Ice</h1><article></article><div>{ask}</div>{around}</main></body></html>"
    )
    extraction = read(page)
    assert extraction.article is None or "five pounds" not in extraction.article.text


SONG = [
    "Row me over the water wide",
    "the wind is in the corn,",
    "Row me over the water wide",
    "and home before the morn.",
]
ASKED = ["— Did you see it?<br>— No.", "— And your brother?<br>— He was asleep.", "— What now?<br>— We wait for ice."]


def text_that_ends_with(lines: str) -> str:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS["en"])
    body = f"<h1>Ice in the harbour</h1><div class=story>{story}{lines}</div>"
    return read(f"<html><body>{MENU}<article>{body}</article></body></html>").article.text


@pytest.mark.parametrize("box", ["<div class=song>{}</div>", "<div>{}</div>", "<div class=x7>{}</div>"])
@pytest.mark.parametrize("line", ["<div class=line>{}</div>", "<div>{}</div>", "<p class=v>{}</p>", "{}<br><br>"])
def test_short_lines_that_end_an_article_are_kept_together(box: str, line: str) -> None:
    song = text_that_ends_with(box.format("".join(map(line.format, SONG))))
    assert song.count(SONG[0]) == 2
    assert all(said in song for said in SONG)
    talk = text_that_ends_with(box.format("".join(map(line.format, ASKED))))
    assert all(said.partition("<br>")[0] in talk for said in ASKED)


@pytest.mark.parametrize(
    "lines",
    [
        ["Give today.", "Become a member.", "Support our work."],
        ["Share this article", "Print this page", "Send it to a friend"],
        ["© 2026 Example Post", "All rights reserved", "Terms of use"],
    ],
)
@pytest.mark.parametrize("line", ["<div class=line>{}</div>", "<p>{}</p>"])
def test_short_lines_of_something_else_are_not(lines: list[str], line: str) -> None:
    text = text_that_ends_with("".join(map(line.format, lines)))
    assert not any(said in text for said in ("member", "friend", "rights"))


@pytest.mark.parametrize("heading", ["Support for the ferry", "Read while you stand", "Subscribe or walk", "A letter"])
@pytest.mark.parametrize("tag", ["h2", "h3", "h4"])
def test_a_heading_right_above_a_paragraph_of_the_text_is_the_articles(heading: str, tag: str) -> None:
    assert heading in texts(f"<{tag}>{heading}</{tag}>")
