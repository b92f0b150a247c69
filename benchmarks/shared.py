"""The open corpus beside the checkout, and the scorers that judge on it."""

from __future__ import annotations

import gzip
import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"
BUILD = PROJECT / "build"

Row = dict[str, Any]
NEEDED = (
    *("corpus/index.jsonl", "corpus/appeals.jsonl", "fresh/index.jsonl", "ledger.jsonl"),
    *(f"tools/score_{what}.py" for what in ("body", "appeals", "fresh", "ledger")),
)


class CorpusMissingError(RuntimeError):
    """The open corpus is not beside the checkout; the message says where it was expected."""


def require_corpus() -> None:
    """Raises CorpusMissingError where the corpus or the scorers are not there."""
    for part in NEEDED:
        if not (SHARED / part).is_file():
            raise CorpusMissingError(f"the open corpus is needed and {SHARED / part} is not there")


def read_lines(path: Path) -> list[Row]:
    """The rows of a file with one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write_lines(path: Path, rows: list[Row]) -> None:
    """One JSON object a line; the file appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    unfinished.replace(path)


@cache
def index() -> list[Row]:
    """The pages of the corpus: id, source, url, domain and what is known of them."""
    require_corpus()
    return read_lines(SHARED / "corpus" / "index.jsonl")


@cache
def labelled_blocks() -> dict[str, list[Row]]:
    """The labelled blocks by page id: page, domain, label, text."""
    require_corpus()
    blocks: dict[str, list[Row]] = {}
    for row in read_lines(SHARED / "corpus" / "appeals.jsonl"):
        blocks.setdefault(row["page"], []).append(row)
    return blocks


@cache
def fresh_index() -> list[Row]:
    """Pages of other sites than the corpus's, in many languages: as ``index``, with their language."""
    require_corpus()
    return read_lines(SHARED / "fresh" / "index.jsonl")


@cache
def ledger_blocks() -> dict[str, list[Row]]:
    """Blocks of both sets, by page id, each labelled by reading what it is: page, domain, label, text."""
    require_corpus()
    blocks: dict[str, list[Row]] = {}
    for row in read_lines(SHARED / "ledger.jsonl"):
        blocks.setdefault(row["page"], []).append(row)
    return blocks


def page_bytes(page_id: str) -> bytes:
    """The saved bytes of a page of either set."""
    name = f"{page_id}.html.gz"
    paths = (SHARED / part / "pages" / name for part in ("corpus", "fresh"))
    return gzip.decompress(next(path for path in paths if path.is_file()).read_bytes())


@cache
def scorer(name: str) -> ModuleType:
    """``score_appeals`` or ``score_body`` as a module."""
    require_corpus()
    spec = importlib.util.spec_from_file_location(name, SHARED / "tools" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise CorpusMissingError(f"{SHARED / 'tools' / name}.py cannot be read as Python")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
