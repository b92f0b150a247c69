from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import Page, extract
from extractors.html.decode import parse
from extractors.html.selector import elements
from extractors.model import Layer
from extractors.page.links import single_page_of
from extractors.sites.ftr_format import read_ftr
from extractors.sites.ftr_site import FtrFolder, first_of, site_of_config
from tests.archived_pages import SENTENCE, page

CONFIG = """# The bridge
title: //h2[@class='head']
author: //span[@class='who']
date: //b[@class='when']
body: //div[@id='none']
body: //article
strip: //p[@class='ask']
strip_id_or_class: follow-us
strip_image_src: /pixel/
find_string: <i>council</i>
replace_string: council
replace_string(engineers): surveyors
prune: no
tidy: no
test_url: https://bridge.example/news/1
"""
BODY = (
    page(1)
    .replace(b"<h1>", b"<h2 class=head>The other title</h2><span class=who>Ada Krol</span><h1>")
    .replace(b"<p>", b"<b class=when>2026-03-04</b><p>", 1)
    .replace(b"The council of", b"The <i>council</i> of", 1)
    .replace(b"</article>", b"<p class=ask>The tower was tall and the river was wide.</p><div class='box follow-us'>"
             b"<p>All of the boats came home before the rain began.</p></div></article>")
)  # fmt: skip


def read(config):
    made = Page("https://bridge.example/news/1", BODY, {}, 200, datetime(2026, 11, 23, tzinfo=UTC))
    return extract(made, site_of_config("bridge.example", config))


def test_a_config_gives_title_author_date_and_body():
    article = read(CONFIG).article
    assert (article.title, article.authors, article.published) == ("The other title", ("Ada Krol",), "2026-03-04")
    assert SENTENCE.format(100).replace("engineers", "surveyors") in article.text


def test_a_config_strips_with_its_line_as_rule():
    extraction = read(CONFIG)
    cut = {removal.rule: removal for removal in extraction.removals if removal.layer is Layer.SITE_RULE}
    assert set(cut) == {"strip-7", "strip-id-or-class-8"}
    assert "strip_id_or_class: follow-us" in cut["strip-id-or-class-8"].evidence
    assert "boats" not in extraction.article.text
    assert extraction.site == "ftr_bridge_example"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("titl: //h1", "1: unknown directive titl"),
        ("body: //div[", "1: XPath does not compile: Invalid expression: //div["),
        ("strip: php:functionString('x', .)", "1: Undefined namespace prefix"),
        ("body:", "1: body without a value"),
        ("just words", "1: no directive: just words"),
        ("if_page_contains: //a", "1: if_page_contains without a link to a page above it"),
        ("strip: //b\nif_page_contains: //a", "2: if_page_contains without a link to a page above it"),
        ("next_page_link: //a[", "1: XPath does not compile: Invalid expression: //a["),
        ("single_page_link: //a[", "1: XPath does not compile: Invalid expression: //a["),
        ("http_header(user-agent): Mozilla", "1: http_header is not followed: requests say who asks, and nothing else"),
        ("find_string: a", "1: find_string without replace_string"),
        ("replace_string: a", "1: replace_string without find_string"),
    ],
)
def test_what_cannot_be_used_is_reported(line, problem):
    config = read_ftr(line)
    assert config.problems == [problem]
    assert [directive.name for directive in config.directives if directive.name != "strip"] == []


def test_a_good_config_has_no_problems():
    assert read_ftr(f"\ufeff{CONFIG}").problems == []
    assert read_ftr("body: //a[contains(@href, 'https://a.example/?b=c')]").values("body")[0].endswith("?b=c')]")


def test_lines_that_change_nothing_are_told_apart_from_faults():
    config = read_ftr("prune: no\nautodetect_on_failure: no\nparser: html5php\ntest_url: https://a.example/\ntitl: //a")
    assert [line.partition(" changes nothing here: ")[0] for line in config.without_effect] == [
        "1: prune", "2: autodetect_on_failure", "3: parser", "4: test_url",
    ]  # fmt: skip
    assert config.problems == ["5: unknown directive titl"]


@pytest.mark.parametrize(
    ("config", "whole"),
    [
        ("single_page_link: //a[@class='whole']", "https://a.example/news/1/all"),
        ("single_page_link: //a[@class='whole']/@href", "https://a.example/news/1/all"),
        ("single_page_link: concat('/print', '/1')", "https://a.example/print/1"),
        ("single_page_link: //a[@class='none']\nsingle_page_link: //link/@href", "https://a.example/whole/1"),
        ("single_page_link: //a[@class='none']", None),
        (
            "single_page_link: //a[@class='whole']\nif_page_contains: //ul[@class='pages']",
            "https://a.example/news/1/all",
        ),
        ("single_page_link: //a[@class='whole']\nif_page_contains: //ol", None),
        ("single_page_link: //a[@class='whole']\nif_page_contains: count(//li) > 2", None),
        (
            "single_page_link: //a[@class='whole']\nif_page_contains: //ol\nsingle_page_link: //link",
            "https://a.example/whole/1",
        ),
        (
            "find_string: whole\nreplace_string: all\nsingle_page_link: //a[@class='all']",
            "https://a.example/news/1/all",
        ),
        ("title: //h1", None),
    ],
)
def test_a_single_page_link_leads_to_the_whole(config, whole):
    body = (
        b"<html><head><link href='/whole/1'></head><body><ul class=pages><li>1<li>2</ul><a class=whole href=' 1/all '>"
    )
    part = Page("https://a.example/news/1", body, {}, 200, datetime(2026, 11, 23, tzinfo=UTC))
    assert single_page_of(part, site_of_config("a.example", config)) == whole


def test_of_several_expressions_the_first_that_finds_something_holds():
    expression = first_of(["//h1", "//h2", "//h3"])
    root = parse("<body><h3>three</h3><h2>two</h2></body>")
    assert [node.text for node in elements(expression, root)] == ["two"]
    assert first_of(["//h1", "string(//h2)", "//h3"]) == "(//h1) | (//h3)[not(//h1)]"
    assert (first_of(["string(//h2)", "//h1"]), first_of([])) == ("string(//h2)", None)


def test_files_are_found_by_host(tmp_path):
    for name in ("example.com", ".example.com", "sport.example.com", "example.co.uk"):
        (tmp_path / f"{name}.txt").write_text(f"title: //h1[@class='{name}']\nnonsense")
    folder = FtrFolder(tmp_path)
    hosts = ("www.example.com", "Example.com", "news.example.com", "sport.example.com", "example.co.uk", "b.co.uk")
    titles = [site.metadata.title if (site := folder.site_of(host)) else None for host in hosts]
    named = ["example.com", "example.com", ".example.com", "sport.example.com", "example.co.uk"]
    assert titles == [*(f"(//h1[@class='{name}'])" for name in named), None]
    name, config = next(iter(folder.configs()))
    assert (name, config.problems) == (".example.com.txt", ["2: no directive: nonsense"])
