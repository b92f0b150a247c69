"""A version as it is read: its blocks in order, lists and tables together, what was cut at its place, by boxes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storage.reading_room.room import Row

TOGETHER = {"list-item", "table-row", "code"}


@dataclass(frozen=True, slots=True)
class Line:
    """One kept block; ``number`` is its line in the text, from 0. Or one removal, then ``removal`` is its row."""

    kind: str
    text: str
    number: int = -1
    removal: Row | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one kind that are set together: a list, a table, a box that was cut; else a single line.

    ``goes_on`` where some of the box stands further up, before a line that was kept.
    """

    kind: str
    lines: list[Line] = field(default_factory=list)
    box: Row | None = None
    goes_on: bool = False


def story(version: Row, boxes: list[Row], removals: list[Row]) -> list[Part]:
    """The parts of a version; ``removals`` are rows in the order of the page, each with the number of its box."""
    return list(_parts(_woven(version, removals), {box["id"]: box for box in boxes}))


def _woven(version: Row, removals: list[Row]) -> Iterator[Line]:
    texts = version["text"].split("\n") if version["text"] else []
    kinds = [*json.loads(version["kinds"]), *["paragraph"] * len(texts)]
    rest = sorted(removals, key=lambda removal: (removal["position"], removal["id"]))
    for number, text in enumerate(texts):
        while rest and rest[0]["position"] <= number:
            yield _cut(rest.pop(0))
        yield Line(kinds[number], text, number)
    yield from map(_cut, rest)


def _cut(removal: Row) -> Line:
    return Line("cut", removal["text"], removal=removal)


def _parts(lines: Iterable[Line], boxes: dict[int, Row]) -> Iterator[Part]:
    seen = set[int]()
    for (kind, box), group in groupby(lines, key=lambda line: (line.kind, line.removal and line.removal["box"])):
        if box is not None:
            yield Part(kind, list(group), boxes[box], box in seen)
            seen.add(box)
        elif kind in TOGETHER:
            yield Part(kind, list(group))
        else:
            yield from (Part(kind, [line]) for line in group)
