"""Articles as one EPUB 3 book, to be read on elsewhere: a chapter each, right-to-left where they are."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from itertools import groupby, zip_longest
from typing import IO, TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from markupsafe import Markup, escape

from storage.archive.zip_writing import ZipWriter
from storage.reading_room.atom import UNSPEAKABLE
from storage.reading_room.directions import direction, tag
from storage.reading_room.words import day, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storage.reading_room.room import Row

MIME = "application/epub+zip"
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
STYLE = """body { line-height: 1.5 } .facts, .source { font-size: .85em; color: #555 } h1 { line-height: 1.2 }
.note { border-inline-start: .2em solid; padding-inline-start: .8em } blockquote { font-style: italic }
.source { border-top: 1px solid; margin-top: 2em; overflow-wrap: anywhere }
"""
PACKAGE = Markup("""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">{name}</dc:identifier>
<dc:title>{title}</dc:title>{languages}<dc:creator>Stet</dc:creator>
<meta property="dcterms:modified">{made}</meta></metadata>
<manifest><item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>{items}</manifest>
<spine><itemref idref="contents"/>{order}</spine></package>
""")
DOCUMENT = Markup("""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{lang}" xml:lang="{lang}">
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body dir="{dir}">{body}</body></html>
""")
NAVIGATION = Markup('<nav epub:type="toc" id="toc"><h1>{title}</h1><ol>{entries}</ol></nav>')
ELEMENTS = {"heading": "h2", "list-item": "li", "quote": "blockquote", "code": "pre"}


class Epub:
    """Written as articles come, so that memory stays flat; ``close`` writes what names them all."""

    def __init__(self, stream: IO[bytes], title: str, made: datetime | None = None) -> None:
        self._zip = ZipWriter(stream, "w", zipfile.ZIP_DEFLATED)
        self._title, self._made = _plain(title), made or datetime.now(UTC)
        self._chapters: list[tuple[str, Markup, str, str]] = []
        # First and unpacked, so that the kind of the file is told by its first bytes.
        self._zip.writestr("mimetype", MIME, zipfile.ZIP_STORED)
        self._zip.writestr("META-INF/container.xml", CONTAINER)
        self._zip.writestr("book/style.css", STYLE)

    def add(self, row: Row, note: str = "") -> None:
        """An article, as ``export.articles`` gives it, and what its reader noted."""
        title, name = _plain(row["title"] or "(no headline)"), f"article-{len(self._chapters) + 1}"
        language = tag(row["language"]) or "und"
        told = {"lang": language, "dir": direction(row["language"], row["text"]), "title": title}
        self._zip.writestr(f"book/{name}.xhtml", DOCUMENT.format(**told, body=_body(row, title, note)))
        self._chapters.append((name, title, language, row["url"]))

    def close(self) -> None:
        """The list of contents, and the package that names everything."""
        entries = Markup("").join(
            Markup('<li><a href="{}.xhtml" dir="auto">{}</a></li>').format(name, title)
            for name, title, *_ in self._chapters
        )
        contents = NAVIGATION.format(title=self._title, entries=entries or Markup("<li><span>Nothing</span></li>"))
        page = DOCUMENT.format(lang="en", dir="ltr", title=self._title, body=contents)
        self._zip.writestr("book/contents.xhtml", page)
        self._zip.writestr("book/package.opf", self._package())
        self._zip.close()

    def _package(self) -> Markup:
        languages = dict.fromkeys(language for _, _, language, _ in self._chapters) or {"en": None}
        item = Markup('<item id="{0}" href="{0}.xhtml" media-type="application/xhtml+xml"/>')
        names = [name for name, *_ in self._chapters]
        return PACKAGE.format(
            name=uuid5(NAMESPACE_URL, "\n".join([self._title, *(url for *_, url in self._chapters)])).urn,
            title=self._title,
            languages=Markup("").join(Markup("<dc:language>{}</dc:language>").format(each) for each in languages),
            made=self._made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            items=Markup("").join(map(item.format, names)),
            order=Markup("").join(map(Markup('<itemref idref="{}"/>').format, names)),
        )


def write_epub(stream: IO[bytes], title: str, rows: Iterable[Row]) -> None:
    """A whole book of articles without notes."""
    book = Epub(stream, title)
    for row in rows:
        book.add(row)
    book.close()


def _body(row: Row, title: Markup, note: str) -> Markup:
    facts = ", ".join(filter(None, [", ".join(row["authors"]), row["site"], day(row["published"])]))
    parts = [_element("h1", title, row), Markup('<p class="facts" lang="en" dir="auto">{}</p>').format(_plain(facts))]
    if note:
        parts.append(Markup('<p class="note" dir="auto">{}</p>').format(_plain(note)))
    archived = f"Archived {moment(row['fetched_at'])}; {row['payload_digest'] or 'its page was not kept'}"
    source = Markup('<p class="source" lang="en" dir="ltr">{}<br/>{}</p>')
    return Markup("\n").join([*parts, *_blocks(row), source.format(_plain(row["url"]), _plain(archived))])


def _blocks(row: Row) -> Iterator[Markup]:
    lines = [(line, kind) for line, kind in zip_longest(row["text"].split("\n"), row["kinds"]) if line]
    for kind, group in groupby(lines, key=lambda each: each[1]):
        elements = Markup("\n").join(_element(ELEMENTS.get(kind or "", "p"), _plain(line), row) for line, _ in group)
        yield Markup("<ul>{}</ul>").format(elements) if kind == "list-item" else elements


def _element(name: str, text: Markup, row: Row) -> Markup:
    side = direction(row["language"], text.unescape())
    return Markup('<{name} dir="{side}">{text}</{name}>').format(name=name, side=side, text=text)


def _plain(text: str) -> Markup:
    """Without what XML cannot hold."""
    return escape(UNSPEAKABLE.sub(" ", str(text)))
