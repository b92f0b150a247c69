from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.metadata.instants import in_local_clock, is_possible, sharpest
from extractors.metadata.times import parse_time
from tests.metadata_pages import PROSE, json_ld, metadata_of, page


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("2025-04-10T13:23:00+03:00", "2025-04-10T13:23:00+03:00"),
        ("2019-11-19T10:00:00.000+0100", "2019-11-19T10:00:00+01:00"),
        ("2019-11-19T00:00:00Z", "2019-11-19"),
        ("20191119", "2019-11-19"),
        ("Tue, 19 Nov 2019 10:11:12 +0100", "2019-11-19T10:11:12+01:00"),
        ("Mon Nov 18 2019 18:21:33 GMT+0100", "2019-11-18T18:21:33+01:00"),
        ("November 19, 2019 at 5:30 pm", "2019-11-19T17:30:00"),
        ("19. November 2019, 14:22 Uhr", "2019-11-19T14:22:00"),
        ("1er février 2020 à 14h05", "2020-02-01T14:05:00"),
        ("12 de marzo de 2020", "2020-03-12"),
        ("9 марта 2024, 10:20", "2024-03-09T10:20:00"),
        ("2019年11月19日 10:11", "2019-11-19T10:11:00"),
        ("2026.01.29 18:40", "2026-01-29T18:40:00"),
        ("1574157600", "2019-11-19T10:00:00+00:00"),
        ("19.11.19", "2019-11-19"),
        ("19 | 11 | 2019", "2019-11-19"),
        ("19 | 11/2019", None),
        ("2019-13-45", None),
        ("in 2019", None),
    ],
)
def test_written_times_are_read(written: str, time: str | None) -> None:
    assert parse_time(written) == time


def test_order_of_day_and_month_is_that_of_the_language() -> None:
    assert parse_time("03/04/2024") == "2024-04-03"
    assert parse_time("03/04/2024", month_first=True) == "2024-03-04"
    assert parse_time("03.04.2024", month_first=True) == "2024-04-03"
    assert parse_time("03/14/2024") == "2024-03-14"


@given(st.text(), st.booleans())
def test_any_text_gives_a_time_or_none(written: str, month_first: bool) -> None:
    time = parse_time(written, month_first=month_first)
    assert time is None or datetime.fromisoformat(time)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2039, 1, 1)))  # noqa: DTZ001
def test_iso_times_come_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert parse_time(moment.isoformat()) in (moment.isoformat(), moment.date().isoformat())


def test_times_after_the_fetch_are_impossible() -> None:
    fetched = datetime(2024, 5, 1, 12, tzinfo=UTC)
    assert is_possible("2024-05-02T11:00:00+00:00", fetched)
    assert not is_possible("2024-05-03", fetched)


def test_the_sharpest_writing_of_a_time_is_taken() -> None:
    assert sharpest("2024-05-01", ["2024-05-01T10:00:00+00:00", "2024-05-01T12:00:00+02:00"]).endswith("+02:00")
    assert sharpest("2024-05-01", ["2024-06-01T10:00:00+02:00"]) == "2024-05-01"
    assert sharpest("2024-05-01T10:00:07", ["2024-05-01T10:00:00+02:00"]) == "2024-05-01T10:00:07+02:00"


def test_utc_is_told_in_the_clock_that_the_page_shows() -> None:
    assert in_local_clock("2022-05-04T02:41:30+00:00", "2022-05-03T22:41:00") == "2022-05-03T22:41:30-04:00"
    assert in_local_clock("2022-05-04T02:41:30+00:00", "2022-05-03T22:44:00") is None
    assert in_local_clock("2022-05-04T02:41:30+00:00", "2022-05-03T22:41:00-04:00") == "2022-05-03T22:41:30-04:00"
    assert in_local_clock("2022-05-04T02:41:30+00:00", "2022-05-03T22:41:00-05:00") is None


def test_json_ld_comes_before_meta_tags_and_future_times_are_passed_over() -> None:
    head = json_ld('{"@type": "Article", "headline": "x", "datePublished": "2031-01-01"}')
    head += '<meta property="article:published_time" content="2024-05-01T10:00:00+02:00">'
    assert metadata_of(page("", head)).published == "2024-05-01T10:00:00+02:00"


def test_a_date_near_the_headline_is_found_without_markup() -> None:
    body = "<h1>A long night</h1><div>Bern, 3. Mai 2024</div><p>On 5 June 2023 it rained.</p>"
    assert metadata_of(page(body, language="de")).published == "2024-05-03"


