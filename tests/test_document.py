from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from extractors.html.walk import read_document
from extractors.model import BlockKind

if TYPE_CHECKING:
    from extractors.html.document import Document


def document_of(body: str) -> Document:
    return read_document(html.document_fromstring(f"<html><body>{body}</body></html>"))


def texts_of(body: str) -> list[str]:
    return [candidate.text for candidate in document_of(body).candidates]


def test_a_block_ends_where_a_block_level_element_begins() -> None:
    assert texts_of("<div>before<p>inside <b>bold</b> text</p>after</div>") == ["before", "inside bold text", "after"]


def test_inline_elements_do_not_end_a_block() -> None:
    assert texts_of("<p>one <a href='/x'>two</a> <span>three</span><br>four</p>") == ["one two three four"]


def test_two_line_breaks_stand_for_a_paragraph() -> None:
    assert texts_of("<div>one<br><br>two<br> <br>three</div>") == ["one", "two", "three"]


def test_adjacent_links_are_words_apart() -> None:
    assert texts_of("<p><a>Tweet</a><a>Share</a></p>") == ["Tweet Share"]


@pytest.mark.parametrize(("one", "other"), [("Log in", "Register"), ("登录", "注册"), ("ログイン", "登録")])
def test_links_on_lines_of_their_own_are_words_apart_in_all_scripts(one: str, other: str) -> None:
    assert texts_of(f"<div>\n<a href=/a>{one}</a>\n  <a href=/b>{other}</a>\n</div>") == [f"{one} {other}"]


def test_a_link_inside_a_word_does_not_part_it() -> None:
    assert texts_of("<p><a>Donau</a>dampfschiff</p>") == ["Donaudampfschiff"]
    assert texts_of("<p>连接<a href=/p>港口</a>\n的电车</p>") == ["连接港口的电车"]


def test_scripts_and_templates_are_no_text() -> None:
    assert texts_of("<script>x</script><style>y</style><template>z</template><p>text</p><noscript>n</noscript>") == [
        "text"
    ]


def test_kinds_come_from_the_element_around() -> None:
    body = "<h2>a</h2><ul><li><p>b</p></li></ul><blockquote><p>c</p></blockquote><figcaption>d</figcaption><p>e</p>"
    assert [candidate.kind for candidate in document_of(body).candidates] == [
        BlockKind.HEADING,
        BlockKind.LIST_ITEM,
        BlockKind.QUOTE,
        BlockKind.CAPTION,
        BlockKind.PARAGRAPH,
    ]


def test_a_table_row_is_one_block_with_its_cells_apart() -> None:
    document = document_of("<table><tr><th>Team</th><th>Points</th></tr><tr><td>Home</td><td>3</td></tr></table>")
    assert [(c.kind, c.text) for c in document.candidates] == [
        (BlockKind.TABLE_ROW, "Team | Points"),
        (BlockKind.TABLE_ROW, "Home | 3"),
    ]


def test_a_layout_table_keeps_its_paragraphs() -> None:
    document = document_of("<table><tr><td><p>one</p><p>two</p></td></tr></table>")
    assert [(c.kind, c.text) for c in document.candidates] == [
        (BlockKind.PARAGRAPH, "one"),
        (BlockKind.PARAGRAPH, "two"),
    ]


def test_a_container_knows_its_candidates() -> None:
    document = document_of("<p>a</p><section><p>b</p><p>c</p></section><p>d</p>")
    section = next(container for container in document.containers if container.tag == "section")
    assert [c.text for c in document.candidates[section.first : section.last]] == ["b", "c"]


def test_links_and_emphasis_are_measured() -> None:
    candidate = document_of("<p>say <a href='/donate'>give now</a> <em>please</em></p>").candidates[0]
    assert (candidate.link_length, candidate.links, candidate.emphasis_length) == (8, ("/donate",), 6)


def test_form_fields_are_found_where_they_stand() -> None:
    document = document_of("<p>a</p><form><p>b</p><input type=email><input type=password></form><p>c</p>")
    form = next(container for container in document.containers if container.tag == "form")
    paragraph = next(container for container in document.containers if container.tag == "p")
    assert document.held(document.email_fields, form) == 1
    assert document.held(document.password_fields, form) == 1
    assert document.held(document.email_fields, paragraph) == 0


def test_hidden_containers_hide_what_they_hold() -> None:
    document = document_of("<div style='display: none'><p>a</p></div><div hidden><p>b</p></div><p>c</p>")
    assert [candidate.container.hidden for candidate in document.candidates] == [True, True, False]


def test_two_thousand_open_tags_are_read_to_the_end() -> None:
    root = html.document_fromstring("<div>" * 2000 + "deep", parser=html.HTMLParser(huge_tree=True))
    assert [candidate.text for candidate in read_document(root).candidates] == ["deep"]


def test_links_that_stand_alone_are_blocks_of_their_own() -> None:
    assert texts_of("<div><a>Once</a><a>Monthly</a></div>") == ["Once", "Monthly"]
    assert texts_of("<div><span>Not today?</span> <a>Remind me later.</a></div>") == ["Not today?", "Remind me later."]


def test_links_in_running_text_stay_in_it() -> None:
    assert texts_of("<p>It rained. <a>The river rose</a></p>") == ["It rained. The river rose"]
    assert texts_of("<div>It rained. <a>The river rose</a> by a metre.</div>") == [
        "It rained. The river rose by a metre."
    ]


def test_a_no_break_space_is_a_character_of_the_text() -> None:
    assert texts_of("<p>10\u00a0000  euros\n a year</p>") == ["10\u00a0000 euros a year"]


def test_a_page_with_more_blocks_than_any_article_is_cut() -> None:
    document = document_of("<p>x</p>" * 10_050)
    assert len(document.candidates) == 10_000
    assert document.is_cut
    assert document.containers[0].last == 10_000
