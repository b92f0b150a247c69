"""Say who asks: one user agent for every request, with the address of a person."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class Identity:
    """Adds STET_CONTACT to USER_AGENT; a run without a contact says so."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Extensions are made before the settings freeze and before any component reads the user agent."""
        contact = crawler.settings.get("STET_CONTACT", "").strip()
        if contact:
            agent = f"{crawler.settings['USER_AGENT']} +{contact}"
            crawler.settings.set("USER_AGENT", agent.replace("\r", " ").replace("\n", " "), priority="cmdline")
        else:
            _say_that_nobody_is_named()
        return cls()


@lru_cache(maxsize=1)
def _say_that_nobody_is_named() -> None:
    """Once a process, however many crawls it has."""
    logger.warning(
        "No contact set: outlets cannot reach you. Set STET_CONTACT to an e-mail address or a page,"
        " in the environment or with -s."
    )
