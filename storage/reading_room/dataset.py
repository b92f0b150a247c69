"""A selection as a folder to cite: articles and their ledger as Parquet or CSV, with a manifest and a dataset card."""

from __future__ import annotations

import csv
import hashlib
import json
import tempfile
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from storage.reading_room.export import articles, columns_of, types_of, write_parquet
from storage.reading_room.spreadsheets import harmless_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlite_utils import Database

    from storage.reading_room.room import Row
    from storage.reading_room.search import Selection

MANIFEST = "manifest.json"
PLACE = {"article": "BIGINT", "version": "BIGINT", "url": "VARCHAR", "number": "BIGINT"}
FACTS = {"box": "BIGINT", "position": "BIGINT", "page": "BIGINT", "category": "VARCHAR", "layer": "VARCHAR"}
TOLD = dict.fromkeys(("rule", "reason", "evidence", "text"), "VARCHAR")
REMOVALS = {**PLACE, **FACTS, **TOLD}
NESTED = ("boxes", "removals")  # they are a table of their own
CARD = """---
configs:
- config_name: articles
  data_files: articles.{form}
- config_name: removals
  data_files: removals.{form}
---
# {title}

Exported by Stet (extractor {extractors}) on {day}: {articles:,} articles of {sites:,} sites, {removals:,} blocks
that were cut from their pages.

| file | a row is |
|---|---|
| `articles.{form}` | an article: facts, clean text, when and where it was found and fetched, its archived record |
| `removals.{form}` | a block that was cut from an article (`article`, `version`), the box that it went with, and why |

`manifest.json` has selection, versions, counts and digests. What is another's stays another's: the texts are their
publishers'.
"""


def write(db: Database, selection: Selection, folder: Path, form: str) -> None:
    """All files of a selection in a folder; ``form`` is one of FORMS.

    Raises ModuleNotFoundError where Parquet is asked for and DuckDB is not there.
    """
    types = {name: kind for name, kind in types_of(columns_of(db)).items() if name not in NESTED}
    with tempfile.TemporaryDirectory(dir=folder) as name:
        lines = Path(name)
        counts, extractors = _collect(db, selection, lines)
        for table, columns in (("articles", types), ("removals", REMOVALS)):
            FORMS[form](lines / table, folder / f"{table}.{form}", columns)
    _describe(folder, form, selection, counts, extractors)


def _collect(db: Database, selection: Selection, folder: Path) -> tuple[dict[str, int], dict[str, int]]:
    """The rows of both tables, as lines of JSON; how many there are, and how many articles of which extractor."""
    extractors, sites, removals = Counter[str](), set[str](), 0
    with ExitStack() as until_done:
        streams = [_opened(until_done, folder / table) for table in ("articles", "removals")]
        for row in _rows(db, selection):
            ledger = list(_ledger(row))
            streams[0].write(_line({name: value for name, value in row.items() if name not in NESTED}))
            streams[1].writelines(map(_line, ledger))
            extractors[row["extractor_version"]] += 1
            sites.add(row["site"])
            removals += len(ledger)
    return {"articles": extractors.total(), "removals": removals, "sites": len(sites)}, dict(extractors)


def _opened(until_done: ExitStack, path: Path) -> IO[str]:
    return until_done.enter_context(path.open("w", encoding="utf-8", errors="replace"))


def _rows(db: Database, selection: Selection) -> Iterator[Row]:
    after = 0
    while batch := articles(db, selection, after):
        after = batch[-1]["id"]
        yield from batch


def _ledger(row: Row) -> Iterator[Row]:
    """The blocks that were cut from an article, each with why its box went."""
    reasons = {box["number"]: box["reason"] for box in row["boxes"]}
    place = {"article": row["id"], "version": row["version"], "url": row["url"]}
    for number, removal in enumerate(row["removals"]):
        yield {**place, "number": number, **removal, "reason": reasons[removal["box"]]}


def _line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _write_csv(lines: Path, path: Path, columns: Mapping[str, str]) -> None:
    """Lists as JSON; what a spreadsheet would take for a formula behind an apostrophe."""
    with lines.open(encoding="utf-8") as stream, path.open("w", encoding="utf-8", newline="") as made:
        written = csv.writer(made)
        written.writerow(columns)
        for row in map(json.loads, stream):
            written.writerow(_cell(row[name]) for name in columns)


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return harmless_cell(value)
    return value if value is None or type(value) is int else json.dumps(value, ensure_ascii=False)


FORMS: dict[str, Callable[[Path, Path, Mapping[str, str]], None]] = {"parquet": write_parquet, "csv": _write_csv}


def _describe(
    folder: Path, form: str, selection: Selection, counts: dict[str, int], extractors: dict[str, int]
) -> None:
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    files = {path.name: _facts(path) for path in sorted(folder.glob(f"*.{form}"))}
    asked = {"words": selection.words, **selection.values}
    told = {"selection": asked, "exported_at": moment, "extractors": extractors, "counts": counts, "files": files}
    (folder / MANIFEST).write_text(json.dumps({"made": "scrapy export", **told}, indent=1, ensure_ascii=False) + "\n")
    named = {"form": form, "title": selection.title, "day": moment[:10], "extractors": ", ".join(extractors)}
    (folder / "README.md").write_text(CARD.format(**named, **counts), encoding="utf-8")


def _facts(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(stream, "sha256").hexdigest()}
