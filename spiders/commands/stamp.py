"""``scrapy stamp``: have each finished archive file time-stamped (RFC 3161), or verify the stamps offline."""

from __future__ import annotations

import sys
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

from scrapy.exceptions import UsageError

from spiders.store_command import StoreCommand
from spiders.web.addresses import is_web_address
from storage import ArchiveError
from storage.archive.time_stamps import finished_files, keep, query_of, stamp_of, verify

if TYPE_CHECKING:
    import argparse

    from storage import Store

SECONDS = 60
LARGEST = 2**20  # bytes of a stamp


class Command(StoreCommand):
    """Asks the service of STET_TIMESTAMP_SERVICE; nothing but the digest of a file is sent."""

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Have archive files time-stamped (RFC 3161), or verify the stamps"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and that of this command."""
        super().add_options(parser)
        parser.add_argument("--verify", type=Path, metavar="ROOTS", help="verify offline, with root certificates (PEM)")

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:  # noqa: ARG002
        """Status 1 where a file got no stamp, or a stamp is not good."""
        if args:
            raise UsageError("takes no arguments; name the database with -s STET_DATABASE=FILE")
        files = list(finished_files(self.archive))
        return self._verify(files, opts.verify) if opts.verify else self._stamp(files)

    def _stamp(self, files: list[Path]) -> int:
        assert self.settings is not None  # noqa: S101  (cmdline sets it)
        service = self.settings["STET_TIMESTAMP_SERVICE"]
        if not service:
            raise UsageError("set STET_TIMESTAMP_SERVICE to the address of a time-stamping service")
        wanted = [path for path in files if not stamp_of(path).exists()]
        for path in wanted:
            keep(path, _ask(service, query_of(path)))
        print(f"{len(wanted)} files stamped, {len(files) - len(wanted)} were")
        return 0

    def _verify(self, files: list[Path], roots: Path) -> int:
        faults = 0
        for path in files:
            try:
                print(f"{path.name}: there since {verify(path, roots)}")
            except ArchiveError as error:
                faults += 1
                print(f"{path.name}: {error}", file=sys.stderr)
        return int(bool(faults))


def _ask(service: str, query: bytes) -> bytes:
    """What the service answers. Raises ArchiveError where it does not, or its address is none of the web."""
    if not is_web_address(service):
        raise ArchiveError(f"{service}: no address of a service")
    headers = {"Content-Type": "application/timestamp-query"}
    request = Request(service, query, headers)  # noqa: S310  (http and https alone, looked at above)
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return bytes(answer.read(LARGEST))
    except (OSError, HTTPException) as error:
        raise ArchiveError(f"{service}: no time stamp: {error}") from error
