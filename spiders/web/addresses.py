"""Web addresses: what may be asked for, and when two of them name the same page."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from w3lib.url import canonicalize_url, safe_url_string

# Parameters that name the reader's way to a page, never the page. courlan's list goes further ("cid", "source", "uid"
# and every parameter without a value) and would make one address of different articles.
TRACKER = re.compile(
    r"^(utm_\w+|mtm_\w+|pk_\w+|mc_[ce]id|fbclid|gclid|dclid|gbraid|wbraid|msclkid|twclid|yclid|igshid|_ga|_gl|__twitter_impression)$",
    re.IGNORECASE,
)
# Parameters that name a visit: new in each answer, and the same page without them.
SESSION = re.compile(
    r"^;*(phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken|sess(ion)?_?id|oscsid|zenid)$",
    re.IGNORECASE,
)
SESSION_VALUE = re.compile(r"^(sid|session|s|phpsessionid)=[0-9a-f]{24,}$", re.IGNORECASE)  # may mean other things
SESSION_IN_PATH = re.compile(
    r"(?:;|%3B)(?:jsessionid|phpsessid|sid|sessionid)(?:=|%3D)[^/?#;]*|/\((?:[SFAX]\([\w-]{20,40}\))+\)(?=/)",
    re.IGNORECASE,
)
DOT_BEHIND = re.compile(r"\.(?=:\d*$|$)")  # of a host
LONGEST = 2000
NO_HOST = re.compile(r"[\x00-\x20\x7f\\]")  # what no host has in its name


def is_web_address(url: str) -> bool:
    """Whether the address is http(s), names a host, and has a length that servers accept."""
    try:
        parts = urlsplit(url)
        names_host = not NO_HOST.search(parts.netloc) and _is_host(parts.hostname or "")
        return parts.scheme in {"http", "https"} and names_host and parts.port != 0 and len(url) <= LONGEST
    except ValueError:
        return False


def _is_host(host: str) -> bool:
    """Percent signs stand before the zone of an IPv6 address alone; ``8.8.8.8%.example`` is neither number nor name."""
    return bool(host) and ("%" not in host or ":" in host)


@lru_cache(maxsize=256)  # asked many times over while a page is judged
def host_of(url: str) -> str:
    """The host of an address in lower case, without port and without a dot behind it; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def without_trackers(query: str) -> str:
    """A query string without the parameters that only follow the reader."""
    pairs = parse_qsl(query, keep_blank_values=True)
    if not any(_is_of_reader(name, value) for name, value in pairs):
        return query
    return urlencode([(name, value) for name, value in pairs if not _is_of_reader(name, value)])


def _is_of_reader(name: str, value: str) -> bool:
    return bool(TRACKER.match(name) or _is_session(name, value))


def _is_session(name: str, value: str) -> bool:
    return bool(SESSION.match(name) or SESSION_VALUE.match(f"{name}={value}"))


def without_session(url: str) -> str:
    """An address without the name of a visit, which servers put into the links for readers without cookies."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _is_session(name, value)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return parts._replace(path=SESSION_IN_PATH.sub("", parts.path), query=query).geturl()


def canonical(url: str) -> str:
    """The tidy form of an address: trackers and fragment gone, query sorted, host in lower case."""
    parts = urlsplit(url)
    port = {("http", ":80"), ("https", ":443")} & {(parts.scheme, ":" + parts.netloc.rpartition(":")[2])}
    netloc = DOT_BEHIND.sub("", parts.netloc.rpartition(":")[0] if port else parts.netloc)
    path = SESSION_IN_PATH.sub("", parts.path)
    return canonicalize_url(parts._replace(netloc=netloc, path=path, query=without_trackers(parts.query)).geturl())


def page_key(url: str) -> str:
    """What two addresses of one page have in common: ``http`` or ``https``, with ``www.`` or without.

    Pages are asked for under the address that was listed; this only keeps one from being asked for twice.
    """
    return canonical(url).partition("://")[2].removeprefix("www.")


def absolute(base: str, link: str) -> str | None:
    """A link as it stands in a document -> the address to ask for, without fragment; None if there is none to ask."""
    try:
        url = without_session(safe_url_string(urljoin(base, link.strip())).partition("#")[0])
    except ValueError:
        return None
    return url if is_web_address(url) else None


def front_page_of(text: str) -> str | None:
    """``https://example.org/`` of a domain or of any address there; None where it is neither."""
    url = absolute(text if "://" in text else f"https://{text}/", "/")
    return url if url and " " not in text.strip() else None
