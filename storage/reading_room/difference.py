"""Two texts side by side: paragraphs that belong together in one row, and within them what went and what came."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from storage.word_count import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

# Words and signs, each with the space behind it; characters where a script has no spaces.
PIECE = re.compile(rf"({WORD}|[^\w\s]|^(?=\s))(\s*)")
REWRITTEN = 0.4  # two paragraphs that share less are shown as one that went and one that came
AROUND = 1  # unchanged paragraphs shown beside a change
LONGEST = 4000  # pieces of a paragraph that are compared; the time grows with their square


@dataclass(frozen=True, slots=True)
class Pair:
    """A row: the paragraph before and after; None on the side where there is none.

    ``hidden`` are unchanged paragraphs that the row stands for; one that ``moved`` stands elsewhere on the other side.
    """

    before: Markup | None
    after: Markup | None
    is_same: bool = False
    hidden: tuple[str, ...] = ()
    moved: bool = False


def side_by_side(old: str, new: str) -> list[Pair]:
    """The rows from top to bottom; runs of unchanged paragraphs are folded."""
    before, after = old.split("\n"), new.split("\n")
    both = set(before) & set(after)
    pairs: list[Pair] = []
    for change, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if change == "equal":
            pairs += _folded(before[first:last], is_first=first == 0, is_last=last == len(before))
            continue
        pairs += [Pair(escape(text), None, moved=True) for text in before[first:last] if text in both]
        pairs += [Pair(None, escape(text), moved=True) for text in after[start:end] if text in both]
        went = (text for text in before[first:last] if text not in both)
        came = (text for text in after[start:end] if text not in both)
        for one, other in zip_longest(went, came):
            pairs += _changed(one, other)
    return pairs


def _folded(paragraphs: list[str], *, is_first: bool, is_last: bool) -> list[Pair]:
    pairs = [Pair(escape(text), escape(text), is_same=True) for text in paragraphs]
    head, tail = 0 if is_first else AROUND, 0 if is_last else AROUND
    if len(pairs) - head - tail <= 1:
        return pairs
    hidden = tuple(paragraphs[head : len(pairs) - tail])
    return [*pairs[:head], Pair(None, None, hidden=hidden), *pairs[len(pairs) - tail :]]


def _changed(went: str | None, came: str | None) -> Iterator[Pair]:
    if went is not None and came is not None:
        old, new = PIECE.findall(went), PIECE.findall(came)
        bare = [[piece for piece, _ in side] for side in (old, new)]
        matcher = SequenceMatcher(None, bare[0], bare[1], autojunk=False)
        is_short = max(len(old), len(new)) <= LONGEST
        if is_short and matcher.quick_ratio() >= REWRITTEN and matcher.ratio() >= REWRITTEN:
            yield Pair(*_within(matcher, *([piece + space for piece, space in side] for side in (old, new))))
            return
    if went is not None:
        yield Pair(_marked("del", went), None)
    if came is not None:
        yield Pair(None, _marked("ins", came))


def _within(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> tuple[Markup, Markup]:
    before, after = Markup(""), Markup("")
    for change, first, last, start, end in matcher.get_opcodes():
        went, came = "".join(old[first:last]), "".join(new[start:end])
        before += escape(went) if change == "equal" else _marked("del", went)
        after += escape(came) if change == "equal" else _marked("ins", came)
    return before, after


def _marked(element: str, text: str) -> Markup:
    """The space behind it is no part of what went or came."""
    bare = text.rstrip()
    mark = Markup("<{0}>{1}</{0}>").format(Markup(element), bare) if bare else Markup("")  # noqa: S704  (del or ins)
    return mark + escape(text[len(bare) :])
