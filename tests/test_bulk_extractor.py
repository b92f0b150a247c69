from __future__ import annotations

import re
import sys
from types import ModuleType, SimpleNamespace

import pytest

from spiders.bulk.extractor import clean_text, extract_html
from tests.archived_pages import page
from tests.crawling import ROOT


@pytest.mark.parametrize("html", [page(3), page(3).decode()])
def test_html_gives_the_clean_text_and_the_ledger(html):
    extraction = extract_html(html)
    assert extraction.article.title == "The bridge is closed 3"
    assert clean_text(html) == extraction.article.text
    assert "pier 307" in clean_text(html)


@pytest.mark.parametrize("html", ["", "<p>", b"\x00\xff" * 50])
def test_what_is_no_article_gives_no_text_and_a_reason(html):
    assert clean_text(html) == ""
    assert extract_html(html).error


def test_the_site_file_of_the_address_counts():
    assert extract_html(page(3), "https://www.themoscowtimes.com/2024/05/01/a-story-a12345").site == "moscowtimes"
    assert extract_html(page(3)).site is None


def test_the_extractor_stands_in_a_pipeline_of_datatrove():
    pytest.importorskip("datatrove", reason="the extra bulk is not installed: make bulk")
    from datatrove.data import Document  # noqa: PLC0415

    from spiders.bulk.datatrove_step import StetExtractor  # noqa: PLC0415

    given = [Document(page(3).decode(), "3"), Document("<p>", "nothing"), Document(page(4).decode(), "4")]
    found = {each.id: each.text for each in StetExtractor().run(given)}
    assert found == {"3": clean_text(page(3)), "4": clean_text(page(4))}


def example(number):
    text = (ROOT / "docs" / "bulk.md").read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)[number]


def test_the_example_for_datatrove_runs(monkeypatch, tmp_path):
    """Its reader and its writer want packages that the extra has not: they have stand-ins."""
    pytest.importorskip("datatrove", reason="the extra bulk is not installed: make bulk")
    from datatrove.data import Document  # noqa: PLC0415
    from datatrove.pipeline import readers, writers  # noqa: PLC0415

    written = {}

    def writer(address):
        def write(data, rank, world_size):
            written.update({f"{address}{each.id}": each.text for each in data})

        return write

    monkeypatch.setattr(readers, "WarcReader", lambda address: [Document(page(3).decode(), address)])
    monkeypatch.setattr(writers, "JsonlWriter", writer)
    code = example(0).replace("tasks=8", f"tasks=1, workers=1, logging_dir={str(tmp_path)!r}")
    exec(code, {})  # noqa: S102  (our own page)
    assert written == {"out/s3://archive/2024": clean_text(page(3))}


class Pages(list):
    """Stands in for a data set of Ray and a frame of Spark."""

    def map(self, function):
        return Pages(map(function, self))

    def withColumn(self, name, column):  # noqa: N802  (as Spark calls it)
        return Pages({**row, name: column(row)} for row in self)


def test_the_examples_for_other_engines_run_with_stand_ins(monkeypatch):
    def udf(function):
        return lambda *names: lambda row: function(*(row[name] for name in names))

    monkeypatch.setitem(sys.modules, "pyspark", ModuleType("pyspark"))
    monkeypatch.setitem(sys.modules, "pyspark.sql", ModuleType("pyspark.sql"))
    monkeypatch.setitem(sys.modules, "pyspark.sql.functions", SimpleNamespace(udf=udf))
    row = {"html": page(3).decode(), "url": "https://a.example/story"}
    ray, spark, curator = re.split(r"^# (?:Spark|NeMo).*$", example(1), flags=re.MULTILINE)
    names = {"pages": Pages([row]), "HTMLExtractorAlgorithm": object}
    for code in (ray, spark):
        exec(code, names)  # noqa: S102
        assert names.pop("cleaned") == [{**row, "text": clean_text(page(3))}]
    exec(curator, names)  # noqa: S102
    found = [names["Stet"]().extract_text(html, frozenset(), "ENGLISH") for html in (row["html"], "<p>")]
    assert found == [clean_text(page(3)).splitlines(), None]
