from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import Store
from storage.care.mending import mend
from storage.changes.comparing import State, class_of, compare
from tests.storage_samples import URL, article, extraction, fetch

LEAD = "The council voted for the bridge on Monday after a debate that had lasted for eleven years."
COST = "It will cost 84 million crowns, the mayor said, and nobody will have to pay a toll."
QUOTE = "She called it a good day for all who live on the other side of the water."


def state(*paragraphs, title="Bridge gets built", access="free", complete=1):
    return State(title, "\n".join(paragraphs), access, complete)


def told(before, after):
    found = compare(before, after)
    return class_of(before, after, found).value, found.told


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (state(LEAD.replace("debate", "debaet"), COST, QUOTE), ("typo", "paragraphs: 1 rewritten")),
        (state(LEAD.replace(" after", ", after"), COST, QUOTE), ("typo", "paragraphs: 1 rewritten")),
        (state(LEAD.replace("for the", "for the the"), COST, QUOTE), ("typo", "paragraphs: 1 rewritten")),
        (state(LEAD, COST.replace("84", "94"), QUOTE), ("substance", "paragraphs: 1 rewritten")),
        (state(LEAD.replace("voted", "did not vote"), COST, QUOTE), ("substance", "paragraphs: 1 rewritten")),
        (state(LEAD, COST), ("substance", "paragraphs: 1 removed")),
        (state(LEAD, COST, "Boats will stop.", QUOTE), ("substance", "paragraphs: 1 added")),
        (state(LEAD, QUOTE, COST), ("substance", "paragraphs: 1 moved")),
        (state(LEAD, COST, QUOTE, title="No bridge"), ("headline", "headline changed")),
        (state(LEAD, COST, QUOTE, title="Bridge gets bulit"), ("typo", "headline changed")),
        (state(LEAD, access="locked", complete=0), ("wall", "paragraphs: 2 removed")),
    ],
)
def test_a_change_has_a_class_and_is_told(after, expected):
    assert told(state(LEAD, COST, QUOTE), after) == expected


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: the bridge costs 94 million.",
        "An earlier version of this article named the wrong mayor.",
        "Korrektur: Die Brücke kostet 94 Millionen.",
        "Rectificatif : le pont coûte 94 millions.",
        "Corrección: el puente cuesta 94 millones.",
        "Исправлено: мост стоит 94 миллиона.",
        "訂正：橋の費用は9400万でした。",
        "更正：桥梁造价为9400万。",
        "تصحيح: تكلفة الجسر 94 مليونا.",
    ],
)
def test_a_notice_of_correction_is_known_by_its_first_words(notice):
    assert told(state(LEAD, COST), state(LEAD, COST, notice))[0] == "correction"
    assert told(state(LEAD, notice), state(LEAD, notice, COST))[0] == "substance"


@pytest.mark.parametrize("word", ["港口", "东京"])
def test_scripts_without_spaces_are_compared_by_the_character(word):
    found = compare(state("港务局周一晚间决定旧桥将关闭三年。"), state(f"港务局周一晚间决定旧桥将关闭三年{word}。"))
    assert len(found.rewritten) == 1


LINES = st.lists(st.text("ab ", max_size=5), max_size=6)


@given(LINES, LINES)
def test_every_paragraph_of_the_new_text_is_accounted_for(old, new):
    found = compare(state(*old), state(*new))
    fresh = [line for line in state(*new).text.split("\n") if line not in state(*old).text.split("\n")]
    assert sorted([*found.added, *(after for _, after in found.rewritten)]) == sorted(fresh)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "stet.db") as opened:
        yield opened


def changes(store):
    return [tuple(row.values()) for row in store.db.query("SELECT class, cause, told FROM changes ORDER BY id")]


def test_what_outlets_change_is_kept_and_what_our_rules_change_is_not(store):
    run = store.begin_run("example", {}, "1", "r1")
    store.record(run, fetch(), extraction(article(LEAD)), "example")
    store.record(run, fetch(hours=1, body=b"2"), extraction(article(LEAD, title="No bridge")), "example")
    store.record(run, fetch(hours=2, body=b"2"), extraction(article(COST), rules_version="r2"), "example")
    assert changes(store) == [("headline", "outlet", "headline changed")]


def test_an_article_that_is_gone_is_told_once_until_it_is_back(store):
    run = store.begin_run("example", {}, "1", "r1")
    store.record(run, fetch(), extraction(), "example")
    for hours, status in ((1, 404), (2, 410), (3, 500)):
        store.record(run, fetch(hours=hours, status=status, error=f"{status}"), None, "example")
    store.record(run, fetch(hours=4), extraction(), "example")
    store.record(run, fetch(hours=5, status=404, error="404"), None, "example")
    store.record(run, fetch(f"{URL}/never", hours=6, status=404, error="404"), None, "example")
    assert changes(store) == [("gone", "outlet", "the page is gone")] * 2


def test_a_version_that_is_mended_away_leaves_no_change_and_no_box(store):
    run = store.begin_run("example", {}, "1", "r1")
    store.record(run, fetch(), extraction(article(LEAD)), "example")
    store.record(run, fetch(hours=1, body=b"2"), extraction(article(f"Log in to read on. {LEAD}")), "example")
    mend(store.db, lambda _title, text, _is_dated: "a wall" if "Log in" in text else None)
    assert changes(store) == []
    assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert [row["version"] for row in store.db.query("SELECT version FROM boxes")] == [1]


SENTENCES = {
    "th": "สภาเมืองลงมติเมื่อวันจันทร์ให้สร้างสะพานข้ามแม่น้ำหลังจากถกเถียงกันมาสิบเอ็ดปี",
    "lo": "ສະພາເມືອງລົງມະຕິໃນວັນຈັນໃຫ້ສ້າງຂົວຂ້າມແມ່ນ້ຳຫຼັງຈາກໂຕ້ຖຽງກັນມາສິບເອັດປີ",
    "km": "ក្រុមប្រឹក្សាក្រុងបានបោះឆ្នោតកាលពីថ្ងៃច័ន្ទឱ្យសាងសង់ស្ពានឆ្លងកាត់ទន្លេ",
    "my": "မြို့တော်ကောင်စီသည် တနင်္လာနေ့တွင် မြစ်ကူးတံတားဆောက်ရန် မဲပေးခဲ့သည်",
    "zh": "市议会星期一在争论了十一年之后投票决定修建跨河大桥。",
    "ja": "市議会は月曜日、十一年にわたる議論の末に橋の建設を可決した。",
    "ko": "시의회는 월요일에 십일 년 동안의 논쟁 끝에 다리를 짓기로 의결했다.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_character_that_is_mended_is_a_small_difference_in_all_scripts(language) -> None:
    line = SENTENCES[language]
    found = compare(state(line), state(line[:8] + line[9:]))
    assert found.told == "paragraphs: 1 rewritten"
