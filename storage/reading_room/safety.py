"""What keeps stored pages dead in the browser: a strict policy on every answer, and nonces for our own scripts."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from jinja2 import Environment

# Scripts and styles come from this server or carry the nonce of this answer; nothing at all comes from elsewhere.
# Datasette's own pages set heights and colours in style attributes, which can load nothing under this policy.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'nonce-{nonce}'",
        "style-src 'self' 'nonce-{nonce}'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)
# For the rendering of an archived page: no script, no form, no link, no request of any kind; its own styles alone.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'"
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"x-dns-prefetch-control": b"off",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
TAG = re.compile(r"<(script|style)\b(?![^>]*\bnonce=)")


def new_nonce() -> str:
    """For one answer."""
    return secrets.token_urlsafe(18)


def guard(make_nonce: Callable[[], str]) -> Callable[[Any], Any]:
    """An ASGI wrapper that adds the headers; an answer that has a policy of its own keeps it."""

    def wrap(app: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def guarded(scope: dict[str, Any], receive: object, send: Callable[[Any], Awaitable[None]]) -> None:
            nonce = make_nonce()

            async def send_with_headers(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    message = message | {"headers": _headers(message.get("headers", []), nonce)}
                await send(message)

            await app(scope | {"stet_nonce": nonce}, receive, send_with_headers)

        return guarded

    return wrap


def _headers(given: list[tuple[bytes, bytes]], nonce: str) -> list[tuple[bytes, bytes]]:
    ours = {b"content-security-policy": POLICY.format(nonce=nonce).encode(), **HEADERS}
    there = {name.lower() for name, _ in given}
    return [*given, *((name, value) for name, value in ours.items() if name not in there)]


class NonceLoader(BaseLoader):
    """Templates whose script and style elements carry ``nonce``. What a page puts into a template never gets one."""

    def __init__(self, loader: BaseLoader) -> None:
        self.loader = loader

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """As the wrapped loader gives it, tags amended."""
        source, name, is_current = self.loader.get_source(environment, template)
        return TAG.sub(r'<\1 nonce="{{ nonce }}"', source), name, is_current

    def list_templates(self) -> list[str]:
        """All that the wrapped loader has."""
        return self.loader.list_templates()


def with_nonces(loader: BaseLoader | None) -> NonceLoader:
    """Wrap a loader, once."""
    assert loader is not None  # noqa: S101  (Datasette has set it)
    return loader if isinstance(loader, NonceLoader) else NonceLoader(loader)
