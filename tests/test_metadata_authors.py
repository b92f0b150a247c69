from __future__ import annotations

from json import dumps

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.metadata.named_lines import named_after_by
from extractors.metadata.names import split_names
from extractors.metadata.persons import is_person
from tests.metadata_pages import PROSE, json_ld, metadata_of, page


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Jane Roe and John Doe", ["Jane Roe", "John Doe"]),
        ("Von Anna Müller, Bern", ["Anna Müller", "Bern"]),
        ("Text: Anna Müller | 3. Mai 2024", ["Anna Müller"]),
        ("Jane Roe, jane@example.org", ["Jane Roe"]),
        ("Jane Roe (London)", ["Jane Roe"]),
        ("Par Zoé Dupont le 3 mai 2024", ["Zoé Dupont"]),
        ("https://example.org/authors/jane", []),
        ("신현주 기자", ["신현주"]),
        ("Perry Bacon Jr.", ["Perry Bacon Jr"]),
        ("By Par Lindqvist and Von Miller", ["Par Lindqvist", "Von Miller"]),
        ("Di Stewart", ["Di Stewart"]),
        ("Von Redaktion", ["Redaktion"]),
        ("Anna Müller Illustration von Jan Riedel", ["Anna Müller"]),
        ("Jane Roe, Photos by John Doe", ["Jane Roe"]),
        ("Donnerstag", []),
        ("von Anna Müller, Mittwoch", ["Anna Müller"]),
        ("《한빛》", []),
        ("am", []),
        ("Sunday Oliseh", ["Sunday Oliseh"]),
        ("Thomas More", ["Thomas More"]),
        ("By Thomas More and Marine Le Pen", ["Thomas More", "Marine Le Pen"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("María López y Juan Ortega", ["María López", "Juan Ortega"]),
        ("Ana Costa e Silva", ["Ana Costa e Silva"]),
        ("Roe, Jane", ["Jane Roe"]),
        ("Müller, Anna Maria", ["Anna Maria Müller"]),
        ("February 25, 2024", []),
        ("Jane Roe February 25, 2024", ["Jane Roe"]),
        ("April Roach", ["April Roach"]),
        ("作者：王小明", ["王小明"]),
        ("作者：王小明、李華", ["王小明", "李華"]),
        ("記者王小明", ["王小明"]),
        ("文／王小明", ["王小明"]),
        ("本报记者 王小明", ["王小明"]),
        ("글=신현주 기자", ["신현주"]),
        ("بقلم: أحمد حسن", ["أحمد حسن"]),
        ("كتب: أحمد حسن", ["أحمد حسن"]),
        ("نویسنده: علی رضایی", ["علی رضایی"]),
        ("מאת: דנה כהן", ["דנה כהן"]),
        ("โดย สมชาย ใจดี", ["สมชาย ใจดี"]),
        ("Szerző: Nagy Anna", ["Nagy Anna"]),
        ("Meaghan Weeden ● December 23, 2025", ["Meaghan Weeden"]),
        ("By Anna Smith & Bob Jones", ["Anna Smith", "Bob Jones"]),
        ("By Anna Smith, Bob Jones and Carol White", ["Anna Smith", "Bob Jones", "Carol White"]),
        ("Words by Anna Smith", ["Anna Smith"]),
        ("Written by Anna Smith", ["Anna Smith"]),
        ("Reporting by Anna Smith; Editing by Bob Jones", ["Anna Smith"]),
        ("By Anna Smith | The Example Herald", ["Anna Smith"]),
        ("BY ANNA SMITH", ["ANNA SMITH"]),
        ("May Welland", ["May Welland"]),
        ("June Carter", ["June Carter"]),
        ("Augusto March", ["Augusto March"]),
        ("Par Anne Le Roux", ["Anne Le Roux"]),
        ("Por Ana de la Cruz y Juan Pérez", ["Ana de la Cruz", "Juan Pérez"]),
        ("Di Mario Rossi e Anna Bianchi", ["Mario Rossi", "Anna Bianchi"]),
        ("Door Jan de Vries en Piet van Dam", ["Jan de Vries", "Piet van Dam"]),
        ("Av Anna Berg og Per Hansen", ["Anna Berg", "Per Hansen"]),
        ("Von Anna Müller und Bernd Schmidt", ["Anna Müller", "Bernd Schmidt"]),
        ("Od: Jan Novák", ["Jan Novák"]),
        ("Autor: Jan Novák", ["Jan Novák"]),
        ("Автор: Иван Петров", ["Иван Петров"]),
        ("Автор Олена Іваненко", ["Олена Іваненко"]),
        ("Text: Anna Berg Foto: Per Hansen", ["Anna Berg"]),
        ("责任编辑：王小明", []),
        ("编辑：王小明", []),
        ("撰文：王小明", ["王小明"]),
        ("王小明／台北報導", ["王小明"]),
        ("記者王小明／台北報導", ["王小明"]),
        ("〔記者王小明／台北報導〕", ["王小明"]),
        ("文/王小明 图/李华", ["王小明"]),
        ("作者 | 王小明", ["王小明"]),
        ("来源：新华社 作者：王小明", ["王小明"]),
        ("新华社记者王小明", ["王小明"]),
        ("(中央社記者王小明台北14日電)", ["王小明"]),
        ("特約記者：王小明", ["王小明"]),
        ("採訪撰文 王小明", ["王小明"]),
        ("欧阳小明", ["欧阳小明"]),
        ("文・山田太郎", ["山田太郎"]),
        ("取材・文／山田太郎", ["山田太郎"]),
        ("執筆：山田太郎", ["山田太郎"]),
        ("著者：山田 太郎", ["山田 太郎"]),
        ("山田太郎記者", ["山田太郎"]),
        ("【山田太郎】", ["山田太郎"]),
        ("ライター：山田太郎", ["山田太郎"]),
        ("記者 山田太郎", ["山田太郎"]),
        ("김철수 기자", ["김철수"]),
        ("김철수, 이영희 기자", ["김철수", "이영희"]),
        ("기자 김철수", ["김철수"]),
        ("김철수 특파원", ["김철수"]),
        ("글 김철수", ["김철수"]),
        ("김철수 기자 kim@example.kr", ["김철수"]),
        ("بقلم أحمد حسن", ["أحمد حسن"]),
        ("كتبت: سارة علي", ["سارة علي"]),
        ("أحمد حسن - القاهرة", ["أحمد حسن"]),
        ("إعداد: أحمد حسن", ["أحمد حسن"]),
        ("الكاتب: أحمد حسن", ["أحمد حسن"]),
        ("تحریر: احمد حسن", ["احمد حسن"]),
        ("از: علی رضایی", ["علی رضایی"]),
        ("מאת דנה כהן", ["דנה כהן"]),
        ("כתבה: דנה כהן", ["דנה כהן"]),
        ("เรื่อง: สมชาย ใจดี", ["สมชาย ใจดี"]),
        ("Írta: Nagy Anna", ["Nagy Anna"]),
        ("Γράφει ο Νίκος Παπαδόπουλος", ["Νίκος Παπαδόπουλος"]),
        ("Yazan: Ali Yılmaz", ["Ali Yılmaz"]),
        ("Penulis: Budi Santoso", ["Budi Santoso"]),
        ("Tác giả: Nguyễn Văn An", ["Nguyễn Văn An"]),
        ("Oleh: Ahmad Ali", ["Ahmad Ali"]),
        ("लेखक: राम कुमार", ["राम कुमार"]),
        ("O'Brien, Mary", ["Mary O'Brien"]),
        ("Smith, J. K.", ["J. K. Smith"]),
        ("Anna Smith Published May 14, 2024", ["Anna Smith"]),
        ("Posted by: Anna Smith on May 14, 2024", ["Anna Smith"]),
        ("Anna Smith @annasmith", ["Anna Smith"]),
        ("Story by Anna Smith • Photos by Bob Jones", ["Anna Smith"]),
        ("Autorin: Anna Müller", ["Anna Müller"]),
        ("Texte : Zoé Dupont", ["Zoé Dupont"]),
        ("Propos recueillis par Zoé Dupont", ["Zoé Dupont"]),
        ("Texto: Ana Costa", ["Ana Costa"]),
        ("a cura di Mario Rossi", ["Mario Rossi"]),
        ("Tekst: Anna Nowak", ["Anna Nowak"]),
        ("Kirjoittaja: Matti Virtanen", ["Matti Virtanen"]),
        ("Teksti: Matti Virtanen", ["Matti Virtanen"]),
        ("marc", ["marc"]),
        ("About Anna Müller", ["Anna Müller"]),
        ("Über Anna", ["Anna"]),
        ("Jun 2 Written By", []),
        ("赵婕 出自", ["赵婕"]),
        ("Anna Müller Fr, 18. Oktober 2019", ["Anna Müller"]),
        ("Sat, 20 Dec, 2025 - 06:36", []),
        ("Jane Roe, Minh Do on Monday, 18 May 2020", ["Jane Roe", "Minh Do"]),
        ("采写：南都见习记者 王小明", ["王小明"]),
    ],
)
def test_names_are_split(written: str, names: list[str]) -> None:
    assert split_names(written) == names


