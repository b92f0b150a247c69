"""Small words that are parts of names: "de", "van", "bin"."""

from __future__ import annotations

PARTICLES = frozenset((
    "af", "al", "av", "bin", "ben", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "e", "el",
    "ibn", "la", "le", "mc", "of", "st", "ten", "ter", "van", "von", "y", "zu", "zum", "zur",
))  # fmt: skip
