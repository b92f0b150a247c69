"""The clean article as the plain dict that Scrapy's feed exports write."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from storage.store.boxes import boxed

if TYPE_CHECKING:
    from collections.abc import Callable

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
        **{name: _plain(value) for name, value in _row(article).items() if name not in {"url", "title"}},
        "boxes": [_row(box) for box in extraction.boxes],
        "removals": [_row(removal) for removal in extraction.removals],
        "flags": list(extraction.flags),
        "outcome": outcome.value,
        "fetched_at": arrival.fetch.fetched_at.isoformat(),
    }


def _plain(value: Any) -> Any:
    """As ``asdict`` has the fields of an article, without its copies of each text, which take several times as long."""
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return _row(value) if is_dataclass(value) else value


def _row(record: Any) -> dict[str, Any]:
    """The same of a record that holds no other."""
    names, values = _reader(record.__class__)
    return dict(zip(names, values(record), strict=True))


@lru_cache
def _reader(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    names = tuple(field.name for field in fields(kind))
    return names, attrgetter(*names)