PUT_THERE = [
    "Eingestellt von {}", "Gepostet von: {}", "Verfasst von {}", "Submitted by {}", "Publié par {}", "Posté par {}",
    "Publicado por {}", "Subido por {}", "Postado por {}", "Inserito da {}", "Pubblicato da {}", "Geplaatst door {}",
    "Publicerad av {}", "Udgivet af {}", "Opublikowane przez {}", "Napisał {}", "Přidal {}", "Опубликовал {}",
    "Разместила {}", "Опублікував: {}", "Közzétette: {}", "Julkaissut {}", "Gönderen: {}", "Diposting oleh {}",
]  # fmt: skip


@pytest.mark.parametrize("line", PUT_THERE)
def test_who_put_it_there_is_named_without_the_words_that_say_so(line: str) -> None:
    assert split_names(line.format("Anna Novak")) == ["Anna Novak"]


PAPERS = [
    ("JANE ROE Example Herald", "JANE ROE"),
    ("ANNA-LENA O'NEILL Example Newspapers", "ANNA-LENA O'NEILL"),
    ("By MARÍA DE LA CRUZ Diario del Puerto", "MARÍA DE LA CRUZ"),
    ("Jane Roe THE EXAMPLE-HERALD", "Jane Roe"),
    ("Jane Roe The Example Herald", "Jane Roe"),
    ("Jane Sanders. Example International", "Jane Sanders"),
    ("Jane Roe example.org", "Jane Roe"),
    ("Jane Roe Google+", "Jane Roe"),
    ("Jane Roe LinkedIn", "Jane Roe"),
    ("Written by Jane Roe Categories: Ships, Harbours", "Jane Roe"),
    ("Ana Ruiz Categorías: Puertos", "Ana Ruiz"),
    ("Anna Berg Filed under: Ships", "Anna Berg"),
    ("Anna Berg Kategorie: Häfen", "Anna Berg"),
]


@pytest.mark.parametrize(("line", "name"), PAPERS)
def test_what_is_written_behind_a_name_is_no_part_of_it(line: str, name: str) -> None:
    assert split_names(line) == [name]


@pytest.mark.parametrize(
    "name",
    [
        *("JANE McCARTHY", "ANNA DE LA Cruz", "J. R. Smith", "E. J. Doe Jr", "Prof. Dr. Jane Roe", "MARY J. ROE"),
        *("Jane The Reader", "Xing Li", "BBC News Desk", "EXAMPLE HERALD STAFF", "example.org", "Redaktion example.de"),
    ],
)
def test_names_with_such_words_stay_whole(name: str) -> None:
    assert split_names(name) == [name]


