"""What can be measured of each candidate block, as columns: its text, its markup, its place, its neighbours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from extractors.features.containers import COLUMNS as CONTAINER_COLUMNS
from extractors.features.containers import TAG_NUMBERS, ContainerTable
from extractors.features.tables import at_steps, window_sum
from extractors.metadata.addresses import host_of
from extractors.model import BlockKind
from extractors.text.words import read_words, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from extractors.html.document import Candidate, Container, Document
    from extractors.metadata import Metadata
    from extractors.metadata.structured import StructuredData

SENTENCE_ENDS = frozenset(".!?。！？…\"”»’'」:;）)")
PLAIN_BREAKS = (". ", "! ", "? ")
SENTENCE_BREAKS = (*PLAIN_BREAKS, "。", "！", "？")
OPENING_QUOTES = frozenset("\"“„«»「'")
# What the characters of the alphabets that have capitals are (Latin, Greek, Cyrillic); the last is for all others.
DIGIT, CAPITAL = 1, 2
CHARACTER_KINDS = np.array(
    [DIGIT if chr(code).isdigit() else CAPITAL if chr(code).isupper() else 0 for code in range(0x530)] + [0]
)
KINDS = {kind: number for number, kind in enumerate(BlockKind)}
STEPS = (-3, -2, -1, 1, 2, 3)
TEXT_COLUMNS = (
    "emphasis", "links", "button", "kind", "ends_sentence", "commas", "sentences", "question", "quote",
    "digits", "capitals", "length", "words", "link_density", "word_length",
)  # fmt: skip
PLACE_COLUMNS = (
    "place", "place_length", "prose_above", "prose_below", "after_heading", "prose_since_heading", "headlines_above"
)  # fmt: skip
LIKENESS_COLUMNS = ("in_title", "of_title", "in_description", "repeated", "in_article_body")
# What is told of neighbours, and what stands for those beyond the ends of the page. Of the parent it is told whether it
# is the same.
OF_NEIGHBOUR, BEYOND = ("length", "prose", "links", "sibling", "kind"), (-1.0, -1.0, -1.0, -9.0, -1.0)
SIBLING = OF_NEIGHBOUR.index("sibling")
NEIGHBOUR_COLUMNS = tuple(f"{name}{step:+d}" for name in OF_NEIGHBOUR for step in STEPS)
COLUMNS = (
    *CONTAINER_COLUMNS, *TEXT_COLUMNS, *PLACE_COLUMNS, *LIKENESS_COLUMNS, *NEIGHBOUR_COLUMNS, "prose_around"
)  # fmt: skip
# In words: what is shorter names no place to go, but a network or a section.
SHORTEST_PLACE = 3
# The part of a page's prose that a list stands beside which may be the article's.
LISTS, MOST = frozenset({"ul", "ol"}), 0.5
# In words: what is shorter before a list is its label.
COLONS, SHORTEST_ANNOUNCEMENT = (":", "："), 4
# Shares of characters are taken over the beginning of long texts.
SAMPLE = 200


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page says of itself that helps to tell its article."""

    title: str = ""
    description: str = ""
    article_body: str = ""
    site_name: str = ""
    authors: tuple[str, ...] = ()
    host: str = ""
    dates: tuple[str, ...] = ()

    @classmethod
    def of(cls, metadata: Metadata, structured: StructuredData, host: str) -> PageFacts:
        """The facts that the metadata step found."""
        return cls(
            metadata.title or "",
            metadata.description or "",
            structured.article_body or "",
            metadata.site_name or "",
            metadata.authors,
            host.removeprefix("www."),
            tuple(date for date in (metadata.published, metadata.modified) if date),
        )


def prose_length(candidate: Candidate) -> float:
    """How much of a candidate reads like sentences, in characters; links count against it."""
    length = len(candidate.text)
    if length >= 60 or (length >= 25 and candidate.text[-1] in SENTENCE_ENDS):
        return max(0.0, length - 1.5 * candidate.link_length)
    return 0.0


