"""Which candidate blocks of a corpus page are article text, as far as the corpus knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.text.words import fold, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

UNKNOWN, ARTICLE, OTHER = -1, 1, 0
LONGEST_GRAM = 4
# Labels of somebody who read the block count more than a body truth that has it or has it not.
READ = frozenset("CDNPRF")
CERTAIN_LENGTH = 25
BODY_OF_UNKNOWN_LENGTH = 400
SHORTEST_BODY = 150


def _optional(paragraph: str, source: str) -> bool:
    """fundus-eval marks paragraphs that may be there or not with brackets."""
    return source == "fundus-eval" and paragraph.startswith("[") and paragraph.endswith("]")


def body_overlap(row: Mapping[str, Any], texts: Sequence[str]) -> list[float]:
    """For each text the part of it that stands in the page's true body, by runs of four words; -1 unknown."""
    marked = [(p[1:-1], True) if _optional(p, row["source"]) else (p, False) for p in row["body"]]
    lines = {fold(line): optional for p, optional in marked for line in p.split("\n")}
    words = [word for p, _ in marked for word in words_of(p)]
    grams = {n: {tuple(words[i : i + n]) for i in range(len(words) - n + 1)} for n in range(2, LONGEST_GRAM + 1)}
    return [_overlap(words_of(text), lines, grams) for text in texts]


def _overlap(words: list[str], lines: Mapping[str, bool], grams: Mapping[int, set[tuple[str, ...]]]) -> float:
    folded, n = " ".join(words), min(LONGEST_GRAM, len(words))
    if folded in lines:
        return UNKNOWN if lines[folded] else 1.0
    if n < 2:
        return 0.0 if words else UNKNOWN
    own = [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]
    share = sum(gram in grams[n] for gram in own) / len(own)
    return min(share, 0.5) if len(words) <= LONGEST_GRAM else share


def same_block(label_text: str, text: str) -> bool:
    """Whether a labelled text and a candidate are the same block (both folded), cut differently at most."""
    return text == label_text or (
        len(label_text) >= CERTAIN_LENGTH and label_text[:200] in text and 2 * len(label_text) > len(text)
    ) or (len(text) >= CERTAIN_LENGTH and text in label_text)  # fmt: skip


def known_labels(row: Mapping[str, Any], labelled: Sequence[Mapping[str, str]], texts: Sequence[str]) -> dict[int, str]:
    """Labels of candidates by index: those of appeals.jsonl, ``+`` and ``-`` for must-keep and must-go snippets."""
    found: dict[int, str] = {}
    folded = [fold(text) for text in texts]
    for label in labelled:
        wanted = fold(label["text"])
        found |= {i: label["label"] for i, text in enumerate(folded) if same_block(wanted, text)}
    for key, mark in (("with", "+"), ("without", "-")):
        for snippet in row[key] or ():
            wanted = " ".join(snippet.split()).lower()
            found |= {i: mark for i, text in enumerate(texts) if i not in found and wanted in text.lower()}
    return found


def targets(
    row: Mapping[str, Any], labelled: Sequence[Mapping[str, str]], texts: Sequence[str], words: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Target (1 article, 0 not, -1 unknown) and weight of each candidate.

    A page counts about the same whatever its length, as in the mean F1 over pages; labelled blocks count double.
    """
    overlap = body_overlap(row, texts) if row["body"] else [UNKNOWN] * len(texts)
    known = known_labels(row, labelled, texts)
    target = np.array([UNKNOWN if share < 0 else int(share >= 0.5) for share in overlap])
    for index, label in known.items():
        if target[index] == UNKNOWN or label in READ:
            target[index] = int(label in "C+")
    body = words[target == ARTICLE].sum() if row["body"] else BODY_OF_UNKNOWN_LENGTH
    weight = (np.minimum(words, 80) + 3) ** 0.9 * (500 / max(SHORTEST_BODY, body)) ** 0.7
    for index in known:
        weight[index] *= 2
    return target, np.where(target == UNKNOWN, 0.0, weight)
