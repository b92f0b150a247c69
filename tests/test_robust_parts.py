"""The small parts of extraction, on inputs that nobody thought of."""

from __future__ import annotations

import re
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from extractors.html.decode import UnreadablePageError, decode, parse
from extractors.html.walk import read_document

CONTENT_TYPES = st.one_of(
    st.just(""), st.text(max_size=20), st.sampled_from(["text/html; charset=utf-16", "text/html;charset=x"])
)
TAGS = st.sampled_from(
    ["p", "div", "a", "em", "br", "h2", "ul", "li", "tr", "td", "form", "input", "button", "blockquote", "script"]
)
MARKUP = st.lists(
    st.one_of(TAGS.map("<{}>".format), TAGS.map("</{}>".format), st.text(max_size=12), st.just("Words of a sentence.")),
    max_size=60,
).map("".join)
SPACES = re.compile(r"[ \t\r\n\f]+")


@given(st.binary(max_size=2000), CONTENT_TYPES)
def test_decode_reads_any_bytes(body, content_type) -> None:
    with suppress(UnreadablePageError):
        assert isinstance(decode(body, {"content-type": content_type}), str)


@given(st.text(max_size=500))
def test_decode_gives_utf8_back(text) -> None:
    body = ("<meta charset=utf-8>" + text).encode("utf-8", "replace")
    assert decode(body, {}) == body.decode("utf-8")


@given(st.one_of(st.text(max_size=500), MARKUP))
def test_parse_reads_any_text(text) -> None:
    with suppress(UnreadablePageError):
        assert isinstance(parse(text).tag, str)


@given(MARKUP)
def test_read_document_keeps_order_and_nesting(markup) -> None:
    root = parse(f"<html><body>{markup}</body></html>")
    document = read_document(root)
    assert [candidate.index for candidate in document.candidates] == list(range(len(document.candidates)))
    # White space of HTML is folded; a no-break space is a character of the text.
    assert all(
        candidate.text == re.sub(r"[ \t\r\n\f]+", " ", candidate.text) != "" for candidate in document.candidates
    )
    for container in document.containers:
        outer = container.parent or container
        assert outer.first <= container.first <= container.last <= outer.last


@given(st.lists(st.from_regex(r"[a-z]{3,9}( [a-z]{3,9}){0,5}", fullmatch=True), max_size=8))
def test_read_document_gives_each_paragraph_once(texts) -> None:
    root = parse("<html><body>" + "".join(f"<p>{text}</p>" for text in texts) + "</body></html>")
    assert [candidate.text for candidate in read_document(root).candidates] == texts
