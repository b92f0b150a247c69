from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import Page, extract
from extractors.access import AccessFinding, read_access
from extractors.access.wording import ENDING, PATTERNS, SIGNS, Demand, WallWords
from extractors.html.walk import read_document
from extractors.metadata.structured import read_structured
from extractors.model import Access
from extractors.sites.site_file import AccessOverride
from tests.metadata_pages import PROSE, json_ld, page

if TYPE_CHECKING:
    from lxml import etree

WHOLE = "".join(f"<p>{PROSE}</p>" for _ in range(4))


def find(root: etree._Element, override: AccessOverride | None = None) -> AccessFinding:
    texts = [candidate.text for candidate in read_document(root).candidates]
    return read_access(root, read_structured(root), texts, override or AccessOverride())


def stated(free: str, more: str = "") -> str:
    return json_ld(f'{{"@type": "NewsArticle", "headline": "x", "isAccessibleForFree": {free}{more}}}')


@pytest.mark.parametrize("free", ["true", '"True"', '"https://schema.org/True"', "1"])
def test_stated_as_free(free: str) -> None:
    finding = find(page(WHOLE, stated(free)))
    assert (finding.access, finding.complete) == (Access.FREE, True)


def test_not_free_and_whole_is_metered() -> None:
    finding = find(page(WHOLE, stated('"False"')))
    assert (finding.access, finding.complete) == (Access.METERED, True)


def test_nothing_said_is_unknown() -> None:
    assert find(page(WHOLE)) == AccessFinding(Access.UNKNOWN, None, "")


def test_tier_comes_before_schema_org() -> None:
    head = '<meta property="article:content_tier" content="locked">' + stated("true")
    assert find(page(WHOLE, head)).access is Access.LOCKED


@pytest.mark.parametrize(
    "wall",
    [
        "To continue reading, please subscribe",
        "Jetzt weiterlesen mit Plus",
        "Pour lire la suite, abonnez-vous",
        "Para seguir leyendo, suscríbete",
        "Articolo riservato agli abbonati",
        "Pozostało 80% artykułu",
        "Denne artikel er kun for abonnenter",
        "この記事は会員限定です",
        "Доступно только по подписке",
    ],
)
def test_a_text_that_stops_at_a_wall_is_locked(wall: str) -> None:
    finding = find(page(f"<p>{PROSE}</p><div>{wall}</div>"))
    assert (finding.access, finding.complete) == (Access.LOCKED, False)
    assert "stops at" in finding.evidence


def test_a_wall_outdoes_the_markup() -> None:
    finding = find(page(f"<p>{PROSE}</p><div>To continue reading, please subscribe</div>", stated("true")))
    assert finding.access is Access.LOCKED


def test_a_hidden_wall_does_not_cut_a_whole_text() -> None:
    finding = find(page(f"<div>Create an account to continue reading</div>{WHOLE}"))
    assert (finding.access, finding.complete) == (Access.METERED, True)


def test_a_line_that_trails_off_before_the_wall_is_cut() -> None:
    body = f"{WHOLE}<p>{PROSE[:-1]}...</p><div>Subscribe to continue reading</div>"
    assert find(page(body)).complete is False


@pytest.mark.parametrize("line", ["Already a subscriber? Log in", "For Subscribers", "Weiterlesen", "Continue reading"])
def test_frame_lines_are_no_walls(line: str) -> None:
    assert find(page(f"<p>{PROSE}</p><div>{line}</div>")).access is Access.UNKNOWN


def test_news_about_walls_is_not_walled() -> None:
    text = "The paper now asks readers to subscribe; others count free articles, and some close altogether. " * 6
    assert find(page(f"<p>{text}</p>")).access is Access.UNKNOWN


def test_free_articles_that_are_left_mean_a_meter() -> None:
    assert find(page(f"{WHOLE}<div>You have 2 free articles left</div>")).access is Access.METERED


def test_article_body_longer_than_the_page_is_cut() -> None:
    body = " ".join(f"Sentence number {number} is of the article and not of the page." for number in range(60))
    head = stated("false", f', "articleBody": "{body}"')
    assert find(page("<p>Sentence number 0 is of the article.</p>", head)).complete is False
    assert find(page(f"<p>{body}</p>", head)).complete is True


MENU = "".join(f"<li><a href=/{number}>Harbour and ferries {number}</a></li>" for number in range(60))


