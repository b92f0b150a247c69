"""Where links lead: on to the outlet's own pages, or to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.metadata.addresses import host_of

if TYPE_CHECKING:
    from extractors.features.blocks import Features


def leads_here(link: str, features: Features) -> bool:
    """Whether a link leads to another page of the outlet."""
    host = host_of(link)
    return not host or host.removeprefix("www.") == features.facts.host


def leads_on(link: str, features: Features) -> bool:
    """Whether a link leads to another page of the outlet, not to a place of this one."""
    return leads_here(link, features) and link[:1] != "#"