class Features:
    """The candidates of one document in columns.

    ``rows`` are the indices of the considered ones; ``table`` has a row for each of these, with the ``columns``.
    """

    columns = COLUMNS

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
        self.of_container = self.containers.of_candidate
        self.rows = self._considered()
        self.table = self._measured() if self.rows.size else np.zeros((0, len(COLUMNS)))

    def words_in(self, indices: Collection[int]) -> int:
        """How many words some candidates have together."""
        return int(self.word_count[sorted(indices)].sum()) if indices else 0

    def _measured(self) -> NDArray[np.float64]:
        """What is measured of a candidate's container, then of itself."""
        own = np.concatenate([
            self._of_texts(), self._of_places()[:, self.rows], self._of_likeness(), self._of_neighbours(),
            window_sum(self.prose, 5)[None, self.rows],
        ])  # fmt: skip
        return np.hstack([self.containers.table(self.of_container[self.rows]), own.T])

    def _considered(self) -> NDArray[np.int64]:
        """The candidates worth judging: all but short links among links, half of a page, unless they name places."""
        containers = self.containers
        around = containers.link_density[containers.parent[containers.parent[self.of_container]]]
        menu = (self.link_length / self.length > 0.9) & (self.word_count <= 10) & (around > 0.7)
        for place in np.flatnonzero(menu & (self.word_count >= SHORTEST_PLACE)).tolist():
            menu[place] = not self._names_a_place(self.candidates[place])
        menu[self._announced()] = False
        return np.flatnonzero(~menu)

    def _announced(self) -> list[int]:
        """The lines of lists in boxes of their own, right behind a sentence that ends with a colon, beside most of the
        prose."""
        sentences = [candidate for candidate in self.candidates[:-1] if self._may_announce(candidate)]
        lists = ((sentence, _list_around(self.candidates[sentence.index + 1])) for sentence in sentences)
        found = [listed for sentence, listed in lists if listed is not None and self._is_behind(sentence, listed)]
        return [index for listed in found for index in range(listed.first, listed.last)]

    def _may_announce(self, candidate: Candidate) -> bool:
        is_sentence = candidate.kind is BlockKind.PARAGRAPH and candidate.text.endswith(COLONS) and not candidate.links
        return is_sentence and bool(self.word_count[candidate.index] >= SHORTEST_ANNOUNCEMENT)

    def _is_behind(self, sentence: Candidate, listed: Container) -> bool:
        """Whether a box that holds a list alone stands right behind a sentence, in what holds most of the prose."""
        box, around = listed.parent, sentence.container.parent
        if box is None or around is None or box.parent is not around:
            return False
        is_alone = (box.first, box.last) == (listed.first, listed.last) and box.first == sentence.index + 1
        return is_alone and bool(self.containers.share[around.index] >= MOST)

    def _names_a_place(self, candidate: Candidate) -> bool:
        """Whether a line of a list beside most of the prose leads to another site, as lists of books do."""
        if candidate.kind is not BlockKind.LIST_ITEM or not candidate.links:
            return False
        listed = _list_around(candidate)
        around = listed.parent if listed is not None else None
        if around is None or self.containers.share[around.index] < MOST:
            return False
        hosts = [host_of(link).removeprefix("www.") for link in candidate.links]
        return all(hosts) and self.facts.host not in hosts

    def _of_texts(self) -> NDArray[np.float64]:
        """A line for each of ``TEXT_COLUMNS``."""
        candidates = [self.candidates[row] for row in self.rows.tolist()]
        length, words = self.length[self.rows], self.word_count[self.rows]
        own = np.fromiter(chain.from_iterable(map(_text_row, candidates)), float).reshape(len(candidates), -1).T
        own[0] /= length
        shares = character_shares([candidate.text[:SAMPLE] for candidate in candidates])
        link_density, word_length = self.link_length[self.rows] / length, length / np.maximum(1, words)
        return np.concatenate([own, shares, [length, words, link_density, word_length]])

    def _of_places(self) -> NDArray[np.float64]:
        """A line for each of ``PLACE_COLUMNS``, of all candidates."""
        count, numbers, heading = len(self.candidates), np.arange(len(self.candidates)), self.heading
        above = np.cumsum(self.prose) - self.prose
        total = self.prose.sum() or 1.0
        headings = self.containers.tag[self.of_container] == TAG_NUMBERS["h1"]
        since = np.where(numbers >= heading, (above - above[heading]) / total, -1.0)
        return np.array([
            numbers / count,
            (np.cumsum(self.length) - self.length) / self.length.sum(),
            above / total,
            (total - above - self.prose) / total,
            np.clip(numbers - heading, -50, 200) if heading >= 0 else np.full(count, -99),
            since if heading >= 0 else np.full(count, -1),
            np.cumsum(headings) - headings,
        ])  # fmt: skip

    def _of_likeness(self) -> NDArray[np.float64]:
        """A line for each of ``LIKENESS_COLUMNS``."""
        title, description = frozenset(words_of(self.facts.title)), frozenset(words_of(self.facts.description))
        said = title | description
        declared = words_of(self.facts.article_body)
        body, of_body = f" {' '.join(declared)} ", frozenset(declared)
        repeated, rows = Counter(self.folded), self.rows.tolist()
        of_title, of_description, words = np.array(
            [_in_common(self.words[row], said, title, description) for row in rows], dtype=float
        ).T
        return np.array([
            of_title / words,
            of_title / max(1, len(title)),
            of_description / words,
            [repeated[self.folded[row]] for row in rows],
            [of_body.issuperset(self.words[row]) and f" {self.folded[row]} " in body for row in rows]
            if declared
            else np.full(len(rows), -1),
        ])  # fmt: skip

    def _of_neighbours(self) -> NDArray[np.float64]:
        """A line for each of ``NEIGHBOUR_COLUMNS``."""
        parent = self.containers.parent[self.of_container]
        kind = [KINDS[candidate.kind] for candidate in self.candidates]
        # In whole numbers, which teach better: of links, whether a neighbour is nothing else.
        own = np.floor([self.length, self.prose, self.link_length / self.length, parent, kind])
        around = at_steps(own, BEYOND, self.rows, STEPS)
        around[SIBLING] = around[SIBLING] == parent[self.rows]
        return around.reshape(-1, len(self.rows))


