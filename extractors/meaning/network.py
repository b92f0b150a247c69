"""The network over the vectors of a text: one hidden layer, a probability for each class."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from extractors.meaning.classes import APPEAL_CLASSES, CLASSES
from extractors.meaning.vectors import MOST_WORDS, PieceVectors, read_vectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "weights"
LAYERS = ("hidden", "hidden_bias", "output", "output_bias")
# So few digits are kept that the last bits of a sum, which differ from machine to machine, decide nothing.
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Network:
    """``hidden`` (vector, unit), ``hidden_bias``, ``output`` (unit, class), ``output_bias``."""

    hidden: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    output: NDArray[np.float32]
    output_bias: NDArray[np.float32]

    def log_probabilities(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """A row for each row of vectors, a column for each of ``CLASSES``."""
        units = np.maximum(0.0, vectors @ self.hidden + self.hidden_bias)
        scores: NDArray[np.float64] = (units @ self.output + self.output_bias).astype(np.float64)
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return scores.round(DIGITS)

    def save(self, folder: Path) -> None:
        """As ``load_meaning`` reads it, in half precision."""
        np.savez(folder / "network.npz", **{name: getattr(self, name).astype(np.float16) for name in LAYERS})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What texts mean."""

    vectors: PieceVectors
    network: Network
    _of_words: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    def log_probabilities(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """A row for each text, given as its runs; a column for each of ``CLASSES``."""
        if not texts:
            return np.zeros((0, len(CLASSES)))
        return self.network.log_probabilities(self.vectors.pooled(texts))

    def of_words(self, words: Sequence[str]) -> NDArray[np.float64]:
        """A row for each word as if it were a text. Kept, for words of appeals come again; begins anew when as many are
        known as vectors are kept ready."""
        new = list(dict.fromkeys(word for word in words if word not in self._of_words))
        if len(self._of_words) + len(new) > MOST_WORDS:
            self._of_words.clear()
            new = list(dict.fromkeys(words))
        self._of_words.update(zip(new, self.log_probabilities([[word] for word in new]), strict=True))
        return np.array([self._of_words[word] for word in words]).reshape(len(words), len(CLASSES))


COLUMNS = ("means_appeal", "means_beside", "means_headline")


def summary(meaning: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds against the article's text, columns as in ``COLUMNS``: of an appeal, of what stands beside an article,
    of headline matter."""
    content, headline = meaning[:, -1], CLASSES.index("H")
    beside = [number for number in range(APPEAL_CLASSES, len(CLASSES) - 1) if number != headline]
    appeal = np.logaddexp.reduce(meaning[:, :APPEAL_CLASSES], axis=1)
    return np.column_stack(
        [appeal - content, np.logaddexp.reduce(meaning[:, beside], axis=1) - content, meaning[:, headline] - content]
    )


@cache
def load_vectors() -> PieceVectors:
    """The vectors that come with the project."""
    return read_vectors(WEIGHTS)


@cache
def load_meaning() -> Meaning:
    """The network that ``training.fit`` wrote."""
    stored = np.load(WEIGHTS / "network.npz")
    return Meaning(load_vectors(), Network(*(stored[name].astype(np.float32) for name in LAYERS)))
