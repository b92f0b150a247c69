from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.metadata.titles import without_site_name
from tests.metadata_pages import PROSE, json_ld, metadata_of, page

NAMES = ["exampleherald", "exampleheraldorg", "nzz"]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("A long night - Example Herald", "A long night"),
        ("A long night | News | The Example Herald", "A long night | News"),
        ("NZZ | A long night", "A long night"),
        ("A long night – what comes next", "A long night – what comes next"),
        ("Example Herald", "Example Herald"),
        ("A long night|NZZ", "A long night"),
        ("A long nightㅣNZZ", "A long night"),
        ("exampleherald.org - A long night on ExampleHerald.org", "A long night on ExampleHerald.org"),
    ],
)
def test_site_name_is_folded_off(written: str, title: str) -> None:
    assert without_site_name(written, NAMES) == title


@given(st.text())
def test_a_title_never_becomes_empty(written: str) -> None:
    assert bool(without_site_name(written, NAMES).strip()) == bool(written.strip())


def test_heading_that_fits_the_claims_is_the_title() -> None:
    head = "<title>A long night in Bern - Example Herald</title>"
    body = "<h1>Example Herald</h1><h1>Most read</h1><article><h1>A long night in Bern</h1></article>"
    assert metadata_of(page(body, head)).title == "A long night in Bern"


def test_second_order_heading_is_the_title_where_the_first_is_a_section() -> None:
    head = '<meta property="og:title" content="A long night in Bern">'
    assert metadata_of(page("<h1>Switzerland</h1><h2>A long night in Bern</h2>", head)).title == "A long night in Bern"


def test_kicker_is_no_part_of_the_title() -> None:
    body = '<h1><span class="kicker">Politics</span> <span>A long night</span></h1>'
    assert metadata_of(page(body)).title == "A long night"


def test_kicker_in_its_own_element_that_the_tab_leaves_away_is_left_away() -> None:
    body = "<h1><i>Release of the council's office :</i><b>A long night for the river</b></h1>"
    assert metadata_of(page(body, "<title>A long night for the river</title>")).title == "A long night for the river"


@pytest.mark.parametrize(
    ("behind", "url"),
    [
        (" | Opinion", "https://www.example-herald.org/story/opinion/2026/long-night"),
        (" - Patient Education", "https://www.example-herald.org/patient-education/long-night"),
        (" | Región", "https://www.example-herald.org/regi%C3%B3n/long-night"),
    ],
)
def test_the_section_that_the_address_names_is_no_part_of_the_title(behind: str, url: str) -> None:
    title = "A long night for the bridge over the river"
    assert metadata_of(page(f"<h1>{title}{behind}</h1>"), url).title == title
    assert metadata_of(page(f"<h1>{title}{behind}</h1>")).title == title + behind


def test_colon_that_only_the_claim_has_is_kept() -> None:
    head = json_ld('{"@type": "NewsArticle", "headline": "Bern: A long night"}')
    assert metadata_of(page("<h1><span>Bern</span> <span>A long night</span></h1>", head)).title == "Bern: A long night"


def test_kicker_that_json_ld_leaves_away_is_left_away() -> None:
    head = json_ld('{"@type": "NewsArticle", "headline": "«A long night»"}')
    assert metadata_of(page("<h1>Talks in Bern - «A long night»</h1>", head)).title == "«A long night»"


def test_claims_stand_in_for_a_missing_heading() -> None:
    assert metadata_of(page("<p>x</p>", "<title>A long night | Example Herald</title>")).title == "A long night"
    assert metadata_of(page("<p>x</p>")).title is None


TITLE = "Council approves the tram line after ten years of dispute"


