"""Pages whose scripts mean harm: they loop, lead away, pose as other pages, grow; skipped where no browser is."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.crawling import Desk, Ran
from tests.web.outlets import Answer, page

pytest.importorskip("playwright", reason="make browser installs it")

if TYPE_CHECKING:
    from tests.web.server import Server

ADDRESS = "http://www.trap.example"
STORY = "The harbour froze on Monday, and the ferry stayed where it was until the tug had come. " * 3
HTML = """<!doctype html><html lang="en"><head><title>Ice in the harbour</title></head><body><article>
<h1>Ice in the harbour</h1><p>{story}</p><p>{story}</p></article><script>{script}</script></body></html>"""
SITE = f"""name = "trap"
title = "The Trap"
domains = ["trap.example"]
language = "en"
render = true
[news]
feeds = ["{ADDRESS}/feed.xml"]
"""
SECONDS = 20  # other tests run beside it
LOOP = "the scripts of the page did not come to an end in time"
ELSEWHERE = "the scripts of the page lead to another site: "
OTHER = "the scripts of the page put another document in its place"
NOBODY = "the address is one of this machine or its network"
# All ways that a browser has to speak to somebody, also past a proxy; PLACE listens to them.
SPEAKS = """const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:PLACE'},
    {urls: 'turn:PLACE?transport=tcp', username: 'a', credential: 'b'}]});
peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer));
new WebSocket('ws://PLACE/'); new EventSource('http://PLACE/'); navigator.sendBeacon('http://PLACE/', 'x');
try { new WebTransport('https://PLACE/') } catch (error) {}
fetch('http://PLACE/', {mode: 'no-cors', keepalive: true}).catch(() => 0);
new Worker(URL.createObjectURL(new Blob(['importScripts("http://PLACE/")'])));
document.body.innerHTML += `<link rel=preconnect href=http://PLACE><link rel=prefetch href=http://PLACE/><img src=http://PLACE/>
    <iframe src=http://PLACE/></iframe><object data=http://PLACE/></object><video src=http://PLACE/ autoplay></video>`;
const rules = document.createElement('script'); rules.type = 'speculationrules';
rules.textContent = '{"prerender": [{"urls": ["http://PLACE/", "/private/story"]}]}'; document.body.append(rules)"""
# The script of a page, and the reason why it fails; None where it is stored.
TRAPS = {
    "loops-later": ("setTimeout(() => { while (true) {} }, 50)", LOOP),
    "loops-at-once": ("while (true) {}", LOOP),
    "asks-for-ever": ("setInterval(() => fetch('/nothing?' + Math.random()), 20)", None),
    "goes-to-another-site": ("location = 'http://elsewhere.example/'", f"{ELSEWHERE}http://elsewhere.example/"),
    "goes-to-this-machine": ("location = 'http://127.0.0.1:1/'", f"{ELSEWHERE}http://127.0.0.1:1/"),
    "goes-to-a-port-inside": ("setTimeout(() => { location = '/inside' }, 100)", NOBODY),
    "goes-to-what-is-forbidden": ("location = '/private/story'", "robots.txt forbids it"),
    "comes-again-and-again": ("location.reload()", "the scripts of the page load it again and again"),
    "becomes-blank": ("location = 'about:blank'", OTHER),
    "becomes-a-blob": ("location = URL.createObjectURL(new Blob(['<p>x'], {type: 'text/html'}))", OTHER),
    "pretends-to-be-another": ("history.pushState({}, '', '/private/story')", None),
    "opens-windows": ("for (let i = 0; i < 20; i++) open('/private/' + i)", None),
    "asks-and-asks": ("alert(1); confirm(2); prompt(3); onbeforeunload = () => 'stay'; print()", None),
    "grows": ("const s = 'x'.repeat(1e6); for (let i = 0; i < 40; i++) document.body.append(s)",
              "page is too large when its scripts have run"),
    "sends-a-form": (("document.body.innerHTML += '<form method=post action=/private/form></form>'; "
                     "document.forms[0].submit()"), "robots.txt forbids it"),
    "refreshes": ("document.head.innerHTML += '<meta http-equiv=refresh content=\"0;url=http://elsewhere.example/\">'",
                  f"{ELSEWHERE}http://elsewhere.example/"),
    "reads-files": (("document.body.innerHTML += '<iframe src=\"file:///etc/passwd\"></iframe>'; "
                    "fetch('file:///etc/passwd').catch(() => 0); location = 'file:///etc/passwd'"), None),
    "prints-for-ever": ("setInterval(() => { print(); alert(1) }, 1)", None),
    "never-unloads": ("onbeforeunload = () => { while (true) {} }; onpagehide = onbeforeunload", None),
    "downloads": (("for (let i = 0; i < 9; i++) { const a = document.createElement('a'); a.download = 'x'; "
                  "a.href = 'data:,x'; a.click() }"), None),
    "lies-about-its-size": (("Object.defineProperty(Element.prototype, 'outerHTML', { get() { return '' } }); "
                            "const s = 'x'.repeat(1e6); for (let i = 0; i < 12; i++) document.body.append(s)"),
                            "page of {size} bytes is larger than 8000000"),
    "speaks-to-this-machine": (SPEAKS, None),
    "writes-itself-anew": ("setTimeout(() => { document.open(); document.write('<p>x'); document.close() }, 99)", None),
}  # fmt: skip
PAGES = {name: f"{ADDRESS}/a-story-that-{name}" for name in TRAPS}
MOVED, TARGET = f"{ADDRESS}/a-story-that-has-moved", f"{ADDRESS}/where-the-story-is-now"

pytestmark = pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium")


def html(script: str) -> Answer:
    return page(HTML.format(story=STORY, script=script))


class Listener:
    """One port of this machine, for streams and for packets; ``heard`` is what came."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        streams, packets = socket.create_server(("127.0.0.1", 0)), socket.socket(type=socket.SOCK_DGRAM)
        self.place = f"127.0.0.1:{streams.getsockname()[1]}"
        packets.bind(streams.getsockname())
        threading.Thread(target=self._hear_streams, args=(streams,), daemon=True).start()
        threading.Thread(target=self._hear_packets, args=(packets,), daemon=True).start()

    def _hear_streams(self, streams: socket.socket) -> None:
        while True:
            stream, _ = streams.accept()
            with stream:
                self.heard.append("a stream")

    def _hear_packets(self, packets: socket.socket) -> None:
        while True:
            self.heard.append(f"a packet: {packets.recv(100)!r}")


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener()


