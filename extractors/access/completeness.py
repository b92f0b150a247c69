"""Whether all of an article stands on the page, or a wall cuts it off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.access.statements import is_free, withheld_parts
from extractors.access.wording import Demand
from extractors.html.selector import css_to_xpath, elements
from extractors.metadata.wording import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from extractors.access.wording import WallWords
    from extractors.metadata.structured import StructuredData

# In words. A wall lets a paragraph or three through; a running text goes on for longer.
PROSE_LINE = 25
CUT_PROSE = 280
FILLED_PART = 200
EMPTY_PART = 60
# Shares of a stated length below which a page has less than all.
CUT_SHARE = 0.8
# Characters of ``articleBody``, without spaces, by which its beginning and its end are looked for.
PROBE, PROBES = 40, 20
# Scripts without spaces: so many characters stand for a word.
CHARACTERS_A_WORD = 2
NO_SPACES = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
TRAILS_OFF = re.compile(r"(?:…|\.\.\.)\W{0,3}$")


def word_count(text: str) -> int:
    """Words of a text, by characters where words are not set apart."""
    spaces = text.count(" ")
    if text.isascii() or len(text) < 12 * (spaces + 1):
        return spaces + 1 if text else 0
    return spaces + 1 + len(NO_SPACES.findall(text)) // CHARACTERS_A_WORD


@dataclass(frozen=True, slots=True)
class Wall:
    """A demand of a wall, whether the text stops at it, and the place of its line among the texts."""

    wording: str
    cuts: bool
    index: int


class Prose:
    """The texts of a page that are long enough to be of an article, by their places."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.lengths = {
            index: words
            for index, text in enumerate(texts)
            if len(text) > 50 and (words := word_count(text)) >= PROSE_LINE
        }

    @property
    def words(self) -> int:
        """Of the long texts."""
        return sum(self.lengths.values())

    @cached_property
    def all_words(self) -> int:
        """Of all texts, menus and all."""
        return sum(map(word_count, self.texts))

    def stops_at(self, index: int) -> bool:
        """Whether there is too little on the page for an article, or a line that trails off before the place."""
        if self.words < CUT_PROSE:
            return True
        before = [place for place in self.lengths if place < index]
        behind = sum(words for place, words in self.lengths.items() if place > index)
        return bool(before) and behind < CUT_PROSE and bool(TRAILS_OFF.search(self.texts[before[-1]]))


def find_wall(wall_words: WallWords, prose: Prose) -> Wall | None:
    """A demand for money or an account; one that the text stops at before others.

    What stands in a long text that goes on is told about walls, not said by one.
    """
    found = [(demand, prose.stops_at(demand.index)) for demand in wall_words.find(Demand.WALL)]
    walls = [
        Wall(demand.text, cuts, demand.index) for demand, cuts in found if cuts or demand.index not in prose.lengths
    ]
    return next((wall for wall in walls if wall.cuts), walls[0] if walls else None)


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def ends_on_page(body: str, prose: Prose, *, is_withheld: bool) -> bool | None:
    """Whether the end of an ``articleBody`` stands on the page; None where that cannot be told. Menus may have as many
    words as lack: of one that is declared not free, the second half is looked for."""
    key = _without_spaces(body)
    if len(key) < 6 * PROBE:
        return None
    page = _without_spaces("".join(prose.texts))
    if any(key[-start:][:PROBE] in page for start in (PROBE, 2 * PROBE, 4 * PROBE)):
        return True
    if prose.all_words < CUT_SHARE * word_count(body.replace("\n", " ")):
        return False
    return False if is_withheld and _does_not_go_on(key, page) else None


def _does_not_go_on(key: str, page: str) -> bool:
    """Whether a text begins on the page, and none of its second half is there."""
    step = max(PROBE, (len(key) - PROBE) // PROBES)
    found = [key[start:][:PROBE] in page for start in range(0, len(key) - PROBE, step)]
    return found[0] and not any(found[len(found) // 2 :])


def _protected_selectors(structured: StructuredData) -> Iterator[str]:
    for part in withheld_parts(structured):
        said = part.get("cssSelector")
        yield from (css for css in (said if isinstance(said, list) else [said]) if isinstance(css, str) and css.strip())


def protected_words(root: etree._Element, structured: StructuredData) -> int | None:
    """Words in the parts that JSON-LD calls not free; None where none of them is on the page."""
    found: list[etree._Element] = []
    for css in list(_protected_selectors(structured))[:5]:
        try:
            found += elements(css_to_xpath(css), root)
        except ValueError:
            continue
    return sum(word_count(text_of(element)) for element in found) if found else None


def _stated_length(structured: StructuredData) -> int:
    said = str(structured.article.get("wordCount") or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0


def is_complete(
    root: etree._Element, structured: StructuredData, prose: Prose, wall: Wall | None
) -> tuple[bool | None, str]:
    """Whether the text is whole, and what tells; None where nothing does."""
    if wall and wall.cuts:
        return False, f"the text stops at “{wall.wording}”"
    body = structured.article_body
    if body and (ends := ends_on_page(body, prose, is_withheld=is_free(structured) is False)) is not None:
        return ends, "the end of articleBody is on the page" if ends else "articleBody is longer than the page"
    said = _stated_length(structured)
    # The long texts are counted already, and often enough.
    if prose.words < CUT_SHARE * said and prose.all_words < CUT_SHARE * said:
        return False, f"wordCount says {said}, the page has less"
    protected = protected_words(root, structured)
    if protected is not None and (protected < EMPTY_PART or protected >= FILLED_PART):
        return protected >= FILLED_PART, f"the protected part has {protected} words"
    if prose.words >= CUT_PROSE:
        return True, "the text runs on without a wall"
    return None, "nothing tells whether the text is whole"
