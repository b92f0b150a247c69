from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.metadata.calendars import SOLAR_YEARS, from_solar
from extractors.metadata.months import BY_LANGUAGE, SOLAR, month_number
from extractors.metadata.numerals import ZEROS, with_plain_digits
from extractors.metadata.times import parse_time

WRITTEN = [
    ("en", "2024-05-14 03:04:11 PM", "2024-05-14T15:04:11"),
    ("zh", "2024年5月14日 下午3:04 来源：港口邮报", "2024-05-14T15:04:00"),
    ("zh", "2024年5月14日下午3时04分", "2024-05-14T15:04:00"),
    ("zh", "二〇二四年五月十四日", "2024-05-14"),
    ("zh", "二零二四年十二月三十一日", "2024-12-31"),
    ("ja", "２０２４年５月１４日", "2024-05-14"),
    ("ja", "令和6年5月14日 午後3時4分", "2024-05-14T15:04:00"),
    ("ja", "令和元年5月14日", "2019-05-14"),
    ("ja", "令和六年五月十四日", "2024-05-14"),
    ("zh", "民國113年5月14日", "2024-05-14"),
    ("ko", "2024년 5월 14일 오후 3시 4분", "2024-05-14T15:04:00"),
    ("ko", "입력 2024.05.14. 오후 3:04", "2024-05-14T15:04:00"),
    ("hu", "2024. május 14. 15:04", "2024-05-14T15:04:00"),
    ("hu", "2024. május 14. du. 3:04", "2024-05-14T15:04:00"),
    ("hu", "2024.05.14. 15:04", "2024-05-14T15:04:00"),
    ("fa", "۲۵ اردیبهشت ۱۴۰۳", "2024-05-14"),
    ("fa", "سه\u200cشنبه ۲۵ اردیبهشت ۱۴۰۳ - ۱۵:۰۴", "2024-05-14T15:04:00"),
    ("fa", "۱۴۰۳/۰۲/۲۵ ۱۵:۰۴", "2024-05-14T15:04:00"),
    ("fa", "1403/02/25", "2024-05-14"),
    ("fa", "۱۴ مه ۲۰۲۴", "2024-05-14"),
    ("ar", "14 أيار/مايو 2024", "2024-05-14"),
    ("ar", "١٤ مايو ٢٠٢٤", "2024-05-14"),
    ("ar", "14 كانون الثاني 2024", "2024-01-14"),
    ("ar", "14 كانون الثاني/يناير 2024", "2024-01-14"),
    ("ar", "الثلاثاء 14 ماي 2024 - 3:04 م", "2024-05-14T15:04:00"),
    ("ar", "14 مايو 2024 3:04 مساءً", "2024-05-14T15:04:00"),
    ("he", "14 במאי 2024", "2024-05-14"),
    ("he", "14.05.2024", "2024-05-14"),
    ("he", "14 במאי 2024, 15:04", "2024-05-14T15:04:00"),
    ("ca", "14 de maig de 2024", "2024-05-14"),
    ("ca", "14 d'abril de 2024", "2024-04-14"),
    ("ca", "14 d’agost del 2024", "2024-08-14"),
    ("lt", "2024 m. gegužės 14 d. 15:04", "2024-05-14T15:04:00"),
    ("lv", "2024. gada 14. maijs", "2024-05-14"),
    ("lv", "2024. gada 14. maijā, 15:04", "2024-05-14T15:04:00"),
    ("lv", "14. maijs, 2024", "2024-05-14"),
    ("eu", "2024ko maiatzaren 14a", "2024-05-14"),
    ("eu", "2024-05-14", "2024-05-14"),
    ("bn", "১৪ মে ২০২৪", "2024-05-14"),
    ("bn", "মঙ্গলবার, ১৪ মে, ২০২৪, ৩:০৪ পিএম", "2024-05-14T15:04:00"),
    ("bn", "প্রকাশ: ১৪ মে ২০২৪, ১৫:০৪", "2024-05-14T15:04:00"),
    ("th", "14 พฤษภาคม 2567", "2024-05-14"),
    ("th", "14 พ.ค. 2567 15:04 น.", "2024-05-14T15:04:00"),
    ("th", "14 พ.ค. 67", "2024-05-14"),
    ("th", "๑๔ พฤษภาคม ๒๕๖๗", "2024-05-14"),
    ("th", "14/05/2567", "2024-05-14"),
    ("th", "14 พฤษภาคม พ.ศ. 2567", "2024-05-14"),
    ("vi", "14 tháng 5, 2024", "2024-05-14"),
    ("vi", "Thứ ba, 14/5/2024, 15:04 (GMT+7)", "2024-05-14T15:04:00"),
    ("vi", "14/05/2024 3:04 CH", "2024-05-14T15:04:00"),
    ("hi", "14 मई 2024", "2024-05-14"),
    ("hi", "14 फ़रवरी 2024, 03:04 अपराह्न", "2024-02-14T15:04:00"),
    ("el", "14 Μαΐου 2024, 3:04 μ.μ.", "2024-05-14T15:04:00"),
    ("el", "14 ΜΑΪΟΥ 2024", "2024-05-14"),
    ("tr", "14 Mayıs 2024 15:04", "2024-05-14T15:04:00"),
    ("hr", "14. listopada 2024.", "2024-10-14"),
    ("pl", "14 listopada 2024", "2024-11-14"),
    ("", "14 listopada 2024", None),
    ("en", "May 14, 2024 12:04 AM", "2024-05-14T00:04:00"),
    ("en", "May 14, 2024 at 12:30 pm", "2024-05-14T12:30:00"),
    ("en", "3:04 PM, May 14, 2024", "2024-05-14T15:04:00"),
    ("en", "3 p.m. May 14, 2024", "2024-05-14T15:00:00"),
    ("en", "May 14, 2024 3pm", "2024-05-14T15:00:00"),
    ("en", "Tue May 14 15:04:11 UTC 2024", "2024-05-14"),
    ("es", "14 de mayo de 2024 a las 3:04 p. m.", "2024-05-14T15:04:00"),
    ("es", "14 may. 2024 3:04 de la tarde", "2024-05-14T15:04:00"),
    ("ru", "15:04, 14 мая 2024", "2024-05-14T15:04:00"),
    ("ru", "14 мая 2024 г. в 15:04", "2024-05-14T15:04:00"),
    ("mn", "2024 оны 5 сарын 14", "2024-05-14"),
    ("km", "១៤ ឧសភា ២០២៤", "2024-05-14"),
    ("my", "၁၄ မေ ၂၀၂၄", "2024-05-14"),
    ("ka", "14 მაისი, 2024", "2024-05-14"),
    ("hy", "14 մայիսի, 2024", "2024-05-14"),
    ("is", "14. maí 2024 kl. 15:04", "2024-05-14T15:04:00"),
    ("de", "14. Mai 2024, 15 Uhr", "2024-05-14T15:00:00"),
    ("sv", "14 maj 2024 kl 3.04 em", "2024-05-14T15:04:00"),
    ("en", "14-May-24", "2024-05-14"),
    ("en", "20240514T150411Z", "2024-05-14T15:04:11+00:00"),
    ("en", "2024-05-14T15:04:11.123Z", "2024-05-14T15:04:11+00:00"),
    ("en", "2024-05-14 15:04 PM", "2024-05-14T15:04:00"),
    ("en", "Thu, 07/11/2024 - 17:57", "2024-11-07T17:57:00"),
    ("en", "14 May 2024 (2024-05-20)", "2024-05-14"),
    ("en", "about 1500 crowns and 14 may be 2024", None),
    ("ur", "14 مئی 2024", "2024-05-14"),
    ("ps", "۱۴۰۳ د غويي ۲۵", "2024-05-14"),
    ("fr", "14 mai 2024 à 15h04", "2024-05-14T15:04:00"),
    ("sq", "14 maj 2024", "2024-05-14"),
    ("uk", "14 травня 2024, 15:04", "2024-05-14T15:04:00"),
    ("sr", "14. мај 2024.", "2024-05-14"),
    ("ta", "14 மே 2024", "2024-05-14"),
    ("te", "14 మే 2024", "2024-05-14"),
    ("ml", "14 മേയ് 2024", "2024-05-14"),
    ("ne", "2024 मे 14", "2024-05-14"),
]


