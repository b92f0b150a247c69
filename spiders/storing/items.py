"""The clean article as the plain dict that Scrapy's feed exports write."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from storage.store.boxes import boxed

if TYPE_CHECKING:
    from extractors import Article
    from spiders.web.exchange import Arrival
    from storage import Outcome


def article_item(article: Article, arrival: Arrival, outcome: Outcome) -> dict[str, Any]:
    """JSON types alone; ``text`` is the kept blocks joined by newlines, ``boxes`` and ``removals`` the ledger."""
    assert arrival.extraction is not None  # noqa: S101  (an article has one)
    extraction = boxed(arrival.extraction)
    return {
        "site": arrival.site,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        **{name: value for name, value in _plain(article).items() if name not in {"url", "title"}},
        "boxes": [_plain(box) for box in extraction.boxes],
        "removals": [_plain(removal) for removal in extraction.removals],
        "flags": list(extraction.flags),
        "outcome": outcome.value,
        "fetched_at": arrival.fetch.fetched_at.isoformat(),
    }


def _plain(value: Any) -> Any:
    """As ``asdict`` has it, without its copies of each text and number, which take several times as long."""
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    if not is_dataclass(value):
        return value
    return {name: _plain(getattr(value, name)) for name in _names(value.__class__)}


@lru_cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