@pytest.mark.parametrize("shown", [1, 3, 8])
@pytest.mark.parametrize("said", ["false", '"False"', '["http://schema.org/False"]'])
def test_a_body_that_begins_on_the_page_and_does_not_go_on_is_cut(shown: int, said: str) -> None:
    """However many words the menu has."""
    sentences = [f"On day {n} some {n * 7} ships came to quay {n * 3}, said {n * 13} people." for n in range(30)]
    head = stated(said, f', "articleBody": "{" ".join(sentences)}"')
    cut = page(f"<ul>{MENU}</ul><p>{' '.join(sentences[:shown])}</p><p>More for our members.</p>", head)
    assert (find(cut).access, find(cut).complete) == (Access.LOCKED, False)
    whole = page(f"<ul>{MENU}</ul><p>{' '.join(sentences)}</p>", head)
    assert (find(whole).access, find(whole).complete) == (Access.METERED, True)


def test_a_body_in_another_order_on_a_page_that_withholds_nothing_is_not_cut() -> None:
    sentences = [f"On day {n} some {n * 7} ships came to quay {n * 3}, said {n * 13} people." for n in range(30)]
    rows = "".join(
        f"<tr><td>{n * 3}</td><td>{n * 7} ships</td><td>day {n}, {n * 13} people</td></tr>" for n in range(30)
    )
    head = json_ld(f'{{"@type": "NewsArticle", "articleBody": "{" ".join(sentences)}"}}')
    assert find(page(f"<ul>{MENU}</ul><p>{sentences[0]}</p><table>{rows}</table>", head)).complete is None


def test_protected_part_that_is_empty_is_cut() -> None:
    head = stated("false", ', "hasPart": {"isAccessibleForFree": "False", "cssSelector": ".paywall"}')
    assert find(page(f"<p>{PROSE}</p><div class=paywall>Offer</div>", head)).access is Access.LOCKED
    assert find(page(f"<div class=paywall>{WHOLE}</div>", head)).complete is True


def test_a_selector_that_does_not_compile_is_passed_over() -> None:
    head = stated("false", ', "hasPart": [{"cssSelector": ".a["}, 3, {"cssSelector": [".b", null]}]')
    assert find(page(WHOLE, head)).access is Access.METERED


def test_a_site_file_comes_first() -> None:
    override = AccessOverride(locked="//i[@class='lock']", metered="//i[@class='meter']", otherwise=Access.FREE)
    assert find(page(f"<i class=lock>+</i>{WHOLE}", stated("true")), override).access is Access.LOCKED
    assert find(page(f"<i class=meter>+</i>{WHOLE}", stated("true")), override).access is Access.METERED
    assert find(page(WHOLE, stated("false")), override).access is Access.FREE


def test_signs_of_walls_can_be_met_by_their_patterns() -> None:
    for demand in Demand:
        for sign in PATTERNS[demand]:
            assert sign == sign.lower()
            assert len(sign.encode()) >= ENDING
            assert not re.search(r"\s{2}|\t", sign)


@given(st.lists(st.text(), max_size=5))
def test_no_texts_make_the_search_fail(texts: list[str]) -> None:
    assert all(list(WallWords(texts).find(demand)) is not None for demand in Demand)


ALL_SIGNS = sorted({sign for signs in PATTERNS.values() for sign in signs})


@given(st.lists(st.lists(st.sampled_from([*ALL_SIGNS, "läs", "read", " ", "f"]), max_size=4).map("".join), max_size=6))
def test_signs_are_found_wherever_they_stand(texts: list[str]) -> None:
    page = "\n".join(texts).encode()
    ends = range(len(page) + 1)
    expected = [(sign, end) for end in ends for sign in ALL_SIGNS if page.endswith(sign.encode(), 0, end)]
    assert sorted(SIGNS.places(page)) == sorted(expected)


@pytest.mark.parametrize(
    "wall",
    [
        "Subscribe to read on. Already a subscriber? Log in.",
        "Sign in to read this article",
        "Dieser Artikel ist Abonnenten vorbehalten",
        "Jetzt abonnieren und weiterlesen",
        "Cet article est réservé aux abonnés",
        "Para leer el artículo completo, suscríbete",
        "Conteúdo exclusivo para assinantes",
        "Abbonati per leggere l'articolo completo",
        "Log in om verder te lezen",
        "Logg inn for å lese videre",
        "Logga in för att läsa hela artikeln",
        "Bliv abonnent og læs videre",
        "Tilaa ja lue koko juttu",
        "Ten artykuł jest dostępny tylko dla prenumeratorów",
        "Tento článok je určený len pre predplatiteľov",
        "Материал доступен только подписчикам",
        "Щоб читати далі, оформіть передплату",
        "Haberin devamını okumak için giriş yapın",
        "A teljes cikk elolvasásához fizessen elő",
        "Αποκλειστικά για συνδρομητές",
        "Abonează-te pentru a citi mai departe",
        "この続きは会員登録するとお読みいただけます",
        "登录后查看全文",
        "구독하시면 기사 전문을 볼 수 있습니다",
        "هذا المقال متاح للمشتركين فقط",
        "כדי להמשיך לקרוא, הירשמו",
        "Artikel ini khusus pelanggan",
        "Đăng ký để đọc tiếp",
        "Aquesta notícia és només per a subscriptors",
        "Registra't per continuar llegint",
        "Artigo só para subscritores",
        "Harpidetu irakurtzen jarraitzeko",
        "See artikkel on ainult tellijatele",
        "Šis raksts pieejams tikai abonentiem",
        "Norėdami skaityti toliau, prisijunkite",
        "Þessi grein er aðeins fyrir áskrifendur",
        "این مطلب ویژه مشترکان است",
        "บทความนี้สำหรับสมาชิกเท่านั้น",
    ],
)
def test_a_wall_is_known_in_many_languages(wall: str) -> None:
    assert find(page(f"<p>{PROSE}</p><div>{wall}</div>")).access is Access.LOCKED
    assert (
        find(page(f"{WHOLE}<p>The paper writes “{wall}” over many of its texts. {PROSE}</p>{WHOLE}")).complete is None
    )


