"""The briefing's last page in a real browser: sorts, filters, drags, speaks, and does without scripts."""

from __future__ import annotations

import pytest

from positions.agreement import coalition_graph
from positions.casefiles import load_case
from positions.casefiles.starter import write_starter
from positions.game import stance_letters
from positions.markings import Marking
from positions.papers.formats.document import Book, Section, paragraph
from positions.papers.formats.html import book_html
from positions.papers.formats.html.live import live_part

LETTERS = "cells => cells.map(c => c.dataset.letter)"
TIES = "lines => lines.map(l => [l.dataset.kind, l.dataset.source])"
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    folder = tmp_path_factory.mktemp("starter") / "case"
    write_starter(folder)
    case = load_case(folder)
    ids = [d.id for d in case.delegations.values() if d.decides]
    n = len(ids)
    together = [[0.0] * n for _ in range(n)]
    together[1][2] = together[2][1] = 0.8
    alike = [[0.7] * n for _ in range(n)]
    follows = [[0.0] * n for _ in range(n)]
    follows[2][1] = 0.3
    marks = [Marking.SBU] * n
    labels = [case.delegations[d].label for d in ids]
    whole = coalition_graph(
        ids, markings=marks, labels=labels, co_blocking=together, association=follows, agreement=alike
    )
    together = [[0.0] * n for _ in range(n)]
    together[0][3] = together[3][0] = 0.5
    one = coalition_graph(ids, markings=marks, labels=labels, co_blocking=together)
    return live_part(case, stance_letters(case), whole, {"night_work": one})


@pytest.fixture(scope="module")
def page_file(live, tmp_path_factory):
    book = Book("Ports", Marking.SBU, "", ("seed 1",), (Section("one", "Ports", (paragraph("A page."),)),))
    path = tmp_path_factory.mktemp("page") / "book.html"
    path.write_text(book_html(book, live=live), encoding="utf-8")
    return path


@pytest.fixture
def page(browser, page_file):
    made = browser.new_page()
    made.wrong = []
    made.asked = []
    made.on("console", lambda message: made.wrong.append(message.text))
    made.on("pageerror", lambda error: made.wrong.append(str(error)))
    made.on("request", lambda request: made.asked.append(request.url))
    made.goto(page_file.as_uri())
    yield made
    assert made.wrong == []
    assert made.asked == [page_file.as_uri()]
    made.close()


def names(page) -> list[str]:
    rows = page.locator("#live-matrix tbody tr:visible th").all_inner_texts()
    return [row.partition(") ")[2] for row in rows]


def test_the_matrix_sorts_by_letter_and_by_name(page) -> None:
    before = names(page)
    page.get_by_role("button", name="Delegation").click()
    assert names(page) == sorted(before, key=str.lower)
    page.get_by_role("button", name="Delegation").click()
    assert names(page) == sorted(before, key=str.lower, reverse=True)
    page.get_by_role("button", name="Port fees").press("Enter")
    letters = page.locator("#live-matrix tbody tr td:nth-child(2)").evaluate_all(
        "cells => cells.map(c => c.dataset.letter)"
    )
    assert letters == sorted(letters, key="BOCJSP·".index)
    assert page.locator("#live-matrix th[aria-sort=ascending]").inner_text().startswith("Port fees")


def test_the_matrix_filters(page) -> None:
    page.get_by_label("Group", exact=True).select_option("island_states")
    assert names(page) == ["Sund", "Østerø"]
    page.get_by_label("Group", exact=True).select_option("")
    page.get_by_label("Name").fill("vest")
    assert names(page) == ["Vesterland"]
    assert page.locator("#live-matrix-said").inner_text() == "1 of 5 delegations shown"
    page.get_by_label("Name").fill("")
    page.get_by_label("Letter", exact=True).select_option("B")
    page.get_by_label("on", exact=True).select_option("1")
    assert names(page) == ["Vesterland"]


def test_ties_are_filtered_by_kind_and_issue(page) -> None:
    said = page.locator("#live-graph-said")
    assert said.inner_text() == "2 ties shown"
    page.get_by_label("agrees").check()
    assert page.locator("line.agreement:not(.off)").count() == 6
    page.get_by_label("agrees").uncheck()
    page.get_by_label("Blocks together on").select_option("night_work")
    shown = page.locator("line.edge:not(.off)").evaluate_all(
        "lines => lines.map(l => [l.dataset.kind, l.dataset.source])"
    )
    assert sorted(shown) == [["association", "sund"], ["co_blocking", "norhavn"]]


def test_a_delegation_is_dragged_and_its_ties_follow(page) -> None:
    node = page.locator("g.node[data-id=sund]")
    node.scroll_into_view_if_needed()
    box = node.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 50, steps=4)
    page.mouse.up()
    place = node.get_attribute("transform")
    moved = node.bounding_box()
    assert abs(moved["x"] - box["x"]) > 20
    line = page.locator("line.association[data-source=sund]").first
    x, y = (float(v) for v in place.removeprefix("translate(").removesuffix(")").split())
    assert (float(line.get_attribute("x1")), float(line.get_attribute("y1"))) == (x, y)


def test_the_keyboard_moves_it_and_words_say_its_ties(page) -> None:
    node = page.locator("g.node[data-id=sund]")
    node.focus()
    said = page.locator("#live-graph-said").inner_text()
    assert said.startswith("Sund")
    assert "SUN follows VES, 0.30" in said
    x = float(node.get_attribute("transform").removeprefix("translate(").split()[0])
    key, step = ("ArrowLeft", -10) if x > 300 else ("ArrowRight", 10)
    page.keyboard.press(key)
    assert float(node.get_attribute("transform").removeprefix("translate(").split()[0]) == x + step


def test_no_foreign_script_or_style_runs(browser, page_file, tmp_path) -> None:
    text = page_file.read_text(encoding="utf-8")
    bad = text.replace(
        "</main>", "<script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\"></main>"
    )
    path = tmp_path / "bad.html"
    path.write_text(bad, encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert "taken" not in page.title()
    page.close()


def test_without_scripts_everything_is_legible(browser, page_file, live) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())
    assert page.locator("#live-matrix tbody tr:visible").count() == len(live.rows)
    assert page.locator("g.node:visible").count() == len(live.nodes)
    page.locator("summary").click()
    assert page.locator("#live-graph-edges li:visible").count() == len(live.edges)
    context.close()
