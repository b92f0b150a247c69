"""Let no page, feed or redirect send the crawl to an address of this machine or its network."""

from __future__ import annotations

import ipaddress
import logging
import socket
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer

from spiders.web.addresses import NO_HOST, host_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.interfaces import IAddress, IHostResolution

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LOCAL_NAMES = ("localhost", "local", "internal", "home.arpa")
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv6 addresses that carry an IPv4 address (NAT64)
# All that IANA has given to the open internet. What lies outside is of one network (fc00::/7, fec0::/10,
# 64:ff9b:1::/48), or carries an IPv4 address in a way that nobody should use (::127.0.0.1, ::ffff:0:127.0.0.1).
UNICAST = ipaddress.ip_network("2000::/3")
DOCUMENTATION = ipaddress.ip_network("3fff::/20")
# Of IETF protocols and old relays: global to Python before 3.13, and to no network that keeps the rules.
PROTOCOLS = (ipaddress.ip_network("192.0.0.0/24"), ipaddress.ip_network("192.88.99.0/24"))

logger = logging.getLogger(__name__)
private_hosts: set[str] = set()
"""Names whose only addresses were private: their failure is told as such."""


def numeric_address(host: str) -> Address | None:
    """The address that a host is written as, in any notation (``127.1``, ``0x7f000001``); None for a name."""
    text = host.strip("[]")
    try:
        return ipaddress.ip_address(text.partition("%")[0] if ":" in text else text)
    except ValueError:
        return _classic_address(host.rstrip("."))


def _classic_address(host: str) -> Address | None:
    """``inet_aton`` reads on to the first blank; a host that has one is no number, whatever stands before it."""
    try:
        return None if NO_HOST.search(host) else ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeEncodeError):
        return None


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet, also where an IPv6 address carries an IPv4 one."""
    if isinstance(address, ipaddress.IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in TRANSLATED:
            carried = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if carried:
            return is_public(carried)
        if address not in UNICAST or address in DOCUMENTATION:
            return False
    elif any(address in network for network in PROTOCOLS):
        return False
    return address.is_global and not address.is_multicast


def is_public_host(host: str) -> bool:
    """Whether a host may be asked as far as it can be told without resolving its name."""
    address = numeric_address(host)
    if address is not None:
        return is_public(address)
    labels = host.rstrip(".").lower()
    return not any(labels == name or labels.endswith("." + name) for name in LOCAL_NAMES)


@lru_cache(maxsize=1)
def _say_that_a_proxy_resolves() -> None:
    """Once a process, however many crawls it has."""
    logger.warning(
        "http_proxy or https_proxy is set: the proxy resolves names, so what they resolve to is not checked "
        "here; see that it refuses addresses of your network"
    )


class PublicHosts:
    """Refuses requests whose address says that they stay in this network. STET_ALLOW_PRIVATE opens it for tests."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NotConfigured where private addresses are allowed."""
        if crawler.settings.getbool("STET_ALLOW_PRIVATE"):
            raise NotConfigured
        if {"http", "https"} & set(getproxies()):
            _say_that_a_proxy_resolves()
        return cls()

    def process_request(self, request: Request) -> None:
        """Raises IgnoreRequest, with the reason."""
        if not is_public_host(host_of(request.url)):
            raise IgnoreRequest("the address is one of this machine or its network")


@implementer(IResolutionReceiver)
class _PublicReceiver:
    """Hands on those addresses of a name that are public."""

    def __init__(self, receiver: Any, host: str) -> None:
        self._receiver, self._host, self._refused, self._given = receiver, host, False, False

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802  (Twisted's name)
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        if is_public(ipaddress.ip_address(address.host.partition("%")[0])):
            self._given = True
            self._receiver.addressResolved(address)
        else:
            self._refused = True

    def resolutionComplete(self) -> None:  # noqa: N802
        if self._refused and not self._given:
            private_hosts.add(self._host)
        self._receiver.resolutionComplete()


class PublicResolver(CachingHostnameResolver):
    """Resolves names over IPv4 and IPv6, and hides private answers.

    What is resolved here is what is connected to, so an answer that changes between check and use cannot slip through.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, *, allow_private: bool) -> None:
        super().__init__(reactor, cache_size)
        self._allow_private = allow_private
        self._proxies = {urlsplit(address).hostname for address in getproxies().values()}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Made once a process; ``crawler`` is the CrawlerProcess, of which only the settings are used."""
        settings = crawler.settings
        return cls(reactor, settings.getint("DNSCACHE_SIZE"), allow_private=settings.getbool("STET_ALLOW_PRIVATE"))

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """As Twisted asks for it."""
        receiver = resolutionReceiver
        # Numbers too: what this module takes for one may be a name to the resolver. The proxy is the user's own choice.
        if not self._allow_private and hostName not in self._proxies:
            receiver = _PublicReceiver(receiver, hostName)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)
