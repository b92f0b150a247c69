"""The records that pass between fetching, extraction and storage."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

# Raised by one whenever the same bytes can give another text, so that stored versions name the code that made them.
EXTRACTOR_VERSION = "14"


class Category(StrEnum):
    """What a removed block was. The first five are the appeals.

    ``headline`` is the article's own title, kicker, standfirst, byline, date, caption or credit; ``comment`` is what
    readers wrote.
    """

    DONATION = "donation"
    NEWSLETTER = "newsletter"
    SUBSCRIPTION = "subscription"
    REGISTRATION = "registration"
    FOLLOW = "follow"
    RELATED = "related"
    ADVERT = "advert"
    TIP = "tip"
    LEGAL = "legal"
    HEADLINE = "headline"
    COMMENT = "comment"
    INTERFACE = "interface"
    REPEAT = "repeat"


APPEALS = frozenset(
    {Category.DONATION, Category.NEWSLETTER, Category.SUBSCRIPTION, Category.REGISTRATION, Category.FOLLOW}
)


class Layer(StrEnum):
    """Who decided that a block goes."""

    SITE_RULE = "site-rule"
    STRUCTURE = "structure"
    WORDING = "wording"
    REPETITION = "repetition"


class BlockKind(StrEnum):
    """What a block is in the document."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    CAPTION = "caption"
    TABLE_ROW = "table-row"
    CODE = "code"


class Access(StrEnum):
    """Whether an anonymous reader may read the article."""

    FREE = "free"
    METERED = "metered"
    LOCKED = "locked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched response, as the server gave it.

    ``url`` is the address that answered, ``body`` the bytes after Content-Encoding was undone,
    ``headers`` maps lower-case names to values, ``fetched_at`` is aware.
    """

    url: str
    body: bytes
    headers: Mapping[str, str]
    status: int
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of the article, in document order; ``text`` is a single line."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Removal:
    """One block that was taken out, and why.

    ``position`` counts the kept blocks that stand before it; ``rule`` is a site rule's id or the name of the generic
    rule; ``evidence`` is what the machinery saw, with its numbers; ``page`` is the page of the article on which it
    stood, from 1; ``box`` is the number, from 0, of the box that it went with in ``Extraction.boxes``.
    """

    text: str
    category: Category
    layer: Layer
    rule: str
    evidence: str
    position: int
    page: int = 1
    box: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """What stands together in one container and went for one reason: the unit in which cuts are shown and counted.

    ``reason`` is one plain sentence.
    """

    category: Category
    layer: Layer
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Image:
    """The lead image."""

    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article. Times are ISO 8601: a date, or a date and time with the zone that the page gave."""

    url: str
    title: str | None
    blocks: tuple[Block, ...]
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    canonical_url: str | None = None
    site_name: str | None = None
    description: str | None = None
    image: Image | None = None
    access: Access = Access.UNKNOWN
    access_evidence: str = ""
    complete: bool | None = None
    page_type: str | None = None

    @property
    def text(self) -> str:
        """The kept blocks, one a line."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What ``extract`` made of a page: an article with its ledger, or an error in plain words.

    ``flags`` names what a reader should know: ``guard-restored``, ``more-blocks-than-read``, ``pages-missing``,
    ``text-from-`` and the data that the text was found in, where the page does not show it.
    """

    article: Article | None
    removals: tuple[Removal, ...] = ()
    boxes: tuple[Box, ...] = ()
    error: str | None = None
    flags: tuple[str, ...] = ()
    site: str | None = None
    rules_version: str = ""
    extractor_version: str = EXTRACTOR_VERSION


@dataclass(frozen=True, slots=True)
class Repeat:
    """A block that stands in many articles of a site, learned from the store."""

    category: Category
    articles: int


@dataclass(frozen=True, slots=True)
class Repeats:
    """The repeated blocks of one site, by ``repetition.block_digest``."""

    by_digest: Mapping[str, Repeat] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Learned:
    """A block that was found to repeat: its digest, its text as it first stood, what it is."""

    digest: str
    text: str
    repeat: Repeat


@dataclass(frozen=True, slots=True)
class KeptText:
    """The text of a stored article as learning reads it.

    ``lines`` are its blocks, ``cut`` those that were taken out, each with how many lines stand before it; ``marks`` are
    its authors and section, by which the parts of a series are known.
    """

    article: int
    title: str | None
    lines: tuple[str, ...]
    cut: tuple[tuple[int, str], ...] = ()
    marks: frozenset[str] = frozenset()
