"""The pictures in README: the reading room on the bundled news web, in Debian's chromium.

python -m benchmarks.screenshots [--folder docs]

Crawls as ``make demo`` does, serves what came, and writes ``front-page.png`` and ``article.png``. Ends with 1 where a
picture is too large to be kept in the repository.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from benchmarks.reading_speed import served
from tests.web import demo

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Page, ViewportSize

SIZE: ViewportSize = {"width": 1120, "height": 1330}  # so that the ledger is in it
MARGIN = 12  # below the last thing that is whole
# Where the last article of a list, paragraph or box ends that is whole in the window.
LAST_END = """(height) => Math.max(...[...document.querySelectorAll(".found > li, .story > *")]
    .filter((node) => node.checkVisibility()).map((node) => node.getBoundingClientRect().bottom)
    .filter((bottom) => bottom <= height))"""
LARGEST = 300_000  # bytes of a picture
HEADLINE = "Volunteers raise £90,000 for a new lifeboat"  # about donations, which stand; with a newsletter, which goes


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="The pictures in README.")
    parser.add_argument("--folder", type=Path, default=Path("docs"))
    folder = parser.parse_args().folder
    if status := demo.main():
        return status
    with served(demo.DATABASE) as address, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pictures = _take(browser.new_page(viewport=SIZE), address, folder)
        browser.close()
    return int(any(_is_too_large(picture) for picture in pictures))


def _take(page: Page, address: str, folder: Path) -> list[Path]:
    """The front page, then an article with what was cut from it in its place."""
    front, article = folder / "front-page.png", folder / "article.png"
    page.goto(address)
    _picture(page, front)
    page.get_by_role("link", name=HEADLINE).first.click()
    page.get_by_text("Show what was cut").click()
    _picture(page, article)
    return [front, article]


def _picture(page: Page, path: Path) -> None:
    """Down to between two things, so that none is cut."""
    end = page.evaluate(LAST_END, SIZE["height"] - MARGIN) + MARGIN
    clip: FloatRect = {"x": 0, "y": 0, "width": SIZE["width"], "height": end}
    page.screenshot(path=path, animations="disabled", clip=clip)


def _is_too_large(picture: Path) -> bool:
    size = picture.stat().st_size
    print(f"{picture}  {size:,} bytes")
    return size > LARGEST


if __name__ == "__main__":
    sys.exit(main())
