"""An extraction as people read it: the article, and a mark for everything that was cut."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors import Article, Extraction, Removal

WIDTH = 100  # columns


def plain(text: str) -> str:
    """Text of a page made safe for a terminal: nothing in it can move the cursor or colour the screen."""
    return "".join(character if character.isprintable() else " " for character in text)


def ledger(extraction: Extraction) -> str:
    """The clean text with the cuts where they were made, one line each."""
    return _written(extraction, explain=False)


def explanation(extraction: Extraction) -> str:
    """The ledger with layer, rule and evidence of each cut."""
    return _written(extraction, explain=True)


def _written(extraction: Extraction, *, explain: bool) -> str:
    article = extraction.article
    assert article is not None  # noqa: S101  (callers ask first)
    lines = [*_head(article), ""]
    for position, block in enumerate((*article.blocks, None)):
        lines += [_cut(removal, explain=explain) for removal in extraction.removals if removal.position == position]
        if block is not None:
            lines += [textwrap.fill(plain(block.text), WIDTH), ""]
    late = [removal for removal in extraction.removals if removal.position > len(article.blocks)]
    lines += [_cut(removal, explain=explain) for removal in late]
    return "\n".join(lines).rstrip() + "\n"


def _head(article: Article) -> list[str]:
    facts = (", ".join(article.authors), article.published, article.language, article.access.value)
    return [plain(article.title or "(no title)"), " | ".join(plain(fact) for fact in facts if fact), article.url]


def _cut(removal: Removal, *, explain: bool) -> str:
    text = textwrap.shorten(plain(removal.text), WIDTH - 20, placeholder=" ...")
    line = f"  [-] {removal.category:<12} {text}"
    page = f" on page {removal.page}" if removal.page > 1 else ""
    return f"{line}\n      by {removal.layer} {removal.rule}{page}: {plain(removal.evidence)}" if explain else line


def extraction_json(extraction: Extraction) -> dict[str, Any]:
    """JSON types alone."""
    article = extraction.article
    return asdict(extraction) | {"article": asdict(article) | {"text": article.text} if article else None}
