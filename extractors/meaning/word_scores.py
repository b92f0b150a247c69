"""What the words of a text say: how much they speak for an appeal at all, and for each of them.

Each token of ``extractors.text.words.appeal_tokens`` (words, stems, pairs, the length) has a score for each, which are
added up and divided by the root of how many tokens there are, so that long texts weigh as short. All texts of a page
are scored in one pass, without making the tokens; the sums are of whole numbers, the same on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extractors.meaning.classes import APPEAL_CLASSES, CLASSES
from extractors.text.vocabulary import Vocabulary, is_long
from extractors.text.words import (
    LENGTH_STEP,
    LONGEST,
    LONGEST_STEP,
    START,
    UNSPACED_RUN,
    appeal_tokens,
    length_token,
    read_words,
    stem_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from extractors.text.vocabulary import NumberedTexts

# Words of news tell nothing but the news of some sites: what is no appeal is told by meaning alone.
COLUMNS = ("asks", *CLASSES[:APPEAL_CLASSES])
# Of the stored whole numbers: so many are 1.
UNIT = 64
# How many tokens a short and a long word make.
TOKENS_OF_SHORT, TOKENS_OF_LONG = 2, 3


@dataclass(frozen=True, slots=True)
class TokenScores:
    """``scores`` has a row for each of ``tokens`` and a column for each of ``COLUMNS``, in ``UNIT``; ``bias`` is added
    to the first column: log odds of an appeal."""

    tokens: Sequence[str]
    scores: NDArray[np.int16]
    bias: float

    def save(self, folder: Path) -> None:
        """As ``read_token_scores`` reads it."""
        (folder / "tokens.txt").write_text("".join(f"{token}\n" for token in self.tokens), encoding="utf-8")
        np.savez_compressed(folder / "tokens.npz", scores=self.scores, bias=np.array(self.bias))


def read_token_scores(folder: Path) -> TokenScores:
    """What ``training.fit`` wrote."""
    stored = np.load(folder / "tokens.npz")
    tokens = (folder / "tokens.txt").read_text(encoding="utf-8").split("\n")[:-1]
    return TokenScores(tokens, stored["scores"], float(stored["bias"]))


class WordScores:
    """Rows for each word of the vocabulary: ``own`` scores of word and stem, ``before`` and ``after`` its numbers as
    first and second of a pair, ``count`` of the tokens that it makes, whether it is ``unspaced``."""

    def __init__(self, told: TokenScores) -> None:
        # The last line is that of no token.
        self.scores, self.bias = np.vstack([told.scores, np.zeros_like(told.scores[:1])]), told.bias
        self.line = {token: line for line, token in enumerate(told.tokens)}
        self.nothing = len(told.tokens)
        pairs = [token for token in told.tokens if " " in token]
        befores, afters = zip(*(pair.split(" ", 1) for pair in pairs), strict=True) if pairs else ((), ())
        self.vocabulary = Vocabulary([*(t for t in told.tokens if " " not in t), *befores, *afters])
        before, after = _numbered(befores), _numbered(afters)
        words = list(self.vocabulary)
        self.own = self.scores[self._lines(words)] + self.scores[self._lines(map(_stem_besides, words))]
        self.before = np.array([before.get(stem_of(word), 0) for word in words])
        self.after = np.array([0 if word.endswith("*") else after.get(word, 0) for word in words])
        self.count = np.array([TOKENS_OF_LONG if is_long(word) else TOKENS_OF_SHORT for word in words])
        self.unspaced = np.array([bool(UNSPACED_RUN.match(word)) for word in words])
        lengths = range(0, LENGTH_STEP * LONGEST_STEP + 1, LENGTH_STEP)
        self.of_length = self.scores[self._lines(map(length_token, lengths))]
        self.start, self.width = before.get(START, 0), len(after) + 1
        keys = np.array([before[one] * self.width + after[two] for one, two in zip(befores, afters, strict=True)], int)
        order = np.argsort(keys)
        self.keys = np.append(keys[order], np.iinfo(np.int64).max)
        self.of_pair = np.vstack([self.scores[self._lines(pairs)][order], self.scores[-1:]])

    def _lines(self, tokens: Iterable[str]) -> list[int]:
        return [self.line.get(token, self.nothing) for token in tokens]

    def of_texts(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """A row for each text, given as its runs; a column for each of ``COLUMNS``, of which the first are log odds."""
        texts = [runs[:LONGEST] for runs in texts]
        page = self.vocabulary.numbered(texts)
        scores = self._added_up(page)
        unspaced = self.unspaced[page.words]
        for row in np.unique(page.row[unspaced]).tolist() if unspaced.any() else ():
            scores[row] = self._of_tokens(appeal_tokens(texts[row]))
        scores[:, 0] += self.bias
        return scores

    def appeal_score(self, text: str) -> float:
        """Log odds of one text of being an appeal."""
        return float(self.of_texts(read_words([text])[0])[0, 0])

    def _of_tokens(self, tokens: Sequence[str]) -> NDArray[np.float64]:
        total = self.scores[self._lines(tokens)].sum(axis=0, dtype=np.int64)
        mean: NDArray[np.float64] = total / (UNIT * np.sqrt(len(tokens)))
        return mean

    def _added_up(self, page: NumberedTexts) -> NDArray[np.float64]:
        total = self.of_length[np.minimum(page.sizes // LENGTH_STEP, LONGEST_STEP)].astype(np.int64)
        own, filled = self.own[page.words], np.flatnonzero(page.sizes)
        places, of_pairs = self._pairs(page)
        own[places] += of_pairs
        starts = (np.cumsum(page.sizes) - page.sizes)[filled]
        count = np.ones(len(page.sizes))
        if filled.size:
            total[filled] += np.add.reduceat(own, starts, axis=0, dtype=np.int64)
            count[filled] += np.add.reduceat(self.count[page.words], starts)
        mean: NDArray[np.float64] = total / (UNIT * np.sqrt(count))[:, None]
        return mean

    def _pairs(self, page: NumberedTexts) -> tuple[NDArray[np.int64], NDArray[np.int16]]:
        """The places of words that are the second of a known pair, and the scores of the pairs."""
        before = np.where(page.place == 0, self.start, np.roll(self.before[page.words], 1))
        after = self.after[page.words]
        places = np.flatnonzero((before > 0) & (after > 0))
        keys = before[places] * self.width + after[places]
        found = np.searchsorted(self.keys, keys)
        known = self.keys[found] == keys
        return places[known], self.of_pair[found[known]]


def _stem_besides(word: str) -> str:
    """The stem of a word that makes one besides itself; a token that is none for others."""
    return "\n" if not is_long(word) or word.endswith("*") else stem_of(word)


def _numbered(words: Iterable[str]) -> dict[str, int]:
    """Numbers from 1 on; 0 is for what is not there."""
    return {word: number for number, word in enumerate(dict.fromkeys(words), 1)}
