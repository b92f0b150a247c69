"""Articles as Markdown, to be read on elsewhere."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from storage.reading_room.words import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.reading_room.room import Row

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
LIST_MARK = re.compile(r"^(\s*)([+-]|\d+[.)])(\s)")
BEGINNINGS = {"heading": "## ", "list-item": "- ", "quote": "> "}


def markdown_of(row: Row, note: str = "") -> str:
    """One article, as ``export.articles`` gives it: headline, facts, note, text. What a page says is never markup."""
    facts = [", ".join(row["authors"]), row["site"], day(row["published"])]
    head = [f"# {_plain(row['title'] or '(no headline)')}", _plain(" | ".join(filter(None, facts)))]
    if note:
        head.append("> " + _plain(note))
    archived = f"Archived {row['fetched_at']}, {row['payload_digest'] or 'without its page'}"
    return "\n\n".join([*head, *_blocks(row), f"<{_address(row['url'])}>  \n{_plain(archived)}"]) + "\n\n"


def _blocks(row: Row) -> Iterator[str]:
    for line, kind in zip_longest(row["text"].split("\n"), row["kinds"]):
        if line:
            yield BEGINNINGS.get(kind or "", "") + _plain(line)


def _plain(text: str) -> str:
    escaped = SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return LIST_MARK.sub(r"\1\\\2\3", escaped)


def _address(url: str) -> str:
    return re.sub(r"[<>\s]", "", url)
