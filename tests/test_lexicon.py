"""What is arranged for speed scores as the plain model does."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.classifier.lexicon import Lexicon
from extractors.classifier.linear import LinearModel
from extractors.classifier.name_scores import NameParts, name_tokens
from extractors.features.containers import ContainerTable
from extractors.html.decode import parse
from extractors.html.walk import read_document
from extractors.meaning.word_scores import COLUMNS, UNIT, TokenScores, WordScores, read_token_scores
from extractors.text.words import appeal_tokens, block_tokens, read_words

if TYPE_CHECKING:
    from pathlib import Path

WORDS = [
    "support",
    "supporting",
    "us",
    "today",
    "$",
    "5",
    "minister",
    "ministers",
    "!",
    "寄付",
    "東京",
    "say",
    "2019",
    "Covid-19",
]
TOKENS = [
    "",
    "#0",
    "#1",
    "support",
    "supp*",
    "^ support",
    "^ us",
    "supp* us",
    "us today",
    "us supp*",
    "$",
    "$ 0",
    "minister",
    "mini*",
    "mini* !",
    "寄",
    "寄付",
    "_support",
    "_us",
    "us $",
    "us today",
    "support us $",
    "covi*",
    "0",
    "covid 0",
    "covi* 0",
]
texts = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
PAGE = """<div class="story-body" id="main"><div class="news-box"><p class="text">One</p><p>Two</p></div>
<section class="news-box donate" role="complementary"><ul class="list">
<li class="news-item">Three</li></ul></section></div>"""


@pytest.fixture(scope="module")
def weights() -> dict[str, float]:
    return {token: float(weight) for token, weight in zip(TOKENS, np.linspace(-3.1, 2.7, len(TOKENS)), strict=True)}


@given(page=st.lists(texts, min_size=1, max_size=5))
def test_words_of_articles(weights: dict[str, float], page: list[str]) -> None:
    model = LinearModel(weights)
    runs, _ = read_words(page)
    assert Lexicon(model).scores(runs) == pytest.approx([model.score(block_tokens(of_text)) for of_text in runs])


@given(page=st.lists(texts, min_size=1, max_size=5))
def test_words_of_appeals_and_of_all_classes(page: list[str]) -> None:
    tokens = [token for token in TOKENS if token and not token.startswith("_")]
    scores = np.arange(len(tokens) * len(COLUMNS), dtype=np.int16).reshape(len(tokens), len(COLUMNS)) - 150
    runs, _ = read_words(page)
    found, line = (
        WordScores(TokenScores(tokens, scores, bias=-0.5)).of_texts(runs),
        dict(zip(tokens, scores, strict=True)),
    )
    for row, of_text in zip(found, map(appeal_tokens, runs), strict=True):
        told = sum((line[token].astype(float) for token in of_text if token in line), np.zeros(len(COLUMNS)))
        wanted = told / UNIT / math.sqrt(len(of_text))
        assert row == pytest.approx(wanted + np.eye(len(COLUMNS))[0] * -0.5)


def test_token_scores_are_read_as_they_were_saved(tmp_path: Path) -> None:
    told = TokenScores(["support", "^ us", "寄付"], np.array([[1, -2]] * 3, dtype=np.int16), 0.25)
    told.save(tmp_path)
    found = read_token_scores(tmp_path)
    assert found.tokens == told.tokens
    assert found.scores.tolist() == told.scores.tolist()
    assert found.bias == told.bias


def test_names_of_containers() -> None:
    names = ("story", "body", "main", "news", "box", "donate", "list", "item", "text", "complementary")
    weights = {f"{place}{name}": 0.1 * number + int(place) for number, name in enumerate(names) for place in "012"}
    model, document = LinearModel({"": -0.5} | weights), read_document(parse(PAGE))
    no_text = np.zeros(len(document.candidates))
    scores = NameParts(model).scores(ContainerTable(document, -1, no_text, no_text, no_text))
    assert scores == pytest.approx([model.score(name_tokens(container)) for container in document.containers])
