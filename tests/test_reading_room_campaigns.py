"""Which appeals are campaigns, and what is told of one."""

from __future__ import annotations

from storage import Store
from storage.reading_room.campaigns import campaigns, read


def wording(number, text, articles=3, site="quay", **changes):
    row = {"id": number, "site": site, "category": "donation", "text": text, "articles": articles}
    return row | {"first_dated": "2026-01-05", "last_dated": "2026-02-02", "outlets": 1} | changes


def test_a_campaign_tells_between_how_many_articles_its_wordings_stand_in():
    told = campaigns([wording(1, "Give us ten crowns a month.", 7), wording(2, "Give us five crowns a month.", 6)])
    assert [(each["least"], each["articles"], len(each["wordings"])) for each in told] == [(7, 13, 2)]


def test_what_stands_in_the_same_articles_is_one_campaign():
    told = campaigns([wording(1, "Give us ten crowns."), wording(2, "Our readers pay for it."), wording(3, "x", 4)])
    assert [each["beside"] for each in told] == [[], ["Our readers pay for it."]]


def test_words_of_several_outlets_and_forms_to_log_in_are_no_campaigns(tmp_path):
    with Store.open(tmp_path / "stet.db") as store:
        for site in ("bay", "quay", "sound", "narrows"):
            for category, text in (
                ("newsletter", "Tell me of new comments by mail, please."),
                ("registration", f"Log in to go on reading {site}, please."),
                ("donation", f"Our readers pay for all of {site}; help us."),
            ):
                told = (site, category, text, 5, "2026-01-05", "2026-02-02")
                columns = "site, category, text, articles, first_dated, last_dated"
                store.db.execute(f"INSERT INTO appeals ({columns}) VALUES (?, ?, ?, ?, ?, ?)", told)  # noqa: S608
        found = read(store.db, {"site": "", "category": ""})
        asked = read(store.db, {"site": "quay", "category": "registration"})
    assert {each["category"] for each in found["campaigns"]} == {"donation"}
    assert [(row["text"], row["outlets"]) for row in found["shared"]] == [
        ("Tell me of new comments by mail, please.", 4)
    ]
    assert [each["site"] for each in asked["campaigns"]] == ["quay"]
