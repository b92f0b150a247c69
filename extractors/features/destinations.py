"""Where the links of a block lead: to where money is given, a newsletter, a subscription or an account is to be had,
the outlet is to be followed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from extractors.model import Category

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extractors.html.document import Candidate

# What stands in the addresses to which appeals of each kind lead, in lower case.
PARTS = {
    Category.DONATION: (
        r"donat|spende|contribut|support-?us|fundrais|crowdfund|patreon|paypal|ko-fi|steady|liberapay|soutenir|membership"
    ),
    Category.NEWSLETTER: r"newsletter|mailing|mailchi|substack|subscribe|boletin|abonn",
    Category.SUBSCRIPTION: r"subscri|/abo|abonn|suscri|premium|/plus|checkout|offer|prenum|piano",
    Category.REGISTRATION: r"log-?in|sign-?(?:in|up)|regist|account|anmeld|konto|auth|passw|connexion",
    Category.FOLLOW: (
        r"facebook|twitter|//x\.com|instagram|//t\.me|telegram|whatsapp|youtube|linkedin|reddit|pinterest|mastodon|bsky|"
        r"threads|tiktok|vk\.com|line\.me|weibo|viber|mailto:|apps\.apple|itunes|play\.google|/feed|rss|share|teilen"
    ),
}
COLUMNS = tuple(f"leads_to_{category.value}" for category in PARTS)
DESTINATIONS = tuple(map(re.compile, PARTS.values()))
ANY_DESTINATION = re.compile("|".join(PARTS.values()))
NOWHERE = (False,) * len(PARTS)


def destinations_of(candidates: Sequence[Candidate]) -> NDArray[np.bool_]:
    """A line for each block, a column for each of ``COLUMNS``."""
    return np.array([leads_to(candidate) for candidate in candidates], dtype=bool).reshape(-1, len(COLUMNS))


def leads_to(candidate: Candidate) -> tuple[bool, ...]:
    """For each appeal, in the order of ``extractors.meaning.classes``, whether a link of a block leads to where it
    does."""
    addresses = "\n".join(candidate.links).lower()
    if not ANY_DESTINATION.search(addresses):
        return NOWHERE
    return tuple(expression.search(addresses) is not None for expression in DESTINATIONS)
