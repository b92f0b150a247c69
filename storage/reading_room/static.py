"""The style sheet and the script of our pages."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from datasette.utils.asgi import NotFound, Response

from storage.reading_room import HERE

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


@lru_cache(maxsize=8)
def version_of(name: str) -> str:
    """Part of the address, so that a browser that has kept an older file asks again."""
    return hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:8]


async def send(request: Request) -> Response:
    """One file. Raises NotFound."""
    name = request.url_vars["name"]
    path = HERE / "static" / name
    if not path.is_file():
        raise NotFound(f"no file {name}")
    headers = {"cache-control": "max-age=86400"}
    return Response(path.read_text(), headers=headers, content_type=TYPES[path.suffix[1:]])
