from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from storage.archive.imported_records import read_imported
from storage.archive.warc import payload_digest, serialise_exchange
from storage.archive.warc_reading import exchange_of, split_http, undo_chunks
from tests.storage_samples import exchange

# What a header can hold on the wire: bytes but control characters, no white space around.
VALUE = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_categories=["Cc"])).map(
    lambda value: value.strip(" \t")
)
NAME = st.text("abcXYZ-", min_size=1, max_size=9)
EXCHANGES = st.builds(
    exchange,
    body=st.binary(max_size=300),
    status=st.integers(100, 599),
    response_headers=st.lists(st.tuples(NAME, VALUE), max_size=5).map(tuple),
)


@given(EXCHANGES)
def test_what_is_written_is_read_back(written):
    response = serialise_exchange(written, None).response
    record = next(ArchiveIterator(BytesIO(response), no_record_parse=True))
    headers = {name.lower(): value for name, value in record.rec_headers.headers}
    found = exchange_of(headers, record.raw_stream.read())
    assert (found.status, found.response_headers, found.body) == (
        written.status,
        written.response_headers,
        written.body,
    )
    assert headers["warc-payload-digest"] == payload_digest(written.body)


@settings(max_examples=50)
@given(st.binary(max_size=400), st.sampled_from([b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00"]))
def test_no_bytes_make_reading_raise(content, start):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "theirs.warc"
        path.write_bytes(start + content)
        assert all(each.offset >= 0 for each in read_imported(path, 2**20))


@given(st.binary(max_size=200))
def test_no_body_makes_undoing_chunks_raise(body):
    undo_chunks(body)


def test_split_http_takes_either_line_end():
    assert split_http(b"HTTP/1.0 200 OK\nA: b\n\nbody") == ("HTTP/1.0 200 OK", (("A", "b"),), b"body")
