"""A page as containers and candidate blocks."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


@dataclass(slots=True, eq=False)
class Container:
    """A block-level element. Its text is ``candidates[first:last]`` of the document.

    ``label`` is class, id and role as they stand in the page.
    """

    element: etree._Element
    tag: str
    parent: Container | None
    depth: int
    index: int
    first: int
    last: int = 0
    kind: BlockKind = BlockKind.PARAGRAPH
    hidden: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    label: str = ""

    @property
    def name(self) -> tuple[int, str, str]:
        """What the element is called, and what it stands in."""
        return (self.parent.index if self.parent is not None else -1), self.tag, self.label

    def lineage(self) -> Iterator[Container]:
        """The container and what it stands in, inside out."""
        container: Container | None = self
        while container is not None:
            yield container
            container = container.parent


@dataclass(slots=True, eq=False)
class Candidate:
    """A block of the page before anything is decided about it; ``continues`` says that it is the last line of the one
    before it, behind a line break."""

    index: int
    container: Container
    kind: BlockKind
    text: str
    link_length: int
    links: tuple[str, ...]
    emphasis_length: int
    button: bool
    continues: bool = False


@dataclass(slots=True)
class Document:
    """A page as read: the tree, its containers and candidates in document order.

    ``email_fields``, ``password_fields`` and ``controls`` hold, for each form field, the index of the candidate that
    follows it. ``is_cut`` says that the page has more blocks than are read, ``unshown`` has the names that its own
    style sheets hide.
    """

    root: etree._Element
    containers: list[Container] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    email_fields: list[int] = field(default_factory=list)
    password_fields: list[int] = field(default_factory=list)
    controls: list[int] = field(default_factory=list)
    is_cut: bool = False
    unshown: frozenset[str] = frozenset()

    def held(self, marks: list[int], container: Container) -> int:
        """How many of some marks stand inside a container."""
        return bisect_left(marks, container.last + 1) - bisect_left(marks, container.first)


def name_parts(label: str) -> list[str]:
    """Class, id and role of a container, split at punctuation and humps, lower case."""
    return [part.lower() for part in NAME_PARTS.findall(label) if len(part) > 1]
