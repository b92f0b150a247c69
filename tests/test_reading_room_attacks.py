"""The reading room under attack: questions without end, foreign names, pages made to be slow, guesses, formulas."""

from __future__ import annotations

import asyncio
import csv
import io
import shutil
import sqlite3
import subprocess
import sys
import time
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as some

from benchmarks.hostile_values import spoil
from spiders.storing.csv_export import CsvExport
from storage import Exchange
from storage.reading_room import corrections, rendering
from storage.reading_room.bounds import bound
from storage.reading_room.doors import is_answered
from storage.reading_room.query import snippet, understand
from storage.reading_room.spreadsheets import harmless_rows
from tests.reading_samples import Room, furnish
from tests.storage_samples import NOON

SECONDS = 8  # Datasette stops a query after three


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Room:
    return furnish(tmp_path_factory.mktemp("room"))


GREEDY = {
    "one value": "SELECT hex(zeroblob(200000000))",
    "doubled": "SELECT replace(replace(hex(zeroblob(1000000)), '0', '0000'), '0', hex(zeroblob(1000)))",
    "many values": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT hex(zeroblob(2000000)) FROM n",
    "joined": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT group_concat(i) FROM n",
    "like": f"SELECT hex(zeroblob(2000000)) LIKE '{'%0' * 200}1'",
    "json_patch": "SELECT json_patch('{}', '{}')",
    "sqlite_log": "SELECT sqlite_log(1, 'x')",
    "many columns": f"SELECT {', '.join(f'hex(zeroblob(400000)) AS c{number}' for number in range(1500))}",
    "endless": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n",
}


@pytest.mark.parametrize("sql", GREEDY.values(), ids=GREEDY)
def test_a_greedy_question_is_refused(room, sql):
    started = time.monotonic()
    answer = room.get("/harbour.json?" + urlencode({"sql": sql}))
    assert answer.status_code == 400, answer.text[:200]
    assert answer.json()["error"]
    assert time.monotonic() - started < SECONDS


def test_a_search_of_long_texts_in_long_texts_comes_to_an_end(room):
    sql = "SELECT instr(hex(zeroblob(2000000)), hex(zeroblob(1000000)) || '1') AS at"
    started = time.monotonic()
    assert room.get("/harbour.json?_shape=array&" + urlencode({"sql": sql})).json() == [{"at": 0}]
    assert time.monotonic() - started < SECONDS


def test_a_text_is_trimmed_of_many_letters_in_time():
    """SQLite's own compares each with each, and nothing can end it."""
    connection = sqlite3.connect(":memory:")
    bound(connection)
    letters = "".join(map(chr, range(1000, 50_000)))
    started = time.process_time()
    row = connection.execute("SELECT length(ltrim(hex(zeroblob(500000)), ? || '0')) AS left", (letters,)).fetchone()
    connection.close()
    assert (row["left"], time.process_time() - started < SECONDS) == (0, True)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("instr('abc', 'c')", 3),
        ("instr('abc', '')", 1),
        ("instr(x'6162', x'62')", 2),
        ("instr(NULL, 'a')", None),
        ("instr(1234, 34)", 3),
        ("replace('abca', 'a', 'xy')", "xybcxy"),
        ("replace('abc', '', 'x')", "abc"),
        ("replace('abc', 'b', NULL)", None),
        ("trim('  a b ')", "a b"),
        ("ltrim('xyabyx', 'xy')", "abyx"),
        ("rtrim('xyabyx', 'xy')", "xyab"),
        ("trim('xx', 'x') || trim(5, 4)", "5"),
        ("trim(NULL)", None),
    ],
)
def test_functions_of_our_own_answer_as_those_of_sqlite(room, question, answer):
    sql = {"sql": f"SELECT {question} AS found"}
    assert room.get("/harbour.json?_shape=array&" + urlencode(sql)).json() == [{"found": answer}]


# Names


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8001", "127.0.0.1:8001", "[::1]:8001", "[::1]", "192.168.0.9"]
)
def test_numbers_and_localhost_are_answered(host):
    assert is_answered(host)


