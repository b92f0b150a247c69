"""The linear model over words of articles, arranged so that all texts of a page are scored in one pass.

It scores as ``LinearModel.score`` does over ``block_tokens``, without making the tokens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from extractors.text.vocabulary import Vocabulary
from extractors.text.words import MOST_WORDS, SHORT_TEXT, UNSPACED_RUN, block_tokens, phrase_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extractors.classifier.linear import LinearModel
    from extractors.text.vocabulary import NumberedTexts


class Lexicon:
    """How much texts read like a part of an article.

    ``weight`` has two lines of the words of the vocabulary, of a short and of a long block; ``unspaced`` are those of
    scripts without spaces.
    """

    def __init__(self, model: LinearModel) -> None:
        self.model = model
        self.vocabulary = Vocabulary(token.removeprefix("_") for token in model.weights if " " not in token)
        words = list(self.vocabulary)
        self.weight = np.array([[self._weight(sign, word) for word in words] for sign in ("", "_")])
        self.unspaced = np.array([bool(UNSPACED_RUN.match(word)) for word in words])

    def _weight(self, sign: str, word: str) -> float:
        """Of a word in an article; stems tell nothing there."""
        return self.model.weights.get(sign + word, 0.0) if word and not word.endswith("*") else 0.0

    def scores(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Log odds of each text, given as its runs, of being a part of an article."""
        # A run more than are read tells a long text from a short one.
        texts = [runs[: MOST_WORDS + 1] for runs in texts]
        page = self.vocabulary.numbered(texts)
        scores, unspaced = self._added_up(page, texts), self.unspaced[page.words]
        for row in np.unique(page.row[unspaced]).tolist() if unspaced.any() else ():
            scores[row] = self.model.score(block_tokens(texts[row]))
        return scores

    def _added_up(self, page: NumberedTexts, texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        weight = self.weight[(page.sizes > SHORT_TEXT).astype(int)[page.row], page.words]
        chosen = np.flatnonzero((page.place < MOST_WORDS) & (weight != 0))
        # A word counts once in a text.
        chosen = chosen[np.unique(page.row[chosen] * self.weight.shape[1] + page.words[chosen], return_index=True)[1]]
        scores = np.bincount(page.row[chosen], weight[chosen], minlength=len(texts)).astype(float)
        for row in np.flatnonzero(page.sizes < SHORT_TEXT // 2).tolist():
            scores[row] += sum(filter(None, map(self.model.weights.get, phrase_tokens(texts[row]))))
        return scores + self.model.weights[""]
