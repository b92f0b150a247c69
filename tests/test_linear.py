from __future__ import annotations

import pytest

from extractors.classifier.linear import LinearModel

WEIGHTS = {"": -1.0, "give": 2.0, "us": 1.0, "minister": -3.0}


def test_a_score_adds_the_weights_to_the_bias() -> None:
    assert LinearModel(WEIGHTS, even=False).score(["give", "us", "unheard"]) == pytest.approx(2.0)


def test_even_models_weigh_long_texts_as_short_ones() -> None:
    assert LinearModel(WEIGHTS, even=True).score(["give", "us", "a", "b"]) == pytest.approx(0.5)


def test_no_tokens_leave_the_bias() -> None:
    assert LinearModel(WEIGHTS, even=True).score([]) == -1.0