@pytest.mark.parametrize(
    "called",
    [
        "{} | Local News | The Example Herald",
        "{} | Local News | www.example-herald.org",
        "{} - Local News - The Example Herald",
        "The Example Herald | Local News | {}",
        "Local News | {} | The Example Herald",
        "{} » Politics » The Example Herald",
        "{}",
    ],
)
@pytest.mark.parametrize("tag", ["<title>{}</title>", '<meta property="og:title" content="{}">'])
def test_sections_and_outlets_on_both_sides_are_no_part_of_the_title(called: str, tag: str) -> None:
    head = '<meta property="og:site_name" content="The Example Herald">' + tag.format(called.format(TITLE))
    assert metadata_of(page("<p>x</p>", head)).title == TITLE


@pytest.mark.parametrize("title", ["The bridge, part 2 - The vote that decided it", "Alps | Andes"])
def test_a_sign_within_a_title_stays_where_no_outlet_stands_behind_it(title: str) -> None:
    assert metadata_of(page("<p>x</p>", f"<title>{title}</title>")).title == title


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("می\u200cسازد", "می\u200cسازد"),
        ("ශ්\u200dරී ලංකා", "ශ්\u200dරී ලංකා"),
        ("\U0001f468\u200d\U0001f4bb at work", "\U0001f468\u200d\U0001f4bb at work"),
        ("അവന്\u200d വന്നു", "അവന്\u200d വന്നു"),
        ("কলিকাত্\u200d, ২", "কলিকাত্\u200d, ২"),
        ("क्\u200c", "क्\u200c"),
        ("ه\u200d. ش", "ه\u200d. ش"),
        ("می\u200c سازد", "می سازد"),
        ("long\u200c\u00ad night", "long night"),
        ("\u200dA\u200bB\ufeff", "AB"),
    ],
)
def test_joiners_stay_where_they_are_letters(written: str, shown: str) -> None:
    assert metadata_of(page(f"<h1>{written}</h1>")).title == shown


@pytest.mark.parametrize(
    ("written", "site", "title"),
    [
        ("Example Herald | Local | Bridge falls in the river", "Example Herald", "Bridge falls in the river"),
        ("News » Bridge falls in the river « Example Herald", "Example Herald", "Bridge falls in the river"),
        ("Politics - Bridge falls - in the river - Example Herald", "Example Herald", "Bridge falls - in the river"),
        ("桥塌了，三人受伤_社会_港湾新闻网", "港湾新闻网", "桥塌了，三人受伤"),
        ("桥塌了，三人受伤 _ 港湾新闻网", "港湾新闻网", "桥塌了，三人受伤"),
        (
            "Bridge falls in the river - Example Herald for the Coast, the Islands and the Hills",
            "Example Herald",
            "Bridge falls in the river",
        ),
    ],
)
def test_sections_and_outlets_go_on_both_sides_without_a_heading(written: str, site: str, title: str) -> None:
    head = f'<title>{written}</title><meta property="og:site_name" content="{site}">'
    assert metadata_of(page(f"<p>{PROSE}</p>", head)).title == title


WAYS_TO_SHOW = {
    "a link to the front page": '<div><a href="/">{}</a></div>',
    "its picture": '<a href="https://www.example-herald.org/"><img alt="{}" src="x.png"></a>',
    "copyright": "<td><font>© 2024 {} Ltd. All rights reserved</font></td>",
}


