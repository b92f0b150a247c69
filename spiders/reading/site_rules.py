"""The folder of other people's rules that STET_FTR_FOLDER names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.sites.ftr_site import FtrFolder
from extractors.sites.site_file import SiteFileError
from spiders.web.addresses import host_of

if TYPE_CHECKING:
    from extractors import Site
    from spiders.web.sites import Sites


@lru_cache(maxsize=4)
def ftr_folder(setting: str) -> FtrFolder | None:
    """The folder, listed once a process; None where the setting is empty. Raises SiteFileError where it is none."""
    if not setting:
        return None
    folder = Path(setting).expanduser()
    if not folder.is_dir():
        raise SiteFileError(f"STET_FTR_FOLDER={setting}: no such folder; name the one that holds the host.txt files")
    return FtrFolder(folder)


def rules_of(url: str, sites: Sites, setting: str) -> Site | None:
    """The rules that a page is read with: its site file's, else those of the folder. Raises SiteFileError."""
    folder = ftr_folder(setting)
    return sites.of_host(host_of(url)) or (folder.site_of(host_of(url)) if folder else None)
