"""An article as others cite it: in words, for BibTeX, and as RIS, which reference managers take."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from storage.reading_room.words import day

if TYPE_CHECKING:
    from storage.history.provenance import Trace

SPECIAL = re.compile(r"[\\{}$&#^_~%]")
ESCAPED = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


def citations(trace: Trace) -> dict[str, str]:
    """By the name of the form."""
    facts = _facts(trace)
    authors = [str(name) for name in json.loads(trace.article["authors"])]
    return {"Words": _words(facts, authors), "BibTeX": _bibtex(facts, authors), "RIS": _ris(facts, authors)}


def _facts(trace: Trace) -> dict[str, str]:
    """Texts in one line each; empty where nothing is known."""
    article, fetch = trace.article, trace.fetch
    told = {
        "title": trace.version["title"],
        "outlet": article["site_name"] or article["site"],
        "date": (article["published"] or "")[:10],
        "url": article["url"],
        "archived": fetch["fetched_at"],
        "digest": fetch["payload_digest"],
    }
    return {name: " ".join(str(value or "").split()) for name, value in told.items()}


def _words(facts: dict[str, str], authors: list[str]) -> str:
    named = [
        ", ".join(authors),
        f"\u201c{facts['title'] or '(no headline)'}\u201d",
        facts["outlet"],
        day(facts["date"]),
    ]
    archived = f"archived {facts['archived']}" + (f", {facts['digest']}" if facts["digest"] else "")
    return f"{'. '.join(filter(None, named))}. {facts['url']} ({archived})"


def _bibtex(facts: dict[str, str], authors: list[str]) -> str:
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in authors),
        "title": f"{{{_tex(facts['title'])}}}",
        "journal": _tex(facts["outlet"]),
        "date": _tex(facts["date"]),
        "url": re.sub(r"[{}\\]", "", facts["url"]),
        "urldate": facts["archived"][:10],
        "note": _tex(f"Archived {facts['archived']}, {facts['digest']}"),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value.strip("{}")]
    key = re.sub(r"\W", "", f"{facts['outlet']}{facts['date']}", flags=re.ASCII).lower() or "article"
    return "\n".join([f"@article{{{key},", *lines, "}"])


def _tex(text: str) -> str:
    return SPECIAL.sub(lambda sign: ESCAPED.get(sign[0], f"\\{sign[0]}"), text)


def _ris(facts: dict[str, str], authors: list[str]) -> str:
    told = [("TY", "NEWS"), *(("AU", " ".join(name.split())) for name in authors), ("TI", facts["title"])]
    told += [("T2", facts["outlet"]), ("DA", facts["date"].replace("-", "/")), ("UR", facts["url"])]
    told += [
        ("Y2", facts["archived"][:10].replace("-", "/")),
        ("N1", f"Archived {facts['archived']}, {facts['digest']}"),
    ]
    return "\n".join([*(f"{name}  - {value}" for name, value in told if value), "ER  - "])
