from __future__ import annotations

import asyncio
import json
import re
import socket
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import lxml.html
import pytest
import yaml

from extractors.model import Category
from storage import Store
from storage.reading_room import HERE
from storage.reading_room.difference import side_by_side
from storage.reading_room.harmless.page import harmless
from storage.reading_room.query import understand
from storage.reading_room.story import story
from storage.reading_room.words import marked, moment, outward
from storage.schema.database import transaction
from tests.archived_pages import run
from tests.reading_samples import DONATION, EVIL, Room, furnish

TOKEN = "printed-where-it-was-started"  # noqa: S105


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Room:
    return furnish(tmp_path_factory.mktemp("room"))


@pytest.fixture
def token(monkeypatch):
    monkeypatch.setenv("STET_TOKEN", TOKEN)
    return TOKEN


def article(room, name="bridge", **arguments):
    query = "&".join(f"{key}={value}" for key, value in arguments.items())
    return room.get(f"/article/{room.articles[name]}?{query}")


def command(room, name, *arguments):
    """A command of ours on the room's database; the exit status."""
    return run(SimpleNamespace(database=room.path), name, *arguments)


# The article page


def test_article_page_has_headline_byline_times_caption_text(room):
    html = article(room).text
    for told in ("Old bridge to close", "Ada Krol, Jonas Vik", "22 November 2026, 21:40 (+01:00)", "at low water"):
        assert told in html
    assert html.index("The old bridge over") < html.index("Eleven years") < html.index("<blockquote")
    assert html.count("<li>") >= 3


def test_article_page_has_removals_at_their_places_with_layer_rule_evidence(room):
    html = article(room).text
    assert html.index("nothing for children") < html.index("The Harbour Post has no owner") < html.index("Eleven years")
    assert "seen from its words: <code>follow-words</code>" in html
    assert "class begins with letter-form" in html


def test_article_page_has_the_way_back_to_the_record(room):
    html = article(room).text
    for told in ("?from=feed", ".warc.gz", "at byte", "sha256:", "r1a2b3c4", "Etag"):
        assert told in html


def test_article_page_says_that_a_text_is_cut(room):
    html = article(room, "locked").text
    assert "Behind a wall" in html
    assert "Here the text ends" in html


def test_article_page_shows_an_earlier_version_and_says_so(room):
    first = min(map(int, re.findall(r"\?version=(\d+)", article(room).text)))
    html = article(room, version=first).text
    assert "two crowns" in html
    assert "An earlier version" in html
    assert room.get(f"/version/{first}").headers["location"].endswith(f"?version={first}")


def test_versions_page_marks_what_went_and_what_came(room):
    html = room.get(f"/article/{room.articles['bridge']}/versions").text
    assert "<del>two</del>" in html
    assert "<ins>three</ins>" in html


@pytest.mark.parametrize(
    "path", ["/article/9999", "/article/1?version=9999", "/version/9999", "/article/1/page/9999", f"/article/{10**21}"]
)
def test_what_is_not_there_is_said_in_a_page(room, path):
    answer = room.get(path)
    assert answer.status_code == 404
    assert "Not found" in answer.text


# Archived pages


def archived(room, name, view=""):
    html = article(room, name).text
    place = re.search(r"/article/\d+/page/\d+", html)
    assert place is not None
    return room.get(place[0] + view)


def test_archived_page_is_framed_and_sandboxed(room):
    assert 'sandbox=""' in archived(room, "bridge").text
    page = archived(room, "bridge", "/sandboxed")
    assert page.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "The old bridge over the Lower Narrows" in page.text


def test_archived_page_has_nothing_that_runs_or_loads(room):
    html = archived(room, "hostile", "/sandboxed").text
    assert "The text of the hostile page." in html
    assert not re.search(r"<(script|iframe|link|meta|base|svg|img[^>]*src)|\bon\w+=|href|javascript", html)


def test_archived_source_is_plain_text(room):
    answer = archived(room, "hostile", "/source")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script>parent.hacked=1" in answer.text


