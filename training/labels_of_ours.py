"""Labels that we gave to blocks of the shared pages by reading them: the page, a digest of the block, and its letter.

The texts stay where they are; a block is found again by its digest.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

from extractors.body.repeats import block_digest

LABELS = Path(__file__).parent / "labels.tsv"


@cache
def labels_of_ours() -> dict[str, dict[str, str]]:
    """For each page the letters (those of ``extractors.meaning.classes``) by ``block_digest``."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        page, digest, letter = line.split("\t")
        found[page][digest] = letter
    return dict(found)


def label_of(page: str, text: str) -> str | None:
    """The letter of a block, where we gave it one."""
    return labels_of_ours().get(page, {}).get(block_digest(text))
