"""Records of other people in every wrapping, and records that nothing can be made of: the others are imported."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import zipfile

import brotli
import pytest
from backports import zstd

from storage.archive import containers
from storage.archive.imported_records import Fault, ImportedRecord, read_imported
from storage.archive.warc import warc_date
from storage.archive.warc_reading import exchange_of
from tests.archived_pages import page
from tests.crawling import Desk

LARGEST = 2**20
URL = "http://old.example/2024/05/01/a-story-of-the-ferry-{}"


def record(number, body=None, kind="response", date="2024-05-01T10:00:00Z", status="200 OK", **headers):
    body = page(sum(str(number).encode()), "Ferry") if body is None else body
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    block = body if kind == "resource" else "\r\n".join([*lines, "", ""]).encode() + body
    content_type = "text/html" if kind == "resource" else "application/http; msgtype=response"
    head = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: {URL.format(number)}", f"WARC-Date: {date}"]
    head += [f"Content-Type: {content_type}", f"Content-Length: {len(block)}", "", ""]
    return "\r\n".join(head).encode() + block + b"\r\n\r\n"


def arc(*numbers):
    version = b"1 0 Somebody\nURL IP-address Archive-date Content-type Archive-length\n"
    parts = [b"filedesc://x.arc 0.0.0.0 20240501100000 text/plain %d\n" % len(version) + version + b"\n"]
    for number in numbers:
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(number, "Ferry")
        parts.append(
            b"%s 10.0.0.1 20240501100000 text/html %d\n" % (URL.format(number).encode(), len(block)) + block + b"\n"
        )
    return parts


def zipped(path, **files):
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)


def dictionary():
    samples = [record(number) for number in range(200)]
    return zstd.train_dict(samples, 4000)


def with_dictionary(content, *, is_packed):
    trained = dictionary()
    inside = zstd.compress(trained.dict_content) if is_packed else trained.dict_content
    head = b"\x5d\x2a\x4d\x18" + len(inside).to_bytes(4, "little") + inside
    return head + b"".join(zstd.compress(each, zstd_dict=trained) for each in content)


CONTENT = [record(1), record(2)]


def second_arc(*numbers):
    """Version 2, whose lines have ten fields."""
    first, *others = arc(*numbers)
    line, rest = first.split(b"\n", 1)
    fields = rest.replace(b"1 0 Somebody", b"2 0 Somebody", 1)
    yield line.replace(b"text/plain ", b"text/plain 200 - - 0 x.arc ") + b"\n" + fields
    for other in others:
        yield other.replace(b"text/html ", b"text/html 200 abc - 1200 x.arc ", 1)


def nested(path, times):
    """A collection: ZIP files in a ZIP file."""
    zipped(path, archive__a_warc_gz=gzip.compress(CONTENT[0]), archive__b_warc=CONTENT[1])
    for _ in range(times):
        zipped(path, inside_wacz=path.read_bytes())


WRAPPINGS = {
    "a.warc.zst": lambda path: path.write_bytes(b"".join(map(zstd.compress, CONTENT))),
    "b.warc.zst": lambda path: path.write_bytes(with_dictionary(CONTENT, is_packed=False)),
    "c.warc.zst": lambda path: path.write_bytes(with_dictionary(CONTENT, is_packed=True)),
    "d.wacz": lambda path: zipped(
        path, archive__a_warc_gz=gzip.compress(CONTENT[0]), archive__b_warc=CONTENT[1], x_json="{}"
    ),
    "e.arc": lambda path: path.write_bytes(b"".join(arc(1, 2))),
    "f.arc.gz": lambda path: path.write_bytes(b"".join(map(gzip.compress, arc(1, 2)))),
    "g.arc.zst": lambda path: path.write_bytes(b"".join(map(zstd.compress, arc(1, 2)))),
    "i.warc.bz2": lambda path: path.write_bytes(bz2.compress(b"".join(CONTENT))),
    "j.warc.xz": lambda path: path.write_bytes(lzma.compress(b"".join(CONTENT))),
    "k.arc": lambda path: path.write_bytes(b"".join(second_arc(1, 2))),
    "l.arc.gz": lambda path: path.write_bytes(b"".join(map(gzip.compress, second_arc(1, 2)))),
    "h.zip": lambda path: nested(path, 1),
}


@pytest.mark.parametrize("name", WRAPPINGS)
def test_records_are_read_in_every_wrapping(tmp_path, name):
    WRAPPINGS[name](tmp_path / name)
    found = list(read_imported(tmp_path / name, LARGEST))
    assert not [each for each in found if isinstance(each, Fault)]
    assert [each.headers["warc-target-uri"] for each in found] == [URL.format(1), URL.format(2)]
    assert all(b"Ferry" in each.block for each in found)


@pytest.mark.parametrize("name", WRAPPINGS)
@pytest.mark.parametrize("kept", [0.2, 0.6, 0.98])
def test_what_is_cut_is_told_and_ends_nothing(tmp_path, name, kept):
    WRAPPINGS[name](tmp_path / name)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: int(len(content) * kept)])
    found = list(read_imported(tmp_path / name, LARGEST))
    assert all(isinstance(each, Fault | ImportedRecord) for each in found)
    # Of a ZIP in a ZIP that lost its last bytes the inner one is whole, and is read.
    assert any(isinstance(each, Fault) for each in found) or len(found) == len(CONTENT)


def test_a_zip_without_records_is_told(tmp_path):
    zipped(tmp_path / "a.wacz", x_json="{}")
    (fault,) = read_imported(tmp_path / "a.wacz", LARGEST)
    assert fault == Fault(0, "a ZIP without a WARC file in it")


def bomb(path, name, content=b"\r\n" * 2**23):
    packed = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd.compress}[name](content)
    path.write_bytes(packed)


def zip_bomb(path, _):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.warc", bytes(2**23 + 2**20))


def bomb_in_bomb(path, _):
    """Each within its own bounds, all of it not."""
    with zipfile.ZipFile(path, "w") as packed:
        for number in range(2):
            packed.writestr(f"{number}.warc.xz", lzma.compress(bytes(2**22)))


def dictionary_bomb(path, _):
    inside = zstd.compress(bytes(2**25))
    path.write_bytes(b"\x5d\x2a\x4d\x18" + len(inside).to_bytes(4, "little") + inside + zstd.compress(CONTENT[0]))


def false_records(path, _):
    """A record every few bytes, each of which claims a long block, whose digest is wrong."""
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Block-Digest: sha1:AAAA\r\nContent-Length: "
    length = len(f"{head}500000\r\n\r\n\r\n\r\n")
    one = f"{head}{500000 // length * length}\r\n\r\n\r\n\r\n".encode()
    path.write_bytes(one * 20000)


BOMBS = {"gz": bomb, "bz2": bomb, "xz": bomb, "zst": bomb, "zip": zip_bomb, "zips": bomb_in_bomb}


@pytest.mark.parametrize("name", BOMBS)
def test_what_unpacks_to_far_more_than_it_is_ends(tmp_path, name, monkeypatch):
    monkeypatch.setattr(containers, "ANYWAY", 2**22)
    BOMBS[name](tmp_path / "a", name)
    found = list(read_imported(tmp_path / "a", LARGEST))
    assert "unpacks to more than 200 times its size" in found[-1].reason
    assert len(found) <= 3


def test_a_dictionary_is_not_unpacked_without_end(tmp_path):
    dictionary_bomb(tmp_path / "a", "")
    (fault,) = read_imported(tmp_path / "a", LARGEST)
    assert "cannot be unpacked" in fault.reason


def test_false_records_are_not_digested_again_and_again(tmp_path, monkeypatch):
    monkeypatch.setattr(containers, "MOST_TIMES", 20)
    monkeypatch.setattr(containers, "ANYWAY", 0)
    false_records(tmp_path / "a.warc", "")
    found = list(read_imported(tmp_path / "a.warc", LARGEST))
    assert "does not match its digest" in found[0].reason
    assert "times its size" in found[-1].reason


@pytest.mark.parametrize("name", ["../../up.warc", "/absolute.warc", "C:\\x.warc", "a/../../up.warc", "a\nb.warc"])
def test_names_in_a_zip_are_no_names_of_files(tmp_path, name):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    path = tmp_path / "deep" / "er" / "a.wacz"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(name, CONTENT[0])
    assert [each.headers["warc-target-uri"] for each in read_imported(path, LARGEST)] == [URL.format(1)]
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == ["a.wacz"]


@pytest.mark.parametrize("field", [6, 8], ids=["encrypted", "packed by an unknown method"])
def test_a_zip_that_cannot_be_unpacked_is_told(tmp_path, field):
    zipped(tmp_path / "a.zip", a_warc=CONTENT[0])
    content = bytearray((tmp_path / "a.zip").read_bytes())
    for place in (field, content.find(b"PK\1\2") + field + 2):
        content[place] |= 1
    (tmp_path / "a.zip").write_bytes(content)
    (fault,) = read_imported(tmp_path / "a.zip", LARGEST)
    assert fault.reason.startswith("cannot be unpacked")


def test_what_is_no_file_ends_no_import(tmp_path):
    folder = tmp_path / "not \udcff Unicode"
    folder.mkdir()
    (folder / "dangling.warc").symlink_to("/nonexistent")
    (folder / "itself.warc").symlink_to("itself.warc")
    (folder / "zero.warc").symlink_to("/dev/zero")
    (folder / "folder.warc").mkdir()
    os.mkfifo(folder / "pipe.warc.gz")
    (folder / "\udcfe.warc").write_bytes(record(1))
    ran = Desk(tmp_path).scrapy("import-warc", str(folder))
    assert "Traceback" not in ran.err, ran.err
    assert (ran.status, len(ran.err.splitlines())) == (1, 4)
    assert "1 stored" in ran.out


def test_what_is_wrapped_without_end_is_told(tmp_path):
    nested(tmp_path / "a.zip", 5)
    (fault,) = read_imported(tmp_path / "a.zip", LARGEST)
    assert fault == Fault(0, "in more than 3 wrappings")


@pytest.mark.parametrize(
    "line", ["HTTP/1.1 200", "ICY 200 OK", "http/1.1 200 OK", "HTTP/1.1  200  OK", "HTTP/3\t200\tOK"]
)
def test_status_lines_in_other_writings_are_read(line):
    block = f"{line}\r\nContent-Type: text/html\r\n\r\nx".encode()
    found = exchange_of({"warc-target-uri": URL, "warc-date": "0001-01-01T00:00:00Z"}, block)
    assert (found.status, found.body) == (200, b"x")
    assert found.protocol.startswith("HTTP/")
    assert warc_date(found.fetched_at) == "0001-01-01T00:00:00.000000Z"


@pytest.mark.parametrize(
    "line", ["", "HTTP/1.1", "HTTP/1.1 20000000000000000000", "HTTP/1.1 +200", "HTTP/1.1 200.5", "HTTP/1.1 -1", "200"]
)
def test_what_is_no_status_line_is_told(line):
    with pytest.raises(ValueError, match="no HTTP status line"):
        exchange_of({"warc-date": "2024-05-01T10:00:00Z"}, f"{line}\r\n\r\n".encode())


HALF = json.dumps(
    {"@type": "NewsArticle", "headline": "The ferry \ud83d", "datePublished": "9999-12-31T23:59:59-14:00"}
)
SCRIPT = f'<script type="application/ld+json">{HALF}</script>'.encode()
ODD = {
    "half a character": {"body": page(78, "Ferry").replace(b"</head>", SCRIPT + b"</head>")},
    "a date before time": {"date": "0001-01-01T00:00:00+14:00"},
    "a status of twenty digits": {"status": "20000000000000000000 OK"},
    "broken Brotli": {"body": b"\x8b\x02\x80nonsense", "Content_Encoding": "br"},
    "broken Zstandard": {"body": b"\x28\xb5\x2f\xfdnonsense", "Content_Encoding": "zstd"},
    "Brotli cut": {"body": brotli.compress(page(77, "Ferry"))[:-20], "Content_Encoding": "br"},
}
UNDONE = {name: {"Content_Encoding": name} for name in ("gzip", "br", "zstd", "deflate")}
UNDONE["dropped"] = {"body": gzip.compress(page(79, "Ferry"))}


def test_no_record_ends_an_import(tmp_path):
    desk = Desk(tmp_path)
    odd = [record(f"odd-{at}", **changes) for at, changes in enumerate(ODD.values())]
    undone = [record(f"undone-{name}", **changes) for name, changes in UNDONE.items()]
    parts = [record("first"), *odd, *undone, record("resource", kind="resource"), record("last")]
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "odd.warc").write_bytes(b"".join(parts))
    (folder / "deep").mkdir()
    WRAPPINGS["d.wacz"](folder / "deep" / "D.WACZ")
    for name in ("a.tar.gz", "b.2024.TAR.GZ", "c.cdxj", "README"):
        (folder / name).write_bytes(b"something else")
    ran = desk.scrapy("import-warc", str(folder))
    assert "Traceback" not in ran.err, ran.err
    assert "passed over 2 files in folders, no WARC by name: .tar.gz\n" in ran.out
    assert "passed over 1 files in folders, no WARC by name: no ending\n" in ran.out
    stored = {row["url"] for row in desk.rows("SELECT url FROM articles")}
    expected = ["first", "last", "resource", "odd-0", 1, 2, *(f"undone-{name}" for name in UNDONE)]
    assert stored >= {URL.format(name) for name in expected}, ran.out
    errors = {row["url"]: row["error"] for row in desk.rows("SELECT url, error FROM fetches WHERE outcome = 'failed'")}
    assert {errors[URL.format(f"odd-{at}")] for at in (3, 4)} == {"cannot be unpacked"}
