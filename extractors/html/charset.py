"""Which charset the bytes of a page are in: the bytes are believed before labels, which are often years old."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes
from w3lib.encoding import html_to_unicode, http_content_type_encoding, read_bom, resolve_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Detection reads this much text: charsets show in the first sentences, and its time grows with the text.
DETECTION_BYTES = 12_000
# What pages are written in (https://encoding.spec.whatwg.org/); without this list a stray byte makes a page UTF-16.
WEB_CHARSETS = (
    "utf_8 cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp874 koi8_r koi8_u iso8859_2 iso8859_5 iso8859_15 "
    "gb18030 big5 euc_jp shift_jis euc_kr"
)
LABEL = re.compile(rb"(?i)<(?:meta|\?xml)[^>]{0,500}?(?:charset|encoding)\s*=\s*[\"']?([\w:.-]+)")
LABELS_STAND_IN = 4096
NO_TEXT = (b"script", b"style", b"!--")
BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
# Of the characters beyond ASCII so many may be broken in what is UTF-8 all the same: a page that says nothing, or
# something else, and one that says UTF-8. In other charsets three quarters and more are no UTF-8.
BROKEN, BROKEN_BUT_DECLARED = 0.4, 0.5
# And so many in what is in the charset that it declares.
MISDECLARED = 0.1
# How Japanese begins in the one charset of the web that has no bytes beyond ASCII.
ISO_2022_JP = re.compile(rb"\x1b\$[@B]")
# Letters beyond ASCII stand alone in Latin words; where most stand in runs, the page is in another script. In bytes.
WESTERN = frozenset({"cp1252", "iso8859-1", "iso8859-15", "latin-1"})
# What is taken for each other in short texts: a page that says its language tells which it is.
LATIN = frozenset({"cp1250", "cp1254", "cp1257", "iso8859_2"})
LANGUAGE = re.compile(rb"<html\s[^<>]{0,300}?\blang\s{0,3}=\s{0,3}[\"']?([a-z]{2})(?![a-z])", re.IGNORECASE)
WESTERN_LANGUAGES = frozenset(
    ("ca", "da", "de", "en", "es", "eu", "fi", "fo", "fr", "ga", "gl", "is", "it", "nb", "nl", "nn", "no", "pt", "sv")
)
LETTER_BEYOND_ASCII, RUN_BEYOND_ASCII = re.compile(r"[^\W\d_a-zA-Z]"), re.compile(rb"[\x80-\xff]{4,}")
LETTER = re.compile(rb"[a-zA-Z]")
# Tones are characters of their own behind their letters in this charset alone; elsewhere both are one character.
WITH_TONES_APART = "cp1258"
# More than so many to a letter of ASCII are another script, too: the second byte of a character may be one of ASCII.
FEW, TO_A_LETTER = 20, 0.5


def decode_bytes(body: bytes, headers: Mapping[str, str]) -> str:
    """The text of a page: byte order mark, UTF-8 that is UTF-8, header, meta, detection, in that order."""
    if read_bom(body)[0] is None and body.isascii() and ISO_2022_JP.search(body):
        return body.decode("iso2022_jp", "replace")
    if read_bom(body)[0] is not None or body.isascii():
        return html_to_unicode(headers.get("content-type"), body)[1]
    declared = [name for name in _declared(body, headers) if name]
    if text := _as_utf8(body, BROKEN_BUT_DECLARED if "utf-8" in declared else BROKEN):
        return text
    for name in declared:
        if name != "utf-8" and (text := _as_declared(body, name)):
            return text
    found = _detect(body) or "cp1252"
    return body.decode("cp1252" if found in LATIN and _is_western(body) else found, "replace")


def _declared(body: bytes, headers: Mapping[str, str]) -> Iterable[str | None]:
    yield http_content_type_encoding(headers.get("content-type"))
    for label in LABEL.findall(body[:LABELS_STAND_IN]):
        yield resolve_encoding(label.decode("ascii", "ignore"))


def _as_utf8(body: bytes, broken: float) -> str | None:
    """The text where the bytes are UTF-8, but for a share of broken characters."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for _ in LETTER_BEYOND_ASCII.finditer(text))
    return text if bad <= broken * (bad + good) else None


def _as_declared(body: bytes, name: str) -> str | None:
    """The text in the charset that is declared, unless the bytes speak against it."""
    text = body.decode(name, "replace")
    beyond = sum(1 for _ in BEYOND_ASCII.finditer(body))
    if text.count("\ufffd") > MISDECLARED * beyond:
        return None
    if name == WITH_TONES_APART:
        return unicodedata.normalize("NFC", text)
    return None if codecs.lookup(name).name in WESTERN and _in_another_script(body) else text


def _in_another_script(body: bytes) -> bool:
    text = text_alone(body)
    beyond = len(BEYOND_ASCII.findall(text))
    in_runs, letters = sum(map(len, RUN_BEYOND_ASCII.findall(text))), len(LETTER.findall(text))
    return beyond >= FEW and (2 * in_runs > beyond or beyond > TO_A_LETTER * letters)


def text_alone(body: bytes) -> bytes:
    """The lines beyond ASCII of the text without tags, scripts and styles, each whole, up to what detection reads."""
    lines, length = [], 0
    for piece in body.split(b"<"):
        text = piece.rpartition(b">")[2]
        if not text.isascii() and not piece[:6].lower().startswith(NO_TEXT):
            lines.append(text.strip())
            length += len(text)
        if length >= DETECTION_BYTES:
            break
    return b"\n".join(lines)


def _is_western(body: bytes) -> bool:
    """Whether a page says that its language is one of those that are written in the charset of Western Europe."""
    said = LANGUAGE.search(body[:LABELS_STAND_IN])
    return said is not None and said[1].decode().lower() in WESTERN_LANGUAGES


def _detect(body: bytes) -> str | None:
    best = from_bytes(text_alone(body) or body[:DETECTION_BYTES], cp_isolation=WEB_CHARSETS.split()).best()
    return best.encoding if best else None
