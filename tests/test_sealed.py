"""What is open in an element whose end tag ends it does not swallow the page behind it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import Page, extract
from extractors.html.sealed import with_sealed

SENTENCE = "On day {0} the council heard what the engineers had found under pier {0} of the old bridge."
STORY = "".join(f"<p>{SENTENCE.format(number)}</p>" for number in range(8))
# What ends at the end tag of each: in noscript, which is raw text where scripts run, all of it.
OPEN = {
    "noscript": [
        "<div id=x>",
        "<style>.a {",
        "<!-- off",
        "<div class='a",
        "<table><tr><td>",
        "<script>let a",
        "</div>",
    ],
    "template": ["<div id=x>", "<table><tr><td>", "<tr><td>x", "</div>"],
    "object": ["<div id=x>", "<table><tr><td>"],
    "select": ["<div id=x>", "<option>x<div>"],
    "svg": ["<div id=x>", "<g><div>"],
}


def story_behind(markup: str) -> str:
    head = "<html lang=en><head><title>The old bridge</title></head>"
    page = f"{head}<body><div><div>{markup}<h1>The old bridge</h1></div><article>{STORY}</article></div></body></html>"
    found = extract(Page("https://a.example/1", page.encode(), {}, 200, datetime(2025, 5, 6, tzinfo=UTC)))
    assert found.article is not None, found.error
    return found.article.text


@pytest.mark.parametrize(("name", "inside"), [(name, inside) for name, all_of in OPEN.items() for inside in all_of])
def test_the_page_behind_is_read(name: str, inside: str) -> None:
    text = story_behind(f"<{name}>{inside}</{name}>")
    assert all(SENTENCE.format(number) in text for number in range(8))


@pytest.mark.parametrize(
    "page",
    [
        b"<noscript><img src=x><div>a</div></noscript><p>b",
        b"<template><table><tr><td>a<td>b</table></template>",
        b"<template><div><template><p>a</template></div></template>",
        b"<script>document.write('<noscript><div>')</script><p>a<noscript>b</noscript>",
        b"<!-- <template><div></template> --><p>a",
        b"<svg><g><path d=''/></g></svg><select><option>a<option>b</select>",
        b"<template><div>",
        b"</template><noscript>",
    ],
)
def test_what_is_whole_stays_as_it_is(page: bytes) -> None:
    assert with_sealed(page) is page


def test_what_stands_in_it_stays() -> None:
    page = "<noscript><div>Größe <b>zählt</noscript><p>c".encode()
    assert with_sealed(page).decode() == "<noscript><div>Größe <b>zählt</b></div></noscript><p>c"
