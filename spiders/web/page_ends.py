"""Whether a page came whole: what came of a packed body is unpacked all the same, and nobody is told."""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
from backports.zstd import ZstdDecompressor, ZstdError

if TYPE_CHECKING:
    from collections.abc import Sequence

TAIL = 1000  # bytes in which a page ends that is whole
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS  # zlib tells them apart by their first bytes


def has_end(body: bytes) -> bool:
    """Whether a page ends as whole ones do; many that are whole do not."""
    return b"</html" in body[-TAIL:].lower()


def ends_early(body: bytes, packings: Sequence[bytes]) -> bool:
    """Whether the end of a body is missing, which was unpacked before: nothing more comes out of it than came then.

    ``packings`` are the values of its Content-Encoding. What is packed twice, or as raw deflate without a head, is not
    looked at.
    """
    with suppress(zlib.error, brotli.error, ZstdError):
        match [packing.strip().lower() for packing in packings]:
            case [b"gzip" | b"x-gzip" | b"deflate"]:
                unpacker = zlib.decompressobj(GZIP_OR_ZLIB)
                unpacker.decompress(body)
                return not unpacker.eof
            case [b"br"]:
                brotlied = brotli.Decompressor()
                brotlied.process(body)
                return not brotlied.is_finished()
            case [b"zstd"]:
                zstandard = ZstdDecompressor()
                zstandard.decompress(body)
                return not zstandard.eof
    return False
