"""What of the rules of a site a person should look at."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.schema.database import is_read_only, transaction
from storage.schema.rule_health import refresh_health

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

# What readers marked stands beside what the figures tell, until it has become a label.
MARKED = """
SELECT articles.site,
    CASE WHEN corrections.removal IS NULL THEN 'marked as left over' ELSE 'marked as cut by mistake' END AS trouble,
    coalesce(removals.rule, corrections.verdict) AS subject, min(marked_at) AS since, max(articles.id) AS example,
    count(*) || ' by readers: ' || substr(corrections.text, 1, 60) AS figures
FROM corrections JOIN versions ON versions.id = corrections.version JOIN articles ON articles.id = versions.article
LEFT JOIN removals ON removals.id = corrections.removal
WHERE settled_at IS NULL GROUP BY 1, 2, 3
"""
TOLD = f"""
SELECT found.site, trouble, subject, since, figures, articles.url AS example, articles.id AS article
FROM (SELECT site, trouble, subject, since, example, figures FROM troubles UNION ALL
    SELECT site, trouble, subject, since, example, figures FROM ({MARKED})) AS found
JOIN articles ON articles.id = found.example
WHERE found.site IN (SELECT value FROM json_each(:sites)) ORDER BY found.site, trouble, subject
"""  # noqa: S608  (our own text)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that changed on a site.

    ``subject`` is a rule, category, field or text; ``example`` the URL of ``article``, which shows it.
    """

    site: str
    trouble: str
    subject: str
    since: str
    figures: str
    example: str
    article: int


def troubles_of(db: Database, sites: Iterable[str], retired: Iterable[tuple[str, str]]) -> list[Trouble]:
    """The troubles of sites, looked for anew where the database can be written: the last run may have been killed.

    ``retired`` are pairs of site and rule that need not match any more.
    """
    wanted = sorted(sites)
    for site in wanted:
        if not is_read_only(db):
            with transaction(db):
                refresh_health(db, site)
    expected = set(retired)
    return [
        each
        for each in found_troubles(db, wanted)
        if each.trouble != "rule silent" or (each.site, each.subject) not in expected
    ]


def found_troubles(db: Database, sites: Iterable[str]) -> list[Trouble]:
    """What the last runs and readers found; reads only."""
    return [Trouble(**row) for row in db.query(TOLD, {"sites": json.dumps(list(sites))})]