@pytest.mark.parametrize(
    "host", ["", "evil.example", "evil.example:8001", "127.0.0.1.evil.example", "localhost.evil:1", ":1"]
)
def test_names_are_answered_where_they_are_named(host, monkeypatch):
    assert not is_answered(host)
    monkeypatch.setenv("STET_HOSTS", "archive.example, evil.example")
    assert is_answered("Archive.example:443")


@pytest.mark.parametrize("path", ["/", "/harbour.json?sql=select+1", "/search?q=bridge", "/export.jsonl"])
def test_a_page_of_another_name_reads_nothing(room, path):
    answer = room.get(path, headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert answer.headers["content-security-policy"]
    assert "bridge" not in answer.text


@pytest.mark.parametrize(("count", "status"), [(10, 200), (11, 400), (500, 400)])
def test_a_page_has_a_number_of_facets(room, count, status):
    answer = room.get("/harbour/articles.json?" + "&".join(["_f%61cet=site"] * count))
    assert (answer.status_code, bool(answer.headers["content-security-policy"])) == (status, True)


def test_a_long_query_is_read_in_part():
    query = understand('"' + "a " * 9000 + '"')
    assert (len(query.terms) <= 500, "first 1000 letters" in query.notes[0]) == (True, True)
    started = time.process_time()
    snippet("a " * 30_000, query.terms)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("path", ["/\\evil.example/", "/\\/evil.example/", "/%20//"])
def test_no_address_leads_elsewhere(room, path):
    answer = room.get(path, follow_redirects=False)
    assert answer.status_code in {302, 404}
    assert answer.headers.get("location", "/")[:2] not in {"//", "/\\"}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/no-such", 404), ("/-/static-plugins/x/y", 404), ("/harbour/no-such", 404), ("/harbour?sql=select", 400)],
)
def test_a_slip_is_answered_without_a_traceback(room, capsys, path, status):
    assert room.get(path).status_code == status
    told = "".join(capsys.readouterr())
    assert told.count("\n") <= 1, told  # Datasette tells a question that SQLite refused


# Pages made to be slow


def test_a_page_that_takes_too_long_is_not_shown(monkeypatch):
    monkeypatch.setattr(rendering, "SECONDS", 1)
    with pytest.raises(ValueError, match="longer than 1 s"):
        asyncio.run(rendering.rendered("<p>x</p>" * 1_000_000))


@pytest.mark.parametrize("tag", ["<p {}>text", "<div title='>' {}>text", "<p>text</p {}>", "<a\n{}/>text"])
def test_a_tag_of_many_attributes_takes_no_time(monkeypatch, tag):
    monkeypatch.setattr(rendering, "SECONDS", 1)
    attributes = " ".join(f"a{number}=1" for number in range(80_000))
    assert "text" in asyncio.run(rendering.rendered(tag.format(attributes)))


def test_other_pages_are_shown_meanwhile():
    page = "<p>text</p>" * 50_000

    async def both() -> tuple[float, str]:
        slow = asyncio.create_task(rendering.rendered(page))
        started = time.monotonic()
        await asyncio.sleep(0.05)
        waited = time.monotonic() - started
        return waited, await slow

    waited, shown = asyncio.run(both())
    assert waited < 1
    assert "<p>text</p>" in shown


def test_a_page_packed_again_and_again_is_not_unpacked(room):
    headers = (("Content-Encoding", "gzip, gzip"), ("Content-Encoding", "gzip"))
    with pytest.raises(ValueError, match="packed more than twice"):
        rendering.source_of(Exchange("https://a.example/", NOON, (), 200, headers, b"x"))


# Signing in


@pytest.fixture
def token(monkeypatch):
    monkeypatch.setenv("STET_TOKEN", "a-token-of-the-length-asked")
    return "a-token-of-the-length-asked"


def test_a_guess_costs_a_second(room, token):
    started = time.monotonic()
    room.post("/sign-in", {"name": "Eve", "token": "guess"})
    assert time.monotonic() - started >= corrections.GUESS_SECONDS