@pytest.mark.parametrize("heading", ["h1", "h2", "h3"])
@pytest.mark.parametrize(
    "line", ["Di Rossi: noi andiamo avanti", "Von Berg: Wir machen weiter", "Par Lind: we go on", "Di Rossi: go on now"]
)
def test_a_headline_that_begins_with_a_name_is_no_byline(line: str, heading: str) -> None:
    story = f"<{heading}>{line}</{heading}><p>{PROSE}</p>"
    assert metadata_of(page(story)).authors == ()
    dated = f"<h1>A long night</h1><{heading}>By Jane Roe Updated: 3 May 2024</{heading}><p>{PROSE}</p>"
    assert metadata_of(page(dated)).authors == ("Jane Roe",)


@pytest.mark.parametrize("outlet", ["Rice on Sunday", "Sound On", "Ships & Ice", "Ships and Ice", "Haus für Wald"])
@pytest.mark.parametrize("head", ["<meta name=author content='{0}'>", "<meta name=byl content='{0}'>"])
def test_the_name_of_an_outlet_is_whole(outlet: str, head: str) -> None:
    heads = f"<meta property='og:site_name' content='{outlet}'>{head.format(outlet)}".replace("&", "&amp;")
    assert "".join(metadata_of(page(f"<h1>A long night</h1><p>{PROSE}</p>", heads)).authors) in ("", outlet)


BESIDE = ["category", "byline__category", "meta-rubric", "kicker", "created-at", "publish-date", "post date"]


@pytest.mark.parametrize("name", BESIDE)
@pytest.mark.parametrize("part", ["<span class='{}'>{}</span>", "<span class='{}'><a href=/s>{}</a></span>"])
@pytest.mark.parametrize("line", ["Wellness &amp; Sport", "Sport", "Sport - 2 May 2024"])
def test_the_section_beside_a_name_is_no_author(line: str, part: str, name: str) -> None:
    beside = part.format(name, line)
    for author, names in (("", ()), ("<span class=author>By Ritter</span>", ("Ritter",))):
        story = f"<h1>A long night</h1><div class='byline meta'>{beside} {author}</div><p>{PROSE}</p>"
        assert metadata_of(page(story)).authors == names


@pytest.mark.parametrize("name", ["authorized", "authority-note", "authorisation", "media-license-author"])
def test_what_is_called_nearly_so_is_no_byline(name: str) -> None:
    story = f"<h1>A long night</h1><p>{PROSE}</p><p>{PROSE}</p><span class={name}>Given Freely</span><p>{PROSE}</p>"
    assert metadata_of(page(story)).authors == ()


@pytest.mark.parametrize("words", ["Join Now!", "Subscribe Today!", "今すぐ登録！", "Super User"])
def test_what_calls_out_is_no_name(words: str) -> None:
    assert split_names(words) == []


@pytest.mark.parametrize("by", ["Af", "Av", "Por", "Door", "Oleh"])
def test_by_in_capitals_is_no_name_before_an_agency(by: str) -> None:
    assert split_names(f"{by} Ritter") == ["Ritter"]


DATED = [
    "Published June 9, 2023",
    "Last updated: 9 June 2023",
    "Posted on 9 June 2023, 11:20 GMT",
    "Veröffentlicht am 9. Juni 2023 um 11:20 Uhr",
    "Zuletzt bearbeitet 9.6.2023",
    "Publié le 9 juin 2023",
    "Fecha de publicación: 9 de junio de 2023",
    "Pubblicato il 9 giugno 2023",
    "Gepubliceerd op vrijdag 9 juni 2023",
    "Opublikowano 9 czerwca 2023",
    "Опубликовано 9 июня 2023",
    "Дата публикации 9 июня 2023",
    "Yayınlanma: 9 Haziran 2023",
    "Julkaistu 9.6.2023",
    "公開 2023年6月9日",
    "نشر في 9 يونيو 2023",
    *("Published", "Updated:", "Veröffentlicht", "Publicado", "Opublikowano", "Опубликовано", "更新"),
]
BYLINES = [
    "<p class=byline>{}</p>",
    "<div class=article-author><span>{}</span></div>",
    "<p itemprop=author>{}</p>",
    "<a rel=author href=/a/1>{}</a>",
]


@pytest.mark.parametrize("line", DATED)
@pytest.mark.parametrize("byline", BYLINES)
def test_a_date_and_what_it_is_called_are_no_name(line: str, byline: str) -> None:
    assert split_names(line) == []
    story = f"<article><h1>A long night</h1>{byline.format(line)}<p>{PROSE}</p></article>"
    assert metadata_of(page(story)).authors == ()


@pytest.mark.parametrize("line", DATED[:16])
@pytest.mark.parametrize("name", ["Jane Roe", "Birte Novak", "Ольга Белая"])
def test_a_name_before_a_labelled_date_stays(line: str, name: str) -> None:
    assert split_names(f"{name} | {line}") == [name]


@pytest.mark.parametrize("name", ["Jane Roe", "Anna-Lena von Müller", "Ahmed al Fulan", "習近平", "Олена Іваненко"])
def test_persons_are_told(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name", ["Redaktion", "The News Team", "single", "jane roe", "Reuters Staff", "Example Herald"]
)
def test_offices_are_no_persons(name: str) -> None:
    assert not is_person(name, ["exampleherald"])


def test_by_is_found_behind_a_date_and_not_in_a_sentence() -> None:
    assert named_after_by("6.11.2023 13:30 von Olga Beispiel") == "Olga Beispiel"
    assert named_after_by("Hit by the storm") is None


def test_json_ld_authors_come_first() -> None:
    head = json_ld(
        '{"@type": "Article", "headline": "x", "author": [{"@type": "Person", "name": "Jane Roe"}, "John Doe"]}'
    )
    assert metadata_of(page('<p class="byline">By Some Else</p>', head)).authors == ("Jane Roe", "John Doe")


