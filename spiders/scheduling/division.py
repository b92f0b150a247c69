"""Which process crawls which sites: those that share a host stay together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from spiders.politeness.owners import registrable_name

if TYPE_CHECKING:
    from extractors import Site

SITES_OF_ONE = 30
"""So many sites at once keep a crawling process busy: a page a second of each, and some 20 ms of processor for it."""


def processes_that_pay(at_once: int, cores: int) -> int:
    """How many crawling processes to start. Each wants a core, and about one more for the workers that read for it."""
    return max(1, min(cores // 2, at_once // SITES_OF_ONE))


def divided(names: list[str], sites: dict[str, Site], count: int) -> list[list[str]]:
    """At most so many parts, none empty, each in the order of ``names``; no owner's hosts are in two of them."""
    parts: list[list[str]] = [[] for _ in range(count)]
    for group in sorted(groups(names, sites), key=len, reverse=True):
        min(parts, key=len).extend(group)
    places = {name: place for place, name in enumerate(names)}
    return [sorted(part, key=places.__getitem__) for part in parts if part]


def groups(names: list[str], sites: dict[str, Site]) -> list[list[str]]:
    """Sites whose domains have an owner in common, directly or over others. Lists may lie at services for all."""
    owners = {name: [registrable_name(f"https://{domain}/") for domain in sites[name].domains] for name in names}
    joined: dict[str, str] = {}
    for first, *others in owners.values():
        for other in others:
            joined[_last(other, joined)] = _last(first, joined)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        found[_last(owners[name][0], joined)].append(name)
    return list(found.values())


def _last(owner: str, joined: dict[str, str]) -> str:
    """The one that an owner was joined to in the end (disjoint sets); itself where it was to none."""
    while joined.setdefault(owner, owner) != owner:
        owner = joined[owner]
    return owner