@pytest.mark.parametrize(("language", "written", "time"), WRITTEN)
def test_dates_are_read_as_their_language_writes_them(language: str, written: str, time: str | None) -> None:
    assert parse_time(written, language=language) == time


@pytest.mark.parametrize("language", sorted(set(BY_LANGUAGE) - {SOLAR}))
def test_every_language_of_the_table_has_twelve_months_that_dates_are_read_with(language: str) -> None:
    for name, number in BY_LANGUAGE[language].items():
        assert month_number(name.upper(), language) == number
        assert parse_time(f"14 {name} 2024", language=language) == f"2024-{number:02}-14", name
    assert set(BY_LANGUAGE[language].values()) == set(range(1, 13))


@pytest.mark.parametrize("zero", ZEROS)
@given(day=st.dates(min_value=date(1990, 1, 1), max_value=date(2039, 12, 31)))
def test_digits_of_all_scripts_are_read(zero: str, day: date) -> None:
    written = "".join(chr(ord(zero) + int(sign)) if sign.isdigit() else sign for sign in day.isoformat())
    assert with_plain_digits(written) == day.isoformat()
    assert parse_time(written, language="en") == day.isoformat()


@pytest.mark.parametrize("year", SOLAR_YEARS)
def test_days_of_the_solar_calendar_follow_each_other(year: int) -> None:
    lengths = [31] * 6 + [30] * 5 + [29]
    days = [from_solar(year, month, day) for month, length in enumerate(lengths, 1) for day in range(1, length + 1)]
    ordinals = [date(*day).toordinal() for day in days if day]
    assert ordinals == list(range(ordinals[0], ordinals[0] + 365))
    assert date(*(from_solar(year, 1, 1) or (1, 1, 1))).replace(year=2000) in (date(2000, 3, 20), date(2000, 3, 21))


def test_there_is_no_31st_in_the_shorter_months_of_the_solar_calendar() -> None:
    assert from_solar(1403, 7, 31) is None
    assert parse_time("31 مهر 1403", language="fa") is None


@pytest.mark.parametrize("half", ["am", "pm"])
@given(hour=st.integers(1, 12), minute=st.integers(1, 59))
def test_twelve_hours_are_the_same_behind_and_before_the_date(half: str, hour: int, minute: int) -> None:
    expected = f"2024-05-14T{hour % 12 + 12 * (half == 'pm'):02}:{minute:02}:00"
    assert parse_time(f"14 May 2024, {hour}:{minute:02} {half}") == expected
    assert parse_time(f"{hour}:{minute:02} {half}, 14 May 2024") == expected
