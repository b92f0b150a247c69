from __future__ import annotations

import pytest

from extractors.classifier.linear import LinearModel

WEIGHTS = {"": -1.0, "give": 2.0, "us": 1.0, "minister": -3.0}


def test_a_score_adds_the_weights_to_the_bias() -> None:
    assert LinearModel(WEIGHTS).score(["give", "us", "unheard"]) == pytest.approx(2.0)


def test_no_tokens_leave_the_bias() -> None:
    assert LinearModel(WEIGHTS).score([]) == -1.0
