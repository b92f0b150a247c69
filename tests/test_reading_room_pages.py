from __future__ import annotations

import json
from dataclasses import replace

import pytest

from extractors.pages import extract_pages
from extractors.sites.ftr_site import site_of_config
from storage import Archive, Fetch, FetchKind, Store
from tests.paged_articles import CONFIG, address, as_page, sentences, three
from tests.reading_samples import Room
from tests.storage_samples import exchange, fetch


@pytest.fixture
def room(tmp_path) -> Room:
    """An article on three pages, of which the third could not be had."""
    path, pages = tmp_path / "paged.db", list(three().items())[:2]
    with Store.open(path) as store, Archive(tmp_path / "paged-archive", store) as archive:
        run = store.begin_run("page", {}, "1", "r1")
        kinds = (FetchKind.PAGE, FetchKind.FURTHER_PAGE)
        came = [kept(archive, url, body, kind) for (url, body), kind in zip(pages, kinds, strict=True)]
        lost = fetch(address(3), kind=FetchKind.FURTHER_PAGE, status=404, error="404 Not Found", place=None)
        extraction = extract_pages([as_page(*each) for each in pages], site_of_config("paged.example", CONFIG))
        recorded = store.record(run, came[0], extraction, "paged.example", [came[1], lost])
        store.finish_run(run, "finished", {})
    assert recorded.article is not None
    return Room(path, {"paged": recorded.article})


def kept(archive: Archive, url: str, body: str, kind: FetchKind) -> Fetch:
    answer = replace(exchange(body.encode()), url=url)
    return fetch(url, kind=kind, place=archive.write(answer))


def test_article_page_shows_each_page_and_leads_to_it(room):
    html = room.get("/article/1").text
    assert "<dt>Page 2</dt><dd>200 by" in html
    assert "<dt>Page 3</dt><dd>404 Not Found by" in html
    assert html.count("See the archived page") == 2
    assert "<li>page 2: " in html
    assert sentences(2)[0] in room.get("/article/1/page/2/source").text


def test_article_page_says_that_a_page_is_missing(room):
    html = room.get("/article/1").text
    assert "the text is cut: a page of it is missing" in html
    assert "Not all pages of this article could be had." in html
    assert "without a subscription" not in html


def test_an_export_takes_all_pages_along(room):
    row = json.loads(room.get("/export.jsonl").text)
    assert [(page["position"], page["status"], page["error"]) for page in row["further_pages"]] == [
        (2, 200, None),
        (3, 404, "404 Not Found"),
    ]
    assert {removal["page"] for removal in row["removals"]} == {1, 2}
