from __future__ import annotations

import re
from dataclasses import replace

import pytest

from extractors.model import Box, Category, Layer
from spiders.reports.differences import readable_diff
from storage import Store
from storage.history.prov import article_bundle
from storage.sentences import is_sentence
from storage.store.boxes import said
from storage.word_count import WORD, count_words
from tests.storage_samples import URL, article, extraction, fetch, removal

SAYS = "Help us to go on: a few crowns a month keep our reporters on the quay."
BOX = Box(Category.DONATION, Layer.SITE_RULE, "contribute", "asks for money: 'a few crowns'")
RELATED = Box(Category.RELATED, Layer.STRUCTURE, "links", "links to other stories, outside the article")
LEDGER = (removal("Dear readers,"), removal(SAYS), replace(removal("Also read this"), category=RELATED.category, box=1))


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "stet.db") as opened:
        yield opened


@pytest.fixture
def run(store):
    return store.begin_run("example", {}, "1", "r1")


def keep(store, run, url=URL, hours=0, **facts):
    ledger = {name: facts.pop(name, usual) for name, usual in (("boxes", (BOX, RELATED)), ("removals", LEDGER))}
    told = extraction(article(url=url, **facts), **ledger)
    return store.record(run, fetch(url, hours), told, "example")


def rows(store, sql, *values):
    return list(store.db.query(sql, values))


def test_boxes_are_stored_with_the_removals_that_went_with_them(store, run):
    keep(store, run)
    boxes = rows(store, "SELECT number, category, reason, blocks, says FROM boxes ORDER BY number")
    assert [tuple(row.values()) for row in boxes] == [
        (0, "donation", BOX.reason, 2, SAYS),
        (1, "related", RELATED.reason, 1, None),
    ]
    sql = "SELECT text, number FROM removals JOIN boxes ON boxes.id = removals.box ORDER BY removals.id"
    assert [row["number"] for row in rows(store, sql)] == [0, 0, 1]


def test_an_extraction_without_boxes_has_one_for_each_removal(store, run):
    keep(store, run, boxes=(), removals=(removal(), removal()))
    assert [row["reason"] for row in rows(store, "SELECT reason FROM boxes")] == ["class begins with contribute-"] * 2


def test_a_removal_of_a_box_that_is_not_told_stores_nothing(store, run):
    with pytest.raises(IndexError):
        keep(store, run, boxes=(BOX,))
    assert rows(store, "SELECT id FROM fetches UNION SELECT id FROM boxes") == []


def weeks(store):
    sql = "SELECT week, category, boxes, articles FROM box_weeks WHERE boxes != 0 ORDER BY week, category"
    return [tuple(row.values()) for row in rows(store, sql)]


def test_counts_are_of_boxes_and_articles_as_they_stand(store, run):
    keep(store, run, boxes=(BOX, BOX, RELATED), removals=(removal(), replace(removal(), box=1)))
    assert weeks(store) == [("2026-11-23", "donation", 2, 1), ("2026-11-23", "related", 1, 1)]
    keep(store, run, hours=1, text="It was decided otherwise.", boxes=(BOX,), removals=LEDGER[:2])
    assert weeks(store) == [("2026-11-23", "donation", 1, 1)]
    assert rows(store, "SELECT * FROM article_weeks") == [{"site": "example", "week": "2026-11-23", "articles": 1}]


@pytest.mark.parametrize("published", [None, "1970-01-01", "2029-01-01T00:00:00Z", "2026", "soon"])
def test_dates_that_cannot_be_are_set_apart(store, run, published):
    keep(store, run, published=published)
    assert {week for week, *_ in weeks(store)} == {""}
    assert rows(store, "SELECT week, articles FROM article_weeks") == [{"week": "", "articles": 1}]
    assert rows(store, "SELECT articles, first_dated FROM appeals") == [{"articles": 1, "first_dated": None}]


def test_an_appeal_runs_from_the_first_article_to_the_last_by_their_dates(store, run):
    for number, day in enumerate(("2026-11-20", "2026-11-02", "2029-01-01")):
        keep(store, run, f"{URL}/{number}", published=day, text=f"Story {number}")
    (appeal,) = rows(store, "SELECT text, articles, first_dated, last_dated FROM appeals")
    assert tuple(appeal.values()) == (SAYS, 3, "2026-11-02", "2026-11-20")
    for number in range(3):
        keep(store, run, f"{URL}/{number}", 1, boxes=(), removals=(), text=f"Another {number}", published="2026-11-20")
    keep(store, run, f"{URL}/4", published="2026-11-22", text="Story 4")
    (appeal,) = rows(store, "SELECT articles, first_dated, last_dated FROM appeals")
    assert tuple(appeal.values()) == (1, "2026-11-22", "2026-11-22")


