"""What those who read responses need of the crawl that brought them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spiders.reading.site_rules import rules_of
from spiders.reading.workers import NoWorkerError
from spiders.storing.stored_spider import stored_name
from spiders.web.addresses import host_of
from spiders.web.exchange import Arrival, fetch_of_failure, fetch_of_response, is_seed
from spiders.web.stopping import Stopped

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from scrapy import Request
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from extractors import Extraction, Site
    from spiders.discovery.frontier import Frontier
    from spiders.downloading.archiving import Archiving
    from spiders.reading.workers import Workers
    from spiders.web.sites import Sites
    from storage import Archive, Fetch, Store


@dataclass(frozen=True, slots=True)
class Crawl:
    """Built once by the spider, handed to its readers. ``site`` is the one that is crawled, ``sites`` are all known.

    ``download`` sends a request the way of all others; ``archiving`` keeps what came and was put off; ``stop`` ends the
    crawl and says why.
    """

    site: Site | None
    sites: Sites
    settings: BaseSettings
    store: Store
    archive: Archive
    frontier: Frontier
    workers: Workers
    download: Callable[[Request], Awaitable[Response]]
    archiving: Archiving
    stop: Callable[[str], None]

    def site_for(self, url: str) -> Site | None:
        """The site whose file holds for an address."""
        return self.sites.of_host(host_of(url))

    def site_name(self, url: str) -> str:
        """Under which name a page is stored."""
        return stored_name(url, self.sites)

    def rules_for(self, url: str) -> Site | None:
        """The rules that a page is read with: its site file's, else those of STET_FTR_FOLDER."""
        return rules_of(url, self.sites, self.settings["STET_FTR_FOLDER"])

    @contextmanager
    def left_for_next_run(self) -> Iterator[None]:
        """Around reading a response: nothing is stored of one that could not be read because the run ends.

        It ends where no process can be started to read with.
        """
        try:
            yield
        except Stopped:
            pass
        except NoWorkerError as error:
            self.stop(str(error))

    def arrival(
        self,
        response: Response,
        error: str | None,
        extraction: Extraction | None = None,
        further: tuple[Fetch, ...] = (),
    ) -> Arrival:
        """What goes to the store for a response."""
        fetch = fetch_of_response(response, error)
        if fetch.discovery:
            fetch = replace(fetch, discovery=self.frontier.named(fetch.discovery))
        site = self.site_name(response.meta.get("origin", response.url))  # a list may lie elsewhere
        return Arrival(fetch, extraction, site, is_seed(response.request), further)

    def arrival_of_failure(self, failure: Failure) -> Arrival:
        """What goes to the store for a request that got no response: the reason."""
        request: Request = failure.request  # type: ignore[attr-defined]
        fetch = fetch_of_failure(request, failure.value or Exception())
        return Arrival(fetch, None, self.site_name(request.meta.get("origin", fetch.url)), is_seed(request))
