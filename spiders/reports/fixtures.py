"""The test folder of a page: what it is, where it came from, and what the rules of today make of it."""

from __future__ import annotations

import json
import re
import shutil
from errno import EEXIST
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from extractors.model import Layer

if TYPE_CHECKING:
    from extractors import Article, Extraction, Page, Site

FIXTURES = Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "sites"
LONGEST_NAME = 40
FACTS = ("title", "published", "modified", "language")


def write_fixture(folder: Path, page: Page, extraction: Extraction) -> None:
    """Make the folder with page.html, meta.json and expected.json.

    Raises ValueError where the page gave no article, FileExistsError where the folder is there already. The folder
    appears whole or not at all.
    """
    expected = expected_of(extraction)
    if folder.exists():
        raise FileExistsError(EEXIST, "is there already", str(folder))
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    (unfinished / "page.html").write_bytes(page.body)
    _write(unfinished / "meta.json", meta_of(page))
    _write(unfinished / "expected.json", expected)
    unfinished.rename(folder)


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def meta_of(page: Page) -> dict[str, Any]:
    """What a test needs to read the page as it was read here."""
    meta = {"url": page.url, "fetched_at": page.fetched_at.isoformat(timespec="seconds")}
    kind = page.headers.get("content-type")
    return meta | ({"content_type": kind} if kind else {})


def expected_of(extraction: Extraction) -> dict[str, Any]:
    """The facts that there are, the paragraphs, and what the site's own rules removed, by category."""
    article = extraction.article
    if article is None:
        raise ValueError(extraction.error or "no article")
    removed: dict[str, list[str]] = {}
    for removal in extraction.removals:
        if removal.layer is Layer.SITE_RULE:
            removed.setdefault(removal.category.value, []).append(removal.text)
    return _facts(article) | {
        "paragraphs": [block.text for block in article.blocks],
        "removed": {category: list(dict.fromkeys(texts)) for category, texts in sorted(removed.items())},
    }


def _facts(article: Article) -> dict[str, Any]:
    image = article.image
    facts = {name: getattr(article, name) for name in FACTS} | {
        "authors": list(article.authors),
        "caption": image and image.caption,
        "credit": image and image.credit,
    }
    return {name: value for name, value in facts.items() if value}


def idle_rules(site: Site, extraction: Extraction) -> list[str]:
    """The rules of a site that removed nothing here."""
    at_work = {removal.rule for removal in extraction.removals if removal.layer is Layer.SITE_RULE}
    return [rule.id for rule in site.drop if rule.id not in at_work]


def case_name(url: str) -> str:
    """A folder's name from the last words of an address."""
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    words = re.findall(r"[a-z0-9]+", last.partition(".")[0].lower())
    return "_".join(words)[:LONGEST_NAME].strip("_") or "page"
