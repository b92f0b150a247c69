"""Elements whose end tag ends all that is open in them. libxml2 lets a <div> that is open there swallow the page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from lxml import etree

from extractors.html.crowded_tags import without_crowded_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What holds no elements but text up to its end tag; noscript is one of them where scripts run.
RAW = ("script", "style", "textarea", "title", "iframe", "xmp", "noscript")
ENDS = {name: re.compile(rf"</{name}(?=[\s/>])".encode(), re.IGNORECASE) for name in RAW} | {"!--": re.compile(rb"-->")}
# Looks at the first letter before it tries them all.
EDGE = re.compile(
    rb"<(?=!|/?[stixno])(?:(!--)|(script|style|textarea|title|iframe|xmp|noscript)(?=[\s/>])[^<>]*>|/?(template|object|select|svg)(?=[\s/>])[^<>]*>)",
    re.IGNORECASE,
)
# What an end tag of another element does not end, in libxml2. Parts of tables need no end tag inside of one.
TAG = re.compile(rb"<(/?)(div|table|td|th|tr|tbody|style|script)(?=[\s/>])", re.IGNORECASE)
PARTS = frozenset({b"td", b"th", b"tr", b"tbody"})


def with_sealed(page: bytes) -> bytes:
    """The page, in which what is open inside of such an element ends with it, as browsers read it."""
    parts, at = [], 0
    for first, last in sorted(_insides(page)):
        if first >= at and not _is_whole(inside := page[first:last]):
            parts += [page[at:first], _whole(inside)]
            at = last
    return b"".join([*parts, page[at:]]) if parts else page


def _insides(page: bytes) -> Iterator[tuple[int, int]]:
    """Where such elements begin and end inside of their tags; those apart that stand in scripts and comments."""
    tags, at = [], 0
    for edge in EDGE.finditer(page):
        if edge.start() < at:
            continue
        if edge[3]:
            tags.append(edge)
            continue
        name = (edge[1] or edge[2]).decode().lower()
        end = ENDS[name].search(page, edge.end())
        if end is None:
            break
        if name == "noscript":
            yield edge.end(), end.start()
        at = end.end()
    yield from _pairs(tags)


def _pairs(tags: Iterable[re.Match[bytes]]) -> Iterator[tuple[int, int]]:
    opened: defaultdict[bytes, list[int]] = defaultdict(list)
    for tag in tags:
        starts = opened[tag[3].lower()]
        if tag[0][1:2] != b"/":
            starts.append(tag.end())
        elif starts:
            yield starts.pop(), tag.start()


def _is_whole(inside: bytes) -> bool:
    """Whether all that begins there ends there, and nothing ends that began before."""
    if b"<" not in inside:
        return True
    left: Counter[bytes] = Counter()
    for closing, name in TAG.findall(inside):
        left[name.lower()] += -1 if closing else 1
    if b"<table" in inside.lower():
        left = Counter({name: number for name, number in left.items() if name not in PARTS})
    is_cut = inside.rfind(b"<") > inside.rfind(b">") or inside.count(b"<!--") > inside.count(b"-->")
    return not is_cut and not any(left.values())


def _whole(inside: bytes) -> bytes:
    """The same with the end tags that are missing, and without those that end nothing."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    body = etree.fromstring(b"<html><body>" + without_crowded_tags(inside), parser).find("body")
    assert body is not None  # noqa: S101  (it is written here)
    return etree.tostring(body, encoding="utf-8", method="html").removeprefix(b"<body>").removesuffix(b"</body>")