@pytest.mark.parametrize("shown", WAYS_TO_SHOW.values(), ids=WAYS_TO_SHOW)
@pytest.mark.parametrize(
    ("written", "site", "title"),
    [
        ("Local – {} – Tidewater Post", "Tidewater Post", TITLE),
        ("{} | Local | Tidewater Post", "Tidewater Post", TITLE),
        ("Tidewater Post » Politics » {}", "Tidewater Post", TITLE),
        ("Tidewater Post > Politics > {}", "Tidewater Post", TITLE),
        ("Tidewater Post > News > World -- {}", "Tidewater Post", TITLE),
        ("{} / Online News > Tidewater Post", "Tidewater Post", TITLE),
        ("{} → Tidewater Post", "Tidewater Post", TITLE),
        ("{} ~ Tidewater Post", "Tidewater Post", TITLE),
        ("{} @ Tidewater Post", "Tidewater Post", TITLE),
        ("{}—Tidewater Post", "Tidewater Post", TITLE),
        ("{} | Tidewater Post - News from the coast", "Tidewater Post", TITLE),
        ("{}——港湾晚报", "港湾晚报", "旧桥倒塌三人受伤，市长要求年内重建并公布调查报告"),
        ("{}_社会新闻_港湾晚报", "港湾晚报", "旧桥倒塌三人受伤，市长要求年内重建并公布调查报告"),
        ("{}-社会-港湾晚报", "港湾晚报", "旧桥倒塌三人受伤，市长要求年内重建并公布调查报告"),
        ("{} | 社会 | 港湾夕刊", "港湾夕刊", "古い橋が崩れて三人がけが、市長は年内の再建を求めた"),
    ],
)
def test_the_outlet_is_told_by_where_the_page_shows_it(shown: str, written: str, site: str, title: str) -> None:
    root = page(f"{shown.format(site)}<p>{PROSE}</p>", f"<title>{written.format(title)}</title>")
    assert metadata_of(root).title == title


@pytest.mark.parametrize(
    "frame", ["{site}: {}", "{site}：{}", "[{site}] {}", "【{site}】{}", "{} ({site})", "{}（{site}）", "{}, {site}"]
)
@pytest.mark.parametrize("tag", ["<title>{}</title>", '<meta property="og:title" content="{}">'])
def test_the_outlet_may_be_set_off_by_a_colon_or_brackets(frame: str, tag: str) -> None:
    head = '<meta property="og:site_name" content="Tidewater Post">'
    head += tag.format(frame.format(TITLE, site="Tidewater Post"))
    assert metadata_of(page(f"<p>{PROSE}</p>", head)).title == TITLE


@pytest.mark.parametrize(
    "title",
    [
        "Bern – the vote – and what it changed",
        "Mayor: the bridge will stand",
        "桥梁-隧道之争",
        "Old bridge falls (video)",
    ],
)
@pytest.mark.parametrize("shown", WAYS_TO_SHOW.values(), ids=WAYS_TO_SHOW)
def test_what_the_page_nowhere_calls_its_outlet_stays_in_the_title(title: str, shown: str) -> None:
    root = page(f"{shown.format('Tidewater Post')}<p>{PROSE}</p>", f"<title>{title}</title>")
    assert metadata_of(root).title == title


def test_a_headline_that_names_the_outlet_is_not_its_name() -> None:
    title = "<title>Example Herald: Bridge falls in the river - News</title>"
    head = f'{title}<meta property="og:site_name" content="Example Herald">'
    assert "Bridge falls in the river" in (metadata_of(page(f"<p>{PROSE}</p>", head)).title or "")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("R&amp;amp;D moves to the harbour", "R&D moves to the harbour"),
        ("Caf&amp;eacute; it&amp;#8217;s &amp;quot;closed&amp;quot;", 'Café it’s "closed"'),
        ("港口的电动船\n      明年春天启航", "港口的电动船明年春天启航"),
        ("Harbour\n  freezes", "Harbour freezes"),
        ("<span class=sr-only>Exclusive:</span> Harbour freezes over", "Harbour freezes over"),
        ("Harbour freezes over <span style='display:none'>(video)</span>", "Harbour freezes over"),
        ("<ruby>港<rt>みなと</rt></ruby>が凍る", "港が凍る"),
    ],
)
def test_a_title_is_what_readers_see(written: str, title: str) -> None:
    assert metadata_of(page(f"<article><h1>{written}</h1><p>{PROSE}</p></article>")).title == title


@pytest.mark.parametrize("box", ["form", "dialog"])
def test_the_heading_of_a_form_is_no_headline(box: str) -> None:
    body = f"<article><h1>A long night</h1><p>{PROSE}</p></article><{box}><h1>Herald Newsletter</h1></{box}>"
    assert metadata_of(page(body, "<title>Herald</title>")).title == "A long night"


