"""Fit the network that says what a text means."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from extractors.meaning.classes import APPEAL_CLASSES, CLASSES
from extractors.meaning.network import Network
from extractors.meaning.word_scores import UNIT, TokenScores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Arrays = list[NDArray[np.float32]]

UNITS, BATCH, EPOCHS, SEED = 160, 256, 12, 7
RATE, DECAY, SMOOTHING = 2e-3, 0.05, 0.05
DROPPED_INPUT, DROPPED_UNITS, DROPPED_TOKENS = 0.1, 0.3, 0.3
# What tokens say moves so much faster than the network: each is seen seldom.
WORD_RATE = 15.0
# What tokens say is left out below this, and bounded so that sums of three have room.
LEAST_SAID, LARGEST = 0.3, 10_000
# Adam (Kingma and Ba, 2015), with the decay of the weights beside it (Loshchilov and Hutter, 2019).
FIRST_MOMENT, SECOND_MOMENT, EPSILON = 0.9, 0.999, 1e-8


@dataclass(slots=True)
class _Adam:
    """``rise``: the part of the steps in which the rate rises; then it falls to nothing."""

    steps: int
    taken: int = 0
    rise: float = 0.25
    means: Arrays = field(default_factory=list)
    squares: Arrays = field(default_factory=list)

    def rate(self) -> float:
        part = self.taken / self.steps
        return RATE * (part / self.rise if part < self.rise else (1 - part) / (1 - self.rise))

    def step(self, weights: Arrays, gradients: Arrays) -> None:
        if not self.means:
            self.means, self.squares = ([np.zeros_like(w) for w in weights] for _ in range(2))
        rate = self.rate()
        self.taken += 1
        for number, gradient in enumerate(gradients):
            self.means[number] += (1 - FIRST_MOMENT) * (gradient - self.means[number])
            self.squares[number] += (1 - SECOND_MOMENT) * (gradient**2 - self.squares[number])
            unbiased = self.means[number] / (1 - FIRST_MOMENT**self.taken)
            spread = np.sqrt(self.squares[number] / (1 - SECOND_MOMENT**self.taken)) + EPSILON
            weights[number] -= rate * (unbiased / spread + DECAY * weights[number])


def _gradients(
    weights: Arrays,
    vectors: NDArray[np.float32],
    said: NDArray[np.float32],
    wanted: NDArray[np.float32],
    random: np.random.Generator,
) -> Arrays:
    """Of the cross entropy, with some of the inputs and units left out; ``wanted`` carries the weight of each row,
    ``said`` is what its words say. The last one is that of the scores."""
    hidden, hidden_bias, output, output_bias = weights
    vectors = vectors * (random.random(vectors.shape, np.float32) >= DROPPED_INPUT) / (1 - DROPPED_INPUT)
    units = np.maximum(0, vectors @ hidden + hidden_bias)
    left = (random.random(units.shape, np.float32) >= DROPPED_UNITS) / np.float32(1 - DROPPED_UNITS)
    scores = units * left @ output + output_bias
    scores[:, :APPEAL_CLASSES] += said
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    wrong = scores / scores.sum(axis=1, keepdims=True) * wanted.sum(axis=1, keepdims=True) - wanted
    back = (wrong @ output.T) * left * (units > 0)
    return [vectors.T @ back, back.sum(axis=0), (units * left).T @ wrong, wrong.sum(axis=0), wrong]


@dataclass(slots=True)
class _WordScores:
    """What each token says for each appeal, taught beside the network: only the tokens of a batch move (lazy Adam)."""

    scores: NDArray[np.float32]
    mean: NDArray[np.float32]
    square: NDArray[np.float32]

    @classmethod
    def of(cls, tokens: int) -> _WordScores:
        return cls(*(np.zeros((tokens, APPEAL_CLASSES), dtype=np.float32) for _ in range(3)))

    def step(self, batch: csr_matrix, wrong: NDArray[np.float32], taken: int, rate: float) -> None:
        columns, places = np.unique(batch.indices, return_inverse=True)
        here = csr_matrix((batch.data, places, batch.indptr), shape=(batch.shape[0], len(columns)))
        gradient = here.T @ wrong
        mean = self.mean[columns] + (1 - FIRST_MOMENT) * (gradient - self.mean[columns])
        square = self.square[columns] + (1 - SECOND_MOMENT) * (gradient**2 - self.square[columns])
        self.mean[columns], self.square[columns] = mean, square
        spread = np.sqrt(square / (1 - SECOND_MOMENT**taken)) + EPSILON
        self.scores[columns] -= rate * mean / (1 - FIRST_MOMENT**taken) / spread


def fit_network(
    vectors: NDArray[np.float32], tokens: csr_matrix, classes: NDArray[np.int64], weight: NDArray[np.float64]
) -> tuple[Network, NDArray[np.float32]]:
    """A network for vectors as they come, though it is fitted on standardised ones, and what each token says for each
    appeal (token, appeal)."""
    random = np.random.default_rng(SEED)
    middle, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
    vectors = ((vectors - middle) / spread).astype(np.float32)
    smooth = np.full((len(CLASSES), len(CLASSES)), SMOOTHING / len(CLASSES)) + (1 - SMOOTHING) * np.eye(len(CLASSES))
    wanted = (smooth[classes] * (weight / weight.mean())[:, None]).astype(np.float32)
    weights: Arrays = [
        random.normal(0, np.sqrt(2 / vectors.shape[1]), (vectors.shape[1], UNITS)).astype(np.float32),
        np.zeros(UNITS, dtype=np.float32),
        random.normal(0, np.sqrt(1 / UNITS), (UNITS, len(CLASSES))).astype(np.float32),
        np.zeros(len(CLASSES), dtype=np.float32),
    ]
    words = _WordScores.of(tokens.shape[1])
    adam = _Adam(EPOCHS * -(-len(vectors) // BATCH))
    for _ in range(EPOCHS):
        order = random.permutation(len(vectors))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            batch = tokens[rows].astype(np.float32)
            batch.data *= (random.random(len(batch.data), np.float32) >= DROPPED_TOKENS) / (1 - DROPPED_TOKENS)
            found = _gradients(weights, vectors[rows], batch @ words.scores, wanted[rows], random)
            *gradients, wrong = [(gradient / len(rows)).astype(np.float32) for gradient in found]
            rate = adam.rate()
            adam.step(weights, gradients)
            words.step(batch, wrong[:, :APPEAL_CLASSES], adam.taken, WORD_RATE * rate)
    hidden = weights[0] / spread[:, None]
    return Network(hidden, weights[1] - middle @ hidden, weights[2], weights[3]), words.scores


def token_scores(tokens: Sequence[str], asks: Mapping[str, float], said: NDArray[np.float32]) -> TokenScores:
    """What each token says as it is stored: ``asks`` are the weights of a linear model with its bias under the empty
    token. Those that say next to nothing are left out."""
    first = np.array([asks.get(token, 0.0) for token in tokens])
    kept = (np.abs(said).max(axis=1) >= LEAST_SAID) | (first != 0)
    scores = np.rint(np.column_stack([first, said])[kept] * UNIT)
    return TokenScores(list(compress(tokens, kept)), scores.clip(-LARGEST, LARGEST).astype(np.int16), asks[""])
