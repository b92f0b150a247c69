"""Services between an outlet and its readers: they count clicks, shorten addresses, and lead on to the article."""

from __future__ import annotations

from spiders.discovery.front_pages import same_site
from spiders.web.addresses import host_of

SERVICES = frozenset(
    {"feedproxy.google.com", "feedburner.com", "feedsportal.com", "pheedo.com", "feedblitz.com", "follow.it", "dlvr.it"}
    | {"t.co", "bit.ly", "buff.ly", "ow.ly", "is.gd", "tinyurl.com", "trib.al", "ift.tt", "lnkd.in", "goo.gl", "fb.me"}
    | {"flip.it", "rss.app"}
)


def leads_astray(asked: str, answered: str, site: str) -> bool:
    """Whether an address that was asked for the sake of a site (its name) is of a service, and led to another one."""
    home = f"https://{site}/"
    return is_service(asked) and not same_site(answered, home)


def is_service(url: str) -> bool:
    """Whether an address is one of a service."""
    host = host_of(url)
    return any(host == service or host.endswith(f".{service}") for service in SERVICES)


def leads_on(url: str, listed_by: str, origin: str) -> bool:
    """Whether an address of another site may lead to the site: it is of such a service, or of one that has the feed."""
    return is_service(url) or (same_site(url, listed_by) and not same_site(listed_by, origin))
