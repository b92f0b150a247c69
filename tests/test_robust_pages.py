"""Mutations of pages written for this test: extract raises on none of them. How long they take is told by
``python -m benchmarks.robustness``: machines differ."""

from __future__ import annotations

import random

import pytest

from benchmarks.attack_pages import FAMILIES
from benchmarks.mutations import LIGHT, many_siblings, mutate
from benchmarks.page_growth import taken
from benchmarks.robustness import run_page

ENGLISH = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Harbour wall to be raised | Saltmarsh Post</title>
<meta property="og:title" content="Harbour wall to be raised"><link rel="canonical" href="https://post.example/wall">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"Harbour wall to be raised",
"datePublished":"2026-03-02T08:00:00+01:00","author":{"@type":"Person","name":"Jo Penhallow"}}</script></head><body>
<nav><ul><li><a href="/">Home</a><li><a href="/sport">Sport</a></ul></nav><article><h1>Harbour wall to be raised</h1>
<p class="byline">By Jo Penhallow, <time datetime="2026-03-02">2 March</time></p>
<p>The council voted on Monday to raise the harbour wall by a metre, two years after the flood closed the market.</p>
<h2>What it costs</h2><p>Work is to begin in May and cost 2.4 million pounds, most of which the county will pay.</p>
<table><tr><th>Year<th>Cost<tr><td>2026<td>1.1m<tr><td>2027<td>1.3m</table>
<blockquote>We have waited long enough, said the harbour master, Ellen Marsh, after the vote.</blockquote>
<figure><img src="wall.jpg"><figcaption>The wall at low tide. Photo: A. Tesk</figcaption></figure>
<div class="donate-box"><p>Support the Post</p><form><input type="email" name="mail">
<button>Give £5</button></form></div>
<p>The fishing fleet will move to the outer quay until the work is done, the council said in a statement.</p></article>
<footer>© Saltmarsh Post</footer></body></html>"""
JAPANESE = """<html lang="ja"><head><title>新しい橋が開通</title></head><body><div id="main"><h1>新しい橋が開通</h1>
<p>町の中心部と対岸を結ぶ新しい橋が三日、開通した。歩行者専用で、長さは百二十メートルある。</p>
<p>式典には約四百人が集まり、町長は「長年の願いがかなった」とあいさつした。<br><br>橋は夜九時まで照らされる。</p>
<p>続きを読むには<a href="/login">ログイン</a>してください。</p></div></body></html>"""
SECONDS = 10  # of the processor, on a busy machine; a second on a quiet one
PAGES = (ENGLISH.encode(), JAPANESE.encode(), JAPANESE.encode("euc-jp"))


@pytest.mark.parametrize("number", range(60))
def test_extract_stands_mutated_pages(number) -> None:
    probability = random.Random(number)
    names, content = mutate(probability.choice(PAGES), LIGHT, probability)
    outcome = run_page(names, "https://post.example/wall", content)
    assert not outcome.fault, names


def test_extract_stands_very_many_siblings() -> None:
    outcome = run_page("siblings", "https://post.example/wall", many_siblings(PAGES[0], random.Random(1)))
    assert not outcome.fault


@pytest.mark.parametrize("family", [family for family in FAMILIES if "line" in family or "blanks" in family])
def test_lines_are_read_in_proportion_to_their_number(family) -> None:
    """What was collected of a block was put together at each line break: 17 s for 200 KB."""
    (seconds,) = taken("extract", family, (400_000,), most=SECONDS).seconds
    assert seconds is not None
