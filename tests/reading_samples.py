"""A small archive as an editor would find it, with texts of our own; and the reading room on it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from datasette.app import Datasette

from extractors.model import Access, Article, Block, BlockKind, Box, Category, Extraction, Image, Layer, Removal
from storage import Archive, Exchange, Fetch, Store
from storage.reading_room import HERE
from tests.storage_samples import NOON

if TYPE_CHECKING:
    from pathlib import Path

BRIDGE = "https://harbourpost.example/2026/11/bridge"
HOSTILE = "https://hostile.example/story"

DONATION = "The Harbour Post has no owner and no shareholders. If you can, support our reporting with 5 a month."
LETTER = "Sign up for Tide Tables, our letter every Friday."
OLD_APPEAL = "It is our autumn drive: help us to raise 20,000 before the clocks go back."
EVIL = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'


def paragraphs(*texts: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, text) for text in texts]


def bridge(fare: str = "two crowns") -> Article:
    """A story with everything that a story can have."""
    blocks = (
        *paragraphs(
            "The old bridge over the Lower Narrows will close for three years from the first of March, the harbour "
            "board decided on Monday night, after divers found that two of its eleven piers stand on sand alone.",
            f"Until the new one opens, two ferries will cross every ten minutes. A crossing will cost {fare}, and "
            "nothing for children, the board said.",
        ),
        Block(BlockKind.HEADING, "Eleven years of debate"),
        *paragraphs(
            "The vote ends a debate that began in 2015, when a barge struck the fourth pier and the council put "
            "scaffolding around it that never came down."
        ),
        Block(
            BlockKind.QUOTE,
            "I have crossed it every day of my life, and I shall miss the sound it makes in a westerly.",
        ),
        *paragraphs("Marta Lindqvist, who keeps the toll house, said that she had known since spring."),
        Block(BlockKind.LIST_ITEM, "March 2027: the bridge closes, ferries begin"),
        Block(BlockKind.LIST_ITEM, "Summer 2028: the old piers are taken out"),
        Block(BlockKind.LIST_ITEM, "Early 2030: the new bridge opens"),
        Block(BlockKind.TABLE_ROW, "Cost of the bridge | 84 million"),
        Block(BlockKind.TABLE_ROW, "Cost of the ferries | 6 million a year"),
        *paragraphs("Work on the approaches begins in January. The road along the quay stays open."),
        *paragraphs("Read all our stories about the harbour in one place."),
    )
    return Article(
        url=BRIDGE,
        title="Old bridge to close for three years as ferries take over",
        blocks=blocks,
        authors=("Ada Krol", "Jonas Vik"),
        published="2026-11-22T21:40:00+01:00",
        language="en",
        section="Harbour",
        tags=("bridge", "ferries"),
        site_name="The Harbour Post",
        description="Two of its eleven piers stand on sand, divers found. Ferries will cross every ten minutes.",
        image=Image("https://harbourpost.example/bridge.jpg", "The bridge at low water on Sunday.", "Photo: Per Holm"),
        access=Access.FREE,
        access_evidence="JSON-LD isAccessibleForFree is true",
        complete=True,
    )


def cut(  # noqa: PLR0913, PLR0917  (columns)
    text: str, category: Category, rule: str, position: int, layer: Layer = Layer.SITE_RULE, box: int = 0
) -> Removal:
    return Removal(text, category, layer, rule, f"class begins with {rule}", position, box=box)


BRIDGE_CUTS = (
    cut(DONATION, Category.DONATION, "support-box", 2),
    cut("5", Category.DONATION, "support-box", 2),
    cut(LETTER, Category.NEWSLETTER, "letter-form", 5, box=1),
    cut("Piers of Europe: a picture story", Category.RELATED, "read-on", 5, Layer.STRUCTURE, 2),
    cut("The board meets again on 14 December.", Category.FOLLOW, "follow-words", 11, Layer.WORDING, 3),
    cut("Follow us", Category.FOLLOW, "share-bar", 12, box=4),
)
BRIDGE_BOXES = (
    Box(Category.DONATION, Layer.SITE_RULE, "support-box", "asks for money: 'support our reporting', amounts from 5"),
    Box(Category.NEWSLETTER, Layer.SITE_RULE, "letter-form", "a form that wants an e-mail address"),
    Box(Category.RELATED, Layer.STRUCTURE, "read-on", "links to other stories, outside the article"),
    Box(Category.FOLLOW, Layer.WORDING, "follow-words", "words that ask: 'again'"),
    Box(Category.FOLLOW, Layer.SITE_RULE, "share-bar", "the site's own rule: the bar below every story"),
)

PAGE = b"""<html lang=en><head><title>Old bridge</title><meta charset=utf-8><style>h1 { color: darkred }</style>
<script>window.top.hacked = 1</script></head><body onload="window.top.hacked=1"><h1>Old bridge to close</h1>
<p>The old bridge over the Lower Narrows will close for three years.</p><form action="https://evil.example/"><input></form>
<a href="https://harbourpost.example/more">More</a><img src="https://harbourpost.example/pixel.gif"></body></html>"""
HOSTILE_PAGE = b"""<html><head><meta http-equiv=refresh content="0;url=http://127.0.0.1:9/gone"><base href="http://127.0.0.1:9/">
<link rel=preconnect href="http://127.0.0.1:9"><link rel=stylesheet href="http://127.0.0.1:9/x.css">
<style>@import url(http://127.0.0.1:9/i.css); body { background: url(http://127.0.0.1:9/b.png) }</style></head>
<body onload="parent.hacked=1"><script>parent.hacked=1; fetch('http://127.0.0.1:9/f')</script>
<svg onload="parent.hacked=1"><script>parent.hacked=1</script></svg><iframe src="http://127.0.0.1:9/frame"></iframe>
<a href="javascript:parent.hacked=1" target=_top id=trap>Trap</a><p>The text of the hostile page.</p>
<img src="http://127.0.0.1:9/p.png" onerror="parent.hacked=1"></body></html>"""


def hostile() -> Article:
    """An article that tries to be code wherever a page can put words."""
    return Article(
        url=HOSTILE,
        title=f"Hostile {EVIL}",
        blocks=tuple(
            paragraphs(f"A hostile paragraph {EVIL}", "</p></div></article><style>body{display:none}</style>")
        ),
        authors=(EVIL,),
        published="2026-11-20",
        language='en"><script>window.hacked=1</script>',
        section=EVIL,
        site_name=EVIL,
        description=EVIL,
        image=Image("javascript:window.hacked=1", EVIL, EVIL),
        access=Access.METERED,
        access_evidence=EVIL,
        complete=None,
    )


@dataclass
class Room:
    """The database and how to ask its reading room."""

    path: Path
    articles: dict[str, int]

    def datasette(self) -> Datasette:
        return Datasette(
            [str(self.path)],
            metadata=None,
            template_dir=str(HERE / "templates"),
            plugins_dir=str(HERE / "plugins"),
            settings={"default_cache_ttl": 0},
            secret="the same for each request",  # noqa: S106
        )

    def get(self, path: str, **options: Any) -> Any:
        """The answer to a request, without a network."""
        return asyncio.run(self.datasette().client.get(path, **options))

    def post(self, path: str, data: dict[str, Any], cookies: str = "") -> Any:
        """The answer to a form of ours, sent from its page."""
        page = self.get("/sign-in")
        token = re.search(r'name="csrftoken" value="([^"]+)"', page.text)
        assert token is not None
        headers = {"Cookie": f"ds_csrftoken={page.cookies['ds_csrftoken']}; {cookies}"}
        request = self.datasette().client.post(path, data=data | {"csrftoken": token[1]}, headers=headers)
        return asyncio.run(request)


class Author:
    """Stores articles as a crawl would."""

    def __init__(self, store: Store, archive: Archive) -> None:
        self.store, self.archive, self.articles = store, archive, dict[str, int]()
        self.run = store.begin_run("harbourpost", {"site": "harbourpost"}, "0.1", "r1")

    def add(
        self,
        name: str,
        site: str,
        clean: Article,
        *removals: Removal,
        hours: float = 0,
        page: bytes = PAGE,
        **facts: Any,
    ) -> None:
        moment = NOON + timedelta(hours=hours)
        headers = (("Content-Type", "text/html; charset=utf-8"), ("Etag", f'"{name}"'))
        exchange = Exchange(clean.url, moment, (("User-Agent", "Stet"),), 200, headers, page)
        fetch = Fetch(
            f"{clean.url}?from=feed",
            clean.url,
            moment,
            status=200,
            headers=headers,
            place=self.archive.write(exchange),
            size=len(page),
        )
        values = {"site": site, "rules_version": "r1a2b3c4"} | facts
        recorded = self.store.record(self.run, fetch, Extraction(clean, removals, **values), site)
        assert recorded.article is not None
        self.articles[name] = recorded.article


def locked() -> Article:
    text = "Der Hafen von Norderwerft wird tiefer: Ab Mai fahren Bagger die Rinne aus, teilte das Amt am Montag mit."
    return Article(
        url="https://nordbote.example/hafen",
        title="Der Hafen wird tiefer, die Fischer fürchten um den Grund",
        blocks=tuple(paragraphs(text)),
        authors=("Inga Petersen",),
        published="2026-11-21T06:00:00+01:00",
        language="de",
        section="Wirtschaft",
        site_name="Nordbote",
        access=Access.LOCKED,
        access_evidence="article:content_tier is locked",
        complete=False,
    )


def arabic() -> Article:
    texts = ("أعلن مجلس الميناء يوم الاثنين أن الجسر القديم سيغلق ثلاث سنوات.", "وستعبر عبارتان كل عشر دقائق.")
    values = {"published": "2026-11-19T10:00:00+03:00", "language": "ar", "access": Access.FREE, "complete": True}
    return Article(
        url="https://mina.example/jisr", title="الجسر القديم يغلق", blocks=tuple(paragraphs(*texts)), **values
    )


SCRIPTS = {
    "chinese": ("zh", "旧桥将关闭三年", "港务局周一晚间决定，旧桥将从三月起关闭三年，渡轮将取代它。"),
    "japanese": ("ja-JP", "古い橋が閉鎖へ", "港湾委員会は月曜日の夜、古い橋を三年間閉鎖することを決定した。"),
    "korean": ("ko", "낡은 다리 폐쇄", "항만위원회는 월요일에 낡은 다리를 삼 년 동안 폐쇄하기로 결정했다."),
    "thai": ("th", "สะพานเก่าจะปิด", "คณะกรรมการท่าเรือลงมติปิดสะพานเก่าเป็นเวลาสามปี"),
    "persian": (
        "fa",
        "پل قدیمی بسته می‌شود",
        "هیئت بندر تصمیم گرفت پل قدیمی را سه سال ببندد و کشتی‌ها بیایند.",
    ),
    "polish": ("pl", "Stary most w Łodzi", "Rada portu postanowiła zamknąć stary most na trzy lata, podał Łukasz Żak."),
    "greek": ("el", "Η παλιά γέφυρα κλείνει", "Το λιμενικό συμβούλιο αποφάσισε να κλείσει τη γέφυρα για τρία χρόνια."),
}


def in_script(name: str) -> Article:
    language, title, text = SCRIPTS[name]
    values = {"published": "2026-10-05", "language": language, "access": Access.FREE, "authors": ("Łukasz Żak",)}
    url = f"https://{name}.example/bridge"
    return Article(url=url, title=title, blocks=tuple(paragraphs(text)), **values)


def week_of(number: int) -> Article:
    """One of many, going back in time."""
    moment = NOON - timedelta(days=3 * number)
    text = f"The tide gauge at pier {number} stood at {100 + number} centimetres, the harbour master wrote. " * 12
    values = {
        "published": moment.isoformat(),
        "language": "en",
        "access": Access.METERED if number % 5 else Access.LOCKED,
    }
    return Article(
        url=f"https://harbourpost.example/tide/{number}",
        title=f"Tide of day {number}: what the gauge says",
        blocks=tuple(paragraphs(text.strip(), f"Number {number} was read at dawn.")),
        **values,
    )


def furnish(folder: Path) -> Room:
    """Write database and archive."""
    path = folder / "harbour.db"
    with Store.open(path) as store, Archive(folder / "harbour-archive", store) as archive:
        author = Author(store, archive)
        for number in range(40):
            appeal = DONATION if number < 20 else OLD_APPEAL
            rule = "support-box" if number < 25 else "old-box"
            cuts = (cut(appeal, Category.DONATION, rule, 1), cut(LETTER, Category.NEWSLETTER, "letter-form", 2, box=1))
            author.add(f"tide-{number}", "harbourpost", week_of(number), *cuts, hours=-72 * number)
        author.add("arabic", "mina", arabic(), cut("WhatsApp", Category.FOLLOW, "share", 0))
        for name in SCRIPTS:
            author.add(name, name, in_script(name))
        author.add("hostile", "hostile", hostile(), cut(EVIL, Category.ADVERT, EVIL, 1), page=HOSTILE_PAGE)
        wall = cut("Weiterlesen mit Nordbote Plus.", Category.SUBSCRIPTION, "plus-wall", 1, Layer.STRUCTURE)
        author.add("locked", "nordbote", locked(), wall)
        author.add("bridge", "harbourpost", bridge(), *BRIDGE_CUTS, boxes=BRIDGE_BOXES)
        author.add("bridge", "harbourpost", bridge("three crowns"), *BRIDGE_CUTS, boxes=BRIDGE_BOXES, hours=5)
        author.add(
            "tide-1", "harbourpost", replace(week_of(1), title="Tide of day 1: a correction of the gauge"), hours=6
        )
        store.finish_run(author.run, "finished", {})
    return Room(path, author.articles)
