from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from storage import Archive, ArchiveError, Original, Store, payload_digest
from storage.archive.warc import warc_date
from storage.records import RecordPlace
from tests.storage_samples import FORKSERVER, NOON, URL, exchange, fetch

PACKED = gzip.compress(b"<html><p>caf\xc3\xa9</p></html>" * 50)


class Held:
    """Originals in memory."""

    def __init__(self):
        self.by_digest = {}

    def keep(self, written, place):
        self.by_digest.setdefault(place.payload_digest, Original(written.url, written.fetched_at, place))

    def original_of_digest(self, digest):
        return self.by_digest.get(digest)

    def original_of_url(self, url):
        return next((held for held in self.by_digest.values() if held.url == url), None)


def records(path):
    with path.open("rb") as stream:
        return [
            (record.rec_type, record.rec_headers, record.raw_stream.read())
            for record in ArchiveIterator(stream, no_record_parse=True)
        ]


def only_file(folder):
    (path,) = folder.iterdir()
    return path


def check(folder):
    """What ``warcio check`` says of all files of a folder."""
    files = sorted(map(str, folder.glob("*.warc.gz")))
    command = [sys.executable, "-m", "warcio.cli", "check", *files]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_write_keeps_the_bytes_of_the_wire(tmp_path):
    with Archive(tmp_path) as archive:
        headers = (("Content-Encoding", "gzip"), ("Content-Type", "text/html"))
        place = archive.write(exchange(PACKED, response_headers=headers))
        assert archive.read(place).body == PACKED
    assert archive.read(place) == replace(exchange(PACKED, response_headers=headers), request_headers=())


def test_write_makes_request_and_response_that_belong_together(tmp_path):
    with Archive(tmp_path, software="Stet/1") as archive:
        archive.write(exchange(ip_address="192.0.2.1"))
    info, response, request = records(only_file(tmp_path))
    assert (info[0], response[0], request[0]) == ("warcinfo", "response", "request")
    assert b"software: Stet/1\r\n" in info[2]
    assert request[1].get_header("WARC-Concurrent-To") == response[1].get_header("WARC-Record-ID")
    assert request[2].startswith(b"GET /news/1 HTTP/1.1\r\nHost: example.org\r\nUser-Agent: Stet\r\n")
    assert response[2].startswith(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
    )
    assert response[1].get_header("WARC-Date") == "2026-11-23T12:00:00.000000Z"
    assert response[1].get_header("WARC-IP-Address") == "192.0.2.1"
    assert response[1].get_header("WARC-Payload-Digest") == payload_digest(b"<p>page</p>")


def test_write_says_where_the_link_was_found(tmp_path):
    with Archive(tmp_path) as archive:
        archive.write(exchange(found_in="https://example.org/rss"))
    _, response, _, metadata = records(only_file(tmp_path))
    assert (metadata[0], metadata[2]) == ("metadata", b"via: https://example.org/rss\r\n")
    assert metadata[1].get_header("WARC-Concurrent-To") == response[1].get_header("WARC-Record-ID")
    assert check(tmp_path).returncode == 0


def test_write_renames_a_transfer_encoding_that_was_undone(tmp_path):
    with Archive(tmp_path) as archive:
        archive.write(exchange(response_headers=(("Transfer-Encoding", "chunked"),)))
    assert b"\r\nX-Crawl-Transfer-Encoding: chunked\r\n" in records(only_file(tmp_path))[1][2]


def test_write_keeps_header_bytes_that_are_not_ascii(tmp_path):
    headers = (("X-Town", "Łódź".encode().decode("latin-1")),)
    with Archive(tmp_path) as archive:
        assert archive.read(archive.write(exchange(response_headers=headers))).response_headers == headers


def test_write_says_that_a_body_is_cut(tmp_path):
    with Archive(tmp_path) as archive:
        place = archive.write(exchange(truncated="disconnect"))
    assert archive.read(place).truncated == "disconnect"


def test_warcio_and_fastwarc_read_the_same(tmp_path):
    with Archive(tmp_path) as archive:
        for number in range(3):
            archive.write(exchange(PACKED + bytes([number]), url=f"{URL}?{number}"))
    assert check(tmp_path).returncode == 0
    assert check(tmp_path).stdout == ""
    with only_file(tmp_path).open("rb") as stream:
        fast = [
            (record.headers["WARC-Type"], record.verify_block_digest(), record.reader.read())
            for record in FastIterator(stream, parse_http=False)
        ]
    assert all(verified for _, verified, _ in fast)
    assert [(kind, block) for kind, _, block in fast] == [
        (kind, block) for kind, _, block in records(only_file(tmp_path))
    ]


