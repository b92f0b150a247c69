"""How a container can be named in a selector that will still hold next year: no name that a builder made."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.html.document import Container

# Names that people give: words between hyphens, perhaps with a number of one digit behind; no hash, no build number.
NAME = re.compile(r"[A-Za-z]{2,}\d?(?:(?:-{1,2}|_{1,2})[A-Za-z]{2,}\d?)*")
# What builders of style sheets make: css-..., Box__aBcde, layout__DHdd1, bMaoRo. A short name in humps (topNav) is lost
# with them.
GENERATED = re.compile(
    r"^(?:css|sc|jsx|svelte|emotion)-"
    r"|__(?=[A-Za-z]*(?:[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Z][a-z]*\d))[A-Za-z\d]{5,6}$"
    r"|^(?=.*[a-z][A-Z])[A-Za-z]{5,7}$"
    r"|[a-z][A-Z][a-z]?[A-Z]"
)
# A person's name before a hash: Quote_quote__h5pM8, _caption_j51b3_14.
HASHED = re.compile(r"([A-Za-z][A-Za-z-]*_[A-Za-z-]+__)[\w-]{5,8}|(_[A-Za-z-]{3,}_)[a-z\d]{5}_\d+")
# How a block looks and not what it is: tomorrow a paragraph looks like that.
LOOKS = re.compile(
    r"(?:row|col|column|flex|grid|block|inline|sticky|fixed|hidden|visible|active|open|success|control|small|large|left"
    r"|right|center|wide|full|container|wrapper|inner|outer|content|section|item|list|text|title|clearfix|size|font|border"
    r"|bg|mt|mb|my|mx|px|py|uppercase|bold|headline|big|first|last|clear|hide|contain|compressed)(?:-.*)?"
)
VOWELLESS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}", re.IGNORECASE)
ATTRIBUTES = ("data-testid", "itemprop")
# Tags that say what is in them, beside those that have a hyphen (live-list): an outlet makes these for one purpose.
TELLING_TAGS = frozenset({"article", "main", "aside", "figure", "figcaption", "h1"})


@lru_cache(maxsize=10_000)
def is_stable(name: str) -> bool:
    """Whether a class or id says what a block is, in words of a person, so that it will be there next year."""
    made = GENERATED.search(name) or VOWELLESS.search(name) or LOOKS.fullmatch(name)
    return bool(NAME.fullmatch(name)) and not made


def _names(container: Container) -> Iterator[tuple[str, str]]:
    """Each stable name of a container and the selector by which it is found."""
    get = container.element.get
    if is_stable(identifier := get("id") or ""):
        yield identifier, f"#{identifier}"
    for name in (get("class") or "").split():
        if is_stable(name):
            yield name, f".{name}"
        elif (hashed := HASHED.fullmatch(name)) and is_stable((begin := hashed[1] or hashed[2]).strip("_")):
            yield begin, f"[class^='{begin}'], [class*=' {begin}']"
    for attribute in ATTRIBUTES:
        if is_stable(name := get(attribute) or ""):
            yield name, f"[{attribute}='{name}']"


def stable_names(container: Container) -> list[str]:
    """What people call a container."""
    return [name for name, _ in _names(container)]


def selectors_of(container: Container) -> list[str]:
    """The short selectors by which a container can be named, each once."""
    named = [selector for _, selector in _names(container)]
    tagged = (f"{container.tag}{selector}" for selector in named if selector.startswith("."))
    tag = [container.tag] if container.tag in TELLING_TAGS or "-" in container.tag else []
    return list(dict.fromkeys(chain(named, tagged, tag)))