def test_a_person_in_the_byline_comes_before_an_organisation() -> None:
    head = json_ld(
        '{"@type": "Article", "headline": "x", "author": {"@type": "Organization", "name": "Example Herald"}}'
    )
    assert metadata_of(page('<h1>x</h1><p class="byline">By Jane Roe</p>', head)).authors == ("Jane Roe",)
    assert metadata_of(page("<h1>x</h1>", head)).authors == ("Example Herald",)


def test_authors_of_comments_and_pictures_are_not_taken() -> None:
    body = '<h1>x</h1><figure><span class="author">Photo Grapher</span></figure>'
    body += '<ol class="comments"><b class="author">Some Else</b></ol>'
    assert metadata_of(page(body)).authors == ()


def test_byline_without_a_class_is_found_near_the_headline() -> None:
    assert metadata_of(page("<h1>A long night</h1><p>By <a>Jane Roe</a></p><p>Text.</p>")).authors == ("Jane Roe",)


CO_AUTHORS = [
    '<b><i class="author">By: <a rel="author"><u>{}</u></a></i><i class="author">, <a rel="author">{}</a></i></b>',
    '<div class="c-byline"><p class="c-byline__author"><a>{}</a></p><p class="c-byline__author"><a>{}</a></p></div>',
    '<div class="byline"><a href="/a">{}</a> <a href="/b">{}</a></div>',
    '<ul><li class="author">{}</li><li class="author">{}</li></ul>',
    '<p>By <a rel="author">{}</a> and <a rel="author">{}</a></p>',
]


@pytest.mark.parametrize("markup", CO_AUTHORS)
@pytest.mark.parametrize("names", [("Karin Holt", "Olle Berg"), ("Олена Іваненко", "Петро Коваль")])
def test_co_authors_in_elements_of_their_own_are_all_named(markup: str, names: tuple[str, str]) -> None:
    other = '<div class="teaser"><span class="author">Some Else</span></div>'
    body = f"<h1>A long night</h1>{markup.format(*names)}<p>{'It rained. ' * 30}</p>{other}"
    assert metadata_of(page(body)).authors == names


@pytest.mark.parametrize(
    "line", ["2024年5月14日 来源：港口邮报 作者：王小明", "来源：港口邮报 (记者 王小明)", "文/王小明"]
)
def test_chinese_bylines_stand_in_lines_with_other_facts(line: str) -> None:
    assert metadata_of(page(f"<h1>哈尔弗顿</h1><p>{line}</p>", language="zh")).authors == ("王小明",)


def test_a_source_is_no_person() -> None:
    assert not is_person("港口邮报")


@given(st.text())
def test_no_text_makes_names_fail(written: str) -> None:
    assert all(name.strip() for name in split_names(written))


@pytest.mark.parametrize(
    ("foot", "names"),
    [
        ("（袁源）", ("袁源",)),
        ("(信报记者 蔡雪婧)", ("蔡雪婧",)),
        ("（姚峰 上海报道）", ("姚峰",)),
        ("执笔人：闵乐夫 赵兰波 刘韬", ("闵乐夫", "赵兰波", "刘韬")),
        ("（完）", ()),
        ("（见图）", ()),
    ],
)
def test_a_signature_at_the_end_names_the_author(foot: str, names: tuple[str, ...]) -> None:
    story = f"<h1>港口结冰</h1><p>{'港口在星期一夜里结冰，渡轮停在岸边，直到中午。' * 9}</p><p>人们走上冰面。{foot}</p>"
    assert metadata_of(page(story, language="zh")).authors == names


RAILS = [
    "<aside>{}</aside>",
    '<div role="complementary">{}</div>',
    '<div class="right-rail">{}</div>',
    '<section class="columnists">{}</section>',
    '<div class="home-firme">{}</div>',
]
CARDS = [
    '<div class="author-card"><a class="author-name" href="/f/{0}">{1}</a></div>',
    '<li><a rel="author" href="/authors/{0}">{1}</a></li>',
    '<div class="card"><img src="x.png"><span class="author">{1}</span><a href="/s/{0}">Another story</a></div>',
]


@pytest.mark.parametrize("rail", RAILS)
@pytest.mark.parametrize("card", CARDS)
def test_cards_of_those_who_write_for_a_site_name_no_author(rail: str, card: str) -> None:
    cards = "".join(card.format(place, name) for place, name in enumerate(("Karin Holt", "Olle Berg", "Ida Lund")))
    aside = rail.format(f"<h3>Columnists</h3>{cards}")
    assert metadata_of(page(f"<main><h1>A long night</h1><p>{PROSE}</p></main>{aside}")).authors == ()


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("heading", ["About the authors", "Die Autoren", "Autori:", "作者", ""])
def test_cards_of_the_authors_name_them(card: str, heading: str) -> None:
    names = ("Karin Holt", "Olle Berg") if heading else ("Karin Holt",)
    cards = "".join(card.format(place, name) for place, name in enumerate(names))
    aside = f"<aside><h3>{heading}</h3>{cards}</aside>"
    assert metadata_of(page(f"<main><h1>A long night</h1><p>{PROSE}</p></main>{aside}")).authors == names


@pytest.mark.parametrize(
    "job",
    ["Local Democracy Reporter", "Chief Foreign Affairs Correspondent", "Science Editor", "Redakteurin Lokales",
     "Staff Writers", "Korrespondentin in Rom", "journaliste", "corresponsal en Roma", "inviato a Napoli",
     "Political Editor", "dziennikarka działu kultury", "корреспондент отдела культуры"],
)  # fmt: skip
@pytest.mark.parametrize("line", ["By {0}, {2}", "By {0}, {2} and {1}", "By {0} and {1}, {2}", "By {0}, {2}, {1}, {2}"])
def test_the_job_behind_a_name_is_no_author(line: str, job: str) -> None:
    names = [name for place, name in enumerate(("April Summers", "Jun Park")) if f"{{{place}}}" in line]
    assert split_names(line.format("April Summers", "Jun Park", job)) == names


