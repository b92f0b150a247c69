from __future__ import annotations

import pytest

from benchmarks import sites
from benchmarks.extractors import Source
from benchmarks.shared import PROJECT
from extractors import load_sites

SITE = load_sites()["moscowtimes"]
APPEAL, CONTENT = ("D", "page", "Give now"), ("C", "page", "They give")


@pytest.mark.parametrize(
    ("scores", "wrong", "holds"),
    [
        ({"one": 0.98, "two": 1.0}, [], True),
        ({"one": 0.96, "two": 1.0}, [], False),
        ({"one": 1.0}, [APPEAL], False),
        ({"one": 1.0}, [CONTENT], True),
    ],
)
def test_an_outlet_holds_by_its_mean_and_without_appeals(scores, wrong, holds):
    assert sites.Score(SITE, list(scores), scores, {}, wrong).holds is holds


def test_a_page_is_read_with_the_file_of_its_domain():
    page = (PROJECT / "tests/fixtures/sites/moscowtimes/news/page.html").read_bytes()
    row = sites.run_with_site(Source("one", "https://www.themoscowtimes.com/2026/01/01/a-a1", page))
    assert any(removal["category"] == "donation" for removal in row["removals"])
    assert sites.owner("https://news.themoscowtimes.com:8080/") is not None
    assert (sites.owner("https://unknown.example/"), sites.owner("")) == (None, None)


def test_an_unknown_site_is_told(monkeypatch):
    monkeypatch.setattr("sys.argv", ["sites", "nosuch"])
    with pytest.raises(SystemExit, match="no such site file: nosuch"):
        sites.main()
