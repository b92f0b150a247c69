from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from extractors.body.repeats import block_digest, repeat_decisions
from extractors.html.walk import read_document
from extractors.model import Category, Layer, Repeat, Repeats


def test_a_known_repeat_is_decided_whatever_its_punctuation() -> None:
    document = read_document(html.document_fromstring("<body><p>Leabhar nua!</p><p>Something else.</p></body>"))
    repeats = Repeats({block_digest("leabhar  NUA"): Repeat(Category.REPEAT, 7)})
    decision = repeat_decisions(document, repeats)[0]
    assert (decision.layer, decision.evidence) == (Layer.REPETITION, "stands in 7 articles of the site")
    assert len(repeat_decisions(document, repeats)) == 1


def test_nothing_repeats_where_nothing_was_learned() -> None:
    document = read_document(html.document_fromstring("<body><p>text</p></body>"))
    assert repeat_decisions(document, Repeats()) == {}


@given(st.text())
def test_a_digest_is_16_hexadecimal_digits(text: str) -> None:
    assert len(block_digest(text)) == 16
    assert int(block_digest(text), 16) >= 0
