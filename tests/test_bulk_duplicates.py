from __future__ import annotations

import re

import pytest

duckdb = pytest.importorskip("duckdb", reason="the extra bulk is not installed: make bulk")
pytest.importorskip("datatrove", reason="the extra bulk is not installed: make bulk")
pytest.importorskip("tokenizers", reason="the extra bulk is not installed: make bulk")

from benchmarks.duplicates import write_corpus  # noqa: E402
from spiders.bulk.duplicates import find_duplicates  # noqa: E402
from spiders.bulk.executors import Engine  # noqa: E402
from storage.store.identity import text_digest  # noqa: E402
from tests.crawling import ROOT  # noqa: E402


def rows_of(texts):
    return [{"url": url, "text": each, "text_digest": text_digest("", each)} for url, each in texts]


def words(seed):
    return " ".join(f"word{(seed * 7919 + place * place * 31) % 9973}" for place in range(80))


CHINESE = "市政府昨天宣布老桥将关闭三年进行维修工程师说桥墩已经出现裂缝居民们担心交通会更加拥堵"


def made(folder):
    single = [(f"single{seed}", words(seed)) for seed in range(24)]
    near = words(3).replace("word", "Word", 9) + " and a last word"
    copies = [("same", words(3)), ("near", near), ("same2", words(5))]
    chinese = [("chinese", CHINESE), ("chinese near", f"{CHINESE}。"), ("short", "two words"), ("short2", "two words")]
    return write_corpus(folder, rows_of(single + copies + chinese))


def clusters(folder, columns):
    return duckdb.read_parquet(f"{folder}/duplicates.parquet").project(columns).fetchall()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    find_duplicates(str(folder), made(folder), Engine("local", 1, 1))
    return folder


def test_the_same_and_nearly_the_same_stand_in_clusters_and_nothing_is_deleted(corpus):
    found = {}
    for cluster, url in clusters(corpus, "cluster, url"):
        found.setdefault(cluster, set()).add(url)
    assert sorted(map(sorted, found.values())) == [
        ["chinese", "chinese near"], ["near", "same", "single3"], ["same2", "single5"]]  # fmt: skip
    assert sorted(clusters(corpus, "url, size, same_text"))[2:5] == [("near", 3, 1), ("same", 3, 2), ("same2", 2, 2)]
    assert len(duckdb.read_parquet(f"{corpus}/articles/*.parquet")) == 31
    assert not list(corpus.glob("log/duplicates*"))


def test_the_number_of_tasks_makes_no_other_clusters(corpus, tmp_path):
    find_duplicates(str(tmp_path), made(tmp_path), Engine("local", 3, 1))
    assert clusters(tmp_path, "*") == clusters(corpus, "*") != []


def test_the_query_of_the_documentation_keeps_one_of_each_cluster(corpus):
    text = (ROOT / "docs" / "bulk.md").read_text(encoding="utf-8")
    (query,) = re.findall(r"^```sql\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    left = {row[0] for row in duckdb.sql(query.replace("corpus/", f"{corpus}/")).project("url").fetchall()}
    assert len(left) == 31 - 4
    assert len(left & {"near", "same", "single3"}) == 1
