"""What can be measured of each candidate block, as columns: its text, its markup, its place, its neighbours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extractors.columns import at_steps, stacked, window_sum
from extractors.containers import ContainerTable
from extractors.model import BlockKind
from extractors.words import read_words, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extractors.document import Candidate, Document
    from extractors.metadata import Metadata
    from extractors.metadata.structured import StructuredData

SENTENCE_ENDS = frozenset(".!?。！？…\"”»’'」:;）)")
SENTENCE_BREAKS = (". ", "! ", "? ", "。", "！", "？")
OPENING_QUOTES = frozenset("\"“„«»「'")
# What the characters of the alphabets that have capitals are (Latin, Greek, Cyrillic); the last is for all others.
DIGIT, CAPITAL = 1, 2
CHARACTER_KINDS = np.array(
    [DIGIT if chr(code).isdigit() else CAPITAL if chr(code).isupper() else 0 for code in range(0x530)] + [0]
)
KINDS = {kind: number for number, kind in enumerate(BlockKind)}
STEPS = (-3, -2, -1, 1, 2, 3)
# Shares of characters are taken over the beginning of long texts.
SAMPLE = 200


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page says of itself that helps to tell its article."""

    title: str = ""
    description: str = ""
    article_body: str = ""
    site_name: str = ""

    @classmethod
    def of(cls, metadata: Metadata, structured: StructuredData) -> PageFacts:
        """The facts that the metadata step found."""
        return cls(
            metadata.title or "", metadata.description or "", structured.article_body or "", metadata.site_name or ""
        )


def prose_length(candidate: Candidate) -> float:
    """How much of a candidate reads like sentences, in characters; links count against it."""
    length = len(candidate.text)
    if length >= 60 or (length >= 25 and candidate.text[-1] in SENTENCE_ENDS):
        return max(0.0, length - 1.5 * candidate.link_length)
    return 0.0


class Measures:
    """The candidates of one document in columns.

    ``rows`` are the indices of the considered ones; ``table`` has a row for each of these, columns as in ``columns``.
    """

    def __init__(self, document: Document, facts: PageFacts) -> None:
        self.document, self.facts = document, facts
        self.candidates = document.candidates
        self.runs, self.words = read_words([candidate.text for candidate in self.candidates])
        self.folded = [" ".join(words) for words in self.words]
        self.length = np.array([len(candidate.text) for candidate in self.candidates], dtype=float)
        self.prose = np.array([prose_length(candidate) for candidate in self.candidates])
        self.link_length = np.array([candidate.link_length for candidate in self.candidates], dtype=float)
        self.word_count = np.array([len(words) for words in self.words], dtype=float)
        self.heading = main_heading(self)
        self.containers = ContainerTable(document, self.heading, self.prose, self.length, self.link_length)
        self.prose = self.containers.main_prose
        self.of_container = np.array([candidate.container.index for candidate in self.candidates])
        self.rows = self._considered()
        self.columns, self.table = self._measured() if self.rows.size else ((), np.zeros((0, 0)))

    def _measured(self) -> tuple[tuple[str, ...], NDArray[np.float64]]:
        """Columns and table: what is measured of a candidate's container, then of itself."""
        used, place = np.unique(self.of_container[self.rows], return_inverse=True)
        container = self.containers.columns(used)
        own = {**self._text_columns(), **self._place_columns(), **self._neighbour_columns()}
        return (*container, *own), np.hstack([stacked(container)[place], stacked(own)])

    def _considered(self) -> NDArray[np.int64]:
        """The candidates worth judging: all but short links among links, half of a page."""
        around = self.containers.grandparent_links[self.of_container]
        menu = (self.link_length / self.length > 0.9) & (self.word_count <= 10) & (around > 0.7)
        return np.flatnonzero(~menu)

    def _text_columns(self) -> dict[str, NDArray[np.float64]]:
        candidates = [self.candidates[row] for row in self.rows]
        rows = np.array([_text_row(candidate) for candidate in candidates], dtype=float)
        columns = dict(zip(TEXT_COLUMNS, rows.T, strict=True))
        length, words = self.length[self.rows], self.word_count[self.rows]
        columns["emphasis"] /= length
        columns |= character_shares([candidate.text[:SAMPLE] for candidate in candidates])
        columns["length"], columns["words"] = length, words
        columns["link_density"] = self.link_length[self.rows] / length
        columns["word_length"] = length / np.maximum(1, words)
        return columns

    def _place_columns(self) -> dict[str, NDArray[np.float64]]:
        count, numbers = len(self.candidates), np.arange(len(self.candidates), dtype=float)
        above = np.cumsum(self.prose) - self.prose
        total, length = self.prose.sum() or 1.0, self.length.sum()
        heading = self.heading
        headings = np.array([candidate.container.tag == "h1" for candidate in self.candidates], dtype=float)
        columns = {
            "place": numbers / count,
            "place_length": (np.cumsum(self.length) - self.length) / length,
            "prose_above": above / total,
            "prose_below": (total - above - self.prose) / total,
            "after_heading": np.clip(numbers - heading, -50, 200) if heading >= 0 else np.full(count, -99.0),
            "prose_since_heading": np.where(numbers >= heading, (above - above[heading]) / total, -1.0)
            if heading >= 0
            else np.full(count, -1.0),
            "headlines_above": np.cumsum(headings) - headings,
        }
        return {name: column[self.rows] for name, column in columns.items()} | self._likeness_columns()

    def _likeness_columns(self) -> dict[str, NDArray[np.float64]]:
        title, description = set(words_of(self.facts.title)), set(words_of(self.facts.description))
        body = f" {' '.join(words_of(self.facts.article_body))} " if self.facts.article_body else ""
        repeated = Counter(self.folded)
        share = np.array([_in_common(self.words[row], title, description) for row in self.rows], dtype=float)
        return {
            "in_title": share[:, 0] / share[:, 2],
            "of_title": share[:, 0] / max(1, len(title)),
            "in_description": share[:, 1] / share[:, 2],
            "repeated": np.array([repeated[self.folded[row]] for row in self.rows], dtype=float),
            "in_article_body": np.array(
                [f" {self.folded[row]} " in body if body else -1 for row in self.rows], dtype=float
            ),
        }

    def _neighbour_columns(self) -> dict[str, NDArray[np.float64]]:
        parent = self.containers.parent[self.of_container].astype(float)
        kind = np.array([KINDS[candidate.kind] for candidate in self.candidates], dtype=float)
        # In whole numbers, as the weights were taught: of links, whether a neighbour is nothing else.
        own = np.floor([self.length, self.prose, self.link_length / self.length, parent, kind])
        around = at_steps(own, BEYOND, self.rows, STEPS)
        around[SIBLING] = around[SIBLING] == parent[self.rows]
        columns = {
            f"{name}{step:+d}": around[number, place]
            for place, step in enumerate(STEPS)
            for number, name in enumerate(NEIGHBOUR_COLUMNS)
        }
        return columns | {"prose_around": window_sum(self.prose, 5)[self.rows]}


