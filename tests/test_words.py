from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.text.words import appeal_tokens, block_tokens, fold, read_words, words_of


def test_words_are_lower_case_and_characters_where_there_are_no_spaces() -> None:
    assert words_of("The CDU’s 2 Räte") == ["the", "cdu", "s", "2", "räte"]
    assert words_of("東京の天気 OK") == ["東", "京", "の", "天", "気", "ok"]


def test_folding_leaves_out_case_punctuation_and_spacing() -> None:
    assert fold("  Support US – now!") == fold("support us, NOW")


def _appeal_tokens(text: str) -> list[str]:
    return appeal_tokens(read_words([text])[0][0])


def test_appeal_tokens_hold_words_stems_pairs_and_length() -> None:
    assert _appeal_tokens("Support us") == ["#0", "support", "supp*", "^ support", "us", "supp* us"]


def test_appeal_tokens_see_all_numbers_as_one() -> None:
    assert _appeal_tokens("$5 a month") == _appeal_tokens("$250 a month")


def test_appeal_tokens_cut_unspaced_scripts_into_characters() -> None:
    assert {"寄", "寄付", "寄付を"} <= set(_appeal_tokens("寄付を"))


def test_short_blocks_are_known_as_a_whole() -> None:
    assert "read more $" in block_tokens(["read", "more"])
    assert "_read" in block_tokens(["read"] * 20)


@given(st.text(max_size=300))
def test_any_text_has_tokens(text: str) -> None:
    assert _appeal_tokens(text)
    assert all(block_tokens(words_of(text)))


@given(st.lists(st.text(max_size=40), max_size=6))
def test_a_page_of_texts_has_the_words_of_each(texts: list[str]) -> None:
    assert read_words(texts)[1] == [words_of(text) for text in texts]
