"""Tell a page that stands before the article and has none of it: a request for consent, a check of the browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.html.not_found import says

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CHECK, CONSENT = "check", "consent"
REASONS = {
    CHECK: "a check of the browser stands in place of the article",
    CONSENT: "a request for consent stands in place of the article",
}
# In words: an article about such pages is longer.
LONGEST = {CHECK: 100, CONSENT: 250}
# Requests for consent say what for, in all languages.
COOKIES = re.compile(
    r"cookie|kakor\b|evästei|çerez|sütik|informasjonskapsl|куки|クッキー|쿠키|partner|personal data|vendors|gdpr|dsgvo",
    re.IGNORECASE,
)
# What stands beside a phrase is no longer than this part of it.
SHARE = 0.5


def _read(table: str) -> dict[str, frozenset[str]]:
    lines = [line.partition(" ")[::2] for line in table.splitlines() if line and not line.startswith("#")]
    return {kind: frozenset(phrase for name, phrase in lines if name == kind) for kind in (CHECK, CONSENT)}


PHRASES = _read(Path(__file__).with_name("gates.txt").read_text(encoding="utf-8"))


def gate_of(titles: Iterable[str], texts: Sequence[str], words: int) -> str | None:
    """Why a page has no article, where its titles say that it is a gate and so few ``words`` of text are left of it."""
    said = list(titles)
    for kind, reason in REASONS.items():
        is_short = words <= LONGEST[kind]
        if is_short and any(says(title, PHRASES[kind], SHARE) for title in said) and _is_meant(kind, texts):
            return reason
    return None


def _is_meant(kind: str, texts: Sequence[str]) -> bool:
    return kind == CHECK or any(map(COOKIES.search, texts))
