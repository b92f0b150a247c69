"""What speaks against and for the classifier's opinion: what comments and appeals are called, whole sentences, links,
and a second opinion where the classifier is unsure.

The constants are the best of a handful in cross-validation by domain (`make quality OPTIONS=--cross-validate`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.choice import promised_f1
from extractors.body.small_print import is_small_print
from extractors.classifier.classify import logistic
from extractors.classifier.heuristic import opinion
from extractors.features.tables import places_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features

# Comments are told by their names; what is left without them must be an article, in words.
COMMENT_STEPS, SHORTEST_REST = 3, 40
# Containers that are named as appeals and hold less of the prose than this are appeals whatever they say.
NAMED_APPEALS = {"near_donation": 2, "near_newsletter": 1}
LEAST_OF_PROSE = 0.6
# Log odds that sentences gain: to take out content is the worse fault.
# More in what the outlet itself marks as the article's body, most in quotes: people who are quoted ask and praise as
# appeals do.
DOUBT, MARKED_DOUBT, QUOTE_DOUBT, SENTENCES, FEW_LINKS = 0.2, 1.2, 1.6, 10, 0.3
# Log odds that a block of links loses: lists of other articles look like the list items of this one.
LINKS_LOSE, MOSTLY_LINKS = 1.2, 0.5
# Below this promise of F1 a second opinion is heard; its word is worth these log odds. It takes nothing away of which
# the classifier is sure by itself, unless that means an appeal (log odds).
SURE, WORTH, SURE_OF_BLOCK, MEANS_APPEAL = 0.94, 2.0, 0.8, 1.4
# Less likely blocks are out whatever they say.
LIKELY_ENOUGH = 0.1
# It is no judge of short blocks and of appeals, which it keeps.
SHORTEST_HELPED = 8
# The columns that all this is told by.
WEIGHED = (
    *("words", "near_comment", "link_density", "article_body_markup", "in_blockquote", "appeal_words", "share1"),
    "means_appeal",
    *NAMED_APPEALS,
)


def reconsider(classification: Classification, features: Features) -> Classification:
    """The classification with all that in its probabilities."""
    place, columns = places_of(classification.columns), classification.table.T
    column = {name: columns[place[name]] for name in WEIGHED}
    probability = _without_comments(classification.probability, column["words"], column["near_comment"])
    odds = np.log(np.clip(probability, 1e-6, 1.0) / np.clip(1 - probability, 1e-6, 1.0))
    if promised_f1(probability, column["words"])[1] < SURE:
        odds += _second_opinion(classification, features, column)
    odds -= LINKS_LOSE * (column["link_density"] > MOSTLY_LINKS)
    sentences = (column["words"] >= SENTENCES) & (column["link_density"] < FEW_LINKS)
    doubt = np.where(column["article_body_markup"] > 0, MARKED_DOUBT, DOUBT)
    odds += sentences * np.where(column["in_blockquote"] > 0, QUOTE_DOUBT, doubt)
    probability = np.where(_named_appeals(column), 0.0, logistic(odds))
    for at in np.flatnonzero(probability >= LIKELY_ENOUGH).tolist():
        if is_small_print(features.candidates[classification.rows[at]].text):
            probability[at] = 0.0
    return replace(classification, probability=probability)


def _named_appeals(column: dict[str, NDArray[np.float64]]) -> NDArray[np.bool_]:
    named = [column[name] <= steps for name, steps in NAMED_APPEALS.items()]
    mask: NDArray[np.bool_] = np.logical_or.reduce(named) & (column["share1"] < LEAST_OF_PROSE)
    return mask


def _without_comments(
    probability: NDArray[np.float64], words: NDArray[np.float64], near_comment: NDArray[np.float64]
) -> NDArray[np.float64]:
    comment = near_comment <= COMMENT_STEPS
    rest = words[(probability >= 0.5) & ~comment].sum()
    return np.where(comment, 0.0, probability) if rest >= SHORTEST_REST else probability


def _second_opinion(
    classification: Classification, features: Features, column: Mapping[str, NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Log odds for what it keeps, against what it does not and the classifier doubts."""
    kept = opinion(features, classification)
    if kept is None:
        return np.zeros(len(classification.rows))
    helped = (
        (column["words"] >= SHORTEST_HELPED) & (column["link_density"] < MOSTLY_LINKS) & (column["appeal_words"] < 0)
    )
    doubted = (classification.probability < SURE_OF_BLOCK) | (column["means_appeal"] > MEANS_APPEAL)
    return WORTH * np.where(kept, helped, -1.0 * doubted)
