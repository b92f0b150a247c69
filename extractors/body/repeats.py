"""Blocks that stand in many articles of a site: what the store has learned, applied to a page."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.choice import CERTAIN
from extractors.model import Layer
from extractors.sites.rules import Decision
from extractors.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features
    from extractors.html.document import Document
    from extractors.model import Repeats

RULE = "repeat-"
"""How the rule of a removal begins; the digest of the block follows."""


def block_digest(text: str) -> str:
    """What two copies of a block have in common: 16 hexadecimal digits of the SHA-256 of its folded text."""
    return folded_digest(fold(text))


def folded_digest(folded: str) -> str:
    """The digest of a text that is folded already."""
    return hashlib.sha256(folded.encode()).hexdigest()[:16]


def repeat_decisions(document: Document, repeats: Repeats, title: str = "") -> dict[int, Decision]:
    """The candidates that are known repeats, by index; never the title of the article."""
    if not repeats.by_digest:
        return {}
    decisions: dict[int, Decision] = {}
    headline = block_digest(title)
    for candidate in document.candidates:
        digest = block_digest(candidate.text)
        if digest != headline and (repeat := repeats.by_digest.get(digest)):
            evidence = f"stands in {repeat.articles} articles of the site"
            decisions[candidate.index] = Decision(repeat.category, Layer.REPETITION, RULE + digest, evidence)
    return decisions


def spare_articles(
    decisions: Mapping[int, Decision], features: Features, classification: Classification
) -> dict[int, Decision]:
    """The decisions, or none where they would take most of what looks like the article."""
    if not decisions:
        return {}
    likely = classification.rows[classification.probability >= CERTAIN]
    words = features.word_count[likely]
    taken = words[np.isin(likely, list(decisions))].sum()
    return dict(decisions) if 2 * taken <= words.sum() else {}
