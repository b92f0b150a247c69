from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractors.body.choice import promised_f1


def test_a_sure_page_keeps_what_is_likely() -> None:
    threshold, f1 = promised_f1(np.array([0.99, 0.98, 0.02, 0.97]), np.array([50.0, 40.0, 30.0, 60.0]))
    assert threshold == 0.97
    assert f1 > 0.97


def test_an_unsure_page_keeps_more() -> None:
    threshold, _ = promised_f1(np.array([0.4, 0.35, 0.3, 0.01]), np.array([50.0, 50.0, 50.0, 10.0]))
    assert threshold == 0.3


@given(st.lists(st.tuples(st.floats(0.001, 0.999), st.integers(1, 300)), min_size=1, max_size=30))
def test_no_other_threshold_promises_more(blocks: list[tuple[float, int]]) -> None:
    probability, words = np.array([c for c, _ in blocks]), np.array([float(w) for _, w in blocks])
    _, best = promised_f1(probability, words)
    for bound in probability:
        inside = probability >= bound
        assert (
            2 * (probability * words)[inside].sum() / (words[inside].sum() + (probability * words).sum()) <= best + 1e-9
        )
