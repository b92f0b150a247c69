"""The site files in use: those that come with the program, and the user's own in the folder that STET_SITES names."""

from __future__ import annotations

import os
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.sites.site_file import SITES_FOLDER, SiteFileError, load_sites, site_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from extractors import Site

RESERVED = frozenset({"page", "survey"})
"""Names of spiders that are no sites."""
LIST = "sites.txt"
"""In the user's folder: names of bundled sites to be crawled too, one a line."""
MOST_HOSTS = 10_000


class Sites(dict[str, "Site"]):
    """Sites by name, as their files were read.

    ``of_host`` tells the one that a host belongs to, and looks through them once for each host: a crawl asks many times
    a page, and of hundreds of files each would be asked.
    """

    def __init__(self, sites: Mapping[str, Site] | None = None) -> None:
        super().__init__(sites or {})
        self.of_host: Callable[[str], Site | None] = lru_cache(MOST_HOSTS)(partial(site_of, sites=self))


def own_folder() -> Path | None:
    """STET_SITES, from the environment, which the processes that read pages share. Raises SiteFileError."""
    name = os.environ.get("STET_SITES", "").strip()
    if not name:
        return None
    folder = Path(name).expanduser()
    if not folder.is_dir():
        raise SiteFileError(f"STET_SITES: {folder} is no folder")
    return folder


def all_sites() -> Sites:
    """All sites by name; of two files of one name the user's counts. Raises SiteFileError."""
    folder = own_folder()
    sites = load_sites() | (load_sites(folder) if folder else {})
    if taken := sorted(RESERVED & sites.keys()):
        raise SiteFileError(f"{taken[0]}.toml: no site can be called so, scrapy crawl {taken[0]} is another thing")
    return Sites(sites)


def chosen() -> set[str]:
    """The names of the sites in the user's folder, and of those in its list. Raises SiteFileError."""
    folder = own_folder()
    if folder is None:
        return set()
    listed = folder / LIST
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
    names = {line.partition("#")[0].strip() for line in lines} - {""}
    if unknown := names - all_sites().keys():
        raise SiteFileError(f"{listed}: no such site: {', '.join(sorted(unknown))}")
    return names | load_sites(folder).keys()


def folder_to_write() -> Path:
    """Where a new site file goes."""
    return own_folder() or SITES_FOLDER


def choose(name: str) -> str:
    """Put a bundled site into the list of the user's folder; what was done, in words. Raises OSError."""
    folder = own_folder()
    if folder is None:
        return f"scrapy crawl {name}"
    if name in chosen():
        return f"it is in {folder / LIST}"
    with (folder / LIST).open("a+", encoding="utf-8") as listed:
        listed.seek(0)
        before = listed.read()
        listed.write(f"{'' if before.endswith(chr(10)) or not before else chr(10)}{name}\n")
    return f"added to {folder / LIST}"