def test_archived_page_says_why_it_cannot_be_shown(tmp_path):
    room = furnish(tmp_path)
    for path in (tmp_path / "harbour-archive").iterdir():
        path.unlink()
    html = archived(room, "bridge").text
    assert "cannot be shown" in html
    assert "is not in" in html


def test_harmless_styles_load_nothing():
    html = harmless(r"<style>@import 'a'; p{background:u\72l(b)}</style><p style='background:URL (c)'>x")
    assert "none(" in html
    assert not re.search(r"@import|url", html, re.IGNORECASE)


@pytest.mark.parametrize(
    "source", ["", "\0", "<", "<frameset onload=x>", "<p>a</p>" * 9, "<?xml version='1.0' encoding='x'?><a/>"]
)
def test_harmless_takes_any_source(source):
    assert "onload" not in harmless(source)


# Search


def test_search_ranks_and_marks_hits(room):
    html = room.get("/search?q=bridge+ferries").text
    assert "1 article" in html
    assert "<mark>" in html


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("old bridge", '"old" AND "bridge"'),
        ('"old bridge" -ferry', '"old bridge" NOT ("ferry")'),
        ("vot*", '"vot"*'),
        ("東京", '"東京"'),
        ("東京都庁 2026", '"東京 京都 都庁" AND "2026"'),
        ("京", '"京"*'),
        ("Łódź", '"lodz"'),
        ('AND OR NEAR( "', '"and" AND "or" AND "near("'),
        ("-only", ""),
        ('"" ( *', ""),
    ],
)
def test_a_query_is_what_people_type(words, query):
    assert understand(words).match == query


@pytest.mark.parametrize(
    "words", ["AND", 'a"b', "x:y", "(", "NEAR(a b)", "^a", "-a", "'", "col : x", "a*b*", "\0", "ß" * 999]
)
def test_search_never_fails_on_words(room, words):
    assert room.get("/search", params={"q": words}).status_code == 200


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        ("site=nordbote", 1),
        ("language=ar", 1),
        ("access=locked&site=nordbote", 1),
        ("since=2026-11-21&until=2026-11-22", 2),
        ("q=gauge&since=2026-11-01", 8),
        ("site=nowhere", 0),
    ],
)
def test_search_filters(room, arguments, number):
    assert room.get(f"/search?{arguments}").text.count('class="title"') == number


# Front page, charts, tables


def test_front_page_has_search_latest_and_sites(room):
    html = room.get("/").text
    assert html.index('role="search"') < html.index("Latest articles") < html.index('<svg class="spark"')


def test_charts_and_rules_show_what_stopped(room):
    assert "<svg" in room.get("/charts").text
    assert "<svg" in room.get("/charts?site=harbourpost").text
    html = room.get("/rules").text
    assert "old-box" in html
    assert "nothing in 25 articles since" in html


def test_appeals_page_shows_campaigns_with_their_text_and_time(room):
    html = room.get("/appeals?site=harbourpost&category=donation").text
    assert "The bars share one time line, from 29 Jul 2026 to " in html
    assert "It is our autumn drive" in html
    assert "29 Jul 2026 to 24 Sep 2026" in html


def test_every_table_and_column_is_described(tmp_path):
    tables = yaml.safe_load((HERE / "metadata.yaml").read_text())["databases"]["stet"]["tables"]
    with Store.open(tmp_path / "stet.db") as store:
        named = [*store.db.table_names(), *store.db.view_names()]
        ours = [name for name in named if not name.startswith(("_", "versions_fts", "search_index"))]
        there = {name: {row[1] for row in store.db.execute(f"PRAGMA table_xinfo({name})")} for name in ours}
    told = {name: set(tables.get(name, {}).get("columns", {})) for name in ours}
    assert {name: columns ^ told[name] for name, columns in there.items() if columns != told[name]} == {}


def queries():
    return yaml.safe_load((HERE / "metadata.yaml").read_text())["databases"]["stet"]["queries"]