WALL_LINES = [
    "Subscribe to read on. Already a subscriber? Log in.",
    "The rest of this article is available to those who pay.",
    "Contenu: article réservé aux abonnés du journal.",
    "Pour lire la suite, il faut payer.",
    "Der Rest folgt, wenn Sie sich anmelden: um weiterzulesen, brauchen Sie ein Abo.",
]


@pytest.mark.parametrize("line", WALL_LINES)
@pytest.mark.parametrize("tag", ["p", "div", "h3"])
def test_the_line_of_a_wall_is_no_part_of_the_article(line: str, tag: str) -> None:
    teaser = f"<p>{PROSE}</p><p>{PROSE[40:]} {PROSE[:60]}</p><{tag}>{line}</{tag}>"
    body = f"<html><body><article><h1>Ice in the harbour</h1>{teaser}</article></body></html>"
    moment = datetime(2026, 5, 4, tzinfo=UTC)
    article = extract(Page("https://a.example/x", body.encode(), {}, 200, moment)).article
    assert article is not None
    assert article.complete is False
    assert line not in article.text


# What follows is for those who pay: said of the rest, with or without a verb.
RESTS = [
    "Dalsza część artykułu tylko dla prenumeratorów.",
    "Dalszy ciąg dostępny dla subskrybentów",
    "Pozostała część tekstu jest dostępna wyłącznie dla abonentów",
    "Der Rest des Artikels ist nur für Abonnenten",
    "Die Fortsetzung ist unseren Abonnenten vorbehalten",
    "The rest of this article is only for subscribers",
    "The remainder of this story is reserved for members",
    "La suite de l'article est réservée à nos abonnés",
    "Suite réservée aux abonnés",
    "El resto de este artículo es solo para suscriptores",
    "Continuación exclusiva para suscriptores",
    "O restante do artigo é exclusivo para assinantes",
    "A continuação é só para assinantes",
    "Il resto dell'articolo è riservato agli abbonati",
    "Il seguito è solo per abbonati",
    "De rest van dit artikel is alleen voor abonnees",
    "Resten av artikeln är endast för prenumeranter",
    "Resten af artiklen er kun for abonnenter",
    "Resten av saken er kun for abonnenter",
    "Loput jutusta vain tilaajille",
    "Zbytek článku je jen pro předplatitele",
    "Celý článek je dostupný pouze pro předplatitele",
    "Zvyšok článku je len pre predplatiteľov",
    "Продолжение доступно только подписчикам",
    "Полный текст только для подписчиков",
    "Продовження статті лише для передплатників",
    "Працяг толькі для падпісчыкаў",
    "Останалата част е само за абонати",
    "Остатак чланка је само за претплатнике",
    "Ostatak članka dostupan je samo pretplatnicima",
    "Preostanek članka je na voljo samo naročnikom",
    "A cikk folytatása csak előfizetőknek érhető el",
    "Restul articolului este disponibil doar pentru abonați",
    "Haberin devamı sadece abonelere",
    "Η συνέχεια του άρθρου μόνο για συνδρομητές",
    "Ülejäänud artikkel on ainult tellijatele",
    "Raksta turpinājums tikai abonentiem",
    "Straipsnio tęsinys tik prenumeratoriams",
    "Framhald greinarinnar er aðeins fyrir áskrifendur",
    "続きは有料会員のみお読みいただけます",
    "이후 내용은 유료회원만 볼 수 있습니다",
    "余下内容仅限订阅用户阅读",
    "剩餘內容僅供訂閱會員閱讀",
    "بقية المقال للمشتركين فقط",
    "ادامه مطلب فقط برای مشترکان",
    "המשך הכתבה למנויים בלבד",
    "Phần còn lại chỉ dành cho thuê bao",
    "Selengkapnya hanya untuk pelanggan",
    "เนื้อหาส่วนที่เหลือสำหรับสมาชิกเท่านั้น",
    "La resta de l'article és només per a subscriptors",
    "O resto do artigo é só para subscritores",
    "Gainerakoa harpidedunentzat bakarrik",
    "Pjesa tjetër vetëm për abonentët",
    "შემდეგი ნაწილი მხოლოდ გამომწერებისთვის",
    "Շարունակությունը միայն բաժանորդների համար",
    "इस लेख का शेष भाग केवल सदस्यों के लिए",
    "নিবন্ধের বাকি অংশ শুধু গ্রাহকদের জন্য",
    "Мақаланың жалғасы тек жазылушыларға",
]


