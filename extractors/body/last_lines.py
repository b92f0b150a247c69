"""Lines that an article ends with and that are none of its text: who wrote it and when, where it is from."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.contacts import is_contact
from extractors.body.head_lines import is_head_line
from extractors.body.leftovers import is_leftover
from extractors.body.trails import is_trail
from extractors.metadata.by_words import with_plain_signs
from extractors.metadata.named_lines import SIGNATURE, named_after_by, signed_by
from extractors.metadata.names import split_names
from extractors.metadata.persons import is_person
from extractors.metadata.wording import folded
from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features, PageFacts

# Blocks above the first probability may be kept, above the second they end the search; so many lines are looked at.
POSSIBLE, LIKELY, MOST_LINES = 0.1, 0.5, 6
# In words: what stands before is an article.
SHORTEST_ARTICLE = 40
# Where a text is from, in small letters, with what it names; and an address alone.
SOURCE = re.compile(
    r"\W{0,3}(?:sources?|quellen?|fuentes?|fontes?|font|fonti|bron(?:nen)?|källor|källa|kilder?|lähteet|lähde|źródł[oa]|zdroje?"
    r"|forrás(?:ok)?|surs[ăae]|izvori?|vir|allikas|avots|šaltinis|kaynak(?:lar)?|sumber|nguồn|источники?|джерел[оа]|извор|източници?"
    r"|πηγ(?:ή|ές)|(?:本文|文章|资料|資料|新闻|消息|稿件)?(?:来源|來源)|出典|引用元|출처|자료|المصدر|مصدر|منبع|מקור|स्रोत|ที่มา)"
    r"\s?[:：]\s?\S[^.。]{0,60}\.?\W{0,3}"
)
ADDRESS = re.compile(r"\W{0,3}[\w.+-]{1,60}@[\w.-]{3,60}\W{0,3}")


def without_last_lines(classification: Classification, features: Features) -> tuple[Classification, tuple[str, ...]]:
    """The classification in which such lines are no part of the article, and the persons whom they name as authors."""
    places = list(_last_places(classification, features))
    probability = classification.probability.copy()
    probability[places] = 0.0
    texts = [features.candidates[int(classification.rows[place])].text for place in reversed(places)]
    persons = tuple(dict.fromkeys(name for text in texts for name in _signed(text, features.facts.site_name)))
    return replace(classification, probability=probability), persons


def _last_places(classification: Classification, features: Features) -> Iterator[int]:
    words = np.where(classification.probability >= LIKELY, features.word_count[classification.rows], 0.0)
    before = np.cumsum(words) - words
    possible = np.flatnonzero((classification.probability >= POSSIBLE) & (before >= SHORTEST_ARTICLE))
    for place in possible[::-1][:MOST_LINES].tolist():
        block = features.candidates[int(classification.rows[place])]
        if block.kind is not BlockKind.CODE and is_last_line(block.text, features.facts):
            yield place
        elif classification.probability[place] >= LIKELY:
            return


def is_last_line(text: str, facts: PageFacts) -> bool:
    """Whether a line at the end of an article is none of its text."""
    if is_head_line(text, facts) or is_trail(text, facts.title) or is_contact(text) or is_leftover(text):
        return True
    line = with_plain_signs(text.lower())
    return bool(SOURCE.fullmatch(line) or ADDRESS.fullmatch(line)) or _is_signature(text)


def _is_signature(text: str) -> bool:
    found = SIGNATURE.match(text.lstrip())
    return found is not None and signed_by(text) is not None


def _signed(text: str, outlet: str) -> list[str]:
    names = split_names(named_after_by(text) or signed_by(text) or "")
    return [name for name in names if is_person(name, [folded(outlet)])]
