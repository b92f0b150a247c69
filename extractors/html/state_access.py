"""What the data of an article says of who may read it."""

from __future__ import annotations

import re
from typing import Any

# Names of fields without case and signs: true and its like mean that readers pay, or that all may read.
PAID = re.compile(
    r"^(?:is|has|requires?|needs?)?(?:article)?(?:premium|paid|paywall(?:ed|enabled)?|locked|metered|subscri(?:ption|ber)s?"
    r"(?:only|required)?|plus|payant|abo|exclusive|membersonly|registration(?:required)?|login(?:required)?"
    r"|(?:content)?protected|restricted|gated)(?:article|content)?(?:active|enabled|status)?$"
)
FREE = re.compile(r"^(?:is)?(?:free|accessibleforfree|freearticle|freetoread|openaccess|ispublic)$")
LEVEL = re.compile(
    r"^(?:article|content|page)?(?:access|tier|restrictions?|paywall|code|visibility|protection|subscription)"
    r"(?:type|level|tier|status|code|mode|model|class)?$"
)
WITHHELD = re.compile(
    r"^(?:premium|paid|pay|locked|metered|subscri\w*|members?\w*|plus|abo\w*|registered|registration|restricted|paywall\w*"
    r"|gated|protected|payant|exclusive)$"
)
SWITCHES = frozenset({"enabled", "active", "required", "isactive", "isenabled", "show", "on"})
TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
NO_SIGNS = re.compile(r"[\W_]")


def is_withheld(article: dict[str, Any]) -> bool:
    """Whether a thing says of itself that it is not for everyone."""
    return any(_withholds(NO_SIGNS.sub("", name).lower(), value) for name, value in article.items())


def _withholds(key: str, value: Any) -> bool:
    if isinstance(value, dict):  # {"paywall": {"enabled": true}}, {"content_restrictions": {"content_code": "premium"}}
        inner = [(NO_SIGNS.sub("", name).lower(), part) for name, part in value.items() if not isinstance(part, dict)]
        says = bool(PAID.match(key) or LEVEL.match(key))
        return says and any((name in SWITCHES and _is(True, part)) or _withholds(name, part) for name, part in inner)
    if FREE.match(key):
        return _is(False, value)
    said = NO_SIGNS.sub("", value).lower() if isinstance(value, str) else ""
    return bool(PAID.match(key) and _is(True, value)) or bool(
        (PAID.match(key) or LEVEL.match(key)) and WITHHELD.match(said)
    )


def _is(truth: bool, value: Any) -> bool:
    return value is truth or (isinstance(value, str) and TRUTHS.get(value.strip().lower()) is truth)
