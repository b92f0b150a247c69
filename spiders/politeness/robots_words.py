"""The grammar of what robots are told: X-Robots-Tag, robots meta tags, and the lines about machines in robots.txt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = frozenset({"robots", "stet", "*", "all", "x-robots-tag"})  # the last where the header's name stands twice
OPT_OUTS = frozenset({"noai", "noarchive", "nocache", "noml"})
VALUED = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
DIVIDERS = re.compile(r"[,;\r\n]")
WORD = re.compile(r"[\w-]+")
NEGATION = re.compile(r"\bno[\s_-]+(?=[a-z])")  # no-archive, no archive
HOUR = re.compile(r"\d.*\d")  # of a date, in front of the minutes: no robot


def words_of(value: str) -> Iterator[str]:
    """The words in a value that are meant for us.

    ``noarchive, otherbot: noindex, noai, stet: nofollow, max-snippet: 20``: a name with a colon says for whom the words
    behind it are, up to the next name; words before the first name are for everybody.
    """
    ours = True
    for part in DIVIDERS.split(NEGATION.sub("no", value.lower())):
        name, colon, rest = part.partition(":")
        while colon and _is_agent(agent := name.strip()):
            ours = is_ours(agent)
            name, colon, rest = rest.partition(":")
        if ours:
            yield from WORD.findall(name)


def _is_agent(name: str) -> bool:
    """Whether what stands in front of a colon is a robot: ``noarchive: true`` and the hour of a date are none."""
    return name not in VALUED | OPT_OUTS and not HOUR.fullmatch(name)


def is_ours(agents: str) -> bool:
    """Whether one of the names of robots is everybody's or ours, with a version or without."""
    return any(agent.partition("/")[0].strip() in OURS for agent in agents.lower().split(","))


LINE = re.compile(r"[ \t]*([A-Za-z-]+)[ \t]*:[ \t]*([^\r\n#]*)")
REFUSED = re.compile(
    r"(?<![\w-])(?:ai-(?:train|input)|train-(?:gen)?ai|(?:gen)?ai|tdm)\s*=\s*(?:no|n)\b", re.IGNORECASE
)
SAYS = ("content-signal", "content-usage")


def refuses_learning(value: str) -> bool:
    """Whether a Content-Signal or Content-Usage says that machines are not to learn from a page."""
    return bool(REFUSED.search(value))


def reservations(robots_txt: str) -> list[tuple[str, str]]:
    """Beginnings of paths that a robots.txt reserves from machines that learn, each with the word by which it does.

    ``DisallowAITraining: /``, ``Content-Signal: ai-train=no`` and ``Content-Usage: train-ai=n``, which may begin with a
    path, in a group that is for everybody or for us, or before all groups.
    """
    found: list[tuple[str, str]] = []
    ours, names_agents = True, False
    for line in robots_txt.splitlines():
        match = LINE.match(line)
        key, value = (match[1].lower(), match[2].strip()) if match else ("", "")
        if key == "user-agent":
            ours, names_agents = is_ours(value) or (names_agents and ours), True
            continue
        names_agents = names_agents and not key
        path = value.split()[0] if value.startswith("/") else "/"
        if ours and key.replace("-", "") == "disallowaitraining" and value:
            found.append((path, "disallowaitraining"))
        elif ours and key in SAYS and refuses_learning(value):
            found.append((path, key))
    return found
