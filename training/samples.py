"""A page, or what was written for one, as a table: what is measured of each block, what it is, which fold it is in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from extractors.classifier.name_scores import name_tokens
from extractors.classifier.surroundings import Surroundings
from extractors.features.destinations import destinations_of
from extractors.model import Page
from extractors.page.reading import read_page
from training.labels import UNKNOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractors.features.blocks import Features

FOLDS = 5
# How the ids of what was written begin; those of benchmarks.acid_pages do.
WRITTEN = "acid-"
FETCHED = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(slots=True)
class Sample:
    """One page: its considered blocks in order, with target (1 article, 0 other, -1 unknown) and weight.

    ``around`` is what the context columns need; ``labels`` are letters of labelled blocks or the kinds of passages, by
    row; ``read`` those of the letters that tell all classes apart (ledger.jsonl and ours); ``led`` says of each
    row that was measured where its links lead.
    """

    id: str
    domain: str
    fold: int
    texts: list[str]
    names: list[list[str]]
    table: NDArray[np.float32]
    columns: tuple[str, ...]
    around: Surroundings
    target: NDArray[np.int64]
    weight: NDArray[np.float64]
    labels: dict[int, str]
    read: dict[int, str] = field(default_factory=dict)
    led: NDArray[np.bool_] = field(default_factory=lambda: destinations_of([]))

    @property
    def is_of_corpus(self) -> bool:
        """Whether it is a page of the corpus as it is, not one with a passage put in."""
        return not self.id.startswith(WRITTEN)


def fold_of(key: str) -> int:
    """The fold that a domain or a passage belongs to, the same in every run."""
    return int(hashlib.md5(key.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def measure(content: bytes, url: str) -> Features | None:
    """A page as the classifier sees it; None where it has no text."""
    reading = read_page(Page(url, content, {}, 200, FETCHED))
    return reading.features() if reading.document.candidates else None


def sample_of(name: str, domain: str, features: Features) -> Sample:
    """What is measured of a page, of which nothing is known yet."""
    rows = features.rows
    chosen = [features.candidates[row] for row in rows]
    return Sample(
        name, domain, fold_of(domain), [c.text for c in chosen], [name_tokens(c.container) for c in chosen],
        features.table.astype(np.float32), features.columns, Surroundings.of(features),
        np.full(len(rows), UNKNOWN), np.zeros(len(rows)), {}, led=destinations_of(chosen),
    )  # fmt: skip
