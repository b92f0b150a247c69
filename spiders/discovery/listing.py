"""What an outlet says of its own news: the record that feeds, sitemaps and front pages are read into."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listed:
    """One address in a list. Times are ISO 8601 as far as the list gives them."""

    url: str
    title: str | None = None
    published: str | None = None
    modified: str | None = None
    guid: str | None = None
    """The name that a feed gives to it."""
    also: tuple[str, ...] = ()
    """Further addresses that the list gives for it: the entry of a feed may name its own beside that of a counter."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one feed, sitemap or front page holds.

    ``pages`` may be articles, ``lists`` are further sitemaps and feeds to read. ``trusted`` says that the outlet itself
    calls the pages news (a feed, a news sitemap), so that no guess by the look of their addresses is needed.
    ``title`` and ``language`` are what a front page says of the outlet, ``home`` is the front page that a feed names.
    ``following`` is where a feed goes on (RFC 5005).
    """

    pages: tuple[Listed, ...] = ()
    lists: tuple[Listed, ...] = ()
    trusted: bool = False
    error: str | None = None
    title: str | None = None
    language: str | None = None
    following: str | None = None
    home: str | None = None
