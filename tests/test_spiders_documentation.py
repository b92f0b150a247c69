"""Every setting and command of the crawl is documented."""

from __future__ import annotations

import pytest

from spiders import settings
from tests.crawling import ROOT

DOCUMENTS = "".join(path.read_text() for path in (ROOT / "docs").glob("*.md"))
COMMANDS = [path.stem for path in (ROOT / "spiders" / "commands").glob("[a-z]*.py")]


@pytest.mark.parametrize("name", [name for name in vars(settings) if name.startswith("STET_")])
def test_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in DOCUMENTS


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_documented(name: str) -> None:
    assert f"scrapy {name}" in DOCUMENTS + (ROOT / "README.md").read_text()