def test_updated_times_are_the_modification() -> None:
    body = '<h1>x</h1><p>Updated <time datetime="2024-05-03T10:00+02:00"></time></p><time datetime="2024-05-01"></time>'
    metadata = metadata_of(page(body))
    assert (metadata.published, metadata.modified) == ("2024-05-01", "2024-05-03T10:00:00+02:00")


def test_times_of_other_stories_are_not_taken() -> None:
    body = '<h1>x</h1><div class="related"><time datetime="2020-01-01"></time></div><time datetime="2024-05-01"></time>'
    assert metadata_of(page(body)).published == "2024-05-01"


def test_the_address_gives_a_day() -> None:
    assert metadata_of(page("<p>x</p>"), url="https://example.org/2019/11/18/x").published == "2019-11-18"
    assert metadata_of(page("<p>x</p>"), url="https://example.org/news/18-11-2019").published == "2019-11-18"


TEASER = '<div class="teaser"><p>The bridge opens</p><p>3 May 2019</p></div>'
SHARE = "<p>Share</p>" * 300


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ("", '<div class="footer"><p>1 May 2024</p></div>' + TEASER, "2024-05-01"),
        ("", SHARE + TEASER + "<div><p>Posted on 1 May 2024</p></div>", "2024-05-01"),
        ("", SHARE + "<div>Wed 01.05.24 | 14:07<br>Read in four minutes</div>", "2024-05-01T14:07:00"),
        ("", SHARE + TEASER + "<div><script>day = '3 May 2019'</script></div>", None),
        ("<script>page = {'publishDate': '2024-05-01'}</script>", SHARE, "2024-05-01"),
        ("<title>A long night (1 May 2024)</title>", SHARE, "2024-05-01"),
        ('<meta property="og:image" content="https://example.org/2024/05/01/bridge.jpg">', SHARE, "2024-05-01"),
        ('<meta property="og:image" content="https://example.org/20240501123.jpg">', SHARE, None),
    ],
)
def test_dates_that_nothing_declares_are_looked_for(head: str, body: str, published: str | None) -> None:
    assert metadata_of(page(f"<h1>A long night</h1>{body}", head)).published == published


@pytest.mark.parametrize(
    ("time", "language", "address", "published"),
    [
        ("2024-01-09T23:00:00Z", "de", "x", "2024-01-10"),
        ("2024-07-09T22:00:00Z", "fr", "x", "2024-07-10"),
        ("2024-07-09T23:00:00Z", "de", "x", "2024-07-09T23:00:00+00:00"),
        ("2024-01-09T23:00:00Z", "en", "x", "2024-01-09T23:00:00+00:00"),
        ("2024-01-10T03:12:00Z", "en", "2024/01/09/x", "2024-01-09"),
        ("2024-01-10T03:12:00Z", "en", "2024/01/06/x", "2024-01-10T03:12:00+00:00"),
        ("2024-01-10T12:12:00Z", "en", "2024/01/09/x", "2024-01-10T12:12:00+00:00"),
    ],
)
def test_a_utc_time_near_midnight_is_of_the_day_of_the_newsroom(
    time: str, language: str, address: str, published: str
) -> None:
    head = f'<meta property="article:published_time" content="{time}">'
    metadata = metadata_of(page("<h1>x</h1>", head, language=language), url=f"https://example.org/{address}")
    assert metadata.published == published


OWN = "<article><header><h1>A long night</h1><div>By Jane Roe <span>14 May 2024</span></div></header>" + "<p>x</p>" * 9
LABELS = ["masthead", "topbar", "x1"]
PLACES = [
    '<header class="{}">{}</header>',
    '<div class="{}">{}</div>',
    '<nav id="{}">{}</nav>',
    '<div class="{}"><b>{}</b></div>',
]


@pytest.mark.parametrize("shown", ['<time datetime="2026-11-01">Sunday</time>', "<span>1 November 2026</span>"])
@pytest.mark.parametrize("place", [place.format(label, "{}") for place in PLACES for label in LABELS])
@pytest.mark.parametrize("menu", [3, 120])
def test_the_day_of_reading_in_the_head_of_a_site_is_no_publication(shown: str, place: str, menu: int) -> None:
    top = place.format(shown) + "<ul>" + "<li>Sport</li>" * menu + "</ul>"
    assert metadata_of(page(top + OWN + "</article>")).published == "2024-05-14"
    assert metadata_of(page(top + "<main><h1>A long night</h1>" + "<p>x</p>" * 9 + "</main>")).published is None