@pytest.mark.parametrize("name", ["Thomas More", "Piers Paul Read", "Sid Lowe", "Efe Yılmaz", "Min Park", "Eyal Press"])
@pytest.mark.parametrize("where", ["JSON-LD", "byline"])
def test_names_that_are_words_of_offices_besides_are_names(name: str, where: str) -> None:
    people = [{"@type": "Person", "name": "Jane Roe"}, {"@type": ["Person"], "name": name}]
    head = json_ld(dumps({"@type": "Article", "headline": "x", "author": people}))
    byline = f'<p class="byline">By Jane Roe and {name}</p>'
    root = page("<h1>x</h1>", head) if where == "JSON-LD" else page(f"<h1>x</h1>{byline}<p>{PROSE}</p>")
    assert metadata_of(root).authors == ("Jane Roe", name)


@pytest.mark.parametrize(
    "words", ["Read More", "Show More", "Must Read", "Min Read", "SID", "Associated Press", "Via Bloomberg", "Efe"]
)
def test_such_words_alone_are_no_names(words: str) -> None:
    assert not is_person(words)


@pytest.mark.parametrize(
    "contact",
    ['<a href="mailto:sky@paper.example">sky@paper.example</a>', '<a href="https://x.example/sky">@sky</a>',
     '<a href="mailto:sky@paper.example">mail</a>', "(sky@paper.example)", '<a href="tel:+8221">02-1</a>'],
)  # fmt: skip
@pytest.mark.parametrize(
    ("line", "name", "language"),
    [
        ("{} 기자", "김하늘", "ko"),
        ("입력 2024.06.11 {} 기자", "김하늘", "ko"),
        ("{} 특파원", "이바다", "ko"),
        ("By {}", "Karin Holt", "en"),
        ("Von {}", "Karin Holt", "de"),
        ("Автор: {}", "Олена Коваль", "uk"),
        ("作者：{}", "王小明", "zh"),
    ],
)
@pytest.mark.parametrize("tag", ['<span class="byline">{}</span>', "<p>{}</p>"])
def test_how_to_reach_an_author_is_no_name(contact: str, line: str, name: str, language: str, tag: str) -> None:
    byline = tag.format(f"{line.format(name)} {contact}")
    body = f"<h1>A long night</h1><div>{byline} <time datetime='2024-06-11'>11.06.2024</time></div><p>{PROSE}</p>"
    assert metadata_of(page(body, language=language)).authors == (name,)


@pytest.mark.parametrize("word", ["by", "By", "Von", "par", "Written by"])
@pytest.mark.parametrize("name", ["Karin Holt", "Ana-Maria Iglesias"])
def test_a_name_may_stand_in_the_line_behind_its_word(word: str, name: str) -> None:
    line = f"<div><span>{word} </span><p><a href=/x>{name}</a></p></div>"
    assert metadata_of(page(f"<h1>A long night</h1>{line}<p>{PROSE}</p>")).authors == (name,)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("光明日报记者 王建宏 张文攀", ("王建宏", "张文攀")),
        ("作者：宋怡 杨志华", ("宋怡", "杨志华")),
        ("文：山田 太郎", ("山田 太郎",)),
    ],
)
def test_two_chinese_names_are_two_persons(line: str, names: tuple[str, ...]) -> None:
    assert metadata_of(page(f"<h1>港口结冰</h1><p>{line}</p><p>{PROSE}</p>")).authors == names


@pytest.mark.parametrize("name", ["wp-block-jobber-academy-post__author", "c-bio__author name", "byline__author"])
def test_the_name_of_a_block_says_nothing_of_its_element(name: str) -> None:
    body = f"<h1>A long night</h1><span class='{name}'>Karin Holt</span><p>{PROSE}</p>"
    assert metadata_of(page(body)).authors == ("Karin Holt",)


LABELS = [
    "Author", "Written by", "Autorin/Autor", "Auteur(s)", "Verfasst von", "Écrit par", "Escrito por", "Scritto da",
    "Geschreven door", "Skrevet af", "Skriven av", "Kirjoittaja", "Napisane przez", "Автор", "Написано автором",
    "Γράφτηκε από", "Yazar", "Penulis", "Được viết bởi", "作者", "執筆者", "글쓴이", "الكاتب", "نویسنده", "מאת", "लेखक",
]  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("name", ["Karin Holt", "skipper77"])
def test_a_card_says_who_wrote(label: str, name: str) -> None:
    card = "<meta name=twitter:label{0} content='{1}'><meta name=twitter:data{0} content='{2}'>"
    head = card.format(1, "Est. reading time", "4 minutes") + card.format(2, label, name)
    assert metadata_of(page(f"<h1>A long night</h1><p>{PROSE}</p>", head)).authors == (name,)
    assert metadata_of(page(f"<h1>A long night</h1><p>{PROSE}</p>", card.format(1, "Topic", name))).authors == ()


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(
    "markup",
    [
        "<ul><li><b>Topic</b> Ice</li><li><b>{}</b> {}</li></ul>",
        "<h4>{}</h4><p><a href=/x>{}</a></p>",
        "<div>{} :</div><div><b>{}</b></div>",
        "<p>{}: {}</p>",
        "<p><b>{}:</b><br><span>{}</span></p>",
    ],
)
def test_a_label_anywhere_names_the_author(markup: str, label: str) -> None:
    foot = f"<p>{PROSE}</p>" * 3 + markup.format(label, "Karin Holt")
    assert metadata_of(page(f"<h1>A long night</h1>{foot}")).authors == ("Karin Holt",)
    aside = f"<div class=related-stories>{markup.format(label, 'Some Else')}</div>"
    assert metadata_of(page(f"<h1>A long night</h1><p>{PROSE}</p>{aside}")).authors == ()


