from __future__ import annotations

import gzip
import json
import os
import signal
import time

import pytest

from benchmarks.kill_commands import group, remaining_of
from extractors.body.repeats import block_digest
from tests.archived_pages import page, run
from tests.crawling import Desk, ended
from tests.test_import_warc import Theirs

duckdb = pytest.importorskip("duckdb", reason="the extra bulk is not installed: make bulk")
pytest.importorskip("datatrove", reason="the extra bulk is not installed: make bulk")

from spiders.bulk import manifest as manifest_module  # noqa: E402
from spiders.bulk.corpus_files import TABLES, publish  # noqa: E402
from spiders.bulk.manifest import file_names, frozen, manifest_of  # noqa: E402
from spiders.bulk.repeats import learn, learned_repeats  # noqa: E402
from spiders.bulk.steps import Bounds, ReadFiles  # noqa: E402
from spiders.reading.parallel import Parallel  # noqa: E402
from spiders.reading.workers import WorkerError  # noqa: E402

APPEAL = b"<p>Our desk lives of what its readers give, so please think of us when this week ends.</p>"
# Words alone do not condemn it, whatever the weights: it goes because it stands below every article.
STANDING = b"<p>Whoever wrote this sits with colleagues in a small room above a bakery.</p>"


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def archives(desk, files=3, pages=4, appeal=b""):
    folder = desk.folder / "theirs"
    folder.mkdir()
    for number in range(files):
        theirs = Theirs(folder / f"{number}.warc.gz")
        for each in range(number * pages, number * pages + pages):
            body = page(each).replace(b"</article>", appeal + b"</article>")
            theirs.response(f"https://a.example/news/2024-05-01-{each}-the-bridge-is-closed", body)
        theirs.response("https://a.example/", page(0)).response("https://a.example/gone-for-ever", b"", "404 Not Found")
        theirs.done()
    return folder


def corpus(desk, folder, *options, name="corpus"):
    ran = desk.scrapy("bulk", str(folder), "--output", str(desk.folder / name), *options)
    return ran, desk.folder / name


def rows(folder, table, columns="*", where="true"):
    found = duckdb.read_parquet(f"{folder}/{table}/*.parquet")
    return sorted(found.filter(where).project(columns).fetchall(), key=repr)


def test_bulk_writes_articles_ledger_and_what_was_rejected(desk):
    ran, made = corpus(desk, archives(desk), "--workers", "2")
    assert (ran.status, ran.out.splitlines()[0]) == (0, "12 articles of 1 sites, 12 blocks cut"), ran.err
    assert set(rows(made, "articles", "file, site")) == {(f"{n}.warc.gz", "a.example") for n in range(3)}
    assert rows(made, "rejected", "reason").count(("front page",)) == 3
    manifest = json.loads((made / "manifest.json").read_text())
    assert [file["name"] for file in manifest["files"]] == ["0.warc.gz", "1.warc.gz", "2.warc.gz"]
    assert manifest["counts"]["articles"] == 12
    assert "12 articles of 1 sites" in (made / "README.md").read_text()


def test_bulk_gives_what_an_import_gives(desk):
    folder = archives(desk, appeal=APPEAL)
    _, made = corpus(desk, folder)
    assert run(desk, "import-warc", str(folder)) == 0
    sql = "SELECT articles.url, versions.title, versions.text FROM articles JOIN versions ON versions.id = version"
    stored = [tuple(row.values()) for row in desk.rows(sql)]
    assert rows(made, "articles", "url, title, text") == sorted(stored, key=repr) != []


def test_bulk_cuts_what_repeats_in_a_second_pass(desk):
    ran, made = corpus(desk, archives(desk, appeal=STANDING))
    assert ran.status == 0, ran.err
    assert len(rows(made, "articles")) == 12
    assert rows(made, "articles", "url", "text LIKE '%small room%'") == []
    assert len(rows(made, "removals", "record", "text LIKE '%small room%' AND layer = 'repetition'")) == 12


class TooSlow:
    """Workers that are ended over whatever they are given."""

    busy_seconds = 0.0

    async def ready(self):
        pass

    async def call(self, *_):
        raise WorkerError("took longer than 30 s to read")