@pytest.mark.parametrize(
    "other",
    [
        '<div class="comments"><p>Joe</p><time datetime="2025-02-03">3 Feb</time></div>',
        '<ol class="kommentare"><li><time datetime="2025-02-03">3. Feb</time></li></ol>',
        '<section><div itemprop="comment"><time datetime="2025-02-03">3 Feb</time></div></section>',
        '<div class="sidebar"><time datetime="2025-02-03">3 Feb</time></div>',
    ],
)
def test_dates_of_comments_and_sidebars_come_after_the_line_under_the_headline(other: str) -> None:
    assert metadata_of(page(OWN + "<p>x</p>" * 60 + other + "</article>")).published == "2024-05-14"
    assert metadata_of(page(other + OWN + "</article>")).published == "2024-05-14"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Updated: 20 May 2024 | Published: 14 May 2024"),
        ("en", "Published 14 May 2024, last updated 20 May 2024"),
        ("fr", "Mis à jour le 20 mai 2024, publié le 14 mai 2024"),
        ("de", "Aktualisiert am 20.05.2024 - veröffentlicht am 14.05.2024"),
        ("es", "Actualizado: 20 de mayo de 2024. Publicado: 14 de mayo de 2024"),
        ("pt", "Atualizado em 20/05/2024 · Publicado em 14/05/2024"),
        ("it", "Aggiornato il 20 maggio 2024, pubblicato il 14 maggio 2024"),
        ("pl", "Aktualizacja: 20 maja 2024, Publikacja: 14 maja 2024"),
        ("ru", "Обновлено 20 мая 2024, опубликовано 14 мая 2024"),
        ("zh", "更新时间：2024年5月20日 发布时间：2024年5月14日"),
        ("ja", "更新 2024年5月20日 公開 2024年5月14日"),
        ("ko", "입력 2024.05.14 수정 2024.05.20"),
        ("tr", "Güncelleme: 20 Mayıs 2024 Yayınlanma: 14 Mayıs 2024"),
        ("vi", "Cập nhật 20/5/2024 - Đăng 14/5/2024"),
        ("ar", "آخر تحديث: 20 مايو 2024 - تاريخ النشر: 14 مايو 2024"),
        ("he", "עודכן 20 במאי 2024 פורסם 14 במאי 2024"),
        ("hu", "Frissítve: 2024. május 20. Megjelent: 2024. május 14."),
        ("en", "14 May 2024 (Updated 20 May 2024)"),
    ],
)
def test_a_line_says_which_of_its_dates_is_that_of_publication(language: str, line: str) -> None:
    metadata = metadata_of(page(f"<h1>x</h1><p>{line}</p>", language=language))
    assert (metadata.published, metadata.modified) == ("2024-05-14", "2024-05-20")


@pytest.mark.parametrize("label", ["<span>Updated</span> ", "<b>Updated:</b>", "<dt>Updated</dt>", "Last updated: "])
def test_a_label_before_a_time_calls_it_a_change(label: str) -> None:
    body = (
        f'<h1>x</h1><div>{label}<time datetime="2024-05-20"></time></div><div><time datetime="2024-05-14"></time></div>'
    )
    metadata = metadata_of(page(body))
    assert (metadata.published, metadata.modified) == ("2024-05-14", "2024-05-20")


