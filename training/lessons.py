"""What the network of meaning is taught: labelled blocks, written passages, and paragraphs of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from extractors.meaning.classes import CATEGORIES, CLASSES, CONTENT
from training.labels import ARTICLE, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from training.samples import Sample

KINDS = {category.value: letter for letter, category in CATEGORIES.items()} | {"content": CONTENT}
# Of appeals.jsonl: whatever of a page is neither article nor one of the others.
BOILERPLATE = "B"
# How much a block counts that somebody labelled, a wording, a block of a passage, a short one of a passage (a
# salutation, a button), and a paragraph of an article, of which so many are taken from a page.
LABELLED, WORDING, WRITTEN, SHORT, PARAGRAPH, PARAGRAPHS = 1.0, 0.6, 0.7, 0.15, 0.5, 8
SHORTEST = 25


def class_of(label: str) -> int | None:
    """The number of a label's class; None for a label that names none."""
    letter = "I" if label == BOILERPLATE else KINDS.get(label, label)
    return CLASSES.index(letter) if letter in CLASSES else None


def meaning_lesson(samples: Sequence[Sample]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The class of each row of the samples, UNKNOWN where it teaches nothing, and how much it counts."""
    lessons = [_lesson(sample) for sample in samples]
    return np.concatenate([classes for classes, _ in lessons]), np.concatenate([weight for _, weight in lessons])


def _lesson(sample: Sample) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    classes, weight = np.full(len(sample.texts), UNKNOWN), np.zeros(len(sample.texts))
    for row, number, counts in _known(sample):
        classes[row], weight[row] = number, counts
    return classes, weight


def _known(sample: Sample) -> Iterator[tuple[int, int, float]]:
    if sample.is_of_corpus:
        paragraphs = [row for row in np.flatnonzero(sample.target == ARTICLE).tolist() if row not in sample.labels]
        step = max(1, len(paragraphs) // PARAGRAPHS)
        yield from ((row, CLASSES.index(CONTENT), PARAGRAPH) for row in paragraphs[::step])
    for row, label in sample.labels.items():
        number = class_of(label)
        if number is not None:
            yield row, number, _counts(sample, row)


def _counts(sample: Sample, row: int) -> float:
    """How much a labelled block counts."""
    if sample.is_of_corpus:
        return LABELLED
    if row in sample.read:
        return WORDING
    return WRITTEN if len(sample.texts[row]) > SHORTEST else SHORT
