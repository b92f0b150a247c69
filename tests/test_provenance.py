from __future__ import annotations

import json
from dataclasses import replace

import pytest
from scrapy.exceptions import UsageError

from extractors.model import EXTRACTOR_VERSION
from storage import Discovery, RecordPlace, Redirect, Store
from tests.archived_pages import exchange_with, keep, page, run
from tests.crawling import Desk
from tests.storage_samples import NOON, URL, extraction, fetch

FEED = "https://example.org/rss"


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    moved = Redirect("http://example.org/news/1", 301, RecordPlace("a.warc.gz", 9, 9, "sha256:r"))
    found = fetch(URL, discovery=Discovery(URL, FEED, "feed", NOON), redirects=(moved,))
    with Store.open(desk.database) as store:
        first = store.begin_run("example", {"limit": "3"}, "1", "r1")
        store.record(first, replace(found, url_asked=moved.url), extraction(), "example")
        store.record(first, fetch(URL, hours=1), extraction(), "example")
    return desk


def test_provenance_tells_each_step(desk, capsys):
    assert run(desk, "provenance", URL) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "Bridge gets built"
    assert f"found     feed {FEED} at 2026-11-23T12:00:00.000000+00:00" in lines
    assert "asked     http://example.org/news/1" in lines
    assert "redirect  301 by http://example.org/news/1" in lines
    assert f'answered  200 by {URL} at 2026-11-23T12:00:00.000000+00:00, etag "1"' in lines
    assert any(line.startswith("archived  a.warc.gz at 0, sha256:") for line in lines)
    assert f"read by   extractor {EXTRACTOR_VERSION}, rules r1" in lines
    assert "cut       1 blocks in 1 boxes, 1 donation" in lines
    assert "[donation, site-rule contribute] class begins with contribute-" in lines
    assert "Support us" in lines
    assert "seen      1 times more with the same text" in lines


def test_provenance_of_all_versions(desk, capsys):
    keep(desk, exchange_with(1), earlier=True)
    keep(desk, exchange_with(1, hours=1, body=page(1) + b"<p>added</p>"), earlier=True)
    run(desk, "reclean")
    capsys.readouterr()
    run(desk, "provenance", "--all", "https://bridge.example/news/1")
    out = capsys.readouterr().out
    assert out.count("(reclean) at ") >= 1
    assert out.count("(example) at ") >= 1


def test_provenance_refuses_what_makes_no_sense(desk):
    for wrong in ([], [URL, URL], ["--site", "example"]):
        with pytest.raises(UsageError):
            run(desk, "provenance", *wrong)


def prov(desk, capsys, *arguments):
    assert run(desk, "provenance", "--prov", *arguments) == 0
    return json.loads(capsys.readouterr().out)


ELEMENTS = ("entity", "activity", "agent")


def test_prov_json_relates_what_it_names(desk, capsys):
    document = prov(desk, capsys, URL)
    (bundle,) = document["bundle"].values()
    named = {name for section in ELEMENTS for name in bundle[section]}
    ends = {
        value
        for section, records in bundle.items()
        if section not in ELEMENTS
        for record in records.values()
        for key, value in record.items()
        if isinstance(value, str) and value.startswith("stet:") and key != "prov:type"
    }
    assert ends == named - {"stet:removal-0"}
    assert {name.partition(":")[0] for name in named} == {"stet"} <= set(document["prefix"])


def test_prov_json_holds_the_whole_way(desk, capsys):
    (bundle,) = prov(desk, capsys, URL)["bundle"].values()
    assert bundle["entity"]["stet:response-1"]["prov:location"] == "a.warc.gz#0"
    assert bundle["entity"]["stet:removal-1"]["stet:category"] == "donation"
    assert bundle["entity"]["stet:list-of-1"]["stet:url"] == FEED
    assert bundle["activity"]["stet:fetch-1"]["stet:redirects"] == ["http://example.org/news/1"]
    assert bundle["activity"]["stet:extraction-1"]["stet:rulesVersion"] == "r1"
    assert "_:wasDerivedFrom-version-1-response-1" in bundle["wasDerivedFrom"]
    (used,) = (record for record in bundle["used"].values() if record["prov:entity"] == "stet:list-of-1")
    assert used["prov:role"] == "feed"
    assert "stet:flags" not in bundle["entity"]["stet:version-1"]  # none: left out


def test_prov_json_of_a_site_has_a_bundle_for_each_article(desk, capsys):
    keep(desk, *map(exchange_with, range(3)))
    assert len(prov(desk, capsys, "--site", "bridge.example")["bundle"]) == 3
    assert run(desk, "provenance", "--prov", "--site", "none") == 1
    assert "no article of such a site" in capsys.readouterr().err