@pytest.mark.parametrize(
    ("language", "host", "other", "published"),
    [
        ("en-US", "org", "", "2005-07-05"),
        ("en-GB", "org", "", "2005-05-07"),
        ("fr", "org", "", "2005-05-07"),
        ("en", "co.uk", "", "2005-05-07"),
        ("en-US", "com.au", "", "2005-05-07"),
        ("en", "org", "Comments: 25/5/2005", "2005-05-07"),
        ("en-GB", "org", "Comments: 7/25/2005", "2005-07-05"),
        ("en", "org", "7/25/2005 and 25/7/2005", "2005-07-05"),
    ],
)
def test_a_day_that_may_be_a_month_is_read_by_other_dates_then_by_language(
    language: str, host: str, other: str, published: str
) -> None:
    body = f"<h1>A long night</h1><p>7/5/2005</p><p>x</p><footer>{other}</footer>"
    assert metadata_of(page(body, language=language), url=f"https://www.example.{host}/x").published == published


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Updated May 20, 2024, published May 14, 2024"),
        ("de", "Aktualisiert: 20.05.2024, veröffentlicht: 14.05.2024"),
        ("fr", "Publié le 14 mai 2024 - Modifié le 20 mai 2024"),
        ("es", "Actualizado 20/05/2024 - Publicado 14/05/2024"),
        ("it", "Aggiornato il 20 maggio 2024 | Pubblicato il 14 maggio 2024"),
        ("pt", "Atualizado em 20/05/2024 Publicado em 14/05/2024"),
        ("nl", "Bijgewerkt op 20 mei 2024, gepubliceerd op 14 mei 2024"),
        ("sv", "Uppdaterad 20 maj 2024, Publicerad 14 maj 2024"),
        ("fi", "Päivitetty 20.5.2024, julkaistu 14.5.2024"),
        ("pl", "Aktualizacja: 20 maja 2024, Publikacja: 14 maja 2024"),
        ("cs", "Aktualizováno 20. května 2024, vydáno 14. května 2024"),
        ("hu", "Frissítve: 2024.05.20. Közzétéve: 2024.05.14."),
        ("ro", "Actualizat: 20 mai 2024, Publicat: 14 mai 2024"),
        ("el", "Ενημερώθηκε: 20/05/2024 Δημοσιεύτηκε: 14/05/2024"),
        ("ru", "Обновлено 20 мая 2024, опубликовано 14 мая 2024"),
        ("uk", "Оновлено: 20 травня 2024 Опубліковано: 14 травня 2024"),
        ("tr", "Güncelleme: 20.05.2024 Yayınlanma: 14.05.2024"),
        ("he", "עודכן: 20.05.2024 פורסם: 14.05.2024"),
        ("ar", "آخر تحديث: 20 مايو 2024 نشر: 14 مايو 2024"),
        ("th", "อัปเดต 20 พ.ค. 2567 เผยแพร่ 14 พ.ค. 2567"),
        ("vi", "Cập nhật: 20/05/2024 Đăng: 14/05/2024"),
        ("id", "Diperbarui 20 Mei 2024, Terbit 14 Mei 2024"),
        ("zh", "更新時間：2024-05-20 10:00 發布時間：2024-05-14"),
        ("ja", "更新日：2024年5月20日 公開日：2024年5月14日"),
        ("ko", "수정 2024.05.20. 입력 2024.05.14."),
    ],
)
def test_what_a_line_calls_a_change_is_not_the_publication_in_any_language(language: str, line: str) -> None:
    root = page(f"<main><h1>Bridge</h1><p>{line}</p><p>{PROSE}</p></main>", language=language)
    assert metadata_of(root).published == "2024-05-14"


@pytest.mark.parametrize(
    "lines",
    [
        "<dl><dt>Updated</dt><dd>20 May 2024</dd><dt>Published</dt><dd>14 May 2024</dd></dl>",
        "<p><span>Updated:</span> <span>20 May 2024</span></p><p><span>Posted:</span> <span>14 May 2024</span></p>",
        "<table><tr><th>Updated</th><td>20 May 2024</td></tr><tr><th>Published</th><td>14 May 2024</td></tr></table>",
        "<div><label>Updated</label> <b>20 May 2024</b></div><div><label>Posted</label> <b>14 May 2024</b></div>",
    ],
)
def test_labels_in_elements_of_their_own_name_the_date_behind_them(lines: str) -> None:
    metadata = metadata_of(page(f"<main><h1>Bridge</h1>{lines}<p>{PROSE}</p></main>"))
    assert (metadata.published, metadata.modified) == ("2024-05-14", "2024-05-20")


@pytest.mark.parametrize("holder", ["aside", 'div class="sidebar"', 'section id="comments"', "nav"])
@pytest.mark.parametrize("story", ['<a href="/a">Other</a> <time datetime="2025-01-03">3 Jan</time>'])
def test_times_of_other_stories_date_no_article(holder: str, story: str) -> None:
    listed = f"<{holder}><ul><li>{story}</li></ul></{holder.split(maxsplit=1)[0]}>"
    assert metadata_of(page(f"<main><h1>Bridge</h1><p>{PROSE}</p></main>{listed}")).published is None


def test_an_aside_with_links_to_share_may_hold_the_date_of_the_article() -> None:
    meta = '<aside><time datetime="2024-05-14">14 May</time><ul><li><a href="/share">Share</a></li></ul></aside>'
    assert metadata_of(page(f"<main><h1>Bridge</h1>{meta}<p>{PROSE}</p></main>")).published == "2024-05-14"


