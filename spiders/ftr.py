"""The folder of other people's rules that STET_FTR_FOLDER names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from extractors.ftr_site import FtrFolder
from extractors.site import SiteFileError


@lru_cache(maxsize=4)
def ftr_folder(setting: str) -> FtrFolder | None:
    """The folder, listed once a process; None where the setting is empty. Raises SiteFileError where it is none."""
    if not setting:
        return None
    folder = Path(setting).expanduser()
    if not folder.is_dir():
        raise SiteFileError(f"STET_FTR_FOLDER={setting}: no such folder; name the one that holds the host.txt files")
    return FtrFolder(folder)
