"""What is arranged for speed scores as the plain model does."""

from __future__ import annotations

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
from extractors.text.words import appeal_tokens, block_tokens, read_words

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
def test_words_of_appeals_and_articles(weights: dict[str, float], page: list[str]) -> None:
    appeal, article = LinearModel(weights, even=True), LinearModel(weights, even=False)
    runs, _ = read_words(page)
    scores = Lexicon(appeal, article).scores(runs)
    assert scores[0] == pytest.approx([appeal.score(appeal_tokens(of_text)) for of_text in runs])
    assert scores[1] == pytest.approx([article.score(block_tokens(of_text)) for of_text in runs])


def test_names_of_containers() -> None:
    names = ("story", "body", "main", "news", "box", "donate", "list", "item", "text", "complementary")
    weights = {f"{place}{name}": 0.1 * number + int(place) for number, name in enumerate(names) for place in "012"}
    model, document = LinearModel({"": -0.5} | weights, even=False), read_document(parse(PAGE))
    no_text = np.zeros(len(document.candidates))
    scores = NameParts(model).scores(ContainerTable(document, -1, no_text, no_text, no_text))
    assert scores == pytest.approx([model.score(name_tokens(container)) for container in document.containers])
