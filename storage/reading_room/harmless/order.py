"""Which passage stands at which place of a page, where several have the same text."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

MOST_PAIRS = 100_000  # of places and passages with the same text that are weighed against each other


def aligned(wanted: list[list[int]], first_kept: int) -> dict[int, int]:
    """Of each place the passage that stands there: as many as can be follow each other as on the page.

    What stands before the text stands next to it, behind the menus; behind ``first_kept`` a passage stands at the
    first place after the one before it. What fits in no order stands where its text does first.
    """
    found: dict[int, int] = {}
    last = -1
    for place, number in _in_order(wanted):
        behind = range(last + 1, place) if number > first_kept else ()
        last = next((each for each in behind if number in wanted[each]), place)
        found[last] = number
    taken = set(found.values())
    for place, numbers in enumerate(wanted):
        free = next((number for number in numbers if number not in taken), None)
        if place not in found and free is not None:
            found[place] = free
            taken.add(free)
    return found


def _in_order(wanted: list[list[int]]) -> list[tuple[int, int]]:
    """Places and their passages: the longest sequence that both have, as Hunt and Szymanski find it; of like places the
    last."""
    ends: list[int] = []
    chains: list[Any] = []  # a place, its passage, and the chain before it
    pairs = 0
    for place, numbers in enumerate(wanted):
        pairs += len(numbers)
        for number in reversed(numbers if pairs < MOST_PAIRS else []):
            at = bisect_left(ends, number)
            ends[at : at + 1] = [number]
            chains[at : at + 1] = [(place, number, chains[at - 1] if at else None)]
    chain, found = chains[-1] if chains else None, []
    while chain:
        found.append(chain[:2])
        chain = chain[2]
    return found[::-1]
