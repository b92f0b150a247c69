"""The linear models over words, arranged so that all texts of a page are scored in one pass.

They score as ``LinearModel.score`` does over the tokens they were fitted on, without making the tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from extractors.text.words import (
    DIGITS,
    FIRST_UNSPACED,
    LENGTH_STEP,
    LONGEST,
    LONGEST_STEP,
    MOST_WORDS,
    SHORT_TEXT,
    START,
    STEM,
    UNSPACED_RUN,
    appeal_tokens,
    block_tokens,
    length_token,
    phrase_tokens,
    read_words,
    stem_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from extractors.classifier.linear import LinearModel

# How many tokens a short and a long word make.
TOKENS_OF_SHORT, TOKENS_OF_LONG = 2, 3
# What stands for words that no model knows: short ones, long ones, words of unspaced scripts.
SHORT_UNKNOWN, LONG_UNKNOWN, UNSPACED_UNKNOWN = "", "*", "\u4e00"


class Vocabulary(dict[str, int]):
    """The number of each word that a model knows; words that none knows are known by their stems."""

    def __init__(self, words: Iterable[str]) -> None:
        known = dict.fromkeys([SHORT_UNKNOWN, LONG_UNKNOWN, UNSPACED_UNKNOWN, *words])
        super().__init__((word, number) for number, word in enumerate(known))
        self.short_unknown, self.long_unknown = self[SHORT_UNKNOWN], self[LONG_UNKNOWN]

    def __missing__(self, word: str) -> int:
        """No entry is made: memory stays as it is."""
        if not word.isalpha():
            word = DIGITS.sub("0", word)
            if (number := self.get(word)) is not None:
                return number
        if word >= FIRST_UNSPACED and UNSPACED_RUN.match(word):
            return self[UNSPACED_UNKNOWN]
        return self.get(f"{word[:STEM]}*", self.long_unknown) if len(word) > STEM else self.short_unknown


@dataclass(frozen=True, slots=True)
class _Page:
    """The words of some texts: their numbers one behind the other, the row of each and its place in it."""

    sizes: NDArray[np.int64]
    words: NDArray[np.int64]
    row: NDArray[np.int64]
    place: NDArray[np.int64]

    def added_up(self, values: NDArray[np.generic]) -> NDArray[np.float64]:
        """The sum over the words of each text."""
        return np.bincount(self.row, values, minlength=len(self.sizes)).astype(float)


class Lexicon:
    """How much texts read like an appeal and like an article: the models over ``appeal_tokens`` and ``block_tokens``.

    Columns have a row for each word of the vocabulary: ``weight`` of word and stem in an appeal, ``before`` and
    ``after`` its numbers as first and second of a pair, ``count`` of the tokens that it makes, whether it is
    ``unspaced``; ``of_block`` has two lines of them, the weights in a short and in a long block of an article.
    """

    def __init__(self, appeal: LinearModel, article: LinearModel) -> None:
        self.appeal_model, self.article_model = appeal, article
        pairs = [token for token in appeal.weights if " " in token]
        befores, afters = zip(*(pair.split(" ", 1) for pair in pairs), strict=True) if pairs else ((), ())
        single = [token for token in appeal.weights if " " not in token]
        of_blocks = [token.removeprefix("_") for token in article.weights if " " not in token]
        self.vocabulary = Vocabulary([*single, *befores, *afters, *of_blocks])
        before, after = _numbered(befores), _numbered(afters)
        words = list(self.vocabulary)
        self.weight = np.array([self._own_weight(word) for word in words])
        self.of_block = np.array([[self._in_block(sign, word) for word in words] for sign in ("", "_")])
        self.before = np.array([before.get(stem_of(word), 0) for word in words])
        self.after = np.array([0 if word.endswith("*") else after.get(word, 0) for word in words])
        self.count = np.array([TOKENS_OF_LONG if _is_long(word) else TOKENS_OF_SHORT for word in words])
        self.unspaced = np.array([bool(UNSPACED_RUN.match(word)) for word in words])
        lengths = map(length_token, range(0, LENGTH_STEP * LONGEST_STEP + 1, LENGTH_STEP))
        self.of_length = np.array([appeal.weights.get(token, 0.0) for token in lengths])
        self.start, self.width = before.get(START, 0), len(after) + 1
        keys = np.array([before[one] * self.width + after[two] for one, two in zip(befores, afters, strict=True)], int)
        order = np.argsort(keys)
        self.keys = np.append(keys[order], np.iinfo(np.int64).max)
        self.of_pair = np.append(np.array([appeal.weights[pair] for pair in pairs])[order], 0.0)

    def _own_weight(self, word: str) -> float:
        """Of a word and its stem, or of a stem alone."""
        weights = self.appeal_model.weights
        own = weights.get(word, 0.0) if word else 0.0
        return own if not _is_long(word) or word.endswith("*") else own + weights.get(stem_of(word), 0.0)

    def _in_block(self, sign: str, word: str) -> float:
        """Of a word in an article; stems tell nothing there."""
        return self.article_model.weights.get(sign + word, 0.0) if word and not word.endswith("*") else 0.0

    def scores(self, texts: Sequence[Sequence[str]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Log odds of each text, given as its runs: of being an appeal, and of being a part of an article."""
        texts = [runs[:LONGEST] for runs in texts]
        page = self._numbers(texts)
        appeal, article = self._appeal(page), self._article(page, texts)
        unspaced = self.unspaced[page.words]
        for row in np.unique(page.row[unspaced]) if unspaced.any() else ():
            appeal[row] = self.appeal_model.score(appeal_tokens(texts[row]))
            article[row] = self.article_model.score(block_tokens(texts[row]))
        return appeal, article

    def appeal_score(self, text: str) -> float:
        """Log odds of one text of being an appeal."""
        runs, _ = read_words([text])
        return float(self.scores(runs)[0][0])

    def _numbers(self, texts: Sequence[Sequence[str]]) -> _Page:
        sizes = np.array([len(runs) for runs in texts])
        words = np.fromiter(map(self.vocabulary.__getitem__, chain.from_iterable(texts)), np.int64, int(sizes.sum()))
        row = np.repeat(np.arange(len(texts)), sizes)
        return _Page(sizes, words, row, np.arange(len(words)) - (np.cumsum(sizes) - sizes)[row])

    def _appeal(self, page: _Page) -> NDArray[np.float64]:
        total = self.of_length[np.minimum(page.sizes // LENGTH_STEP, LONGEST_STEP)]
        weight = self.weight[page.words]
        places, of_pairs = self._pairs(page)
        weight[places] += of_pairs
        total += page.added_up(weight)
        scores: NDArray[np.float64] = total / np.sqrt(1 + page.added_up(self.count[page.words]))
        return scores + self.appeal_model.weights[""]

    def _pairs(self, page: _Page) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The places of words that may be the second of a pair, and the weights of the pairs."""
        before = np.where(page.place == 0, self.start, np.roll(self.before[page.words], 1))
        after = self.after[page.words]
        places = np.flatnonzero((before > 0) & (after > 0))
        keys = before[places] * self.width + after[places]
        found = np.searchsorted(self.keys, keys)
        return places, np.where(self.keys[found] == keys, self.of_pair[found], 0.0)

    def _article(self, page: _Page, texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        weight = self.of_block[(page.sizes > SHORT_TEXT).astype(int)[page.row], page.words]
        chosen = np.flatnonzero((page.place < MOST_WORDS) & (weight != 0))
        # A word counts once in a text.
        chosen = chosen[np.unique(page.row[chosen] * len(self.weight) + page.words[chosen], return_index=True)[1]]
        scores = np.bincount(page.row[chosen], weight[chosen], minlength=len(texts)).astype(float)
        for row in np.flatnonzero(page.sizes < SHORT_TEXT // 2).tolist():
            scores[row] += sum(filter(None, map(self.article_model.weights.get, phrase_tokens(texts[row]))))
        return scores + self.article_model.weights[""]


def _is_long(word: str) -> bool:
    return len(word) > STEM or word == LONG_UNKNOWN


def _numbered(words: Iterable[str]) -> dict[str, int]:
    """Numbers from 1 on; 0 is for what is not there."""
    return {word: number for number, word in enumerate(dict.fromkeys(words), 1)}
