"""Charts say their scale, show the sites that matter, and tell categories by more than colour."""

from __future__ import annotations

from datetime import date

import pytest

from storage import Store
from storage.reading_room.charts import SITES, overview
from storage.reading_room.directions import tag
from storage.reading_room.svg import HATCHES, hatch_of, shares, stacked
from tests.reading_samples import furnish


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return furnish(tmp_path_factory.mktemp("charts"))


def test_the_same_height_is_the_same_number_in_all():
    days = ["2026-11-22", "2026-11-23"]
    alone = stacked(days, {"articles": {days[0]: 2}}, "small")
    shared = stacked(days, {"articles": {days[0]: 2}}, "small", 8)
    assert 'height="100.0"' in alone
    assert 'height="25.0"' in shared
    assert '<span class="most">8</span>' in shared


def test_sites_beyond_twenty_are_folded(room, monkeypatch):
    assert SITES == 20
    monkeypatch.setattr("storage.reading_room.charts.SITES", 4)
    with Store.open(room.path) as store:
        daily = overview(store.db, "", date(2026, 11, 23))["daily"]
    assert [row["chart"] is not None for row in daily[:6]] == [True] * 4 + [False] * 2
    html = room.get("/charts").text
    assert html.count('<figure class="small">') == 4
    assert f"{len(daily) - 4} more sites" in html


def test_the_largest_sites_are_told_first_and_among_them_those_that_lock_most(room, monkeypatch):
    monkeypatch.setattr("storage.reading_room.charts.SITES", 2)
    with Store.open(room.path) as store:
        access = overview(store.db, "", date(2026, 11, 23))["access"]
    assert access[0]["articles"] == max(row["articles"] for row in access)
    for part in (access[:2], access[2:]):
        assert [row["locked"] for row in part] == sorted((row["locked"] for row in part), reverse=True)
    assert min(row["articles"] for row in access[:2]) >= max(row["articles"] for row in access[2:])


def test_neighbours_in_a_stack_differ_by_their_hatch(room):
    assert len({hatch_of(place) for place in range(HATCHES)}) == HATCHES
    html = room.get("/charts").text
    assert 'class="hatch hatch-0"' in html
    assert 'class="hatch hatch-1"' in html
    assert all(f"hatch-{place}" in shares({"free": 1, "metered": 2, "locked": 3}) for place in range(3))


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "en"), ("zh-Hant-TW", "zh-Hant-TW"), (None, ""), ('en"><script>', ""), ("english", "")],
)
def test_lang_is_a_language_or_empty(language, told):
    assert tag(language) == told
