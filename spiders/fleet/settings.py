"""What crawls on several machines need: the extra, and the settings that name what they share."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

SHARED = ("STET_FLEET_DSN", "STET_FLEET_STORAGE")
NEEDED = ("procrastinate", "psycopg", "fsspec")


def fleet_fault(settings: BaseSettings) -> str | None:
    """What is missing, in words; None where nothing is."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        return f"needs {', '.join(missing)}: make fleet installs it"
    return next((f"{name} is not set" for name in SHARED if not settings[name]), None)
