"""The grammar of what robots are told: X-Robots-Tag, robots meta tags, and the lines about machines in robots.txt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = frozenset({"robots", "stet", "*"})
VALUED = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
DIVIDERS = re.compile(r"[,;\r\n]")


def words_of(value: str) -> Iterator[str]:
    """The words in a value that are meant for us.

    ``noarchive, otherbot: noindex, noai, stet: nofollow, max-snippet: 20``: a name with a colon says for whom the words
    behind it are, up to the next name; words before the first name are for everybody.
    """
    is_ours = True
    for part in DIVIDERS.split(value):
        name, colon, rest = part.partition(":")
        while colon and (agent := name.strip().lower()) not in VALUED:
            is_ours = agent.partition("/")[0].strip() in OURS
            name, colon, rest = rest.partition(":")
        if is_ours:
            yield from name.lower().split()


LINE = re.compile(r"[ \t]*([A-Za-z-]+)[ \t]*:[ \t]*([^\r\n#]*)")
REFUSED = re.compile(r"\bai-(?:train|input)\s*=\s*no\b", re.IGNORECASE)


def reservations(robots_txt: str) -> list[tuple[str, str]]:
    """Beginnings of paths that a robots.txt reserves from machines that learn, each with the word by which it does.

    ``DisallowAITraining: /`` and ``Content-Signal: ai-train=no``, which may begin with a path, in a group that is for
    everybody or for us, or before all groups.
    """
    found: list[tuple[str, str]] = []
    is_ours, names_agents = True, False
    for line in robots_txt.splitlines():
        match = LINE.match(line)
        key, value = (match[1].lower(), match[2].strip()) if match else ("", "")
        if key == "user-agent":
            is_agent = value.lower().partition("/")[0] in OURS
            is_ours, names_agents = is_agent or (names_agents and is_ours), True
            continue
        names_agents = names_agents and not key
        path = value.split()[0] if value.startswith("/") else "/"
        if is_ours and key == "disallowaitraining" and value:
            found.append((path, "disallowaitraining"))
        elif is_ours and key == "content-signal" and REFUSED.search(value):
            found.append((path, "content-signal"))
    return found