@pytest.mark.parametrize(
    "folder", ["author", "autoren", "autor", "auteur", "staff", "profile", "redakteure", "yazarlar"]
)
def test_a_link_to_the_page_of_an_author_names_the_author(folder: str) -> None:
    link = f"<span><a href='https://a.example/{folder}/holt-k'>Karin Holt</a></span>"
    assert metadata_of(page(f"<h1>A long night</h1>{link}<p>{PROSE}</p>")).authors == ("Karin Holt",)
    assert metadata_of(page(f"<h1>A long night</h1>{link.replace(folder, 'news')}<p>{PROSE}</p>")).authors == ()


@pytest.mark.parametrize("line", ["by {}", "Posted by {} 21.10.2019", "Geschrieben von {}", "21.10.2019 13:30 von {}"])
@pytest.mark.parametrize("name", ["skipper77", "Karin", "Harbour Cats"])
def test_a_pen_name_stands_next_to_the_headline(line: str, name: str) -> None:
    assert metadata_of(page(f"<h1>A long night</h1><p>{line.format(name)}</p><p>{PROSE}</p>")).authors == (name,)
    far = f"<p>{PROSE}</p>" + "<p>It rained.</p>" * 30 + f"<p>{line.format(name)}</p>"
    assert metadata_of(page(f"<h1>A long night</h1>{far}")).authors in ((), ("Harbour Cats",))


@pytest.mark.parametrize("line", ["By the way", "By following these rules", "von hier aus weiter"])
def test_no_name_is_made_of_a_sentence(line: str) -> None:
    assert metadata_of(page(f"<h1>A long night</h1><p>{line}</p><p>{PROSE}</p>")).authors == ()


def test_a_pen_name_that_is_linked_as_the_author_comes_before_names_in_the_text() -> None:
    byline = "<span class='author vcard'><a rel=author href=/x>skipper77</a></span>"
    told = "<p>Der Film Nachtfahrt von Some Else</p>"
    said = json_ld('{"@type": "Article", "headline": "x", "author": {"@type": "Organization", "name": "A Herald"}}')
    assert metadata_of(page(f"<h1>A long night</h1>{byline}{told}<p>{PROSE}</p>", said)).authors == ("skipper77",)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Karin Holt Contributing Writer", "Karin Holt"),
        ("Karin Holt, Senior Staff Reporter", "Karin Holt"),
        ("Example Herald - Karin Holt", "Karin Holt"),
        ("Karin Holt | Example Herald", "Karin Holt"),
    ],
)
def test_what_stands_around_a_name_is_no_part_of_it(said: str, name: str) -> None:
    head = f"<meta property=og:site_name content='Example Herald'><meta name=author content='{said}'>"
    assert metadata_of(page(f"<h1>A long night</h1><p>{PROSE}</p>", head)).authors == (name,)


@pytest.mark.parametrize("said", ["The Russian and Syrian defense ministries", "Staff and news service reports"])
def test_what_is_no_list_of_names_stays_in_one_piece(said: str) -> None:
    head = json_ld(f'{{"@type": "Article", "headline": "x", "author": "{said}"}}')
    assert metadata_of(page(f"<h1>A long night</h1><p>{PROSE}</p>", head)).authors == (said,)


@pytest.mark.parametrize("tail", ["3 Comments", "Ein Kommentar", "Kategorien: Wetter", "Stand: 4 Uhr"])
def test_what_stands_behind_a_linked_name_is_no_part_of_it(tail: str) -> None:
    byline = f"<div class=byline>von <a rel=author href=/x>Karin</a> <a href=/y>{tail}</a></div>"
    assert metadata_of(page(f"<h1>A long night</h1>{byline}<p>{PROSE}</p>")).authors == ("Karin",)


@pytest.mark.parametrize("words", ["WATCH LIVE", "Twitter Facebook", "Sponsored Content", "Live Video", "Name"])
def test_what_buttons_say_is_no_name(words: str) -> None:
    byline = f"<div class=author-box><span>{words}</span></div>"
    assert metadata_of(page(f"<h1>A long night</h1>{byline}<p>{PROSE}</p>")).authors == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("2 May 2026 | Anna Müller", ("Anna Müller",)),
        ("02.05.2026 - Anna von Müller", ("Anna von Müller",)),
        ("02.05.2026 | 13:10 Uhr | Anna Müller", ("Anna Müller",)),
        ("이영희 기자 | 2026-05-02 16:52", ("이영희",)),
        ("2 May 2026 | EXAMPLE Harbour", ()),
        ("2 May 2026 | Tags: Harbour Fair", ()),
        ("Harbour Fair in 2026 - Annual Report", ()),
    ],
)
def test_a_name_beside_the_date_alone_is_the_author(line: str, names: tuple[str, ...]) -> None:
    assert metadata_of(page(f"<h1>A long night</h1><p>{line}</p><p>{PROSE}</p>")).authors == names


def test_the_only_author_whose_page_is_linked_anywhere_is_the_author() -> None:
    link = '<a href="/authors/jane-roe"><img></a><a href="/authors/jane-roe/">Jane Roe</a>'
    far = f"<h1>A long night</h1>{'<p><b>Ice</b> and snow.</p>' * 200}<div>{link}"
    assert metadata_of(page(f"{far}</div>")).authors == ("Jane Roe",)
    assert metadata_of(page(f'{far}<a href="/authors/john-doe">John Doe</a></div>')).authors == ()


def test_an_outlet_that_gives_its_address_is_no_person() -> None:
    head = '<meta name="author" content="Example Wave (www.example-herald.org)">'
    assert metadata_of(page("<h1>A long night</h1>", head)).authors == ("Example Wave",)
    body = f"<h1>A long night</h1><p>{PROSE}</p><p>Author: Jane Roe</p>"
    assert metadata_of(page(body, head)).authors == ("Jane Roe",)


def test_links_far_away_name_nobody_beside_an_author_without_a_full_name() -> None:
    head = json_ld(
        '{"@type": "NewsArticle", "headline": "A long night", "author": {"@type": "Person", "name": "Mazi"}}'
    )
    body = '<h1>A long night</h1><a href="/author/mazi">Mazi 2 May</a><a href="/author/jane">Jane Roe 1 May</a>'
    assert metadata_of(page(body, head)).authors == ("Mazi",)


