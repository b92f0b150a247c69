"""What counts as one host for all machines: the registrable name, as the public suffix list has it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from spiders.web.addresses import host_of

if TYPE_CHECKING:
    from tldextract import TLDExtract


@lru_cache(maxsize=1)
def _splitter() -> TLDExtract:
    """With the list that comes with the library: no machine may know another one than the others. With the private part
    of it, so that two blogs of one service are two."""
    from tldextract import TLDExtract  # noqa: PLC0415  (every command would load it, and requests with it)

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@lru_cache(maxsize=10_000)
def registrable_name(url: str) -> str:
    """``bbc.co.uk`` for ``https://www.bbc.co.uk/news``; the host itself where it has none."""
    host = host_of(url)
    found = _splitter()(host)
    if found.suffix or found.ipv4 or found.ipv6:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])  # the list's own rule for what it does not know
