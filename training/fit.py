"""``python -m training.fit``: fit the weights of the classifier from the corpus and the written passages.

The order is that of ``extractors.classifier.classify``: linear models over words and names, a first round of trees, a
second that knows what the first says of the neighbours. Each round is taught with scores of models that did not see the
page, so that it learns how much they can be trusted on a new site.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from benchmarks.shared import fresh_index, index, page_bytes
from extractors import Extraction, Page, extract
from extractors.classifier.categories import COLUMNS as NAMING
from extractors.classifier.categories import naming_table
from extractors.classifier.classify import COLUMNS, FIRST_COLUMNS, WORDS, Models
from extractors.classifier.lexicon import Lexicon
from extractors.classifier.linear import WEIGHTS, LinearModel
from extractors.classifier.name_scores import NameParts
from extractors.classifier.surroundings import context_table
from extractors.classifier.trees import trees_from
from extractors.meaning.classes import CLASSES
from extractors.meaning.network import COLUMNS as COLUMNS_OF_MEANING
from extractors.meaning.network import NETWORKS, Meaning, Network, load_vectors, summary
from extractors.meaning.network import WEIGHTS as MEANING_WEIGHTS
from extractors.meaning.word_scores import TokenScores, WordScores
from extractors.text.words import appeal_tokens, block_tokens, read_words
from training.categories_fit import fit_categories, known_classes
from training.dataset import load_samples
from training.labels import ARTICLE, UNKNOWN
from training.lessons import meaning_lesson
from training.linear_fit import Lesson, TokenTable, token_table, unseen_scores, weights_of
from training.meaning_fit import fit_network, token_scores
from training.pieces_fit import fit_pieces
from training.samples import FETCHED, FOLDS, Sample, fold_of
from training.trees_fit import FIRST, SECOND, fit_trees, stored

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

APPEAL_LABELS = frozenset({"D", "N", "P", "R", "F", "donation", "newsletter", "subscription", "registration", "follow"})
ARTICLE_LABELS = frozenset({"C", "content"})
# Article paragraphs are many: each counts less than a block that somebody labelled.
PARAGRAPH_WEIGHT = 0.6
# So many times a part of the folds is left out to score it by models that did not see it.
ROUNDS = 5
STRENGTH = {"appeal": 30.0, "words": 0.1, "names": 0.03}
MANY = 20_000  # texts
# Weights smaller than this do not move a decision; a small vocabulary is quicker to look up. All weights together have
# 25 MB; what is stored of words rounds to 0.09.
SMALLEST = {"appeal": 0.1, "words": 0.0895, "names": 0.02}


@dataclass(slots=True)
class Rows:
    """All rows of all samples, one under the other."""

    samples: list[Sample]
    start: NDArray[np.int64]
    fold: NDArray[np.int64]
    target: NDArray[np.int64]
    weight: NDArray[np.float64]
    appeal: NDArray[np.int64]
    appeal_weight: NDArray[np.float64]
    of_corpus: NDArray[np.bool_]
    table: NDArray[np.float32]
    tokens: dict[str, TokenTable]
    vectors: NDArray[np.float16]
    lesson: tuple[NDArray[np.int64], NDArray[np.float64]]
    """What the network of meaning is taught: the class of each row (-1 unknown) and how much it counts."""


def _appeal_targets(sample: Sample) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """What the wording model is taught: labelled blocks, written passages, and article paragraphs as the other side."""
    target, weight = np.where(sample.target == ARTICLE, 0, UNKNOWN), np.full(len(sample.texts), PARAGRAPH_WEIGHT)
    if not sample.is_of_corpus:
        target[:] = UNKNOWN
    for row, label in sample.labels.items():
        if label in APPEAL_LABELS or label in ARTICLE_LABELS:
            target[row], weight[row] = int(label in APPEAL_LABELS), 1.0
    return target, weight


def _stacked(samples: list[Sample]) -> NDArray[np.float32]:
    """The tables of all samples, one under the other. From then on each sample has its part of them: there is hardly
    room for both."""
    whole, start = np.vstack([sample.table for sample in samples]), 0
    for sample in samples:
        sample.table = whole[start : start + len(sample.texts)]
        start += len(sample.texts)
    return whole


def read_rows(samples: list[Sample]) -> Rows:
    """Put the samples under each other and look up their tokens."""
    texts = [text for sample in samples for text in sample.texts]
    runs, _ = read_words(texts)
    appeal, lesson = [_appeal_targets(sample) for sample in samples], meaning_lesson(samples)
    teaching = lesson[0] != UNKNOWN
    return Rows(
        samples,
        np.cumsum([0] + [len(sample.texts) for sample in samples]),
        np.concatenate([np.full(len(sample.texts), sample.fold) for sample in samples]),
        np.concatenate([sample.target for sample in samples]),
        np.concatenate([sample.weight for sample in samples]),
        np.concatenate([target for target, _ in appeal]),
        np.concatenate([weight for _, weight in appeal]),
        np.concatenate([np.full(len(sample.texts), sample.is_of_corpus) for sample in samples]),
        _stacked(samples),
        {
            "appeal": token_table([appeal_tokens(of_text) for of_text in runs], even=True, teaching=teaching),
            "words": token_table([block_tokens(of_text) for of_text in runs]),
            "names": token_table([names for sample in samples for names in sample.names]),
        },
        _pooled(runs),
        lesson,
    )


def _pooled(runs: list[list[str]]) -> NDArray[np.float16]:
    """The vectors of all texts, some at a time."""
    vectors = load_vectors()
    return np.vstack([vectors.pooled(runs[at : at + MANY]).astype(np.float16) for at in range(0, len(runs), MANY)])


def _linear(
    rows: Rows, within: NDArray[np.bool_]
) -> tuple[dict[str, NDArray[np.float64]], dict[str, dict[str, float]]]:
    scores, weights = {}, {}
    parts = np.where(within, rows.fold % ROUNDS, -1)
    for name, table in rows.tokens.items():
        target, weight = (rows.appeal, rows.appeal_weight) if name == "appeal" else (rows.target, rows.weight)
        known = within & (target != UNKNOWN) & (rows.of_corpus | (name == "appeal"))
        scores[name], model = unseen_scores(Lesson(table, target, weight, known, STRENGTH[name]), parts)
        weights[name] = weights_of(model, table.tokens, SMALLEST[name])
    return scores, weights


@dataclass(slots=True)
class _Taught:
    """Networks that tell by vectors alone and with words, and what each token says."""

    alone: Network
    network: Network
    words: NDArray[np.float32]

    @classmethod
    def on(cls, rows: Rows, known: NDArray[np.bool_]) -> _Taught:
        """Taught on some of the rows, of which is known what they are."""
        vectors, tokens = rows.vectors[known].astype(np.float32), rows.tokens["appeal"].matrix[known]
        classes, weight = rows.lesson[0][known], rows.lesson[1][known]
        alone, _ = fit_network(vectors, csr_matrix((len(vectors), 1)), classes, weight)
        return cls(alone, *fit_network(vectors, tokens, classes, weight))

    def tell(self, rows: Rows, chosen: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What some rows mean: by vectors alone and with words."""
        vectors, tokens = rows.vectors[chosen].astype(np.float32), rows.tokens["appeal"].matrix[chosen]
        return self.alone.log_probabilities(vectors), self.network.log_probabilities(vectors, tokens @ self.words)


