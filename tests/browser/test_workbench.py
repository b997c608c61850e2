"""The workbench in a real browser: the walk with a mouse, the walk with keys alone, and who can use the pages."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.accessible import COLOURS, RULES, found_on

ROOT = Path(__file__).parents[2]
CARE = "/issue/victim_care"
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server on a copy of the worked case: its start address, and the folder; nothing is left of it at the end."""
    pytest.importorskip("starlette")
    folder = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(ROOT / "data", folder)
    process = subprocess.Popen(
        [sys.executable, "-m", "positions", "serve", str(folder), "--no-browser", "--draws", "60", "--members", "8"],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    yield process.stdout.readline().strip(), folder
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    process.stdout.close()
    assert {p.name for p in folder.iterdir()} <= {*(p.name for p in (ROOT / "data").iterdir()), ".positions-undo.json"}


@pytest.fixture
def tab(browser, served):
    """A page at the start address; nothing may be said on its console, and nothing asked of anybody else."""
    pages = []

    def opened(width=1280, scheme="light", motion="reduce"):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion=motion
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.wrong, page.asked = [], []
        page.on("console", lambda message: page.wrong.append(message.text))
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(served[0])
        pages.append(page)
        return page

    yield opened
    base = served[0].partition("/start")[0]
    for page in pages:
        left = (
            "htmx:sendError",
            "htmx:sendAbort",
            "htmx:afterRequest",
        )  # a page that is left gives up what it was asking for
        assert [w for w in page.wrong if not w.startswith(left)] == []
        assert all(url.startswith((base, "data:,")) for url in page.asked)
        page.context.close()


def base(served):
    return served[0].partition("/start")[0]


def go(page, served, path):
    page.goto(base(served) + path)


def verdict(page):
    return " ".join(page.locator(".now .verdict").inner_text().split())


def until(page, expression, arg=None):
    """Wait until an expression holds; asked from here, for a page that asks itself again offends its own policy."""
    for _ in range(600):
        try:
            if page.evaluate(expression, arg):
                return
        except Exception as error:
            if "context was destroyed" not in str(error):  # the page makes way for another one
                raise
        page.wait_for_timeout(25)
    raise AssertionError(f"in 15 seconds it did not come true: {expression}")


def wait_for_change(page, old):
    until(page, "old => location.search !== old", old)


def search(page):
    return page.evaluate("location.search")


def test_the_walk(tab, served):
    page, folder = tab(), served[1]
    before = (folder / "issues.yaml").read_bytes()
    page.get_by_role("link", name="Care for victims who do not cooperate").first.click()
    assert verdict(page).startswith("Blocked by Pakistan")
    assert page.locator("#ghost").count() == 0
    at = search(page)
    page.get_by_label("without prejudice to the importance of their cooperation").check()
    wait_for_change(page, at)
    assert verdict(page) == "Nobody blocks it."
    moved = page.locator("#moved").inner_text()
    assert moved.startswith("Pakistan lets go: the text does not say “irrespective of their cooperation")
    assert page.locator("#said").inner_text() == moved
    assert "Blocked by Pakistan" in page.locator("#ghost").inner_text()
    assert page.locator(".tracked del").first.inner_text() == "irrespective"
    row = page.locator("tr", has=page.locator("#cell_pakistan"))
    assert "lets go" in row.inner_text()
    assert "objects, and would alone" in row.locator("s").inner_text()
    page.wait_for_selector("text=all of them")
    assert "Blocked by Pakistan" in page.locator("#ghost").inner_text()

    at = search(page)
    page.get_by_label("Who tables it").select_option("argentina")
    wait_for_change(page, at)
    assert page.get_by_label("Who tables it").input_value() == "argentina"
    assert "Nobody leaves the bloc" in page.locator("#moved").inner_text()

    at = search(page)
    page.get_by_role("button", name="Without talks").click()
    wait_for_change(page, at)
    assert verdict(page).startswith("Blocked by Pakistan")
    page.locator("#cell_pakistan").click()
    page.get_by_role("heading", name="Pakistan on Care for victims").wait_for()
    assert "Care must hang on cooperation with prosecution." in page.locator("#cell").inner_text()
    at = search(page)
    page.get_by_role("button", name="A talk with it is held").click()
    wait_for_change(page, at)
    assert verdict(page) == "Nobody blocks it."
    assert "Pakistan lets go: the talk moved its interval" in page.locator("#moved").inner_text()

    at = search(page)
    page.get_by_label("Who tables it").select_option("")
    wait_for_change(page, at)
    page.get_by_role("link", name="Edit: write this to the case").click()
    page.get_by_label("Title of the text").fill("The chair's bridge")
    page.get_by_role("button", name="Show the difference").click()
    assert "+      the_chair_s_bridge:" in page.locator("#difference").inner_text()
    assert (folder / "issues.yaml").read_bytes() == before
    page.get_by_role("button", name="Write it").click()
    assert "wording “The chair's bridge” of Care for victims" in page.locator("main").inner_text()
    assert b"the_chair_s_bridge" in (folder / "issues.yaml").read_bytes()
    page.get_by_role("button", name="Take back the last").click()
    assert "Nothing yet." in page.locator("main").inner_text()
    assert (folder / "issues.yaml").read_bytes() == before

    page.get_by_role("link", name="Book", exact=True).click()
    page.get_by_role("button", name="Build the book").click()
    page.get_by_role("link", name="Look at it").wait_for(timeout=120_000)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Look at it").click()
    book = opened.value
    book.wait_for_load_state()
    assert "UNCLASSIFIED//SENSITIVE" in book.title()
    assert book.locator("#live-matrix-controls select").count() > 0, "the book's own script runs"
    assert book.evaluate("self.origin") == "null", "and has no part in the workbench"
    book.close()
    with page.expect_download() as taken:
        page.get_by_role("link", name="The case as a workbook").click()
    assert taken.value.suggested_filename == "vienna_tip_wg_2010.xlsx"


def focus_on(page, find):
    """Press Tab until an element has the focus; nothing is clicked."""
    for _ in range(200):
        if page.evaluate("find => document.activeElement.matches(find)", find):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{find} is not reached by Tab")


def test_the_walk_with_keys_alone(tab, served):
    page, folder = tab(), served[1]
    before = (folder / "issues.yaml").read_bytes()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the page"
    focus_on(page, f'a[href^="{CARE}?"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CARE}?**")
    focus_on(page, "#o_condition_regardless")
    for _ in range(2):
        at = search(page)
        page.keyboard.press("ArrowDown")
        wait_for_change(page, at)
    until(page, "document.activeElement.id === 'o_condition_without_prejudice'")
    assert verdict(page) == "Nobody blocks it."
    focus_on(page, "#who")
    at = search(page)
    page.keyboard.type("Arg")
    wait_for_change(page, at)
    focus_on(page, "#cell_pakistan")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Pakistan on Care for victims").wait_for()
    for name in ("No talk with it", "A talk with it is held"):
        if page.locator("#cell h2").count() == 0:
            focus_on(page, "#cell_pakistan")
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="Pakistan on Care for victims").wait_for()
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == name:
                break
        at = search(page)
        page.keyboard.press("Enter")
        wait_for_change(page, at)
    assert "the talk moved its interval" in page.locator("#moved").inner_text()
    at = search(page)
    page.keyboard.press("Control+z")
    wait_for_change(page, at)
    assert verdict(page).startswith("Blocked by Pakistan")
    at = search(page)
    page.keyboard.press("Control+y")
    wait_for_change(page, at)
    assert verdict(page) == "Nobody blocks it."
    focus_on(page, "#who")
    at = search(page)
    page.keyboard.press("Home")
    wait_for_change(page, at)
    focus_on(page, "#to_save")
    page.keyboard.press("Enter")
    page.wait_for_url("**/save?**")
    focus_on(page, "#title")
    page.keyboard.type("By keys")
    page.keyboard.press("Enter")
    page.wait_for_selector("#difference")
    focus_on(page, "#write")
    page.keyboard.press("Enter")
    page.wait_for_url("**/changes")
    assert b"by_keys" in (folder / "issues.yaml").read_bytes()
    focus_on(page, "#take_back")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Nothing yet.")
    assert (folder / "issues.yaml").read_bytes() == before
    focus_on(page, 'a[href="/book"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/book")


def test_back_and_forth_and_two_tabs(tab, served):
    one, other = tab(), tab()
    for page, option in ((one, "without prejudice to"), (other, "not conditional solely")):
        go(page, served, CARE)
        at = search(page)
        page.get_by_label(option).check()
        wait_for_change(page, at)
    assert "without prejudice" in one.locator(".tracked").inner_text()
    assert "not conditional solely" in other.locator(".tracked").inner_text()
    one.go_back()
    until(one, "!document.querySelector('.tracked').innerText.includes('without prejudice')")
    assert verdict(one).startswith("Blocked by Pakistan")
    one.go_forward()
    until(one, "document.querySelector('.tracked').innerText.includes('without prejudice')")
    assert verdict(one) == "Nobody blocks it."


def test_a_wrong_word_is_said_where_a_reader_hears_it(tab, served):
    page = tab()
    go(page, served, CARE)
    page.locator("#cell_iran").click()
    page.get_by_label("It accepts").fill("0.9-0.1")
    page.get_by_role("button", name="Suppose it").click()
    page.wait_for_selector("#said.warning")
    assert '"0.9-0.1" is no interval within 0..1 write it as 0.2-0.5' in page.locator("#said").inner_text()
    assert page.locator("#said").get_attribute("role") == "alert"
    page.wrong = [w for w in page.wrong if "422" not in w]


def test_everybody_can_use_every_page(tab, served):
    """All rules at two widths; in the dark once more what hangs on colours."""
    page, found = tab(), {}
    go(page, served, CARE)
    page.get_by_label("without prejudice to").check()
    page.wait_for_selector("#ghost")
    page.locator("#cell_pakistan").click()
    page.wait_for_selector("#cell h2")
    page.locator("details summary").first.click()
    s = search(page)
    paths = (
        "", "/", f"{CARE}/cell/pakistan", f"{CARE}/search{s}", f"{CARE}/save{s}&title=x", "/matrix?order=bloc",
        "/graph?issue=non_punishment&full=1", "/statements", "/drafts", "/outreach?full=1", "/book", "/problems",
        "/changes", "/issue/nowhere",
    )  # fmt: skip
    for path in paths:
        if path:
            go(page, served, path)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme, rules in (("light", RULES), ("dark", COLOURS)):
                page.emulate_media(color_scheme=scheme)
                if wrong := found_on(page, rules):
                    found[path, width, scheme] = wrong
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert found == {}
    page.wrong = [w for w in page.wrong if "404" not in w]


def test_at_twice_the_size_nothing_scrolls_sideways(tab, served):
    page = tab(640)
    go(page, served, CARE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