@pytest.mark.parametrize("name", queries())
def test_canned_queries_answer(room, name):
    answer = room.get(f"/harbour/{name}.json?_shape=array&site=")
    assert answer.status_code == 200, answer.text
    assert isinstance(answer.json(), list)


def test_pages_of_questions_are_called_by_their_titles(room):
    assert (
        "<title>Which outlet asks for money most | harbour | Stet</title>"
        in room.get("/harbour/asks_for_money_most").text
    )
    assert "<title>select 1 | harbour | Stet</title>" in room.get("/harbour?sql=select+1").text


def test_rules_that_stopped_are_found(room):
    found = room.get("/harbour/rules_that_stopped.json?_shape=array").json()
    assert [row["rule"] for row in found] == ["old-box"]


def test_tables_lead_to_the_pages(room):
    html = room.get("/harbour/removals?_facet=category").text
    assert "<h1>Removals" in html
    assert 'href="/version/' in html
    assert 'href="/article/' in room.get("/harbour/articles").text


# Started in other ways


def test_datasette_started_by_hand_anywhere_serves_the_same_pages(room, tmp_path):
    """As the package's docstring says; the settings are scrapy browse's own."""
    files = ("--metadata", "metadata.yaml"), ("--template-dir", "templates"), ("--plugins-dir", "plugins")
    options = [part for option, name in files for part in (option, str(HERE / name))]
    command = [sys.executable, "-m", "datasette", "serve", str(room.path), *options, "--get", "/search?q=bridge"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "<mark>bridge</mark>" in done.stdout


def test_browse_says_why_it_cannot_start(room, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert command(room, "browse", "--port", str(taken.getsockname()[1])) == 1
    assert "choose another with --port" in capsys.readouterr().err
    assert command(SimpleNamespace(path=room.path.with_name("none.db")), "browse") == 1
    assert "no such database" in capsys.readouterr().err


def test_what_a_crawl_writes_can_be_read_at_once(tmp_path):
    room = furnish(tmp_path)
    with Store.open(room.path) as store, transaction(store.db):
        store.db.execute("UPDATE articles SET title = 'Half written'")
        assert "Half written" not in room.get("/").text
        store.db.execute("UPDATE articles SET title = 'Written'")
    assert "Written" in room.get("/").text


# Export


def test_jsonl_has_the_selection_with_ledger_and_provenance(room):
    answer = room.get("/export.jsonl?q=bridge&site=harbourpost")
    (row,) = [json.loads(line) for line in answer.text.splitlines()]
    assert row["text"].startswith("The old bridge")
    assert [cut["category"] for cut in row["removals"]][:2] == ["donation", "donation"]
    assert row["warc_file"]
    assert row["url_asked"].endswith("from=feed")
    assert row["complete"] is True


def test_jsonl_has_every_article_without_words(room):
    assert len(room.get("/export.jsonl").text.splitlines()) == len(room.articles)


def test_parquet_has_the_same(room, tmp_path):
    duckdb = pytest.importorskip("duckdb", reason="the extra parquet is not installed")
    (tmp_path / "a.parquet").write_bytes(room.get("/export.parquet?site=harbourpost").content)
    found = duckdb.read_parquet(str(tmp_path / "a.parquet"))
    assert len(found) == 41
    cuts = found.filter("title LIKE 'Old bridge%'").project("removals[1].category, complete, language").fetchall()
    assert cuts == [("donation", True, "en")]


def test_an_empty_selection_is_a_parquet_file_with_all_columns(room, tmp_path):
    duckdb = pytest.importorskip("duckdb", reason="the extra parquet is not installed")
    columns = []
    for site in ("nowhere", "harbourpost"):
        (tmp_path / site).write_bytes(room.get(f"/export.parquet?site={site}").content)
        columns.append(duckdb.read_parquet(str(tmp_path / site)).columns)
    assert len(duckdb.read_parquet(str(tmp_path / "nowhere"))) == 0
    assert columns[0] == columns[1]


# Safety


@pytest.mark.parametrize("path", ["/", "/search?q=hostile", "/article/42", "/harbour/articles", "/harbour", "/nowhere"])
def test_every_answer_has_the_policy(room, path):
    policy = room.get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy.split("style-src-attr")[0]


@pytest.mark.parametrize(
    "path", ["/article/42", "/search?q=hostile", "/", "/harbour/articles", "/corrections", "/rules", "/appeals"]
)
def test_what_pages_say_is_never_markup(room, path):
    html = room.get(path).text
    assert "<img src=x" not in html
    assert "<script>window.hacked" not in html
    assert 'href="javascript' not in html


def test_own_scripts_and_styles_carry_the_nonce(room):
    html = room.get("/harbour/articles").text
    nonces = set(re.findall(r"<(?:script|style)(?: nonce=\"([^\"]*)\")?", html))
    assert len(nonces) == 1
    assert len(nonces.pop()) > 20


def test_outward_links_only_to_the_web():
    assert 'href="https://a.example/"' in outward("https://a.example/")
    address = "https://a.example/2026/11/x-y?b=1&c=<d>//" + "e" * 5000
    assert lxml.html.fromstring(outward(address)).text_content() == address
    assert ">https://a.example/<wbr>2026/<wbr>11/<wbr>x-y?<wbr>b" in outward(address)
    assert "href" not in outward("javascript:alert(1)") + outward("data:text/html,x") + outward("http://[")


def test_marked_escapes_what_stands_around_its_marks():
    assert marked(f"\x01a\x02 {EVIL} \x01b") == f"<mark>a</mark> {marked(EVIL)} b"


# Corrections


@pytest.fixture
def ada(room, token):
    """The cookies of a reader who has signed in."""
    answer = room.post("/sign-in", {"name": "Ada", "token": token})
    assert answer.status_code == 302
    return f"ds_actor={answer.cookies['ds_actor']}"


@pytest.fixture
def bridge(room):
    """Numbers of the article's current version and of its first removal."""
    with sqlite3.connect(room.path) as db:
        version = db.execute("SELECT version FROM articles WHERE id = ?", (room.articles["bridge"],)).fetchone()[0]
        return version, db.execute("SELECT min(id) FROM removals WHERE version = ?", (version,)).fetchone()[0]


def test_a_reader_marks_a_removal_as_part_of_the_article(room, ada, bridge):
    version, removal = bridge
    answer = room.post("/correct", {"version": version, "removal": removal, "verdict": "article"}, ada)
    assert answer.headers["location"].endswith(f"?version={version}#removal-{removal}")
    assert "Marked as part of the article by Ada" in article(room).text
    assert "support-box" in room.get("/corrections").text
    found = room.get("/harbour/cut_by_mistake.json?_shape=array").json()
    assert [row["marked_by"] for row in found] == ["Ada"]


def test_a_reader_marks_a_leftover_as_an_appeal(room, ada, bridge):
    mark = {"version": bridge[0], "block": 12, "verdict": "related", "text": "forged"}
    assert room.post("/correct", mark, ada).status_code == 302
    assert room.post("/correct", mark, ada).status_code == 302
    found = room.get("/harbour/corrections.json?_shape=array&block=12").json()
    assert [row["text"] for row in found] == ["Read all our stories about the harbour in one place."]


def marks(room, **filters):
    query = "&".join(f"{key}={value}" for key, value in filters.items())
    return room.get(f"/harbour/corrections.json?_shape=array&{query}").json()


def test_a_second_mark_changes_the_first_and_a_mark_can_be_undone(room, ada, bridge):
    for verdict in ("tip", "advert"):
        room.post("/correct", {"version": bridge[0], "block": 3, "verdict": verdict, "reason": " a  slip "}, ada)
    (row,) = marks(room, block=3)
    assert (row["verdict"], row["reason"]) == ("advert", "a slip")
    assert room.post("/undo", {"correction": row["id"]}, ada).status_code == 302
    assert marks(room, block=3) == []
    assert room.post("/undo", {"correction": row["id"]}, ada).status_code == 400


def test_who_changes_a_mark_is_told_what_it_was(room, bridge):
    mika, ada = (f"ds_actor={room.datasette().sign({'a': {'id': name}}, 'actor')}" for name in ("Mika", "Ada"))
    mark = {"version": bridge[0], "block": 6, "verdict": "tip", "reason": "a hotline"}
    assert "ds_messages" not in room.post("/correct", mark, mika).cookies
    page = asyncio.run(room.datasette().client.get(f"/article/{room.articles['bridge']}", headers={"Cookie": ada})).text
    (form,) = (each for each in lxml.html.fromstring(page).forms if each.fields.get("block") == "6")
    assert (form.fields["verdict"], form.fields["reason"]) == ("tip", "a hotline")
    answer = room.post("/correct", mark | {"verdict": "advert"}, ada)
    told = room.datasette().unsign(answer.cookies["ds_messages"], "messages")
    assert told[0][0] == "Changed: before, it was marked as asks for tips by Mika."
    (row,) = marks(room, block=6)
    assert room.post("/undo", {"correction": row["id"]}, ada).status_code == 302


@pytest.mark.parametrize(
    ("path", "back"),
    [("/search?q=a&site=b", "/search%3Fq%3Da%26site%3Db"), ("/desk", "/desk"), ("/article/1", "/article/1")],
)
def test_each_page_leads_to_signing_in_and_back(room, path, back):
    assert f'class="signed" href="/sign-in?next={back}"' in room.get(path).text


def test_nobody_undoes_without_having_signed_in_nor_what_is_a_label(ada, bridge, tmp_path):
    room = furnish(tmp_path)
    room.post("/correct", {"version": bridge[0], "block": 4, "verdict": "tip"}, ada)
    (row,) = marks(room, block=4)
    assert room.post("/undo", {"correction": row["id"]}).status_code == 403
    command(room, "corrections", "--labels", str(tmp_path / "labels.jsonl"))
    for path, sent in (
        ("/undo", {"correction": row["id"]}),
        ("/correct", {"version": bridge[0], "block": 4, "verdict": "advert"}),
    ):
        answer = room.post(path, sent, ada)
        assert answer.status_code == 400
        assert "has become a label" in answer.text


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("/article/1?version=2", "/article/1?version=2"),
        ("//evil.example", "/"),
        ("/\\\\evil", "/"),
        ("https://e/", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_back_and_never_elsewhere(room, token, given, place):
    answer = room.post("/sign-in", {"name": "Ada", "token": token, "next": given})
    assert answer.headers["location"] == place


def test_a_database_that_is_held_is_told_in_words(room, ada, bridge, monkeypatch):
    monkeypatch.setattr("storage.reading_room.corrections.BUSY_SECONDS", 0)
    with Store.open(room.path) as store, transaction(store.db):
        answer = room.post("/correct", {"version": bridge[0], "block": 5, "verdict": "tip"}, ada)
    assert "A crawl has held the database" in answer.text


def test_a_database_that_is_held_is_waited_for(room, ada, bridge):
    with Store.open(room.path) as store:
        store.db.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as threads:
            mark = {"version": bridge[0], "block": 5, "verdict": "tip"}
            answer = threads.submit(room.post, "/correct", mark, ada)
            with pytest.raises(TimeoutError):
                answer.result(0.4)
            store.db.rollback()
            assert answer.result(10).status_code == 302


@pytest.mark.parametrize(
    "mark",
    [
        {},
        {"version": 1, "verdict": "article"},
        {"version": 1, "removal": 1, "block": 1, "verdict": "article"},
        {"version": 1, "block": 0, "verdict": "article"},
        {"version": 1, "removal": 1, "verdict": "nonsense"},
        {"version": 99999, "removal": 1, "verdict": "article"},
        {"version": 1, "removal": 99999, "verdict": "article"},
        {"version": 1, "block": 99999, "verdict": "tip"},
        {"version": "1; DROP TABLE articles", "block": 1, "verdict": "tip"},
    ],
)
def test_a_wrong_mark_is_refused_with_the_reason(room, ada, mark):
    answer = room.post("/correct", mark, ada)
    assert answer.status_code == 400
    assert "This cannot be done" in answer.text


def test_nobody_marks_without_having_signed_in(room, bridge):
    mark = {"version": bridge[0], "removal": bridge[1], "verdict": "article"}
    assert room.post("/correct", mark).status_code == 403
    assert room.get("/correct").status_code == 400


@pytest.mark.parametrize("given", [{"name": "Ada", "token": "wrong"}, {"name": " ", "token": TOKEN}, {}])
def test_sign_in_needs_name_and_token(room, token, given):
    answer = room.post("/sign-in", given)
    assert answer.status_code == 200
    assert "ds_actor" not in answer.cookies


def test_without_a_token_nobody_signs_in(room, monkeypatch):
    monkeypatch.delenv("STET_TOKEN", raising=False)
    assert "ds_actor" not in room.post("/sign-in", {"name": "Ada", "token": ""}).cookies


def test_forms_of_other_sites_are_refused(room):
    assert asyncio.run(room.datasette().client.post("/correct", data={"version": 1})).status_code == 403


def test_nothing_else_can_be_written(room):
    for sql in ("delete from articles", "attach 'x' as x", "pragma journal_mode=delete", "vacuum"):
        assert room.get("/harbour.json", params={"sql": sql}).status_code == 400


def test_marks_show_in_rules_and_become_labels_once(room, ada, bridge, tmp_path, capsys):
    room.post("/correct", {"version": bridge[0], "removal": bridge[1], "verdict": "article"}, ada)
    command(room, "rules", "harbourpost")
    assert "marked as cut by mistake: support-box" in capsys.readouterr().out
    command(room, "corrections")
    assert f"scrapy fixture {room.articles['bridge']}" in capsys.readouterr().out
    for _ in range(2):
        command(room, "corrections", "--labels", str(tmp_path / "labels.jsonl"))
    labels = [json.loads(line) for line in (tmp_path / "labels.jsonl").read_text().splitlines()]
    assert [each["label"] for each in labels if each["text"] == DONATION] == ["C"]
    assert command(room, "corrections", "--labels", str(tmp_path / "no" / "file")) == 1


# Its parts


def test_story_weaves_removals_and_keeps_lists_together():
    version = {"text": "a\nb\nc", "kinds": '["paragraph", "list-item", "list-item"]'}
    cuts = [
        {"id": at, "position": place, "text": "x", "box": box}
        for at, (place, box) in enumerate(((1, 7), (1, 7), (1, 8), (9, 7)))
    ]
    parts = [(part.kind, len(part.lines), part.goes_on) for part in story(version, [{"id": 7}, {"id": 8}], cuts)]
    boxes = [("cut", 2, False), ("cut", 1, False)]
    assert parts == [("paragraph", 1, False), *boxes, ("list-item", 2, False), ("cut", 1, True)]


def test_side_by_side_pairs_paragraphs_and_folds_what_is_the_same():
    old = "\n".join(["same"] * 9 + ["one two three four", "gone"])
    pairs = side_by_side(old, "\n".join(["same"] * 9 + ["one two 3 four"]))
    assert [len(pair.hidden) for pair in pairs] == [8, 0, 0, 0]
    assert pairs[2].after == "one two <ins>3</ins> four"
    assert pairs[3].before == "<del>gone</del>"
    assert side_by_side("<b>", "<i>")[0].before == "&lt;<del>b</del>&gt;"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2026-11-23", "23 November 2026"),
        ("2026-11-23T09:30:00+00:00", "23 November 2026, 09:30 UTC"),
        ("2026-11-23T09:30:00-05:00", "23 November 2026, 09:30 (-05:00)"),
        ("yesterday", "yesterday"),
        (None, ""),
    ],
)
def test_moment_keeps_the_zone(value, told):
    assert moment(value) == told


def test_every_category_has_a_colour():
    style = (HERE / "static" / "room.css").read_text()
    assert {category for category in Category if f".is-{category} " not in style} == set()