# In each of these, words are longer than Chinese names are; labels end with the sign of their script.
LABELLED_IN_SCRIPTS = [
    ("מאת:", "רונית אברהמים"),
    ("בכתב: מאת", "רונית אברהמים"),
    ("بقلم:", "عبدالرحيم المنصوري"),
    ("نویسنده:", "فرهاد محمدزاده"),
    ("लेखक:", "राधिका श्रीवास्तव"),
    ("লেখক:", "রাবেয়া চৌধুরী"),
    ("ผู้เขียน:", "สมหญิง ใจกว้างขวาง"),
    ("Հեղինակ՝", "Արմինե Գրիգորյան"),
    ("ՀԵՂԻՆԱԿ:", "Արմինե Գրիգորյան"),
    ("ავტორი:", "თამარ ჯავახიშვილი"),
    ("எழுதியவர்:", "மீனாட்சி சுந்தரம்"),
    ("రచయిత :", "లక్ష్మీ వెంకటేశ్వర్లు"),
    ("ಲೇಖಕರು:", "ಸುಬ್ರಹ್ಮಣ್ಯ ಭಟ್ಟರು"),
    ("ലേഖകൻ:", "ബാലകൃഷ്ണൻ നമ്പൂതിരി"),
    ("ጸሐፊ፦", "ገብረመድኅን ተስፋዬ"),
    ("Höfundur:", "Sigríður Þorvaldsdóttir"),
    ("Egilea:", "Itziar Etxeberria"),
    ("Müəllif:", "Leyla Əliyeva"),
    ("Аўтар:", "Алеся Каралевіч"),
]
TWO = [
    ("Szerző:", "Tóth Ilona", "Fehérvári György"),
    ("Autori:", "Lucija Kraljević", "Petar Grgić"),
    ("מאת:", "רונית אברהמים", "יוסף כהן"),
]


@pytest.mark.parametrize(("label", "name"), LABELLED_IN_SCRIPTS)
@pytest.mark.parametrize(
    "markup", ["<p>{} {}</p>", "<div class=author>{} {}</div>", "<p><b>{}</b> <span>{}</span></p>"]
)
def test_a_name_in_any_script_is_whole(label: str, name: str, markup: str) -> None:
    body = f"<h1>A long night</h1>{markup.format(label, name)}<p>{PROSE}</p>"
    assert metadata_of(page(body)).authors == (name,)


@pytest.mark.parametrize(("label", "first", "second"), TWO)
@pytest.mark.parametrize("markup", ["<p>{} {}, {}</p>", "<div class=author>{} {}, {}</div>"])
def test_a_comma_parts_names_behind_a_label(label: str, first: str, second: str, markup: str) -> None:
    body = f"<h1>A long night</h1>{markup.format(label, first, second)}<p>{PROSE}</p>"
    assert metadata_of(page(body)).authors == (first, second)


@pytest.mark.parametrize("label", ["本报记者", "特约记者", "记者", "编译：", "通讯员"])
@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("周敏 郑强", ("周敏", "郑强")),
        ("周敏 王小强", ("周敏", "王小强")),
        ("周 敏 郑小强", ("周敏", "郑小强")),
        ("王林 李明", ("王林", "李明")),
        ("周敏 通讯员 郑强", ("周敏", "郑强")),
        ("港报 周敏", ("周敏",)),
        ("新华社 周敏", ("周敏",)),
        ("仝小霞 周敏", ("仝小霞", "周敏")),
        ("欧阳小敏 郑强 王林", ("欧阳小敏", "郑强", "王林")),
    ],
)
def test_blanks_part_the_names_of_chinese_reporters(label: str, written: str, names: tuple[str, ...]) -> None:
    for markup in ("<p>{} {}</p>", "<div class=author>{} {}</div>"):
        body = f"<h1>港口结冰</h1>{markup.format(label, written)}<p>{PROSE}</p>"
        assert metadata_of(page(body, language="zh")).authors == names


@pytest.mark.parametrize("written", ["高林 夏子", "林 文", "和田 夏美"])
def test_a_blank_parts_a_japanese_name_from_that_of_the_family(written: str) -> None:
    body = f"<h1>港が凍る</h1><p>記者 {written}</p><p>{PROSE}</p>"
    assert metadata_of(page(body, language="ja")).authors in ((written,), ())


LINES_OF_NAMES = [
    ("en", "<p>Jane Roe, Staff Writer</p>", ["Jane Roe"]),
    ("en", "<p class=byline>By Jane Roe, City Editor, and John Doe, Arts Reporter</p>", ["Jane Roe", "John Doe"]),
    ("en", "<p class=byline>By Jane Roe, John Doe, and Ann Lee</p>", ["Jane Roe", "John Doe", "Ann Lee"]),
    ("de", "<p class=autor>Ein Beitrag von Anna Schmidt</p>", ["Anna Schmidt"]),
    ("fr", "<p class=auteur>Une enquête de Jeanne Dupont</p>", ["Jeanne Dupont"]),
    ("fr", "<p>Jeanne Dupont, journaliste au service Monde</p>", ["Jeanne Dupont"]),
    ("es", "<p class=autor>Por María García y José Ortega y Gasset</p>", ["María García", "José Ortega y Gasset"]),
    ("pt", "<p>Por João Silva, de Lisboa</p>", ["João Silva"]),
    ("ru", "<p>Иван Петров, корреспондент</p>", ["Иван Петров"]),
    ("zh", "<p>文 | 王小明　编辑 | 李华</p>", ["王小明"]),
    ("zh", "<p>本报记者王小明 通讯员张伟</p>", ["王小明", "张伟"]),
    ("zh", "<p>責任編輯：李華　記者王小明／台北報導</p>", ["王小明"]),
    ("ja", "<p>文・山田太郎</p>", ["山田太郎"]),
    ("ko", "<p>김하늘·이바다 기자</p>", ["김하늘", "이바다"]),
    ("ko", "<p class=writer>글 김하늘 사진 이바다</p>", ["김하늘"]),
    ("he", "<p>דנה כהן, כתבת הנמל</p>", ["דנה כהן"]),
    ("tr", "<p>Haber: Ayşe Yılmaz</p>", ["Ayşe Yılmaz"]),
    ("el", "<p>Του Γιώργου Παπαδόπουλου</p>", ["Γιώργου Παπαδόπουλου"]),
    ("th", "<p>โดย สมชาย ใจดี</p>", ["สมชาย ใจดี"]),
    ("bn", "<p>লেখক: রহিম উদ্দিন</p>", ["রহিম উদ্দিন"]),
]


