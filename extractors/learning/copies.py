"""Which articles of a site are copies of one another: wire stories, second URLs, live pages that go on in a new one."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# A block that stands in more articles than this says nothing about which are copies.
FEW = 12
# What copies have in common of the shorter one, a block counting the less the more articles have it.
HALF = 0.5


def copy_groups(blocks: Sequence[Mapping[str, int]]) -> list[int]:
    """For each article, given as the words of its blocks by digest, the number of the group of copies it belongs to.

    An appeal that two short articles share does not make them copies unless it is most of both.
    """
    carriers: dict[str, list[int]] = defaultdict(list)
    for number, article in enumerate(blocks):
        for digest in article:
            carriers[digest].append(number)
    worth = [sum(words / len(carriers[digest]) for digest, words in article.items()) for article in blocks]
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for digest, holders in carriers.items():
        for pair in combinations(holders, 2) if len(holders) <= FEW else ():
            shared[pair] += blocks[pair[0]][digest] / len(holders)
    groups = list(range(len(blocks)))
    for (one, other), common in shared.items():
        if common > HALF * min(worth[one], worth[other]):
            _join(groups, one, other)
    return [_root(groups, number) for number in range(len(groups))]


def _root(groups: list[int], number: int) -> int:
    while groups[number] != number:
        number = groups[number]
    return number


def _join(groups: list[int], one: int, other: int) -> None:
    first, last = sorted((_root(groups, one), _root(groups, other)))
    groups[last] = first
