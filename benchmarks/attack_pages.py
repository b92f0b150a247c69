"""Pages that are made to take long, by size: what repeats in each is what parsers and readers go over again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = "<!doctype html><html lang=en><head><title>Ice in the harbour</title></head><body><article><h1>Ice</h1>"
TEXT = "The harbour froze on Monday, and the ferry stayed where it was until the tug had come. "


def _repeated(piece: str, start: str = "", end: str = "") -> Callable[[int], str]:
    return lambda size: start + piece * (max(0, size - len(start) - len(end)) // len(piece)) + end


def _attributes(size: int) -> str:
    return f"{HEAD}<p {' '.join(f'a{number}=1' for number in range(size // 8))}>{TEXT}"


FAMILIES: dict[str, Callable[[int], str]] = {
    "one tag of many attributes": _attributes,
    "attributes with ends in quotes": _repeated('a=">" ', f"{HEAD}<p "),
    "many tags of many attributes": _repeated(f"<p {' '.join(f'a{n}=1' for n in range(60))}>{TEXT}</p>", HEAD),
    "paragraphs": _repeated(f"<p>{TEXT}</p>", HEAD),
    "one paragraph": _repeated(TEXT, f"{HEAD}<p>"),
    "one word": _repeated("a", f"{HEAD}<p>"),
    "blanks": _repeated(" ", f"{HEAD}<p>", "x"),
    "line ends": _repeated("\n", f"{HEAD}<p>", "x"),
    "digits": _repeated("1", f"{HEAD}<p>"),
    "open elements": _repeated("<div>", HEAD),
    "open links": _repeated("<a href=/x><p>", HEAD),
    "links": _repeated(f"<p><a href=/news/2026/01/01/story>{TEXT}</a></p>", HEAD),
    "scripts with a word behind": _repeated("<script></script>x", HEAD),
    "tables": _repeated("<table><tr><td>x", HEAD),
    "list items": _repeated(f"<li>{TEXT}", f"{HEAD}<ul>"),
    "line breaks": _repeated("x<br>", f"{HEAD}<p>"),
    "line breaks with a note behind": _repeated("x<br><i>y</i>", f"{HEAD}<p>"),
    "blanks before links": _repeated("<b> <a href=/x>y</a></b>", f"{HEAD}<div>x"),
    "entities": _repeated("&amp", f"{HEAD}<p>"),
    "less-than signs": _repeated("<", HEAD),
    "comments": _repeated("<!--", HEAD),
    "JSON brackets": _repeated("[", f'{HEAD}<script type="application/ld+json">', "</script>"),
    "JSON objects": _repeated('{"a":', f'{HEAD}<script type="application/ld+json">', "</script>"),
    "class names": _repeated("donate ", f'{HEAD}<p class="', f'">{TEXT}'),
    "styles": _repeated("url(", f"{HEAD}<style>", "</style>"),
    "meta tags": _repeated('<meta name="author" content="Ada Krol">', "<html><head>"),
    "quotes": _repeated('"', f"{HEAD}<p>"),
    "full stops": _repeated(". ", f"{HEAD}<p>"),
    "open templates": _repeated("<template><div>", HEAD, "</template>"),
    "noscript with an open element": _repeated("<noscript><div></noscript>", HEAD),
}
