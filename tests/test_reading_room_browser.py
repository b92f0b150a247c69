"""The reading room as a reader has it: Debian's chromium, our server, nothing in between."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.reading_samples import furnish

CHROMIUM = shutil.which("chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install --group dev")
if CHROMIUM is None:
    pytest.skip("no browser: apt-get install chromium", allow_module_level=True)

ROOT = Path(__file__).parents[1]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TOKEN = "printed-where-it-was-started"  # noqa: S105
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for(url, process):
    for _ in range(300):
        try:
            return urlopen(url, timeout=5).close()  # noqa: S310  (our own server)
        except URLError:
            assert process.poll() is None, "scrapy browse ended"
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return furnish(tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="module")
def address(room):
    """What ``scrapy browse`` serves."""
    port = free_port()
    command = [sys.executable, "-m", "scrapy", "browse", "--port", str(port), "-s", f"STET_DATABASE={room.path}"]
    environment = os.environ | {"STET_TOKEN": TOKEN}
    output = (room.path.parent / "log").open("w")
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True)
    wait_for(f"http://127.0.0.1:{port}/room/room.css", process)
    yield f"http://127.0.0.1:{port}"
    os.killpg(process.pid, signal.SIGINT)
    process.wait(20)
    output.close()


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """One window; remembers what the browser complained of and what left for elsewhere."""

    def __init__(self, context, address):
        self.page, self.address = context.new_page(), address
        self.complaints, self.requests = [], []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        context.on("request", lambda request: self.requests.append(request.url))

    def open(self, path):
        self.page.goto(self.address + path)
        return self.page

    @property
    def elsewhere(self):
        """Addresses that the browser tried to ask for."""
        return [url for url in self.requests if not url.startswith((self.address, "data:", "about:"))]


@pytest.fixture
def visit(chromium, address):
    context = chromium.new_context()
    yield Visit(context, address)
    context.close()


def grave_faults(page):
    """What axe-core finds serious or critical: which rule, and where first."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'], iframes: false })")["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in {"serious", "critical"}]


@pytest.fixture
def signed_in(visit):
    page = visit.open("/sign-in")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_label("Your name").fill("Mika")
    page.get_by_role("button", name="Sign in").click()
    return visit


def test_search_leads_to_the_article(visit):
    page = visit.open("/")
    page.get_by_role("searchbox").fill("ferries bridge")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Old bridge to close").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Old bridge to close")
    assert visit.complaints == []


@pytest.mark.parametrize("words", ["渡轮", "委員会", "위원회", "ท่าเรือ", "قديمي"])
def test_search_finds_words_of_every_script(visit, words):
    page = visit.open("/search")
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    page.locator("mark").first.wait_for()
    assert page.locator(".found > li").count() == 1


def test_an_arabic_article_is_set_from_the_right(visit, room):
    page = visit.open(f"/article/{room.articles['arabic']}#cuts")
    assert page.locator("h1").evaluate("(node) => getComputedStyle(node).direction") == "rtl"
    assert page.locator(".story > p").first.evaluate("(node) => getComputedStyle(node).direction") == "rtl"
    assert page.locator(".box").evaluate("(node) => getComputedStyle(node).direction") == "ltr"


def test_the_switch_shows_removals_and_stays_in_the_address(visit, room):
    page = visit.open(f"/article/{room.articles['bridge']}")
    appeal = page.get_by_text("The Harbour Post has no owner")
    assert not appeal.is_visible()
    page.get_by_text("Show what was cut").click()
    assert appeal.is_visible()
    assert page.get_by_text("a form that wants an e-mail address").is_visible()
    assert not page.get_by_text("class begins with letter-form").is_visible()
    page.get_by_text("How we know").nth(1).click()
    assert page.get_by_text("class begins with letter-form").is_visible()
    page.reload()
    assert appeal.is_visible()


def test_the_switch_works_by_keyboard(visit, room):
    page = visit.open(f"/article/{room.articles['bridge']}")
    switch = page.get_by_role("switch", name="Show what was cut")
    switch.focus()
    page.keyboard.press("Space")
    assert switch.is_checked()
    page.keyboard.press("c")
    assert not switch.is_checked()
    page.keyboard.press("/")
    page.wait_for_url("**/search")


def test_chips_filter_what_was_cut_by_kind(visit, room):
    page = visit.open(f"/article/{room.articles['bridge']}#cuts")
    page.get_by_label("1 asks for money").uncheck()
    assert not page.get_by_text("The Harbour Post has no owner").is_visible()
    assert page.get_by_text("Piers of Europe").is_visible()


