"""Which blocks are the article: the set that promises the best F1, without headline and doubles."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.boxes import opened_by
from extractors.body.doubles import without_doubles
from extractors.body.links import leads_here
from extractors.model import BlockKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features

# A page that promises less F1 has no article: menus, galleries, shells.
LEAST_PROMISE = 0.1
# Above this probability a block is in, however sure the page is of others.
CERTAIN = 0.5
# Inside the body that a site file names a block is out only when it has the words of an appeal (log odds above
# SURE_APPEAL) and less than SURELY_OUT: of labelled appeals two thirds are, of article blocks none. With less than ASKS
# it is given back by nothing.
SURE_APPEAL, SURELY_OUT, ASKS = 3.0, 0.01, 0.05
# A box is one of links where they are more than this of its text.
MOSTLY_LINKS, ALL_LINK = 0.5, 0.9
# What is kept of boxes that lead to other pages goes with them up to this part of the text.
FEW_OF_OTHERS = 0.2
# What announces what stands below it is no longer, in words, and no whole sentence; a question may be a heading.
LONGEST_ANNOUNCEMENT, ENDS_OF_SENTENCES, COLONS = 15, (".", "!", "…", "。", "！", "”", "»", '"'), (":", "：")
MOST_ANNOUNCEMENTS = 3
# In words: what greets from somebody has no more before the comma that the name stands behind: "Best regards,".
LONGEST_GREETING, COMMAS = 4, (",", "，")


@dataclass(frozen=True, slots=True)
class Choice:
    """``kept`` and ``doubles`` are indices of candidates."""

    kept: frozenset[int]
    doubles: frozenset[int]


def promised_f1(probability: NDArray[np.float64], words: NDArray[np.float64]) -> tuple[float, float]:
    """The threshold that promises the best word F1, and that F1.

    The expected F1 of a set is 2 * (expected words of the article in it) / (its words + expected words of the article);
    the best set holds the likeliest blocks (D. Lewis, Evaluating and optimizing autonomous text classification systems,
    1995).
    """
    order = np.argsort(-probability, kind="stable")
    inside, length = np.cumsum((probability * words)[order]), np.cumsum(words[order])
    f1 = 2 * inside / np.maximum(1e-9, length + inside[-1])
    best = int(f1.argmax())
    return float(probability[order[best]]), float(f1[best])


def choose_body(
    features: Features,
    classification: Classification,
    title: str,
    excluded: frozenset[int],
    inside: frozenset[int] = frozenset(),
) -> Choice:
    """Keep the likeliest candidates; ``excluded`` ones are out whatever their probability.

    ``inside`` are those in the body that a site file names: its author has seen the pages, so of them only
    sure appeals are out.
    """
    words = features.word_count[classification.rows]
    threshold, confidence = promised_f1(classification.probability, words)
    least = min(CERTAIN, threshold) if confidence >= LEAST_PROMISE else CERTAIN
    likely = classification.probability >= least
    if inside:
        likely |= _spoken_for(classification, inside)
    kept, doubles = without_doubles(
        [row for row in classification.rows[likely].tolist() if row not in excluded], features, title
    )
    kept -= _boxes_of_others(kept, features)
    return Choice(kept - _announcements_of_nothing(kept, features), doubles)


def _spoken_for(classification: Classification, inside: frozenset[int]) -> NDArray[np.bool_]:
    return np.isin(classification.rows, list(inside)) & ~_asks(classification, SURELY_OUT)


def _asks(classification: Classification, below: float) -> NDArray[np.bool_]:
    """Which of the considered blocks have the words of an appeal, and a probability below that."""
    appeal = classification.table[:, classification.columns.index("appeal_words")]
    asks: NDArray[np.bool_] = (appeal > SURE_APPEAL) & (classification.probability < below)
    return asks


def sure_appeals(classification: Classification) -> frozenset[int]:
    """The candidates that nothing gives back: what asks is no article, however little else a page has."""
    return frozenset(classification.rows[_asks(classification, ASKS)].tolist())


def _boxes_of_others(kept: frozenset[int], features: Features) -> set[int]:
    """Kept headings that open a box which leads to other pages, "Read more", and the links that are kept of it.

    Of such a box nothing but links is kept, which are a small part of the text: lists of links may be the article.
    """
    headings = (index for index in kept if features.candidates[index].kind is BlockKind.HEADING)
    boxes = [{index, *links} for index in headings if (links := _links_below(index, kept, features)) is not None]
    few = FEW_OF_OTHERS * features.words_in(kept)
    return {index for box in boxes if features.words_in(box) <= few for index in box}


def _announcements_of_nothing(kept: frozenset[int], features: Features) -> set[int]:
    """The last lines, where they announce what is not kept: headings, and lines with a colon above links. A list of
    headings may be the article."""
    last = sorted(kept, reverse=True)
    found = set(takewhile(lambda index: _announces(index, features), last[: MOST_ANNOUNCEMENTS + 1]))
    return found if len(found) <= MOST_ANNOUNCEMENTS and len(found) < len(kept) else set()


def _announces(index: int, features: Features) -> bool:
    text, behind = features.candidates[index].text.rstrip(), index + 1
    if features.word_count[index] > LONGEST_ANNOUNCEMENT or text.endswith(ENDS_OF_SENTENCES):
        return False
    if features.candidates[index].kind is BlockKind.HEADING or (
        text.endswith(COMMAS) and features.word_count[index] <= LONGEST_GREETING
    ):
        return True
    is_above_links = behind < len(features.candidates) and bool(
        features.link_length[behind] > MOSTLY_LINKS * features.length[behind]
    )
    return text.endswith(COLONS) and is_above_links


def _links_below(index: int, kept: frozenset[int], features: Features) -> frozenset[int] | None:
    """What is kept of the box that a heading opens; None where that is not links alone, or the box leads elsewhere."""
    box = opened_by(features.candidates[index])
    if box is None:
        return None
    kept_below, below = kept.intersection(range(index + 1, box.last)), slice(index + 1, box.last)
    is_linked = features.link_length[below].sum() > MOSTLY_LINKS * features.length[below].sum()
    if not is_linked or not all(_is_link(line, features) for line in kept_below):
        return None
    links = [link for block in features.candidates[below] for link in block.links]
    return kept_below if all(leads_here(link, features) for link in links) else None


def _is_link(index: int, features: Features) -> bool:
    """Whether a block is a link and nothing besides, and no sentence."""
    is_whole = features.link_length[index] >= ALL_LINK * features.length[index]
    is_sentence = features.candidates[index].text.rstrip().endswith(ENDS_OF_SENTENCES)
    return bool(is_whole) and not is_sentence
