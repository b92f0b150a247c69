"""Settings as they were given, for all commands: one that cannot be read is told before anything starts."""

from __future__ import annotations

import logging
import math
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import default_settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from scrapy.settings import BaseSettings

# Their defaults are whole numbers, though Scrapy reads parts of seconds.
SECONDS = frozenset({"DOWNLOAD_DELAY", "DOWNLOAD_TIMEOUT", "CLOSESPIDER_TIMEOUT_NO_ITEM"})
# A reader takes half a gigabyte of addresses for itself before it has read a page.
SMALLEST_PAGE_MEMORY = 800_000_000
AT_LEAST_ONE = ("CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN", "DOWNLOAD_TIMEOUT", "DOWNLOAD_MAXSIZE")
LEAST = dict.fromkeys((*AT_LEAST_ONE, "STET_PAGE_SECONDS"), 1) | {"STET_PAGE_MEMORY": SMALLEST_PAGE_MEMORY}
SIGNED = ("PRIORITY", "INDENT")  # parts of the names of those that may be less than nothing
LARGEST = 2**63 - 1
PRIORITY_CMDLINE = 40
TRUTHS = frozenset({"True", "true", "False", "false"})


class ReadsSettings(ScrapyCommand):
    """A command that ends with 2 and one line where a setting cannot be read."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Called by Scrapy before anything starts."""
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101  (cmdline sets it)
        if fault := wrong_setting(self.settings):
            raise UsageError(fault, print_help=False)

    def fail(self, reason: str) -> None:
        """Say why on stderr, end with 1."""
        name = type(self).__module__.rpartition(".")[2]
        print(f"scrapy {name}: {reason}", file=sys.stderr)
        self.exitcode = 1


def given(settings: BaseSettings) -> dict[str, str]:
    """What the user set with -s, for commands that start others."""
    names = [name for name in settings if settings.getpriority(name) == PRIORITY_CMDLINE]
    return {name: str(settings[name]) for name in names}


def wrong_setting(settings: BaseSettings) -> str | None:
    """What is wrong with a setting that has to be a number, a truth or a file; None where all can be read."""
    ours = import_module("spiders.settings")
    for name, given in settings.items():
        default = getattr(ours, name, getattr(default_settings, name, None))
        if isinstance(given, str) and isinstance(default, (bool, int, float)):
            wanted, read = _reader(name, default)
            if not _can_read(read, given):
                return f"{name}={given}: give {wanted}"
            if fault := _out_of_bounds(name, read(given)):
                return f"{name}={given}: {fault}"
    if "://" in str(settings.get("STET_DATABASE") or ""):
        return f"STET_DATABASE={settings['STET_DATABASE']}: is an address; name a file of this machine"
    return _wrong_level(settings)


def _out_of_bounds(name: str, value: float) -> str | None:
    """What a run would wait for without end, or could not count."""
    least = LEAST.get(name, 0)
    if value < least and not any(part in name for part in SIGNED):
        return f"give a number from {least}"
    return "no number is that large" if value > LARGEST else None


def _wrong_level(settings: BaseSettings) -> str | None:
    names, level = logging.getLevelNamesMapping(), settings.get("LOG_LEVEL")
    is_wrong = isinstance(level, str) and level not in names
    return f"LOG_LEVEL={level}: give one of {', '.join(names)}" if is_wrong else None


def _reader(name: str, default: float) -> tuple[str, Callable[[str], float]]:
    if isinstance(default, bool):
        return "True or False", lambda given: given in TRUTHS or int(given)
    if isinstance(default, float) or name in SECONDS:
        return "a number", float
    return "a whole number", int


def _can_read(read: Callable[[str], float], given: str) -> bool:
    try:
        return math.isfinite(read(given))
    except (ValueError, OverflowError):
        return False
