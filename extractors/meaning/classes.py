"""What a block can be, by the letters of the labelled corpus."""

from __future__ import annotations

from extractors.model import Category

CATEGORIES = {
    "D": Category.DONATION,
    "N": Category.NEWSLETTER,
    "P": Category.SUBSCRIPTION,
    "R": Category.REGISTRATION,
    "F": Category.FOLLOW,
    "L": Category.RELATED,
    "A": Category.ADVERT,
    "T": Category.TIP,
    "G": Category.LEGAL,
    "H": Category.HEADLINE,
    "K": Category.COMMENT,
    "I": Category.INTERFACE,
}
CONTENT = "C"
CLASSES = (*CATEGORIES, CONTENT)
"""The appeals come first, the article's own text last."""
APPEAL_CLASSES = 5
