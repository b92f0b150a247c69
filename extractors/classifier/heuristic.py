"""A second opinion on what the article is, by rule alone, as the best extractors without a model have it.

The article is what stands in the first container that is called an article's, without what is named as something else
in there, links and captions.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features
    from extractors.features.containers import ContainerTable
    from extractors.html.document import Container

FRAMES = frozenset({"article", "div", "main", "section", "td"})
# What holds an article by class, id, role or itemprop, or by tag; the surest first.
HOMES: tuple[str | re.Pattern[str], ...] = (
    re.compile(
        r"post[-_]?(?:text|body|entry|content)|article[-_]*(?:text|body|content|container)|body-text|^(?:post|entry) "
        r"|(?:entry|page|text|art)-content",
        re.IGNORECASE,
    ),
    "article",
    re.compile(
        r"story[-_]*(?:body|content|text)|(?:theme|blog|section|single)-content|single-post|main-column|wpb_text"
        r"|field-body|fulltext|(?:^| )article(?: |$)|post-?area",
        re.IGNORECASE,
    ),
    re.compile(r"content[-_]*(?:main|body)|(?:main|page)-?content|(?:^| )content(?: |$)", re.IGNORECASE),
    re.compile(r"^main|(?:^| )main(?: |$)", re.IGNORECASE),
    "main",
    "body",
)
HOLDERS = FRAMES | {home for home in HOMES if isinstance(home, str)}
# Groups of names that are no part of an article though they stand in it.
OTHERS = frozenset(
    {"comment", "related", "share", "newsletter", "donation", "paywall", "account", "advert", "navigation", "sidebar"}
    | {"footer", "consent", "byline", "tags", "biography", "overlay", "control", "media"}
)
# Text stands in these; text right in a division counts where they hold little.
TEXT_TAGS = frozenset(
    {"p", "li", "blockquote", "pre", "dd", "dt", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
)
# Characters that make an article, and a page of paragraphs.
SHORTEST, MUCH_TEXT = 250, 750
MOSTLY_LINKS = 0.8
# Where names take away more than all but this part of a home they must mean something else.
LEAST_LEFT = 1 / 7


@lru_cache(maxsize=1 << 14)
def _ranks(tag: str, names: str) -> tuple[int, ...]:
    """Which of ``HOMES`` a container of that tag and those names is."""
    return tuple(rank for rank, home in enumerate(HOMES) if _is_home(home, tag, names))


def _is_home(home: str | re.Pattern[str], tag: str, names: str) -> bool:
    return home == tag if isinstance(home, str) else tag in FRAMES and home.search(names) is not None


def homes(table: ContainerTable) -> Iterator[Container]:
    """The first container of each of ``HOMES``, the surest kind first."""
    first: dict[int, Container] = {}
    for container in (container for container in table.containers if container.tag in HOLDERS):
        for rank in _ranks(container.tag, f"{container.label} {container.attributes.get('itemprop', '')}"):
            first.setdefault(rank, container)
    yield from (first[rank] for rank in sorted(first))


def opinion(features: Features, classification: Classification) -> NDArray[np.bool_] | None:
    """Which of the judged rows are the article; None where no home has as much text as one."""
    table, rows = features.containers, classification.rows
    column = dict(zip(classification.columns, classification.table.T, strict=True))
    length, tags = features.length[rows], [features.candidates[row].container.tag for row in rows]
    textual = np.array([tag in TEXT_TAGS for tag in tags])
    readable = (column["link_density"] < MOSTLY_LINKS) & (column["in_figure"] == 0)
    for home in homes(table):
        kept: NDArray[np.bool_] = _of_home(home, rows, column, length) & readable
        if length[kept & textual].sum() >= MUCH_TEXT:
            kept &= textual
        if length[kept].sum() >= SHORTEST:
            return kept
    return None


def _of_home(
    home: Container, rows: NDArray[np.int64], column: Mapping[str, NDArray[np.float64]], length: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """The rows in a home that nothing inside it names as something else."""
    inside: NDArray[np.bool_] = (rows >= home.first) & (rows < home.last)
    steps_out = np.min([column[f"near_{group}"] for group in OTHERS], axis=0)
    rest: NDArray[np.bool_] = inside & (steps_out >= column["depth"] - home.depth)
    return rest if length[rest].sum() >= LEAST_LEFT * length[inside].sum() else inside