def test_many_guesses_at_once_are_not_looked_at(room, token, monkeypatch):
    monkeypatch.setattr(corrections.guesses, "waiting", corrections.MOST_WAITING)
    answer = room.post("/sign-in", {"name": "Eve", "token": token})
    assert answer.status_code == 403
    assert "ds_actor" not in answer.cookies


def test_a_short_token_lets_nobody_in(room, monkeypatch):
    monkeypatch.setenv("STET_TOKEN", "short")
    assert "ds_actor" not in room.post("/sign-in", {"name": "Ada", "token": "short"}).cookies


def test_what_the_signed_in_see_is_kept_nowhere(room, token):
    answer = room.post("/sign-in", {"name": "Ada", "token": token})
    assert answer.headers["cache-control"] == "no-store"
    cookies = {"ds_actor": answer.cookies["ds_actor"]}
    for path in ("/", "/corrections", "/harbour/versions"):
        assert room.get(path, cookies=cookies).headers["cache-control"] == "no-store"
    assert token not in room.get(f"/sign-in?token={token}").text


# Formulas


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", " =", "\r=", "\n@", "\x00=", "\ufeff=", "\u200e+", "\xad@"]
)
def test_cells_of_csv_files_are_no_formulas(room, start):
    sql = {"sql": "SELECT :cell AS cell, -5 AS number, 'plain' AS text", "cell": f'{start}HYPERLINK("x")'}
    answer = room.get("/harbour.csv?" + urlencode(sql))
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert rows[1] == [f"'{sql['cell']}", "-5", "plain"]


def test_a_cell_may_be_as_long_as_a_text(room):
    sql = {"sql": "SELECT printf('%.*c', 200000, 'x') AS long"}
    answer = room.get("/harbour.csv?" + urlencode(sql))
    assert answer.text.split() == ["long", "x" * 200_000]


def test_feed_exports_have_none_either():
    out = io.BytesIO()
    export = CsvExport(out)
    export.start_exporting()
    export.export_item({"title": "=1+1", "words": 5, "tags": ["@a", "b"]})
    export.finish_exporting()
    assert out.getvalue().decode().splitlines()[1] == "'=1+1,5,\"'@a,b\""


@given(some.lists(some.lists(some.text(), min_size=2, max_size=3), min_size=1, max_size=3))
def test_other_cells_stay_as_they_are(table):
    out = io.StringIO()
    csv.writer(out).writerows(table)
    found = list(csv.reader(io.StringIO(harmless_rows(out.getvalue()), newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in table
    ]
    assert not [cell for row in found for cell in row if cell.lstrip()[:1] in {"=", "@"}]


ANSWERS = """
import {module}, storage.reading_room.hooks
from datasette.plugins import pm
print(*(each.plugin_name for each in pm.hook.handle_exception.get_hookimpls()))
"""


@pytest.mark.parametrize("module", ["datasette.app", "storage.reading_room.corrections", "storage.reading_room.hooks"])
def test_datasette_still_answers_faults_whatever_is_imported_first(module):
    command = [sys.executable, "-c", ANSWERS.format(module=module)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout == "datasette.handle_exception\n"


def test_what_an_export_cannot_write_is_told_where_nothing_is_sent_yet(room, tmp_path):
    shutil.copy(room.path, tmp_path / "harbour.db")
    spoil(tmp_path / "harbour.db", "articles", "language", b"", in_all_rows=True)
    answer = Room(tmp_path / "harbour.db", {}).get("/export.jsonl")
    assert (answer.status_code, "cannot read" in answer.text) == (500, True)


def test_no_value_of_a_strangers_database_becomes_an_address(room, tmp_path):
    """Datasette would send it as one."""
    shutil.copy(room.path, tmp_path / "harbour.db")
    spoil(tmp_path / "harbour.db", "versions", "article", "/x.example/\n", in_all_rows=True)
    assert Room(tmp_path / "harbour.db", {}).get("/version/1").status_code == 404