@pytest.mark.parametrize("wall", RESTS)
def test_a_rest_for_those_who_pay_is_a_wall_in_any_language(wall: str) -> None:
    markup = '<article itemscope itemtype="https://schema.org/NewsArticle"><meta itemprop="isAccessibleForFree" {}>'
    body = f"<h1>A long night</h1><p>{PROSE}</p><div><p>{wall}</p></div></article>"
    for stated_free in ('content="false"', 'content="False"', 'href="https://schema.org/False"'):
        assert find(page(markup.format(stated_free) + body)).access is Access.LOCKED
    assert find(page(f"<p>{PROSE}</p><div>{wall}</div>")).access is Access.LOCKED


QUOTED = [
    "Until now, the words “{}” met four readers in five.",
    "Bislang lasen vier von fünf Lesern dort die Worte „{}“ nach dem zweiten Absatz.",
    "Jusqu’ici, quatre lecteurs sur cinq lisaient « {} » après deux paragraphes.",
    'Before that, "{}" was what most of the readers saw.',
    "До сих пор четверо из пяти читателей видели слова «{}» после второго абзаца.",
    "これまで読者の多くは「{}」という言葉で足を止められていた。",
]


@pytest.mark.parametrize(
    "wall", ["This article is for subscribers only", "Pour lire la suite, abonnez-vous", *RESTS[:8]]
)
@pytest.mark.parametrize("sentence", QUOTED)
def test_a_sentence_that_quotes_a_wall_is_none(sentence: str, wall: str) -> None:
    body = f"<p>{PROSE}</p><p>{sentence.format(wall)}</p><p>{PROSE[40:]}</p>"
    found = find(page(body, stated("true")))
    assert (found.access, found.complete) == (Access.FREE, True)
    assert find(page(body)).access is Access.UNKNOWN


TOLD = [
    "Her report from the mine was only for subscribers, so that the miners read it from a photograph.",
    "The long story about the mine was reserved for our subscribers, and the miners read it from a photograph.",
    "Der Bericht aus der Grube war nur für Abonnenten zu sehen, und die Bergleute lasen ihn von einem Foto ab.",
    "Die Bergleute lasen den Bericht, der damals nur für Abonnenten gedruckt war, von einem Foto ab.",
    "La crónica de la mina era exclusiva para suscriptores, y los mineros la leyeron en una fotografía.",
    "Il racconto della miniera era riservato agli abbonati, e i minatori lo lessero da una fotografia.",
    "Rapporten från gruvan var endast för prenumeranter, och gruvarbetarna läste den från ett foto.",
    "Репортаж из шахты был только для подписчиков, и шахтёры читали его с фотографии.",
    "Relacja z kopalni była tylko dla prenumeratorów, więc górnicy czytali ją ze zdjęcia.",
]


@pytest.mark.parametrize("sentence", TOLD)
@pytest.mark.parametrize("before", ["", "The miners were not asked. "])
def test_a_sentence_that_tells_of_a_wall_is_none(sentence: str, before: str) -> None:
    body = f"<p>{PROSE}</p><p>{before}{sentence}</p><p>{PROSE[40:]}</p>"
    assert find(page(body)).access is Access.UNKNOWN


@pytest.mark.parametrize("past", ["The mine was closed. ", "Die Grube war zu: ", "La mina era vieja, "])
@pytest.mark.parametrize("wall", ["This article is for subscribers only", *RESTS[:8]])
def test_a_wall_behind_a_sentence_of_the_past_is_one(past: str, wall: str) -> None:
    assert find(page(f"<p>{PROSE}</p><p>{past}{wall}</p>")).access is Access.LOCKED


@pytest.mark.parametrize(
    "wall",
    ["“To continue reading, please subscribe”", "「この記事は会員限定です」", "«Jetzt weiterlesen mit Plus»"],
)
def test_a_wall_in_quotation_marks_alone_is_one(wall: str) -> None:
    assert find(page(f"<p>{PROSE}</p><div>{wall}</div>")).access is Access.LOCKED