@pytest.mark.parametrize(("language", "line", "names"), LINES_OF_NAMES)
def test_lines_of_many_languages_name_who_wrote_and_nobody_else(language: str, line: str, names: list[str]) -> None:
    root = page(f"<h1>A long night</h1>{line}<p>{PROSE}</p>", language=language)
    assert list(metadata_of(root).authors) == names


@pytest.mark.parametrize(
    "line",
    [
        "<p>记者从市政府获悉，桥将重建</p>",
        "<p>5月14日的旧桥。港湾社记者 王小明 摄</p>",
        "<p>Bern, capital of the canton</p>",
        "<p>정치부 기자</p>",
        "<p>Της πόλης το μεγάλο γεφύρι</p>",
    ],
)
def test_lines_with_such_words_that_name_nobody_name_nobody(line: str) -> None:
    assert metadata_of(page(f"<h1>A long night</h1>{line}<p>{PROSE}</p>")).authors == ()


TEXT_AND_PICTURES = [
    ("Text und Fotos: {}", "Dana Wolter"),
    ("Fotos & Text: {}", "Dana Wolter"),
    ("Text/Bild: {}", "Dana Wolter"),
    ("Words and pictures by {}", "Jane Roe"),
    ("Story and photographs: {}", "Jane Roe"),
    ("Texte et photos : {}", "Anne Dubois"),
    ("Texto y fotos: {}", "Ana Ruiz"),
    ("Texto e fotos: {}", "Rui Sousa"),
    ("Testo e foto di {}", "Mara Rossi"),
    ("Text i fotos: {}", "Jordi Puig"),
    ("Tekst en foto's: {}", "Saskia Bos"),
    ("Tekst og foto: {}", "Ola Berg"),
    ("Text och bild: {}", "Nils Ek"),
    ("Teksti ja kuvat: {}", "Aino Virta"),
    ("Tekst ja fotod: {}", "Mati Tamm"),
    ("Texti og myndir: {}", "Jón Ari Hall"),
    ("Tekst i zdjęcia: {}", "Anna Nowak"),
    ("Text a foto: {}", "Jan Novák"),
    ("Text și foto: {}", "Ion Radu"),
    ("Szöveg és fotó: {}", "Kiss Anna"),
    ("Yazı ve fotoğraflar: {}", "Ayşe Demir"),
    ("Текст и фото: {}", "Иван Лесной"),
    ("Текст і світлини: {}", "Олена Гай"),
    ("Κείμενο και φωτογραφίες: {}", "Νίκη Βέλλη"),
    ("文・写真　{}", "森田あかね"),
    ("写真と文：{}", "森田あかね"),
    ("글·사진 {}", "김하늘"),
    ("글과 사진: {}", "김하늘"),
    ("图文：{}", "王小明"),
    ("เรื่องและภาพ: {}", "มานี ใจดี"),
    ("Bài và ảnh: {}", "Nguyễn Văn An"),
    ("Teks dan foto: {}", "Siti Aminah"),
    ("نص وصور: {}", "ليلى حداد"),
    ("טקסט וצילום: {}", "דנה כהן"),
    ("लेख और फोटो: {}", "राम शर्मा"),
    ("ტექსტი და ფოტო: {}", "ნინო ბერიძე"),
]
VERBS = [
    "skrifar",
    "skriver",
    "schreibt",
    "kirjoittaa",
    "kirjutab",
    "raksta",
    "rašo",
    "yazdı",
    "írja",
    "пишет",
    "γράφει",
]
META = ['<p class="autor">{}</p>', "<div><span>{}</span></div>", "<p>{}</p><time>14 May 2024</time>"]


@pytest.mark.parametrize("markup", META)
@pytest.mark.parametrize(("line", "name"), TEXT_AND_PICTURES)
def test_one_person_may_have_made_text_and_pictures(line: str, name: str, markup: str) -> None:
    shown = markup.format(line.format(name))
    assert metadata_of(page(f"<h1>A long night</h1>{shown}{PROSE}")).authors == (name,)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_may_stand_behind_the_name_of_who_wrote(verb: str) -> None:
    shown = f"<h1>A long night</h1><div><span>Jon Arason {verb}</span></div>{PROSE}"
    assert metadata_of(page(shown)).authors == ("Jon Arason",)


@pytest.mark.parametrize(
    "line",
    [
        "Text und Bilder sind geschützt",
        "Nobody writes",
        "the old man writes",
        "Text: ",
        "Hunden skriver",
        "Photos and text",
    ],
)
def test_such_words_that_name_nobody_name_nobody(line: str) -> None:
    assert metadata_of(page(f"<h1>A long night</h1><p>{line}</p>{PROSE}")).authors == ()


def test_an_agency_behind_names_is_no_author() -> None:
    shown = '<h1>A long night</h1><p class="byline">By Jane Roe and Omar Vance, Harbour Press</p>'
    assert metadata_of(page(shown + PROSE)).authors == ("Jane Roe", "Omar Vance")
    assert metadata_of(page('<h1>A long night</h1><p class="byline">By Frank Press</p>')).authors == ("Frank Press",)
