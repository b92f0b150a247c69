"""``scrapy browse``: the reading room, Datasette with our pages on the crawl's database, also while a crawl writes."""

from __future__ import annotations

import os
import secrets
import signal
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from spiders.store_command import StoreCommand
from storage.reading_room import SHORTEST_TOKEN, TOKEN_VARIABLE

if TYPE_CHECKING:
    import argparse

    from storage import Store


class Command(StoreCommand):
    """Serves on loopback unless told otherwise; everything but marking mistakes is read-only."""

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Open the reading room: search, read, check and export what was stored"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and where to listen."""
        super().add_options(parser)
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
        parser.add_argument("--port", type=int, default=8001, help="port to listen on (default %(default)s)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Called by Scrapy. Opening the store once brings an older database up to date."""
        super().run(args, opts)
        if self.exitcode == 0:
            with suppress(KeyboardInterrupt):  # while it is being loaded; the server takes it itself
                self._serve(opts.host, opts.port)

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:  # noqa: ARG002
        """Status 1 where the port is taken, or the token can be guessed."""
        if args:
            raise UsageError("takes no arguments; name the database with -s STET_DATABASE=FILE")
        if len(os.environ.get(TOKEN_VARIABLE) or "x" * SHORTEST_TOKEN) < SHORTEST_TOKEN:
            self.fail(f"{TOKEN_VARIABLE} is shorter than {SHORTEST_TOKEN} characters: it could be guessed")
            return 1
        try:
            socket.create_server((opts.host, opts.port)).close()
        except (OSError, OverflowError) as error:
            self.fail(f"cannot listen on {opts.host}:{opts.port}: {error}; choose another with --port")
            return 1
        return 0

    def _serve(self, host: str, port: int) -> None:
        """Until Ctrl-C."""
        token = os.environ.get(TOKEN_VARIABLE) or secrets.token_urlsafe(16)
        print(f"Reading room    http://{host}:{port}/")
        print(f"Mark mistakes   http://{host}:{port}/sign-in with the token {token}")
        print("Ctrl-C ends it.", flush=True)
        os.environ[TOKEN_VARIABLE] = token
        # The server ends its answers on SIGTERM; of a closed terminal it knows nothing.
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
        from storage.reading_room.serving import serve  # noqa: PLC0415  (Datasette: every command would load it)

        serve(self.database, host, port)
