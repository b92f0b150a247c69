from __future__ import annotations

import pytest

from storage.near_duplicates.links import sketch_in, sketched
from storage.near_duplicates.similarity import SKETCH, runs, similarity, sketch, sketch_of
from tests.storage_samples import article, extraction

TEXT = "The council voted for the bridge on Monday after a debate of eleven years and two days"


def test_similarity_of_the_same_text_is_one():
    assert similarity(runs(TEXT), runs(TEXT.upper())) == 1


def test_similarity_of_different_texts_is_zero():
    assert similarity(runs(TEXT), runs("Snow fell in the hills and closed the road to the pass")) == 0
    assert similarity(runs(""), runs("")) == 0


def test_similarity_falls_with_what_is_added():
    assert 0.5 < similarity(runs(TEXT), runs(TEXT + " said the mayor of the town")) < 1


@pytest.mark.parametrize("text", ["市議会は月曜日に橋の建設を決定した", "시의회는 월요일에 다리 건설을 결정했다"])
def test_runs_are_of_characters_where_words_are_not_set_apart(text):
    assert len(runs(text)) >= 10


def test_sketch_is_the_same_for_the_same_runs():
    hashes = runs(TEXT * 3)
    assert sketch(hashes) == sketch(runs(TEXT * 4))
    assert len(sketch(hashes)) == SKETCH


def test_an_extraction_brings_the_sketch_that_it_would_get():
    found = extraction(article(" ".join(map(str, range(50)))))
    brought = sketched(found)
    assert list(brought.sketch) == sketch_in(found) == sketch_of(found.article.text)
    assert (brought.article, brought.removals, sketch_in(brought)) == (found.article, found.removals, brought.sketch)


def test_a_short_text_has_no_sketch():
    assert sketch_of(TEXT) == []
    long = " ".join(map(str, range(50)))
    assert sketch_of(long) == sketch(runs(long))
