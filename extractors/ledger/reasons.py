"""Why a box went, in one sentence that an editor understands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.model import Category, Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.ledger.signs import Signs

ASKS = {
    Category.DONATION: "asks for money",
    Category.NEWSLETTER: "offers a newsletter",
    Category.SUBSCRIPTION: "sells a subscription",
    Category.REGISTRATION: "asks to log in or to register",
    Category.FOLLOW: "asks to follow, to share or to get an app",
}
IS = {
    Category.RELATED: "leads to other stories",
    Category.ADVERT: "is an advertisement",
    Category.TIP: "asks readers to comment, to write or to send tips",
    Category.LEGAL: "is a legal notice",
    Category.HEADLINE: "belongs to the head of the article (title, byline, date, caption), not to its text",
    Category.COMMENT: "was written by readers",
    Category.INTERFACE: "is part of the page, not of the article",
    Category.REPEAT: "stands in many articles of the site",
}
FORM = "a form that wants an e-mail address"
AMOUNT = re.compile(
    r"[$€£¥₽₴₺₹]\s?(\d[\d.,]{0,20})|(\d[\d.,]{0,20})\s?(?:[€£₽₴₺₹]|kr\b|zł|Kč|Ft\b|lei\b|EUR\b|USD\b|CHF\b|руб|грн)"
)
MONEY = frozenset({Category.DONATION, Category.SUBSCRIPTION})
MOST_WORDS = 4


def reason_of(category: Category, signs: Signs | None, lines: Sequence[str]) -> str:
    """The sentence for a box that no rule of a site took; an appeal has the signs of all its lines."""
    if signs is None or category not in ASKS:
        return ASKS.get(category) or IS[category]
    told = [part for part in (_quoted(signs.words), _amounts(category, lines), FORM if signs.form else "") if part]
    told += [part for part in (_link(signs), _named(signs)) if part]
    if not told and signs.asks:
        told = ["not by single words, but by all of them together"]
    return f"{ASKS[category]}: {', '.join(told)}" if told else ASKS[category]


def reason_of_rule(layer: Layer, evidence: str) -> str:
    """The sentence for a box that a site's rule or a repeat took."""
    return f"the site's own rule: {evidence.rpartition('>: ')[2]}" if layer is Layer.SITE_RULE else evidence


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words[:MOST_WORDS])


def _amounts(category: Category, lines: Sequence[str]) -> str:
    found = [one or other for line in lines for one, other in AMOUNT.findall(line)] if category in MONEY else []
    amounts = list(dict.fromkeys(amount.strip(".,") for amount in found))
    if len(amounts) > 1:
        return f"amounts such as {amounts[0]} and {amounts[-1]}"
    return f"an amount of {amounts[0]}" if amounts else ""


def _link(signs: Signs) -> str:
    return "a link that leads there" if signs.link else ""


def _named(signs: Signs) -> str:
    return f"in a box named {signs.named}" if signs.named else ""