def test_everything_can_be_read_without_javascript(chromium, address, room):
    context = chromium.new_context(java_script_enabled=False)
    page = Visit(context, address).open(f"/article/{room.articles['bridge']}")
    page.get_by_text("Show what was cut").click()
    assert page.get_by_text("The Harbour Post has no owner").is_visible()
    page.get_by_role("link", name="What changed").click()
    assert page.locator("ins").inner_text() == "three"
    context.close()


def test_a_selection_is_downloaded_as_wacz(visit):
    page = visit.open("/search?q=bridge")
    with page.expect_download() as started:
        page.get_by_role("link", name="WACZ").click()
    assert zipfile.is_zipfile(started.value.path())
    assert started.value.suggested_filename == "stet.wacz"


def test_a_box_leads_to_the_archived_page_and_back(visit, room):
    page = visit.open(f"/article/{room.articles['bridge']}#cuts")
    page.get_by_text("How we know").first.click()
    page.get_by_role("link", name="See it on the archived page").first.click()
    page.get_by_text("Digest verified").wait_for()
    page.get_by_role("link", name="Back to the article").click()
    page.get_by_text("The Harbour Post has no owner").wait_for()


def test_provenance_leads_to_the_archived_page(visit, room):
    page = visit.open(f"/article/{room.articles['bridge']}")
    page.get_by_role("link", name="See the archived page").click()
    frame = page.frame_locator("iframe")
    assert frame.get_by_role("heading").inner_text() == "Old bridge to close"
    assert page.evaluate("window.hacked") is None


def test_versions_stand_side_by_side(visit, room):
    page = visit.open(f"/article/{room.articles['bridge']}")
    page.get_by_role("link", name="What changed").click()
    went, came = page.locator("del").bounding_box(), page.locator("ins").bounding_box()
    assert abs(went["y"] - came["y"]) < 3
    assert went["x"] < came["x"]


def test_changes_are_listed_filtered_and_seen(visit, room):
    page = visit.open("/")
    page.get_by_role("link", name="All changes").click()
    assert page.locator(".changes > li").count() == 2
    page.get_by_label("Class").select_option("substance")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".changes > li").count() == 1
    page.get_by_text("See it").click()
    assert page.locator("ins").inner_text() == "three"


def test_a_reader_signs_in_and_marks_a_mistake(visit, room):
    page = visit.open("/sign-in")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{visit.address}/article/{room.articles['bridge']}#cuts")
    page.locator(".cut", has_text="The board meets again").get_by_role("button").click()
    page.get_by_text("Marked as part of the article by Ada").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Marked as part of the article by Ada").wait_for(state="detached")
    page.locator(".cut", has_text="The board meets again").get_by_role("button").click()
    page.get_by_role("link", name="Corrections").click()
    page.get_by_text("The board meets again").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign out").wait_for(state="detached")


PATHS = [
    "/",
    "/search?q=hostile",
    "/article/{0}",
    "/harbour/articles",
    "/harbour/removals",
    "/harbour/boxes",
    "/changes",
    "/rules",
    "/article/{0}/versions",
]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_of_a_hostile_page_runs_or_loads(visit, room, path):
    page = visit.open(path.format(room.articles["hostile"]))
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert visit.elsewhere == []


def test_nothing_of_a_hostile_archived_page_runs_or_loads(visit, room):
    page = visit.open(f"/article/{room.articles['hostile']}")
    page.get_by_role("link", name="See the archived page").click()
    page.wait_for_timeout(500)
    assert "The text of the hostile page." in page.frame_locator("iframe").locator("body").inner_text()
    page.frame_locator("iframe").get_by_text("Trap").click()
    assert page.evaluate("window.hacked") is None
    page.goto(f"{page.url}/sandboxed")
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert visit.elsewhere == []


PAGES = [
    "/",
    "/search?q=gauge",
    "/article/{0}#cuts",
    "/article/{0}/versions",
    "/article/{0}/page/{0}",
    "/changes",
    "/charts",
    "/appeals",
    "/rules",
    "/corrections",
    "/desk",
    "/reading-list",
    "/sign-in",
]


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_a_phone_and_complain_of_nothing(chromium, address, room, path):
    context = chromium.new_context(viewport={"width": 320, "height": 740})
    visit = Visit(context, address)
    page = visit.open(path.format(room.articles["bridge"]))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert visit.complaints == []
    context.close()