@pytest.mark.parametrize("attribute", ["content", "value"])
def test_meta_tags_say_it_in_either_attribute(attribute: str) -> None:
    head = f'<meta name="article:published_time" {attribute}="2024-05-14T10:00:00+02:00">'
    assert metadata_of(page(f"<h1>A long night</h1><p>{PROSE}</p>", head)).published == "2024-05-14T10:00:00+02:00"


@pytest.mark.parametrize("name", ["post-footer", "entry-footer", "article-footer"])
def test_the_foot_of_the_article_dates_it(name: str) -> None:
    foot = f"<div class={name}>This article was published on 14 May 2024 at 10:00</div>"
    published = metadata_of(page(f"<article><h1>A long night</h1><p>{PROSE}</p>{foot}</article>")).published or ""
    assert published.startswith("2024-05-14")


def test_a_source_that_is_dated_far_below_dates_no_article() -> None:
    links = "".join(
        f"<li><a href=/{n}>A report about bridges over rivers, The Times of Bern, 2.{n}.2011</a></li>"
        for n in range(1, 9)
    )
    body = f"<article><h1>A long night</h1>{f'<p>{PROSE}</p>' * 70}<ul>{links}</ul></article>"
    assert metadata_of(page(body, language="de")).published is None


def test_the_date_in_a_link_to_another_story_dates_no_article() -> None:
    links = "<ul><li><a href=/1>A witness against the bank, 04.06.2019</a></li></ul>"
    body = f"<article><h1>A long night</h1>{f'<p>{PROSE}</p>' * 70}</article>{links}"
    assert metadata_of(page(body, language="de")).published is None


@pytest.mark.parametrize("tag", ["p", "div", "p><strong"])
@pytest.mark.parametrize(
    "line", ["(18.01.2018) {}", "(Bern, 18 January 2018) {}", "BERN, 18. Januar 2018 – {}", "Bern, 18.01.2018 ({}"]
)
def test_the_first_paragraph_may_begin_with_its_place_and_date(line: str, tag: str) -> None:
    body = f"<h1>A long night</h1><{tag}>{line.format(PROSE)}</p>"
    assert metadata_of(page(body, language="de")).published == "2018-01-18"


@pytest.mark.parametrize("line", ["On 18 January 2018 the ferry sank. {}", "Storms (18.01.2018) took the roof. {}"])
def test_a_paragraph_that_tells_of_a_day_is_not_dated_by_it(line: str) -> None:
    assert metadata_of(page(f"<h1>A long night</h1><p>{line.format(PROSE)}</p>")).published is None


@pytest.mark.parametrize(
    "line",
    [
        "This entry was posted on Thursday, January 18th, 2018 at 3:04 am and is filed under <a href=/x>Ice</a>.",
        "Dieser Artikel wurde am 18. Januar 2018 um 14:48 von <a href=/x>Karin</a> geschrieben.",
        "Cet article a été écrit le 18 janvier 2018 par <a href=/x>Karin</a>.",
        "Este artículo fue escrito el 18 de enero de 2018 por <a href=/x>Karin</a>.",
        "Эта статья написана 18 января 2018 года, её автор <a href=/x>Карин</a>.",
    ],
)
def test_a_sentence_about_the_article_dates_it_though_it_links_others(line: str) -> None:
    body = f"<h1>A long night</h1>{f'<p>{PROSE}</p>' * 4}<div class=post-footer>{line}</div>"
    assert (metadata_of(page(body, language="")).published or "")[:10] == "2018-01-18"


def _declared(published: str, modified: str) -> str:
    return json_ld(f'{{"@type": "Article", "datePublished": "{published}", "dateModified": "{modified}"}}')


@pytest.mark.parametrize(
    ("published", "modified"),
    [
        ("2025-06-24", "2025-06-24"),
        ("Jun 24, 2025", "Jun 24, 2025"),
        ("2025-06-24T12:28:31Z", "2025-06-24T12:28:31Z"),
        ("2025-06-24T12:28:58Z", "2025-06-24T12:28:31Z"),
        ("2025-06-24", "2025-06-23"),
    ],
)
@pytest.mark.parametrize(
    "line", ["August 25, 2024", "Published Aug 25, 2024 by Ada Roe", "<time class='published'>25 August 2024</time>"]
)
def test_an_earlier_day_is_shown_where_both_fields_hold_the_last_change(
    published: str, modified: str, line: str
) -> None:
    body = f"<h1>A long night</h1><div>{line}</div><p>{PROSE}</p>"
    assert metadata_of(page(body, _declared(published, modified))).published == "2024-08-25"


