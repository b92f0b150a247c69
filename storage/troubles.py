"""What of the rules of a site a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

TOLD = """
SELECT troubles.site, trouble, subject, since, figures, articles.url AS example
FROM troubles JOIN articles ON articles.id = troubles.example
WHERE :site IS NULL OR troubles.site = :site ORDER BY troubles.site, trouble, subject
"""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that changed on a site. ``subject`` is a rule, category, field or text; ``example`` a URL."""

    site: str
    trouble: str
    subject: str
    since: str
    figures: str
    example: str


def troubles_of(db: Database, site: str | None, retired: Iterable[tuple[str, str]]) -> list[Trouble]:
    """The troubles of one site, or of all; ``retired`` are pairs of site and rule that need not match any more."""
    found = [Trouble(**row) for row in db.query(TOLD, {"site": site})]
    expected = set(retired)
    return [each for each in found if each.trouble != "rule silent" or (each.site, each.subject) not in expected]
