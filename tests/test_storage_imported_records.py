from __future__ import annotations

import gzip
import os

import pytest

from storage import Archive
from storage.archive.imported_records import Fault, ImportedRecord, read_imported
from storage.archive.warc_reading import exchange_of, matches_digest, undo_chunks
from tests.storage_samples import exchange

LARGEST = 2**20


def record(number, length=None, extra=""):
    block = b"HTTP/1.1 200 OK\r\n\r\n" + b"%d " % number * 20
    headers = f"WARC-Type: response\r\nWARC-Target-URI: <https://a.org/{number}>\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n"
    size = len(block) if length is None else length
    return f"WARC/1.0\r\n{headers}{extra}Content-Length: {size}\r\n\r\n".encode() + block + b"\r\n\r\n"


def read(tmp_path, content, largest=LARGEST):
    path = tmp_path / "theirs.warc"
    path.write_bytes(content)
    return list(read_imported(path, largest))


def told(found):
    """Numbers of whole records, reasons of faults."""
    return [each.reason if isinstance(each, Fault) else int(each.block.split()[-1]) for each in found]


def members(*contents):
    return b"".join(map(gzip.compress, contents))


def test_plain_packed_and_packed_as_a_whole_are_read(tmp_path):
    records = [record(number) for number in range(3)]
    for content in (b"".join(records), members(*records), gzip.compress(b"".join(records))):
        assert told(read(tmp_path, content)) == [0, 1, 2]


def test_our_own_archive_is_read_with_its_offsets(tmp_path):
    with Archive(tmp_path / "warc") as archive:
        places = [archive.write(exchange(os.urandom(99_000))) for _ in range(3)]
    found = list(read_imported(tmp_path / "warc" / places[0].file, LARGEST))
    assert [each.headers["warc-type"] for each in found] == ["warcinfo", *["response", "request"] * 3]
    assert [each.offset for each in found[1::2]] == [place.offset for place in places]


def test_a_record_becomes_an_exchange(tmp_path):
    (found,) = read(tmp_path, record(5))
    read_back = exchange_of(found.headers, found.block)
    assert (read_back.url, read_back.status, read_back.fetched_at.year) == ("https://a.org/5", 200, 2020)


DAMAGED = [
    (record(1, length=9), "Content-Length is wrong"),
    (record(1, length=90_000), "cut: "),
    (record(1, length=2**40), "larger than 1 MB"),
    (record(1).replace(b"Content-Length", b"Content-Breadth"), "no Content-Length"),
    (record(1, extra="WARC-Block-Digest: sha1:AAAA\r\n"), "the block does not match its digest"),
    (b"\xff\x00 garbage \r\n\r\n" * 9, "no WARC record"),
]


@pytest.mark.parametrize(("damaged", "reason"), DAMAGED)
@pytest.mark.parametrize("pack", [lambda *parts: b"".join(parts), members])
def test_a_damaged_record_is_told_and_the_rest_read(tmp_path, damaged, reason, pack):
    first, fault, last = told(read(tmp_path, pack(record(0), damaged, record(2))))
    assert (first, last) == (0, 2)
    assert fault.startswith(reason) or fault == "Content-Length is wrong"


def test_a_record_that_is_cut_in_its_header_is_told(tmp_path):
    for pack in (lambda *parts: b"".join(parts), members):
        assert told(read(tmp_path, pack(record(0), record(1)[:40]))) == [0, "cut, or damaged, in its header"]


def test_a_cut_member_is_told_and_the_next_found(tmp_path):
    whole, broken, last = (gzip.compress(record(number)) for number in range(3))
    assert told(read(tmp_path, whole + broken[: len(broken) // 2] + last)) == [0, "no whole gzip member", 2]
    assert told(read(tmp_path, whole + b"\0" * 99 + last)) == [0, "no gzip member begins where one should", 2]
    assert told(read(tmp_path, whole + broken[:-30]))[1].startswith("cut: ")


@pytest.mark.parametrize("content", [b"", b"\x28\xb5\x2f\xfd and so on", b"no archive at all", b"\x1f\x8b\x08 no gzip"])
def test_what_is_no_archive_is_one_fault(tmp_path, content):
    (fault,) = read(tmp_path, content)
    assert isinstance(fault, Fault)


def test_random_damage_never_raises_and_costs_few_records(tmp_path):
    content = bytearray(members(*map(record, range(50))))
    for _ in range(5):
        content[os.urandom(1)[0] * len(content) // 256] ^= 0x55
    found = read(tmp_path, bytes(content))
    assert sum(isinstance(each, ImportedRecord) for each in found) >= 40


@pytest.mark.parametrize(
    ("body", "undone"),
    [
        (b"5\r\nhello\r\n6; x=y\r\n world\r\n0\r\n\r\n", b"hello world"),
        (b"5\r\nhello\r\n6\r\n wo", b"hello wo"),
        (b"<html>plain</html>", None),
        (b"", None),
    ],
)
def test_undo_chunks(body, undone):
    assert undo_chunks(body) == undone


def test_matches_digest_in_any_writing():
    for digest in (
        "sha1:VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N",
        "SHA-1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
        None,
        "x:y",
    ):
        assert matches_digest(b"hello", digest)
    assert not matches_digest(b"hello!", "sha1:VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N")
