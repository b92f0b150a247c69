"""Which appeal is claimed: the likeliest, the one that a link leads to, none."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.ledger.claims import NOBODY, claimed
from extractors.meaning.classes import APPEAL_CLASSES, CLASSES

DONATION, NEWSLETTER, SUBSCRIPTION, REGISTRATION, FOLLOW = range(APPEAL_CLASSES)


def of(**numbers: float) -> np.ndarray:
    """A number for each appeal by its letter, nothing for the others."""
    return np.array([numbers.get(letter, 0.0) for letter in CLASSES[:APPEAL_CLASSES]])


def one(chances: np.ndarray, led: np.ndarray, meant: np.ndarray, *, asks: bool) -> int | None:
    """What a block is claimed to be that stands between two of which nothing is known."""
    chances, led, meant = (np.array([of(), each, of()]) for each in (chances, led, meant))
    before, appeal, behind = claimed(chances, led > 0, meant, np.array([asks] * 3)).tolist()
    assert before == behind == NOBODY
    return None if appeal == NOBODY else appeal


@pytest.mark.parametrize(
    ("chances", "led", "meant", "appeal"),
    [
        pytest.param(of(N=0.6), of(), of(), NEWSLETTER, id="likely by itself"),
        pytest.param(of(D=0.4, P=0.25), of(P=1), of(), SUBSCRIPTION, id="its link leads to another likely one"),
        pytest.param(of(D=0.4, P=0.25), of(D=1, P=1), of(), DONATION, id="its own link as well"),
        pytest.param(of(D=0.4, P=0.15), of(P=1), of(), DONATION, id="the other one is not likely"),
        pytest.param(of(N=0.28, F=0.3), of(), of(), FOLLOW, id="two that are likely together"),
        pytest.param(of(R=0.1), of(R=1), of(R=0.5), REGISTRATION, id="words, meaning and link say so"),
        pytest.param(of(R=0.1), of(), of(R=0.5), None, id="no link"),
        pytest.param(of(R=0.1), of(R=1), of(R=0.1), None, id="means something else"),
        pytest.param(of(F=0.25), of(F=1), of(F=0.9), None, id="a link to a network is not enough"),
    ],
)
def test_what_is_claimed(chances: np.ndarray, led: np.ndarray, meant: np.ndarray, appeal: int | None) -> None:
    assert one(chances, led, meant, asks=True) == appeal


def test_without_words_that_ask_a_link_claims_nothing() -> None:
    assert one(of(R=0.1), of(R=1), of(R=0.9), asks=False) is None
