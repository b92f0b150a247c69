from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree, html

from extractors.html.crowded_tags import MOST_ATTRIBUTES, without_crowded_tags
from extractors.html.decode import UnreadablePageError, decode, html_copy, parse

HTML = "<html><head>{meta}</head><body><p>Zażółć gęślą jaźń, Übermut, façade</p></body></html>"


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-8-sig"])
def test_unicode_is_read_without_any_declaration(charset: str) -> None:
    assert "gęślą jaźń" in decode(HTML.encode(charset), {})


def test_the_header_names_the_charset() -> None:
    assert "Übermut, façade" in decode(
        "<p>Übermut, façade".encode("cp1252"), {"content-type": "text/html; charset=windows-1252"}
    )


def test_the_meta_tag_names_the_charset() -> None:
    page = HTML.format(meta='<meta charset="iso-8859-2">')
    assert "Zażółć gęślą jaźń" in decode(page.replace("façade", "fasada").encode("iso-8859-2"), {})


def test_utf8_is_read_as_utf8_whatever_is_declared() -> None:
    page = HTML.format(meta='<meta charset="iso-8859-1">')
    assert "Zażółć" in decode(page.encode(), {"content-type": "text/html; charset=iso-8859-1"})


def test_a_charset_that_nobody_declares_is_detected() -> None:
    russian = "<p>Сегодня в городе открыли новый мост через реку, сообщает газета.</p>" * 20
    assert "Сегодня" in decode(russian.encode("cp1251"), {})


@pytest.mark.parametrize(
    ("body", "reason"),
    [(b"", "empty body"), (b" \n ", "empty body"), (b"%PDF-1.7 ...", "binary"), (b"x" * 8_000_001, "larger than")],
)
def test_what_is_no_page_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadablePageError, match=reason):
        decode(body, {})


def test_an_xml_declaration_and_control_characters_do_not_stop_the_parser() -> None:
    root = parse('<?xml version="1.0" encoding="ascii"?><html><body><p>a\x00b\x0bc\ud800d</p></body></html>')
    assert root.findtext(".//p") == "abcd"


def test_a_page_without_elements_is_refused() -> None:
    with pytest.raises(UnreadablePageError, match="no HTML"):
        parse("<!-- nothing -->")


def test_parse_opens_the_body_that_a_page_leaves_out() -> None:
    root = parse("<!doctype html><html lang=en><title>Ice</title><article><h1>Ice</h1><p>The harbour froze.</article>")
    assert root.findtext("body/article/p") == "The harbour froze."
    assert [node.tag for node in root.find("head")] == ["title"]


def test_a_tag_with_thousands_of_attributes_keeps_its_name() -> None:
    flood = " ".join(f"data-{number}=x" for number in range(20_000))
    root = parse(f"<html><body><section {flood}><p class=y>text</p></section></body></html>")
    assert root.find(".//section").attrib == {}
    assert root.find(".//section/p").get("class") == "y"


@pytest.mark.parametrize("end", ["", "<p>after"])
def test_what_opens_the_body_is_in_the_body(end: str) -> None:
    root = parse(f"<html lang=en><title>t</title><article><p>first</p></article>{end}")
    assert root.findtext("body/article/p") == "first"
    assert root.findtext("head/title") == "t"


@pytest.mark.parametrize("inside", ["a%d=1", "a%d='<div'", "<p%d"])
def test_a_tag_with_thousands_of_attributes_keeps_its_name_alone(inside: str) -> None:
    flood = " ".join(inside % number for number in range(5_000))
    root = parse(f"<html><body><p class=story>Before</p><section {flood}>Within</section><p>After</p></body></html>")
    (section,) = root.iter("section")
    assert not section.attrib
    assert [element.text for element in root.iter("p", "section")] == ["Before", "Within", "After"]
    assert root.find(".//p").get("class") == "story"