@pytest.fixture(scope="module")
def desk(web: Server, listener: Listener, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    items = "".join(f"<item><link>{url}</link></item>" for url in (*PAGES.values(), MOVED))
    web.outlets.extra = {
        f"{ADDRESS}/robots.txt": page("User-agent: *\nDisallow: /private/", "text/plain"),
        f"{ADDRESS}/feed.xml": page(f"<rss><channel>{items}</channel></rss>", "application/rss+xml"),
        f"{ADDRESS}/private/story": html(""),
        f"{ADDRESS}/inside": Answer(302, b"", {"Location": f"http://127.0.0.1:{web.port}/inside"}),
        MOVED: html(f"setTimeout(() => {{ location = '{TARGET}#now' }}, 50)"),
        TARGET: html("").__class__(200, html("").body.replace(b"ferry", b"old ferry"), html("").headers),
        **{url: html(TRAPS[name][0].replace("PLACE", listener.place)) for name, url in PAGES.items()},
    }
    return Desk(tmp_path_factory.mktemp("traps"), web)


@pytest.fixture(scope="module")
def ran(desk: Desk) -> Ran:
    (desk.folder / "trap.toml").write_text(SITE)
    return desk.crawl("trap", DOWNLOAD_TIMEOUT=str(SECONDS), DOWNLOAD_MAXSIZE=str(8 * 2**20))


@pytest.mark.parametrize("name", TRAPS)
def test_a_page_is_what_was_asked_for_or_failed_with_the_reason(desk: Desk, ran: Ran, name: str) -> None:
    reasons = desk.reasons()
    assert PAGES[name] in reasons, ran.err
    if name == "writes-itself-anew":
        return  # whatever it is by then; that it is accounted for is all
    reason = TRAPS[name][1]
    expected = {reason, LOOP} if name == "grows" else {reason}
    if reasons[PAGES[name]] == LOOP and LOOP not in expected and os.getloadavg()[0] > (os.cpu_count() or 1):
        pytest.skip("the machine is so busy that the page had no time")
    assert re.sub(r"page of \d+", "page of {size}", reasons[PAGES[name]] or "") in {each or "" for each in expected}


def test_the_crawl_goes_on_and_ends(ran: Ran, desk: Desk) -> None:
    (run,) = desk.rows("SELECT reason FROM runs")
    assert run["reason"] == "finished", ran.err
    assert "Traceback" not in ran.err
    assert "never retrieved" not in ran.err


def test_a_script_redirects_as_a_server_does(desk: Desk, ran: Ran) -> None:
    (row,) = desk.rows("SELECT url, redirects, error FROM fetches WHERE url_asked = ?", MOVED)
    assert (row["url"], row["error"]) == (TARGET, None)
    assert '"status": 302' in row["redirects"]


def test_nothing_is_stored_under_an_address_that_was_not_asked(desk: Desk, ran: Ran, web: Server) -> None:
    urls = {row["url"] for row in desk.rows("SELECT url FROM articles")}
    assert urls <= {*PAGES.values(), TARGET}
    assert f"{ADDRESS}/private/story" not in web.outlets.count()


def browsers(desk: Desk) -> list[str]:
    """Processes of Chromium that a crawl of this desk started: they have its environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            ours = str(desk.database).encode() in (entry / "environ").read_bytes()
            if ours and b"chromium" in (entry / "cmdline").read_bytes():
                found.append(entry.name)
    return found


def test_nobody_of_this_machine_is_spoken_to(ran: Ran, listener: Listener) -> None:
    assert listener.heard == []


def test_a_listener_hears() -> None:
    """The test before says something: streams and packets both come through."""
    listener = Listener()
    host, _, port = listener.place.partition(":")
    with socket.create_connection((host, int(port))), socket.socket(type=socket.SOCK_DGRAM) as packets:
        packets.sendto(b"x", (host, int(port)))
        for _ in range(50):
            if len(listener.heard) == 2:
                return
            time.sleep(0.1)
    raise AssertionError(listener.heard)


def test_no_browser_is_left(ran: Ran, desk: Desk) -> None:
    for _ in range(50):
        if not browsers(desk):
            return
        time.sleep(0.2)
    raise AssertionError(f"still running: {browsers(desk)}")


def test_check_finds_all_of_it_whole(desk: Desk, ran: Ran) -> None:
    checked = desk.scrapy("check")
    assert checked.status == 0, checked.out
