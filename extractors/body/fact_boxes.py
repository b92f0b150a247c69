"""Boxes of facts in an article: by what designers call them, and how they are headed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.html.document import Container

FACT_BOX = re.compile(
    r"fact|fakt|info-?box|correction|correctif|corrigend|erratum|clarif|berichtig|korrektur|rectific|encadr|recuadro"
    r"|editors?-?note|key-?(?:points|takeaways)|glossar|chronolog|hintergrund|zahlen"
    r"|poem|poesi|poème|verse|stanza|strophe|lyrics|gedicht|haiku",
    re.IGNORECASE,
)
FACT_HEADING = re.compile(
    r"\W{0,3}(?:(?:key |quick |fast )?facts|fact ?(?:box|file)|at a glance|in (?:numbers|figures|brief)"
    r"|fakten|(?:zahlen|daten) und fakten|in kürze|zur person|zur sache|steckbrief|hintergrund"
    r"|repères|chiffres[- ]clés|en bref|l[’']essentiel|datos|en (?:cifras|datos)|claves|em números|saiba mais|dados"
    r"|in sintesi|(?:la )?scheda|i numeri|in breve|feiten|in het kort|fakta(?:t|a)?|faktaboks|bakgrund|baggrund"
    r"|bakgrunn|tietoa|fakty|w skrócie|v kostce|факты|справка|кратко|факти|довідка|资料|背景"
    r"|資料|メモ|用語|팩트|한눈에)"
    r"(?=$|\s*[:：–—|-]|\s(?:about|on|om|über|zu|sur|sobre|su|over)\s)",
    re.IGNORECASE,
)
LONGEST_HEADING = 60


def is_fact_box(box: Container, first_line: str) -> bool:
    """Whether a box is called one of facts, or headed so and holds more than its heading."""
    if FACT_BOX.search(box.label):
        return True
    is_headed = box.first + 1 < box.last and len(first_line) <= LONGEST_HEADING
    return is_headed and FACT_HEADING.match(first_line) is not None
