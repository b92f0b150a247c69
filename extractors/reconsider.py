"""What speaks against and for the judge's opinion: what comments and appeals are called, whole sentences, links, and
trafilatura's opinion where the judge is unsure.

The constants are the best of a handful in cross-validation by domain (`make quality OPTIONS=--cross-validate`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from lxml import etree, html

from extractors.body import promised_f1
from extractors.judge import logistic
from extractors.words import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractors.judge import Judgement
    from extractors.measures import Measures

# Comments are told by their names; what is left without them must be an article, in words.
COMMENT_STEPS, SHORTEST_REST = 3, 40
# Containers that are named as appeals and hold less of the prose than this are appeals whatever they say.
NAMED_APPEALS = {"near_donation": 2, "near_newsletter": 1}
LEAST_OF_PROSE = 0.6
# Log odds that sentences gain: to take out content is the worse fault.
# More in what the outlet itself marks as the article's body, most in quotes: people who are quoted ask and praise as
# appeals do.
DOUBT, MARKED_DOUBT, QUOTE_DOUBT, SENTENCES, FEW_LINKS = 0.4, 1.2, 1.6, 10, 0.3
# Log odds that a block of links loses: lists of other articles look like the list items of this one.
LINKS_LOSE, MOSTLY_LINKS = 1.2, 0.5
# Below this promise of F1 trafilatura is asked; its word is worth these log odds.
SURE, WORTH = 0.94, 1.5
# It is no judge of short blocks and of appeals, which it keeps.
SHORTEST_HELPED = 8
# Texts of less words than this, folded characters than that, are no opinion, no certain match.
SHORTEST_OPINION, CERTAIN_MATCH = 30, 25


def lines_of(root: etree._Element) -> list[str]:
    """The folded lines that trafilatura keeps; none where it finds no article."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - costs a second at import and is seldom asked

    copy = html.document_fromstring(etree.tostring(root, encoding="unicode"))
    found = bare_extraction(copy, fast=True, include_comments=False, with_metadata=False)
    text = getattr(found, "text", None) or ""
    return [folded for line in text.split("\n") if (folded := fold(line))]


def reconsider(judgement: Judgement, measures: Measures, root: etree._Element) -> Judgement:
    """The judgement with all that in its chances."""
    column = dict(zip(judgement.columns, judgement.table.T, strict=True))
    chance = _without_comments(judgement.chance, column["words"], column["near_comment"])
    odds = np.log(np.clip(chance, 1e-6, 1.0) / np.clip(1 - chance, 1e-6, 1.0))
    if promised_f1(chance, column["words"])[1] < SURE:
        odds += _from_trafilatura(judgement, measures, root, column)
    odds -= LINKS_LOSE * (column["link_density"] > MOSTLY_LINKS)
    sentences = (column["words"] >= SENTENCES) & (column["link_density"] < FEW_LINKS)
    doubt = np.where(column["article_body_markup"] > 0, MARKED_DOUBT, DOUBT)
    odds += sentences * np.where(column["in_blockquote"] > 0, QUOTE_DOUBT, doubt)
    return replace(judgement, chance=np.where(_named_appeals(column), 0.0, logistic(odds)))


def _named_appeals(column: dict[str, NDArray[np.float64]]) -> NDArray[np.bool_]:
    named = [column[name] <= steps for name, steps in NAMED_APPEALS.items()]
    mask: NDArray[np.bool_] = np.logical_or.reduce(named) & (column["share1"] < LEAST_OF_PROSE)
    return mask


def _without_comments(
    chance: NDArray[np.float64], words: NDArray[np.float64], near_comment: NDArray[np.float64]
) -> NDArray[np.float64]:
    comment = near_comment <= COMMENT_STEPS
    rest = words[(chance >= 0.5) & ~comment].sum()
    return np.where(comment, 0.0, chance) if rest >= SHORTEST_REST else chance


def _from_trafilatura(
    judgement: Judgement, measures: Measures, root: etree._Element, column: dict[str, NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Log odds for what trafilatura keeps, against what it does not."""
    lines = lines_of(root)
    if sum(len(line.split()) for line in lines) < SHORTEST_OPINION:
        return np.zeros(len(judgement.rows))
    known, whole = set(lines), f" {' '.join(lines)} "
    texts = [measures.folded[row] for row in judgement.rows]
    kept = np.array([text in known or (len(text) > CERTAIN_MATCH and f" {text} " in whole) for text in texts])
    helped = (
        (column["words"] >= SHORTEST_HELPED) & (column["link_density"] < MOSTLY_LINKS) & (column["appeal_words"] < 0)
    )
    return WORTH * np.where(kept, np.where(helped, 1.0, 0.0), -1.0)