def _list_around(candidate: Candidate) -> Container | None:
    return next((step for step in candidate.container.lineage() if step.tag in LISTS), None)


def _in_common(
    words: Sequence[str], said: frozenset[str], title: frozenset[str], description: frozenset[str]
) -> tuple[int, int, int]:
    """Words in common with the title and with the description (both together are ``said``), and distinct words (1 where
    there is nothing in common: nobody asks then)."""
    common = said.intersection(words)
    return (len(title & common), len(description & common), len(set(words))) if common else (0, 0, 1)


def _text_row(candidate: Candidate) -> tuple[float, ...]:
    text, last, plain = candidate.text, candidate.text[-1], candidate.text.isascii()
    return (
        candidate.emphasis_length,
        len(candidate.links),
        candidate.button,
        KINDS[candidate.kind],
        last in SENTENCE_ENDS,
        text.count(",") + (0 if plain else text.count("、")),
        sum(map(text.count, PLAIN_BREAKS if plain else SENTENCE_BREAKS)),
        "?" in text,
        text[0] in OPENING_QUOTES,
    )


def character_shares(texts: Sequence[str]) -> NDArray[np.float64]:
    """The share of digits (first line) and of capitals among the characters of each text (none is empty)."""
    sizes = np.array([len(text) for text in texts])
    characters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kind = CHARACTER_KINDS[np.minimum(characters, len(CHARACTER_KINDS) - 1)]
    kinds = kind == np.array([[DIGIT], [CAPITAL]])
    shares: NDArray[np.float64] = np.add.reduceat(kinds, np.cumsum(sizes) - sizes, axis=1, dtype=float) / sizes
    return shares


def main_heading(features: Features) -> int:
    """The index of the candidate that is the article's headline, -1 where there is none."""
    title = set(words_of(features.facts.title))
    headings = [
        c.index for c in features.candidates if "h1" in (c.container.tag, c.container.parent and c.container.parent.tag)
    ]
    return max(headings, key=lambda index: (len(title & set(features.words[index])), -index), default=-1)
