"""Broken and hostile pages, made from whole ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

CHARSETS = ("utf-16", "utf-32", "utf-7", "cp1251", "shift_jis", "gb18030", "koi8-r", "latin-1", "cp037")
ENTITIES = (b"&amp;", b"&#x1F600;", b"&#0;", b"&#xD800;", b"&#99999999;", b"&nosuch;", b"&lt", b"&amp;amp;", b"&#8238;")
END_TAG = re.compile(rb"</[a-zA-Z]+>")
SCRIPT = re.compile(rb"(?<=>)\s*\{[^<]{20,}(?=</script>)")


def _between(page: bytes, chance: random.Random, insertion: bytes) -> bytes:
    place = chance.randint(0, len(page))
    return page[:place] + insertion + page[place:]


def cut(page: bytes, chance: random.Random) -> bytes:
    """A response that broke off."""
    return page[: chance.randint(0, len(page))]


def spliced(page: bytes, chance: random.Random) -> bytes:
    """Pieces of the page in another order, some twice, some not at all."""
    places = sorted(chance.randint(0, len(page)) for _ in range(chance.randint(2, 12)))
    pieces = [page[start:end] for start, end in zip([0, *places], [*places, len(page)], strict=True)]
    return b"".join(chance.choices(pieces, k=len(pieces)))


def flipped(page: bytes, chance: random.Random) -> bytes:
    """One bit in a thousand bytes is wrong, or far more."""
    damaged = bytearray(page)
    for _ in range(len(page) // chance.choice((20, 100, 1000)) + 1 if page else 0):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def charset_swapped(page: bytes, chance: random.Random) -> bytes:
    """Written in one charset and declared as another."""
    return page.decode("utf-8", "replace").encode(chance.choice(CHARSETS), "replace")


def misdeclared(page: bytes, chance: random.Random) -> bytes:
    """Declares a charset that it is not in, or that is none."""
    return b'<meta charset="%s">' % chance.choice((*CHARSETS, "none", "utf-8; x", "base64")).encode() + page


def deeply_nested(page: bytes, chance: random.Random) -> bytes:
    """Thousands of open elements inside each other."""
    tag = chance.choice(
        (b"div", b"b", b"table><tr><td", b"blockquote", b"ul><li", b"span", b"form", b"font", b"a href=/x")
    )
    return _between(page, chance, b"<%s>" % tag * chance.choice((300, 5000, 50_000)))


def script_only(page: bytes, chance: random.Random) -> bytes:
    """A page that is drawn by its script."""
    text = page[: chance.randint(0, len(page))].replace(b"</script", b"")
    return b"<html><head><title>x</title></head><body><div id=root></div><script>" + text + b"</script></body></html>"


def empty(page: bytes, chance: random.Random) -> bytes:
    """Nothing, or as good as nothing."""
    return chance.choice(
        (b"", b" \r\n ", b"\0" * 100, b"<", b"<html>", b"<!doctype html>", b"<!--", b"\xef\xbb\xbf", b"{}", page[:1])
    )


def entity_flood(page: bytes, chance: random.Random) -> bytes:
    """Very many character references."""
    return _between(page, chance, chance.choice(ENTITIES) * chance.choice((1000, 200_000)))


def unclosed(page: bytes, chance: random.Random) -> bytes:
    """End tags are missing, many or all."""
    missing = chance.choice((0.1, 0.5, 1.0))
    return END_TAG.sub(lambda tag: b"" if chance.random() < missing else tag[0], page)


def comment_left_open(page: bytes, chance: random.Random) -> bytes:
    """Something opens and never ends."""
    opener = (
        b"<!--",
        b"<script>",
        b"<style>",
        b"<textarea>",
        b"<title>",
        b"<![CDATA[",
        b'<a href="',
        b"<svg>",
        b"<noscript>",
    )
    return _between(page, chance, chance.choice(opener))


def control_characters(page: bytes, chance: random.Random) -> bytes:
    """Characters that no text has, all over the page."""
    stray = (b"\0", b"\x1b", b"\x0c", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xef\xbf\xbe")
    for _ in range(50):
        page = _between(page, chance, chance.choice(stray))
    return page


def attribute_flood(page: bytes, chance: random.Random) -> bytes:
    """An element with a class as long as a book, or with thousands of attributes."""
    names = b" ".join(b"c%d" % number for number in range(50_000))
    attributes = b" ".join(b"a%d=1" % number for number in range(20_000))
    return _between(page, chance, chance.choice((b'<div class="%s">x' % names, b"<div %s>x" % attributes)))


def broken_json(page: bytes, chance: random.Random) -> bytes:
    """Structured data that is damaged, nested without end, or of the wrong types."""
    hostile = (
        b"[" * 100_000,
        b'{"@type":' * 20_000,
        b'{"@type":"NewsArticle","headline":[[1]],"author":{"name":{}},"datePublished":1e999}',
        b'{"@graph":[null,1,"x",[]],"@type":["NewsArticle",3],"articleBody":{"a":1},"image":[[[]]]}',
        b"null",
        b'"\\ud800"',
    )
    page = SCRIPT.sub(lambda script: flipped(script[0], chance), page)
    return b'<script type="application/ld+json">' + chance.choice(hostile) + b"</script>" + page


def odd_facts(page: bytes, chance: random.Random) -> bytes:
    """Metadata that cannot be."""
    odd = chance.choice(
        (
            b"99999-99-99T99:99",
            b"-1",
            b"0000-00-00",
            b"\xff",
            b"9" * 5000,
            b"http://[::1",
            b"javascript:1",
            b"2026-02-30T25:61:00+99:99",
        )
    )
    names = (
        b"og:title",
        b"article:published_time",
        b"og:image",
        b"author",
        b"og:url",
        b"article:modified_time",
        b"og:locale",
        b"keywords",
    )
    tags = b"".join(
        b'<meta property="%s" content="%s"><meta name="%s" content="%s">' % (name, odd, name, odd) for name in names
    )
    return (
        tags
        + b'<time datetime="%s">%s</time><link rel=canonical href="%s"><base href="%s">' % (odd, odd, odd, odd)
        + page
    )


def many_siblings(page: bytes, chance: random.Random) -> bytes:
    """A hundred thousand of the same, side by side."""
    item = chance.choice(
        (
            b"<p>Again.</p>",
            b"<br>",
            b"<a href=/x>link</a> ",
            b"<li>item",
            b"<input type=email>",
            b"<p>",
            b"<td>1",
            b"<h2>Support us</h2>",
        )
    )
    return _between(page, chance, item * 100_000)


def one_long_line(page: bytes, chance: random.Random) -> bytes:
    """Forty megabytes without a break."""
    piece = chance.choice(
        (b"word ", b"x", b"<i>a</i>", b"Support us! ", b"http://a.example/b?c=d&e ", "後援".encode(), b"a@b.c ")
    )
    return page + b"<p>" + piece * (40_000_000 // len(piece))


LIGHT = (
    cut,
    spliced,
    flipped,
    charset_swapped,
    misdeclared,
    deeply_nested,
    script_only,
    empty,
    entity_flood,
    unclosed,
    comment_left_open,
    control_characters,
    attribute_flood,
    broken_json,
    odd_facts,
)
HEAVY = (many_siblings, one_long_line)


def mutate(
    page: bytes, mutations: Sequence[Callable[[bytes, random.Random], bytes]], chance: random.Random
) -> tuple[str, bytes]:
    """A page with one to three mutations, the first from ``mutations``; their names and the bytes."""
    chosen = [chance.choice(mutations), *chance.choices(LIGHT, k=chance.choice((0, 0, 1, 2)))]
    for mutation in chosen:
        page = mutation(page, chance)
    return " ".join(mutation.__name__ for mutation in chosen), page