def test_a_place_is_the_offset_that_readers_find(tmp_path):
    with Archive(tmp_path) as archive:
        places = [archive.write(exchange(bytes([number]))) for number in range(3)]
    with only_file(tmp_path).open("rb") as stream:
        iterator = ArchiveIterator(stream)
        found = [
            (iterator.get_record_offset(), iterator.get_record_length())
            for record in iterator
            if record.rec_type == "response"
        ]
    assert found == [(place.offset, place.length) for place in places]


def test_write_refers_to_a_payload_that_is_held(tmp_path):
    held = Held()
    with Archive(tmp_path, held) as archive:
        first = archive.write(exchange(PACKED))
        held.keep(exchange(PACKED), first)
        again = archive.write(exchange(PACKED, hours=1, url="https://example.org/copy"))
        assert again.is_revisit
        assert again.length < first.length
        assert archive.read(again).body == PACKED
        assert archive.read(again).url == "https://example.org/copy"
    kind, headers, block = records(only_file(tmp_path))[3]
    assert kind == "revisit"
    assert headers.get_header("WARC-Profile").endswith("/1.1/revisit/identical-payload-digest")
    assert headers.get_header("WARC-Refers-To-Target-URI") == URL
    assert headers.get_header("WARC-Refers-To-Date") == "2026-11-23T12:00:00.000000Z"
    assert block.endswith(b"\r\n\r\n")
    assert check(tmp_path).returncode == 0


def test_write_of_a_304_refers_to_the_last_payload(tmp_path):
    held = Held()
    with Archive(tmp_path, held) as archive:
        held.keep(exchange(PACKED), archive.write(exchange(PACKED)))
        place = archive.write(exchange(b"", hours=1, status=304))
        stands_for = archive.read(place)
    assert (stands_for.status, stands_for.body) == (200, PACKED)
    assert stands_for.fetched_at == exchange(b"", hours=1).fetched_at
    kind, headers, _ = records(only_file(tmp_path))[3]
    assert (kind, headers.get_header("WARC-Profile")[-19:]) == ("revisit", "server-not-modified")


def test_write_of_a_304_keeps_its_head_beside_the_record(tmp_path):
    held = Held()
    with Archive(tmp_path, held) as archive:
        held.keep(exchange(PACKED), archive.write(exchange(PACKED)))
        archive.write(exchange(b"", hours=1, status=304, response_headers=(("Etag", '"x"'),)))
    revisit, _, metadata = records(only_file(tmp_path))[3:]
    assert revisit[2] == b""  # with the head of a 304 in it, replay tools show an empty page
    assert metadata[2] == b'http-header: HTTP/1.1 304 Not Modified\r\nhttp-header: Etag: "x"\r\n'
    assert metadata[1].get_header("WARC-Concurrent-To") == revisit[1].get_header("WARC-Record-ID")
    assert check(tmp_path).returncode == 0


def payloads(folder):
    """(moment, payload) of each capture, as replay finds them: by warcio's index, revisits by what they refer to."""
    found, revisits = {}, []
    for path in sorted(folder.glob("*.warc.gz")):
        fields = "offset,warc-type,warc-target-uri,warc-date,warc-refers-to-target-uri,warc-refers-to-date"
        command = [sys.executable, "-m", "warcio.cli", "index", "-f", fields, str(path)]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        for row in map(json.loads, lines):
            capture = (row.get("warc-target-uri"), row.get("warc-date"))
            if row["warc-type"] == "response":
                found[capture] = payload_at(path, int(row["offset"]))
            elif row["warc-type"] == "revisit":
                revisits.append((capture, (row["warc-refers-to-target-uri"], row["warc-refers-to-date"])))
    return found | {capture: found[original] for capture, original in revisits}


def payload_at(path, offset):
    with path.open("rb") as stream:
        stream.seek(offset)
        return next(iter(ArchiveIterator(stream))).content_stream().read()


def test_replay_finds_the_page_of_each_capture(tmp_path):
    bodies = [b"<p>one</p>", b"<p>two</p>", b"<p>one</p>", None, b"<p>one</p>"]  # None: 304
    urls = [URL, URL, URL, URL, f"{URL}?print"]
    with Store.open(tmp_path / "stet.db") as store, Archive(tmp_path, store, rotate_at=1000) as archive:
        run = store.begin_run("example", {}, "1", "")
        for hours, (url, body) in enumerate(zip(urls, bodies, strict=True)):
            came = exchange(body or b"", hours=hours, url=url, status=200 if body else 304)
            place = archive.write(came)
            seen = fetch(url, hours=hours, place=place, size=len(came.body), status=came.status)
            store.record(run, seen, None, "example.org")
    found = payloads(tmp_path)
    assert [found[url, warc_date(NOON + timedelta(hours=hour))] for hour, url in enumerate(urls)] == [
        body or b"<p>one</p>" for body in bodies
    ]
    assert [count_by(path) for path in sorted(tmp_path.glob("*.warc.gz"))] == [
        fast_count_by(path) for path in sorted(tmp_path.glob("*.warc.gz"))
    ]


