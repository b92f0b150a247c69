"""A selection as WACZ, and single records: what comes is what the archive has."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import io
import json
import re
import zipfile
from types import SimpleNamespace

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from scrapy.exceptions import UsageError

from storage import Store
from storage.archive.wacz import surt
from storage.reading_room import dataset
from storage.reading_room.markdown import markdown_of
from storage.reading_room.spreadsheets import harmless_cell
from tests.archived_pages import run
from tests.reading_samples import PAGE, furnish


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return furnish(tmp_path_factory.mktemp("wacz"))


def export(room, *arguments):
    return run(SimpleNamespace(database=room.path), "export", *arguments)


def opened(answer):
    return zipfile.ZipFile(io.BytesIO(answer.content))


def lines(package, name):
    content = package.read(name)
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode().splitlines()


def records(content):
    return list(ArchiveIterator(io.BytesIO(content), parse_http=False))


def test_a_wacz_lists_its_files_with_their_digests(room):
    package = opened(room.get("/export.wacz?site=harbourpost&q=bridge"))
    told = json.loads(package.read("datapackage.json"))
    assert {each["path"] for each in told["resources"]} == {*package.namelist()} - {
        "datapackage.json",
        "datapackage-digest.json",
    }
    for each in told["resources"]:
        content = package.read(each["path"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (each["bytes"], each["hash"][7:])
    digest = json.loads(package.read("datapackage-digest.json"))["hash"]
    assert digest == f"sha256:{hashlib.sha256(package.read('datapackage.json')).hexdigest()}"
    assert {each.compress_type for each in package.infolist()} == {zipfile.ZIP_STORED}


def test_each_line_of_the_index_leads_to_its_record(room):
    package = opened(room.get(f"/export.wacz?article={room.articles['bridge']}"))
    content = package.read("archive/data.warc.gz")
    index = lines(package, "indexes/index.cdx.gz")
    assert index == sorted(index)
    assert len(index) == 3  # two captures, and the record of another page with the same bytes, to which both refer
    for line in index:
        told = json.loads(line.split(" ", 2)[2])
        first = int(told["offset"])
        (record,) = records(content[first : first + int(told["length"])])
        assert record.headers["WARC-Target-URI"] == told["url"]
        assert record.headers["WARC-Payload-Digest"] == told["digest"]


def test_a_revisit_comes_with_what_it_refers_to(room):
    package = opened(room.get(f"/export.wacz?article={room.articles['bridge']}"))
    found = list(ArchiveIterator(io.BytesIO(package.read("archive/data.warc.gz"))))
    kinds = [record.record_type for record in found]
    assert WarcRecordType.revisit in kinds
    assert kinds.count(WarcRecordType.response) == 1
    assert kinds.count(WarcRecordType.request) == len(lines(package, "indexes/index.cdx.gz"))


def test_the_articles_stand_in_it_as_they_were_read(room):
    package = opened(room.get(f"/export.wacz?article={room.articles['bridge']}"))
    (row,) = map(json.loads, lines(package, "stet/articles.jsonl"))
    assert row["title"].startswith("Old bridge")
    assert len(row["boxes"]) == 5


def test_the_command_writes_the_same_and_says_what_is_missing(room, tmp_path, capsys):
    path = tmp_path / "all.wacz"
    assert export(room, "--wacz", str(path), "--site", "harbourpost", "gauge") == 0
    assert len(lines(zipfile.ZipFile(path), "pages/pages.jsonl")) > 40
    for each in room.path.with_name("harbour-archive").glob("*.gz"):
        each.rename(each.with_suffix(".away"))
    try:
        assert export(room, "--wacz", str(path)) == 1
        (told,) = capsys.readouterr().err.splitlines()
        assert "records are not in it, the first: " in told
    finally:
        for each in room.path.with_name("harbour-archive").glob("*.away"):
            each.rename(each.with_suffix(".gz"))


@pytest.mark.parametrize("arguments", [(), ("--wacz", "x", "--jsonl", "x"), ("--wacz", "x", "--since", "yesterday")])
def test_the_command_tells_wrong_use(room, arguments):
    with pytest.raises(UsageError):
        export(room, *arguments)


def test_the_command_writes_lines_and_says_where_nothing_is_selected(room, tmp_path, capsys):
    path = tmp_path / "lines"
    assert export(room, "--jsonl", str(path), "nosuchword") == 1
    assert "no article is selected" in capsys.readouterr().err
    assert export(room, "--jsonl", str(path), "bridge", "--site", "harbourpost") == 0
    assert {json.loads(line)["site"] for line in path.read_text().splitlines()} == {"harbourpost"}


def test_the_command_writes_a_data_set_with_ledger_manifest_and_card(room, tmp_path):
    duckdb = pytest.importorskip("duckdb", reason="the extra bulk is not installed: make bulk")
    made = tmp_path / "parquet"
    assert export(room, "--parquet", str(made), "bridge", "--site", "harbourpost") == 0
    assert export(room, "--jsonl", str(tmp_path / "lines"), "bridge", "--site", "harbourpost") == 0
    given = [json.loads(line) for line in (tmp_path / "lines").read_text().splitlines()]
    articles, removals = (duckdb.read_parquet(f"{made}/{name}.parquet") for name in ("articles", "removals"))
    same = "id, title, text, authors, warc_file, warc_offset, payload_digest, rules_version"
    assert articles.project(same).fetchall() == [tuple(row[name] for name in same.split(", ")) for row in given]
    reasons = [{box["number"]: box["reason"] for box in row["boxes"]} for row in given]
    assert removals.project("article, box, reason, text, evidence").fetchall() == [
        (row["id"], each["box"], boxes[each["box"]], each["text"], each["evidence"])
        for row, boxes in zip(given, reasons, strict=True)
        for each in row["removals"]
    ]  # fmt: skip
    manifest = json.loads((made / "manifest.json").read_text())
    assert manifest["selection"] == {"words": "bridge", "site": "harbourpost"}
    assert manifest["counts"] == {"articles": len(given), "removals": len(removals), "sites": 1}
    for name, told in manifest["files"].items():
        assert hashlib.sha256((made / name).read_bytes()).hexdigest() == told["sha256"]
    assert f"{len(given)} articles of 1 sites" in (made / "README.md").read_text()
    assert {path.name for path in made.iterdir()} == {*manifest["files"], "manifest.json", "README.md"}
    with pytest.raises(UsageError, match="is there already"):
        export(room, "--parquet", str(made))


def test_a_data_set_that_cannot_be_written_is_told_in_a_line_and_leaves_nothing(room, tmp_path, capsys, monkeypatch):
    pytest.importorskip("duckdb", reason="the extra bulk is not installed: make bulk")
    monkeypatch.setattr(dataset, "REMOVALS", {"article": "DATE"})  # as a disk that is full: DuckDB says no
    assert export(room, "--parquet", str(tmp_path / "made"), "bridge") == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_csv_without_formulas(room, tmp_path):
    made = tmp_path / "csv"
    with Store.open(room.path) as store, store.db.conn:
        store.db.execute("UPDATE versions SET title = '=HYPERLINK(1)' || title WHERE title LIKE 'Old bridge%'")
    try:
        assert export(room, "--csv", str(made), "bridge", "--site", "harbourpost") == 0
    finally:
        with Store.open(room.path) as store, store.db.conn:
            store.db.execute("UPDATE versions SET title = substr(title, 14) WHERE title LIKE '=HYPERLINK(1)%'")
    tables = {path.stem: list(csv.reader(io.StringIO(path.read_text(), newline=""))) for path in made.glob("*.csv")}
    titles = [row[tables["articles"][0].index("title")] for row in tables["articles"]]
    assert any(title.startswith("'=HYPERLINK(1)Old bridge") for title in titles)
    cells = [cell for table in tables.values() for row in table for cell in row]
    assert [cell for cell in cells if harmless_cell(cell) != cell] == []
    assert len(tables["removals"]) > 1


def test_the_command_writes_markdown(room, tmp_path):
    path = tmp_path / "list.md"
    assert export(room, "--markdown", str(path), "bridge", "--site", "harbourpost") == 0
    text = path.read_text()
    assert text.startswith("# Old bridge to close for three years")
    for told in (
        "\n## Eleven years of debate\n",
        "\n> I have crossed it",
        "\n- March 2027",
        "Ada Krol, Jonas Vik",
        "sha256:",
    ):
        assert told in text


@pytest.mark.parametrize(
    "text", ["# no heading", "- no list", "1. none", "*bold*", "<script>", "[x](javascript:1)", "a\n\nb"]
)
def test_what_a_page_says_is_no_markdown(text):
    facts = {
        "authors": [text],
        "site": "s",
        "published": None,
        "fetched_at": "",
        "payload_digest": "",
        "url": "https://x/",
    }
    written = markdown_of({"title": text, "text": text, "kinds": ["paragraph"], "url": "https://x/", **facts})
    body = written.replace("<https://x/>", "").split("\n", 1)[1]
    assert not re.search(r"(?m)^(#|- |\d+\. )|(?<!\\)[*<\[]", body)


def test_a_large_selection_is_left_to_the_command(room, monkeypatch):
    monkeypatch.setattr("storage.reading_room.collection.MOST_IN_ROOM", 3)
    answer = room.get("/export.wacz")
    assert answer.status_code == 400
    assert "scrapy export --wacz" in answer.text


def test_an_empty_selection_is_a_whole_wacz(room):
    package = opened(room.get("/export.wacz?q=nosuchword"))
    assert lines(package, "indexes/index.cdx.gz") == []
    assert len(records(package.read("archive/data.warc.gz"))) == 1


def test_the_record_of_a_page_is_a_file_by_itself(room):
    page = room.get(f"/article/{room.articles['bridge']}").text
    fetch = re.search(r"/page/(\d+)", page)[1]
    answer = room.get(f"/article/{room.articles['bridge']}/page/{fetch}/record.warc.gz")
    assert answer.headers["content-type"] == "application/warc"
    bodies = [record.reader.read() for record in ArchiveIterator(io.BytesIO(answer.content))]
    assert PAGE in bodies
    digest = "sha256:" + base64.b32encode(hashlib.sha256(PAGE).digest()).decode()
    assert digest in page
    assert room.get(f"/article/{room.articles['bridge']}/page/999999/record.warc.gz").status_code == 404


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.example.org/A/b", "org,example)/a/b"),
        ("http://example.org", "org,example)/"),
        ("https://example.org:8080/x?b=2&a=1", "org,example:8080)/x?a=1&b=2"),
    ],
)
def test_an_address_is_sorted_by_its_host(url, key):
    assert surt(url) == key


@pytest.mark.filterwarnings("ignore")  # it leaves files open
def test_the_reference_tool_finds_it_valid(room, tmp_path):
    """With the package ``wacz`` of the format's makers, where it is installed."""
    validate = pytest.importorskip("wacz.validate", reason="wacz is not installed: pip install wacz==0.6.0")
    path = tmp_path / "x.wacz"
    path.write_bytes(room.get("/export.wacz?q=bridge").content)
    valid = validate.Validation(str(path))
    assert valid.check_required_contents() == 0
    assert valid.frictionless_validate()
    assert all((valid.check_file_paths(), valid.check_file_hashes(), valid.check_compression()))
