"""Labels that we gave to blocks of the shared pages by reading them: the page, a digest of the block, and its letter.

The texts stay where they are; a block is found again by its digest. ``DOUBTFUL`` has blocks of which models that did
not know their pages were least sure: they teach to name what went, but not what words and texts mean. Of article text
that looks like an appeal there is far more among them than on pages: who learned from it left appeals in plain
paragraphs.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

from extractors.body.repeats import block_digest

LABELS = Path(__file__).parent / "labels.tsv"
DOUBTFUL = Path(__file__).parent / "doubtful_labels.tsv"


@cache
def labels_of_ours(file: Path = LABELS) -> dict[str, dict[str, str]]:
    """For each page the letters (those of ``extractors.meaning.classes``) by ``block_digest``."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in file.read_text(encoding="utf-8").splitlines():
        page, digest, letter = line.split("\t")
        found[page][digest] = letter
    return dict(found)


def label_of(page: str, text: str, file: Path = LABELS) -> str | None:
    """The letter of a block, where we gave it one."""
    return labels_of_ours(file).get(page, {}).get(block_digest(text))