def count_by(path):
    return Counter((kind, headers.get_header("WARC-Target-URI")) for kind, headers, _ in records(path))


def fast_count_by(path):
    with path.open("rb") as stream:
        found = FastIterator(stream, parse_http=False)
        return Counter((each.headers["WARC-Type"], each.headers.get("WARC-Target-URI")) for each in found)


def test_write_rotates_by_size(tmp_path):
    with Archive(tmp_path, rotate_at=2000) as archive:
        places = [archive.write(exchange(os.urandom(900))) for _ in range(4)]
    assert len({place.file for place in places}) == len(list(tmp_path.glob("*.warc.gz"))) > 1
    assert {record[0][0] for record in map(records, tmp_path.iterdir())} == {"warcinfo"}
    assert check(tmp_path).returncode == 0


def test_an_archive_that_wrote_nothing_leaves_no_file(tmp_path):
    Archive(tmp_path).close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (RecordPlace("no.warc.gz", 0, 10, "sha256:x"), "no.warc.gz at 0: the file is not in"),
        (RecordPlace("cut.warc.gz", 0, 10, "sha256:x"), "cut.warc.gz at 0: no whole response record"),
        (RecordPlace("cut.warc.gz", 10**6, 10, "sha256:x"), "at 1000000: no whole response record"),
    ],
)
def test_read_says_what_is_wrong(tmp_path, place, reason):
    (tmp_path / "cut.warc.gz").write_bytes(gzip.compress(b"WARC/1.1\r\nWARC-Type: response")[:-4])
    with pytest.raises(ArchiveError, match=reason):
        Archive(tmp_path).read(place)


def test_read_refuses_a_payload_that_is_not_the_stored_one(tmp_path):
    with Archive(tmp_path) as archive:
        place = archive.write(exchange())
    with pytest.raises(ArchiveError, match="the payload is not the one that was stored"):
        archive.read(replace(place, payload_digest=payload_digest(b"another")))


def test_a_full_disk_leaves_whole_records_only(tmp_path, monkeypatch):
    with Archive(tmp_path) as archive:
        archive.write(exchange())
        monkeypatch.setattr(os, "write", _fills_up(os.write))
        with pytest.raises(ArchiveError, match="cannot write: No space left on device"):
            archive.write(exchange(b"second"))
        monkeypatch.undo()
        archive.write(exchange(b"third"))
    assert [kind for kind, _, _ in records(only_file(tmp_path))].count("response") == 2
    assert check(tmp_path).returncode == 0


def _fills_up(write):
    calls = iter([40])

    def partial(descriptor, data):
        for size in calls:
            return write(descriptor, bytes(data[:size]))
        raise OSError(28, "No space left on device")

    return partial


def test_opening_cuts_the_unfinished_tail_of_a_dead_process(tmp_path, caplog):
    with Archive(tmp_path) as archive:
        place = archive.write(exchange())
    whole = only_file(tmp_path)
    size = whole.stat().st_size
    left = whole.with_name(whole.name + ".open")
    left.write_bytes(whole.read_bytes() + gzip.compress(b"WARC/1.1\r\n" * 9)[:-9])
    whole.unlink()
    opened = Archive(tmp_path)
    (repair,) = opened.repaired
    assert (repair.file, repair.kept, repair.cut > 0) == (place.file, size, True)
    assert f"{place.file}: cut {repair.cut} bytes" in caplog.text
    assert opened.read(place).body == b"<p>page</p>"
    assert check(tmp_path).returncode == 0


def test_opening_leaves_a_file_in_use_alone(tmp_path):
    with Archive(tmp_path) as archive:
        place = archive.write(exchange())
        assert Archive(tmp_path).repaired == ()
        assert only_file(tmp_path).name == place.file + ".open"


def write_some(folder, count):
    with Archive(folder, rotate_at=20_000) as archive:
        for number in range(count):
            archive.write(exchange(os.urandom(500), url=f"{URL}?{os.getpid()}-{number}"))


def test_processes_never_share_a_file(tmp_path):
    processes = [FORKSERVER.Process(target=write_some, args=(tmp_path, 100)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    urls = {
        headers.get_header("WARC-Target-URI")
        for path in tmp_path.iterdir()
        for kind, headers, _ in records(path)
        if kind == "response"
    }
    assert len(urls) == 300
    assert check(tmp_path).returncode == 0


def test_a_record_of_the_first_moment_is_read_back(tmp_path):
    with Archive(tmp_path) as archive:
        assert archive.read(archive.write(exchange())).fetched_at == NOON
