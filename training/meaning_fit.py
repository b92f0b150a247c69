"""Fit the network that says what a text means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from extractors.meaning.classes import CLASSES
from extractors.meaning.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = list[NDArray[np.float32]]

UNITS, BATCH, EPOCHS, SEED = 160, 256, 12, 7
RATE, DECAY, SMOOTHING = 2e-3, 0.05, 0.05
DROPPED_INPUT, DROPPED_UNITS = 0.1, 0.3
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
    weights: Arrays, vectors: NDArray[np.float32], wanted: NDArray[np.float32], random: np.random.Generator
) -> Arrays:
    """Of the cross entropy, with some of the inputs and units left out; ``wanted`` carries the weight of each row."""
    hidden, hidden_bias, output, output_bias = weights
    vectors = vectors * (random.random(vectors.shape, np.float32) >= DROPPED_INPUT) / (1 - DROPPED_INPUT)
    units = np.maximum(0, vectors @ hidden + hidden_bias)
    left = (random.random(units.shape, np.float32) >= DROPPED_UNITS) / np.float32(1 - DROPPED_UNITS)
    scores = units * left @ output + output_bias
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    wrong = scores / scores.sum(axis=1, keepdims=True) * wanted.sum(axis=1, keepdims=True) - wanted
    back = (wrong @ output.T) * left * (units > 0)
    return [vectors.T @ back, back.sum(axis=0), (units * left).T @ wrong, wrong.sum(axis=0)]


def fit_network(vectors: NDArray[np.float32], classes: NDArray[np.int64], weight: NDArray[np.float64]) -> Network:
    """A network for vectors as they come, though it is fitted on standardised ones."""
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
    adam = _Adam(EPOCHS * -(-len(vectors) // BATCH))
    for _ in range(EPOCHS):
        order = random.permutation(len(vectors))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            gradients = _gradients(weights, vectors[rows], wanted[rows], random)
            adam.step(weights, [(gradient / len(rows)).astype(np.float32) for gradient in gradients])
    hidden = weights[0] / spread[:, None]
    return Network(hidden, weights[1] - middle @ hidden, weights[2], weights[3])
