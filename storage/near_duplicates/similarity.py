"""How similar two texts are: shared runs of four words, and a sketch of them by which the store finds candidates.

The sketch is the bottom-k sketch of MinHash: the smallest hashes of all runs. Texts that share a good part of their
runs share a good part of those, so an index of 16 numbers an article finds a wire story among millions.
"""

from __future__ import annotations

import heapq
import re
import zlib

RUN = 4  # words, or characters where words are not set apart
SKETCH = 16
SAME_ARTICLE = 0.1  # similarity of two versions: even a text that was written anew keeps some of its sentences
FEWEST_RUNS = 40  # of a text: short ones are similar by chance
# A word; of Chinese, Japanese and Korean, each character.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")


def runs(text: str) -> set[int]:
    """Hashes of all runs of four words; empty for a text of fewer."""
    words = " ".join(WORD.findall(text.casefold())).encode().split()
    checksums = map(zlib.crc32, map(b" ".join, zip(*(words[step:] for step in range(RUN)), strict=False)))
    # The odd factor spreads the checksums of similar strings over all 32 bits.
    return {checksum * 0x9E3779B1 & 0xFFFFFFFF for checksum in checksums}


def sketch(hashes: set[int]) -> list[int]:
    """The smallest 16 hashes."""
    return heapq.nsmallest(SKETCH, hashes)


def sketch_of(text: str) -> list[int]:
    """The sketch of a text; empty where it is too short to be compared."""
    found = runs(text)
    return sketch(found) if len(found) >= FEWEST_RUNS else []


def similarity(one: set[int], other: set[int]) -> float:
    """Jaccard similarity of two sets of runs: 0 nothing shared, 1 the same."""
    return len(one & other) / (len(one | other) or 1)