# Relative luminance and contrast as WCAG 2 defines them, of all visible text on its background.
CONTRAST = """() => {
  const channel = (c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (node) => { for (; node; node = node.parentElement) {
    const colour = parse(getComputedStyle(node).backgroundColor);
    if (colour.length === 3 || colour[3] > 0) return colour; }
    return parse(getComputedStyle(document.body).backgroundColor); };
  const poor = [];
  for (const node of document.querySelectorAll("main *, header *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.checkVisibility() || node.closest("svg, option")) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))].sort().reverse();
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(1)} ${node.className} ${node.textContent.trim().slice(0, 30)}`);
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PAGES, "/harbour/removals", "/harbour"])
def test_text_stands_out_from_its_background(chromium, address, room, path, scheme):
    context = chromium.new_context(color_scheme=scheme)
    page = Visit(context, address).open(path.format(room.articles["bridge"]))
    assert page.evaluate(CONTRAST) == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/harbour/boxes", "/harbour/articles", "/rules", "/corrections", "/changes"])
def test_tables_can_be_read_on_a_phone(chromium, address, path, scheme):
    context = chromium.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page = Visit(context, address).open(path)
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


@pytest.mark.parametrize("path", ["/corrections", "/rules", "/desk"])
def test_on_a_phone_all_cells_of_a_table_are_in_view(chromium, address, path):
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = Visit(context, address).open(path)
    assert page.evaluate("[...document.querySelectorAll('td')].every((n) => n.getBoundingClientRect().right <= 360)")
    context.close()


def test_what_a_reader_can_mark_stands_below_its_passage(signed_in, room):
    page = signed_in.open(f"/article/{room.articles['bridge']}#cuts")
    if AXE.exists():
        assert grave_faults(page) == []
    below = """[...document.querySelectorAll('li > .leftover')].map((n) => {
        const text = document.createRange(); text.selectNode(n.previousSibling);
        return n.getBoundingClientRect().top - text.getBoundingClientRect().bottom })"""
    distances = page.evaluate(below)
    assert distances
    assert min(distances) > -4
    page = signed_in.open(f"/article/{room.articles['arabic']}#cuts")
    assert page.locator(".leftover").first.evaluate("(node) => getComputedStyle(node).direction") == "ltr"


def test_a_reader_keeps_an_article_with_a_note(signed_in, room):
    page = signed_in.open(f"/article/{room.articles['locked']}")
    page.locator("summary", has_text="Keep").click()
    page.get_by_label("Note").fill("ask the office")
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("link", name="Reading list").click()
    page.get_by_text("ask the office").wait_for()
    if AXE.exists():
        assert grave_faults(page) == []
    with page.expect_download() as started:
        page.get_by_role("link", name="EPUB").click()
    assert zipfile.is_zipfile(started.value.path())
    page.get_by_role("button", name="Take").click()
    page.get_by_text("Nothing yet").wait_for()


TABLES = [
    "/harbour/boxes?_facet=category",
    "/harbour?sql=select+reason,says,rule+from+boxes",
    "/harbour",
    "/harbour/boxes",
    "/harbour/articles/1",
    "/harbour/locked_share",
    "/harbour?sql=select+1+where+0",
]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm install --no-save axe-core@4.14.1")
@pytest.mark.parametrize("path", [*PAGES, *TABLES, "/article/{1}", "/article/999999"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 375)])
def test_axe_finds_nothing_serious(chromium, address, room, path, scheme, width):  # noqa: PLR0913, PLR0917
    view = {"width": width, "height": 800}
    context = chromium.new_context(viewport=view, color_scheme=scheme, bypass_csp=True)
    page = Visit(context, address).open(path.format(room.articles["bridge"], room.articles["hostile"]))
    assert grave_faults(page) == []
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_pages_can_be_read_at_twice_the_size(chromium, address, room, path):
    """A window of 1280 pixels at 200 % has 640 of its own."""
    context = chromium.new_context(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    page = Visit(context, address).open(path.format(room.articles["bridge"]))
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    context.close()


@pytest.mark.parametrize("width", [1280, 1920])
def test_the_sites_of_the_front_page_are_seen_whole_where_there_is_room(chromium, address, width):
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = Visit(context, address).open("/")
    page.locator("td a").first.evaluate("(node) => node.textContent = 'longnamedpaper.archives.example'")
    wide = page.locator(".columns .scroll").evaluate("(node) => [node.scrollWidth, node.clientWidth]")
    assert wide[0] <= wide[1]
    assert page.locator(".columns section").first.evaluate("(node) => node.clientWidth") >= 400
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_with_letters_of_twice_the_size(chromium, address, room, path):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = Visit(context, address).open(path.format(room.articles["bridge"]))
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    context.close()


TABBABLE = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex='0']")].filter((node) =>
    node.checkVisibility() && node.tabIndex >= 0 && !node.closest("details:not([open]) > :not(summary)")).length"""