FLOOD = " ".join(f"a{number}" for number in range(20_000))
# What stands before many attributes: tags that are none, tags that look as if they had ended, and ends of elements.
CROWDS = {
    "in quotes": '<img alt="a > b" %s>',
    "tags in quotes": '<img alt="<p><p>" %s>',
    "behind a quote that opens no value": '<img " %s>',
    "quotes turned": '<img alt="<div class="%s">',
    "values with ends": "<img %s>",
    "an end": "</p %s>",
    "behind a script": '<script>a < b && "<p x="</script><img %s>',
    "behind a comment": '<!-- <p x=" --><img %s>',
    "behind what is no tag": '<! x="><? y="></ z="><img %s>',
    "without an end": "<img %s",
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_a_crowded_tag_is_found_wherever_it_begins(crowd: str) -> None:
    flood = FLOOD.replace(" ", '=">" ') if crowd == "values with ends" else FLOOD
    started = time.process_time()
    root = parse(f"<html><body><p>Before{CROWDS[crowd] % flood}<p>After</body></html>")
    assert time.process_time() - started < 0.5
    assert max(len(element.attrib) for element in root.iter()) <= MOST_ATTRIBUTES
    assert root.findtext(".//p").startswith("Before")


@given(
    text=st.text(alphabet="<>/!-?=\"' \npa", max_size=80),
    behind=st.sampled_from(["", "<script>", "</title><b>", "-->"]),
)
@example(text="<a/< ", behind="")
def test_a_page_without_crowded_tags_says_the_same(text: str, behind: str) -> None:
    """Of it nothing goes but a tag at its end that nothing ends, which nobody shows."""
    page = f"<body>x{text}{behind}{text}".encode()
    left = without_crowded_tags(page)
    assert page.startswith(left)
    assert etree.tostring(html.fromstring(left)) == etree.tostring(html.fromstring(page))


def test_a_copy_for_others_leaves_the_page_as_it_is() -> None:
    root = parse("<html lang='de'><body><p>Eins<b>zwei</b>drei</p></body></html>")
    before = etree.tostring(root)
    copied = html_copy(root)
    assert etree.tostring(copied) == before
    assert isinstance(copied, html.HtmlElement)
    assert isinstance(copied[0][0], html.HtmlElement)
    copied[0].clear()
    assert etree.tostring(root) == before


SENTENCES = {
    "cp1251": "Городской совет во вторник вечером решил построить трамвайную линию от порта до вокзала. ",
    "koi8_r": "Городской совет во вторник вечером решил построить трамвайную линию от порта до вокзала. ",
    "gb18030": "市议会周二晚间经过五个小时的辩论，投票决定修建一条连接港口与火车站的有轨电车线路。",
    "big5": "市議會週二晚間經過五個小時的辯論，投票決定修建一條連接港口與火車站的有軌電車線路。",
    "shift_jis": "市議会は火曜日の夜、港と駅を結ぶ路面電車の建設を五時間の議論の末に可決した。",
    "euc_kr": "시의회는 화요일 밤 다섯 시간의 토론 끝에 항구와 역을 잇는 노면전차 건설을 의결했다. ",
}
MENU = "<nav><a href='/a-long-address-of-the-menu'>News</a></nav><script>var menu = ['one', 'two'];</script>" * 300


@pytest.mark.parametrize("charset", SENTENCES)
@pytest.mark.parametrize("declared", ["", "text/html", "text/html; charset=utf-8", "text/html; charset=iso-8859-1"])
def test_bytes_are_believed_before_a_label_that_cannot_be_theirs(charset: str, declared: str) -> None:
    sentence = SENTENCES[charset]
    body = f"<html><body>{MENU}<article><p>{sentence * 8}</p></article></body></html>".encode(charset)
    assert sentence.strip() in decode(body, {"content-type": declared} if declared else {})


@pytest.mark.parametrize("charset", ["gb18030", "big5", "shift_jis", "euc_kr"])
@pytest.mark.parametrize("before", range(4))
def test_detection_cuts_no_character_in_two(charset: str, before: int) -> None:
    sentence = SENTENCES[charset]
    body = f"<html><body><p>{'x' * before}{sentence * 1500}</p></body></html>".encode(charset)
    assert sentence in decode(body, {})


@pytest.mark.parametrize("label", ["", "utf-8", "iso-8859-1", "windows-1251"])
@pytest.mark.parametrize("bad", [b"\xff", b"\xe2\x80", b"\x92"])
def test_a_bad_byte_does_not_turn_utf8_into_something_else(label: str, bad: bytes) -> None:
    text = "Zażółć gęślą jaźń, mówi się w mieście. " * 3
    body = f"<meta charset='{label}'><p>{text}".encode() + bad + text.encode()
    assert decode(body, {}).count("Zażółć gęślą jaźń") == 6


def test_latin_letters_are_no_other_script() -> None:
    text = "Élève à l'école, où l'été s'achève déjà; œuvre dépassée, naïveté, hétérogénéité. "
    body = f"<meta charset=windows-1252><p>{text * 4}".encode("cp1252")
    assert text in decode(body, {})


@pytest.mark.parametrize("end", ["</body></html>", "</BODY></HTML\n>", "</html >", "</body foo></html>"])
@pytest.mark.parametrize("inside", ["<div class=story>", "<table><tr><td>", "<article><section>"])
def test_what_follows_the_end_of_a_page_stands_where_it_would_without_it(end: str, inside: str) -> None:
    page = f"<html><body>{inside}<p>First.</p>%s<p>Second.</p>"
    assert etree.tostring(parse(page % end)) == etree.tostring(parse(page % ""))


def test_a_second_document_in_a_page_is_read() -> None:
    page = "<html><head><title>t</title></head><body><p>First.</p></body></html>"
    assert [p.text for p in parse(page + "<!doctype html>" + page.replace("First", "Second")).iter("p")] == [
        "First.",
        "Second.",
    ]


@pytest.mark.parametrize("bad", [b"\xe2", b"\xff", b"\x92\x85"])
@pytest.mark.parametrize("declared", ["", "text/html; charset=windows-1252"])
def test_a_bad_byte_among_few_letters_beyond_ascii_is_one(bad: bytes, declared: str) -> None:
    text = "<p>Die Fähre fährt nächste Woche wieder, außer montags, über Sandvik nach Süden.</p>"
    body = text.encode().replace(b"</p>", bad + b"</p>")
    assert "Fähre fährt nächste" in decode(body, {"content-type": declared} if declared else {})


def test_japanese_without_bytes_beyond_ascii_is_read() -> None:
    sentence = SENTENCES["shift_jis"]
    assert sentence in decode(f"<p>{sentence}</p>".encode("iso2022_jp"), {})


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_tag_with_one_long_value_keeps_it(quote: str) -> None:
    value = "x y=z " * 20_000
    assert parse(f"<div data-state={quote}{value}{quote}><p>text</p></div>").find(".//div").get("data-state") == value


def in_windows_1258(text: str) -> bytes:
    """Vietnamese with each tone behind its letter, as that charset has it."""
    written = b""
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        written += (letter + tones).encode("cp1258")
    return written


@pytest.mark.parametrize("where", ["header", "meta"])
@pytest.mark.parametrize("label", ["windows-1258", "cp1258"])
def test_vietnamese_letters_and_their_tones_are_one_character(where: str, label: str) -> None:
    text = "Người dân thành phố Hồ Chí Minh đã đến bến cảng để xem những con tàu."
    meta = f"<meta charset={label}>" if where == "meta" else ""
    headers = {"content-type": f"text/html; charset={label}"} if where == "header" else {}
    assert text in decode(in_windows_1258(f"<html><head>{meta}</head><body><p>{text}</p></body></html>"), headers)


WESTERN = {
    "fr": "Fermée depuis sept ans, l’école du port a rouvert lundi à onze élèves très fiers. ",
    "es": "La escuela del puerto abrió el lunes después de siete años con once niños y una maestra más. ",
    "sv": "Skolan vid hamnen öppnade på måndagen efter sju år med elva elever från tre öar. ",
    "pt": "A escola do porto abriu na segunda-feira às oito, após sete anos, com onze crianças e não mais. ",
}


@pytest.mark.parametrize("language", WESTERN)
@pytest.mark.parametrize("times", [1, 4])
def test_a_page_that_says_its_language_is_read_in_the_charset_of_it(language: str, times: int) -> None:
    sentence = WESTERN[language]
    body = f"<!doctype html><html lang={language}><meta charset=utf-8><p>{sentence * times}</p></html>".encode("cp1252")
    assert sentence.strip() in decode(body, {"content-type": "text/html; charset=utf-8"})
