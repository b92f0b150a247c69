"""Lines that outlets leave at the ends of articles, credits of pictures, votes, calls; and what looks like them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import Page, extract
from extractors.body.leftovers import is_leftover, is_picture_credit
from extractors.body.own_words import CALLED_BYLINE
from tests.test_company import FOOT, NAV, PARAGRAPHS

CREDITS = [
    "Photo: Kari Nord", "Main image credit: Example Agency", "[Featured Image by Kari Nord/Example Agency]",
    "Photography by Kari Nord.", "Photos by Kari Nord", "Pictures courtesy of Harbour Museum",
    "Picture via Example Stock", "Image source: Example Stock.", "Image used under license from Example Stock",
    "(image taken from https://pictures.example/ice)", "Credits: Supplied Image;",
    "(Credit: Kari Nord / Ledger)", "Photocredits BOATS: Kari Nord", "– alle Bilder von Kari Nord –",
    "Beitragsbild: Kari Nord", "Titelbild: Nord/AGENTUR/bild-allianz", "(Bild: Kari Nord)",
    "Fotocredit: Kari Nord © 2021 ICE, Inc. All Rights",
    "Bildcredit: (c) nord - pictures.example", "(Symbolbild)", "Crédits photos : Agence Exemple",
    "Foto de archivo", "Foto: Kari Nord / Agencia Ejemplo", "Zdjęcia: Kari Nord",
    "Фото: t.example/ice, t.example/port", "写真：例新聞社", "图片：王小明", "[사진=예시일보]",
    "TRANSLATION BY KARI NORD",
]  # fmt: skip
LINES = [
    "5 / 5 ( 1 vote )", "0/5 (0 Reviews)", "4,5/5 (12 Stimmen)", "4/5 (3 голоса)",
    "please wait... Rating: 6.0/6 (1 vote cast)", "Ice in the harbour, 6.0 out of 6 based on 1 rating",
    "编辑 王小明 ｜ 排版 李华", "审 读：王小明", "（港湾网编辑 王小明）", "（原题为《港口结冰》）",
    "2005年8月25日（来源：港湾日报）", "kari.nord@ledger.example (END)", "-ENDS-", "（完）",
    "최윤호 기자 nord@ledger.example", "Enjoy the post? Pin it for later!", "PIN FOR LATER",
    "Share this article!", "Teile diesen Beitrag!", "Partagez cet article", "Comparte esta noticia",
    "Condividi l’articolo", "この記事をシェアする", "Next page: Harbour>>", "Nächste Seite: Der Hafen",
    "下一页", "Related Roundup: Boats", "Related reads:", "Watch Next", "You’ll Also Love...",
    "READ MORE: Will the ice last?", "Try Ledger Premium for FREE by clicking here for no ads.",
    "Start your free trial of the Example Ledger", "Jetzt vier Wochen kostenlos testen",
    "Prueba el Diario gratis durante un mes",
    "Have more questions? Visit our websites for answers to all of them.", "Noch Fragen? Wir sind für dich da.",
    "Vous avez des questions ? Écrivez-nous.", "欢迎关注微信公众号：港湾新闻", "# # #", "★★★★★", "—", "\u200d",
]  # fmt: skip
TEXTS = [
    "Photo sharing began in the harbour.", "Pictures show the ice. Nobody stands on it.",
    "Photos by the hundred were lost", "Bilder des Hafens hängen im Rathaus.", "Credits: 4",
    "The photo: a boat in the ice. It hangs in the hall.", "The image used in court was taken in May.",
    "5 / 5 boats are out (1 voted against).", "It was rated 5 out of 6.", "编辑部认为冰会在春天融化。",
    "In the end", "Share of the harbour: 12 %", "The next page of the log is empty.", "Related costs rose.",
    "Read more books, says the teacher.", "Try the soup for a change.", "He tries it for free.",
    "Have they asked questions? They have.", "Haben Sie Fragen gehört?", "写真家は港に住んでいる。", "1.", "x",
    "42",
]  # fmt: skip


@pytest.mark.parametrize("line", CREDITS)
def test_a_line_that_says_whose_the_pictures_are_is_told(line: str) -> None:
    assert is_picture_credit(line)


@pytest.mark.parametrize("line", [*CREDITS, *LINES])
def test_a_line_that_the_outlet_put_at_the_end_is_told(line: str) -> None:
    assert is_leftover(line)


@pytest.mark.parametrize("line", TEXTS)
def test_a_line_that_looks_like_one_is_text(line: str) -> None:
    assert not is_leftover(line)


def read(above: str, below: str) -> str:
    story = "".join(f"<p>{line}</p>" for line in PARAGRAPHS["en"])
    body = (
        f"<html lang=en><head><title>Ice in the harbour</title></head><body>{NAV}<main><article>"
        f"<h1>Ice in the harbour</h1><div class=story>{above}{story}{below}</div></article></main>{FOOT}"
    )
    article = extract(Page("https://a.example/x", body.encode(), {}, 200, datetime(2025, 5, 6, tzinfo=UTC))).article
    assert article is not None
    return article.text


@pytest.mark.parametrize("line", [*CREDITS, *LINES])
def test_an_article_does_not_end_with_such_a_line(line: str) -> None:
    assert read("", f"<p>{line}</p>").endswith(PARAGRAPHS["en"][-1])


@pytest.mark.parametrize(
    "line",
    [
        "Photos by Kari Nord", "(Symbolbild)", "* * *", "The Associated Press", "新华社", "Page 1 of 3",
        "Seite 1 von 2", "Ice in the harbour, 6.0 out of 6 based on 1 rating",
        "If you're new here, this ledger tells you in five lessons how to live by the ice. Thank you for coming!",
        "Si es tu primera visita, lee antes cómo hacemos este diario y quiénes somos.",
    ],
)  # fmt: skip
def test_an_article_does_not_begin_with_such_a_line(line: str) -> None:
    assert read(f"<p>{line}</p>", "").startswith(PARAGRAPHS["en"][0])


@pytest.mark.parametrize(
    "line", ["If you’re new to ice, it can seem cold and hard to you.", "Page 1 of the log tells it."]
)
def test_an_article_may_begin_alike(line: str) -> None:
    assert read(f"<p>{line}</p>", "").startswith(line)


@pytest.mark.parametrize("label", ["Advertisement", "- Anzeige -", "Publicité", "Реклама:", "広告", "ADVERTISEMENT"])
def test_what_stands_above_an_advert_goes_wherever_it_stands(label: str) -> None:
    first, *others = PARAGRAPHS["en"]
    assert label not in read(f"<p>{first} Nobody had asked for it.</p><p>{label}</p>", "")
    assert label not in read("", f"<p>{label}</p><p>{others[0]} And so it went on until the spring.</p>")


def test_a_heading_may_be_called_like_that() -> None:
    assert "Advertising" in read("", f"<h2>Advertising</h2><p>{PARAGRAPHS['en'][0]} It went on until the spring.</p>")


def test_the_last_line_of_code_stays() -> None:
    assert read("", "<pre><code>boats = {\n  'ice': 1\n}</code></pre>").endswith("}")


@pytest.mark.parametrize("end", ["…", "...", " [...]"])
def test_several_texts_that_break_off_at_the_end_are_of_other_stories(end: str) -> None:
    teasers = (
        "The bakers of the old town have asked the council for flour from its stores until",
        "A teacher from the mainland moves to the island in August with her three",
    )
    text = read("", "".join(f"<p>{teaser}{end}</p>" for teaser in teasers))
    assert text.endswith(PARAGRAPHS["en"][-1])
    assert read("", f"<p>{teasers[0]}{end}</p>").endswith(f"{teasers[0]}{end}")


@pytest.mark.parametrize("name", ["byline", "text-author", "imageByline", "authorMeta", "attribution", "dachzeile"])
def test_what_is_called_a_byline_or_a_kicker_is_of_the_head(name: str) -> None:
    line = "Harbour Desk, Example Island"
    assert read(f'<p class="{name}">{line}</p>', "").startswith(PARAGRAPHS["en"][0])
    assert line in read("", f'<p class="strapline">{line} waits for the spring, as its people do each year.</p>')


@pytest.mark.parametrize(
    "name", ["authority", "kickers-guide", "strapline", "sub-headline", "bylines-social", "credited"]
)
def test_other_names_are_none_of_a_byline(name: str) -> None:
    assert CALLED_BYLINE.search(name) is None
