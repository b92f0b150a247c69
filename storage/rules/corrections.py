"""What readers marked in the reading room, on its way to become labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.model import Category

if TYPE_CHECKING:
    from sqlite_utils import Database

ARTICLE = "article"
# The letters of the open corpus; the rest of the boilerplate shares one.
LETTERS = {
    ARTICLE: "C",
    Category.DONATION: "D",
    Category.NEWSLETTER: "N",
    Category.SUBSCRIPTION: "P",
    Category.REGISTRATION: "R",
    Category.FOLLOW: "F",
    Category.RELATED: "L",
    Category.ADVERT: "A",
    Category.TIP: "T",
}
OTHER = "B"

OPEN = """
SELECT corrections.id, corrections.verdict, corrections.text, corrections.marked_by, corrections.marked_at,
    articles.id AS article, articles.site, articles.url, removals.category AS was, removals.layer, removals.rule
FROM corrections JOIN versions ON versions.id = corrections.version JOIN articles ON articles.id = versions.article
LEFT JOIN removals ON removals.id = corrections.removal
WHERE corrections.settled_at IS NULL ORDER BY corrections.id
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """One mark. ``was``, ``layer`` and ``rule`` are those of the removal; None where a kept block was marked."""

    id: int
    verdict: str
    text: str
    marked_by: str
    marked_at: str
    article: int
    site: str
    url: str
    was: str | None
    layer: str | None
    rule: str | None

    @property
    def label(self) -> dict[str, str]:
        """A line of labels, as the open corpus and ``training`` have them."""
        letter = LETTERS.get(self.verdict, OTHER)
        return {"page": self.url, "domain": self.site, "label": letter, "text": self.text, "category": self.verdict}


def open_corrections(db: Database) -> list[Correction]:
    """Those that have not become labels yet, oldest first."""
    return [Correction(**row) for row in db.query(OPEN)]


def settle(db: Database, corrections: list[Correction], moment: str) -> None:
    """Note when they became labels."""
    db.conn.executemany(
        "UPDATE corrections SET settled_at = ? WHERE id = ?", [(moment, each.id) for each in corrections]
    )
