"""A Full-Text RSS site config as the rules of a site, for outlets that have no site file."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from extractors.html.selector import compile_xpath
from extractors.model import Category
from extractors.sites.ftr_format import EMPTY_PAGE, read_ftr
from extractors.sites.site_file import Link, MetadataOverrides, Rule, Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from extractors.sites.ftr_format import Directive, FtrConfig

SINCE = date(1970, 1, 1)  # the files tell no dates
WORD_RULES = {
    "strip_id_or_class": "//*[contains(@class, {0}) or contains(@id, {0})]",
    "strip_image_src": "//img[contains(@src, {0})]",
}


class FtrSite(Site):
    """Its rules come from a site config; strings are replaced in a page before it is parsed.

    ``single_page_links`` lead to the whole of an article, ``next_page_links`` to its next page.
    """

    replacements: tuple[tuple[str, str], ...] = ()
    single_page_links: tuple[Link, ...] = ()
    next_page_links: tuple[Link, ...] = ()

    @property
    def links_to_next(self) -> tuple[Link, ...]:
        """Those of the file, in its order."""
        return self.next_page_links

    def prepared(self, text: str) -> str:
        """The text of a page with the file's strings replaced."""
        for searched, replacement in self.replacements:
            text = text.replace(searched, replacement) if searched else text
        return text


def site_of_config(host: str, text: str) -> FtrSite:
    """The rules that a config gives for a host."""
    config = read_ftr(text)
    return FtrSite(
        name="ftr_" + re.sub(r"[^a-z0-9]+", "_", host.lower()).strip("_"),
        title=host,
        domains=(host,),
        language="und",
        body=first_of(config.values("body")),
        metadata=_metadata(config),
        drop=tuple(_rules(config)),
        rules_version=hashlib.sha256(text.encode()).hexdigest()[:12],
        replacements=tuple(config.replacements),
        single_page_links=_links(config, "single_page_link"),
        next_page_links=_links(config, "next_page_link"),
    )


def _links(config: FtrConfig, name: str) -> tuple[Link, ...]:
    return tuple((each.value, config.conditions.get(each.line)) for each in config.directives if each.name == name)


def _metadata(config: FtrConfig) -> MetadataOverrides:
    return MetadataOverrides(
        title=first_of(config.values("title")),
        authors=first_of(config.values("author")),
        published=first_of(config.values("date")),
    )


def first_of(expressions: list[str]) -> str | None:
    """One XPath for several of which the first that finds something holds.

    One that gives a text and no elements can stand at the first place alone.
    """
    if not expressions or not _gives_nodes(expressions[0]):
        return expressions[0] if expressions else None
    nodes = [expression for expression in expressions if _gives_nodes(expression)]
    parts = [f"({nodes[0]})"]
    for place, expression in enumerate(nodes[1:], 1):
        others = " and ".join(f"not({other})" for other in nodes[:place])
        parts.append(f"({expression})[{others}]")
    return " | ".join(parts)


def _gives_nodes(expression: str) -> bool:
    return isinstance(compile_xpath(expression)(EMPTY_PAGE), list)


def _rules(config: FtrConfig) -> Iterator[Rule]:
    for directive in config.directives:
        if directive.name == "strip" or directive.name in WORD_RULES:
            identifier = f"{directive.name.replace('_', '-')}-{directive.line}"
            reason = f"line {directive.line} of the site config: {directive.name}: {directive.value}"
            xpath = _expression(directive)
            yield Rule(id=identifier, category=Category.INTERFACE, xpath=xpath, reason=reason, since=SINCE)


def _expression(directive: Directive) -> str:
    if directive.name == "strip":
        return directive.value
    word = directive.value.strip("'\"")
    return WORD_RULES[directive.name].format(f'"{word}"' if "'" in word else f"'{word}'")


class FtrFolder:
    """A folder of ``host.txt`` files. Files are read when their host comes up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all files without ``.txt``."""
        return frozenset(path.stem for path in self.folder.glob("*.txt"))

    def site_of(self, host: str) -> FtrSite | None:
        """The rules for a host. ``example.com`` holds for www. too, ``.example.com`` for all hosts below it alone."""
        bare = host.lower().removeprefix("www.")
        labels = bare.split(".")
        below = (f".{'.'.join(labels[at:])}" for at in range(1, len(labels) - 1))
        found = next((name for name in (bare, *below) if name in self.names), None)
        return self._read(found, bare) if found else None

    @lru_cache(maxsize=512)  # noqa: B019  (a folder lives as long as its process)
    def _read(self, name: str, host: str) -> FtrSite:
        return site_of_config(host, self.text_of(name))

    def text_of(self, name: str) -> str:
        """A file's text; bytes that are no UTF-8 are replaced."""
        return (self.folder / f"{name}.txt").read_text(encoding="utf-8", errors="replace")

    def configs(self) -> Iterator[tuple[str, FtrConfig]]:
        """All files by name, read."""
        for name in sorted(self.names):
            yield f"{name}.txt", read_ftr(self.text_of(name))