@pytest.mark.parametrize("tag", ["h2", "h3"])
@pytest.mark.parametrize("sign", ["‹", "›", "|", "-"])
def test_a_lower_heading_is_the_title_where_the_title_of_the_page_says_the_same(sign: str, tag: str) -> None:
    head = f"<title>A long night in Bern {sign} Example Herald</title>"
    body = f"<div><{tag}><a href=/x>A long night in Bern</a></{tag}><p>{PROSE}</p></div>"
    assert metadata_of(page(body, head)).title == "A long night in Bern"


@pytest.mark.parametrize("tag", ["h1", "h2"])
@pytest.mark.parametrize(
    "href", ["/", "https://www.example-herald.org/", "https://www.example-herald.org", "/index.html"]
)
@pytest.mark.parametrize("called", ["Through the stomach", "엔터 미디어", "Die Küche von Anna"])
def test_a_heading_that_leads_to_the_front_page_is_the_name_of_the_site(tag: str, href: str, called: str) -> None:
    logo = f"<{tag}><a href='{href}'>{called}</a></{tag}>"
    head = f"<title>Liver with apples | {called}</title>"
    assert metadata_of(page(f"{logo}<p>{PROSE}</p>", head)).title == "Liver with apples"
    story = "<h3>Liver with apples</h3>"
    assert metadata_of(page(f"{logo}{story}<p>{PROSE}</p>", head)).title == "Liver with apples"


@pytest.mark.parametrize("href", ["/liver", "/?p=7", "https://other.example/", "#top"])
def test_a_headline_may_be_a_link(href: str) -> None:
    body = f"<h1><a href='{href}'>Liver with apples</a></h1><p>{PROSE}</p>"
    assert metadata_of(page(body, "<title>Through the stomach</title>")).title == "Liver with apples"


def test_one_of_many_headings_is_no_title_where_the_page_calls_itself_otherwise() -> None:
    head = "<meta property=og:title content='Reading in the second week'>"
    days = "".join(f"<h1>Day {day}</h1><p>{PROSE}</p>" for day in range(3))
    assert metadata_of(page(days, head)).title == "Reading in the second week"


@pytest.mark.parametrize("name", ["og", "json-ld"])
@pytest.mark.parametrize("tail", ["<small>(post.example)</small> <b>87</b>", "<span>3 comments</span>"])
def test_what_stands_behind_a_headline_in_an_element_of_its_own_is_no_part_of_it(name: str, tail: str) -> None:
    title = "Ships that sank in the harbour are raised again"
    said = json_ld(f'{{"@type": "Article", "headline": "{title}"}}')
    head = f"<meta property=og:title content='{title}'>" if name == "og" else said
    assert metadata_of(page(f"<h1><span>{title}</span> {tail}</h1><p>{PROSE}</p>", head)).title == title


@pytest.mark.parametrize("end", [70, 112, 131])
def test_a_claim_that_breaks_off_does_not_cut_the_headline(end: int) -> None:
    title = "Ships that sank in the harbour are raised again while the council asks whether the money for the mains"
    title += " could be better spent on a new ferry"
    claim = title[:end].rstrip() + ("..." if end < 100 else "")
    head = json_ld(f'{{"@type": "Article", "headline": "{claim}"}}')
    assert metadata_of(page(f"<h1>{title}</h1><p>{PROSE}</p>", head)).title == title


def test_a_heading_whose_words_the_title_has_in_its_midst_is_no_name_of_the_site() -> None:
    head = "<meta property=og:title content='Halverton privacy policy'>"
    assert metadata_of(page(f"<h1><a href=/>privacy policy</a></h1><p>{PROSE}</p>", head)).title == "privacy policy"


STORY = '<link rel="canonical" href="https://www.example-herald.org/news/a-long-night">'


