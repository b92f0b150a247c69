"""The linear models over words and names, arranged so that a page is scored in a few milliseconds.

Each scores as ``LinearModel.score`` does over the tokens it was fitted on, without making the tokens.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from extractors.document import name_parts
from extractors.words import (
    MOST_WORDS,
    SHORT_TEXT,
    STEM,
    appeal_tokens,
    block_tokens,
    has_unspaced,
    length_token,
    runs_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extractors.containers import ContainerTable
    from extractors.document import Container
    from extractors.linear import LinearModel

PLACES = "012"


class AppealWords:
    """How much a text reads like an appeal: the model over ``appeal_tokens``."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model
        self.stems: dict[str, float] = {}
        self.words: dict[str, float] = {}
        self.after_stem: dict[str, dict[str, float]] = {}
        self.after_word: dict[str, dict[str, float]] = {}
        for token, weight in model.weights.items():
            self._arrange(token, weight)
        for word in self.words:
            if len(word) > STEM:
                self.words[word] += self.stems.get(word[:STEM], 0.0)

    def _arrange(self, token: str, weight: float) -> None:
        before, pair, word = token.partition(" ")
        if pair:
            after = self.after_stem if before.endswith("*") else self.after_word
            after.setdefault(before[:STEM], {})[word] = weight
        elif token.endswith("*"):
            self.stems[token[:STEM]] = weight
        else:
            self.words[token] = weight

    def score(self, text: str) -> float:
        """Log odds: above 0 the text reads like an appeal."""
        if has_unspaced(text):
            return self.model.score(appeal_tokens(text))
        runs = runs_of(text)
        words, stems, after_stem, after_word = self.words.get, self.stems.get, self.after_stem.get, self.after_word.get
        total, count = words(length_token(runs), 0.0), 1
        followers = after_word("^")
        for run in runs:
            weight = words(run)
            is_long = len(run) > STEM
            total += (stems(run[:STEM], 0.0) if is_long else 0.0) if weight is None else weight
            if followers is not None:
                total += followers.get(run, 0.0)
            followers = after_stem(run[:STEM]) if is_long else after_word(run)
            count += 3 if is_long else 2
        return self.model.weights[""] + total / math.sqrt(count)

    def telling(self, text: str, count: int) -> list[str]:
        """The words that say most for an appeal."""
        tokens = dict.fromkeys(appeal_tokens(text))
        return self.model.telling([token for token in tokens if not token.startswith("#")], count)


class BlockWords:
    """How much a text reads like a part of an article: the model over ``block_tokens``."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model
        self.long = {token[1:]: weight for token, weight in model.weights.items() if token.startswith("_")}

    def score(self, words: Sequence[str]) -> float:
        """Log odds for the words of a text."""
        words = words[:MOST_WORDS]
        if len(words) <= SHORT_TEXT:
            return self.model.score(block_tokens(words))
        weigh = self.long.get
        return self.model.weights[""] + sum([weigh(word, 0.0) for word in dict.fromkeys(words)])


def name_tokens(container: Container) -> list[str]:
    """Words of the names of a container (``0``), the two around it (``1``) and those further out (``2``)."""
    return [
        f"{'0112'[min(steps, 3)]}{part}"
        for steps, around in enumerate(container.lineage())
        for part in name_parts(around.label)
    ]


class NameParts:
    """How much containers are called like an article's: the model over ``name_tokens``."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model
        self.parts: dict[str, list[float]] = {}
        for token, weight in model.weights.items():
            if token:
                self.parts.setdefault(token[1:], [0.0] * len(PLACES))[PLACES.index(token[0])] = weight
        self.sums = lru_cache(maxsize=1 << 15)(self._added_up)

    def scores(self, table: ContainerTable) -> NDArray[np.float64]:
        """Log odds of each container of a page, adding up what lineages have in common."""
        of_labels = np.array([self.sums(label) for label in table.labels])
        own, near, far = of_labels[table.label].T
        out = table.steps[0]
        outer, near = np.append(table.added_up(far[:, None])[:, 0], 0.0), np.append(near, 0.0)
        two = out[out]
        around = near[out] + near[two] + outer[two[out]]
        scores: NDArray[np.float64] = own + around[:-1] + self.model.weights[""]
        return scores

    def _added_up(self, label: str) -> list[float]:
        found = [row for part in name_parts(label) if (row := self.parts.get(part))]
        return [sum(column) for column in zip(*found, strict=True)] if found else [0.0] * len(PLACES)