def test_what_takes_longer_to_learn_than_a_page_may_take_is_learned_all_the_same(desk):
    source, made = archives(desk, files=1, pages=6, appeal=STANDING), str(desk.folder / "corpus")
    ReadFiles(str(source), ("0.warc.gz",), made, Bounds(2**24, 30, 2**31, True, ""), 1)(None, 0, 1)
    learn(made, Parallel(TooSlow(), 1))
    digest = block_digest(STANDING.decode()[3:-4])
    assert {site: repeats.by_digest.keys() for site, repeats in learned_repeats(made).items()} == {
        "a.example": {digest}
    }


def test_bulk_that_is_killed_leaves_no_process(desk):
    """Of datatrove's own the one that holds its queue would wait for orders for ever."""
    process = desk.start("bulk", str(archives(desk, files=6)), "--output", str(desk.folder / "killed"))
    until = time.monotonic() + 120
    while not list(desk.folder.glob("killed/log/*/logs/*")) and time.monotonic() < until:
        time.sleep(0.05)
    assert len(group(process.pid)) > 1
    process.kill()
    left = remaining_of(process)
    if left:
        os.killpg(process.pid, signal.SIGKILL)
    ended(process)
    assert left == []


def test_bulk_that_is_killed_goes_on_and_gives_the_same(desk):
    folder = archives(desk, files=6)
    _, whole = corpus(desk, folder)
    process = desk.start("bulk", str(folder), "--output", str(desk.folder / "killed"), "--workers", "1")
    until = time.monotonic() + 120
    while not list(desk.folder.glob("killed/articles/*.parquet")) and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    ended(process)
    ran, made = corpus(desk, folder, "--workers", "1", name="killed")
    assert ran.status == 0, ran.err
    for table in ("articles", "removals", "rejected"):
        assert rows(made, table) == rows(whole, table) != []
    assert not list(made.rglob("*.part"))


def test_who_was_thought_dead_and_comes_late_writes_over_nothing(desk):
    """What it read before anything was learned would bring back what repeats."""
    _, made = corpus(desk, archives(desk, files=1, appeal=STANDING))
    cut = {table: rows(made, table) for table in TABLES}
    manifest = manifest_of(str(made))
    late = ReadFiles(str(desk.folder / "theirs"), file_names(manifest), str(made), Bounds(**manifest["options"]), 1)
    late.read(0, desk.folder, {})
    publish(desk.folder, str(made), 0, "0.warc.gz")
    assert {table: rows(made, table) for table in TABLES} == cut
    assert not list(made.rglob("*.part"))


def test_of_two_that_start_at_once_both_have_the_list_of_the_first(desk, monkeypatch):
    folder, made = archives(desk, files=2), str(desk.folder / "corpus")
    first = frozen(str(folder), made, {})
    (folder / "1.warc.gz").unlink()
    there = iter([False, True])
    monkeypatch.setattr(manifest_module, "is_there", lambda _: next(there))  # it was not, a moment ago
    assert frozen(str(folder), made, {}) == first


def test_bulk_refuses_another_input_for_a_corpus(desk):
    folder = archives(desk, files=1)
    corpus(desk, folder)
    ran, _ = corpus(desk, folder / "0.warc.gz")
    assert (ran.status, ran.err.splitlines()[-1].rpartition("/")[2]) == (
        1, "corpus holds a corpus with other source: name another folder")  # fmt: skip


def test_bulk_tells_a_damaged_corpus_in_a_line(desk, capsys):
    folder = archives(desk, files=1, pages=1)
    _, made = corpus(desk, folder)
    next(made.glob("articles/*")).write_bytes(b"no Parquet" * 9)
    assert run(desk, "bulk", str(folder), "--output", str(made)) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("scrapy bulk: ")]
    assert (len(told), "No magic bytes found" in told[0]) == (1, True)


DAMAGES = {"empty": b"", "cut": gzip.compress(page(1))[:60], "a menu": b"<html><p>Menu</p>"}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_poisoned_page_costs_one_row(desk, damage):
    folder, url = archives(desk, files=1, pages=3), "https://a.example/news/2024-05-01-1-poison-in-the-well"
    Theirs(folder / "1.warc").response(url, damage, Content_Encoding="gzip" if damage[:1] == b"\x1f" else "").done()
    ran, made = corpus(desk, folder)
    assert ran.status == 0, ran.err
    assert len(rows(made, "articles")) == 3
    assert len(rows(made, "rejected", "reason", "url LIKE '%poison%'")) == 1