def _meaning(rows: Rows, within: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64], _Taught]:
    """What each row means by networks that did not see it, by vectors alone and with words; and what saw all of
    ``within``."""
    known, parts = within & (rows.lesson[0] != UNKNOWN), np.where(within, rows.fold % ROUNDS, -1)
    by_vectors, by_all = (np.zeros((len(parts), len(CLASSES))) for _ in range(2))
    for part in range(ROUNDS - 1, -2, -1):
        here, taught = np.flatnonzero(parts == part), _Taught.on(rows, known & (parts != part))
        for some in np.array_split(here, len(here) // MANY + 1):
            by_vectors[some], by_all[some] = taught.tell(rows, some)
    return by_vectors, by_all, taught  # the last one left nothing out


def _context(rows: Rows, probability: NDArray[np.float64], appeal: NDArray[np.float64]) -> NDArray[np.float32]:
    parts = []
    for sample, start, stop in zip(rows.samples, rows.start, rows.start[1:], strict=False):
        parts.append(context_table(sample.around, probability[start:stop], appeal[start:stop]).astype(np.float32))
    return np.vstack(parts)


def _unseen_probability(rows: Rows, table: NDArray[np.float32], within: NDArray[np.bool_]) -> NDArray[np.float64]:
    known = within & (rows.target != UNKNOWN)
    probability = np.zeros(len(table))
    for part in range(ROUNDS):
        here = within & (rows.fold % ROUNDS == part)
        there = known & ~here
        probability[here] = fit_trees(
            table[there], rows.target[there], rows.weight[there], FIRST_COLUMNS, FIRST
        ).predict(table[here])
    return probability


def _categories(
    rows: Rows, within: NDArray[np.bool_], table: NDArray[np.float32], meaning: NDArray[np.float64]
) -> dict[str, object]:
    """The trees that tell what blocks are, taught on the pages whose blocks somebody read."""
    tables, classes, weights = [], [], []
    for sample, start, stop in zip(rows.samples, rows.start, rows.start[1:], strict=False):
        known = known_classes(sample) if within[start] else {}
        if known:
            places = np.array(list(known))
            named = naming_table(table[start:stop], meaning[start:stop], sample.led[places], places)
            tables.append(named.astype(np.float32))
            classes += [number for number, _ in known.values()]
            weights += [weight for _, weight in known.values()]
    return stored(fit_categories(np.vstack(tables), np.array(classes), np.array(weights), NAMING))


@dataclass(slots=True)
class Fitted:
    """Everything that goes into extractors/classifier/weights."""

    linear: dict[str, dict[str, float]]
    first: dict[str, object]
    second: dict[str, object]
    categories: dict[str, object]
    tokens: TokenScores
    networks: tuple[Network, Network]

    def models(self) -> Models:
        """As the classifier wants them."""
        return Models(
            Lexicon(LinearModel(self.linear["words"])),
            NameParts(LinearModel(self.linear["names"])),
            trees_from(self.first),
            trees_from(self.second),
            trees_from(self.categories),
            Meaning(load_vectors(), WordScores(self.tokens), self.networks[0], self.networks[1]),
        )

    def save(self, folder: Path = WEIGHTS) -> None:
        """Write the files that ``load_models`` reads."""
        folder.mkdir(exist_ok=True)
        for name, weights in self.linear.items():
            lines = (f"{token}\t{weight:g}\n" for token, weight in sorted(weights.items()))
            (folder / f"{name}.tsv").write_text("".join(lines), encoding="utf-8")
        for name, network in zip(NETWORKS, self.networks, strict=True):
            network.save(MEANING_WEIGHTS / f"{name}.npz")
        self.tokens.save(MEANING_WEIGHTS)
        for name, trees in (("first", self.first), ("second", self.second), ("categories", self.categories)):
            (folder / f"{name}.json").write_text(json.dumps(trees, separators=(",", ":")), encoding="utf-8")


def fit(rows: Rows, within: NDArray[np.bool_]) -> Fitted:
    """Fit on the rows ``within``: all of them, or all but some domains."""
    scores, linear = _linear(rows, within)
    by_vectors, by_all, taught = _meaning(rows, within)
    tokens = token_scores(rows.tokens["appeal"].tokens, linear.pop("appeal"), taught.words)
    told = summary(by_vectors, by_all, rows.table[:, WORDS])
    spoken = [scores["appeal"], scores["words"], scores["names"], told]
    table = np.column_stack([rows.table, *spoken]).astype(np.float32)
    known = within & (rows.target != UNKNOWN)
    first = fit_trees(table[known], rows.target[known], rows.weight[known], FIRST_COLUMNS, FIRST)
    probability = _unseen_probability(rows, table, within)
    table = np.column_stack([table, _context(rows, probability, told[:, COLUMNS_OF_MEANING.index("means_appeal")])])
    second = fit_trees(table[known], rows.target[known], rows.weight[known], COLUMNS, SECOND)
    categories = _categories(rows, within, table, by_all)
    return Fitted(linear, stored(first), stored(second), categories, tokens, (taught.alone, taught.network))


def cross_validate(folds: int) -> Iterator[tuple[str, Extraction]]:
    """Each page of the corpus as extracted by weights that were fitted without its domain."""
    rows = read_rows(load_samples())
    for part in range(folds):
        models = fit(rows, rows.fold * folds // FOLDS != part).models()
        for row in [*index(), *fresh_index()]:
            if fold_of(row["domain"]) * folds // FOLDS == part:
                page = Page(row["url"], page_bytes(row["id"]), {}, 200, FETCHED)
                yield row["id"], extract(page, models=models)


def main() -> None:
    """Fit on everything and write the weights."""
    samples = load_samples()
    fit_pieces(read_words([text for sample in samples for text in sample.texts])[0])
    rows = read_rows(samples)
    fit(rows, np.ones(len(rows.target), dtype=bool)).save()


if __name__ == "__main__":
    main()