# Which thing has the focus, numbered as it is first met, and whether that is seen; null where the round is over.
# A frame and the button of a date have rings inside.
FOCUSED = """() => { const node = document.activeElement;
    if (node === document.body) return null;
    window.met ??= []; if (!met.includes(node)) met.push(node);
    const ring = (n) => n && getComputedStyle(n).outlineStyle !== "none";
    const box = node.getBoundingClientRect();
    const seen = node.matches("iframe, [type=date]") || [node, node.closest(".select-wrapper, .CodeMirror"),
        node.matches(".switch") && node.nextElementSibling.querySelector("label")].some(ring);
    return [met.indexOf(node), seen && box.bottom > 0 && box.top < innerHeight] }"""


def by_keyboard(page):
    """How many things the tabulator reaches in one round; each is seen to have the focus."""
    met = {}
    for _ in range(600):
        page.keyboard.press("Tab")
        told = page.evaluate(FOCUSED)
        if told is None or (told[0] == 0 and len(met) > 1):
            return len(met)
        assert told[1], page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        met[told[0]] = True
    raise AssertionError("a trap: the round has no end")


@pytest.mark.parametrize(
    "path", [*PAGES, "/harbour", "/harbour/boxes", "/harbour?sql=select+site+from+articles", "/harbour/locked_share"]
)
def test_everything_is_reached_by_keyboard_and_nothing_is_a_trap(signed_in, room, path):
    page = signed_in.open(path.format(room.articles["bridge"]))
    page.wait_for_load_state("load")
    number = page.evaluate(TABBABLE)
    assert by_keyboard(page) == number


def tab_to(page, name):
    """Go on until what is called so has the focus."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if name in page.evaluate(
            "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
        ):
            return
    raise AssertionError(f"{name} is not reached")


def test_a_mistake_is_marked_and_undone_by_keyboard_alone(visit, room):
    page = visit.open("/sign-in")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # to the text
    page.keyboard.press("Tab")
    page.keyboard.type("Noor")
    page.keyboard.press("Tab")
    page.keyboard.type(TOKEN)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").wait_for()
    page = visit.open(f"/article/{room.articles['bridge']}#cuts")
    tab_to(page, "How we know")
    page.keyboard.press("Enter")
    assert page.get_by_text("class begins with").first.is_visible()
    tab_to(page, "This is part of the article")
    page.keyboard.press("Enter")
    page.get_by_text("Marked as part of the article by Noor").wait_for()
    tab_to(page, "Undo")
    page.keyboard.press("Enter")
    page.get_by_text("Marked as part of the article by Noor").wait_for(state="detached")


def test_the_archived_page_is_scrolled_by_keyboard(visit, room):
    page = visit.open(f"/article/{room.articles['bridge']}")
    page.set_viewport_size({"width": 400, "height": 300})
    page.get_by_role("link", name="See the archived page").click()
    page.frame_locator("iframe").get_by_role("heading").wait_for()
    page.locator("summary").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    frame = page.frames[1]
    frame.evaluate("document.body.style.height = '3000px'")
    page.keyboard.press("PageDown")
    page.wait_for_timeout(500)
    assert frame.evaluate("scrollY") > 0
    ring = frame.evaluate("getComputedStyle(document.body, '::after').borderTopStyle")
    assert ring == "solid"


def test_all_is_reached_by_keyboard_and_seen(visit):
    page = visit.open("/")
    reached = []
    for _ in range(16):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
    assert reached[0] == "To the text"
    assert [name for name in ("Search", "Desk", "Tables", "q", "site") if name not in reached] == []


def test_the_fields_of_tables_are_seen_when_reached_by_keyboard(visit):
    page = visit.open("/harbour/boxes")
    page.get_by_role("link", name="harbour", exact=True).focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "_filter_column"
    assert page.locator(".select-wrapper").first.evaluate("(node) => getComputedStyle(node).outlineStyle") == "solid"


def test_tables_break_no_words_where_there_is_room(visit):
    page = visit.open("/harbour/articles")
    lines = """[...document.querySelectorAll('td.col-site, td.col-access')].map((cell) => {
        const text = document.createRange(); text.selectNodeContents(cell); return text.getClientRects().length })"""
    assert set(page.evaluate(lines)) == {1}


def test_the_text_is_printed_without_what_leads_elsewhere(visit, room):
    page = visit.open(f"/article/{room.articles['bridge']}")
    page.emulate_media(media="print")
    assert page.locator(".story").is_visible()
    for name in (".masthead", ".switch-row", ".colophon"):
        assert not page.locator(name).is_visible()
