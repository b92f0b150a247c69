"""What stands with an article, but belongs to other stories, to readers or to its author."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import Page, extract
from tests.test_company import FOOT, NAV, PARAGRAPHS, texts

LINES = PARAGRAPHS["en"]
STORIES = [
    (
        "Bakers ask for flour",
        "The bakers of the old town have asked the council for flour from its stores until Easter.",
    ),
    ("School gets a teacher", "A teacher from the mainland moves to the island in August with her three children."),
]
READERS = [
    ("Kari", "Finally! I have waited for this winter since my grandfather told me about his on the ice."),
    ("Per", "And who pays for the water mains in the end? The taxpayer, as always in this town."),
]


def kept(below: str, author: str = "", inside: bool = False) -> str:
    story = "".join(f"<p>{line}</p>" for line in LINES)
    within, behind = (below, "") if inside else ("", below)
    body = (
        f"<html lang=en><head><title>Ice in the harbour</title>{author}</head><body>{NAV}<main><article>"
        f"<h1>Ice in the harbour</h1><div class=story>{story}{within}</div></article>{behind}</main>{FOOT}"
    )
    article = extract(Page("https://a.example/x", body.encode(), {}, 200, datetime(2025, 5, 6, tzinfo=UTC))).article
    assert article is not None
    assert all(line in article.text for line in LINES)
    return article.text


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(
    "card",
    [
        "<div><h3><a href=/{0}>{1}</a></h3><p>{2}</p></div>",
        "<article><h2><a href=/{0}>{1}</a></h2><p>{2}</p></article>",
        "<p><b>{1}</b> {2} <a href=/{0}>Read more »</a></p>",
        "<div><h3>{1}</h3><p>{2} <a href=/{0}>Weiterlesen</a></p></div>",
    ],
)
def test_excerpts_of_other_stories_are_not_the_articles(card: str, inside: bool) -> None:
    text = kept("".join(card.format(n, *story) for n, story in enumerate(STORIES)), inside=inside)
    assert not any(excerpt in text for _, excerpt in STORIES)


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(
    "heading",
    [
        "3 Comments",
        "Comments (2)",
        "Leserkommentare",
        "Commentaires",
        "Комментарии: 2",
        "评论",
        "对[王小明]文章的最新评论",
    ],
)
@pytest.mark.parametrize("thread", ["<ul><li><b>{0}</b><p>{1}</p></li></ul>", "<dl><dt>{0}</dt><dd>{1}</dd></dl>"])
def test_what_readers_say_below_a_heading_is_not_the_articles(thread: str, heading: str, inside: bool) -> None:
    text = kept(f"<h3>{heading}</h3>" + "".join(thread.format(*said) for said in READERS), inside=inside)
    assert not any(said in text for _, said in READERS)


BIOGRAPHIES = [
    "has written about the sea since 2009.",
    "is a reporter for the Post and lives by the harbour.",
    "schreibt über das Meer.",
    "(born 1962) has written about wine for twenty years.",
    ", Jahrgang 1962, schreibt über das Meer.",
]


@pytest.mark.parametrize("more", BIOGRAPHIES)
@pytest.mark.parametrize("tag", ["p", "em", "div", "footer"])
def test_a_biography_is_not_the_articles(tag: str, more: str) -> None:
    bio = f"Nils Aasen {more}".replace(" ,", ",")
    assert bio not in kept(f"<p><{tag}>{bio}</{tag}></p>", "<meta name=author content='Nils Aasen'>", inside=True)


@pytest.mark.parametrize(
    "line",
    [
        "Read also: Bakers ask for flour",
        "Lesen Sie auch: Bäcker bitten um Mehl",
        "Читайте также: Мука",
        "Photo: Nils Aasen / Harbour Post",
        "Foto: Nils Aasen",
        "Know more? Write to tips@post.example.",
    ],
)
def test_a_line_that_names_another_story_is_not_the_articles(line: str) -> None:
    last = "The council meets again on Thursday to decide about the money for the mains below the street."
    assert line not in kept(f"<p>{last}<br>{line}</p>", inside=True)


@pytest.mark.parametrize("phrase", ["{}", "<em>{}</em>", "<span class=x>{}</span>", "<b>{}</b>", "\n{}\n"])
@pytest.mark.parametrize(
    "line",
    ["Sign up for our newsletter to get the news each morning.", "Support us: become a member for 3 euros a month."],
)
def test_a_last_line_that_asks_is_not_the_articles(line: str, phrase: str) -> None:
    last = "The council meets again on Thursday to decide about the money for the mains below the street."
    text = kept(f"<p>{last}<br>{phrase.format(line)}</p>", inside=True)
    assert last in text
    assert line not in text


@pytest.mark.parametrize("line", ["He will be back on Monday.", "The ships sail in May.", "Nobody was hurt."])
def test_a_last_line_that_asks_nothing_is_the_articles(line: str) -> None:
    last = "The council meets again on Thursday to decide about the money for the mains below the street."
    assert line in kept(f"<p>{last}<br>{line}</p>", inside=True)


FOR_READERS = [
    "Let us know what you think in the comments below!", "Have your say in the comments.", "Leave a comment below.",
    "Schreibt uns eure Meinung in die Kommentare!", "Dites-nous ce que vous en pensez en commentaire.",
    "Cuéntanos tu experiencia en los comentarios.", "Conte para a gente nos comentários!",
    "Fateci sapere cosa ne pensate nei commenti.", "Laat het ons weten in de reacties.",
    "Skriv vad du tycker i kommentarsfältet.", "Napiszcie w komentarzach, co myślicie.",
    "Пишите в комментариях, что думаете.", "Yorumlarda düşüncelerinizi yazın.", "感想をコメント欄で教えてください。",
    "欢迎在评论区留言。", "댓글로 의견을 남겨 주세요.", "Read more...", "Weiterlesen »", "Lire la suite",
    "Do you have a story to tell? E-mail: jane.roe@a.example",
]  # fmt: skip


@pytest.mark.parametrize("line", FOR_READERS)
def test_a_line_that_asks_readers_for_words_is_not_the_articles(line: str) -> None:
    assert line not in kept(f"<p>{line}</p>", inside=True)


@pytest.mark.parametrize(
    "line", ["She read the comments below the film and wept.", "More he would not say to anybody."]
)
def test_a_line_that_tells_of_comments_is_the_articles(line: str) -> None:
    assert line in kept(f"<p>{line}</p>", inside=True)


OF_THE_OUTLET = [
    "Filed under: Harbour, Ice", "Tagged with: ice, ferry", "Schlagwörter: Eis, Hafen", "Mots-clés : glace, port",
    "Etiquetas: hielo, puerto", "Теги: лёд, порт", "标签：港口",
    "This slideshow requires JavaScript.", "Please enable JavaScript to see the comments.",
    "Bitte aktivieren Sie JavaScript.", "Veuillez activer JavaScript.", "Включите JavaScript.",
    "JavaScriptを有効にしてください。", "请启用JavaScript。",
    "Comments that offend others will not be published.", "Os comentários são moderados e podem ser eliminados.",
    "Los comentarios ofensivos serán eliminados.", "Kommentare werden vor der Freigabe geprüft und moderiert.",
    "Les commentaires sont modérés.", "Комментарии проходят модерацию и удаляются.",
    "Photo: Nils Aasen / Harbour Post", "Foto: Nils Aasen", "(Image credit: Nils Aasen)", "写真：アーセン",
    "You may also like...", "Related posts:", "Das könnte Sie auch interessieren", "延伸閱讀",
]  # fmt: skip


@pytest.mark.parametrize("tag", ["p", "div"])
@pytest.mark.parametrize("line", OF_THE_OUTLET)
def test_what_the_systems_of_an_outlet_put_below_is_not_the_articles(line: str, tag: str) -> None:
    assert line not in kept(f"<{tag}>{line}</{tag}>", inside=True)


@pytest.mark.parametrize(
    "line",
    [
        "The photo shows the ferry before it sank.",
        "The port wrote its first page that needs no JavaScript this year.",
        "Her comments on the harbour were published in a book last year by the council of the old town.",
        "The papers were filed in the town hall.",
    ],
)
def test_a_sentence_with_such_words_is_the_articles(line: str) -> None:
    assert line in kept(f"<p>{line}</p>", inside=True)


@pytest.mark.parametrize(
    "line", ["Comments on the plan are published on Friday.", "Comments are moderated by the court."]
)
def test_an_article_may_tell_of_comments_before_its_end(line: str) -> None:
    last = "The council meets again on Thursday to decide about the money for the mains below the street."
    assert line in kept(f"<p>{line}</p><p>{last}</p>", inside=True)


def test_an_article_goes_on_below_links_to_other_stories() -> None:
    more = "On Friday the thaw came, and the ferry left its berth at noon with forty passengers and the mail."
    assert more in kept(f"<h3>See also</h3><ul><li><a href=/1>{STORIES[0][0]}</a></li></ul><p>{more}</p>", inside=True)


READ_ALSO = [
    *("Read also", "See also", "Don't miss", "Lesen Sie auch", "Mehr zum Thema", "À lire aussi", "Lire également"),
    *("Lea también", "Te puede interesar", "Leia também", "Leggi anche", "Llegeix també", "Irakurri ere", "Lees ook"),
    *("Läs också", "Les også", "Læs også", "Lesið einnig", "Lue myös", "Loe ka", "Lasi arī", "Skaitykite taip pat"),
    *("Czytaj też", "Čtěte také", "Prečítajte si aj", "Pročitajte i", "Pogledajte još", "Preberite tudi", "Citește și"),
    *("Читайте также", "Смотрите также", "Читайте також", "Чытайце таксама", "Прочетете още", "Прочитајте и"),
    *("Olvassa el ezt is", "Διαβάστε επίσης", "Lexo edhe", "İlgili haber", "Կարդացեք նաև", "წაიკითხეთ ასევე"),
    *("اقرأ أيضا", "بیشتر بخوانید", "یہ بھی پڑھیں", "קראו גם", "यह भी पढ़ें", "আরও পড়ুন", "மேலும் படிக்க", "Baca juga"),
    *("Xem thêm", "อ่านเพิ่มเติม", "関連記事", "相关阅读", "관련기사", "Soma pia"),
]
LINES_TO_OTHERS = [
    "<p>{0}: <a href=/x9>{1}</a></p>",
    "<p><b>{0}:</b> <a href='https://a.example/x9'>{1}</a></p>",
    "<p><strong>{0}</strong> <a href=/x9>{1}</a></p>",
    "<div><a href=/x9>{0}: {1}</a></div>",
    "<p><em>{0} – <a href=/x9>{1}</a></em></p>",
]


@pytest.mark.parametrize("label", READ_ALSO)
@pytest.mark.parametrize("markup", LINES_TO_OTHERS)
def test_a_line_that_leads_to_another_story_is_not_the_articles(markup: str, label: str) -> None:
    line = markup.format(label, "Bakers ask for flour")
    assert not any(word in " ".join(texts(line)) for word in ("Bakers", label))


@pytest.mark.parametrize("label", ["Читайте также", "Read also", "Pročitajte i", "Lesen Sie auch"])
def test_such_a_line_may_stand_behind_a_line_break(label: str) -> None:
    story = f"<b>{label}:</b> <a href=/x9>Bakers ask for flour</a>"
    channel = "Subscribe to our channel in the messenger so that you miss nothing."
    plain, more = story.replace("<b>", "").replace("</b>", ""), "<a href=/x8>School gets a teacher</a>"
    for behind in (story, plain, f"{story}<br>{channel}", f"{story}, {more}<br>\n{channel}", f"{plain} {more}"):
        kept_here = texts(f"<p>{LINES[0]} The ferry is back at last.<br>{behind}</p>")
        assert not any(word in " ".join(kept_here) for word in ("Bakers", "messenger"))
        assert any(line.endswith("The ferry is back at last.") for line in kept_here)


@pytest.mark.parametrize(
    "line",
    [
        "Read also what the council wrote about <a href=/x9>flour</a> in its report to the bakers of the town.",
        "See also the bakers: <a href='https://b.example/x'>they ask for flour from the stores of the town</a>.",
        "Most read of all books in the library was one about <a href=/x9>ice</a>, the librarian says.",
    ],
)
def test_a_sentence_that_begins_alike_is_the_articles(line: str) -> None:
    assert any(flat in " ".join(texts(f"<p>{line}</p>")) for flat in ("bakers", "librarian"))


COLUMNS = [
    "<td width=160 valign=top>{}</td>",
    "<td width='20%'>{}</td>",
    "<td style='width:150px'>{}</td>",
    "<td width=180 bgcolor=#eee><table><tr><td><font size=1>{}</font></td></tr></table></td>",
]


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("heading", ["Obituaries", "Births and deaths", "What is on"])
@pytest.mark.parametrize("is_left", [False, True])
def test_a_narrow_column_beside_the_article_is_not_its(column: str, heading: str, is_left: bool) -> None:
    beside = column.format(f"<b>{heading}</b>" + "".join(f"<p>{said}</p>" for _, said in READERS))
    article = f"<td><h1>Ice in the harbour</h1>{'<br><br>'.join(LINES)}</td>"
    row = beside + article if is_left else article + beside
    body = f"<html lang=en><body>{NAV}<table><tr>{row}</tr></table></body></html>"
    found = extract(Page("https://a.example/x", body.encode(), {}, 200, datetime(2025, 5, 6, tzinfo=UTC))).article
    assert found is not None
    assert all(line in found.text for line in LINES)
    assert not any(said in found.text for _, said in READERS)


def test_the_cells_of_a_table_of_the_article_may_be_narrow() -> None:
    rows = "".join(f"<tr><td width=90>Quay {n}</td><td width=200>{n * 3} metres</td></tr>" for n in range(1, 5))
    assert "Quay 2 | 6 metres" in texts(f"<table>{rows}</table>")


LINKED_CARDS = [
    "<div class=haber-ici><a href=/sahil><img src=/s.jpg><span>{}</span></a></div>",
    "<a href=https://a.example/n/2 class=x7><div><picture><img src=/s.jpg></picture></div><div>{}</div></a>",
    "<div class=q1><a href=/n/3><img src=/s.jpg></a><p><a href=/n/3>{}</a></p></div>",
    "<section><a href=/n/4><img src=/s.jpg></a><h4><a href=/n/4>{}</a></h4><p>The mills have none.</p></section>",
]
TEASERS = [
    "Work on the coast road: cars go by the old bridge, and the police will be there from six in the morning.",
    "Sahil yolunda çalışma var: arabalar eski köprüden geçecek ve ekipler sabah altıdan beri orada.",
    "海岸公路周五封闭，车辆绕行旧桥。",
]


@pytest.mark.parametrize("card", LINKED_CARDS)
@pytest.mark.parametrize("teaser", TEASERS)
def test_a_card_of_another_story_in_the_text_goes(card: str, teaser: str) -> None:
    assert texts(card.format(teaser)) == LINES


NO_CARDS = [
    "<p><a href=/l>{}</a></p>",
    "<p><a href='#note'><img src=/s.png>{}</a></p>",
    "<div><a href=/big.jpg><img src=/small.jpg></a><p>{}</p></div>",
    "<p><a href=https://court.example/ruling><img src=/s.png>{}</a></p>",
]


@pytest.mark.parametrize("markup", NO_CARDS)
def test_a_sentence_that_is_a_link_is_no_card(markup: str) -> None:
    assert TEASERS[0] in texts(markup.format(TEASERS[0]))


COMMENTARIES = [
    "<div class='comment comment--leader'><div class=comment-body>{}</div></div>",
    "<section class=comment>{}</section>",
    "<div id=comments-main class=commentary><div class=comment>{}</div></div>",
    "<div class='discussion'>{}</div>",
]


@pytest.mark.parametrize("language", PARAGRAPHS)
@pytest.mark.parametrize("box", COMMENTARIES)
def test_an_opinion_in_what_is_called_a_comment_is_the_article(language: str, box: str) -> None:
    story = "".join(f"<p>{line}</p>" for line in PARAGRAPHS[language])
    body = f"<div class=c1><h1>Comment: leave the ice alone</h1>{box.format(story)}</div>{FOOT}"
    page = f"<html lang={language}><title>Comment: leave the ice alone</title><body>{NAV}{body}</body></html>"
    article = extract(Page("https://a.example/x", page.encode(), {}, 200, datetime(2025, 5, 6, tzinfo=UTC))).article
    assert article is not None
    assert [block.text for block in article.blocks] == PARAGRAPHS[language]


@pytest.mark.parametrize("box", COMMENTARIES[:2])
def test_comments_below_an_article_are_none_of_it(box: str) -> None:
    said = ["I was there and saw how the tug broke the ice at noon.", "My father told me of the winter of forty."]
    found = kept("".join(box.format(f"<p>{line}</p>") for line in said))
    assert not set(said) & set(found)
