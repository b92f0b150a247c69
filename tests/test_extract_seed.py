"""The page that the project began with: exact with its site file, clean without."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors import Extraction, Page, extract, load_sites

SEED = Path(__file__).resolve().parent.parent.parent / "shared" / "seed"
pytestmark = pytest.mark.skipif(not SEED.is_dir(), reason="needs ../shared/seed")


@pytest.fixture(scope="module")
def expected() -> dict:
    return json.loads((SEED / "expected.json").read_text(encoding="utf-8"))


def extract_seed(expected: dict, site_name: str | None) -> Extraction:
    body = (SEED / "moscowtimes.html").read_bytes()
    page = Page(expected["url"], body, {}, 200, datetime(2026, 11, 1, tzinfo=UTC))
    return extract(page, load_sites()[site_name] if site_name else None, None)


@pytest.fixture(scope="module")
def by_site_file(expected: dict) -> Extraction:
    return extract_seed(expected, "moscowtimes")


@pytest.fixture(scope="module")
def by_generic_layers(expected: dict) -> Extraction:
    return extract_seed(expected, None)


def test_site_file_gives_the_exact_paragraphs(by_site_file: Extraction, expected: dict) -> None:
    assert [block.text for block in by_site_file.article.blocks] == expected["paragraphs"]


@pytest.mark.parametrize("field", ["title", "published", "modified", "language", "access"])
def test_site_file_gives_the_exact_metadata(by_site_file: Extraction, expected: dict, field: str) -> None:
    assert getattr(by_site_file.article, field) == expected[field]


def test_site_file_gives_caption_and_credit(by_site_file: Extraction, expected: dict) -> None:
    image = by_site_file.article.image
    assert (image.caption, image.credit) == (expected["caption"], expected["credit"])


def test_site_file_leaves_a_mark_for_every_removal(by_site_file: Extraction, expected: dict) -> None:
    ledger = {(removal.text, removal.category) for removal in by_site_file.removals}
    wanted = {(text, category) for category, texts in expected["removed"].items() for text in texts}
    assert wanted <= ledger


def test_generic_layers_give_the_exact_paragraphs(by_generic_layers: Extraction, expected: dict) -> None:
    assert [block.text for block in by_generic_layers.article.blocks] == expected["paragraphs"]


def test_generic_layers_leave_no_appeal_in(by_generic_layers: Extraction, expected: dict) -> None:
    lines = set(by_generic_layers.article.text.split("\n"))
    appeals = expected["removed"]["donation"] + expected["removed"]["newsletter"]
    assert not [text for text in appeals if text in lines]
