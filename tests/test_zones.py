from __future__ import annotations

import re
from datetime import datetime

import pytest

from extractors.metadata.times import parse_time
from extractors.metadata.zones import MEANINGS, NAME, NAMES, offset_of, zone_behind
from tests.metadata_pages import metadata_of, page

SUMMER, WINTER = "2024-07-09", "2024-01-09"
# Language, country, what stands behind the clock, and what is added to UTC in July and in January; "" for nothing.
BEHIND = [
    ("vi", "", "(GMT+7)", "+07:00", "+07:00"),
    ("ar", "", "GMT+3", "+03:00", "+03:00"),
    ("en", "", "UTC +5:30", "+05:30", "+05:30"),
    ("pt", "", "(UTC−3)", "-03:00", "-03:00"),
    ("es", "", "GMT-0300", "-03:00", "-03:00"),
    ("en", "", "UTC", "+00:00", "+00:00"),
    ("fr", "", "TU", "+00:00", "+00:00"),
    ("ru", "", "мск", "+03:00", "+03:00"),
    ("ru", "", "(МСК)", "+03:00", "+03:00"),
    ("ru", "", "МСК+2", "", ""),
    ("ru", "", "по московскому времени", "+03:00", "+03:00"),
    ("en", "", "(Moscow time)", "+03:00", "+03:00"),
    ("uk", "", "за київським часом", "+03:00", "+02:00"),
    ("id", "", "WIB", "+07:00", "+07:00"),
    ("id", "", "WITA", "+08:00", "+08:00"),
    ("id", "", "WIT", "+09:00", "+09:00"),
    ("en", "", "ET", "-04:00", "-05:00"),
    ("en", "", "EDT", "-04:00", ""),
    ("en", "", "EST", "", "-05:00"),
    ("en", "au", "EST", "", ""),
    ("en", "", "E.S.T.", "", "-05:00"),
    ("en", "", "CT", "-05:00", "-06:00"),
    ("zh", "", "CST", "+08:00", "+08:00"),
    ("en", "", "Pacific Time", "-07:00", "-08:00"),
    ("fil", "ph", "PST", "+08:00", "+08:00"),
    ("fr", "", "HNE", "", "-05:00"),
    ("fr", "", "(heure de Paris)", "+02:00", "+01:00"),
    ("fr", "", "est en colère", "", ""),
    ("fr", "", "et demie", "", ""),
    ("es", "", "(hora de Madrid)", "+02:00", "+01:00"),
    ("es", "", "hora peninsular", "+02:00", "+01:00"),
    ("pt", "", "(horário de Brasília)", "-03:00", "-03:00"),
    ("pt", "", "PT", "", ""),
    ("de", "", "Uhr MESZ", "+02:00", ""),
    ("de", "", "Uhr (MEZ)", "", "+01:00"),
    ("de", "", "zuletzt geändert", "", ""),
    ("cs", "", "SELČ", "+02:00", ""),
    ("en", "", "CEST", "+02:00", ""),
    ("fi", "", "Suomen aikaa", "+03:00", "+02:00"),
    ("tr", "", "TSİ", "+03:00", "+03:00"),
    ("ar", "", "بتوقيت القاهرة", "+03:00", "+02:00"),
    ("ar", "", "بتوقيت مكة المكرمة", "+03:00", "+03:00"),
    ("fa", "", "به وقت تهران", "+03:30", "+03:30"),
    ("en", "", "IST", "", ""),
    ("en", "in", "IST", "+05:30", "+05:30"),
    ("en", "ie", "IST", "+01:00", ""),
    ("he", "", "IST", "", "+02:00"),
    ("hi", "", "IST", "+05:30", "+05:30"),
    ("en", "", "BST", "", ""),
    ("en", "uk", "BST", "+01:00", ""),
    ("bn", "", "BST", "+06:00", "+06:00"),
    ("ur", "", "PKT", "+05:00", "+05:00"),
    ("ja", "", "JST", "+09:00", "+09:00"),
    ("ko", "", "KST", "+09:00", "+09:00"),
    ("ko", "", "한국시간", "+09:00", "+09:00"),
    ("en", "", "AEDT", "", "+11:00"),
    ("en", "", "AEST", "+10:00", ""),
    ("en", "", "NZDT", "", "+13:00"),
    ("en", "", "SAST", "+02:00", "+02:00"),
    ("sw", "", "EAT", "+03:00", "+03:00"),
    ("en", "", "local time", "", ""),
    ("pl", "", "z Krakowa", "", ""),
    ("en", "", "ETA unknown", "", ""),
]
BEFORE = [
    ("ja", "2024年7月9日 日本時間18:20", "+09:00"),
    ("zh", "北京时间2024年7月9日18:20", "+08:00"),
    ("en", "6:20 p.m. EDT, July 9, 2024", "-04:00"),
    ("ru", "18:20 мск, 9 июля 2024", "+03:00"),
    ("ru", "18:20 по московскому времени, 9 июля 2024", "+03:00"),
    ("vi", "18:20 (GMT+7) 9/7/2024", "+07:00"),
    ("en", "18:20 local time, 9 July 2024", ""),
]


