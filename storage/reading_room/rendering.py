"""An archived page unpacked, and made harmless within bounds."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import zlib
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from w3lib.encoding import html_to_unicode

from extractors.html.crowded_tags import without_crowded_tags
from storage.reading_room import HERE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage import Exchange
    from storage.reading_room.harmless.passages import Passage

LARGEST = 32 * 2**20
MOST_PACKINGS = 2
SECONDS = 10  # of processor time that one page may take
MEMORY = 2 * 2**30
# The program of the process: of the project it finds ``harmless`` alone.
ALONE = "import sys; sys.path.append(sys.argv[1]); from harmless.page import answer; answer()"
# Its methods that unpack need no crawler; its constructor does.
UNPACKER = HttpCompressionMiddleware.__new__(HttpCompressionMiddleware)


def source_of(exchange: Exchange) -> str:
    """The body as text, unpacked and decoded. Raises ValueError where it cannot be unpacked."""
    packings = [value.encode() for name, value in exchange.response_headers if name.lower() == "content-encoding"]
    if sum(value.count(b",") + 1 for value in packings) > MOST_PACKINGS:
        raise ValueError("it is packed more than twice")
    try:
        body, unknown = UNPACKER._handle_encoding(exchange.body, packings, LARGEST)
    except (ValueError, OSError, EOFError, zlib.error) as error:
        raise ValueError(f"it cannot be unpacked: {error}") from error
    if unknown:
        raise ValueError(f"it is packed in a way that is not known here: {', '.join(map(repr, unknown))}")
    declared = next((value for name, value in exchange.response_headers if name.lower() == "content-type"), None)
    return html_to_unicode(declared, body)[1]


def uncrowded(source: str) -> str:
    """What a page is before it is made harmless: of crowded tags the names are left."""
    return without_crowded_tags(source.encode("utf-8", "replace")).decode("utf-8", "replace")


async def rendered(
    source: str,
    passages: Sequence[Passage] = (),
    url: str = "",
    styles: Mapping[str, str] | None = None,
    *,
    plain: bool = False,
) -> str:
    """The page made harmless, passages marked, in its styles or ``plain``, in a process of its own.

    Raises ValueError where that takes too long.
    """
    asked = {
        "source": uncrowded(source),
        "passages": list(passages),
        "url": url,
        "styles": dict(styles or {}),
        "plain": plain,
    }
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", ALONE, str(HERE), stdin=pipe, stdout=pipe, stderr=pipe, preexec_fn=_bounded
    )
    try:
        out, _ = await process.communicate(json.dumps(asked).encode())
    finally:
        if process.returncode is None:  # the reader has gone
            process.kill()
    if process.returncode:
        raise ValueError(f"it takes longer than {SECONDS} s, or too much memory; its source can be read")
    return out.decode()


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
