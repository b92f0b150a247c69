"""The text of the article in the data that scripts fill a page from, whatever its fields are called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from extractors.html.state_access import is_withheld
from extractors.html.state_links import linked
from extractors.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

# Deeper or larger data is an attack, or no article.
DEEPEST, MOST_VALUES = 60, 300_000
# Fewer characters are a teaser.
SHORTEST_PROSE, SHORTEST_ARTICLE = 40, 250
# A part that holds so much of the prose of what has the page's title is where the article stands; the rest is teasers
# and descriptions. Where nothing has the title, other stories stand beside it.
MOST_OF_IT, HALF_OF_IT = 0.8, 0.4
TITLES = frozenset({"title", "headline", "name", "basic", "seotitle", "pagetitle", "heading"})
TITLE_GROUPS = frozenset({"headlines", "titles", "title", "headline", "heading"})
TEXTS = frozenset(
    {"content", "text", "value", "html", "body", "paragraph", "paragraphs", "data", "children", "nodes", "items"}
    | {"quote", "heading", "header", "subheading", "markdown", "content_elements", "blocks", "components", "richtext"}
    | {"rendered", "bodyhtml", "articlebody", "fulltext", "contenthtml", "json", "document", "elements", "p", "model"}
)
PARAGRAPH = re.compile(r"^(?:p|h\d|li|text-?block|.*(?:paragraph|heading|list-?item|quote).*)$", re.IGNORECASE)
# A block is a paragraph where its parts are phrases.
BLOCK, PHRASES = "block", frozenset({"span", "text", "link", "mark", "a", "b", "i", "em", "strong", "hardbreak"})
# What stands between paragraphs and leads to another story or asks for something.
KINDS_BESIDE = re.compile(
    r"interstitial[\w-]*|(?:\w+[-_])?(?:inline|story|article|related|teaser|promo|card)[-_]?(?:link|teaser|promo)s?"
    r"|related(?:[-_]?(?:stor(?:y|ies)|articles?|content|items?))?|read[-_]?(?:more|also|next|on)|promos?|ads?|advert\w*"
    r"|newsletter(?:[-_]?(?:signup|sign-up|box|promo|form))?|recirculation|teasers?",
    re.IGNORECASE,
)
KIND_KEYS = ("type", "nodeType", "tag", "kind", "name", "_type")
RUN_KEYS, LEAF_KEYS = ("children", "content", "nodes"), ("text", "value")
TAGS, NO_PROSE = re.compile(r"<[^<>]{0,2000}>"), re.compile(r"^\s*(?:https?:|data:|[{\[])|function\s*\(|;\s*\}|=>")


def article_lines(state: Any, title: str) -> list[str]:
    """The paragraphs, headings and list items of the article, plain or in markup; none where there is no article, or
    one that its data calls withheld."""
    state, weights = linked(state), _Weights()
    if weights.of(state) < SHORTEST_ARTICLE:
        return []
    named = [node for node in weights.titled(fold(title)) if weights.known[id(node)] >= SHORTEST_ARTICLE]
    start = min(named, key=lambda node: weights.known[id(node)]) if named else state
    path = weights.narrowed(start, MOST_OF_IT if named else HALF_OF_IT)
    if any(is_withheld(part) for part in (*named, *path) if isinstance(part, dict)):
        return []
    return [line for line in _lines(path[-1]) if line.strip()]


class _Weights:
    """How much prose each part of a state holds, in characters; strings of code and addresses hold none."""

    def __init__(self) -> None:
        self.known: dict[int, int] = {}
        self.objects: list[dict[str, Any]] = []
        self.left = MOST_VALUES

    def of(self, value: Any, depth: int = 0) -> int:
        self.left -= 1
        if isinstance(value, str):
            return _prose(value)
        if not isinstance(value, (dict, list)) or depth > DEEPEST or self.left < 0:
            return 0
        if isinstance(value, dict):
            self.objects.append(value)
        parts = value.values() if isinstance(value, dict) else value
        self.known[id(value)] = weight = sum(self.of(part, depth + 1) for part in parts)
        return weight

    def titled(self, title: str) -> Iterator[dict[str, Any]]:
        """The objects that carry the title of the page."""
        for each in self.objects if title else ():
            said = [fold(_plain(text)) for text in _titles(each)]
            if any(text and (text == title or (len(text) > len(title) // 2 and text in title)) for text in said):
                yield each

    def narrowed(self, value: Any, share: float) -> list[Any]:
        """The way from a value to the innermost part that holds most of its prose."""
        path = [value]
        while isinstance(value := path[-1], (dict, list)):
            parts = list(value.values()) if isinstance(value, dict) else value
            weights = [_prose(part) if isinstance(part, str) else self.known.get(id(part), 0) for part in parts]
            heaviest = max(range(len(parts)), key=weights.__getitem__, default=-1)
            if heaviest < 0 or weights[heaviest] < share * sum(weights) or not sum(weights):
                break
            path.append(parts[heaviest])
        return path


def _titles(thing: dict[str, Any]) -> Iterator[str]:
    """What a thing says that it is called; some have several titles, for several places."""
    for key, value in thing.items():
        for name, text in value.items() if key.lower() in TITLE_GROUPS and isinstance(value, dict) else ((key, value),):
            if name.lower() in TITLES and isinstance(text, str):
                yield text


def _plain(text: str) -> str:
    return TAGS.sub(" ", text) if "<" in text else text


def _prose(text: str) -> int:
    if len(text) < SHORTEST_PROSE or NO_PROSE.search(text[:500]):
        return 0
    plain = _plain(text)
    return len(plain) if " " in plain.strip() or not plain.isascii() else 0


def _lines(value: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        if not NO_PROSE.search(value[:500]):
            yield value
    elif depth > DEEPEST:
        return
    elif isinstance(value, list):
        for part in value:
            yield from _lines(part, depth + 1)
    elif isinstance(value, dict) and not any(map(KINDS_BESIDE.fullmatch, _kinds(value))):
        if run := _run(value):
            yield run
        else:
            for key, part in value.items():
                if key.lower() in TEXTS or _prose(part if isinstance(part, str) else ""):
                    yield from _lines(part, depth + 1)


def _run(node: dict[str, Any]) -> str:
    """The text of a paragraph that is kept in pieces; empty for what is no paragraph."""
    kinds = _kinds(node)
    pieces = next((node[key] for key in RUN_KEYS if isinstance(node.get(key), list)), None)
    is_paragraph = any(map(PARAGRAPH.match, kinds)) or (BLOCK in kinds and _are_phrases(pieces))
    return "".join(_leaves(pieces)) if is_paragraph and pieces else ""


def _kinds(node: dict[str, Any]) -> list[str]:
    return [node[key] for key in KIND_KEYS if isinstance(node.get(key), str)]


def _are_phrases(pieces: Any) -> bool:
    return isinstance(pieces, list) and all(
        isinstance(piece, str) or (isinstance(piece, dict) and not PHRASES.isdisjoint(map(str.lower, _kinds(piece))))
        for piece in pieces
    )


def _leaves(value: Any, depth: int = 0) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part, depth + 1)
    elif isinstance(value, dict):
        leaf = next((value[key] for key in LEAF_KEYS if isinstance(value.get(key), str)), None)
        yield from _leaves(
            leaf if leaf is not None else next((value[k] for k in RUN_KEYS if k in value), None), depth + 1
        )