# What is told of neighbours, and what stands for those beyond the ends of the page. Of the parent it is told whether it
# is the same.
NEIGHBOUR_COLUMNS, BEYOND = ("length", "prose", "links", "sibling", "kind"), (-1.0, -1.0, -1.0, -9.0, -1.0)
SIBLING = NEIGHBOUR_COLUMNS.index("sibling")


def _in_common(words: Sequence[str], title: set[str], description: set[str]) -> tuple[int, int, int]:
    """Words in common with the title and with the description, and distinct words (1 where there is nothing in common:
    nobody asks then)."""
    of_title, of_description = len(title.intersection(words)), len(description.intersection(words))
    return of_title, of_description, len(set(words)) if of_title or of_description else 1


TEXT_COLUMNS = (
    "links", "emphasis", "button", "kind", "ends_sentence", "ends_colon", "commas", "starts_lower", "sentences", "bar",
    "question", "quote",
)  # fmt: skip


def _text_row(candidate: Candidate) -> tuple[float, ...]:
    text, last = candidate.text, candidate.text[-1]
    return (
        len(candidate.links),
        candidate.emphasis_length,
        candidate.button,
        KINDS[candidate.kind],
        last in SENTENCE_ENDS,
        last == ":",
        text.count(",") + text.count("、"),
        text[0].islower(),
        sum(map(text.count, SENTENCE_BREAKS)),
        "|" in text,
        "?" in text,
        text[0] in OPENING_QUOTES,
    )


def character_shares(texts: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    """The share of digits and of capitals among the characters of each text (none is empty)."""
    sizes = np.array([len(text) for text in texts])
    characters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kind = CHARACTER_KINDS[np.minimum(characters, len(CHARACTER_KINDS) - 1)]
    starts = np.cumsum(sizes) - sizes
    return {
        "digits": np.add.reduceat(kind == DIGIT, starts, dtype=float) / sizes,
        "capitals": np.add.reduceat(kind == CAPITAL, starts, dtype=float) / sizes,
    }


def main_heading(measures: Measures) -> int:
    """The index of the candidate that is the article's headline, -1 where there is none."""
    title = set(words_of(measures.facts.title))
    headings = [
        c.index for c in measures.candidates if "h1" in (c.container.tag, c.container.parent and c.container.parent.tag)
    ]
    return max(headings, key=lambda index: (len(title & set(measures.words[index])), -index), default=-1)
