"""What texts mean: networks of one hidden layer over the vectors of a text, one of them with what its words say.

Words tell appeals, in sites and voices that nobody has seen; what stands beside an article is told better without them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.meaning.classes import APPEAL_CLASSES, CLASSES
from extractors.meaning.vectors import MOST_WORDS, PieceVectors, read_vectors
from extractors.meaning.word_scores import WordScores, read_token_scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "weights"
NETWORKS = ("alone", "network")
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

    def log_probabilities(
        self, vectors: NDArray[np.float32], said: NDArray[np.floating[Any]] | float = 0.0
    ) -> NDArray[np.float64]:
        """A row for each row of vectors, a column for each of ``CLASSES``; ``said`` is what the words say
        for each appeal, whose columns come first."""
        units = np.maximum(0.0, vectors @ self.hidden + self.hidden_bias)
        scores: NDArray[np.float64] = (units @ self.output + self.output_bias).astype(np.float64)
        scores[:, :APPEAL_CLASSES] += said
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return scores.round(DIGITS)

    def save(self, path: Path) -> None:
        """As ``read_network`` reads it, in half precision."""
        np.savez(path, **{name: getattr(self, name).astype(np.float16) for name in LAYERS})


def read_network(path: Path) -> Network:
    """What ``training.fit`` wrote."""
    stored = np.load(path)
    return Network(*(stored[name].astype(np.float32) for name in LAYERS))


@dataclass(frozen=True, slots=True)
class Meant:
    """What some texts mean, a row each: ``words`` are log odds by the words alone of being an appeal; ``vectors`` and
    ``all`` log probabilities, a column for each of ``CLASSES``, by the vectors alone and by both."""

    words: NDArray[np.float64]
    vectors: NDArray[np.float64]
    all: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What texts mean."""

    vectors: PieceVectors
    words: WordScores
    alone: Network
    network: Network
    _of_words: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    def read(self, texts: Sequence[Sequence[str]]) -> Meant:
        """Of texts, at least one, given as their runs."""
        said, vectors = self.words.of_texts(texts), self.vectors.pooled(texts)
        together = self.network.log_probabilities(vectors, said[:, 1:])
        return Meant(said[:, 0], self.alone.log_probabilities(vectors), together)

    def log_probabilities(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """A row for each text, given as its runs; a column for each of ``CLASSES``."""
        if not texts:
            return np.zeros((0, len(CLASSES)))
        return self.network.log_probabilities(self.vectors.pooled(texts), self.words.of_texts(texts)[:, 1:])

    def of_words(self, words: Sequence[str]) -> NDArray[np.float64]:
        """A row for each word as if it were a text. Kept, for words of appeals come again; begins anew when as many are
        known as vectors are kept ready."""
        new = list(dict.fromkeys(word for word in words if word not in self._of_words))
        if len(self._of_words) + len(new) > MOST_WORDS:
            self._of_words.clear()
            new = list(dict.fromkeys(words))
        self._of_words.update(zip(new, self.log_probabilities([[word] for word in new]), strict=True))
        return np.array([self._of_words[word] for word in words]).reshape(len(words), len(CLASSES))


COLUMNS = ("vectors_appeal", "vectors_beside", "vectors_headline", "means_appeal")
# A word more or less turns what the words of a short text say: up to FEW the vectors count alone, from ENOUGH on both.
FEW, ENOUGH = 6, 16


def summary(
    by_vectors: NDArray[np.float64], by_all: NDArray[np.float64], words: NDArray[np.floating[Any]]
) -> NDArray[np.float64]:
    """Log odds against the article's text, columns as in ``COLUMNS``: by the vectors alone of an appeal, of what stands
    beside an article and of headline matter; by words and vectors of an appeal. ``words`` is how many each text has."""
    headline = CLASSES.index("H")
    beside = [number for number in range(APPEAL_CLASSES, len(CLASSES) - 1) if number != headline]
    content, appeal = by_vectors[:, -1], appeal_odds(by_vectors)
    told = np.clip((words - FEW) / (ENOUGH - FEW), 0.0, 1.0)
    return np.column_stack(
        [
            appeal,
            np.logaddexp.reduce(by_vectors[:, beside], axis=1) - content,
            by_vectors[:, headline] - content,
            appeal + told * (appeal_odds(by_all) - appeal),
        ]
    )


def appeal_odds(meaning: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds of any appeal against the article's text, of rows of log probabilities."""
    odds: NDArray[np.float64] = np.logaddexp.reduce(meaning[:, :APPEAL_CLASSES], axis=1) - meaning[:, -1]
    return odds


@cache
def load_vectors() -> PieceVectors:
    """The vectors that come with the project."""
    return read_vectors(WEIGHTS)


@cache
def load_meaning() -> Meaning:
    """The networks and the words that ``training.fit`` wrote."""
    alone, together = (read_network(WEIGHTS / f"{name}.npz") for name in NETWORKS)
    return Meaning(load_vectors(), WordScores(read_token_scores(WEIGHTS)), alone, together)
