"""Every site file on the pages written for it: a folder of page, meta and expected for each case."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractors import Extraction, Page, Site, SiteFileError, extract, load_sites
from extractors.model import Layer
from extractors.sites.site_file import SITES_FOLDER, load_site, site_of
from spiders.web.addresses import host_of

FIXTURES = Path(__file__).parent / "fixtures" / "sites"
SITES = load_sites()
MINIMAL = """name = "gazette"
title = "The Gazette"
domains = ["gazette.example"]
language = "en"
"""
RULE = """
[[drop]]
id = "appeal"
category = "donation"
css = ".appeal"
reason = "asks for money below the text"
since = 2026-11-01
"""


@dataclass(frozen=True)
class Case:
    site: Site
    folder: Path

    def read(self, name: str) -> dict[str, Any]:
        return json.loads((self.folder / name).read_text(encoding="utf-8"))


CASES = [Case(SITES[folder.parent.name], folder) for folder in sorted(FIXTURES.glob("*/*"))]


@cache
def extracted(case: Case) -> Extraction:
    meta = case.read("meta.json")
    body = (case.folder / "page.html").read_bytes()
    headers = {"content-type": meta["content_type"]} if "content_type" in meta else {}
    page = Page(meta["url"], body, headers, 200, datetime.fromisoformat(meta["fetched_at"]))
    return extract(page, case.site, None)


def difference(wanted: list[str], got: list[str]) -> str:
    lines = difflib.unified_diff(wanted, got, "expected.json", "extracted", lineterm="", n=1)
    return "\n" + "\n".join(lines)


def facts_of(extraction: Extraction) -> dict[str, Any]:
    article = extraction.article
    assert article, extraction.error
    image = article.image
    facts = {name: getattr(article, name) for name in ("title", "published", "modified", "language", "access")}
    return facts | {
        "authors": list(article.authors),
        "caption": image and image.caption,
        "credit": image and image.credit,
    }


@pytest.fixture(params=CASES, ids=lambda case: f"{case.site.name}-{case.folder.name}")
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


def test_fixture_gives_its_paragraphs(case: Case) -> None:
    wanted, article = case.read("expected.json")["paragraphs"], extracted(case).article
    assert article, extracted(case).error
    got = [block.text for block in article.blocks]
    assert got == wanted, difference(wanted, got)


def test_fixture_gives_its_facts(case: Case) -> None:
    expected, facts = case.read("expected.json"), facts_of(extracted(case))
    wanted = [f"{name}: {expected[name]}" for name in facts if name in expected]
    got = [f"{name}: {facts[name]}" for name in facts if name in expected]
    assert got == wanted, difference(wanted, got)


def test_fixture_has_its_cuts_in_the_ledger(case: Case) -> None:
    ledger = {(removal.category, removal.text) for removal in extracted(case).removals}
    removed = case.read("expected.json")["removed"]
    wanted = sorted(f"{category}: {text}" for category, texts in removed.items() for text in texts)
    got = sorted({f"{category}: {text}" for category, text in ledger} & set(wanted))
    assert got == wanted, difference(wanted, sorted(f"{category}: {text}" for category, text in ledger))


def test_fixture_belongs_to_its_site(case: Case) -> None:
    url = case.read("meta.json")["url"]
    assert site_of(host_of(url), SITES) is case.site
    assert case.site.news.article_url is None or re.search(case.site.news.article_url, url)


@pytest.mark.parametrize("site", SITES.values(), ids=lambda site: site.name)
def test_each_rule_removes_something_on_a_fixture(site: Site) -> None:
    removals = (removal for case in CASES if case.site is site for removal in extracted(case).removals)
    at_work = {removal.rule for removal in removals if removal.layer is Layer.SITE_RULE}
    idle = [rule.id for rule in site.drop if rule.id not in at_work]
    assert not idle, f"{site.name}.toml: no fixture in {FIXTURES / site.name} on which these remove anything: {idle}"


@pytest.mark.parametrize("path", sorted(SITES_FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_site_file_is_valid_and_has_a_fixture_for_its_body(path: Path) -> None:
    site = load_site(path)
    assert not site.body or any(case.site.name == site.name for case in CASES)


def test_domains_belong_to_one_site_each() -> None:
    owners = [domain for site in SITES.values() for domain in site.domains]
    assert sorted({domain for domain in owners if owners.count(domain) > 1}) == []


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        (MINIMAL + "titl = 1", "titl", "Extra inputs are not permitted"),
        (MINIMAL.replace('language = "en"', ""), "language", "Field required"),
        (MINIMAL + "body = '//div['", "body", "XPath does not compile"),
        (MINIMAL + RULE.replace(".appeal", ".appeal["), "drop.1.css", "CSS does not compile"),
        (MINIMAL + RULE.replace('css = ".appeal"', ""), "drop.1", "exactly one of css, xpath"),
        (MINIMAL + RULE + RULE, "drop", "rule id used twice: appeal"),
        (MINIMAL + RULE.replace('reason = "asks for money below the text"', ""), "drop.1.reason", "Field required"),
        (MINIMAL + RULE.replace("since = 2026-11-01", ""), "drop.1.since", "Field required"),
        (MINIMAL + RULE + "until = 2026-10-01", "drop.1", "until must come after since"),
        (MINIMAL + RULE.replace("donation", "begging"), "drop.1.category", "Input should be"),
        (MINIMAL.replace("gazette.example", "https://gazette.example/"), "domains.1", "expected a domain"),
        (MINIMAL + '[news]\nevery = "often"', "news.every", "expected a period"),
        (MINIMAL + '[news]\nfeeds = ["/rss"]', "news.feeds.1", "expected an http(s) URL"),
        (MINIMAL + "[news]\narticle_url = '('", "news.article_url", "does not compile"),
        (MINIMAL.replace('"gazette"', '"herald"'), "name", "as the file is called"),
        (MINIMAL + "title = ", "not a TOML file", ""),
    ],
)
def test_broken_site_file_is_named_with_its_key(tmp_path: Path, text: str, key: str, problem: str) -> None:
    path = tmp_path / "gazette.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SiteFileError) as raised:
        load_site(path)
    message = str(raised.value)
    assert message.startswith(f"{path}: {key}")
    assert problem in message


def test_domain_is_taken_as_it_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "gazette.toml"
    path.write_text(MINIMAL.replace("gazette.example", "Fähre.example"), encoding="utf-8")
    assert load_site(path).owns("www.xn--fhre-loa.example")


def test_retired_rule_still_holds_for_older_pages() -> None:
    rule = SITES["moscowtimes"].drop[0].model_copy(update={"until": datetime.fromisoformat("2026-01-01").date()})
    assert rule.valid_on(datetime.fromisoformat("2025-12-31").date())
    assert not rule.valid_on(datetime.fromisoformat("2026-01-01").date())
