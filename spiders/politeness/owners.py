"""What counts as one host for all machines: the registrable name, as the public suffix list has it."""

from __future__ import annotations

from functools import lru_cache

from tldextract import TLDExtract

from spiders.web.addresses import host_of

# The list that comes with the library: no machine may know another one than the others. With the private part of it,
# so that two blogs of one service are two.
_split = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@lru_cache(maxsize=10_000)
def registrable_name(url: str) -> str:
    """``bbc.co.uk`` for ``https://www.bbc.co.uk/news``; the host itself where it has none."""
    host = host_of(url)
    found = _split(host)
    if found.suffix or found.ipv4 or found.ipv6:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])  # the list's own rule for what it does not know
