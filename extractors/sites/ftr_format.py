"""Site configs of Full-Text RSS, the format that wallabag and others share: ``example.com.txt``, a directive a line.

Read by the format's documentation (help.fivefilters.org, "Site Patterns"). Directives that steer how other programs
parse and show a page have nothing to do here; those that we do not follow are reported like those that nobody knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from extractors.html.selector import compile_xpath

if TYPE_CHECKING:
    from collections.abc import Iterator

DIRECTIVE = re.compile(r"\s*([a-z_]+)\s*(?:\((.*?)\)\s*)?:(.*)")
LINKS = frozenset({"single_page_link", "next_page_link"})
XPATHS = frozenset({"title", "body", "date", "author", "strip"}) | LINKS
WORDS = frozenset({"strip_id_or_class", "strip_image_src"})
CONDITION = "if_page_contains"  # whether the link above it holds
# Known, and without meaning for text that is read block by block and judged in any case.
WITHOUT_EFFECT = {
    **dict.fromkeys(("tidy", "parser"), "every page goes through the same parser"),
    **dict.fromkeys(("prune", "autodetect_on_failure"), "each block is judged, whether or not the file names a body"),
    **dict.fromkeys(("test_url", "test_contains"), "it is for tests of the file"),
    **dict.fromkeys(("strip_attr", "dissolve", "wrap_in", "move_into", "footnotes"), "articles are kept as plain text"),
    **dict.fromkeys(("src_lazy_load_attr", "insert_detected_image"), "images of the text are not kept"),
    "convert_double_br_tags": "lines that breaks divide are blocks in any case",
}
NOT_FOLLOWED = {
    "single_page_link_in_feed": "feeds are read for addresses alone",
    "native_ad_clue": "advertisements are told by our own rules",
    "skip_json_ld": "metadata is told by our own rules",
    "http_header": "requests say who asks, and nothing else",
    **dict.fromkeys(("requires_login", "not_logged_in_xpath"), "there is no log-in"),
    **dict.fromkeys(("login_uri", "login_username_field", "login_password_field", "login_extra_fields"), "no log-in"),
}
EMPTY_PAGE = etree.fromstring("<html/>")


@dataclass(frozen=True, slots=True)
class Directive:
    """One line: ``argument`` stands in brackets behind the name."""

    line: int
    name: str
    argument: str | None
    value: str


@dataclass(slots=True)
class FtrConfig:
    """What a file says, what of it cannot be used, and what changes nothing here (both ``line: reason``).

    ``conditions`` are the XPaths without which the directive on a line does not hold.
    """

    directives: list[Directive] = field(default_factory=list)
    replacements: list[tuple[str, str]] = field(default_factory=list)
    conditions: dict[int, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    without_effect: list[str] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        """What a directive says, in the order of the file."""
        return [each.value for each in self.directives if each.name == name]


def read_ftr(text: str) -> FtrConfig:
    """Parse a site config; never raises."""
    config = FtrConfig()
    searched: Directive | None = None
    for directive in _directives(text, config):
        if directive.name == "find_string":
            if searched:
                config.problems.append(f"{searched.line}: find_string without replace_string")
            searched = directive
        elif directive.name == "replace_string" and directive.argument is None:
            if searched is None:
                config.problems.append(f"{directive.line}: replace_string without find_string")
            else:
                config.replacements.append((searched.value, directive.value))
            searched = None
        else:
            _take(directive, config)
    if searched:
        config.problems.append(f"{searched.line}: find_string without replace_string")
    return config


def _directives(text: str, config: FtrConfig) -> Iterator[Directive]:
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = DIRECTIVE.fullmatch(line)
        if match:
            yield Directive(number, match[1], match[2], match[3].strip())
        else:
            config.problems.append(f"{number}: no directive: {line.strip()}")


def _take(directive: Directive, config: FtrConfig) -> None:
    name = directive.name
    if name == "replace_string":
        config.replacements.append((directive.argument or "", directive.value))
    elif name in WITHOUT_EFFECT:
        config.without_effect.append(f"{directive.line}: {name} changes nothing here: {WITHOUT_EFFECT[name]}")
    elif problem := _problem(directive):
        config.problems.append(f"{directive.line}: {problem}")
    elif name == CONDITION:
        _guard(directive, config)
    else:
        config.directives.append(directive)


def _guard(condition: Directive, config: FtrConfig) -> None:
    above = config.directives[-1] if config.directives else None
    if above and above.name in LINKS:
        config.conditions[above.line] = condition.value
    else:
        config.problems.append(f"{condition.line}: {CONDITION} without a link to a page above it")


def _problem(directive: Directive) -> str | None:
    name = directive.name
    if name in NOT_FOLLOWED:
        return f"{name} is not followed: {NOT_FOLLOWED[name]}"
    if name not in XPATHS | WORDS | {CONDITION}:
        return f"unknown directive {name}"
    if not directive.value:
        return f"{name} without a value"
    return None if name in WORDS else fault_of(directive.value)


def fault_of(expression: str) -> str | None:
    """Why an XPath cannot be used; None where it can."""
    try:
        compile_xpath(expression)(EMPTY_PAGE)
    except (ValueError, etree.XPathError) as error:
        return str(error)
    return None
