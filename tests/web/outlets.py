"""The bundled outlets: a folder a host, a file a page, poured into the host's frame."""

from __future__ import annotations

import hashlib
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from string import Template
from time import monotonic
from urllib.parse import urlsplit

FOLDER = Path(__file__).parent
LAST_MODIFIED = "Tue, 06 May 2025 16:00:00 GMT"
NOT_FOUND = b"<!doctype html><title>Not found</title><p>There is nothing here."


@dataclass(frozen=True)
class Answer:
    """What a server says to a request.

    ``manner`` is how it says it: ``cut`` closes after half of the body, ``drop`` at once, ``drip`` sends a byte a
    second, ``endless`` repeats the body for ever, ``silent`` never answers, ``exact`` sends the body unpacked as it is,
    ``long`` and ``short`` announce more and less than they send, ``held`` announces more and leaves the connection
    open, ``open`` announces nothing and does so too, ``unended`` leaves out the last chunk.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    manner: str = "whole"


@dataclass(frozen=True)
class Asked:
    """A request that came in; ``at`` is in seconds of a clock that only goes forward."""

    url: str
    headers: dict[str, str]
    at: float


def page(body: str | bytes, content_type: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    """An answer with a page."""
    content = body.encode() if isinstance(body, str) else body
    return Answer(200, content, {"Content-Type": content_type, **headers})


class Outlets:
    """Every host of the web; tests add answers of their own under ``extra``, by full address."""

    def __init__(self) -> None:
        self.hosts = {path.name: path for path in FOLDER.iterdir() if path.is_dir() and (path / "_site.toml").exists()}
        self.extra: dict[str, Answer | list[Answer]] = {}
        self.asked: list[Asked] = []
        self._given: dict[int, tuple[list[Answer], int]] = {}

    def count(self) -> dict[str, int]:
        """How often each address was asked for."""
        counts: defaultdict[str, int] = defaultdict(int)
        for asked in self.asked:
            counts[asked.url] += 1
        return dict(counts)

    def answer(self, url: str, headers: dict[str, str]) -> Answer:
        """What the web says to a request; a list of answers is given one after another, the last for ever."""
        self.asked.append(Asked(url, headers, monotonic()))
        parts = urlsplit(url)
        found = self.extra.get(url)
        if isinstance(found, list):
            found = self._next_of(found)
        if found is None:
            found = self._from_folder(parts.hostname or "", parts.path, url)
        return unless_known(found, headers)

    def _next_of(self, answers: list[Answer]) -> Answer:
        """Counted here and not taken from the list, which may be of another web too."""
        _, place = self._given.get(id(answers), (answers, 0))
        self._given[id(answers)] = answers, place + 1
        return answers[min(place, len(answers) - 1)]

    def _from_folder(self, host: str, path: str, url: str) -> Answer:
        if host not in self.hosts:
            known = any(urlsplit(extra).hostname == host for extra in self.extra)
            return Answer(404 if known else 502, NOT_FOUND, {"Content-Type": "text/html"})
        folder = self.hosts[host]
        site = tomllib.loads((folder / "_site.toml").read_text())
        special = site.get("answers", {}).get(path, {})
        if "location" in special:
            return Answer(special["status"], b"", {"Location": url.replace(path, special["location"])})
        file = folder / (path.strip("/") or "index.html")
        if not file.is_file() or file.name.startswith("_"):
            return Answer(404, NOT_FOUND, {"Content-Type": "text/html; charset=utf-8"})
        charset = site.get("charset", "utf-8")
        body = _poured(file.read_text(), folder, url.partition("?")[0]).encode(charset, "xmlcharrefreplace")
        default = "text/plain" if file.suffix == ".txt" else "text/html"
        return page(body, special.get("type", default))


def _poured(text: str, folder: Path, url: str) -> str:
    """An article file is ``name: value`` lines, an empty line, and a fragment for the frame; other files are whole."""
    head, _, content = text.partition("\n\n")
    if text.startswith("raw:"):
        return content
    if not text.startswith("title: "):
        return text
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    slug = url.rsplit("/", 1)[-1]
    values = {"head": "", "caption": "", **fields, "url": url, "slug": slug, "content": content.strip()}
    return Template((folder / "_frame.html").read_text()).substitute(values)


def unless_known(answer: Answer, headers: dict[str, str]) -> Answer:
    """Add validators to a page, and say 304 to who has it already."""
    if answer.status != HTTPStatus.OK or answer.manner != "whole":
        return answer
    validators = {"ETag": f'"{hashlib.sha256(answer.body).hexdigest()}"', "Last-Modified": LAST_MODIFIED}
    if headers.get("if-none-match") == validators["ETag"]:
        return Answer(304, b"", validators)
    return Answer(answer.status, answer.body, validators | answer.headers)