@pytest.mark.parametrize(
    ("published", "modified", "line"),
    [
        ("2025-06-24T09:00:00Z", "2025-06-24T12:28:31Z", "August 25, 2024"),
        ("2025-06-24T12:28:31Z", "2025-06-24T12:28:31Z", "Release of the game: August 25, 2024"),
        ("2025-06-24T12:28:31Z", "2025-06-24T12:28:31Z", "06/08/2024"),
        ("2025-06-24T12:28:31Z", "2025-06-24T12:28:31Z", "June 24, 2025</div><div>August 25, 2024"),
        ("2025-06-24T12:28:31Z", "2025-06-24T12:28:31Z", "<blockquote><p>Ice! <a>August 25, 2024</a></p></blockquote>"),
        ("2025-06-24T12:28:31Z", "2025-06-24T12:28:31Z", "</div>" + "<div>Share</div>" * 30 + "<div>August 25, 2024"),
    ],
)
def test_another_day_near_the_headline_does_not_overrule_what_is_declared(
    published: str, modified: str, line: str
) -> None:
    body = f"<h1>A long night</h1><div>{line}</div><p>{PROSE}</p>"
    assert (metadata_of(page(body, _declared(published, modified))).published or "")[:10] == "2025-06-24"


@pytest.mark.parametrize(
    "sentence",
    [
        "This article was originally published on 26 Sep 2019 at 4:12pm but has been looked over many times since.",
        "Dieser Artikel ist am 26. September 2019 erschienen und wurde seither mehrmals durchgesehen, wo es nötig war.",
        "Cet article a été publié le 26 septembre 2019, puis relu par la rédaction chaque fois que cela a paru utile.",
        "Este artículo fue publicado el 26 de septiembre de 2019 y desde entonces lo ha revisado nuestra redacción.",
    ],
)
def test_an_article_that_says_when_it_was_published_is_believed(sentence: str) -> None:
    language = {"T": "en", "D": "de", "C": "fr", "E": "es"}[sentence[0]]
    body = f"<h1>Boats</h1><p>Ada Roe</p><p>30.09.2022</p><p>{PROSE}</p><p>{sentence}</p>"
    assert (metadata_of(page(body, language=language)).published or "")[:10] == "2019-09-26"


@pytest.mark.parametrize(
    "holder", ["<figure><figcaption>{}</figcaption></figure>", '<div class="picBox"><img><p>{}</p></div>']
)
def test_the_day_on_which_a_picture_was_taken_dates_no_article(holder: str) -> None:
    picture = holder.format("Boats at the pier, 24 April 2023")
    body = f"<h1>Boats</h1>{picture}<p>{PROSE}</p>"
    assert metadata_of(page(body, "<title>Boats | The Ledger | 28.04.2023</title>")).published == "2023-04-28"
    assert metadata_of(page(body)).published is None


@pytest.mark.parametrize(
    "sentence",
    [
        "The next meeting of the crews will be on 5 February 2024 at seven in the house by the pier.",
        "Die nächste Fahrt der Boote beginnt am 5. Februar 2024 um sieben am Haus hinter dem Hafen.",
    ],
)
def test_the_day_of_an_event_dates_no_article(sentence: str) -> None:
    body = f"<h1>Boats</h1><p>{sentence}</p><p>{PROSE}</p>"
    assert metadata_of(page(body)).published is None
    last = "<div id='footer'><ul><li>This page was last edited on 29 January 2024, at 13:22.</li></ul></div>"
    assert metadata_of(page(body + last)).published == "2024-01-29T13:22:00"


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Last updated: November 13, 2025", "2025-11-13"),
        ("Last update of our cookie declaration: November 13, 2025", None),
    ],
)
def test_a_change_told_far_below_is_better_than_nothing(line: str, published: str | None) -> None:
    body = f"<h1>Boats</h1>{SHARE}<p>{PROSE}</p><div><p>{line}</p></div>"
    assert metadata_of(page(body)).published == published


def test_a_date_in_the_foot_of_a_card_comes_before_a_meta_tag_that_only_says_date() -> None:
    head = '<meta name="date" content="2022-01-21T15:38:44+01:00">'
    body = f'<h1>Boats</h1><div class="footer"><p><time>27.01.2022</time></p></div><p>{PROSE}</p>'
    assert metadata_of(page(body, head)).published == "2022-01-27"


