"""Who is answered at all: hosts that this machine goes by, and what of an answer is kept by nobody."""

from __future__ import annotations

import ipaddress
import os
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from storage.reading_room.spreadsheets import harmless_rows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Send = Callable[[dict[str, Any]], Awaitable[None]]

HOSTS_VARIABLE = "STET_HOSTS"
FOREIGN = b"This name is not one of the reading room's. Name it in STET_HOSTS, several divided by commas.\n"
MOST_FACETS = 10  # of one page: each is a question over the whole table
GREEDY = b"A page has at most 10 facets.\n"
SIGNED_IN = b"ds_actor="


def is_answered(host: str) -> bool:
    """Whether a Host header is one of ours.

    A page of another site can make a browser ask this server under that site's name (DNS rebinding), and read what it
    answers. It cannot do so under a number or localhost.
    """
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() and not host.endswith("]") else host
    if name.lower().rstrip(".") in {"localhost", *_named()}:
        return True
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _named() -> set[str]:
    return {each.strip().lower() for each in os.environ.get(HOSTS_VARIABLE, "").split(",") if each.strip()}


def doors(app: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """An ASGI wrapper that refuses other hosts, keeps answers for one person out of caches, and CSV from formulas."""

    async def guarded(scope: dict[str, Any], receive: object, send: Send) -> None:
        headers = dict(scope.get("headers") or ())
        if scope["type"] == "http" and not is_answered(headers.get(b"host", b"").decode("latin-1")):
            await _refuse(send, 421, FOREIGN)
            return
        if _facets(scope) > MOST_FACETS:
            await _refuse(send, 400, GREEDY)
            return
        is_private = SIGNED_IN in headers.get(b"cookie", b"") or scope.get("path", "").endswith("/sign-in")
        await app(scope, receive, Answer(send, is_private=is_private, may_be_csv=_asks_for_csv(scope)))

    return guarded


def _asks_for_csv(scope: dict[str, Any]) -> bool:
    return scope.get("path", "").endswith(".csv") or b"_format=csv" in scope.get("query_string", b"")


def _stays_here(place: bytes) -> bytes:
    """Where an answer leads to. Datasette cuts the last slash of ``/\\x.example/``; browsers read two slashes there."""
    return b"/" + place.lstrip(b"/\\") if place[:1] == b"/" else place


def _facets(scope: dict[str, Any]) -> int:
    asked = parse_qsl(scope.get("query_string", b"").decode("latin-1"))
    return sum(name.startswith("_facet") for name, _ in asked)


async def _refuse(send: Send, status: int, why: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": why})


class Answer:
    """Sends one answer. Datasette writes a CSV file row by row, each a message of its own."""

    def __init__(self, send: Send, *, is_private: bool, may_be_csv: bool) -> None:
        self._send, self._is_private, self._may_be_csv, self._is_csv = send, is_private, may_be_csv, False

    async def __call__(self, message: dict[str, Any]) -> None:
        """Called for each message."""
        if message["type"] == "http.response.start":
            given = [self._amended(*each) for each in message.get("headers", []) if not self._replaces(each[0])]
            kind = next((value for name, value in given if name.lower() == b"content-type"), b"")
            self._is_csv = self._may_be_csv and kind.startswith((b"text/csv", b"text/plain"))
            private = [(b"cache-control", b"no-store")] if self._is_private else []
            message = message | {"headers": [*given, *private]}
        elif self._is_csv and message.get("body"):
            message = message | {"body": harmless_rows(message["body"].decode()).encode()}
        await self._send(message)

    @staticmethod
    def _amended(name: bytes, value: bytes) -> tuple[bytes, bytes]:
        return name, _stays_here(value) if name.lower() == b"location" else value

    def _replaces(self, name: bytes) -> bool:
        return self._is_private and name.lower() == b"cache-control"
