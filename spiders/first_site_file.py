"""The first site file of an outlet, from what a survey found, in the folder of the user."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from extractors.sites.site_file import SiteFileError, load_site, site_of
from spiders.survey_spider import article_pattern
from spiders.web.addresses import host_of
from spiders.web.failures import one_line
from spiders.web.sites import RESERVED, choose, folder_to_write

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from extractors import Site
    from spiders.discovery.outlets import Outlet
    from spiders.survey_spider import Survey

MOST_FEEDS = 4  # that nobody named
MOST_SITEMAPS = 2
NAME = re.compile(r"[a-z][a-z0-9_]*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
KINDS = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "gob", "gouv", "or", "ne", "go"})
"""What stands between a name and its country."""


class NotWrittenError(ValueError):
    """There is no site file to write for an outlet; the message says why."""


class SiteWriter:
    """Writes site files, one an outlet. ``sites`` are all that there are."""

    def __init__(self, sites: dict[str, Site]) -> None:
        self.folder, self.sites = folder_to_write(), dict(sites)

    def there(self, outlet: Outlet, name: str | None = None) -> str | None:
        """What there is of an outlet, or of that name, already; None where there is nothing.

        A bundled site is put into the list of the user's folder.
        """
        if name:
            return self._taken(outlet, name)
        site = site_of(_host_of(outlet), self.sites)
        return self._described(site) if site else None

    def _taken(self, outlet: Outlet, name: str) -> str | None:
        """A file of the same name hides a bundled one, which is meant for the same outlet alone."""
        path, bundled = self.folder / f"{name}.toml", self.sites.get(name)
        if path.exists():
            return f"there is {path} already"
        if bundled and not bundled.owns(_host_of(outlet)):
            return f"{name}.toml comes with the program, for {bundled.domains[0]}"
        return None

    def _described(self, site: Site) -> str:
        path = self.folder / f"{site.name}.toml"
        if path.exists():
            return f"there is {path} already"
        return f"{site.name}.toml comes with the program; {choose(site.name)}"

    def text(self, outlet: Outlet, survey: Survey, name: str | None = None) -> tuple[str, str]:
        """Name and text of the site file. Raises NotWrittenError."""
        if reason := survey.found_nothing:
            raise NotWrittenError(reason)
        domains = domains_of(host_of(outlet.home or ""), survey)
        if name is None and outlet.home is None and (site := site_of(domains[0], self.sites)):
            raise NotWrittenError(f"is of {domains[0]}: {self._described(site)}, where the feed can be added")
        answered = host_of(survey.front_page or "")
        if name is None and (site := site_of(answered, self.sites)):
            raise NotWrittenError(f"leads to {answered}: {self._described(site)}")
        name = name or name_of(domains[0], RESERVED | self.sites.keys())
        text = site_file(name, domains, survey, outlet.title)
        if fault := fault_of(text, name):
            raise NotWrittenError(fault)
        return name, text

    def write(self, outlet: Outlet, survey: Survey, name: str, text: str) -> str:
        """What was written, in a line. Raises OSError."""
        path = self.folder / f"{name}.toml"
        unfinished = path.with_suffix(".part")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
        self.sites[name] = load_site(path)
        missing = "".join(f"; {url}: {reason}" for url, reason in survey.reasons.items() if url in outlet.feeds)
        return f"wrote {path}: {len(survey.feeds)} feeds, {len(survey.sitemaps)} sitemaps found{missing}"


def _host_of(outlet: Outlet) -> str:
    return host_of(outlet.home or next(iter(outlet.feeds), ""))


def name_of(domain: str, taken: Container[str] = ()) -> str:
    """``example`` of ``www.example.co.uk``; ``example_co_uk`` where that is taken, then numbered."""
    *labels, _ = domain.removeprefix("www.").lower().split(".")
    short = labels[-2] if len(labels) > 1 and labels[-1] in KINDS else labels[-1] if labels else domain
    names = [_as_name(short), _as_name(domain.removeprefix("www."))]
    numbered = (f"{names[1]}_{number}" for number in range(2, 10_000))
    return next(name for name in (*names, *numbered) if name not in taken)


def _as_name(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_").lstrip("0123456789_") or "site"


def domains_of(domain: str | None, survey: Survey) -> list[str]:
    """The domain that was named, that to which its front page leads, and those that most of the news is on."""
    answered = host_of(survey.front_page or "")
    found = dict.fromkeys(host.removeprefix("www.") for host in (domain, answered, *survey.hosts_of_news()) if host)
    return [host for host in found if not any(host.endswith(f".{other}") for other in found)]


def site_file(name: str, domains: list[str], survey: Survey, title: str | None = None) -> str:
    """The text of a site file."""
    return "\n".join(_lines(name, domains, survey, title)) + "\n"


def _lines(name: str, domains: list[str], survey: Survey, title: str | None) -> Iterator[str]:
    """JSON strings and lists are TOML's as well."""
    language = survey.language if survey.language and LANGUAGE.fullmatch(survey.language) else "und"
    yield f'name = "{name}"'
    yield f"title = {_toml(one_line(title or survey.title or '') or domains[0])}"
    yield f"domains = {_toml(domains)}"
    yield f'language = "{language}"'
    yield ""
    yield "[news]"
    for key, found in (("feeds", feeds_of(survey)), ("sitemaps", _largest(survey.sitemaps)[:MOST_SITEMAPS])):
        if found:
            yield f"{key} = {_toml(found)}"
    if survey.front_page and not survey.feeds and not survey.sitemaps:
        yield f"front_pages = {_toml([survey.front_page])}"
    if pattern := article_pattern(survey.news):
        yield f"article_url = {_toml(pattern)}"
    yield 'every = "1h"'


def feeds_of(survey: Survey) -> list[str]:
    """Those that were named, and the largest of those that were found."""
    others = [url for url in _largest(survey.feeds) if url not in survey.given]
    return [*survey.given, *others[: max(0, MOST_FEEDS - len(survey.given))]]


def _largest(found: dict[str, int]) -> list[str]:
    return sorted(found, key=lambda url: -found[url])


def fault_of(text: str, name: str) -> str | None:
    """Why a site file would not load; None where it would. Nothing is written that stops the other commands."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        try:
            load_site(path)
        except SiteFileError as error:
            return str(error).replace(str(path), path.name)
    return None


def _toml(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "")