@pytest.mark.parametrize("blanks", [1, 60])
def test_a_label_is_read_however_much_white_space_stands_behind_it(blanks: int) -> None:
    body = f"<h1>Boats</h1><p><time>3 March 2024</time></p><p>Updated{' ' * blanks}<time>5 May 2024</time></p>"
    assert metadata_of(page(body)).modified == "2024-05-05"


@pytest.mark.parametrize(
    "line", ["01.02.2022 „Die Boote liegen fest“, sagt die Stadt.", "2022-02-01 The boats lie fast."]
)
def test_the_first_paragraph_may_begin_with_its_date_alone(line: str) -> None:
    body = f"<h1>Boats</h1>{SHARE[:100]}<p><strong>{line} {PROSE}</strong></p>"
    assert metadata_of(page(body, language="de")).published == "2022-02-01"


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Roe and Matthew Lind for The Ledger on Monday, March 18th, 2024 at 11:08 a.m.",
        "at 12:19 on March 18, 2024, EST.",
    ],
)
def test_a_line_that_ends_like_a_clock_is_no_sentence(line: str) -> None:
    assert (metadata_of(page(f"<h1>Boats</h1><p>{line}</p><p>{PROSE}</p>")).published or "")[:10] == "2024-03-18"


FAR_DATES = [
    ("th", "14 พ.ค. 2567 เวลา 15:04 น.", "2024-05-14T15:04:00"),
    ("th", "เผยแพร่เมื่อ ๑๔ พฤษภาคม ๒๕๖๗", "2024-05-14"),
    ("zh", "二〇二四年五月十四日 星期二", "2024-05-14"),
    ("zh-TW", "民國一百一十三年五月十四日", None),
    ("ja", "令和六年五月十四日", "2024-05-14"),
    ("fa", "۲۵ اردیبهشت ۱۴۰۳", "2024-05-14"),
    ("ar", "١٤ مايو ٢٠٢٤", "2024-05-14"),
    ("bn", "১৪ মে ২০২৪", "2024-05-14"),
    ("hi", "१४ मई २०२४", "2024-05-14"),
]
PLACES = [
    "<h1>{title}</h1><p>{date}</p><p>{prose}</p>",
    '<h1>{title}</h1><font size="1">{date}</font><p>{prose}</p>',
    "<table><tr><td><h1>{title}</h1><span>{date}</span><br>{prose}</td></tr></table>",
    "<div><b>{title}</b></div><div>{prose}</div><div>{date}</div>",
]


@pytest.mark.parametrize(("language", "written", "published"), FAR_DATES)
@pytest.mark.parametrize("place", PLACES)
def test_a_date_in_other_digits_is_found_wherever_others_are(
    language: str, written: str, published: str | None, place: str
) -> None:
    root = page(place.format(title="A long night", date=written, prose=PROSE), language=language)
    assert published is None or metadata_of(root).published == published


STORY = "<a href='/choir'>Choir of the valley tours Wales</a>"
ITEMS = [
    ("<ul>{}</ul>", f"<li>{STORY} {{}}</li>"),
    ("<div>{}</div>", f"<article class='x'><h3>{STORY}</h3><p>{{}}</p></article>"),
    ("<section>{}</section>", f"<div class='story-card'>{STORY}<div>{{}}</div></div>"),
    ("<div>{}</div>", "<p><a href='/choir'>Choir of the valley tours Wales {}</a></p>"),
    ("<dl>{}</dl>", f"<dd>{STORY}<br>{{}}</dd>"),
]


@pytest.mark.parametrize("written", ['<time datetime="2024-05-14">14 May</time>', "14 May 2024", "(14.05.2024)"])
@pytest.mark.parametrize(("stories", "item"), ITEMS)
@pytest.mark.parametrize("holder", ["main", "article", "div"])
def test_the_date_beside_a_link_to_another_story_dates_no_article(
    written: str, stories: str, item: str, holder: str
) -> None:
    own = f"<{holder}><h1>A long night</h1><p>{PROSE}</p><p>{PROSE}</p></{holder}>"
    others = stories.format(item.format(written) * (2 if holder == "div" else 1))
    assert metadata_of(page(own + others)).published is None


@pytest.mark.parametrize(
    "line",
    [
        '<li>By <a href="/authors/karin-von-der-heide">Karin von der Heide</a> <time>14 May 2024</time></li>',
        '<li><a href="/tags/bridges-and-roads-of-bern">Bridges and roads of Bern</a>, 14 May 2024</li>',
        '<li><a href="#comments">There are three comments</a> <time>14 May 2024</time></li>',
        '<div class="meta-item"><a href="/x">Bern</a> 14 May 2024</div>',
    ],
)
def test_the_date_beside_a_link_to_the_author_or_section_dates_the_article(line: str) -> None:
    body = f"<main><h1>A long night</h1><ul>{line}</ul><p>{PROSE}</p></main>"
    assert metadata_of(page(body)).published == "2024-05-14"


