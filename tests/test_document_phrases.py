"""What a sentence is made of: elements that do not end it, text in it that nobody sees, its first letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.html.decode import parse
from extractors.html.walk import read_document
from extractors.text.lines import evenly_spaced
from tests.test_document import document_of, texts_of

PHRASES = [
    *(
        "<button>%s</button>",
        "<x-term id=1>%s</x-term>",
        "<st1:place>%s</st1:place>",
        "<m:math><m:mi>%s</m:mi></m:math>",
    ),
    *("<math><mrow><mn>%s</mn></mrow></math>", "<output>%s</output>", "<meter value=1>%s</meter>", "<slot>%s</slot>"),
    *("<noindex>%s</noindex>", "<blink>%s</blink>", "<bdi>%s</bdi>", "<a name=x>%s</a>", "<x-a><x-b>%s</x-b></x-a>"),
]
AROUND = ["<p>%s</p>", "<div>%s</div>", "<td>%s</td>", "<li>%s</li>", "<section>%s</section>"]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("phrase", PHRASES)
def test_what_holds_no_block_and_stands_in_a_text_does_not_end_it(phrase: str, around: str) -> None:
    assert texts_of(around % f"It took {phrase % 'forty percent'} of the cost.") == [
        "It took forty percent of the cost."
    ]


@pytest.mark.parametrize("tag", ["x-card", "noindex", "o:block", "slot"])
def test_unknown_elements_that_hold_blocks_or_stand_alone_are_blocks(tag: str) -> None:
    assert texts_of(f"<div>before<{tag}><p>within</p></{tag}>after</div>") == ["before", "within", "after"]
    assert texts_of(f"<div><{tag}>one</{tag}><{tag}>two</{tag}></div>") == ["one", "two"]


STYLES = ["display:inline", "color: navy; DISPLAY : inline-block", "display:inline !important", "display: contents"]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("tag", ["div", "p", "h3", "center"])
@pytest.mark.parametrize("around", ["div", "li", "blockquote"])
@pytest.mark.parametrize("line", ["The mayor {} spoke.", "The speaker was {}", "{} spoke."])
def test_a_block_that_is_set_into_a_line_does_not_end_it(style: str, tag: str, around: str, line: str) -> None:
    phrase = f'<{tag} style="{style}"><font color="navy">Karin Holt</font></{tag}>'
    assert texts_of(f"<{around}>{line.format(phrase)}</{around}>") == [line.format("Karin Holt")]


@pytest.mark.parametrize(
    "inner", ["<div style='display:inline'><p>One.</p><p>Two.</p></div>", "<div>One.</div><div>Two.</div>"]
)
def test_a_block_that_holds_blocks_or_no_such_style_ends_a_line(inner: str) -> None:
    assert texts_of(f"<div>Before. {inner} Behind.</div>") == ["Before.", "One.", "Two.", "Behind."]


def test_blocks_that_are_set_side_by_side_stay_apart() -> None:
    cells = "".join(f"<div style='display:inline-block'>{word}</div>" for word in ("News", "Sport"))
    assert texts_of(f"<div>{cells}</div>") == ["News", "Sport"]


def test_a_button_behind_a_sentence_is_no_word_of_it() -> None:
    assert texts_of("<p>The line was built. <button>Share</button></p>") == ["The line was built.", "Share"]
    assert [c.button for c in document_of("<p>A <button>vote</button> it was.</p>").candidates] == [False]


HIDING = ["hidden", "style='display:none'", "style='visibility: hidden'", "class='sr-only'", "class=visually-hidden"]
HIDING += [
    "style='position:absolute;left:-9999px'",
    "style='clip: rect(0 0 0 0)'",
    "style='opacity:0'",
    "class=uk-hidden",
]
HIDING += [
    "style='clip-path:inset(50%)'",
    "style='font-size:0'",
    "class='show-for-sr'",
    "class=hide-visually",
    "class=sr",
]
HIDING += ["class=title style='display:none'", "class='label' hidden"]
HIDING += ["popover", "popover=manual", "style='content-visibility: hidden'"]
HIDING += ["class='screen-reader-text'", "class='u-hiddenVisually'", "class='a d-none'", "class='Visually_Hidden'"]


@pytest.mark.parametrize("tag", ["span", "em", "small", "x-tip"])
@pytest.mark.parametrize("hiding", HIDING)
def test_a_phrase_that_nobody_sees_is_not_read(hiding: str, tag: str) -> None:
    assert texts_of(f"<p>A vote<{tag} {hiding}> (a poll of all <b>voters</b>)</{tag}> was held.</p>") == [
        "A vote was held."
    ]
    assert texts_of(f"<h1><{tag} {hiding}>Video:</{tag}> A vote</h1>") == ["A vote"]


@pytest.mark.parametrize(
    "shown",
    [
        *("class='hidden md:inline'", "class='d-none d-md-inline'", "class=hiddenite", "style='color:red'"),
        *("style='content-visibility:auto'", "popovertarget=x"),
        *("class=src", "style='opacity:0.8'", "style='left:-2px'", "style='font-size:0.9em'", "class='accessibility'"),
    ],
)
def test_a_phrase_that_is_shown_somewhere_is_read(shown: str) -> None:
    assert texts_of(f"<p>A vote <span {shown}>of all</span> was held.</p>") == ["A vote of all was held."]


def test_a_text_that_is_hidden_as_a_whole_is_left_to_the_judge() -> None:
    assert texts_of("<p><span style='display:none'>The rest of the story.</span></p>") == ["The rest of the story."]


SHEETS = [
    ".gloss{display:none}",
    "p{margin:0}\n.a, .gloss { color: red; DISPLAY : none !important }",
    "#g1{visibility:hidden}",
    "span.gloss{position:absolute;left:-9999px}",
    ".gloss{clip:rect(0 0 0 0)}",
    "@charset 'u'; @import url(x.css); @media screen{.gloss{display:none}}",
    "@media (min-width: 40em){.gloss{display:none}}",
    "@layer base{.gloss{display:none}}",
    ".gloss{display:none}@media(max-width:600px){.gloss{display:inline}}@media print{.gloss{display:block}}",
    ".gloss{display:none}.term:hover .gloss{display:block}.term:focus-within .gloss{display:block}",
    ".gloss{display:inline}.gloss{display:none}",
    "@keyframes k{0%{opacity:0}to{opacity:1}}.gloss{display:none}",
]
SHOWING_SHEETS = [
    "@media print{.gloss{display:none}}",
    "@media (max-width:600px){.gloss{display:none}}",
    "@media (hover: none){.gloss{display:none}}",
    "@supports (display: grid){.gloss{display:none}}",
    ".gloss{display:none}@media (min-width:600px){.gloss{display:inline}}",
    ".gloss{display:none}.gloss{display:inline}",
    ".gloss{display:none}.js .gloss{display:inline}",
    ".gloss{display:none}.gloss.is-open{display:inline}",
    ".menu .gloss{display:none}",
    ".gloss:empty{display:none}",
    "/* .gloss{display:none} */",
    ".gloss .more{display:none}",
    "}}{{.gloss{display:none",
]
GLOSSED = "<p>A vote<{0} class='x gloss' id=g1> (a poll)</{0}> was held.</p>"


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("tag", ["span", "small", "x-tip"])
def test_a_phrase_that_the_page_styles_away_is_not_read(sheet: str, tag: str) -> None:
    page = "<html><head><style>{}</style></head><body>{}</body></html>"
    assert texts_of(page.format(sheet, GLOSSED.format(tag))) == ["A vote was held."]
    media = page.replace("<style>", "<style media=print>")
    assert texts_of(media.format(sheet, GLOSSED.format(tag))) == ["A vote (a poll) was held."]


@pytest.mark.parametrize("sheet", SHOWING_SHEETS)
def test_a_phrase_that_is_styled_away_elsewhere_is_read(sheet: str) -> None:
    page = f"<html><head><style>{sheet}</style></head><body>{GLOSSED.format('span')}</body></html>"
    assert texts_of(page) == ["A vote (a poll) was held."]


@given(st.lists(st.sampled_from(["{", "}", ";", "/*", "*/", ",", "@media ", "print", ".a", " ", "display:none"])))
def test_any_style_sheet_is_read(parts: list[str]) -> None:
    assert texts_of(f"<style>{''.join(parts)}</style><p>A vote was held.</p>") == ["A vote was held."]


UNSHOWN_BLOCKS = [
    *("<dialog>{}</dialog>", "<dialog id=g1><p>{}</p></dialog>", "<div popover id=g1>{}</div>", "<div hidden>{}</div>"),
    *("<section style='display:none'>{}</section>", "<div class=gloss><p>{}</p><p>{}</p></div>"),
]


@pytest.mark.parametrize("block", UNSHOWN_BLOCKS)
@pytest.mark.parametrize("around", ["<div>%s</div>", "<li>%s</li>", "<td>%s</td>", "<blockquote>%s</blockquote>"])
def test_a_block_that_is_not_shown_does_not_part_a_sentence(block: str, around: str) -> None:
    line = f"They held a <a href='#g1'>vote</a>{block.format('A poll.', 'Of all.')} on Monday."
    page = f"<style>.gloss{{display:none}}</style>{around % line}"
    assert texts_of(page) == ["They held a vote on Monday."]


@pytest.mark.parametrize("block", ["<dialog open>{}</dialog>", "<div>{}</div>", "<div class=popover>{}</div>"])
def test_a_block_that_is_shown_parts_it(block: str) -> None:
    assert texts_of(f"<div>A vote {block.format('A poll.')} was held.</div>") == ["A vote", "A poll.", "was held."]


HEADED = "<table><thead><tr><th>Pier</th><th>Depth</th></tr></thead><tbody>{}</tbody></table>"
LABELS_IN_CELLS = [
    *("<span style='display:none'>Place: </span>", "<b class=sr-only>Place:</b>", "<span hidden>Place</span>"),
    *("<b class=d-md-none>Place</b>", "<span class='cell visible-xs'>Place: </span>", "<em class=gloss>Place</em>"),
    *("<b class=tablesaw-cell-label>Pier</b>", "<span class='row-heading'>Pier: </span>"),
]


@pytest.mark.parametrize("label", LABELS_IN_CELLS)
@pytest.mark.parametrize("cell", ["%s", "<p>%s</p>", "<div><span>%s</span></div>"])
def test_a_label_for_small_screens_is_no_part_of_its_cell(label: str, cell: str) -> None:
    rows = "".join(f"<tr><td>{label}{cell % name}</td><td>12</td></tr>" for name in ("North quay", "South quay"))
    page = f"<style>.gloss{{display:none}}</style>{HEADED.format(rows)}"
    assert texts_of(page) == ["Pier | Depth", "North quay | 12", "South quay | 12"]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("<b class=label>Old</b> quay", "Old quay"),
        ("<b class=title>Pier</b>", "Pier"),
        ("<span hidden>Quay</span>", "Quay"),
    ],
)
def test_what_else_a_cell_says_is_read(cell: str, words: str) -> None:
    assert texts_of(HEADED.format(f"<tr><td>{cell}</td><td>12</td></tr>"))[1] == f"{words} | 12"


def test_what_is_hidden_from_screen_readers_alone_is_read_once() -> None:
    assert texts_of("<p>On <span aria-hidden=true>5 May</span><span class=sr-only>May 5</span> it froze.</p>") == [
        "On 5 May it froze."
    ]
    assert texts_of("<p><span>Ice</span><span aria-hidden=true>Ice</span> everywhere</p>") == ["Ice everywhere"]


def test_the_readings_of_ruby_are_not_read() -> None:
    assert texts_of("<p><ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>から<ruby>駅<rt>えき</ruby>まで</p>") == [
        "港から駅まで"
    ]


@pytest.mark.parametrize("mark", ["\u00ad", "\u200b", "\u2060", "\ufeff"])
def test_places_where_a_word_may_be_parted_are_not_read(mark: str) -> None:
    assert texts_of(f"<p>Bürger{mark}meister</p>") == ["Bürgermeister"]


@pytest.mark.parametrize("text", ["\u200c", "\u200d \u200d", "\u200e", "&rlm;|&nbsp;", "\u2066\u2069"])
def test_joiners_and_marks_of_direction_alone_are_no_text(text: str) -> None:
    assert texts_of(f"<p>Quay</p><p>{text}</p>") == ["Quay"]


@pytest.mark.parametrize("text", ["می\u200cسازد", "ශ්\u200dරී", "👩\u200d🚒"])
def test_joiners_are_letters(text: str) -> None:
    assert texts_of(f"<p>{text}</p>") == [text]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("连\n  接港口", "连接港口"),
        ("完工。\n其余", "完工。其余"),
        ("说，\n“人们", "说，“人们"),
        ("カタ\nカナ", "カタカナ"),
        ("船亭\n,并", "船亭,并"),
        ("船亭\n)并", "船亭)并"),
        ("船亭\n(并", "船亭 (并"),
        ("시의회는\n화요일", "시의회는 화요일"),
        ("港 口", "港 口"),
        ("tram\nline", "tram line"),
        ("港\nport", "港 port"),
    ],
)
def test_a_newline_between_characters_without_spaces_is_none(source: str, line: str) -> None:
    assert texts_of(f"<p>{source}</p>") == [line]


def test_a_line_break_is_one_in_all_scripts() -> None:
    assert texts_of("<p>床前明月光<br>\n疑是地上霜</p>") == ["床前明月光 疑是地上霜"]


@given(st.text(alphabet="aé港か。“ \n\u00ad\u200b\x1f", max_size=40))
def test_a_line_that_is_evenly_spaced_stays_as_it_is(text: str) -> None:
    line = evenly_spaced(text)
    assert evenly_spaced(line) == line
    assert not {"\n", "\u00ad", "\u200b", "\x1f"} & set(line)


DROP_CAPS = [
    "<p>%s{}</p>",
    "<p><span class=dropcap>%s</span>\n  {}</p>",
    "<p><b>%s</b>\n{}</p>",
    "<div>%s</div><p>{}</p>",
]
DROP_CAPS += ["<table><tr><td>%s</td></tr></table>{}", "<p><img class=drop-cap alt='%s'>{}</p>", "<p>%s</p>\n<p>{}</p>"]


@pytest.mark.parametrize("markup", DROP_CAPS)
@pytest.mark.parametrize(("letter", "rest"), [("T", "he city voted."), ("Г", "ород решил."), ("É", "tait-ce lui?")])
def test_a_drop_cap_is_the_first_letter_of_its_word(markup: str, letter: str, rest: str) -> None:
    assert texts_of((markup % letter).format(rest)) == [letter + rest]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>A\nnew day.</p>", ["A new day."]),
        ("<p>В\nгороде</p>", ["В городе"]),
        ("<div>B</div><p>Bakers</p>", ["B", "Bakers"]),
    ],
)
def test_a_letter_that_is_a_word_stands_apart(body: str, texts: list[str]) -> None:
    assert texts_of(body) == texts


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        *(("council&amp;#8217;s", "council’s"), ("a &amp;amp; b", "a & b"), ("&amp;ldquo;x&amp;rdquo;", "“x”")),
        *(("a &amp;amp;amp; b", "a & b"), ("R&amp;D; AT&amp;T", "R&D; AT&T"), ("10&amp;nbsp;000", "10\u00a0000")),
    ],
)
def test_what_was_escaped_twice_is_read(escaped: str, text: str) -> None:
    assert texts_of(f"<p>{escaped}</p>") == [text]


def test_code_is_left_as_it_is() -> None:
    assert texts_of("<p>Write <code>&amp;amp;</code> for it.</p><pre>&amp;lt;</pre>") == ["Write &amp; for it.", "&lt;"]


def test_a_link_that_leads_nowhere_is_none() -> None:
    for opened in ("<a name=more>", "<a id=x>", "<a>"):
        (candidate,) = document_of(f"<p>{opened}The river rose.</a></p>").candidates
        assert candidate.link_length == 0
    (candidate,) = document_of("<p><a href=/x>The river rose.</a></p>").candidates
    assert candidate.link_length == 15


@pytest.mark.parametrize("attribute", ["name=more", "href=/x"])
def test_a_link_that_was_never_closed_does_not_eat_the_rest(attribute: str) -> None:
    document = document_of(f"<div><a {attribute}>" + "<p>The river rose by a metre.</p>" * 4 + "</div>")
    assert [candidate.link_length for candidate in document.candidates] == [0] * 4


@pytest.mark.parametrize("cell", ["<p>%s</p>", "<div>%s</div>", "<ul><li>%s</li></ul>", "<div><p>%s</p></div>", "%s"])
def test_a_row_of_data_is_one_block_whatever_its_cells_hold(cell: str) -> None:
    row = "<tr>" + "".join(f"<td>{cell % text}</td>" for text in ("Harbour Gate", "31 million")) + "</tr>"
    assert texts_of(f"<table>{row * 2}</table><p>after</p>") == ["Harbour Gate | 31 million"] * 2 + ["after"]


def test_a_table_that_sets_out_a_page_is_none_of_data() -> None:
    story = "<p>The harbour froze on Monday, and the ferry stayed where it was until the tug had come.</p>" * 3
    table = (
        f"<table><tr><td><p>News</p></td><td>{story}</td></tr><tr><td><p>About</p></td><td><p>us</p></td></tr></table>"
    )
    assert len(texts_of(table)) == 6


@pytest.mark.parametrize("mode", ["shadowrootmode=open", "shadowrootmode=closed", "shadowroot=open"])
def test_a_shadow_root_is_shown_where_it_stands(mode: str) -> None:

    page = (
        f"<p>one</p><x-a><template {mode}><style>p{{}}</style><p>two</p></template></x-a><template><p>no</p></template>"
    )
    assert [candidate.text for candidate in read_document(parse(page)).candidates] == ["one", "two"]


@pytest.mark.parametrize("tag", ["em", "strong", "small", "a", "i"])
def test_a_line_that_is_set_off_behind_a_sentence_is_a_block_of_its_own(tag: str) -> None:
    note = f"<{tag}>Write to us.</{tag}>"
    assert texts_of(f"<p>It froze.<br>{note}</p>") == ["It froze.", "Write to us."]
    assert texts_of(f"<p>It froze.<br>{note}<br>It thawed.</p>") == ["It froze.", "Write to us. It thawed."]
    assert texts_of(f"<p>It froze and<br>{note}</p>") == ["It froze and Write to us."]
    assert texts_of(f"<p>It froze.<br>{note} and more</p>") == ["It froze. Write to us. and more"]


@pytest.mark.parametrize("field", ["type=button value=forty", "type=submit value='forty'", "readonly value=forty"])
def test_a_field_that_nobody_fills_in_is_a_word_of_its_sentence(field: str) -> None:
    assert texts_of(f"<p>It took <input {field}> percent of the cost.</p>") == ["It took forty percent of the cost."]


@pytest.mark.parametrize(
    "field", ["value=name@example.org", "type=hidden value=x", "type=email value=x", "type=checkbox value=on"]
)
def test_a_field_that_readers_fill_in_is_no_word(field: str) -> None:
    assert texts_of(f"<p>Your address <input {field}> please.</p>") == ["Your address please."]


@pytest.mark.parametrize("tag", ["embed", "wbr", "source", "track", "img"])
def test_elements_that_hold_nothing_do_not_take_in_what_follows(tag: str) -> None:
    root = parse(f"<html><body><p>It took forty<{tag} src=x> percent of the <b>cost</b>.</p></body></html>")
    assert [c.text for c in read_document(root).candidates] == ["It took forty percent of the cost."]
