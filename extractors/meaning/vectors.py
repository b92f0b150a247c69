"""Texts as vectors: each word is the sum of its pieces, a text the mean and the maximum of what its words are made of.

The pieces and their vectors are those of multilingual-e5-small (Microsoft, MIT licence; its vocabulary is XLM-R's, MIT
licence), pruned and reduced to ``DIMENSIONS`` whole numbers each by ``training.pieces_fit``: pieces that mean the same
in two languages lie near each other, so that what was learned in one language holds in others.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from sentencepiece import SentencePieceProcessor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

# A text tells what it is in its first words; where words have no spaces, in the first characters of each run.
LONGEST, LONGEST_RUN = 60, 60
# The words that are kept ready; they are few in one language, and begin anew when several have been read.
MOST_WORDS = 40_000
# That are read at once: their words find room, and those of like length are filled up with little.
TEXTS_AT_ONCE = 64
# The mean of many pieces says less loudly what few would say.
LOUDEST, SHORT = 20, 6
SCALE = 32.0
"""Of the stored whole numbers: so many are a standard deviation."""


class PieceVectors:
    """A vector for each word, kept ready once made."""

    def __init__(self, pieces: bytes, vectors: NDArray[np.int8]) -> None:
        """``pieces`` is a SentencePiece model, ``vectors`` has a row for each of its pieces."""
        self._processor = SentencePieceProcessor(model_proto=pieces)
        self._vectors = vectors
        self._forget()

    @property
    def width(self) -> int:
        """Of what ``pooled`` returns."""
        return 2 * int(self._vectors.shape[1]) + 2

    def _forget(self) -> None:
        dimensions = self._vectors.shape[1]
        self._number: dict[str, int] = {}
        # The first line is that of no word, with which shorter texts are filled up.
        self._count = np.zeros(1 + MOST_WORDS, dtype=np.int64)
        self._total = np.zeros((1 + MOST_WORDS, dimensions), dtype=np.int16)
        self._highest = np.full((1 + MOST_WORDS, dimensions), np.iinfo(np.int8).min, dtype=np.int8)

    def commonness(self, word: str) -> float:
        """How frequent a word is, as a logarithm, in the vocabulary of all languages: "and" -8, "donate" -19."""
        return float(sum(map(self._processor.get_score, self._processor.encode(word[:LONGEST_RUN]))))

    def pooled(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """A row for each text, which is given as its runs of characters (``extractors.text.words.read_words``)."""
        texts = [text[:LONGEST] or [""] for text in texts]
        by_length = np.argsort([len(text) for text in texts], kind="stable")
        pooled = np.empty((len(texts), self.width), dtype=np.float32)
        for at in range(0, len(texts), TEXTS_AT_ONCE):
            rows = by_length[at : at + TEXTS_AT_ONCE]
            pooled[rows] = self._pooled([texts[row] for row in rows.tolist()])
        return pooled

    def _pooled(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        self._learn(set(chain.from_iterable(texts)))
        words = self._numbers(texts)
        count = self._count.take(words).sum(axis=1)
        mean = self._total.take(words, axis=0).sum(axis=1, dtype=np.int32) / (SCALE * count[:, None])
        highest = self._highest.take(words, axis=0).max(axis=1) / SCALE
        loud = np.sqrt(np.minimum(count, LOUDEST))[:, None]
        return np.column_stack([mean * loud, highest, np.log(count), count < SHORT]).astype(np.float32)

    def _numbers(self, texts: Sequence[Sequence[str]]) -> NDArray[np.int64]:
        """The numbers of the words (text, word), filled up with that of no word."""
        sizes = np.array(list(map(len, texts)))
        numbers = np.zeros((len(texts), sizes.max()), dtype=np.int64)
        words = np.fromiter(map(self._number.__getitem__, chain.from_iterable(texts)), np.int64, int(sizes.sum()))
        numbers[np.arange(sizes.max()) < sizes[:, None]] = words
        return numbers

    def _learn(self, words: Iterable[str]) -> None:
        """Make the vectors of words that are not kept ready."""
        new = sorted(word for word in words if word not in self._number)
        if len(self._number) + len(new) > MOST_WORDS:
            self._forget()
            new = sorted(words)
        for word in new:
            number = self._number[word] = 1 + len(self._number)
            # One by one: for a list it starts a thread, which on a busy machine takes longer than all words of a page.
            vectors = self._vectors[self._processor.encode(word[:LONGEST_RUN]) or [0]]
            self._count[number] = len(vectors)
            vectors.sum(axis=0, out=self._total[number])
            vectors.max(axis=0, out=self._highest[number])


def read_vectors(folder: Path) -> PieceVectors:
    """What ``training.pieces_fit`` wrote."""
    return PieceVectors((folder / "pieces.model").read_bytes(), np.load(folder / "vectors.npy"))
