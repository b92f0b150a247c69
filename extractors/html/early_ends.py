"""End tags that end the article too early. Browsers end what is open all the same, and the rest stands in the body."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from extractors.html.open_links import without_tags

BOXES = (b"div", b"article", b"section", b"main")
EDGE_OF_BOX = re.compile(rb"<(/?(?:%s))" % b"|".join(BOXES))
# Boxes, and what else is no part of a running text; scripts and the like hold no tags.
TAG = re.compile(
    rb"<(/?)(div|article|section|main|p|table|form|aside|nav|footer|header|script|style|textarea|template|select)(?=[\s/>])[^<>]*>"
    rb"|<!--",
    re.IGNORECASE,
)
RAW = (b"script", b"style", b"textarea")
ENDS = {name: re.compile(rb"</%s" % name, re.IGNORECASE) for name in RAW} | {b"!--": re.compile(rb"-->")}
# Pages of more tags, or deeper ones, are none that a person wrote.
MOST_TAGS, DEEPEST = 20_000, 200


def without_early_ends(page: bytes) -> bytes:
    """The page without the end tags between two of its paragraphs for which there is nothing to end, or that end more
    than is theirs; as many as the page has too many."""
    edges = Counter(EDGE_OF_BOX.findall(page))
    surplus = +Counter({name: edges[b"/" + name] - edges[name] for name in BOXES})
    if not surplus:
        return page
    tags = _tags(page)
    return without_tags(page, _Ends(tags, surplus).early()) if len(tags) <= MOST_TAGS else page


def _tags(page: bytes) -> list[re.Match[bytes]]:
    found, at = [], 0
    while tag := TAG.search(page, at):
        name = _name(tag)
        at = tag.end()
        if tag[2] is None:
            end = ENDS[b"!--"].search(page, at)
            at = end.end() if end else len(page)
        elif name in RAW and not tag[1]:
            end = ENDS[name].search(page, at)
            at = end.start() if end else len(page)
        elif name not in RAW:
            found.append(tag)
    return found


def _name(tag: re.Match[bytes]) -> bytes:
    return (tag[2] or b"").lower()


@dataclass
class _Ends:
    """Boxes as they are open, and those of their end tags that come too early."""

    tags: list[re.Match[bytes]]
    surplus: Counter[bytes]
    opened: list[bytes] = field(default_factory=list)

    def early(self) -> list[re.Match[bytes]]:
        found: list[re.Match[bytes]] = []
        at = 0
        while at < len(self.tags) and len(self.opened) <= DEEPEST:
            run = self._run(at)
            if not run:
                self._open(self.tags[at])
                at += 1
                continue
            at += len(run)
            early = self._early_of(run, at)
            found += early
            for tag in run:
                if tag not in early:
                    _end(self.opened, _name(tag))
        return found

    def _run(self, at: int) -> list[re.Match[bytes]]:
        """The end tags of boxes that stand there behind each other."""
        run = []
        while at < len(self.tags) and self.tags[at][1] and _name(self.tags[at]) in BOXES:
            run.append(self.tags[at])
            at += 1
        return run

    def _open(self, tag: re.Match[bytes]) -> None:
        if _name(tag) in BOXES:
            self.opened.append(_name(tag))

    def _early_of(self, run: list[re.Match[bytes]], at: int) -> list[re.Match[bytes]]:
        """Those of a run behind which the paragraphs go on, up to an end tag that ends nothing, or too much."""
        behind = at
        while behind < len(self.tags) and _name(self.tags[behind]) == b"p":
            behind += 1
        following = self._run(behind)
        if behind == at or not following:
            return []
        opened = list(self.opened)
        fitting = [_end(opened, _name(tag)) for tag in (*run, following[0])]
        if all(fitting):
            return []
        early = []
        for tag in run:
            if self.surplus[_name(tag)] > 0:
                self.surplus[_name(tag)] -= 1
                early.append(tag)
        return early


def _end(opened: list[bytes], name: bytes) -> bool:
    """End a box as browsers do; whether it was the innermost one."""
    is_innermost = bool(opened) and opened[-1] == name
    if name in opened:
        while opened.pop() != name:
            pass
    return is_innermost