@pytest.mark.parametrize("href", ["/news/the-other-bridge", "https://www.example-herald.org/sports/draw-in-the-rain"])
def test_a_heading_that_leads_to_another_page_of_the_site_is_the_headline_of_that(href: str) -> None:
    teaser = f'<h1 class="item"><a href="{href}">The night of the ferries</a></h1>'
    head = f"{STORY}<title>Night on the ferries</title>"
    body = f"<article><h1>How the town waited for the boats</h1><p>{PROSE}</p></article>{teaser}"
    assert metadata_of(page(body, head)).title == "How the town waited for the boats"


@pytest.mark.parametrize("href", ["/news/a-long-night", "https://www.example-herald.org/news/a-long-night/#top"])
def test_a_heading_that_leads_to_its_own_page_stays_the_headline(href: str) -> None:
    body = f"<h1>Example reading</h1><h1><a href='{href}'>A long night on the ferries</a></h1><p>{PROSE}</p>"
    head = f"{STORY}<title>A long night on the ferries</title>"
    assert metadata_of(page(body, head)).title == "A long night on the ferries"


@pytest.mark.parametrize("article", ["The", "Die", "Les", "Un"])
def test_an_article_before_the_words_of_a_claim_is_no_kicker(article: str) -> None:
    head = '<meta property="og:title" content="Long night on the ferries">'
    title = f"{article} Long night on the ferries"
    assert metadata_of(page(f"<h1>{title}</h1>", head)).title == title


@pytest.mark.parametrize("shown", ["Ferries in January – May", "Who asked: the town’s mayor"])
def test_a_claim_with_other_dashes_and_quotes_does_not_replace_the_heading(shown: str) -> None:
    called = shown.replace("–", "-").replace("’", "'")
    head = f'<meta property="og:title" content="{called}">'
    assert metadata_of(page(f"<h1><span>{shown}</span></h1>", head)).title == shown


@pytest.mark.parametrize(("topic", "section", "title"), [("Ferries", "Town", "Ferries: "), ("Town", "Town", "")])
def test_a_topic_that_all_claims_have_belongs_to_the_title_and_a_section_does_not(
    topic: str, section: str, title: str
) -> None:
    called = f"{topic}: The town waits for its boats"
    data = f'{{"@type": "NewsArticle", "headline": "{called}", "articleSection": "{section}"}}'
    head = f'{json_ld(data)}<meta property="og:title" content="{called}">'
    body = f"<span>{topic}</span><h1>The town waits for its boats</h1>"
    assert metadata_of(page(body, head)).title == f"{title}The town waits for its boats"


@pytest.mark.parametrize("tag", ["h2", "h3"])
@pytest.mark.parametrize(
    ("above", "shared"),
    [
        ("<h1>Boats, mayor, storm: all about it</h1>", "The town waits for its boats"),
        ("<nav><ul><li><h1>Boats, mayor, storm</h1></li></ul></nav>", "Boats, mayor, storm"),
        ('<ol class="breadcrumbs"><li><h1>Boats, mayor, storm</h1></li></ol>', "Boats, mayor, storm"),
    ],
)
def test_a_lower_heading_is_the_headline_where_data_says_so_word_for_word(above: str, shared: str, tag: str) -> None:
    data = json_ld('{"@type": "NewsArticle", "headline": "The town waits for its boats"}')
    head = f'{data}<meta property="og:title" content="{shared}">'
    body = f"{above}<{tag}>The town waits for its boats</{tag}><p>{PROSE}</p>"
    assert metadata_of(page(body, head)).title == "The town waits for its boats"


def test_a_heading_in_the_text_with_one_word_of_the_title_is_not_the_title() -> None:
    title = "How we found a hole in Harbour, Lantern, Compass and the software of a hundred other ferries"
    head = f'<meta property="og:title" content="{title}">'
    body = "<h1>anna/notes.md</h1><h1>Pick an option</h1><h1>Lantern</h1><h1>Thanks</h1>"
    assert metadata_of(page(body, head)).title == title