def test_provenance_tells_boxes_and_what_went_with_them(store, run):
    bundle = article_bundle(store.db, keep(store, run).article)
    box = next(name for name, entity in bundle["entity"].items() if entity.get("stet:reason") == BOX.reason)
    assert sum(each["prov:collection"] == box for each in bundle["hadMember"].values()) == 2


def test_the_summary_of_a_run_counts_boxes(store, run):
    keep(store, run)
    assert store.summary(run).boxes == {"donation": 1, "related": 1}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("The council voted - at last", 6),
        ("市议会周一投票。", 7),
        ("市議会は月曜日に投票した。", 12),
        ("Совет проголосовал в понедельник", 4),
        ("시의회는 월요일에 투표했다", 3),
        ("สภาเมืองลงมติเมื่อวันจันทร์", 6),
        ("東京 Tokyo 2026", 4),
    ],
)
def test_words_are_counted_in_every_script(text, number):
    assert count_words(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "Donate now",
        "Dear readers,",
        "Dear friends of our paper, and all who read it,",
        "ログイン",
        "Поддержать",
        "Share Tweet Email Print",
        "Terms of use / Privacy policy / Manage your letters and alerts",
        "Follow the paper on its channels:",
        "Teilen Sie dies mit:",
        "用户名：密码",
        "缩小字体放大字体收藏微博",
        "Liebe Leserinnen und Leser!",
        "Liebe Leserin, lieber Leser!",
        "Уважаемые читатели нашего сайта!",
        "亲爱的读者朋友们！",
        "Now that you are here ...",
        "Loading the box of friends…",
        "Facebook X WhatsApp Telegram LinkedIn Reddit Pinterest Tumblr",
        "Share on X Share on Facebook Share on Mastodon Copy Share",
        "Auf Facebook teilen Auf Twitter teilen Per Mail teilen",
        "Click here to share on Facebook (opens in a new window)",
        "用微信扫描二维码 分享至好友和朋友圈",
        "فيسبوك تويتر واتساب تليجرام فيسبوك تويتر واتساب",
        "To the offers To the offers To the offers",
        "Like us on Facebook!",
        "{* signInForm *} Have you forgotten your password? Use another account {* /signInForm *}",
    ],
)
def test_buttons_labels_rows_of_them_and_salutations_are_no_sentences(text):
    assert not is_sentence(text)


@pytest.mark.parametrize(
    "text",
    [
        SAYS,
        "ข่าวนี้ฟรีสำหรับทุกคนเพราะมีผู้สนับสนุน",
        "记者需要你的支持，请捐款。",
        "Подпишитесь на рассылку сегодня!",
        "Dear reader, help us to go on.",
        "Liebe Leserin, wir brauchen Sie jetzt!",
        "Dear readers of the paper! We need you now.",
        "Follow the paper on Facebook and Mastodon to see what happens first",
        "We live on what you give (and on nothing else).",
        "Help us ... we need a new boat.",
    ],
)
def test_what_an_appeal_says_is_a_sentence(text):
    assert is_sentence(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The bridge, again", ["The", "bridge", "again"]),
        ("桥塌了 in 2026年", ["桥", "塌", "了", "in", "2026", "年"]),
        ("橋が落ちたBridge", ["橋", "が", "落", "ち", "た", "Bridge"]),
        ("สภา", ["ส", "ภ", "า"]),
        ("다리가 무너졌다", ["다리가", "무너졌다"]),
        ("мост упал", ["мост", "упал"]),
    ],
)
def test_texts_are_compared_by_word_or_by_character_where_words_have_no_spaces(text, words):
    assert re.findall(WORD, text) == words


@pytest.mark.parametrize(("old", "new"), [("桥今天塌了。", "桥昨天塌了。"), ("สะพานพังวันนี้", "สะพานพังวันก่อน")])
def test_a_change_within_a_sentence_without_spaces_is_shown_within_it(old, new):
    assert readable_diff(old, new).lstrip().startswith("~")
    assert "[-" in readable_diff(old, new)


OTHER = "Get the news of the quay in your inbox, every Friday."
SMALL = "You can unsubscribe at any time, and we never share your address with anybody else, be it who it may."


@pytest.mark.parametrize(
    ("reason", "texts", "line"),
    [
        ("offers a newsletter: “your inbox”, a form", ["Newsletter", OTHER, SMALL], OTHER),
        ("offers a newsletter: “your inbox”", [SMALL, OTHER], OTHER),
        ("the site's own rule: the box below", ["Newsletter", OTHER, SMALL], OTHER),
        ("offers a newsletter: “newsletter”", ["Newsletter", "Your name", "Dear readers,"], None),
    ],
)
def test_a_box_says_the_line_that_asks_not_the_longest(reason, texts, line):
    assert said(Box(Category.NEWSLETTER, Layer.WORDING, "asks-in-words", reason), texts) == line
    assert said(Box(Category.RELATED, Layer.WORDING, "related", reason), texts) is None