@pytest.mark.parametrize(("language", "country", "said", "summer", "winter"), BEHIND)
def test_zones_behind_a_clock(language: str, country: str, said: str, summer: str, winter: str) -> None:
    for day, offset in ((SUMMER, summer), (WINTER, winter)):
        written = f"{day} 18:20 {said}"
        assert parse_time(written, language=language, country=country) == f"{day}T18:20:00{offset}", written


@pytest.mark.parametrize(("language", "written", "offset"), BEFORE)
def test_zones_before_a_clock_or_a_date(language: str, written: str, offset: str) -> None:
    assert parse_time(written, language=language) == f"{SUMMER}T18:20:00{offset}"


def test_a_zone_is_that_of_its_time() -> None:
    # Moscow kept four hours from 2011 to 2014.
    assert parse_time("9 июля 2012, 18:20 мск", language="ru") == "2012-07-09T18:20:00+04:00"
    assert parse_time("9 июля 2024, 18:20 мск", language="ru") == "2024-07-09T18:20:00+03:00"


def test_all_zones_are_known_and_all_names_are_found() -> None:
    moments = [datetime.fromisoformat(f"{day}T12:00:00") for day in (SUMMER, WINTER)]
    assert all(any(meaning.on(moment) for moment in moments) for each in MEANINGS.values() for meaning in each)
    assert [name for name in NAMES if not re.fullmatch(NAME, name, re.IGNORECASE)] == []
    assert [name for name in NAMES if zone_behind(f"1 {name}", 1) != (name, len(name) + 2)] == []


def test_nothing_is_told_of_what_is_no_zone() -> None:
    moment = datetime.fromisoformat(f"{SUMMER}T12:00:00")
    assert offset_of("", moment) == offset_of("today", moment) == ""


@pytest.mark.parametrize(
    ("language", "host", "said", "offset"),
    [
        ("en", "post.example.in", "IST", "+05:30"),
        ("en-IN", "post.example", "IST", "+05:30"),
        ("en", "post.example.ie", "IST", "+01:00"),
        ("en", "post.example", "IST", ""),
        ("en-GB", "post.example", "BST", "+01:00"),
        ("en", "post.example.uk", "BST", "+01:00"),
        ("en", "post.example.ph", "PST", "+08:00"),
        ("en-US", "post.example", "PDT", "-07:00"),
        ("id", "post.example", "WIB", "+07:00"),
    ],
)
def test_a_page_tells_where_it_is_from(language: str, host: str, said: str, offset: str) -> None:
    line = "9 Juli 2024 18:20" if language == "id" else "9 July 2024 18:20"
    found = metadata_of(page(f"<h1>A long night</h1><p>{line} {said}</p>", language=language), url=f"https://{host}/a")
    assert found.published == f"2024-07-09T18:20:00{offset}"