POINTED_AT = [
    "<abbr class=published title='{}'>2 hours ago</abbr>",
    "<span class=date title='{}'>vor 2 Stunden</span>",
    "<p class=meta title='{}'>hace 2 horas</p>",
    "<div class='post-time' title='{}'>14:05</div>",
    "<abbr title='{}'>1May24</abbr>",
]


@pytest.mark.parametrize("shown", POINTED_AT)
@pytest.mark.parametrize(
    "title",
    ["Wednesday, May 1st, 2024, 2:05 pm", "2024-05-01T14:05:00", "2024-05-01 14:05", "May 1, 2024 at 14:05"],
)
def test_a_short_text_that_is_pointed_at_shows_the_time(shown: str, title: str) -> None:
    body = f"<article><h1>A long night</h1>{shown.format(title)}<p>{PROSE}</p></article>"
    assert metadata_of(page(body)).published == "2024-05-01T14:05:00"


@pytest.mark.parametrize(
    "shown",
    [
        "<span title='14:05 - 1 May 2019'>Joined May 2019</span>",
        "<a href=/x title='1 May 2019'>2 hours ago</a>",
        "<p title='The bridge of 1 May 2019'>A bridge</p>",
        "<ul class=comments><li><abbr title='2019-05-01 14:05'>2 hours ago</abbr> Well said.</li></ul>",
    ],
)
def test_what_else_is_pointed_at_dates_no_article(shown: str) -> None:
    assert metadata_of(page(f"<article><h1>A long night</h1>{shown}<p>{PROSE}</p></article>")).published is None


@pytest.mark.parametrize(
    "fields", ['"pub_date":"2024-05-01T14:05:00Z"', '"type":"post","pub_date": "2024-05-01T14:05Z"']
)
@pytest.mark.parametrize("author", ['"author":"Jane Roe"', '"authors":["Jane Roe"]'])
def test_a_tag_that_holds_an_object_says_when_and_who(fields: str, author: str) -> None:
    head = f'<meta name=\'parsely-page\' content=\'{{"title":"A long night",{fields},{author},"section":"Ships"}}\'>'
    found = metadata_of(page(f"<h1>A long night</h1><p>{PROSE}</p>", head))
    assert (found.published, found.authors) == ("2024-05-01T14:05:00+00:00", ("Jane Roe",))


@pytest.mark.parametrize("said", ["{", "[1]", "null", '{"pub_date": 3}', '{"author": [{}, 1]}', '{"pub_date": "soon"}'])
def test_a_tag_that_holds_no_such_object_says_nothing(said: str) -> None:
    found = metadata_of(page(f"<h1>A long night</h1><p>{PROSE}</p>", f"<meta name='parsely-page' content='{said}'>"))
    assert (found.published, found.authors) == (None, ())


@pytest.mark.parametrize("tag", ["small", "span", "em"])
@pytest.mark.parametrize("rest", [" | Topics: <a href=/t/1>Ships</a>", " by <a href=/a/1>Jane Roe</a>", ""])
def test_a_phrase_right_behind_the_headline_dates_the_article(tag: str, rest: str) -> None:
    body = f"<div><h2>A long night</h2> <{tag}>1 May 2024{rest}</{tag}><p>{PROSE}</p></div>"
    assert metadata_of(page(body)).published == "2024-05-01"


@pytest.mark.parametrize(
    "line",
    ["Bern, (18.01.2018). {}", "BERN (18. Januar 2018) – {}", "La Paz (18 enero 2018) - {}", "Bern, (18.01.2018) {}"],
)
def test_the_date_of_a_dateline_may_stand_in_brackets(line: str) -> None:
    assert metadata_of(page(f"<h1>A long night</h1><p>{line.format(PROSE)}</p>")).published == "2018-01-18"


@pytest.mark.parametrize("key", ["publish_at", "published_at", "publishAt", "publishDate"])
def test_a_script_says_when_a_page_is_to_be_published(key: str) -> None:
    head = f'<script>state = {{"draft":false,"{key}":"2024-05-01T14:05:00Z"}}</script>'
    assert metadata_of(page(f"<h1>A long night</h1><p>{PROSE}</p>", head)).published == "2024-05-01T14:05:00+00:00"
